//! The journal: durable, ordered records of one service, with group commit.
//!
//! Invariants: sequence numbers start at 1 and have no gap; [`Journal::append`] resolves only when its records are on
//! disk; the records of one append are stored together or not at all; readers see durable records only.
//!
//! One thread owns the engine. Appends that wait while it syncs are written together in the next transaction: many
//! decisions, one sync. When a write fails, nothing can be known about the file any more, so the journal refuses every
//! later append and its service has to stop and start again.
//!
//! What a record means is left to its service; here it is bytes.

mod ending;
mod gate;
mod memory;
mod reader;
mod snapshot;
mod sqlite;
mod timing;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use ending::{Ending, LET_GO_WAIT_MAX, with};
pub use gate::Gate;
pub use reader::JournalReader;
pub use snapshot::{SNAPSHOT_BYTES_MAX, SNAPSHOT_FORM_BYTES_MAX, Snapshot};
pub use timing::{WRITE_SECONDS, WriteTimes};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_stream::Stream;

/// Appends that may wait for the writer before [`Journal::append`] itself waits.
pub const APPENDS_WAITING_MAX: usize = 1024;
/// Records written in one transaction.
pub const GROUP_RECORDS_MAX: usize = 4096;
/// Records a subscription reads at once.
pub const READ_RECORDS_MAX: usize = 512;
/// Bytes of one record's payload.
pub const PAYLOAD_BYTES_MAX: usize = 4 << 20;

/// What is to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it was decided, Unix nanoseconds, UTC.
    pub time_unix_ns: i64,
    /// W3C traceparent of what caused it; empty when not traced.
    pub trace: String,
    /// The service's own encoding.
    pub payload: Vec<u8>,
}

/// An entry in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// From 1, without a gap.
    pub sequence: u64,
    /// As in [`Entry`].
    pub time_unix_ns: i64,
    /// As in [`Entry`].
    pub trace: String,
    /// As in [`Entry`].
    pub payload: Vec<u8>,
}

/// Why a journal can't be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another process has it open.
    #[error("journal {0} is in use by another process")]
    InUse(PathBuf),
    /// The folder or the lock file can't be made.
    #[error("journal {path} can't be opened")]
    Open {
        /// The journal's file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not a journal, or of a later version.
    #[error(
        "{path} is not a journal of version {expected}: its application id and version are {found:?}"
    )]
    NotAJournal {
        /// The file.
        path: PathBuf,
        /// The version this code writes.
        expected: i32,
        /// What the file says.
        found: (i32, i32),
    },
    /// The engine failed.
    #[error("the journal's engine failed")]
    Engine(#[from] rusqlite::Error),
    /// An earlier write failed, so nothing may be written any more.
    #[error("the journal stopped after a failed write: {0}")]
    Stopped(Arc<str>),
    /// A payload is larger than [`PAYLOAD_BYTES_MAX`].
    #[error("a record of {0} bytes is over the limit of {PAYLOAD_BYTES_MAX}")]
    TooLarge(usize),
    /// A snapshot is larger than [`SNAPSHOT_BYTES_MAX`], or the name of its form than [`SNAPSHOT_FORM_BYTES_MAX`].
    #[error(
        "a snapshot of {0} bytes is over the limit of {SNAPSHOT_BYTES_MAX}, or its form's name too long"
    )]
    SnapshotTooLarge(usize),
    /// A snapshot is of a record that is not durable.
    #[error("there is no record {0} to take a snapshot of")]
    SnapshotAhead(u64),
    /// A snapshot can't be written.
    #[error("the snapshot can't be written")]
    Snapshot(#[source] std::io::Error),
    /// The stored sequence has a gap.
    #[error("the journal has a gap after record {0}")]
    Gap(u64),
}

/// A handle to a journal; clones share it.
#[derive(Clone)]
pub struct Journal {
    appends: mpsc::Sender<writer::Append>,
    last: watch::Receiver<u64>,
    reader: Arc<Reader>,
    times: Arc<timing::Counting>,
}

enum Reader {
    Sqlite(sqlite::Reader, snapshot::Place),
    Memory(memory::Records),
}

impl Journal {
    /// Opens the journal in the file `path`, making it and its folder when missing.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let (engine, last) = sqlite::Writer::open(path)?;
        let reader = Reader::Sqlite(sqlite::Reader::open(path)?, snapshot::Place::beside(path));
        Ok(Self::start(writer::Engine::Sqlite(engine), last, reader))
    }

    /// A journal that is gone with the process, for tests and throw-away runs.
    pub fn in_memory() -> Self {
        Self::in_memory_behind(Gate::default())
    }

    /// The same, whose writes wait while the gate is closed.
    pub fn in_memory_behind(gate: Gate) -> Self {
        let records = memory::Records::default();
        let reader = Reader::Memory(records.clone());
        Self::start(writer::Engine::Memory(records, gate), 0, reader)
    }

    fn start(engine: writer::Engine, last: u64, reader: Reader) -> Self {
        let (appends, waiting) = mpsc::channel(APPENDS_WAITING_MAX);
        let (announce, last) = watch::channel(last);
        let times = Arc::default();
        writer::spawn(engine, waiting, announce, Arc::clone(&times));
        Self {
            appends,
            last,
            reader: Arc::new(reader),
            times,
        }
    }

    /// To wait until it is let go of; itself it does not keep the journal open.
    pub fn ending(&self) -> Ending {
        Ending::of(self.last.clone())
    }

    /// How long writes took until they were on disk, since the start.
    pub fn write_times(&self) -> WriteTimes {
        self.times.read()
    }

    /// The sequence number of the last durable record, 0 for none.
    pub fn last_sequence(&self) -> u64 {
        *self.last.borrow()
    }

    /// Stores the entries, in their order and together, and resolves when they are durable, with the last one's
    /// sequence number (for no entries: that of the last durable record).
    pub async fn append(&self, entries: Vec<Entry>) -> Result<u64, JournalError> {
        self.append_later(entries).await?.await
    }

    /// Like [`Journal::append`], in two steps: the first resolves when the entries have their place in the order, the
    /// second when they are durable. Several appends of one caller can thus be under way in a known order.
    pub async fn append_later(
        &self,
        entries: Vec<Entry>,
    ) -> Result<impl Future<Output = Result<u64, JournalError>> + Send + use<>, JournalError> {
        if let Some(entry) = entries.iter().find(|e| e.payload.len() > PAYLOAD_BYTES_MAX) {
            return Err(JournalError::TooLarge(entry.payload.len()));
        }
        let (reply, durable) = oneshot::channel();
        let stopped = || JournalError::Stopped("its writer has ended".into());
        self.appends
            .send(writer::Append { entries, reply })
            .await
            .map_err(|_| stopped())?;
        Ok(async move { durable.await.map_err(|_| stopped())? })
    }

    /// Up to `limit` durable records after sequence number `after`.
    pub async fn read(&self, after: u64, limit: usize) -> Result<Vec<Record>, JournalError> {
        let last = self.last_sequence();
        if after >= last || limit == 0 {
            return Ok(Vec::new());
        }
        let records = self
            .blocking(move |reader| match reader {
                Reader::Sqlite(reader, _) => reader.read(after, last, limit),
                Reader::Memory(records) => Ok(records.read(after, limit)),
            })
            .await??;
        let mut expected = after;
        for record in &records {
            expected += 1;
            if record.sequence != expected {
                return Err(JournalError::Gap(expected - 1));
            }
        }
        Ok(records)
    }

    /// The newest snapshot, if there is one of that form that can be read and is of this journal. Why another one is left
    /// alone is in the log.
    pub async fn snapshot(&self, form: &str) -> Result<Option<Snapshot>, JournalError> {
        let read = self.blocking(|reader| match reader {
            Reader::Sqlite(_, place) => place.read(),
            Reader::Memory(records) => Ok(records.snapshot()),
        });
        let usable = match read.await? {
            Ok(None) => return Ok(None),
            Ok(Some(stored)) => match snapshot::check_form(stored, form) {
                Ok(stored) => self.check_record(stored).await?,
                Err(unusable) => Err(unusable),
            },
            Err(unusable) => Err(unusable),
        };
        match usable {
            Ok(snapshot) => Ok(Some(snapshot)),
            Err(unusable) => {
                let error = &unusable as &dyn std::error::Error;
                tracing::warn!(error, "a snapshot is left alone: every record is read");
                Ok(None)
            }
        }
    }

    /// Whether a snapshot is of this journal.
    async fn check_record(
        &self,
        stored: snapshot::Stored,
    ) -> Result<Result<Snapshot, snapshot::Unusable>, JournalError> {
        let sequence = stored.snapshot.sequence;
        let record = self.read(sequence.saturating_sub(1), 1).await?;
        Ok(match record.first() {
            Some(record) if snapshot::fingerprint(record) == stored.record => Ok(stored.snapshot),
            Some(_) => Err(snapshot::Unusable::Record(sequence)),
            None => Err(snapshot::Unusable::Ahead(sequence)),
        })
    }

    /// Keeps a snapshot in the place of the one before, and resolves when it is durable. Records stay where they are.
    pub async fn keep_snapshot(&self, snapshot: Snapshot) -> Result<(), JournalError> {
        let bytes = snapshot.state.len();
        if bytes > SNAPSHOT_BYTES_MAX || snapshot.form.len() > SNAPSHOT_FORM_BYTES_MAX {
            return Err(JournalError::SnapshotTooLarge(bytes));
        }
        let sequence = snapshot.sequence;
        let record = self.read(sequence.saturating_sub(1), 1).await?;
        let record = record.first().filter(|record| record.sequence == sequence);
        let record = record.ok_or(JournalError::SnapshotAhead(sequence))?;
        let record = snapshot::fingerprint(record);
        let stored = snapshot::Stored { snapshot, record };
        self.blocking(move |reader| match reader {
            Reader::Sqlite(_, place) => place.write(&stored).map_err(JournalError::Snapshot),
            Reader::Memory(records) => {
                records.keep_snapshot(stored);
                Ok(())
            }
        })
        .await?
    }

    /// Reads or writes off the runtime's threads.
    async fn blocking<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Reader) -> T + Send + 'static,
    ) -> Result<T, JournalError> {
        let reader = Arc::clone(&self.reader);
        if let Reader::Memory(_) = &*reader {
            return Ok(call(&reader));
        }
        tokio::task::spawn_blocking(move || call(&reader))
            .await
            .map_err(|error| JournalError::Stopped(error.to_string().into()))
    }

    /// Every durable record after `after`, then every record as it becomes durable. The stream ends after an error, or
    /// when the journal has stopped.
    pub fn subscribe(
        &self,
        after: u64,
    ) -> impl Stream<Item = Result<Record, JournalError>> + Send + Unpin + use<> {
        let (sender, receiver) = mpsc::channel(READ_RECORDS_MAX);
        let journal = self.clone();
        tokio::spawn(journal.feed(after, sender));
        tokio_stream::wrappers::ReceiverStream::new(receiver)
    }

    async fn feed(self, mut after: u64, sender: mpsc::Sender<Result<Record, JournalError>>) {
        // Only the watch is kept while waiting, so that a subscriber does not keep the journal open.
        let Self {
            appends,
            last,
            reader,
            times,
        } = self;
        let weak = appends.downgrade();
        drop(appends);
        let mut watched = last.clone();
        loop {
            watched.borrow_and_update();
            loop {
                let Some(appends) = weak.upgrade() else {
                    return;
                };
                let journal = Self {
                    appends,
                    last: last.clone(),
                    reader: Arc::clone(&reader),
                    times: Arc::clone(&times),
                };
                let records = match journal.read(after, READ_RECORDS_MAX).await {
                    Ok(records) => records,
                    Err(error) => {
                        let _ = sender.send(Err(error)).await;
                        return;
                    }
                };
                drop(journal);
                let Some(newest) = records.last() else { break };
                after = newest.sequence;
                for record in records {
                    if sender.send(Ok(record)).await.is_err() {
                        return;
                    }
                }
            }
            tokio::select! {
                changed = watched.changed() => if changed.is_err() { return },
                () = sender.closed() => return,
            }
        }
    }
}
