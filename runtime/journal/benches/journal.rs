//! What the journal costs: `cargo bench -p journal`, with `-- --json` for a line a row and `-- --records N` for another size.
//!
//! Appends are durable ones to the disk of the folder for temporary files. A restart is what `service::machine` does at its
//! start, here with the inventory's machine over a journal of its events, with and without a snapshot; the states must be
//! equal.

use std::path::Path;
use std::time::{Duration, Instant};

use journal::{Entry, Journal, READ_RECORDS_MAX, Snapshot};
use ledger::{Name, Unit};
use lots::inventory::{
    Action, AssetQuantity, Command, Consumption, Event, Inventory, Settings, Side, TradeRecord,
};
use lots::{Fee, Owner, Share, Trade};
use money::{Cash, Price, Quantity, Scale};
use serde_json::json;

/// Events of the inventory in the journal that is opened again, unless `--records` says otherwise.
const RECORDS: u64 = 1_000_000;
/// How long appends are counted.
const APPENDS: Duration = Duration::from_secs(3);
/// Callers of which each waits for its append before the next.
const CALLERS: usize = 32;
/// Bytes of an appended record.
const APPENDED_BYTES: usize = 200;
/// Entries written at once where only the result counts.
const WRITTEN_AT_ONCE: usize = 4096;
/// What the machine's task lets come after a snapshot before it takes the next: one in so many.
const TAIL_SHARE: u64 = 8;

/// A figure.
struct Figure {
    name: String,
    unit: &'static str,
    value: f64,
    /// The same without what the name says.
    without: Option<f64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1)
    };
    let records = after("--records").map_or(RECORDS, |n| n.parse().expect("a number of records"));
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let mut figures = appends(&folder.path().join("appends.journal")).await;
    figures.extend(restarts(&folder.path().join("restarts.journal"), records).await);
    for figure in figures {
        if arguments.iter().any(|argument| argument == "--json") {
            let line = json!({
                "name": figure.name,
                "unit": figure.unit,
                "value": figure.value,
                "without": figure.without,
            });
            println!("{line}");
        } else {
            let without = figure.without.map(|value| format!(", {value:.1} without"));
            let (name, unit) = (figure.name, figure.unit);
            let without = without.unwrap_or_default();
            println!("{name:60} {:12.1} {unit}{without}", figure.value);
        }
    }
}

/// How many records become durable in a second.
async fn appends(path: &Path) -> Vec<Figure> {
    let journal = Journal::open(path).expect("a journal");
    let entry = || Entry {
        time_unix_ns: 0,
        trace: String::new(),
        payload: vec![b'x'; APPENDED_BYTES],
    };
    let figure = |name: &str, count: u64, since: Instant| {
        #[allow(clippy::cast_precision_loss, reason = "a few seconds' appends")]
        let value = count as f64 / since.elapsed().as_secs_f64();
        Figure {
            name: name.to_owned(),
            unit: "records/s",
            value,
            without: None,
        }
    };
    let since = Instant::now();
    let mut count = 0;
    while since.elapsed() < APPENDS {
        journal.append(vec![entry()]).await.expect("durable");
        count += 1;
    }
    let alone = figure("append one by one", count, since);
    let since = Instant::now();
    let callers = (0..CALLERS).map(|_| {
        let journal = journal.clone();
        tokio::spawn(async move {
            let mut count = 0;
            while since.elapsed() < APPENDS {
                journal.append(vec![entry()]).await.expect("durable");
                count += 1;
            }
            count
        })
    });
    let mut together = 0;
    for caller in callers.collect::<Vec<_>>() {
        together += caller.await.expect("a caller ends");
    }
    let grouped = figure(&format!("append, {CALLERS} callers"), together, since);
    vec![alone, grouped]
}

/// How long it takes to come back to the state of a journal.
async fn restarts(path: &Path, records: u64) -> Vec<Figure> {
    let tail = records / TAIL_SHARE;
    let live = fill(path, records).await;
    let (replayed, full) = restart(path, 0).await;
    assert_eq!(replayed, live, "a replay gives the live state");
    let mut figures = Vec::new();
    let mut with_snapshot = async |sequence: u64, name: String| {
        let state = state_after(path, sequence).await;
        let since = Instant::now();
        let written = serde_json::to_vec(&state).expect("an inventory can be written");
        let pause = since.elapsed();
        let bytes = written.len();
        let journal = open(path).await;
        let snapshot = Snapshot {
            sequence,
            form: Inventory::form(),
            state: written,
        };
        journal.keep_snapshot(snapshot).await.expect("kept");
        let kept = since.elapsed().saturating_sub(pause);
        drop(journal);
        let (restored, took) = restart(path, sequence).await;
        assert_eq!(
            restored, live,
            "a start from a snapshot gives the live state"
        );
        figures.push(ms(name, took, Some(full)));
        (pause, kept, bytes)
    };
    let name = |what: &str| format!("restart with {records} events, {what}");
    with_snapshot(
        records - tail,
        name(&format!("snapshot and the last {tail}")),
    )
    .await;
    let (pause, kept, bytes) = with_snapshot(records, name("snapshot of all")).await;
    figures.push(ms(
        format!("write the state of {records} events into memory"),
        pause,
        None,
    ));
    figures.push(ms(format!("keep a snapshot of {bytes} bytes"), kept, None));
    figures
}

fn ms(name: String, took: Duration, without: Option<Duration>) -> Figure {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    Figure {
        name,
        unit: "ms",
        value: ms(took),
        without: without.map(ms),
    }
}

/// Opens the file as soon as the handle before has let go of it.
async fn open(path: &Path) -> Journal {
    loop {
        match Journal::open(path) {
            Err(journal::JournalError::InUse(_)) => tokio::task::yield_now().await,
            opened => return opened.expect("a journal"),
        }
    }
}

/// Opens the journal and comes to its state; `from` is the snapshot that must be there, 0 for none.
async fn restart(path: &Path, from: u64) -> (Inventory, Duration) {
    drop(open(path).await);
    let since = Instant::now();
    let journal = open(path).await;
    let snapshot = journal.snapshot(&Inventory::form()).await.expect("a read");
    let start = snapshot.map_or((Inventory::default(), 0), |snapshot| {
        let state = serde_json::from_slice(&snapshot.state).expect("an inventory");
        (state, snapshot.sequence)
    });
    assert_eq!(start.1, from);
    let state = replay(&journal, start, u64::MAX).await;
    (state, since.elapsed())
}

/// The state after that record.
async fn state_after(path: &Path, sequence: u64) -> Inventory {
    let journal = open(path).await;
    replay(&journal, (Inventory::default(), 0), sequence).await
}

async fn replay(journal: &Journal, start: (Inventory, u64), until: u64) -> Inventory {
    let (mut state, mut after) = start;
    loop {
        let records = journal.read(after, READ_RECORDS_MAX).await.expect("a read");
        let Some(last) = records.last() else {
            return state;
        };
        after = last.sequence;
        for record in records {
            if record.sequence > until {
                return state;
            }
            let event: Event = serde_json::from_slice(&record.payload).expect("an event");
            state.apply(&event);
        }
    }
}

/// A journal of trades, each of which an index fill consumes: the state at its end.
async fn fill(path: &Path, records: u64) -> Inventory {
    let journal = open(path).await;
    let mut live = Inventory::default();
    let mut entries = Vec::with_capacity(WRITTEN_AT_ONCE);
    for number in 0..records {
        let events = live.decide(command(number)).expect("it is accepted");
        for event in &events {
            live.apply(event);
            entries.push(Entry {
                time_unix_ns: 0,
                trace: String::new(),
                payload: serde_json::to_vec(event).expect("an event can be written"),
            });
        }
        if entries.len() >= WRITTEN_AT_ONCE || number + 1 == records {
            let entries = std::mem::take(&mut entries);
            journal.append(entries).await.expect("durable");
        }
    }
    live
}

fn command(number: u64) -> Command {
    let cash: Unit = "USDC".into();
    let asset: Unit = "BTC".into();
    let quantity = Quantity::parse("0.001").expect("a decimal");
    let owner = |number: u64| Owner::order(format!("o-{}", number / 40));
    let action = match number {
        0 => {
            return Command::Configure(Settings {
                cash,
                cash_scale: Scale::USDC,
            });
        }
        trade if trade % 2 == 1 => Action::Trade(Box::new(TradeRecord {
            trade: Trade {
                id: Name::from(format!("BTCUSDC-{trade}")),
                asset,
                quantity,
                price: Price::parse("64000.01").expect("a decimal"),
                fee: Fee::Cash(Cash::parse("0.064").expect("a decimal")),
                time_unix_ns: 1_790_000_000_000_000_000,
            },
            side: Side::Purchase,
            shares: vec![Share {
                owner: owner(trade),
                quantity,
            }],
            batch_id: format!("b-{}", trade / 400),
            asset_order_id: format!("b-{}-BTC", trade / 400),
        })),
        fill => Action::Consume(Consumption {
            owner: owner(fill - 1),
            index: Some("TOP2".into()),
            fill_id: format!("f-{fill}"),
            quantities: vec![AssetQuantity {
                asset,
                quantity,
                price: None,
            }],
        }),
    };
    Command::Record {
        id: Name::from(format!("c-{number}")),
        action,
        traces: Vec::new(),
    }
}
