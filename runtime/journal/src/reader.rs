//! Reading a journal without owning it: one of a running process, of a killed one, or a copy.

use std::path::Path;

use crate::{JournalError, Record, sqlite};

/// A journal that is only read. It takes no lock, so its owner may be writing: each look sees what is durable by then.
pub struct JournalReader(sqlite::Reader);

impl JournalReader {
    /// Opens the journal in the file `path`, which must be there.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        std::fs::metadata(path).map_err(|source| JournalError::Open {
            path: path.to_owned(),
            source,
        })?;
        let reader = sqlite::Reader::open(path)?;
        reader.check(path)?;
        Ok(Self(reader))
    }

    /// The sequence number of the last durable record, 0 for none.
    pub fn last_sequence(&self) -> Result<u64, JournalError> {
        self.0.last()
    }

    /// Up to `limit` durable records after sequence number `after`. A gap between them is left to the caller to see.
    pub fn read(&self, after: u64, limit: usize) -> Result<Vec<Record>, JournalError> {
        self.0.read(after, self.last_sequence()?, limit)
    }
}
