//! The largest batch: so many index orders and contributions as one may have, with the longest names. Every event of it is a record of
//! the journal, and a machine that reads them knows all of it.

use issuance::{BasketEntry, Command, Event, Index, OrderId, OrderRequest, Status, VenueTrade};
use scenario::large::{Large, without_caps};
use scenario::{cash, index, market, price, quantity, request, snapshot};

/// Index orders of a batch, and assets of each: as many as it may have.
const ORDERS: usize = 10_000;
const ASSETS: usize = 25;

/// The longest symbols.
fn asset(number: usize) -> String {
    format!("ASSET{number:07}")
}

fn longest(number: usize) -> OrderRequest {
    // A quotation mark is two bytes in the journal.
    let quotes = "\"".repeat(64);
    let cl_ord_id = format!("{number}{quotes}")[..64].to_owned();
    OrderRequest {
        session: format!("FIX.4.4:{quotes}->{quotes}"),
        traceparent: format!("00-{}-{}-01", "f".repeat(32), "f".repeat(16)),
        ..request(&cl_ord_id, "ACC-1", "IDX", "1234.567891")
    }
}

/// An account with its cash, an index, and an order more than a batch has room for.
fn submitted() -> Large {
    let basket = (0..ASSETS).map(|number| BasketEntry {
        asset: asset(number).as_str().into(),
        quantity: quantity("0.01234567"),
    });
    let index = Index {
        basket: basket.collect(),
        ..index("IDX", &[])
    };
    let mut run = Large::begun(without_caps(), index);
    for number in 0..=ORDERS {
        run.submit(longest(number));
    }
    run
}

#[test]
fn the_largest_batch_and_its_trades_are_records_and_a_replay_knows_all_of_it() {
    let mut run = submitted();
    let markets = (0..ASSETS).map(|number| {
        let asks = [("123.45", "1000000000")];
        market(&asset(number), &asks, &[("123.44", "1000000000")])
    });
    let events = run.run(Command::MakeBatch(snapshot(markets.collect())));

    let Event::BatchMade { batch } = &events[0] else {
        panic!("{}", events.len())
    };
    let further = events[1..]
        .iter()
        .filter(|event| matches!(event, Event::BatchJoined { .. }));
    assert!(further.count() > 1, "it does not go into one record");
    let orders: Vec<OrderId> = events
        .iter()
        .filter_map(Event::joining)
        .flat_map(|joining| joining.orders)
        .map(|part| part.order)
        .collect();
    let oldest: Vec<OrderId> = (1..=ORDERS as u64).map(OrderId).collect();
    assert_eq!(orders, oldest, "each once, and the youngest waits");
    assert_eq!(batch.asset_orders.len(), ASSETS);

    // All have a share in one trade.
    let bought = &batch.asset_orders[0];
    run.run(Command::ConfirmPlaced(batch.id));
    let events = run.run(Command::RecordTrade {
        position: 1,
        trade: VenueTrade {
            lot_id: format!("{}-{}", bought.market, u64::MAX).as_str().into(),
            asset_order_id: bought.id.clone(),
            asset: bought.asset.clone(),
            side: bought.side,
            quantity: bought.quantity,
            price: price("123.4512345678"),
            fee: quantity("1.12345678"),
            fee_asset: "USDC".into(),
            fee_cash: cash("1.12345678"),
            time_unix_ns: i64::MAX,
        },
    });
    let [Event::Bought(bought)] = &events[..] else {
        panic!("{}", events.len())
    };
    assert_eq!(bought.shares.len(), ORDERS);

    let replayed = run.replayed();
    assert_eq!(replayed.books(), run.state.books());
    let whole = replayed.batch(batch.id).unwrap();
    assert_eq!(Some(whole), run.state.batch(batch.id));
    let contributions = whole.asset_orders.iter();
    let contributions = contributions.map(|order| order.contributions.len());
    assert_eq!(contributions.sum::<usize>(), ORDERS * ASSETS);
    for (id, is_in_batch) in [(1, true), (ORDERS as u64, true), (ORDERS as u64 + 1, false)] {
        let order = replayed.order(OrderId(id)).unwrap();
        assert_eq!(matches!(order.status(), Status::InBatch(_)), is_in_batch);
    }
}
