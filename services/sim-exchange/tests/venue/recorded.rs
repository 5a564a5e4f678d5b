//! Recorded markets: the replayed book against the recorded best prices, and orders against the replayed book.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    time::Duration,
};

use flate2::read::MultiGzDecoder;
use matching::{Book, NewOrder, OrderId, Side, Steps, Terms};
use serde_json::Value;
use sim_exchange::{
    amount::Amount,
    config::RecordingConfig,
    market::{
        Moved,
        recorded::{AtEnd, Recorded},
        recording::Recording,
    },
};

use crate::harness::{Sim, recorded, recording};

/// The recorded best prices: update id, bid, quantity, ask, quantity.
fn best_prices(path: &Path) -> Vec<(u64, [Amount; 4])> {
    let file = BufReader::new(MultiGzDecoder::new(std::fs::File::open(path).unwrap()));
    let mut best = Vec::new();
    for line in file.lines() {
        let line = line.unwrap();
        if !line.contains("@bookTicker\"") {
            continue;
        }
        let record: Value = serde_json::from_str(line.split_once(' ').unwrap().1).unwrap();
        let data = &record["data"];
        let amount = |name: &str| data[name].as_str().unwrap().parse().unwrap();
        best.push((
            data["u"].as_u64().unwrap(),
            [amount("b"), amount("B"), amount("a"), amount("A")],
        ));
    }
    best
}

/// Replays a file and compares the top of the book with the latest best prices at or before each event; returns the comparisons.
fn compare(path: &Path) -> usize {
    let best = best_prices(path);
    let recording = Recording::read(path).unwrap();
    let (tick, step) = (recording.tick, recording.step);
    let mut replay = Recorded::new(recording, tick, step, 1, AtEnd::Hold);
    let mut book = Book::default();
    let (mut compared, mut last) = (0, 0);
    while replay.step(&mut book, &mut Moved::default()) {
        let id = book.update_id();
        let latest = best.partition_point(|(update, _)| *update <= id);
        if std::mem::replace(&mut last, id) == id || latest == 0 {
            continue;
        }
        let top = |side| {
            let level = book.best(side).unwrap();
            [
                tick.multiple(level.price.0).unwrap(),
                step.multiple(level.quantity.0).unwrap(),
            ]
        };
        let (bid, ask) = (top(Side::Buy), top(Side::Sell));
        assert!(bid[0] < ask[0], "crossed at {id}");
        assert_eq!(
            [bid[0], bid[1], ask[0], ask[1]],
            best[latest - 1].1,
            "at {id}"
        );
        compared += 1;
    }
    compared
}

#[test]
fn at_every_event_the_top_of_the_replayed_book_is_the_recorded_one() {
    let (Some(btc), Some(eth)) = (
        recording("btcusdt_20240808.gz"),
        recording("ethusdt_20240808.gz"),
    ) else {
        return;
    };
    assert_eq!(compare(&btc) + compare(&eth), 6_881);
}

/// A small recording: the asks of three moments, 100 ms apart, after the snapshot.
fn small(folder: &Path) -> Recording {
    let path = folder.join("small");
    let event = |time_ms: u64, id: u64, asks: &str| {
        format!(
            r#"{time_ms}000000 {{"stream":"btcusdt@depth@100ms","data":{{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":{id},"u":{id},"b":[],"a":{asks}}}}}"#
        )
    };
    let snapshot = r#"1000000000 {"lastUpdateId":7,"bids":[["99.5","1"]],"asks":[["100.0","5"],["101.0","5"]]}"#;
    let lines = [
        snapshot.to_owned(),
        event(1_100, 8, r#"[["101.0","6"]]"#),
        event(1_200, 9, r#"[["100.0","4"]]"#),
        event(1_300, 10, r#"[["100.0","0"],["102.0","1"]]"#),
    ];
    std::fs::write(&path, lines.join("\n")).unwrap();
    Recording::read(&path).unwrap()
}

fn asks(book: &Book) -> Vec<(u64, u64)> {
    book.levels(Side::Sell)
        .map(|level| (level.price.0, level.quantity.0))
        .collect()
}

#[test]
fn what_an_order_takes_is_missing_until_the_recording_sets_its_level() {
    let folder = tempfile::tempdir().unwrap();
    let recording = small(folder.path());
    let (tick, step) = (recording.tick, recording.step);
    let mut replay = Recorded::new(recording, tick, step, 1, AtEnd::Hold);
    let mut book = Book::default();
    replay.advance(&mut book, Duration::from_millis(50));
    // Prices in tenths.
    assert_eq!(asks(&book), [(1_000, 5), (1_010, 5)]);
    let order = NewOrder {
        id: OrderId(1),
        side: Side::Buy,
        quantity: Steps(3),
        terms: Terms::Market,
    };
    book.place(order).unwrap();
    assert_eq!(asks(&book), [(1_000, 2), (1_010, 5)]);
    replay.advance(&mut book, Duration::from_millis(150));
    assert_eq!(asks(&book), [(1_000, 2), (1_010, 6)]);
    replay.advance(&mut book, Duration::from_millis(250));
    assert_eq!(asks(&book), [(1_000, 4), (1_010, 6)]);
    replay.advance(&mut book, Duration::from_hours(1));
    // Our trade had an id of its own, so the book's are one ahead of the recording's.
    assert_eq!(
        (asks(&book), book.update_id()),
        (vec![(1_010, 6), (1_020, 1)], 11)
    );
}

#[test]
fn at_its_end_a_loop_begins_again_with_the_snapshot_and_higher_ids() {
    let folder = tempfile::tempdir().unwrap();
    let recording = small(folder.path());
    let (tick, step) = (recording.tick, recording.step);
    let mut replay = Recorded::new(recording.clone(), tick, step, 2, AtEnd::Loop);
    let mut book = Book::default();
    replay.advance(&mut book, Duration::from_millis(199));
    assert_eq!(
        (asks(&book), book.update_id()),
        (vec![(1_010, 6), (1_020, 1)], 10)
    );
    // 400 ms of the recording have passed: 300 and the pause after the last event.
    replay.advance(&mut book, Duration::from_millis(200));
    assert_eq!(asks(&book), [(1_000, 5), (1_010, 5)]);
    let again = book.update_id();
    assert!(again > 10);
    // Started at that time, a replay is where this one is.
    let mut late = Recorded::new(recording, tick, step, 2, AtEnd::Loop);
    let mut other = Book::default();
    late.advance(&mut other, Duration::from_millis(200));
    assert_eq!((asks(&other), other.update_id()), (asks(&book), again));
}

#[test]
fn a_recording_with_a_gap_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gap");
    let event = |time: u64, first: u64, last: u64| {
        format!(
            r#"{time} {{"stream":"btcusdt@depth@100ms","data":{{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":{first},"u":{last},"b":[],"a":[["101.00","1.0"]]}}}}"#
        )
    };
    let snapshot = r#"15 {"lastUpdateId":7,"bids":[["99.00","1.0"]],"asks":[["100.00","1.0"]]}"#;
    let lines = [
        event(10, 1, 5),
        snapshot.to_owned(),
        event(20, 6, 9),
        event(30, 11, 12),
    ];
    std::fs::write(&path, lines.join("\n")).unwrap();
    let error = Recording::read(&path).unwrap_err().to_string();
    assert_eq!(
        error,
        format!(
            "line 4 of the recording {}: the depth event begins with update 11, after 9: a gap",
            path.display()
        )
    );
}

#[tokio::test]
async fn an_order_takes_the_recorded_liquidity() {
    let Some(path) = recording("btcusdt_20240808.gz") else {
        return;
    };
    let sim = Sim::start(recorded(RecordingConfig {
        speed: 10,
        ..RecordingConfig::new(path)
    }))
    .await;
    let client = sim.client();
    let info = client.get("/api/v3/exchangeInfo?symbol=BTCUSDT").await.ok();
    let filters = &info["symbols"][0]["filters"];
    assert_eq!(
        (
            filters[0]["tickSize"].as_str(),
            filters[1]["stepSize"].as_str()
        ),
        (Some("0.01000000"), Some("0.00001000"))
    );
    let mut trades = client.socket("/ws/btcusdt@trade").await;
    assert_eq!(trades.next().await["s"], "BTCUSDT");
    let order = client.buy("BTCUSDT", "0.5", "70000", "a").await.ok();
    assert_eq!(
        (order["status"].as_str(), order["executedQty"].as_str()),
        (Some("FILLED"), Some("0.50000000"))
    );
    let price: f64 = order["fills"][0]["price"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((61_000.0..62_000.0).contains(&price), "{price}");
    sim.stop().await;
}
