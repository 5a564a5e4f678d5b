//! The largest batch through the service: journalled, replayed, told to followers, handed to the adapter, its trades to the
//! inventory, and settled in steps between which the service answers.

use std::path::Path;
use std::time::Duration;

use issuance::{
    Command, Deposit, Event as Happened, Issuance, Level, Market, OrderRequest, Snapshot,
};
use journal::{Entry, Journal, JournalError};
use proto::v1;
use proto::v1::solver_event::Event;
use service::machine::snapshots::SNAPSHOT_EVENTS_MIN;
use solver::Config;
use tokio_stream::StreamExt as _;

use crate::peers::Peers;
use crate::running::{ADDRESS, Running, cash, config, markets};

/// Index orders of a batch: as many as it may have.
const ORDERS: usize = 10_000;
/// It is much work for a build without optimisation.
const LONG: Duration = Duration::from_mins(5);

fn large(peers: &Peers, journal: &Path) -> Config {
    let mut config = config(peers, Some(journal));
    let much = cash("1000000000");
    (config.batch.order_cap, config.batch.batch_cap) = (much, much);
    (config.batch.in_flight_cap, config.house.cash) = (much, much);
    config.orders.open_max = 100_000;
    // None by itself.
    config.batch.interval = LONG;
    // It is large, and is to be replayed.
    config.snapshot_events = SNAPSHOT_EVENTS_MIN;
    config
}

fn request(number: usize) -> OrderRequest {
    OrderRequest {
        session: "FIX.4.4:CLIENT->SHEAF".into(),
        // The longest that a client may use.
        cl_ord_id: format!("{number:064}"),
        account: "ACC-1".into(),
        index: "TOP2".into(),
        side: issuance::Side::Buy,
        cash: cash("1234.567891"),
        units: money::Units::ZERO,
        time_in_force: issuance::TimeInForce::GoodTillCancel,
        limit_price: None,
        quote: None,
        traceparent: format!("00-{number:032}-{number:016}-01"),
    }
}

fn snapshot() -> Snapshot {
    let market = |(asset, at): (&str, &str)| Market {
        name: format!("{asset}USDC"),
        asset: asset.into(),
        cash: "USDC".into(),
        tick: money::Price::parse("0.01").unwrap(),
        step: money::Quantity::parse("0.0001").unwrap(),
        min_notional: cash("5"),
        min_quantity: money::Quantity::ZERO,
        max_quantity: money::Quantity::ZERO,
        bids: Vec::new(),
        asks: vec![Level {
            price: money::Price::parse(at).unwrap(),
            quantity: money::Quantity::parse("1000000000").unwrap(),
        }],
        tradable: true,
        fee_rate: money::Rate::parse("0.001").unwrap(),
    };
    Snapshot {
        markets: [("BTC", "50000"), ("ETH", "2500")].map(market).to_vec(),
        orders_left: 100,
    }
}

/// A stopped solver may be letting go of its journal only now.
async fn opened(path: &Path) -> Journal {
    loop {
        match Journal::open(path) {
            Ok(journal) => return journal,
            Err(JournalError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

/// Adds to a stopped solver's journal a deposit, as many orders as a batch may have, and their batch. Answers with how many records
/// came before the batch's own, and how many those are.
async fn add_batch(path: &Path) -> (u64, usize) {
    let journal = opened(path).await;
    let mut state = Issuance::default();
    let before = usize::try_from(journal.last_sequence()).unwrap();
    for record in journal.read(0, before).await.unwrap() {
        state.apply(&serde_json::from_slice::<Happened>(&record.payload).unwrap());
    }
    let mut decide = |command: Command| -> Vec<Entry> {
        let events = state.decide(command, 1_000_000_000).unwrap();
        let entry = |event: &Happened| {
            state.apply(event);
            Entry {
                time_unix_ns: 1_000_000_000,
                trace: String::new(),
                payload: serde_json::to_vec(event).unwrap(),
            }
        };
        events.iter().map(entry).collect()
    };
    let deposit = Deposit {
        deposit_id: "0xd1-0".into(),
        from: ADDRESS.into(),
        amount: cash("1000000000"),
        transaction_hash: "0xd1".into(),
        block_number: 1,
    };
    let mut entries = decide(Command::RecordDeposit {
        position: 1,
        deposit,
    });
    for number in 0..ORDERS {
        entries.extend(decide(Command::SubmitOrder {
            command_id: format!("acceptor-{number}"),
            request: request(number),
            mark: None,
        }));
    }
    let sequence = journal.append(entries).await.unwrap();
    let batch = decide(Command::MakeBatch(snapshot()));
    let records = batch.len();
    journal.append(batch).await.unwrap();
    (sequence, records)
}

/// The index orders of the batch as a follower is told of it.
async fn told(solver: &mut Running, sequence: u64, records: usize) -> Vec<v1::BatchOrder> {
    let mut events = solver.events(sequence).await;
    let mut orders = Vec::new();
    for place in 0..records {
        let event = events.next().await.unwrap().unwrap();
        let Some(Event::BatchSent(sent)) = event.event else {
            panic!("{event:?}")
        };
        assert_eq!(
            (sent.continued, sent.assets.len()),
            (place > 0, if place > 0 { 0 } else { 2 })
        );
        orders.extend(sent.orders);
    }
    orders
}

async fn cancel(solver: &mut Running, number: usize) {
    let cancel = v1::CancelOrderRequest {
        command_id: "acceptor-cancel".into(),
        session: request(number).session,
        cl_ord_id: "cancel".into(),
        orig_cl_ord_id: request(number).cl_ord_id,
    };
    solver.client.cancel_order(cancel).await.unwrap();
}

#[tokio::test]
async fn the_largest_batch_is_replayed_told_placed_recorded_and_settled_in_steps() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("solver.sqlite");
    let peers = markets().await;
    peers.adapter.hold();
    let config = large(&peers, &path);
    Running::start(config.clone()).await.stop().await;
    let (sequence, records) = add_batch(&path).await;
    assert!(records > 1, "it does not go into one record");

    let mut solver = Running::start(config).await;
    let orders = tokio::time::timeout(LONG, told(&mut solver, sequence, records));
    let orders = orders.await.expect("in time");
    let expected: Vec<_> = (0..ORDERS)
        .map(|number| request(number).cl_ord_id)
        .collect();
    let names: Vec<_> = orders.into_iter().map(|order| order.cl_ord_id).collect();
    assert_eq!(names, expected);

    let placed = async {
        while peers.adapter.taken.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LONG, placed).await.expect("in time");
    let placed = peers.adapter.taken.lock().unwrap().values().next().cloned();
    assert_eq!(placed.unwrap().orders.len(), 2);

    // The first asset order is executed: all have a share in its trade.
    peers.adapter.release_one();
    let recorded = async {
        while peers.inventory.trades.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LONG, recorded).await.expect("in time");
    let trade = peers.inventory.trades.lock().unwrap()[0].clone();
    let of_orders = trade.shares.iter().filter(|share| share.owner != "house");
    assert_eq!(of_orders.count(), ORDERS);

    // The other one as well: each order is filled, step by step, and a cancel has its turn between two steps.
    let mut events = solver.events(sequence).await;
    peers.adapter.release();
    let steps = async {
        let (mut fills, mut pending) = (0, 0);
        loop {
            match events.next().await.unwrap().unwrap().event {
                Some(Event::IndexFill(_)) => {
                    fills += 1;
                    if fills == 1 {
                        cancel(&mut solver, ORDERS - 1).await;
                    }
                }
                Some(Event::CancelPending(_)) => pending += 1,
                Some(Event::BatchSettled(_)) => return (fills, pending),
                _ => {}
            }
        }
    };
    let told = tokio::time::timeout(LONG, steps).await.expect("in time");
    assert_eq!(told, (ORDERS, 1));
    solver.stop().await;
}
