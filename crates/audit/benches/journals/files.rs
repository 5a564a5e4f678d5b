//! Journals in files, a line a record: the round that it was made in, and its JSON.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use audit::{At, Source};
use serde_json::Value;

use crate::world::World;

/// The journals, in the order in which the records of one round are read.
pub(crate) const SOURCES: [Source; 5] = [
    Source::Solver,
    Source::Inventory,
    Source::ExchangeAdapter,
    Source::ChainMinter,
    Source::FixAcceptor,
];

fn path(folder: &Path, source: Source) -> PathBuf {
    folder.join(source.name())
}

/// Files that rounds are written to.
pub(crate) struct Writing {
    files: [BufWriter<File>; SOURCES.len()],
    round: i64,
    /// Of all of them.
    pub(crate) records: u64,
}

impl Writing {
    pub(crate) fn create(folder: &Path) -> Self {
        let create = |source| BufWriter::new(File::create(path(folder, source)).unwrap());
        Self {
            files: SOURCES.map(create),
            round: 0,
            records: 0,
        }
    }

    /// One round's records.
    pub(crate) fn write(&mut self, world: &World) {
        self.round += 1;
        let followed = world
            .acceptor
            .iter()
            .map(|followed| Value::from(followed.clone()));
        let followed: Vec<Value> = followed.collect();
        let journals = [
            &world.solver,
            &world.inventory,
            &world.adapter,
            &world.minter,
            &followed,
        ];
        for (file, records) in self.files.iter_mut().zip(journals) {
            for record in records {
                writeln!(file, "{} {record}", self.round).unwrap();
            }
            self.records += records.len() as u64;
        }
    }
}

/// A record.
pub(crate) struct Line<'a> {
    pub(crate) source: Source,
    pub(crate) at: At,
    pub(crate) json: &'a str,
}

/// One journal that is read.
struct Side {
    source: Source,
    file: BufReader<File>,
    /// The next line; empty at the end.
    line: String,
    sequence: u64,
}

impl Side {
    fn next(&mut self) {
        self.line.clear();
        self.file.read_line(&mut self.line).unwrap();
        self.sequence += 1;
    }

    /// The next record's round and JSON.
    fn peek(&self) -> Option<(i64, &str)> {
        let (round, json) = self.line.trim_end().split_once(' ')?;
        Some((round.parse().unwrap(), json))
    }
}

/// Journals that are read side by side.
pub(crate) struct Reading(Vec<Side>);

impl Reading {
    pub(crate) fn open(folder: &Path) -> Self {
        let open = |source| {
            let mut side = Side {
                source,
                file: BufReader::new(File::open(path(folder, source)).unwrap()),
                line: String::new(),
                sequence: 0,
            };
            side.next();
            side
        };
        Self(SOURCES.map(open).into())
    }

    /// Every record, round by round.
    pub(crate) fn each(mut self, mut take: impl FnMut(Line<'_>)) {
        loop {
            let rounds = self.0.iter().enumerate();
            let rounds = rounds.filter_map(|(place, side)| Some((side.peek()?.0, place)));
            let Some((_, place)) = rounds.min() else {
                return;
            };
            let side = &mut self.0[place];
            if let Some((round, json)) = side.peek() {
                take(Line {
                    source: side.source,
                    at: crate::at(side.sequence, round),
                    json,
                });
            }
            side.next();
        }
    }
}
