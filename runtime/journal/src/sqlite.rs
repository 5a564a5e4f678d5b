//! The embedded engine: one SQLite file in WAL mode with `synchronous=FULL`, so a commit is on disk when it returns
//! (sqlite.org/pragma.html#pragma_synchronous). A lock file beside it keeps a second process out; the system frees the
//! lock when the process dies, however it dies.

use std::{
    fs::{File, TryLockError},
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OpenFlags, params};

use crate::{Entry, JournalError, Record};

/// "Shef", in the file's header (sqlite.org/fileformat.html#application_id).
const APPLICATION_ID: i32 = 0x5368_6566;
const VERSION: i32 = 1;

/// Of a new file: a commit writes whole pages, one call each. Small ones cost many calls where much is written, large
/// ones cost bytes where little is.
const PAGE_BYTES: i32 = 8192;

const SCHEMA: &str = "
    CREATE TABLE records (
        sequence INTEGER PRIMARY KEY,
        time_unix_ns INTEGER NOT NULL,
        trace TEXT NOT NULL,
        payload BLOB NOT NULL
    ) STRICT";

pub(crate) struct Writer {
    connection: Connection,
    // Held for as long as the journal is open.
    _lock: File,
}

impl Writer {
    /// Opens the file and says its last sequence number.
    pub(crate) fn open(path: &Path) -> Result<(Self, u64), JournalError> {
        let lock = lock(path)?;
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "page_size", PAGE_BYTES)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        if kind(&connection)? == (0, 0) {
            connection.execute_batch(&format!(
                "BEGIN; {SCHEMA}; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; COMMIT"
            ))?;
        }
        check(&connection, path)?;
        let last = last(&connection)?;
        let writer = Self {
            connection,
            _lock: lock,
        };
        Ok((writer, last))
    }

    /// Writes the entries after `last` in one transaction.
    pub(crate) fn write<'a>(
        &mut self,
        last: u64,
        entries: impl Iterator<Item = &'a Entry>,
    ) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert =
                transaction.prepare_cached("INSERT INTO records VALUES (?1, ?2, ?3, ?4)")?;
            for (sequence, entry) in (last + 1..).zip(entries) {
                insert.execute(params![
                    sequence.cast_signed(),
                    entry.time_unix_ns,
                    entry.trace,
                    entry.payload
                ])?;
            }
        }
        transaction.commit()
    }
}

pub(crate) struct Reader(Mutex<Connection>);

impl Reader {
    pub(crate) fn open(path: &Path) -> Result<Self, JournalError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Whether the file is a journal.
    pub(crate) fn check(&self, path: &Path) -> Result<(), JournalError> {
        check(&self.connection(), path)
    }

    /// The last sequence number, 0 for none.
    pub(crate) fn last(&self) -> Result<u64, JournalError> {
        Ok(last(&self.connection())?)
    }

    /// Records after `after`, up to and with `last`.
    pub(crate) fn read(
        &self,
        after: u64,
        last: u64,
        limit: usize,
    ) -> Result<Vec<Record>, JournalError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached(
            "SELECT sequence, time_unix_ns, trace, payload FROM records
             WHERE sequence > ?1 AND sequence <= ?2 ORDER BY sequence LIMIT ?3",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = select.query_map(
            params![after.cast_signed(), last.cast_signed(), limit],
            |row| {
                Ok(Record {
                    sequence: row.get::<_, i64>(0)?.cast_unsigned(),
                    time_unix_ns: row.get(1)?,
                    trace: row.get(2)?,
                    payload: row.get(3)?,
                })
            },
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The application id and version that the file has.
fn kind(connection: &Connection) -> rusqlite::Result<(i32, i32)> {
    let application_id = read_pragma(connection, "application_id")?;
    Ok((application_id, read_pragma(connection, "user_version")?))
}

fn check(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    match kind(connection)? {
        (APPLICATION_ID, VERSION) => Ok(()),
        found => Err(JournalError::NotAJournal {
            path: path.to_owned(),
            expected: VERSION,
            found,
        }),
    }
}

fn last(connection: &Connection) -> rusqlite::Result<u64> {
    let select = "SELECT coalesce(max(sequence), 0) FROM records";
    connection.query_row(select, [], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))
}

fn lock(path: &Path) -> Result<File, JournalError> {
    let open = |source| JournalError::Open {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(open)?;
    }
    let mut lock_path = path.as_os_str().to_owned();
    lock_path.push(".lock");
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(lock_path)
        .map_err(open)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(open(source)),
    }
}

fn read_pragma(connection: &Connection, name: &str) -> rusqlite::Result<i32> {
    connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
}
