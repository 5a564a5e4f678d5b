//! The end of a journal: its thread ends some time after the last handle is gone, and with it the lock on the file. Who ends a
//! service and says so has to wait for that, or the next start in the same process finds the journal in use.

use std::path::Path;
use std::time::Duration;

use tokio::sync::watch;

use crate::{Journal, JournalError};

/// How long [`with`] waits for tasks that are about to end, and have a handle still.
pub const LET_GO_WAIT_MAX: Duration = Duration::from_secs(10);

/// Tells when a journal is let go of.
#[derive(Debug, Clone)]
pub struct Ending(watch::Receiver<u64>);

impl Ending {
    pub(crate) fn of(last: watch::Receiver<u64>) -> Ending {
        Ending(last)
    }

    /// Resolves when every handle is gone, the writer's thread has written everything, and the lock is free.
    pub async fn ended(mut self) {
        // What is written meanwhile is none of its business.
        while self.0.changed().await.is_ok() {}
    }
}

/// Opens the journal, in memory where there is no path, and runs what works with it. When that has ended, so has the journal: what
/// it started and did not wait for must end soon, too. A handle that somebody keeps is said in the log, and holds nobody up for
/// longer than [`LET_GO_WAIT_MAX`].
pub async fn with<F, E>(path: Option<&Path>, run: impl FnOnce(Journal) -> F) -> Result<(), E>
where
    F: Future<Output = Result<(), E>>,
    E: From<JournalError>,
{
    let journal = match path {
        Some(path) => Journal::open(path)?,
        None => Journal::in_memory(),
    };
    let ending = journal.ending();
    // Boxed: all of a service is a large future.
    let outcome = Box::pin(run(journal)).await;
    if tokio::time::timeout(LET_GO_WAIT_MAX, ending.ended())
        .await
        .is_err()
    {
        tracing::warn!("the journal is not let go of: something that works with it has not ended");
    }
    outcome
}
