//! What a start costs from a written state and from all events, and for how long writing it keeps the machine from answering:
//! `cargo bench -p issuance --bench start`, with `-- --orders 100000` for another size and `-- --json` for a line a row.
//!
//! The machine issues that many index orders, all but the last few to their end: five assets each, a hundred in a batch, minted. The events are
//! kept as the journal keeps them. Both ways must come to the same state. Each figure is the best of some rounds, in turns; a journal's own reading, which
//! both need, is not in them (`cargo xtask bench journal`).

use std::time::{Duration, Instant};

use issuance::{
    BasketEntry, ClientAccount, Command, Deposit, Event, Index, Issuance, Level, Market,
    OPEN_ORDERS_MAX, OrderId, OrderRequest, Settings, Side, Snapshot, Status, TimeInForce,
    VenueTrade,
};
use money::{Cash, Price, Quantity, Rate, Scale, Units};

const ASSETS: [&str; 5] = ["AX", "BX", "CX", "DX", "EX"];
/// Index orders in one batch.
const AT_ONCE: u64 = 100;
/// Index orders at the end that have only come.
const OPEN: u64 = 50;
const ROUNDS: usize = 3;

/// A machine, what its journal has, and where it is in the streams.
#[derive(Default)]
struct Desk {
    state: Issuance,
    stored: Vec<Vec<u8>>,
    now: i64,
    position: u64,
}

impl Desk {
    fn run(&mut self, command: Command) -> Vec<Event> {
        self.now += 1_000_000;
        let mut events = self
            .state
            .decide(command, self.now)
            .expect("a good command");
        for event in &events {
            self.state.apply(event);
            self.stored.push(serde_json::to_vec(event).expect("JSON"));
        }
        if self.state.goes_on() {
            events.extend(self.run(Command::GoOn));
        }
        events
    }

    fn next(&mut self) -> u64 {
        self.position += 1;
        self.position
    }

    fn submit(&mut self, number: u64) -> OrderId {
        self.run(Command::SubmitOrder {
            command_id: format!("fix/{number}/FIX.4.4:SHEAF->CLIENT1/o-{number}"),
            mark: None,
            request: OrderRequest {
                session: "FIX.4.4:SHEAF->CLIENT1".into(),
                cl_ord_id: format!("o-{number}"),
                account: "ACC-1".into(),
                index: "FIVE".into(),
                side: Side::Buy,
                cash: cash("100"),
                units: Units::ZERO,
                time_in_force: TimeInForce::Day,
                limit_price: None,
                quote: None,
                traceparent: format!("00-{number:032x}-{number:016x}-01"),
            },
        });
        let orders = self.state.orders();
        orders.last().expect("it was accepted").id()
    }

    /// A batch of all that is ready, which the venue executes; what is complete is minted.
    fn batch(&mut self, orders: &[OrderId]) {
        let events = self.run(Command::MakeBatch(market()));
        let batch = events.into_iter().find_map(|event| match event {
            Event::BatchMade { batch } => Some(batch),
            _ => None,
        });
        let batch = batch.expect("there is something to buy");
        self.run(Command::ConfirmPlaced(batch.id));
        for order in &batch.asset_orders {
            let position = self.next();
            let trade = VenueTrade {
                lot_id: format!("{}-{position}", order.market).into(),
                asset_order_id: order.id.clone(),
                asset: order.asset.clone(),
                side: order.side,
                quantity: order.quantity,
                price: order.limit_price,
                fee: Quantity::ZERO,
                fee_asset: "USDC".into(),
                fee_cash: Cash::ZERO,
                time_unix_ns: self.now,
            };
            self.run(Command::RecordTrade { position, trade });
        }
        for order in &batch.asset_orders {
            let position = self.next();
            self.run(Command::EndAssetOrder {
                position,
                asset_order_id: order.id.clone(),
                text: String::new(),
            });
        }
        for order in orders {
            let status = self.state.order(*order).map(issuance::Order::status);
            assert_eq!(status, Some(Status::Minting), "it is complete");
            self.run(Command::ConfirmMintAccepted(*order));
            let position = self.next();
            self.run(Command::ConfirmMint {
                position,
                mint_id: self.state.mint_id(*order),
                transaction_hash: format!("0x{position:064x}"),
                block_number: position,
            });
        }
    }
}

fn cash(text: &str) -> Cash {
    Cash::parse(text).expect("cash")
}

fn market() -> Snapshot {
    let level = |price: &str| Level {
        price: Price::parse(price).expect("a price"),
        quantity: Quantity::parse("1000000").expect("a quantity"),
    };
    let market = |asset: &&str| Market {
        name: format!("{asset}USDC"),
        asset: (*asset).into(),
        cash: "USDC".into(),
        tick: Price::parse("0.01").expect("a price"),
        step: Quantity::parse("0.00001").expect("a quantity"),
        min_notional: Cash::ZERO,
        min_quantity: Quantity::ZERO,
        max_quantity: Quantity::ZERO,
        bids: vec![level("99.99")],
        asks: vec![level("100")],
        tradable: true,
        fee_rate: Rate::ZERO,
    };
    Snapshot {
        markets: ASSETS.iter().map(market).collect(),
        orders_left: 100,
    }
}

fn settings() -> Settings {
    let much = || cash("1000000000000");
    Settings {
        instance: "t".into(),
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
        slippage: Rate::parse("0.001").expect("a rate"),
        order_cap: much(),
        batch_cap: much(),
        in_flight_cap: much(),
        batches_in_flight_max: 1,
        asset_orders_max: 50,
        order_max: much(),
        open_cash_max: None,
        orders_per_second_max: None,
        open_orders_max: OPEN_ORDERS_MAX,
        price_band: None,
        quote_lifetime_ns: 5_000_000_000,
        house_cash: much(),
        house_limit: cash("1000"),
        day_end_ns: 0,
    }
}

/// A machine that has issued so many index orders.
fn past(orders: u64) -> Desk {
    let mut desk = Desk::default();
    desk.run(Command::Configure(settings()));
    let account = ClientAccount {
        name: "ACC-1".into(),
        address: format!("0x{:040x}", 1),
    };
    let command_id = "account".to_owned();
    desk.run(Command::DefineAccount {
        command_id,
        account,
    });
    let entry = |asset: &&str| BasketEntry {
        asset: (*asset).into(),
        quantity: Quantity::parse("0.2").expect("a quantity"),
    };
    let index = Index {
        symbol: "FIVE".into(),
        name: "Five".into(),
        basket: ASSETS.iter().map(entry).collect(),
        units_scale: Scale::UNITS,
        fee: Rate::from_basis_points(10),
        smallest_tradable: cash("10"),
        smallest_fill: None,
    };
    let command_id = "index".to_owned();
    desk.run(Command::DefineIndex { command_id, index });
    let position = desk.next();
    let deposit = Deposit {
        deposit_id: "0xd-0".into(),
        from: format!("0x{:040x}", 1),
        amount: cash("100000000000"),
        transaction_hash: "0xd".into(),
        block_number: 1,
    };
    desk.run(Command::RecordDeposit { position, deposit });
    for batch in 0..orders / AT_ONCE {
        let numbers = batch * AT_ONCE..(batch + 1) * AT_ONCE;
        let own: Vec<OrderId> = numbers.map(|number| desk.submit(number)).collect();
        desk.batch(&own);
    }
    for number in orders..orders + OPEN {
        desk.submit(number);
    }
    desk
}

fn timed<T>(best: &mut Duration, what: impl FnOnce() -> T) -> T {
    let since = Instant::now();
    let made = what();
    *best = since.elapsed().min(*best);
    made
}

fn main() {
    let mut arguments = std::env::args();
    let orders = arguments
        .position(|argument| argument == "--orders")
        .and_then(|place| std::env::args().nth(place + 1))
        .map_or(20_000, |text| text.parse().expect("a number of orders"));
    let json = std::env::args().any(|argument| argument == "--json");
    let desk = past(orders);
    let [mut replay, mut read, mut write] = [Duration::MAX; 3];
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let replayed = timed(&mut replay, || {
            let mut state = Issuance::default();
            for stored in &desk.stored {
                let event: Event = serde_json::from_slice(stored).expect("an event");
                state.apply(&event);
            }
            state
        });
        let written = timed(&mut write, || serde_json::to_vec(&replayed).expect("JSON"));
        let restored: Issuance = timed(&mut read, || {
            serde_json::from_slice(&written).expect("a state")
        });
        assert_eq!(restored.difference(&replayed), None);
        bytes = written.len();
    }
    let events = desk.stored.len();
    let journal: usize = desk.stored.iter().map(Vec::len).sum();
    let micros = |time: Duration| time.as_micros();
    let (replay_us, read_us, write_us) = (micros(replay), micros(read), micros(write));
    let ratio = replay.as_secs_f64() / read.as_secs_f64();
    if json {
        println!(
            "{{\"orders\":{orders},\"events\":{events},\"journal_bytes\":{journal},\"state_bytes\":{bytes},\"replay_us\":{replay_us},\"read_us\":{read_us},\
             \"write_us\":{write_us},\"ratio\":{ratio:.2}}}"
        );
    } else {
        println!(
            "{orders} orders, {events} events of {journal} bytes, a state of {bytes} bytes: from all events {replay_us} us, from the state {read_us} us, ratio {ratio:.2}; \
             writing it {write_us} us"
        );
    }
}
