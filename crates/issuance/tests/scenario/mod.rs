//! A scenario: one machine, its journal, and a venue and a chain that do as they are told. Conservation is checked after every event.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use issuance::{
    BasketEntry, Batch, BatchId, Burn, ClientAccount, Collateral, Command, Deposit, Event, Index,
    IndexFill, Issuance, Level, Limits, Market, OPEN_ORDERS_MAX, OrderChange, OrderId,
    OrderRequest, OrderView, PayoutRequest, Rejection, Replacement, Scope, Settings, Side,
    Snapshot, Status, TimeInForce, Trading, TradingState, VenueSide, VenueTrade,
};
use ledger::{Account, Name, Unit};
use money::{Cash, Price, Quantity, Rate, Scale, Units};

pub mod laws;
pub mod two;

pub fn cash(text: &str) -> Cash {
    Cash::parse_signed(text).unwrap()
}

pub fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

pub fn price(text: &str) -> Price {
    Price::parse(text).unwrap()
}

pub fn units(text: &str) -> Units {
    Units::parse(text).unwrap()
}

pub fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

/// Whether two amounts are the same to 1e-5, the tolerance of the recorded numbers.
pub fn near(found: impl std::fmt::Display, expected: &str) -> bool {
    let value = |text: &str| money::Signed::parse(text.trim_start_matches('-')).unwrap();
    let difference = value(&found.to_string())
        .checked_sub(value(expected))
        .unwrap();
    let size = if difference.is_negative() {
        -difference
    } else {
        difference
    };
    size <= money::Signed::parse("0.00001").unwrap()
}

pub fn settings() -> Settings {
    Settings {
        instance: "t".into(),
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
        slippage: rate("0.01"),
        order_cap: cash("100000"),
        batch_cap: cash("100000"),
        in_flight_cap: cash("1000000"),
        batches_in_flight_max: 1,
        asset_orders_max: 50,
        order_max: cash("1000000"),
        open_cash_max: None,
        orders_per_second_max: None,
        open_orders_max: OPEN_ORDERS_MAX,
        price_band: None,
        quote_lifetime_ns: 5_000_000_000,
        house_cash: cash("1000000"),
        house_limit: cash("1000"),
        day_end_ns: 0,
    }
}

pub fn index(symbol: &str, basket: &[(&str, &str)]) -> Index {
    let entry = |(asset, amount): &(&str, &str)| BasketEntry {
        asset: Unit::from(*asset),
        quantity: quantity(amount),
    };
    Index {
        symbol: symbol.into(),
        name: format!("{symbol} index"),
        basket: basket.iter().map(entry).collect(),
        units_scale: Scale::UNITS,
        fee: Rate::ZERO,
        smallest_tradable: cash("10"),
        smallest_fill: None,
    }
}

/// A market with steps of 1e-8, ticks of 0.001 and no venue fee.
pub fn market(asset: &str, asks: &[(&str, &str)], bids: &[(&str, &str)]) -> Market {
    let level = |(at, amount): &(&str, &str)| Level {
        price: price(at),
        quantity: quantity(amount),
    };
    Market {
        name: format!("{asset}USDC"),
        asset: asset.into(),
        cash: "USDC".into(),
        tick: price("0.001"),
        step: quantity("0.00000001"),
        min_notional: Cash::ZERO,
        min_quantity: Quantity::ZERO,
        max_quantity: Quantity::ZERO,
        bids: bids.iter().map(level).collect(),
        asks: asks.iter().map(level).collect(),
        tradable: true,
        fee_rate: Rate::ZERO,
    }
}

pub fn snapshot(markets: Vec<Market>) -> Snapshot {
    Snapshot {
        markets,
        orders_left: 100,
    }
}

pub fn address(number: u32) -> String {
    format!("0x{number:040x}")
}

pub fn request(cl_ord_id: &str, account: &str, index: &str, amount: &str) -> OrderRequest {
    OrderRequest {
        session: "FIX.4.4:A->S".into(),
        cl_ord_id: cl_ord_id.into(),
        account: account.into(),
        index: index.into(),
        side: Side::Buy,
        cash: cash(amount),
        units: Units::ZERO,
        time_in_force: TimeInForce::Day,
        limit_price: None,
        quote: None,
        traceparent: String::new(),
    }
}

/// A day order that redeems units.
pub fn redemption(cl_ord_id: &str, account: &str, index: &str, amount: &str) -> OrderRequest {
    OrderRequest {
        side: Side::Redeem,
        cash: Cash::ZERO,
        units: units(amount),
        ..request(cl_ord_id, account, index, "0")
    }
}

pub struct Scenario {
    pub state: Issuance,
    /// Knows the journal only, and has to decide alike.
    twin: Issuance,
    pub events: Vec<Event>,
    pub now: i64,
    pub adapter: u64,
    pub minter: u64,
    commands: u64,
    trades: u64,
    laws: laws::Laws,
    /// Index orders that a decision fills or ends at once.
    at_once: usize,
    /// A state as it was written down, and how many events are in it.
    written: (Vec<u8>, usize),
    /// Whether each command is followed by all that goes on from there, as the solver sees to it.
    pub goes_on: bool,
}

/// Bytes of a part of a batch in the twin's journal: so few that most batches have parts.
const TWIN_PART_BYTES_MAX: usize = 600;

/// An event as the twin learns of it: a batch comes in parts, and must be the same.
fn in_parts(event: &Event) -> Vec<Event> {
    let Event::BatchMade { batch } = event else {
        return vec![event.clone()];
    };
    let (first, parts) = batch.as_ref().clone().into_parts(TWIN_PART_BYTES_MAX);
    let mut events = vec![Event::BatchMade {
        batch: Box::new(first),
    }];
    for part in parts {
        let text = serde_json::to_string(&part).unwrap();
        assert!(
            text.len() < 2 * TWIN_PART_BYTES_MAX || part.orders.len() + part.exchanges.len() < 2
        );
        events.push(Event::BatchJoined {
            part: Box::new(serde_json::from_str(&text).unwrap()),
        });
    }
    events
}

impl Scenario {
    /// Settings, the accounts ACC-1 to ACC-3, and these indexes.
    pub fn new(settings: Settings, indexes: Vec<Index>) -> Self {
        Self::in_steps(settings, indexes, usize::MAX)
    }

    /// The same, of machines that fill or end so few orders at once.
    pub fn in_steps(settings: Settings, indexes: Vec<Index>, at_once: usize) -> Self {
        let mut scenario = Self {
            state: Issuance::deciding_at_once(at_once),
            twin: Issuance::deciding_at_once(at_once),
            at_once,
            goes_on: true,
            events: Vec::new(),
            now: 1_000_000_000,
            adapter: 0,
            minter: 0,
            commands: 0,
            trades: 0,
            laws: laws::Laws::default(),
            written: (serde_json::to_vec(&Issuance::default()).unwrap(), 0),
        };
        scenario.run(Command::Configure(settings)).unwrap();
        for number in 1..=3 {
            let account = ClientAccount {
                name: format!("ACC-{number}").into(),
                address: address(number),
            };
            let command_id = scenario.command_id();
            scenario
                .run(Command::DefineAccount {
                    command_id,
                    account,
                })
                .unwrap();
        }
        for index in indexes {
            let command_id = scenario.command_id();
            scenario
                .run(Command::DefineIndex { command_id, index })
                .unwrap();
        }
        scenario
    }

    fn command_id(&mut self) -> String {
        self.commands += 1;
        format!("c{}", self.commands)
    }

    /// What a command does, and what goes on from there.
    pub fn run(&mut self, command: Command) -> Result<Vec<Event>, Rejection> {
        self.now += 1_000_000;
        let mut events = self.decide(command)?;
        while self.goes_on && self.state.goes_on() {
            events.extend(self.step());
        }
        Ok(events)
    }

    /// The next step of what goes on.
    pub fn step(&mut self) -> Vec<Event> {
        self.decide(Command::GoOn).unwrap()
    }

    /// Decides and applies; each event goes through JSON, as in the journal. A machine that has read nothing but the journal
    /// decides the same.
    fn decide(&mut self, command: Command) -> Result<Vec<Event>, Rejection> {
        let decision = self.state.decide(command.clone(), self.now);
        assert_eq!(self.twin.decide(command, self.now), decision);
        let events = decision?;
        for event in &events {
            let text = serde_json::to_string(event).unwrap();
            let read: Event = serde_json::from_str(&text).unwrap();
            for part in in_parts(&read) {
                self.twin.apply(&part);
                self.twin.books().assert_balanced();
            }
            self.state.apply(event);
            self.laws.conservation(&self.state, event);
            self.events.push(read);
        }
        Ok(events)
    }

    pub fn deposit(&mut self, account: u32, amount: &str) -> Vec<Event> {
        self.minter += 1;
        let deposit = Deposit {
            deposit_id: format!("0xd{}-0", self.minter),
            from: address(account),
            amount: cash(amount),
            transaction_hash: format!("0xd{}", self.minter),
            block_number: self.minter,
        };
        self.run(Command::RecordDeposit {
            position: self.minter,
            deposit,
        })
        .unwrap()
    }

    /// An account's address burns units.
    pub fn burn(&mut self, account: u32, index: &str, amount: &str) -> Vec<Event> {
        self.minter += 1;
        let burn = Burn {
            burn_id: format!("{index}-0xb{}-0", self.minter),
            index: index.into(),
            from: address(account),
            units: units(amount),
            transaction_hash: format!("0xb{}", self.minter),
            block_number: self.minter,
        };
        self.run(Command::RecordBurn {
            position: self.minter,
            burn,
        })
        .unwrap()
    }

    /// Asks for another number of units to redeem.
    pub fn replace_units(
        &mut self,
        cl_ord_id: &str,
        orig_cl_ord_id: &str,
        amount: &str,
    ) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::ReplaceOrder {
            command_id,
            session: "FIX.4.4:A->S".into(),
            orig_cl_ord_id: orig_cl_ord_id.into(),
            replacement: Replacement {
                cl_ord_id: cl_ord_id.into(),
                cash: Cash::ZERO,
                units: units(amount),
                limit_price: None,
            },
            mark: None,
        })
        .unwrap()
    }

    pub fn submit(&mut self, request: OrderRequest) -> OrderId {
        let command_id = self.command_id();
        let events = self
            .run(Command::SubmitOrder {
                command_id,
                request,
                mark: None,
            })
            .unwrap();
        let Event::Order(event) = &events[0] else {
            panic!("{events:?}")
        };
        event.order.id
    }

    pub fn cancel(&mut self, cl_ord_id: &str, orig_cl_ord_id: &str) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::CancelOrder {
            command_id,
            session: "FIX.4.4:A->S".into(),
            cl_ord_id: cl_ord_id.into(),
            orig_cl_ord_id: orig_cl_ord_id.into(),
        })
        .unwrap()
    }

    /// Asks for another amount and, perhaps, a limit price.
    pub fn replace(
        &mut self,
        cl_ord_id: &str,
        orig_cl_ord_id: &str,
        amount: &str,
        limit_price: Option<&str>,
    ) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::ReplaceOrder {
            command_id,
            session: "FIX.4.4:A->S".into(),
            orig_cl_ord_id: orig_cl_ord_id.into(),
            replacement: Replacement {
                cl_ord_id: cl_ord_id.into(),
                cash: cash(amount),
                units: Units::ZERO,
                limit_price: limit_price.map(price),
            },
            mark: None,
        })
        .unwrap()
    }

    pub fn cancel_all(&mut self, cl_ord_id: &str, scope: Scope) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::CancelOrders {
            command_id,
            scope,
            cl_ord_id: cl_ord_id.into(),
            text: "as asked".into(),
        })
        .unwrap()
    }

    /// Opens, closes or halts an index, or everything.
    pub fn set_trading(&mut self, index: Option<&str>, state: TradingState) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::SetTrading {
            command_id,
            index: index.map(Name::from),
            trading: Trading {
                state,
                text: "by hand".into(),
            },
        })
        .unwrap()
    }

    pub fn set_limits(&mut self, account: &str, limits: Limits) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::SetLimits {
            command_id,
            account: account.into(),
            limits,
        })
        .unwrap()
    }

    /// Asks for an amount, or for all that is free.
    pub fn ask_payout(
        &mut self,
        account: &str,
        amount: Option<&str>,
    ) -> Result<Vec<Event>, Rejection> {
        let command_id = self.command_id();
        self.run(Command::RequestPayout {
            command_id,
            request: PayoutRequest {
                session: String::new(),
                request_id: String::new(),
                account: account.into(),
                amount: amount.map(cash),
                traceparent: String::new(),
            },
        })
    }

    /// The chain has a payout.
    pub fn confirm_payout(&mut self, payout_id: &str) -> Vec<Event> {
        self.minter += 1;
        self.run(Command::ConfirmPayout {
            position: self.minter,
            payout_id: payout_id.into(),
            transaction_hash: "0xp".into(),
            block_number: 8,
        })
        .unwrap()
    }

    /// The chain refuses a mint or a payout for good.
    pub fn fail_transaction(&mut self, id: &str) -> Vec<Event> {
        self.minter += 1;
        self.run(Command::FailTransaction {
            position: self.minter,
            id: id.into(),
            text: "reverted".into(),
        })
        .unwrap()
    }

    /// Makes a batch of this market and has the adapter take it.
    pub fn batch(&mut self, snapshot: &Snapshot) -> Option<Batch> {
        let batch = self.make_batch(snapshot);
        if let Some(batch) = &batch {
            self.confirm_placed(batch.id);
        }
        batch
    }

    /// Makes a batch of this market, of which the adapter has not heard yet.
    pub fn make_batch(&mut self, snapshot: &Snapshot) -> Option<Batch> {
        let events = self.make_batch_events(snapshot);
        events.into_iter().find_map(|event| match event {
            Event::BatchMade { batch } => Some(*batch),
            _ => None,
        })
    }

    /// All that is decided when a batch is to be made.
    pub fn make_batch_events(&mut self, snapshot: &Snapshot) -> Vec<Event> {
        self.run(Command::MakeBatch(snapshot.clone())).unwrap()
    }

    pub fn confirm_placed(&mut self, batch: BatchId) {
        self.run(Command::ConfirmPlaced(batch)).unwrap();
    }

    /// The adapter has nothing of it, and will not have it.
    pub fn refuse(&mut self, batch: BatchId) {
        let text = "an asset order is bad".to_owned();
        self.run(Command::RefuseBatch { batch, text }).unwrap();
    }

    fn asset_order(&self, asset: &str) -> issuance::AssetOrder {
        let batches: Vec<_> = self.state.live_batches().collect();
        let orders = batches
            .iter()
            .flat_map(|id| self.state.batch(*id).unwrap().asset_orders.clone());
        orders
            .filter(|order| *order.asset == *asset)
            .last()
            .unwrap()
    }

    /// A trade of the newest live asset order in this asset, with a fee in cash.
    pub fn trade(&mut self, asset: &str, amount: &str, at: &str, fee: &str) -> Vec<Event> {
        self.trade_with_fee(asset, amount, at, (fee, "USDC", fee))
    }

    pub fn trade_with_fee(
        &mut self,
        asset: &str,
        amount: &str,
        at: &str,
        fee: (&str, &str, &str),
    ) -> Vec<Event> {
        let order = self.asset_order(asset);
        self.trades += 1;
        self.adapter += 1;
        let trade = VenueTrade {
            lot_id: format!("{asset}USDC-{}", self.trades).into(),
            asset_order_id: order.id,
            asset: asset.into(),
            side: order.side,
            quantity: quantity(amount),
            price: price(at),
            fee: quantity(fee.0),
            fee_asset: fee.1.into(),
            fee_cash: cash(fee.2),
            time_unix_ns: self.now,
        };
        self.run(Command::RecordTrade {
            position: self.adapter,
            trade,
        })
        .unwrap()
    }

    pub fn end(&mut self, asset: &str) -> Vec<Event> {
        let asset_order_id = self.asset_order(asset).id;
        self.adapter += 1;
        self.run(Command::EndAssetOrder {
            position: self.adapter,
            asset_order_id,
            text: String::new(),
        })
        .unwrap()
    }

    /// The venue executes every asset order of a batch wholly, at its limit price, without a fee.
    pub fn execute(&mut self, batch: &Batch) -> Vec<Event> {
        let mut events = Vec::new();
        for order in &batch.asset_orders {
            let at = order.limit_price.to_string();
            events.extend(self.trade(&order.asset, &order.quantity.to_string(), &at, "0"));
        }
        for order in &batch.asset_orders {
            events.extend(self.end(&order.asset));
        }
        events
    }

    pub fn confirm_mint(&mut self, order: OrderId) -> Vec<Event> {
        self.minter += 1;
        self.run(Command::ConfirmMint {
            position: self.minter,
            mint_id: self.state.mint_id(order),
            transaction_hash: "0xm".into(),
            block_number: 7,
        })
        .unwrap()
    }

    pub fn view(&self, id: OrderId) -> OrderView {
        self.state.view(self.state.order(id).unwrap())
    }

    pub fn status(&self, id: OrderId) -> Status {
        self.state.order(id).unwrap().status()
    }

    pub fn collateral(&self, account: &str) -> Collateral {
        self.state.collateral(&Name::from(account)).unwrap()
    }

    pub fn balance(&self, unit: &str, account: &Account) -> String {
        self.state
            .books()
            .balance(&unit.into(), account)
            .to_string()
    }

    /// Writes the state down: whoever starts from now on starts there.
    pub fn write_down(&mut self) {
        self.written = (serde_json::to_vec(&self.state).unwrap(), self.events.len());
    }

    /// The process ends, and starts from what was written down last and the events since: in the state that all events give.
    pub fn restart(&mut self) {
        let (bytes, events) = &self.written;
        let written: Issuance = serde_json::from_slice(bytes).unwrap();
        let mut state = written.deciding_as(&self.state);
        for event in &self.events[*events..] {
            state.apply(event);
        }
        assert_eq!(state.difference(&self.state), None);
        assert_eq!(state.difference(&self.replayed()), None);
        self.state = state;
    }

    /// A machine that has only seen the journal.
    pub fn replayed(&self) -> Issuance {
        let mut state = Issuance::deciding_at_once(self.at_once);
        for event in &self.events {
            state.apply(event);
        }
        state
    }
}

pub fn fills(events: &[Event]) -> Vec<(OrderId, IndexFill)> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Order(event) => match &event.change {
                OrderChange::Filled(fill) => Some((event.order.id, (**fill).clone())),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// What happened, in short.
pub fn names(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .map(|event| {
            let text = serde_json::to_value(event).unwrap();
            let (name, body) = text.as_object().unwrap().iter().next().unwrap();
            if name == "order" {
                let change = &body["change"];
                let change = match change.as_str() {
                    Some(name) => name,
                    None => change.as_object().unwrap().keys().next().unwrap(),
                };
                format!("{} {change}", body["order"]["id"])
            } else {
                name.clone()
            }
        })
        .collect()
}

pub const SELL: VenueSide = VenueSide::Sell;
