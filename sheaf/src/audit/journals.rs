//! The services' journals, and every record of them as the event that it is.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use ::audit::{At, Audit, Place, Source};
use anyhow::Context as _;
use fix_acceptor::Event as AcceptorEvent;
use journal::{JournalReader, READ_RECORDS_MAX, Record};
use serde::de::DeserializeOwned;

/// How a journal's file may end.
const ENDINGS: [&str; 2] = ["journal", "sqlite"];

/// The services whose journals an audit reads.
const SERVICES: [Source; 5] = [
    Source::Solver,
    Source::Inventory,
    Source::ExchangeAdapter,
    Source::ChainMinter,
    Source::FixAcceptor,
];

/// There is no such journal.
#[derive(Debug, thiserror::Error)]
#[error(
    "{folder} has no journal of {service}: neither {service}.journal nor {service}.sqlite, nor one of them in a folder {service}"
)]
pub struct NotFound {
    folder: String,
    service: String,
}

/// Where the services' journals are.
#[derive(Clone, Debug)]
pub struct Journals(Vec<(Source, PathBuf)>);

impl Journals {
    /// Those in a folder, but for the ones that are named with their paths.
    pub fn find(folder: &Path, named: &[(String, PathBuf)]) -> Result<Self, NotFound> {
        let find = |source: &Source| Ok((*source, find(folder, named, source.name())?));
        Ok(Self(SERVICES.iter().map(find).collect::<Result<_, _>>()?))
    }

    /// Gives every record to the audit. Each journal is looked at twice: how long it is before any is read, and then whole, so that
    /// what one says of another is there.
    pub(super) fn read(&self, audit: &mut Audit) -> anyhow::Result<()> {
        let open = |(source, path): &(Source, PathBuf)| {
            let reader = JournalReader::open(path).with_context(|| path.display().to_string())?;
            anyhow::Ok((*source, reader))
        };
        let readers: Vec<_> = self.0.iter().map(open).collect::<Result<_, _>>()?;
        for (source, reader) in &readers {
            audit.cut(*source, reader.last_sequence()?);
        }
        let mut sides: Vec<Side<'_>> = readers.iter().map(Side::new).collect();
        loop {
            let mut earliest: Option<(i64, usize)> = None;
            for (place, side) in sides.iter_mut().enumerate() {
                let next = side.peek()?.map(|record| record.time_unix_ns);
                if let Some(time) = next
                    && earliest.is_none_or(|(before, _)| time < before)
                {
                    earliest = Some((time, place));
                }
            }
            let Some(side) = earliest.map(|(_, place)| &mut sides[place]) else {
                return Ok(());
            };
            if let Some(record) = side.records.pop_front() {
                let at = at(&record);
                take(audit, side.source, at, &record);
            }
        }
    }

    /// An event as it stands in its journal; none: the journal is not one of these, or has no such record.
    pub fn event(&self, place: &Place) -> anyhow::Result<Option<String>> {
        let Some((_, path)) = self.0.iter().find(|(source, _)| *source == place.journal) else {
            return Ok(None);
        };
        let records = JournalReader::open(path)?.read(place.sequence - 1, 1)?;
        let record = records
            .into_iter()
            .find(|record| record.sequence == place.sequence);
        Ok(record.map(|record| String::from_utf8_lossy(&record.payload).into_owned()))
    }
}

/// A journal that is read beside others, record by record in the order of their times: so what one says of another is
/// soon there, and little has to be kept.
struct Side<'a> {
    source: Source,
    reader: &'a JournalReader,
    /// What was read and not taken.
    records: VecDeque<Record>,
    /// The last record that was read.
    read: u64,
    ended: bool,
}

impl<'a> Side<'a> {
    fn new((source, reader): &'a (Source, JournalReader)) -> Self {
        Self {
            source: *source,
            reader,
            records: VecDeque::new(),
            read: 0,
            ended: false,
        }
    }

    /// The next record; none: it is at its end.
    fn peek(&mut self) -> anyhow::Result<Option<&Record>> {
        if self.records.is_empty() && !self.ended {
            let records = self.reader.read(self.read, READ_RECORDS_MAX);
            let records = records.with_context(|| format!("the journal of {}", self.source))?;
            self.read = records.last().map_or(self.read, |record| record.sequence);
            self.ended = records.is_empty();
            self.records = records.into();
        }
        Ok(self.records.front())
    }
}

/// The journal of a service: the one that is named, or the one in the folder.
pub(super) fn find(
    folder: &Path,
    named: &[(String, PathBuf)],
    service: &str,
) -> Result<PathBuf, NotFound> {
    if let Some((_, path)) = named.iter().find(|(name, _)| name == service) {
        return Ok(path.clone());
    }
    let candidates = [folder.to_owned(), folder.join(service)];
    candidates
        .iter()
        .flat_map(|folder| ENDINGS.map(|ending| folder.join(format!("{service}.{ending}"))))
        .find(|path| path.is_file())
        .ok_or_else(|| NotFound {
            folder: folder.display().to_string(),
            service: service.to_owned(),
        })
}

/// Every record of a journal, in its order.
pub(super) fn records(
    reader: &JournalReader,
    mut take: impl FnMut(At, Record),
) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let records = reader.read(after, READ_RECORDS_MAX)?;
        let Some(newest) = records.last() else {
            return Ok(());
        };
        after = newest.sequence;
        for record in records {
            take(at(&record), record);
        }
    }
}

const fn at(record: &Record) -> At {
    At {
        sequence: record.sequence,
        time_unix_ns: record.time_unix_ns,
    }
}

fn take(audit: &mut Audit, source: Source, at: At, record: &Record) {
    let taken = match source {
        Source::Solver => event(record).map(|event| audit.solver(at, &event)),
        Source::Inventory => event(record).map(|event| audit.inventory(at, &event)),
        Source::ExchangeAdapter => event(record).map(|event| audit.adapter(at, &event)),
        Source::ChainMinter => event(record).map(|event| audit.minter(at, &event)),
        Source::FixAcceptor => followed(record).map(|followed| audit.acceptor(at, &followed)),
        Source::SimExchange => Ok(()),
    };
    if let Err(text) = taken {
        audit.unreadable(source, at, text);
    }
}

pub(super) fn event<E: DeserializeOwned>(record: &Record) -> Result<E, String> {
    serde_json::from_slice(&record.payload)
        .map_err(|error| format!("it is not an event of this service: {error}"))
}

/// The solver's events that the acceptor has dealt with in a record.
fn followed(record: &Record) -> Result<Vec<u64>, String> {
    let events =
        fix_engine::application_events(&record.payload).map_err(|error| error.to_string())?;
    let mut followed = Vec::new();
    for json in events {
        let event = serde_json::from_slice(json)
            .map_err(|error| format!("it is not an event of this service: {error}"))?;
        if let AcceptorEvent::Followed { sequence, .. } = event {
            followed.push(sequence);
        }
    }
    Ok(followed)
}
