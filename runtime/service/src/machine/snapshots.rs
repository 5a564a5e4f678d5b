//! Snapshots of a machine: its state is written down now and then, and a start reads it and applies only what came after.
//!
//! A snapshot is never needed: where there is none that can be read, every event is applied. It is taken between two
//! groups, when everything in the state is durable and nothing else is in it. The machine's task writes the state into
//! memory, which takes it as long as the state is large; so the interval grows with the journal, and all snapshots
//! together cost a fixed share of the work. The file is written behind its back.

use journal::{Journal, Snapshot};
use tokio::task::JoinHandle;

use super::{Handle, Machine, Past, StartError};

/// Events between two snapshots, at least.
pub const SNAPSHOT_EVENTS_MIN: u64 = 50_000;
/// The share of all events, one in so many, that comes between two snapshots where that is more.
pub const SNAPSHOT_EVENTS_SHARE: u64 = 8;

/// The same, for configurations that do not say it.
pub const fn events_min() -> u64 {
    SNAPSHOT_EVENTS_MIN
}

/// A machine whose state can be written down.
pub trait Snapshotted: Machine + Sized {
    /// Names how the state is written, as do the events that it is made of: a snapshot of another form is left alone.
    fn form() -> String;

    /// The state, all of it that events have made.
    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error>;

    /// This machine, as it was made for the start, in that state.
    fn with_state(&self, state: &[u8]) -> Result<Self, serde_json::Error>;
}

/// Like [`super::start`], from the last snapshot on; takes further ones, with so many events between two at least.
pub async fn start_every<M: Snapshotted>(
    machine: M,
    journal: Journal,
    events_min: u64,
) -> Result<Handle<M>, StartError> {
    let past = restored(machine, &journal).await?;
    let mut snapshots = Snapshots {
        form: M::form(),
        write: M::write_state,
        events_min: events_min.max(1),
        last: past.sequence,
        writing: None,
    };
    let past = past.replayed(&journal).await?;
    snapshots.keep(&past.machine, past.sequence, &journal);
    Ok(past.go_on(journal, Some(snapshots)))
}

/// The machine in the state of the last snapshot, or as it is.
async fn restored<M: Snapshotted>(machine: M, journal: &Journal) -> Result<Past<M>, StartError> {
    let Some(snapshot) = journal.snapshot(&M::form()).await? else {
        return Ok(Past::new(machine));
    };
    let sequence = snapshot.sequence;
    let machine = match machine.with_state(&snapshot.state) {
        Ok(machine) => machine,
        Err(error) => {
            tracing::warn!(%error, sequence, "a snapshot is no state: every event is applied");
            return Ok(Past::new(machine));
        }
    };
    let last = journal.read(sequence.saturating_sub(1), 1).await?;
    Ok(Past {
        machine,
        sequence,
        time_unix_ns: last.first().map_or(0, |record| record.time_unix_ns),
    })
}

/// When the next snapshot of a machine is due, and how it is written.
pub(super) struct Snapshots<M> {
    form: String,
    write: fn(&M) -> Result<Vec<u8>, serde_json::Error>,
    events_min: u64,
    /// The last event in the newest one.
    last: u64,
    writing: Option<JoinHandle<()>>,
}

impl<M> Snapshots<M> {
    /// Takes a snapshot where one is due; `sequence` is the last event in the state, and durable.
    pub(super) fn keep(&mut self, machine: &M, sequence: u64, journal: &Journal) {
        let events = self.events_min.max(sequence / SNAPSHOT_EVENTS_SHARE);
        let is_writing = self.writing.as_ref().is_some_and(|it| !it.is_finished());
        if sequence - self.last < events || is_writing {
            return;
        }
        self.last = sequence;
        let state = match (self.write)(machine) {
            Ok(state) => state,
            Err(error) => {
                tracing::error!(%error, sequence, "the state can't be written down");
                return;
            }
        };
        let snapshot = Snapshot {
            sequence,
            form: self.form.clone(),
            state,
        };
        let journal = journal.clone();
        self.writing = Some(tokio::spawn(async move {
            if let Err(error) = journal.keep_snapshot(snapshot).await {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, sequence, "a snapshot can't be kept");
            }
        }));
    }
}
