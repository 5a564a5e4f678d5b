//! A run: many index orders at once, the issuing machine, and a venue that takes a hundred asset orders in ten seconds.
//!
//! The least possible number of asset orders is one that no way of buying from the same books in the same time can be below. A book
//! comes back with the next window only, so all orders of one window in one asset together take no more than it offered within the
//! limit price: what was bought of the asset takes at least one order in each of so many of the windows that offered most. That
//! summed over the assets is the bound. Nothing in it says that the assets of a basket are bought in step. Where they are, assets of
//! the same indexes are bought in the same windows, as many as the one of them takes that takes most: a second bound.

use std::collections::BTreeMap;
use std::time::Duration;

use issuance::{
    BasketEntry, ClientAccount, Command, Deposit, Event, Index, Issuance, OPEN_ORDERS_MAX,
    OrderRequest, Settings, Side, Status, TimeInForce, VenueSide, VenueTrade,
};
use money::{Cash, Quantity, Rate, Rounding, Scale, Units};

use super::numbers::Numbers;
use super::venue::{Listing, TICK, Venue, WINDOW_MS};

/// How often a batch is made.
const BATCH_INTERVAL_MS: i64 = 1_000;
/// Index orders come when the venue's clock says this.
const START_MS: i64 = 20_000;
/// Windows of the rate limit that a run may last: more, and something stands still.
const WINDOWS_MAX: i64 = 1_000;

/// What a record of the journal takes.
const RECORD_BYTES_MAX: usize = 4 << 20;

/// The most asset orders that a run may take, in units of the least possible.
pub(crate) const RATIO_MAX: f64 = 1.2;

/// How large a run is, and how hard.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) orders: u64,
    pub(crate) indexes: usize,
    pub(crate) assets: usize,
    /// Assets of an index, of all assets.
    pub(crate) basket: usize,
    /// A window's books offer this part of what all orders want: one in so many.
    pub(crate) windows: u64,
    /// How far a market's offer is from its share of what is wanted at most, in per cent.
    pub(crate) uneven: u64,
    /// How far a window's offer is from its market's usual one at most, in per cent.
    pub(crate) varies: u64,
}

/// What a run came to.
pub(crate) struct Report {
    /// Asset orders that the venue took.
    pub(crate) asset_orders: u64,
    /// The least that any way of buying as much could do with.
    pub(crate) least: u64,
    /// The least that any way could do with that buys the assets of a basket in step.
    pub(crate) in_step: u64,
    /// An order of its own at the venue for every index order and asset.
    pub(crate) naive: u64,
    pub(crate) batches: u64,
    /// From the first index order to the last fill, on the venue's clock.
    pub(crate) seconds: i64,
    /// Index orders that spent all but what is too small to trade.
    pub(crate) complete: usize,
    /// Of all their cash, what is spent: in basis points.
    pub(crate) spent_basis_points: u128,
    /// By what a command is, the longest that the machine was taken by one until its events were ready to be stored, in milliseconds of
    /// processor time: what other processes do meanwhile does not count. Where the system does not tell, 0.
    pub(crate) longest_ms: BTreeMap<&'static str, u128>,
}

impl Report {
    /// What it took, in units of the least possible.
    #[allow(clippy::cast_precision_loss, reason = "counts of orders")]
    pub(crate) fn ratio(&self) -> f64 {
        self.asset_orders as f64 / self.least as f64
    }

    /// The same, of the least possible in step.
    #[allow(clippy::cast_precision_loss, reason = "counts of orders")]
    pub(crate) fn ratio_in_step(&self) -> f64 {
        self.asset_orders as f64 / self.in_step as f64
    }
}

/// The machine, driven as the solver does.
struct Desk {
    state: Issuance,
    now_ns: i64,
    position: u64,
    commands: u64,
    trades: u64,
    longest: BTreeMap<&'static str, Duration>,
}

impl Desk {
    /// What the command does, and all that goes on from there.
    fn run(&mut self, command: Command) -> Vec<Event> {
        let mut events = self.decide(command);
        while self.state.goes_on() {
            events.extend(self.decide(Command::GoOn));
        }
        events
    }

    fn decide(&mut self, command: Command) -> Vec<Event> {
        let name = name(&command);
        let start = processor_time();
        let events = self
            .state
            .decide(command, self.now_ns)
            .expect("a good command");
        for event in &events {
            self.state.apply(event);
            let stored = serde_json::to_vec(event).expect("an event can be written as JSON");
            assert!(stored.len() <= RECORD_BYTES_MAX, "{event:?}");
        }
        let took = processor_time().saturating_sub(start);
        let longest = self.longest.entry(name).or_default();
        *longest = took.max(*longest);
        events
    }

    fn command_id(&mut self) -> String {
        self.commands += 1;
        self.commands.to_string()
    }

    fn trade(&mut self, order: &issuance::AssetOrder, price: money::Price, quantity: Quantity) {
        self.trades += 1;
        self.position += 1;
        let paid = price.times(quantity, Scale::UNITS, Rounding::Up);
        let fee = paid
            .and_then(|paid| paid.times_rate(order.fee_rate, Scale::UNITS, Rounding::Up))
            .expect("small");
        let trade = VenueTrade {
            lot_id: format!("{}-{}", order.market, self.trades).into(),
            asset_order_id: order.id.clone(),
            asset: order.asset.clone(),
            side: order.side,
            quantity,
            price,
            fee: Quantity::from_decimal(fee.as_decimal()).expect("not negative"),
            fee_asset: "USDC".into(),
            fee_cash: fee,
            time_unix_ns: self.now_ns,
        };
        let position = self.position;
        self.run(Command::RecordTrade { position, trade });
    }

    fn end(&mut self, asset_order_id: String) {
        self.position += 1;
        self.run(Command::EndAssetOrder {
            position: self.position,
            asset_order_id,
            text: String::new(),
        });
    }
}

/// What a command is, for people.
const fn name(command: &Command) -> &'static str {
    match command {
        Command::MakeBatch(_) => "a batch",
        Command::RecordTrade { .. } => "a trade",
        Command::EndAssetOrder { .. } => "an end",
        Command::GoOn => "a step",
        _ => "another",
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

fn cents(amount: u64) -> Cash {
    Cash::from_atoms(amount.into(), TICK).expect("small")
}

fn settings() -> Settings {
    Settings {
        instance: String::new(),
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
        slippage: Rate::from_basis_points(100),
        order_cap: whole(1_000_000_000),
        batch_cap: whole(1_000_000_000),
        in_flight_cap: whole(1_000_000_000),
        batches_in_flight_max: 1,
        asset_orders_max: 100,
        order_max: whole(1_000_000),
        open_cash_max: None,
        orders_per_second_max: None,
        open_orders_max: OPEN_ORDERS_MAX,
        price_band: None,
        quote_lifetime_ns: 5_000_000_000,
        house_cash: whole(1_000_000_000),
        house_limit: whole(10_000),
        day_end_ns: 0,
    }
}

/// Which assets an index holds, with their weights.
type Weights = Vec<Vec<(usize, u64)>>;

/// Each index holds the assets from its own tenth or so on, so that neighbours share some, or all.
fn weights(shape: Shape, numbers: &mut Numbers) -> Weights {
    let index = |number| {
        let first = number * shape.assets / shape.indexes;
        let assets = (first..first + shape.basket).map(|asset| asset % shape.assets);
        assets
            .map(|asset| (asset, numbers.between(50, 150)))
            .collect()
    };
    (0..shape.indexes).map(index).collect()
}

/// Each order's index and cash, in cents.
fn orders(shape: Shape, numbers: &mut Numbers) -> Vec<(usize, u64)> {
    let order = |number: u64| {
        let index = usize::try_from(number).expect("small") % shape.indexes;
        (index, numbers.between(50_000, 150_000))
    };
    (0..shape.orders).map(order).collect()
}

/// Markets whose books are about as deep as what the orders want of them.
fn listings(
    shape: Shape,
    weights: &Weights,
    orders: &[(usize, u64)],
    numbers: &mut Numbers,
) -> Vec<Listing> {
    let mut wanted = vec![0; shape.assets];
    for (index, cents) in orders {
        let sum: u64 = weights[*index].iter().map(|(_, weight)| weight).sum();
        for (asset, weight) in &weights[*index] {
            wanted[*asset] += cents * weight / sum;
        }
    }
    let listing = |(asset, cents): (usize, u64)| {
        let best = numbers.between(1_000, 5_000_000);
        let even = cents / shape.windows;
        let offer = even * numbers.between(100 - shape.uneven, 100 + shape.uneven) / 100;
        Listing::new(format!("A{asset:02}"), best, offer.max(1))
    };
    wanted.into_iter().enumerate().map(listing).collect()
}

fn desk(shape: Shape, weights: &Weights, orders: &[(usize, u64)], venue: &Venue) -> Desk {
    let mut desk = Desk {
        state: Issuance::default(),
        now_ns: START_MS * 1_000_000,
        position: 0,
        commands: 0,
        trades: 0,
        longest: BTreeMap::new(),
    };
    desk.run(Command::Configure(settings()));
    let address = format!("0x{:040x}", 1);
    let account = ClientAccount {
        name: "ACC".into(),
        address: address.clone(),
    };
    let command_id = desk.command_id();
    desk.run(Command::DefineAccount {
        command_id,
        account,
    });
    desk.run(Command::RecordDeposit {
        position: 1,
        deposit: Deposit {
            deposit_id: "1".to_owned(),
            from: address,
            amount: whole(shape.orders * 1_500),
            transaction_hash: String::new(),
            block_number: 1,
        },
    });
    for (number, weights) in weights.iter().enumerate() {
        let command_id = desk.command_id();
        let index = index(number, weights, venue);
        desk.run(Command::DefineIndex { command_id, index });
    }
    for (number, (index, cents)) in orders.iter().enumerate() {
        let command_id = desk.command_id();
        desk.run(Command::SubmitOrder {
            command_id,
            request: request(number, *index, *cents),
            mark: None,
        });
    }
    desk
}

/// An index of which a unit is worth about 100 of cash.
fn index(number: usize, weights: &[(usize, u64)], venue: &Venue) -> Index {
    let sum: u64 = weights.iter().map(|(_, weight)| weight).sum();
    let entry = |(asset, weight): &(usize, u64)| {
        let listing = &venue.listings[*asset];
        let worth = cents(weight * 10_000 / sum);
        let quantity = worth.over(listing.price(), Scale::QUANTITY, Rounding::Up);
        BasketEntry {
            asset: listing.asset.as_str().into(),
            quantity: quantity.expect("small"),
        }
    };
    Index {
        symbol: format!("I{number}").into(),
        name: format!("index {number}"),
        basket: weights.iter().map(entry).collect(),
        units_scale: Scale::UNITS,
        fee: Rate::from_basis_points(20),
        smallest_tradable: whole(10),
        smallest_fill: None,
    }
}

fn request(number: usize, index: usize, amount: u64) -> OrderRequest {
    OrderRequest {
        session: "FIX.4.4:A->S".into(),
        cl_ord_id: number.to_string(),
        account: "ACC".into(),
        index: format!("I{index}").into(),
        side: Side::Buy,
        cash: cents(amount),
        units: Units::ZERO,
        time_in_force: TimeInForce::GoodTillCancel,
        limit_price: None,
        quote: None,
        traceparent: String::new(),
    }
}

/// Plays it to the end: every index order has bought all it can.
pub(crate) fn run(shape: Shape) -> Report {
    let mut numbers = Numbers(7);
    let weights = weights(shape, &mut numbers);
    let orders = orders(shape, &mut numbers);
    let listings = listings(shape, &weights, &orders, &mut numbers);
    let mut venue = Venue::open(listings, shape.varies, numbers);
    venue.wait_until(START_MS);
    let mut desk = desk(shape, &weights, &orders, &venue);

    let mut batches = 0;
    while is_working(&desk.state) {
        assert!(
            venue.now_ms < START_MS + WINDOWS_MAX * WINDOW_MS,
            "after {WINDOWS_MAX} windows there are orders left"
        );
        desk.now_ns = venue.now_ms * 1_000_000;
        let events = desk.run(Command::MakeBatch(venue.snapshot()));
        let made = events.into_iter().find_map(|event| match event {
            Event::BatchMade { batch } => Some(batch),
            _ => None,
        });
        if let Some(batch) = made {
            batches += 1;
            desk.run(Command::ConfirmPlaced(batch.id));
            for order in batch.asset_orders {
                assert_eq!(
                    order.side,
                    VenueSide::Buy,
                    "the house takes what is left over"
                );
                for (price, quantity) in venue.execute(&order) {
                    desk.trade(&order, price, quantity);
                }
                desk.end(order.id);
            }
        }
        venue.wait_until(venue.now_ms + BATCH_INTERVAL_MS);
    }
    report(&desk, &venue, batches, &weights, &orders)
}

fn is_working(state: &Issuance) -> bool {
    let mut orders = state.orders();
    orders.any(|order| matches!(order.status(), Status::Working | Status::InBatch(_)))
}

/// By asset as many as that one takes most of, of those that the same indexes hold.
fn in_step(weights: &Weights, least: &[u64]) -> u64 {
    let holders = |asset: usize| -> Vec<usize> {
        let holds = |index: &usize| weights[*index].iter().any(|(held, _)| *held == asset);
        (0..weights.len()).filter(holds).collect()
    };
    let mut most: BTreeMap<Vec<usize>, (u64, u64)> = BTreeMap::new();
    for (asset, least) in least.iter().enumerate() {
        let (assets, most) = most.entry(holders(asset)).or_default();
        (*assets, *most) = (*assets + 1, (*most).max(*least));
    }
    most.values().map(|(assets, most)| assets * most).sum()
}

fn report(
    desk: &Desk,
    venue: &Venue,
    batches: u64,
    weights: &Weights,
    orders: &[(usize, u64)],
) -> Report {
    let state = &desk.state;
    let least: Vec<u64> = venue.listings.iter().map(Listing::orders_least).collect();
    let mut cash = Cash::ZERO;
    let mut spent = Cash::ZERO;
    for order in state.orders() {
        let view = state.view(order);
        cash = cash.checked_add(view.request.cash).expect("small");
        spent = spent.checked_add(view.spent).expect("small");
    }
    let atoms = |cash: Cash| cash.to_atoms(Scale::USDC).expect("of USDC's decimals");
    let filled = state
        .orders()
        .filter(|order| order.status() == Status::Minting);
    let longest = desk.longest.iter();
    let longest = longest.map(|(name, longest)| (*name, longest.as_millis()));
    Report {
        asset_orders: venue.orders,
        least: least.iter().sum(),
        in_step: in_step(weights, &least),
        naive: orders
            .iter()
            .map(|(index, _)| weights[*index].len() as u64)
            .sum(),
        batches,
        seconds: (venue.now_ms - START_MS) / 1_000,
        complete: filled.count(),
        spent_basis_points: atoms(spent) * 10_000 / atoms(cash),
        longest_ms: longest.collect(),
    }
}
