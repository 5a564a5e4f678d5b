//! A small deployment's journals, made with the machines themselves: one client deposits, buys two units of an index of A and B in
//! two trades each, and gets them on chain. What was left over went to the house.

#![allow(unreachable_pub, reason = "the test that uses it is a crate")]

use audit::{At, Audit, ChainStatement, Report, Source, TokenStatement, VenueStatement};
use issuance::{
    BasketEntry, ClientAccount, Command, Event, Index, Issuance, Level, Market, OPEN_ORDERS_MAX,
    OrderChange, OrderRequest, Settings, Side, Snapshot, Stream, TimeInForce, VenueSide,
};
use ledger::Unit;
use lots::inventory::{
    Action, AssetQuantity, Command as Record, Consumption, Inventory, TradeRecord, Transfer,
};
use lots::{Fee, Owner, Share, Trade};
use money::{Cash, Price, Quantity, Rate, Scale, Units};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// All journals, as JSON. Record `n` stands at `n - 1`.
#[derive(Clone, Default)]
pub struct World {
    pub solver: Vec<Value>,
    pub inventory: Vec<Value>,
    pub adapter: Vec<Value>,
    pub minter: Vec<Value>,
    pub acceptor: Vec<Vec<u64>>,
    pub venue: VenueStatement,
    pub chain: ChainStatement,
}

const ACCOUNT: &str = "ACC-1";
const ADDRESS: &str = "0x00000000000000000000000000000000000000a1";
const INDEX: &str = "IDX";

fn hash(number: u8) -> minting::Hash {
    minting::Hash([number; 32])
}

fn block(number: u64) -> minting::BlockRef {
    minting::BlockRef {
        number,
        hash: hash(9),
    }
}

fn json(event: &impl serde::Serialize) -> Value {
    serde_json::to_value(event).unwrap()
}

/// The machines at work.
#[derive(Default)]
struct Making {
    world: World,
    solver: Issuance,
    inventory: Inventory,
    trades: u64,
}

impl Making {
    /// What the command does, its lots recorded, its orders' events followed.
    fn run(&mut self, command: Command) -> Vec<Event> {
        let now = i64::try_from(self.world.solver.len()).unwrap() + 1;
        let events = self.solver.decide(command, now).unwrap();
        for event in &events {
            self.solver.apply(event);
            self.world.solver.push(json(event));
            let sequence = self.world.solver.len() as u64;
            for (place, action) in actions(event).into_iter().enumerate() {
                self.record(Record::Record {
                    id: format!("tsolver-{sequence}-{place}").into(),
                    action,
                    traces: Vec::new(),
                });
            }
            if matches!(event, Event::Order(_)) {
                self.world.acceptor.push(vec![sequence]);
            }
        }
        events
    }

    fn record(&mut self, command: Record) {
        for event in self.inventory.decide(command).unwrap() {
            self.inventory.apply(&event);
            self.world.inventory.push(json(&event));
        }
    }

    fn mint_event(&mut self, event: &minting::Event) -> u64 {
        self.world.minter.push(json(event));
        self.world.minter.len() as u64
    }

    fn adapter_event(&mut self, event: &venue::asset_orders::Event) -> u64 {
        self.world.adapter.push(json(event));
        self.world.adapter.len() as u64
    }

    fn begin(&mut self) {
        self.run(Command::Configure(settings()));
        self.record(Record::Configure(lots::inventory::Settings {
            cash: "USDC".into(),
            cash_scale: Scale::USDC,
        }));
        self.run(Command::DefineAccount {
            command_id: "c1".into(),
            account: ClientAccount {
                name: ACCOUNT.into(),
                address: ADDRESS.into(),
            },
        });
        self.run(Command::DefineIndex {
            command_id: "c2".into(),
            index: index(),
        });
        self.mint_event(&minting::Event::Identified {
            chain_id: 1,
            genesis: hash(1),
        });
    }

    fn deposit(&mut self, amount: &str) {
        let id = minting::DepositId {
            transaction: hash(2),
            ordinal: 0,
        };
        let deposit = minting::Deposit {
            id,
            from: ADDRESS.parse().unwrap(),
            amount: Cash::parse(amount).unwrap(),
            block: block(5),
        };
        let position = self.mint_event(&minting::Event::DepositConfirmed { deposit });
        self.run(Command::RecordDeposit {
            position,
            deposit: issuance::Deposit {
                deposit_id: id.to_string(),
                from: ADDRESS.into(),
                amount: deposit.amount,
                transaction_hash: id.transaction.to_string(),
                block_number: 5,
            },
        });
        self.world.chain.vault = deposit.amount;
        self.world
            .chain
            .deposits
            .insert(id.to_string(), deposit.amount);
    }

    fn order(&mut self, cash: &str) {
        self.run(Command::SubmitOrder {
            command_id: "c3".into(),
            request: OrderRequest {
                session: "FIX.4.4:A->S".into(),
                cl_ord_id: "1".into(),
                account: ACCOUNT.into(),
                index: INDEX.into(),
                side: Side::Buy,
                cash: Cash::parse(cash).unwrap(),
                units: Units::ZERO,
                time_in_force: TimeInForce::Day,
                limit_price: None,
                quote: None,
                traceparent: String::new(),
            },
            mark: None,
        });
    }

    /// One batch; each asset order executed in two trades at the limit, with a fee of a thousandth in cash.
    fn batch(&mut self) {
        let events = self.run(Command::MakeBatch(Snapshot {
            markets: vec![market("A", "10"), market("B", "5")],
            orders_left: 100,
        }));
        let batch = events.iter().find_map(|event| match event {
            Event::BatchMade { batch } => Some(batch.clone()),
            _ => None,
        });
        let batch = batch.expect("there is something to buy");
        self.run(Command::ConfirmPlaced(batch.id));
        for order in &batch.asset_orders {
            self.execute(&batch.id.to_string(), order);
        }
    }

    fn execute(&mut self, batch_id: &str, order: &issuance::AssetOrder) {
        use venue::asset_orders::{AssetOrder, Event, Status, Terms, Trade};
        let terms = Terms {
            id: order.id.clone().try_into().unwrap(),
            batch_id: batch_id.into(),
            market: order.market.clone(),
            asset: order.asset.to_string(),
            cash: "USDC".into(),
            side: venue::messages::Side::Buy,
            quantity: order.quantity,
            limit_price: order.limit_price,
        };
        self.adapter_event(&Event::Accepted {
            command_id: batch_id.into(),
            traceparent: String::new(),
            terms: terms.clone(),
            contributors: Vec::new(),
        });
        self.adapter_event(&Event::Sent {
            id: terms.id.clone(),
            timestamp_ms: 1,
            gone_after_ms: 2,
        });
        let half = Quantity::parse("1").unwrap();
        let mut whole = AssetOrder::accepted(terms.clone());
        for part in [half, order.quantity.checked_sub(half).unwrap()] {
            self.trades += 1;
            let value = venue::filters::notional(order.limit_price, part).unwrap();
            let rate = Rate::parse("0.001").unwrap();
            let fee = value
                .times_rate(rate, Scale::USDC, money::Rounding::Down)
                .unwrap();
            let trade = Trade {
                id: self.trades,
                price: order.limit_price,
                quantity: part,
                fee: fee.to_string().parse().unwrap(),
                fee_asset: "USDC".into(),
                fee_cash: fee,
                time_ms: 7,
            };
            whole.executed = whole.executed.checked_add(part).unwrap();
            whole.executed_cash = whole.executed_cash.checked_add(value).unwrap();
            let position = self.adapter_event(&Event::Traded {
                terms: terms.clone(),
                trade: trade.clone(),
            });
            self.book(position, &terms, &trade);
        }
        let position = self.adapter_event(&Event::Ended {
            order: AssetOrder {
                status: Status::Filled,
                ..whole
            },
        });
        self.run(Command::EndAssetOrder {
            position,
            asset_order_id: order.id.clone(),
            text: String::new(),
        });
    }

    fn book(
        &mut self,
        position: u64,
        terms: &venue::asset_orders::Terms,
        trade: &venue::asset_orders::Trade,
    ) {
        let booked = issuance::VenueTrade {
            lot_id: trade.lot_id(&terms.market).into(),
            asset_order_id: terms.id.to_string(),
            asset: terms.asset.as_str().into(),
            side: VenueSide::Buy,
            quantity: trade.quantity,
            price: trade.price,
            fee: trade.fee,
            fee_asset: trade.fee_asset.as_str().into(),
            fee_cash: trade.fee_cash,
            time_unix_ns: 7_000_000,
        };
        let venue = &mut self.world.venue;
        let asset = venue.now.entry(booked.asset.clone()).or_default();
        *asset = asset.checked_add(booked.quantity.into()).unwrap();
        let value = venue::filters::notional(booked.price, booked.quantity).unwrap();
        let paid = value.checked_add(booked.fee_cash).unwrap();
        let cash = venue.now.entry("USDC".into()).or_default();
        *cash = cash.checked_sub(paid.into()).unwrap();
        let at = At {
            sequence: trade.id,
            time_unix_ns: 0,
        };
        let trades = venue.trades.get_or_insert_default();
        trades.insert(booked.lot_id.to_string(), (at, booked.clone()));
        self.run(Command::RecordTrade {
            position,
            trade: booked,
        });
    }

    fn mint(&mut self) {
        let order = self.solver.mints_to_ask_for().next().expect("it is bought");
        let (id, units) = (order.id(), order.units());
        let mint_id = self.solver.mint_id(id);
        self.mint_event(&minting::Event::Accepted {
            effect: minting::Effect::Mint {
                mint_id: mint_id.clone(),
                index: INDEX.into(),
                to: ADDRESS.parse().unwrap(),
                units,
            },
            traceparent: String::new(),
        });
        self.run(Command::ConfirmMintAccepted(id));
        let position = self.mint_event(&minting::Event::Confirmed {
            id: minting::ActionId::Mint(mint_id.clone()),
            hash: hash(3),
            block: block(6),
            created: None,
        });
        self.run(Command::ConfirmMint {
            position,
            mint_id: mint_id.clone(),
            transaction_hash: hash(3).to_string(),
            block_number: 6,
        });
        let token = TokenStatement {
            supply: units,
            mints: [(mint_id, units)].into(),
            redeemed: Units::ZERO,
        };
        self.world.chain.tokens.insert(INDEX.into(), token);
    }

    fn confirm_inventory(&mut self) {
        let last = self.world.solver.len() as u64;
        self.run(Command::ConfirmInventory(last));
    }
}

/// What the inventory records of an event.
fn actions(event: &Event) -> Vec<Action> {
    let owner = |order: issuance::OrderId| Owner::order(order.to_string());
    let quantities = |lots: &[issuance::AssetLots]| {
        let part = |lots: &issuance::AssetLots| AssetQuantity {
            asset: lots.asset.clone(),
            quantity: lots.quantity().unwrap(),
            price: None,
        };
        lots.iter().map(part).collect::<Vec<_>>()
    };
    match event {
        Event::Bought(bought) => {
            let trade = &bought.trade;
            let mut shares: Vec<Share> = bought
                .shares
                .iter()
                .map(|share| Share {
                    owner: owner(share.order),
                    quantity: share.lot.quantity,
                })
                .collect();
            shares.extend(bought.house.as_ref().map(|house| Share {
                owner: Owner::House,
                quantity: house.lot.quantity,
            }));
            vec![Action::Trade(Box::new(TradeRecord {
                trade: Trade {
                    id: trade.lot_id.clone(),
                    asset: trade.asset.clone(),
                    quantity: trade.quantity,
                    price: trade.price,
                    fee: Fee::Cash(trade.fee_cash),
                    time_unix_ns: trade.time_unix_ns,
                },
                side: lots::inventory::Side::Purchase,
                shares,
                batch_id: bought.batch.to_string(),
                asset_order_id: trade.asset_order_id.clone(),
            }))]
        }
        Event::Order(event) => match &event.change {
            OrderChange::Filled(fill) => vec![Action::Consume(Consumption {
                owner: owner(event.order.id),
                index: Some(event.order.request.index.clone()),
                fill_id: fill.id.clone(),
                quantities: quantities(&fill.consumed),
            })],
            OrderChange::Ended { to_house, .. } if !to_house.is_empty() => {
                vec![Action::Transfer(Transfer {
                    from: owner(event.order.id),
                    to: Owner::House,
                    quantities: quantities(to_house),
                })]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn settings() -> Settings {
    let cash = |text: &str| Cash::parse(text).unwrap();
    Settings {
        instance: "t".into(),
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
        slippage: Rate::parse("0.01").unwrap(),
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
        house_cash: cash("1000"),
        house_limit: cash("1000"),
        day_end_ns: 0,
    }
}

fn index() -> Index {
    let entry = |(asset, amount): (&str, &str)| BasketEntry {
        asset: Unit::from(asset),
        quantity: Quantity::parse(amount).unwrap(),
    };
    Index {
        symbol: INDEX.into(),
        name: "two assets".into(),
        basket: [("A", "1"), ("B", "2")].map(entry).into(),
        units_scale: Scale::UNITS,
        fee: Rate::parse("0.001").unwrap(),
        smallest_tradable: Cash::parse("10").unwrap(),
        smallest_fill: None,
    }
}

fn market(asset: &str, at: &str) -> Market {
    let level = |price: &str| Level {
        price: Price::parse(price).unwrap(),
        quantity: Quantity::parse("10000").unwrap(),
    };
    Market {
        name: format!("{asset}USDC"),
        asset: asset.into(),
        cash: "USDC".into(),
        tick: Price::parse("0.01").unwrap(),
        step: Quantity::parse("0.01").unwrap(),
        min_notional: Cash::ZERO,
        min_quantity: Quantity::ZERO,
        max_quantity: Quantity::ZERO,
        bids: Vec::new(),
        asks: vec![level(at)],
        tradable: true,
        fee_rate: Rate::parse("0.001").unwrap(),
    }
}

impl World {
    /// Everything from the cash to the units.
    pub fn new() -> Self {
        let mut making = Making::default();
        making.begin();
        making.deposit("100");
        making.order("60");
        making.batch();
        making.mint();
        making.confirm_inventory();
        assert!(making.solver.position(Stream::Minter) > 0);
        let opening = making.world.venue.opening.entry("USDC".into()).or_default();
        *opening = opening
            .checked_add(Cash::parse("1000").unwrap().into())
            .unwrap();
        let now = making.world.venue.now.entry("USDC".into()).or_default();
        *now = now
            .checked_add(Cash::parse("1000").unwrap().into())
            .unwrap();
        making.world
    }

    /// The journal of a source.
    pub fn journal(&mut self, source: Source) -> &mut Vec<Value> {
        match source {
            Source::Solver => &mut self.solver,
            Source::Inventory => &mut self.inventory,
            Source::ExchangeAdapter => &mut self.adapter,
            Source::ChainMinter => &mut self.minter,
            Source::FixAcceptor | Source::SimExchange => panic!("it is no JSON here"),
        }
    }

    /// Audits all of it.
    pub fn audit(&self) -> Report {
        let mut audit = Audit::default();
        self.give(&mut audit);
        audit.report(Some(&self.venue), Some(&self.chain))
    }

    /// Gives an audit every record. Records are stored at the time that is their place, so that the solver's are the earliest.
    pub fn give(&self, audit: &mut Audit) {
        for (at, event) in events(&self.solver, 0) {
            audit.solver(at, &event);
        }
        for (at, event) in events(&self.inventory, 1) {
            audit.inventory(at, &event);
        }
        for (at, event) in events(&self.adapter, 2) {
            audit.adapter(at, &event);
        }
        for (at, event) in events(&self.minter, 3) {
            audit.minter(at, &event);
        }
        for (place, followed) in self.acceptor.iter().enumerate() {
            audit.acceptor(at(place, 4), followed);
        }
    }
}

fn at(place: usize, journal: i64) -> At {
    At {
        sequence: place as u64 + 1,
        time_unix_ns: i64::try_from(place).unwrap() * 10 + journal,
    }
}

fn events<E: DeserializeOwned>(
    journal: &[Value],
    number: i64,
) -> impl Iterator<Item = (At, E)> + '_ {
    journal.iter().enumerate().map(move |(place, event)| {
        let event = serde_json::from_value(event.clone()).unwrap();
        (at(place, number), event)
    })
}
