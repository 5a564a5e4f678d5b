//! Trying again: waiting times that double, and which gRPC answers are worth another try.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

/// The first waiting time.
pub const BACKOFF_MIN: Duration = Duration::from_millis(50);
/// The longest waiting time.
pub const BACKOFF_MAX: Duration = Duration::from_secs(5);

/// Waiting times that double from [`BACKOFF_MIN`] to [`BACKOFF_MAX`].
#[derive(Debug)]
pub struct Backoff(Duration);

impl Default for Backoff {
    fn default() -> Self {
        Self(BACKOFF_MIN)
    }
}

impl Backoff {
    /// Waits; says false at once when `shutdown` comes.
    pub async fn wait(&mut self, shutdown: &CancellationToken) -> bool {
        let time = self.0;
        self.0 = (time * 2).min(BACKOFF_MAX);
        tokio::select! {
            () = tokio::time::sleep(time) => true,
            () = shutdown.cancelled() => false,
        }
    }

    /// Whether the next waiting time is the longest.
    pub fn is_long(&self) -> bool {
        self.0 >= BACKOFF_MAX
    }

    /// Begins again with the shortest time.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

/// Whether the same call may have another answer later.
pub fn is_transient(status: &Status) -> bool {
    match status.code() {
        Code::Unavailable
        | Code::DeadlineExceeded
        | Code::Cancelled
        | Code::Aborted
        | Code::ResourceExhausted
        | Code::Internal
        | Code::Unknown => true,
        Code::Ok
        | Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::FailedPrecondition
        | Code::OutOfRange
        | Code::Unimplemented
        | Code::DataLoss
        | Code::Unauthenticated => false,
    }
}

/// Makes the call until it has an answer that another try would not change. `None`: shutdown came first. The call must
/// be one whose repeat gets the first answer.
pub async fn until_answered<T, F>(
    what: &'static str,
    shutdown: &CancellationToken,
    mut call: impl FnMut() -> F,
) -> Option<Result<T, Status>>
where
    F: Future<Output = Result<T, Status>>,
{
    let mut backoff = Backoff::default();
    loop {
        let answer = tokio::select! {
            answer = call() => answer,
            () = shutdown.cancelled() => return None,
        };
        match answer {
            Err(status) if is_transient(&status) => {
                // A peer that starts at the same time is not worth a warning.
                if backoff.is_long() {
                    tracing::warn!(what, code = ?status.code(), error = status.message(), "call fails again and again");
                } else {
                    tracing::debug!(what, code = ?status.code(), error = status.message(), "call failed, trying again");
                }
            }
            answer => return Some(answer),
        }
        if !backoff.wait(shutdown).await {
            return None;
        }
    }
}
