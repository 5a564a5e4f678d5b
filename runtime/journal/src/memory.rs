//! Records in memory: the engine of tests and of throw-away runs. It keeps every promise but durability.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{Entry, Record};

#[derive(Clone, Default)]
pub(crate) struct Records(Arc<Mutex<Vec<Record>>>);

impl Records {
    pub(crate) fn write(&self, last: u64, entries: Vec<Entry>) {
        let mut records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        records.extend((last + 1..).zip(entries).map(|(sequence, entry)| Record {
            sequence,
            time_unix_ns: entry.time_unix_ns,
            trace: entry.trace,
            payload: entry.payload,
        }));
    }

    pub(crate) fn read(&self, after: u64, limit: usize) -> Vec<Record> {
        let records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let start = usize::try_from(after).unwrap_or(usize::MAX);
        records.iter().skip(start).take(limit).cloned().collect()
    }
}
