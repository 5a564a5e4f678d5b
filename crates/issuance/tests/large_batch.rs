//! The largest batch: so many index orders and contributions as one may have, with the longest names. Every event of it is a record of
//! the journal, and a machine that reads them knows all of it.

use issuance::{
    BasketEntry, ClientAccount, Command, Deposit, Event, Index, Issuance, OrderId, OrderRequest,
    Settings, Status, VenueTrade,
};
use scenario::{address, cash, index, market, price, quantity, request, settings, snapshot};

/// What one record of the journal takes, and one message to a follower.
const RECORD_BYTES_MAX: usize = 4 << 20;
/// Index orders of a batch, and assets of each: as many as it may have.
const ORDERS: usize = 10_000;
const ASSETS: usize = 25;

/// A machine and its journal.
#[derive(Default)]
struct Run {
    state: Issuance,
    journal: Vec<Vec<u8>>,
    commands: usize,
}

impl Run {
    fn run(&mut self, command: Command) -> Vec<Event> {
        let events = self.state.decide(command, 1_000_000_000).unwrap();
        for event in &events {
            let record = serde_json::to_vec(event).unwrap();
            assert!(record.len() <= RECORD_BYTES_MAX, "{} bytes", record.len());
            self.journal.push(record);
            self.state.apply(event);
            // Which is long work, and orders are checked elsewhere.
            if !matches!(event, Event::Order(_)) {
                self.state.books().assert_balanced();
            }
        }
        events
    }

    fn command_id(&mut self) -> String {
        self.commands += 1;
        self.commands.to_string()
    }

    fn replayed(&self) -> Issuance {
        let mut state = Issuance::default();
        for record in &self.journal {
            state.apply(&serde_json::from_slice::<Event>(record).unwrap());
        }
        state
    }
}

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
fn submitted() -> Run {
    let mut run = Run::default();
    let much = cash("1000000000");
    run.run(Command::Configure(Settings {
        order_cap: much,
        batch_cap: much,
        in_flight_cap: much,
        open_cash_max: None,
        house_cash: much,
        ..settings()
    }));
    let account = ClientAccount {
        name: "ACC-1".into(),
        address: address(1),
    };
    let command_id = run.command_id();
    run.run(Command::DefineAccount {
        command_id,
        account,
    });
    let basket = (0..ASSETS).map(|number| BasketEntry {
        asset: asset(number).as_str().into(),
        quantity: quantity("0.01234567"),
    });
    let index = Index {
        basket: basket.collect(),
        ..index("IDX", &[])
    };
    let command_id = run.command_id();
    run.run(Command::DefineIndex { command_id, index });
    run.run(Command::RecordDeposit {
        position: 1,
        deposit: Deposit {
            deposit_id: "0xd1-0".into(),
            from: address(1),
            amount: much,
            transaction_hash: "0xd1".into(),
            block_number: 1,
        },
    });
    for number in 0..=ORDERS {
        let command_id = run.command_id();
        run.run(Command::SubmitOrder {
            command_id,
            request: longest(number),
            mark: None,
        });
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
