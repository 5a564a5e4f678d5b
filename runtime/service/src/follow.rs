//! Following another service's events: subscribe from the position we have stored, take each event, and when the stream
//! breaks, subscribe again.

use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{Status, Streaming};

use crate::retry::{Backoff, is_transient};

/// One consumer of one stream. It keeps its position with the effects of the events, in its own journal.
pub trait Follower: Send {
    /// A message of the stream.
    type Event: Send;
    /// Why an event can't be taken: the following ends.
    type Error: Send;

    /// Subscribes after the stored position.
    fn subscribe(&mut self) -> impl Future<Output = Result<Streaming<Self::Event>, Status>> + Send;

    /// Takes an event: when this resolves, its effects and the position are durable. An event that was taken before
    /// may come again and must change nothing.
    fn take(&mut self, event: Self::Event) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// Why the following ended before shutdown.
#[derive(Debug, thiserror::Error)]
pub enum FollowError<E> {
    /// The producer refuses for good, e.g. because our position is ahead of its journal.
    #[error("{what} refuses the subscription: {status}")]
    Refused {
        /// Whose stream.
        what: &'static str,
        /// Its answer.
        status: Box<Status>,
    },
    /// An event could not be taken.
    #[error("an event of {what} can't be taken: {error}")]
    Take {
        /// Whose stream.
        what: &'static str,
        /// Why.
        error: E,
    },
}

/// Follows `what` until shutdown.
pub async fn follow<F: Follower>(
    what: &'static str,
    mut follower: F,
    shutdown: CancellationToken,
) -> Result<(), FollowError<F::Error>> {
    let mut backoff = Backoff::default();
    loop {
        let subscribed = tokio::select! {
            subscribed = follower.subscribe() => subscribed,
            () = shutdown.cancelled() => return Ok(()),
        };
        match subscribed {
            Ok(mut stream) => {
                tracing::info!(what, "following");
                loop {
                    let next = tokio::select! {
                        next = stream.next() => next,
                        () = shutdown.cancelled() => return Ok(()),
                    };
                    match next {
                        Some(Ok(event)) => {
                            backoff.reset();
                            let taken = follower.take(event).await;
                            taken.map_err(|error| FollowError::Take { what, error })?;
                        }
                        Some(Err(status)) if is_transient(&status) => {
                            tracing::warn!(what, error = status.message(), "the stream broke");
                            break;
                        }
                        Some(Err(status)) => return Err(refused(what, status)),
                        None => break,
                    }
                }
            }
            Err(status) if is_transient(&status) => {
                tracing::debug!(what, error = status.message(), "not there yet");
            }
            Err(status) => return Err(refused(what, status)),
        }
        if !backoff.wait(&shutdown).await {
            return Ok(());
        }
    }
}

fn refused<E>(what: &'static str, status: Status) -> FollowError<E> {
    FollowError::Refused {
        what,
        status: Box::new(status),
    }
}
