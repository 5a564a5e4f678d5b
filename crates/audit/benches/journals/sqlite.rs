//! The same journals as services write them: SQLite files, read by `sheaf audit` side by side, some hundred records at once.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use audit::{At, Source};
use journal::{Entry, Journal, JournalReader, READ_RECORDS_MAX, Record};

use crate::files::{Line, Reading, SOURCES};

/// Records that are appended at once.
const APPENDED: usize = 4_096;

fn path(folder: &Path, source: Source) -> PathBuf {
    folder.join(format!("{}.sqlite", source.name()))
}

/// Writes what the files have.
pub(crate) fn write(folder: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.unwrap();
    let journals = SOURCES.map(|source| Journal::open(&path(folder, source)).unwrap());
    let mut waiting = SOURCES.map(|_| Vec::new());
    let append = |place: usize, entries: &mut Vec<Entry>| {
        let appended = journals[place].append(std::mem::take(entries));
        runtime.block_on(appended).unwrap();
    };
    Reading::open(folder).each(|Line { source, at, json }| {
        let known = SOURCES.iter().position(|known| *known == source);
        let place = known.unwrap();
        waiting[place].push(Entry {
            time_unix_ns: at.time_unix_ns,
            trace: String::new(),
            payload: json.as_bytes().to_vec(),
        });
        if waiting[place].len() == APPENDED {
            append(place, &mut waiting[place]);
        }
    });
    for (place, entries) in waiting.iter_mut().enumerate() {
        append(place, entries);
    }
}

/// One journal that is read.
struct Side {
    source: Source,
    reader: JournalReader,
    records: VecDeque<Record>,
    read: u64,
    ended: bool,
}

impl Side {
    /// The next record's time.
    fn peek(&mut self) -> Option<i64> {
        if self.records.is_empty() && !self.ended {
            let records = self.reader.read(self.read, READ_RECORDS_MAX).unwrap();
            self.read = records.last().map_or(self.read, |record| record.sequence);
            self.ended = records.is_empty();
            self.records = records.into();
        }
        self.records.front().map(|record| record.time_unix_ns)
    }
}

/// Every record, in the order of their times.
pub(crate) fn each(folder: &Path, mut take: impl FnMut(Line<'_>)) {
    let mut sides = SOURCES.map(|source| Side {
        source,
        reader: JournalReader::open(&path(folder, source)).unwrap(),
        records: VecDeque::new(),
        read: 0,
        ended: false,
    });
    loop {
        let times = sides.iter_mut().enumerate();
        let times = times.filter_map(|(place, side)| Some((side.peek()?, place)));
        let Some((_, place)) = times.min() else {
            return;
        };
        let side = &mut sides[place];
        if let Some(record) = side.records.pop_front() {
            take(Line {
                source: side.source,
                at: At {
                    sequence: record.sequence,
                    time_unix_ns: record.time_unix_ns,
                },
                json: std::str::from_utf8(&record.payload).unwrap(),
            });
        }
    }
}
