//! Snapshots: the state of a machine after one record, so that its start need not read all the records before.
//!
//! A snapshot is a file beside the journal's, written whole, synced, and only then put in the place of the one before it: a
//! process that is killed at any instruction leaves the old one or the new one. It never says more than the journal: a
//! start without it reads every record and comes to the same state. So one that can't be read, is of another form, or
//! belongs to another journal is a warning and no error. Records are never removed: subscribers and audits read from the
//! first.

use std::{
    fs::File,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::Record;

/// Bytes of one state.
pub const SNAPSHOT_BYTES_MAX: usize = 1 << 30;
/// Bytes of the name of a form.
pub const SNAPSHOT_FORM_BYTES_MAX: usize = 200;

/// The state after a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The last record in it.
    pub sequence: u64,
    /// Names how the state is written, e.g. `inventory 1`: who reads it knows only its own.
    pub form: String,
    /// The service's own encoding.
    pub state: Vec<u8>,
}

/// Why a snapshot is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unusable {
    #[error("it can't be read")]
    Read(#[from] io::Error),
    #[error("it is no snapshot of version {VERSION}")]
    Kind,
    #[error("it is damaged")]
    Damaged,
    #[error("it is of the form {0:?}")]
    Form(String),
    #[error("the journal ends before its record {0}")]
    Ahead(u64),
    #[error("its record {0} is another one in the journal")]
    Record(u64),
}

const MAGIC: &[u8; 8] = b"SheafSnp";
const VERSION: u32 = 1;

/// A snapshot as it is in its file, with what ties it to its journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) snapshot: Snapshot,
    /// [`fingerprint`] of its last record.
    pub(crate) record: u64,
}

impl Stored {
    /// The file's bytes but for the state and the sum at the end; lengths are little-endian.
    fn head(&self) -> Vec<u8> {
        let Snapshot {
            sequence,
            form,
            state,
        } = &self.snapshot;
        let mut head = Vec::with_capacity(64 + form.len());
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&VERSION.to_le_bytes());
        head.extend_from_slice(&sequence.to_le_bytes());
        head.extend_from_slice(&self.record.to_le_bytes());
        head.extend_from_slice(&(form.len() as u64).to_le_bytes());
        head.extend_from_slice(form.as_bytes());
        head.extend_from_slice(&(state.len() as u64).to_le_bytes());
        head
    }

    fn parse(bytes: &[u8]) -> Result<Self, Unusable> {
        let mut rest = bytes;
        if take::<8>(&mut rest) != Some(*MAGIC)
            || take(&mut rest).map(u32::from_le_bytes) != Some(VERSION)
        {
            return Err(Unusable::Kind);
        }
        let mut body = || {
            let sequence = u64::from_le_bytes(take(&mut rest)?);
            let record = u64::from_le_bytes(take(&mut rest)?);
            let form = String::from_utf8(take_bytes(&mut rest)?.to_vec()).ok()?;
            let state = take_bytes(&mut rest)?.to_vec();
            let sum = u64::from_le_bytes(take(&mut rest)?);
            let summed = bytes.len() - size_of::<u64>();
            let is_whole = rest.is_empty() && sum == Sum::of(&[&bytes[..summed]]);
            is_whole.then_some(Stored {
                snapshot: Snapshot {
                    sequence,
                    form,
                    state,
                },
                record,
            })
        };
        body().ok_or(Unusable::Damaged)
    }
}

/// Whether a snapshot is of that form.
pub(crate) fn check_form(stored: Stored, form: &str) -> Result<Stored, Unusable> {
    if stored.snapshot.form == form {
        Ok(stored)
    } else {
        Err(Unusable::Form(stored.snapshot.form))
    }
}

fn take<const LENGTH: usize>(rest: &mut &[u8]) -> Option<[u8; LENGTH]> {
    let (taken, left) = rest.split_first_chunk::<LENGTH>()?;
    *rest = left;
    Some(*taken)
}

fn take_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(u64::from_le_bytes(take(rest)?)).ok()?;
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

/// Ties a snapshot to the journal that has this record.
pub(crate) fn fingerprint(record: &Record) -> u64 {
    Sum::of(&[
        &record.sequence.to_le_bytes(),
        &record.time_unix_ns.to_le_bytes(),
        record.trace.as_bytes(),
        &record.payload,
    ])
}

/// FNV-1a over words of eight bytes: it finds damage, not forgery, as quickly as it is read.
struct Sum(u64);

impl Sum {
    fn of(parts: &[&[u8]]) -> u64 {
        let mut sum = Sum(0xcbf2_9ce4_8422_2325);
        for part in parts {
            let (words, rest) = part.as_chunks::<8>();
            for word in words {
                sum.add(u64::from_le_bytes(*word));
            }
            for byte in rest {
                sum.add(u64::from(*byte));
            }
            sum.add(part.len() as u64);
        }
        sum.0
    }

    fn add(&mut self, word: u64) {
        self.0 = (self.0 ^ word)
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(23);
    }
}

/// Where the snapshot of a journal is.
#[derive(Debug)]
pub(crate) struct Place(PathBuf);

impl Place {
    /// Beside the journal in the file `journal`.
    pub(crate) fn beside(journal: &Path) -> Self {
        Place(with_ending(journal, ".snapshot"))
    }

    /// The snapshot that is there, if there is one.
    pub(crate) fn read(&self) -> Result<Option<Stored>, Unusable> {
        match std::fs::read(&self.0) {
            Ok(bytes) => Stored::parse(&bytes).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts a snapshot in the place of the one before.
    pub(crate) fn write(&self, stored: &Stored) -> io::Result<()> {
        let mut whole = stored.head();
        whole.extend_from_slice(&stored.snapshot.state);
        let sum = Sum::of(&[&whole]);
        whole.extend_from_slice(&sum.to_le_bytes());
        let new = with_ending(&self.0, ".new");
        let mut file = File::create(&new)?;
        file.write_all(&whole)?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&new, &self.0)?;
        // The new name is durable when its folder is.
        match self
            .0
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            Some(folder) => File::open(folder)?.sync_all(),
            None => File::open(".")?.sync_all(),
        }
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(ending);
    whole.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(sequence: u64, state: &[u8]) -> Stored {
        Stored {
            snapshot: Snapshot {
                sequence,
                form: "test 1".to_owned(),
                state: state.to_vec(),
            },
            record: 77,
        }
    }

    #[test]
    fn a_kill_at_any_byte_of_a_write_leaves_the_snapshot_before() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::beside(&folder.path().join("a.journal"));
        let (old, new) = (stored(1, b"old"), stored(2, b"newer and longer"));
        place.write(&new).unwrap();
        let bytes = std::fs::read(&place.0).unwrap();
        place.write(&old).unwrap();
        for length in 0..=bytes.len() {
            std::fs::write(with_ending(&place.0, ".new"), &bytes[..length]).unwrap();
            assert_eq!(place.read().unwrap().as_ref(), Some(&old));
        }
        std::fs::rename(with_ending(&place.0, ".new"), &place.0).unwrap();
        assert_eq!(place.read().unwrap().as_ref(), Some(&new));
        place.write(&old).unwrap();
        assert_eq!(place.read().unwrap(), Some(old));
    }

    #[test]
    fn a_file_that_is_cut_off_or_has_one_wrong_bit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::beside(&folder.path().join("a.journal"));
        assert_eq!(place.read().unwrap(), None);
        place.write(&stored(7, b"the state of a machine")).unwrap();
        let bytes = std::fs::read(&place.0).unwrap();
        for length in 0..bytes.len() {
            assert!(Stored::parse(&bytes[..length]).is_err(), "cut to {length}");
        }
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(Stored::parse(&damaged).is_err(), "bit {bit}");
        }
        assert_eq!(
            Stored::parse(&bytes).unwrap(),
            stored(7, b"the state of a machine")
        );
    }
}
