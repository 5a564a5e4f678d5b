//! The commands that have to do with very many orders: a batch of them, a deposit that wakes those that waited for it, and mass cancels, of
//! orders that wait and of orders that work. `cargo bench -p issuance --bench decisions`, with `-- --json` for a line a row.
//!
//! In processor time of this thread, of all decisions together and of the longest, each until its events are ready to be stored. Ends with an
//! error where an order of many costs more than [`RATIO_MAX`] times what an order of a tenth as many does: then something is not linear.

use std::process::ExitCode;
use std::time::Duration;

use issuance::{
    BasketEntry, ClientAccount, Command, Deposit, Index, Issuance, Level, Market, OPEN_ORDERS_MAX,
    OrderRequest, Scope, Settings, Side, Snapshot, Status, TimeInForce,
};
use money::{Cash, Price, Quantity, Rate, Scale, Units};

/// Orders of one account: few, and many, as many as a batch takes.
const ORDERS: [u64; 2] = [1_000, 10_000];
const RATIO_MAX: f64 = 3.0;
/// The best of so many runs.
const RUNS: usize = 3;
/// What an order is for.
const AMOUNT: u64 = 1_000;
/// Assets of the index: as many as a batch of that many orders may have.
const ASSETS: usize = 25;

/// All decisions that a command leads to.
#[derive(Clone, Copy)]
struct Cost {
    all: Duration,
    longest: Duration,
    /// Of all, the deciding alone: neither what its events change nor how they are written down.
    deciding: Duration,
}

impl Cost {
    fn least(self, other: Self) -> Self {
        Self {
            all: self.all.min(other.all),
            longest: self.longest.min(other.longest),
            deciding: self.deciding.min(other.deciding),
        }
    }
}

/// Of each of [`NAMES`].
type Costs = [Cost; NAMES.len()];

const NAMES: [&str; 5] = [
    "the making of a batch",
    "a mass cancel of orders that wait",
    "a deposit that wakes all",
    "a mass cancel of orders that work",
    "a deposit that wakes the younger half",
];

struct Desk {
    state: Issuance,
    commands: u64,
    deposits: u64,
}

impl Desk {
    fn run(&mut self, command: Command) -> Cost {
        let mut cost = self.decide(command);
        while self.state.goes_on() {
            let step = self.decide(Command::GoOn);
            cost.all += step.all;
            cost.deciding += step.deciding;
            cost.longest = cost.longest.max(step.longest);
        }
        cost
    }

    fn decide(&mut self, command: Command) -> Cost {
        let start = processor_time();
        let events = self.state.decide(command, 1).expect("a good command");
        let deciding = processor_time().saturating_sub(start);
        for event in &events {
            self.state.apply(event);
            let stored = serde_json::to_vec(event).expect("an event can be written as JSON");
            assert!(!stored.is_empty());
        }
        let took = processor_time().saturating_sub(start);
        Cost {
            all: took,
            longest: took,
            deciding,
        }
    }

    fn command_id(&mut self) -> String {
        self.commands += 1;
        self.commands.to_string()
    }

    fn deposit(&mut self, amount: Cash) -> Cost {
        self.deposits += 1;
        let deposit = Deposit {
            deposit_id: self.deposits.to_string(),
            from: address(),
            amount,
            transaction_hash: String::new(),
            block_number: 1,
        };
        let position = self.deposits;
        self.run(Command::RecordDeposit { position, deposit })
    }

    fn submit(&mut self, amount: u64) {
        let command_id = self.command_id();
        let request = OrderRequest {
            session: "FIX.4.4:A->S".into(),
            cl_ord_id: command_id.clone(),
            account: "ACC".into(),
            index: "ONE".into(),
            side: Side::Buy,
            cash: whole(amount),
            units: Units::ZERO,
            time_in_force: TimeInForce::GoodTillCancel,
            limit_price: None,
            quote: None,
            traceparent: String::new(),
        };
        self.run(Command::SubmitOrder {
            command_id,
            request,
            mark: None,
        });
    }

    fn cancel_all(&mut self) -> Cost {
        let command_id = self.command_id();
        self.run(Command::CancelOrders {
            command_id: command_id.clone(),
            scope: Scope {
                account: Some("ACC".into()),
                ..Scope::default()
            },
            cl_ord_id: command_id,
            text: String::new(),
        })
    }

    fn count(&self, status: Status) -> usize {
        let orders = self.state.orders();
        orders.filter(|order| order.status() == status).count()
    }
}

/// What this thread has had of a processor since its start: the first number of Linux's `schedstat`, in nanoseconds.
fn processor_time() -> Duration {
    let read = std::fs::read_to_string("/proc/thread-self/schedstat");
    let nanoseconds = read
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn whole(amount: u64) -> Cash {
    Cash::from_atoms(amount.into(), Scale::WHOLE).expect("small")
}

fn address() -> String {
    format!("0x{:040x}", 1)
}

fn settings() -> Settings {
    let much = whole(1_000_000_000);
    Settings {
        instance: String::new(),
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
        slippage: Rate::from_basis_points(100),
        order_cap: much,
        batch_cap: much,
        in_flight_cap: much,
        batches_in_flight_max: 1,
        asset_orders_max: 100,
        order_max: much,
        open_cash_max: None,
        orders_per_second_max: None,
        open_orders_max: OPEN_ORDERS_MAX,
        price_band: None,
        quote_lifetime_ns: 1,
        house_cash: much,
        house_limit: much,
        day_end_ns: 0,
    }
}

/// A machine with an account and an index.
fn desk() -> Desk {
    let mut desk = Desk {
        state: Issuance::default(),
        commands: 0,
        deposits: 0,
    };
    desk.run(Command::Configure(settings()));
    let command_id = desk.command_id();
    let account = ClientAccount {
        name: "ACC".into(),
        address: address(),
    };
    desk.run(Command::DefineAccount {
        command_id,
        account,
    });
    let command_id = desk.command_id();
    let entry = |number| BasketEntry {
        asset: asset(number).into(),
        quantity: Quantity::from_atoms(12_345, Scale::USDC).expect("small"),
    };
    let index = Index {
        symbol: "ONE".into(),
        name: "one".into(),
        basket: (0..ASSETS).map(entry).collect(),
        units_scale: Scale::UNITS,
        fee: Rate::ZERO,
        smallest_tradable: whole(10),
        smallest_fill: None,
    };
    desk.run(Command::DefineIndex { command_id, index });
    desk
}

fn asset(number: usize) -> String {
    format!("A{number:02}")
}

/// Books that offer half of what all want, so that all take part and none is done.
fn snapshot(orders: u64) -> Snapshot {
    let market = |number| {
        let price = Price::from_atoms(123_456, Scale::new(3).expect("small")).expect("small");
        let quantity = orders * AMOUNT * 1_000 / 123_456 / (2 * ASSETS as u64);
        Market {
            name: format!("{}USDC", asset(number)),
            asset: asset(number).into(),
            cash: "USDC".into(),
            tick: Price::from_atoms(1, Scale::new(3).expect("small")).expect("small"),
            step: Quantity::from_atoms(1, Scale::QUANTITY).expect("small"),
            min_notional: Cash::ZERO,
            min_quantity: Quantity::ZERO,
            max_quantity: Quantity::ZERO,
            bids: Vec::new(),
            asks: vec![Level {
                price,
                quantity: Quantity::from_atoms(quantity.into(), Scale::WHOLE).expect("small"),
            }],
            tradable: true,
            fee_rate: Rate::from_basis_points(10),
        }
    };
    Snapshot {
        markets: (0..ASSETS).map(market).collect(),
        orders_left: 100,
    }
}

fn waiting(orders: u64) -> Desk {
    let mut desk = desk();
    for _ in 0..orders {
        desk.submit(AMOUNT);
    }
    desk
}

fn costs(orders: u64) -> Costs {
    let count = usize::try_from(orders).expect("small");
    let mut desk = waiting(orders);
    let of_waiting = desk.cancel_all();
    assert_eq!(desk.count(Status::Cancelled), count);

    let mut desk = waiting(orders);
    let wakes = desk.deposit(whole(orders * AMOUNT));
    assert_eq!(desk.count(Status::Working), count);
    let of_working = desk.cancel_all();
    assert_eq!(desk.count(Status::Cancelled), count);

    let mut desk = waiting(orders);
    desk.deposit(whole(orders * AMOUNT));
    let batch = desk.run(Command::MakeBatch(snapshot(orders)));
    let in_batch = desk.state.orders();
    let in_batch = in_batch.filter(|order| matches!(order.status(), Status::InBatch(_)));
    assert_eq!(in_batch.count(), count);

    // The older half is beyond what comes.
    let mut desk = self::desk();
    for number in 0..orders {
        let is_large = number < orders / 2;
        desk.submit(if is_large { orders * AMOUNT } else { AMOUNT });
    }
    let wakes_half = desk.deposit(whole(orders / 2 * AMOUNT));
    assert_eq!(desk.count(Status::Working), count / 2);
    [batch, of_waiting, wakes, of_working, wakes_half]
}

fn main() -> ExitCode {
    let json = std::env::args().any(|argument| argument == "--json");
    let best = |orders| {
        let runs = (1..RUNS).map(|_| costs(orders));
        runs.fold(costs(orders), |best, costs| {
            std::array::from_fn(|row| best[row].least(costs[row]))
        })
    };
    let [few, many] = ORDERS.map(best);
    let each =
        |cost: Cost, orders: u64| u64::try_from(cost.all.as_nanos()).unwrap_or(u64::MAX) / orders;
    let mut is_linear = true;
    for (row, name) in NAMES.iter().enumerate() {
        let [few_each, many_each] = [each(few[row], ORDERS[0]), each(many[row], ORDERS[1])];
        #[allow(clippy::cast_precision_loss, reason = "nanoseconds")]
        let ratio = many_each as f64 / few_each.max(1) as f64;
        let Cost {
            all,
            longest,
            deciding,
        } = many[row];
        let [all, longest, deciding] = [all, longest, deciding].map(|cost| cost.as_micros());
        if json {
            println!(
                "{{\"what\":\"{name}\",\"orders\":{},\"ns_an_order\":{many_each},\"ns_an_order_of_few\":{few_each},\"ratio\":{ratio:.2},\
                 \"us\":{all},\"deciding_us\":{deciding},\"longest_us\":{longest}}}",
                ORDERS[1]
            );
        } else {
            println!(
                "{name}: {many_each} ns an order of {}, {few_each} ns of {}, ratio {ratio:.2}; {all} us in all, {deciding} us of it deciding, the longest decision {longest} us",
                ORDERS[1], ORDERS[0]
            );
        }
        is_linear &= ratio <= RATIO_MAX;
    }
    if is_linear {
        ExitCode::SUCCESS
    } else {
        eprintln!("an order of many costs more than {RATIO_MAX} times as much as one of few");
        ExitCode::FAILURE
    }
}
