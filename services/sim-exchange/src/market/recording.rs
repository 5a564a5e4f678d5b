//! A recorded market: one record a line, its receive time in nanoseconds, a space, and the JSON of Binance's streams or of the REST
//! depth snapshot; gzip or plain.
//!
//! The file is read and checked whole at start: by Binance's procedure events older than the snapshot are dropped, and the first that
//! remains must reach it and each further one follow the one before, or the file is refused with the line that breaks it.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

use crate::amount::Amount;

/// The longest line that is read: a snapshot of 5,000 levels a side is a tenth of it.
const LINE_BYTES_MAX: u64 = 4 << 20;
/// One quantity in so many may be finer than the market's step.
const ODD_QUANTITIES: usize = 1_000;
/// The most records that are kept.
const RECORDS_MAX: usize = 2_000_000;

/// A level of the recording: price and absolute quantity.
pub type Level = (Amount, Amount);

/// The levels of a snapshot or an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depth {
    /// The id of the last change in it.
    pub last_update_id: u64,
    /// Bids.
    pub bids: Vec<Level>,
    /// Asks.
    pub asks: Vec<Level>,
}

/// What happened in the recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Levels changed.
    Depth(Depth),
    /// A trade: price, quantity, and whether the buyer was in the book.
    Trade(Amount, Amount, bool),
}

/// A recorded market, from its snapshot on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The market.
    pub symbol: String,
    /// The book at the start.
    pub snapshot: Depth,
    /// What happened after it, with the time since the snapshot.
    pub happenings: Vec<(Duration, Happening)>,
    /// The id of the first trade.
    pub first_trade: u64,
    /// The largest step of which all prices are multiples, a power of ten.
    pub tick: Amount,
    /// The largest step of which practically all quantities are multiples, a power of ten. Binance's markets still hold a few
    /// orders from before their step was made coarser.
    pub step: Amount,
}

/// Why a file is no recording.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// It can't be read.
    #[error("the recording {path} can't be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line is no record.
    #[error("line {line} of the recording {path}: {problem}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// Something is missing.
    #[error("the recording {path} has no {what}")]
    Missing {
        /// The file.
        path: PathBuf,
        /// What it lacks.
        what: &'static str,
    },
}

#[derive(Deserialize)]
struct Frame<'a> {
    stream: &'a str,
    #[serde(borrow)]
    data: &'a serde_json::value::RawValue,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot {
    last_update_id: u64,
    bids: Vec<Level>,
    asks: Vec<Level>,
}

#[derive(Deserialize)]
struct DepthEvent {
    #[serde(rename = "U")]
    first: u64,
    #[serde(rename = "u")]
    last: u64,
    b: Vec<Level>,
    a: Vec<Level>,
}

#[derive(Deserialize)]
struct TradeEvent {
    t: u64,
    p: Amount,
    q: Amount,
    m: bool,
}

/// What the lines hold, before the snapshot is known.
#[derive(Default)]
struct Lines {
    symbol: Option<String>,
    snapshot: Option<(i64, Depth)>,
    depth: Vec<(i64, usize, DepthEvent)>,
    trades: Vec<(i64, TradeEvent)>,
}

impl Recording {
    /// Reads a file and checks it.
    pub fn read(path: &Path) -> Result<Self, RecordingError> {
        let unreadable = |source| RecordingError::Read {
            path: path.to_owned(),
            source,
        };
        let file = BufReader::new(File::open(path).map_err(unreadable)?);
        let zipped = path.extension().is_some_and(|extension| extension == "gz");
        let text: Box<dyn Read> = if zipped {
            Box::new(MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
        let mut text = BufReader::new(text);
        let mut lines = Lines::default();
        let mut line = String::new();
        for number in 1.. {
            line.clear();
            if text
                .by_ref()
                .take(LINE_BYTES_MAX)
                .read_line(&mut line)
                .map_err(unreadable)?
                == 0
            {
                break;
            }
            lines
                .take(number, &line)
                .map_err(|problem| RecordingError::Line {
                    path: path.to_owned(),
                    line: number,
                    problem,
                })?;
        }
        lines.into_recording(path)
    }
}

impl Lines {
    fn take(&mut self, number: usize, line: &str) -> Result<(), String> {
        let bad = |error: serde_json::Error| error.to_string();
        let (time, json) = line
            .split_once(' ')
            .ok_or("a record is a time in nanoseconds, a space, and JSON")?;
        let time: i64 = time
            .parse()
            .map_err(|_| "the time is no whole number of nanoseconds")?;
        if json.starts_with("{\"lastUpdateId\"") {
            let Snapshot {
                last_update_id,
                bids,
                asks,
            } = serde_json::from_str(json).map_err(bad)?;
            self.snapshot.get_or_insert((
                time,
                Depth {
                    last_update_id,
                    bids,
                    asks,
                },
            ));
            return Ok(());
        }
        let frame: Frame<'_> = serde_json::from_str(json).map_err(bad)?;
        let (symbol, stream) = frame
            .stream
            .split_once('@')
            .ok_or("the stream has no market")?;
        let symbol = symbol.to_uppercase();
        if *self.symbol.get_or_insert_with(|| symbol.clone()) != symbol {
            return Err(format!(
                "a second market, {symbol}: one file records one market"
            ));
        }
        if self.depth.len() + self.trades.len() >= RECORDS_MAX {
            return Err(format!("more than {RECORDS_MAX} records"));
        }
        match stream {
            "depth@100ms" | "depth" => {
                self.depth.push((
                    time,
                    number,
                    serde_json::from_str(frame.data.get()).map_err(bad)?,
                ));
            }
            "trade" => self
                .trades
                .push((time, serde_json::from_str(frame.data.get()).map_err(bad)?)),
            // The best bid and ask follow from the book.
            _ => {}
        }
        Ok(())
    }

    fn into_recording(self, path: &Path) -> Result<Recording, RecordingError> {
        let missing = |what| RecordingError::Missing {
            path: path.to_owned(),
            what,
        };
        let symbol = self.symbol.ok_or_else(|| missing("stream"))?;
        let (start, snapshot) = self.snapshot.ok_or_else(|| missing("depth snapshot"))?;
        let mut happenings = Vec::with_capacity(self.depth.len() + self.trades.len());
        let mut last = snapshot.last_update_id;
        let mut joined = false;
        for (time, line, event) in self.depth {
            if event.last <= snapshot.last_update_id {
                continue;
            }
            let follows = if joined {
                event.first == last + 1
            } else {
                event.first <= last + 1
            };
            if !follows {
                let problem = format!(
                    "the depth event begins with update {}, after {last}: a gap",
                    event.first
                );
                return Err(RecordingError::Line {
                    path: path.to_owned(),
                    line,
                    problem,
                });
            }
            joined = true;
            last = event.last;
            let depth = Depth {
                last_update_id: event.last,
                bids: event.b,
                asks: event.a,
            };
            happenings.push((since(start, time), Happening::Depth(depth)));
        }
        if !joined {
            return Err(missing("depth event after its snapshot"));
        }
        let first_trade = self.trades.first().map_or(1, |(_, trade)| trade.t);
        let trades = self.trades.into_iter().filter(|(time, _)| *time >= start);
        happenings.extend(trades.map(|(time, trade)| {
            (
                since(start, time),
                Happening::Trade(trade.p, trade.q, trade.m),
            )
        }));
        happenings.sort_by_key(|(time, _)| *time);
        let (tick, step) = grid(&snapshot, &happenings);
        Ok(Recording {
            symbol,
            snapshot,
            happenings,
            first_trade,
            tick,
            step,
        })
    }
}

fn since(start: i64, time: i64) -> Duration {
    Duration::from_nanos(u64::try_from(time - start).unwrap_or(0))
}

/// The finest decimals that the prices use, and those that all but one in [`ODD_QUANTITIES`] quantities get by with.
fn grid(snapshot: &Depth, happenings: &[(Duration, Happening)]) -> (Amount, Amount) {
    let mut price_decimals = 0;
    let mut quantities = [0_usize; 9];
    let mut see = |(price, quantity): &Level| {
        price_decimals = price_decimals.max(price.decimals());
        quantities[quantity.decimals() as usize] += 1;
    };
    snapshot
        .bids
        .iter()
        .chain(&snapshot.asks)
        .for_each(&mut see);
    for (_, happening) in happenings {
        match happening {
            Happening::Depth(depth) => depth.bids.iter().chain(&depth.asks).for_each(&mut see),
            Happening::Trade(price, quantity, _) => see(&(*price, *quantity)),
        }
    }
    let odd_max = quantities.iter().sum::<usize>() / ODD_QUANTITIES;
    let finer = |decimals: u32| quantities.iter().skip(decimals as usize + 1).sum::<usize>();
    let quantity_decimals = (0..8)
        .find(|decimals| finer(*decimals) <= odd_max)
        .unwrap_or(8);
    let unit = |decimals| Amount::from_atoms(10_u128.pow(8 - decimals));
    (unit(price_decimals), unit(quantity_decimals))
}
