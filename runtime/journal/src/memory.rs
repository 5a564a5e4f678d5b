//! Records in memory: the engine of tests and of throw-away runs. It keeps every promise but durability.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{Entry, Record, snapshot::Stored};

#[derive(Clone, Default)]
pub(crate) struct Records(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    records: Vec<Record>,
    snapshot: Option<Stored>,
}

impl Records {
    pub(crate) fn write(&self, last: u64, entries: Vec<Entry>) {
        self.kept()
            .records
            .extend((last + 1..).zip(entries).map(|(sequence, entry)| Record {
                sequence,
                time_unix_ns: entry.time_unix_ns,
                trace: entry.trace,
                payload: entry.payload,
            }));
    }

    pub(crate) fn read(&self, after: u64, limit: usize) -> Vec<Record> {
        let start = usize::try_from(after).unwrap_or(usize::MAX);
        let kept = self.kept();
        kept.records
            .iter()
            .skip(start)
            .take(limit)
            .cloned()
            .collect()
    }

    pub(crate) fn snapshot(&self) -> Option<Stored> {
        self.kept().snapshot.clone()
    }

    pub(crate) fn keep_snapshot(&self, snapshot: Stored) {
        self.kept().snapshot = Some(snapshot);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
