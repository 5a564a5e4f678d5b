//! The local book over real recorded streams: no gap, never crossed, and its top equal to every recorded book ticker.
//!
//! The recordings are not part of the repository: they are looked for under `$SHEAF_SHARED/market-data`, by default
//! `../shared/market-data` beside the repository. Without them the test says that it was not run.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use venue::local_book::{EventOutcome, LocalBook, SnapshotOutcome};
use venue::messages::{BookTicker, DepthSnapshot, DepthUpdate, MarketMessage};

enum Recorded {
    Snapshot(DepthSnapshot),
    Depth(DepthUpdate),
    Ticker(BookTicker),
}

struct Recording {
    records: Vec<Recorded>,
    tickers: BTreeMap<u64, BookTicker>,
}

fn market_data() -> Option<PathBuf> {
    let shared = std::env::var_os("SHEAF_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("market-data");
    folder.is_dir().then_some(folder)
}

fn read(path: &Path) -> Recording {
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("the recording");
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("gzip");
    let mut recording = Recording {
        records: Vec::new(),
        tickers: BTreeMap::new(),
    };
    for line in text.lines() {
        let (_, json) = line.split_once(' ').expect("a time and a message");
        if json.starts_with("{\"lastUpdateId\"") {
            let snapshot = serde_json::from_str(json).expect("a snapshot");
            recording.records.push(Recorded::Snapshot(snapshot));
            continue;
        }
        match MarketMessage::parse(json).expect("a message") {
            MarketMessage::Depth(update) => recording.records.push(Recorded::Depth(update)),
            MarketMessage::BookTicker(ticker) => {
                recording.records.push(Recorded::Ticker(ticker.clone()));
                recording.tickers.insert(ticker.update_id, ticker);
            }
            MarketMessage::Other(stream) => assert!(stream.ends_with("@trade"), "{stream}"),
        }
    }
    recording
}

/// Replays everything in the order it was received, tickers among it: the check by tickers never objects.
fn replay_as_received(records: Vec<Recorded>) -> usize {
    let mut book = LocalBook::new();
    let mut applied = 0;
    for record in records {
        match record {
            Recorded::Snapshot(snapshot) => {
                book.snapshot(&snapshot).expect("it joins on");
            }
            Recorded::Depth(update) => {
                let outcome = book.event(update).expect("the tickers agree");
                applied += usize::from(outcome == EventOutcome::Applied);
            }
            Recorded::Ticker(ticker) => book.ticker(ticker).expect("it agrees"),
        }
    }
    applied
}

/// Replays one recording and counts the events whose book had a ticker to compare with, each of which must equal it.
fn replay(recording: Recording) -> usize {
    let mut book = LocalBook::new();
    let mut compared = 0;
    let mut buffered = Vec::new();
    for record in recording.records {
        match record {
            Recorded::Snapshot(snapshot) => {
                let newer =
                    |update: &&DepthUpdate| update.final_update_id > snapshot.last_update_id;
                let applied = buffered.iter().filter(newer).count();
                let outcome = book.snapshot(&snapshot).expect("no gap, not crossed");
                assert_eq!(outcome, SnapshotOutcome::Synchronised { applied });
                // The state after the snapshot's last buffered event; both recordings have at most one.
                if applied > 0 {
                    compared += compare(&book, &recording.tickers);
                }
            }
            Recorded::Ticker(_) => {}
            Recorded::Depth(update) => {
                if book.needs_snapshot() {
                    buffered.push(update.clone());
                }
                match book.event(update).expect("no gap, not crossed") {
                    EventOutcome::Applied => compared += compare(&book, &recording.tickers),
                    EventOutcome::Stale | EventOutcome::Buffered => {}
                }
            }
        }
    }
    compared
}

fn compare(book: &LocalBook, tickers: &BTreeMap<u64, BookTicker>) -> usize {
    let at = book.last_update_id().expect("a synchronised book");
    let book = book.book().expect("a synchronised book");
    let Some((_, ticker)) = tickers.range(..=at).next_back() else {
        return 0;
    };
    let (bid, ask) = (
        book.best_bid().expect("bids"),
        book.best_ask().expect("asks"),
    );
    assert!(bid.0 < ask.0, "crossed at {at}");
    assert_eq!(
        (bid.0, bid.1),
        (ticker.bid_price, ticker.bid_quantity),
        "bid at {at}"
    );
    assert_eq!(
        (ask.0, ask.1),
        (ticker.ask_price, ticker.ask_quantity),
        "ask at {at}"
    );
    1
}

#[test]
fn the_top_of_the_book_equals_every_recorded_ticker() {
    let Some(folder) = market_data() else {
        println!(
            "not run: no recorded market data; set SHEAF_SHARED to the folder that has market-data/"
        );
        return;
    };
    let compared: Vec<usize> = ["btcusdt_20240808.gz", "ethusdt_20240808.gz"]
        .iter()
        .map(|name| replay(read(&folder.join(name))))
        .collect();
    println!("compared {compared:?}");
    assert_eq!(compared.iter().sum::<usize>(), 6_881);
}

#[test]
fn the_check_by_tickers_agrees_with_every_event_as_it_was_received() {
    let Some(folder) = market_data() else {
        println!("not run: no recorded market data; set SHEAF_SHARED");
        return;
    };
    for (name, events) in [
        ("btcusdt_20240808.gz", 3_448),
        ("ethusdt_20240808.gz", 3_432),
    ] {
        let applied = replay_as_received(read(&folder.join(name)).records);
        assert_eq!(applied, events, "{name}");
    }
}
