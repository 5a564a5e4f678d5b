//! Random markets, baskets and their changes, orders, burns, redemptions, partial fills, refusals, expiries, cancels and restarts. After every event the
//! books add up and a machine that has read the journal decides alike (the scenario checks both); at the end every order has ended,
//! nobody has paid more than his cash or dealt beyond his limit, and every trade was shared to the last digit. Baskets change meanwhile, and
//! what was for holders is conserved.
//!
//! `SHEAF_CASES=10000` plays more cases; a failure prints the shrunk case and the command that plays it again (`cases`).
//! Who gets how much of what is scarce is `fitting`'s, and so are the laws of that (`crates/fitting/tests/laws.rs`).

mod scenario;

use issuance::{
    BasketEntry, Batch, Command, Event, OrderChange, OrderId, PayoutId, QuoteRequest,
    RebalanceState, Rejection, Scope, Snapshot, Status, TimeInForce, TradingState,
};
use ledger::Account;
use money::{Cash, Price, Quantity, Rate, Rounding, Scale};
use proptest::prelude::*;
use scenario::{Scenario, cash, index, market, rate, redemption, request, settings, snapshot};

const ASSETS: [&str; 3] = ["AX", "BX", "CX"];

/// Cases, unless `SHEAF_CASES` says otherwise.
const CASES: u64 = 400;

/// Batches in which everything has come to its end, where there is someone to sell and to buy.
const BATCHES_TO_END: usize = 200;

/// One thing that happens.
#[derive(Debug, Clone)]
enum Move {
    Deposit {
        account: u32,
        amount: u32,
    },
    Order {
        account: u32,
        index: usize,
        amount: u32,
        time_in_force: usize,
        limited: bool,
    },
    /// A quote is asked for on this market, and an order names it.
    Quoted {
        account: u32,
        amount: u32,
        prices: [u32; 3],
        all_or_nothing: bool,
    },
    /// A part of an index's units on chain, in thousandths, is burned by an account's address, or by one that is no account's.
    Burn {
        account: u32,
        index: usize,
        part: u32,
    },
    Redeem {
        account: u32,
        index: usize,
        amount: u32,
        time_in_force: usize,
        limited: bool,
    },
    Cancel {
        order: usize,
    },
    Replace {
        order: usize,
        amount: u32,
        limited: bool,
    },
    /// All of an account's orders, or all in an index.
    CancelAll {
        account: Option<u32>,
    },
    /// An index, or everything, is opened, closed or halted.
    Switch {
        index: Option<usize>,
        state: usize,
    },
    /// A batch is made on this market, and the adapter takes or refuses it.
    Batch {
        prices: [u32; 3],
        offered: [u32; 3],
        bids: bool,
        refused: bool,
    },
    /// The venue executes a part of an asset order, in thousandths of what is left, at a price below the limit.
    Trade {
        place: usize,
        part: u32,
        better: u32,
        fee: usize,
    },
    /// An asset order ends as far as it is executed.
    End {
        place: usize,
    },
    /// Everything at the venue is executed wholly and ends.
    Settle,
    /// The day ends.
    Sleep,
    /// The process starts again from its journal.
    Restart,
    /// All mints are confirmed.
    Mint,
    /// An index has another basket from now on.
    Rebalance {
        index: usize,
        basket: [u32; 3],
    },
    /// House cash is put to that of an index's holders.
    Fund {
        index: usize,
        amount: u32,
    },
    /// A payout is asked for: an amount, or all that is free.
    Payout {
        account: u32,
        amount: Option<u32>,
    },
    /// The minter takes all payouts; the chain pays a part of them and refuses the others.
    PayOut {
        refused: bool,
    },
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        2 => (1..=3_u32, 1..5_000_u32).prop_map(|(account, amount)| Move::Deposit { account, amount }),
        4 => (1..=3_u32, 0..2_usize, 10..3_000_u32, 0..5_usize, any::<bool>())
            .prop_map(|(account, index, amount, time_in_force, limited)| Move::Order { account, index, amount, time_in_force, limited }),
        2 => (1..=3_u32, 10..2_000_u32, [50..200_u32, 50..200, 50..200], any::<bool>())
            .prop_map(|(account, amount, prices, all_or_nothing)| Move::Quoted { account, amount, prices, all_or_nothing }),
        3 => (1..=4_u32, 0..2_usize, 1..=1_000_u32)
            .prop_map(|(account, index, part)| Move::Burn { account, index, part }),
        3 => (1..=3_u32, 0..2_usize, 1..400_u32, 0..5_usize, any::<bool>())
            .prop_map(|(account, index, amount, time_in_force, limited)| Move::Redeem { account, index, amount, time_in_force, limited }),
        1 => (0..8_usize).prop_map(|order| Move::Cancel { order }),
        2 => (0..8_usize, 1..4_000_u32, any::<bool>())
            .prop_map(|(order, amount, limited)| Move::Replace { order, amount, limited }),
        1 => prop::option::of(1..=3_u32).prop_map(|account| Move::CancelAll { account }),
        1 => (prop::option::of(0..2_usize), 0..5_usize).prop_map(|(index, state)| Move::Switch { index, state }),
        5 => ([50..200_u32, 50..200, 50..200], [0..40_u32, 0..40, 0..40], any::<bool>(), prop::bool::weighted(0.1))
            .prop_map(|(prices, offered, bids, refused)| Move::Batch { prices, offered, bids, refused }),
        8 => (0..4_usize, 1..=1_000_u32, 0..50_u32, 0..4_usize)
            .prop_map(|(place, part, better, fee)| Move::Trade { place, part, better, fee }),
        5 => (0..4_usize).prop_map(|place| Move::End { place }),
        3 => Just(Move::Settle),
        1 => Just(Move::Sleep),
        1 => Just(Move::Restart),
        3 => Just(Move::Mint),
        2 => (0..2_usize, [0..200_u32, 0..200, 0..200])
            .prop_map(|(index, basket)| Move::Rebalance { index, basket }),
        1 => (0..2_usize, 1..2_000_u32).prop_map(|(index, amount)| Move::Fund { index, amount }),
        2 => (1..=3_u32, prop::option::of(1..1_000_u32))
            .prop_map(|(account, amount)| Move::Payout { account, amount }),
        2 => any::<bool>().prop_map(|refused| Move::PayOut { refused }),
    ];
    prop::collection::vec(one, 1..120)
}

/// A venue that keeps what it has executed.
#[derive(Default)]
struct Venue {
    open: Vec<(issuance::AssetOrder, Quantity)>,
    trades: u64,
}

impl Venue {
    fn take(&mut self, batch: &Batch) {
        self.open.extend(
            batch
                .asset_orders
                .iter()
                .map(|order| (order.clone(), order.quantity)),
        );
    }
}

struct World {
    run: Scenario,
    venue: Venue,
    step: Quantity,
    orders: Vec<OrderId>,
    names: u32,
}

fn world(house_limit: &str, step: &str, fee_basis_points: u32) -> World {
    let mut limits = settings();
    limits.house_limit = cash(house_limit);
    limits.order_cap = cash("2000");
    limits.batch_cap = cash("4000");
    limits.batches_in_flight_max = 2;
    let mut both = index("BOTH", &[("AX", "0.7"), ("BX", "0.123456789")]);
    let mut all = index(
        "ALL",
        &[("AX", "0.05"), ("BX", "1.5"), ("CX", "0.33333333")],
    );
    both.fee = Rate::from_basis_points(fee_basis_points);
    all.fee = Rate::from_basis_points(fee_basis_points / 2);
    let mut run = Scenario::new(limits, vec![both, all]);
    run.deposit(1, "5000");
    run.deposit(2, "700");
    let mut world = World {
        run,
        venue: Venue::default(),
        step: scenario::quantity(step),
        orders: Vec::new(),
        names: 0,
    };
    // There are units of both, and some are burned.
    for (account, index, amount) in [(1, 0, 1_500), (1, 1, 900), (2, 0, 400)] {
        world.apply(&Move::Order {
            account,
            index,
            amount,
            time_in_force: 2,
            limited: false,
        });
    }
    let market = world.snapshot([100, 100, 100], [40, 40, 40], true);
    let batch = world.run.batch(&market).unwrap();
    world.venue.take(&batch);
    world.apply(&Move::Settle);
    world.apply(&Move::Mint);
    world.burn(1, "BOTH", 400);
    world.burn(1, "ALL", 500);
    world
}

impl World {
    fn snapshot(&self, prices: [u32; 3], offered: [u32; 3], bids: bool) -> Snapshot {
        let markets = ASSETS.iter().enumerate().map(|(place, asset)| {
            let (price, offered) = (prices[place], offered[place]);
            let near = format!("{price}.25");
            let far = format!("{}.5", price + 1);
            let below = price.to_string();
            let bid = offered.to_string();
            let asks = [
                (near.as_str(), offered.to_string()),
                (far.as_str(), "15".to_owned()),
            ];
            let asks: Vec<(&str, &str)> = asks
                .iter()
                .map(|(at, amount)| (*at, amount.as_str()))
                .collect();
            let wanted = match (bids, offered) {
                (false, _) => vec![],
                // As scarce as what is offered, or plenty.
                (true, 0..=20) => vec![(below.as_str(), bid.as_str())],
                (true, _) => vec![(below.as_str(), "1000")],
            };
            let mut market = market(asset, &asks, &wanted);
            market.asks.retain(|level| !level.quantity.is_zero());
            market.bids.retain(|level| !level.quantity.is_zero());
            market.step = self.step;
            market.min_notional = cash("5");
            market.fee_rate = rate("0.001");
            market
        });
        snapshot(markets.collect())
    }

    #[allow(clippy::too_many_lines, reason = "one arm a move")]
    fn apply(&mut self, step: &Move) {
        match step {
            Move::Deposit { account, amount } => {
                self.run.deposit(*account, &amount.to_string());
            }
            Move::Order {
                account,
                index,
                amount,
                time_in_force,
                limited,
            } => {
                self.names += 1;
                let symbol = ["BOTH", "ALL"][*index];
                let mut order = request(
                    &format!("n{}", self.names),
                    &format!("ACC-{account}"),
                    symbol,
                    &format!("{amount}.37"),
                );
                order.time_in_force = self.time_in_force(*time_in_force);
                order.limit_price = limited.then(|| scenario::price("150"));
                let id = self.run.submit(order);
                self.orders.push(id);
            }
            Move::Quoted {
                account,
                amount,
                prices,
                all_or_nothing,
            } => self.quoted(*account, *amount, *prices, *all_or_nothing),
            Move::Burn {
                account,
                index,
                part,
            } => self.burn(*account, ["BOTH", "ALL"][*index], *part),
            Move::Redeem {
                account,
                index,
                amount,
                time_in_force,
                limited,
            } => {
                self.names += 1;
                let symbol = ["BOTH", "ALL"][*index];
                let mut order = redemption(
                    &format!("n{}", self.names),
                    &format!("ACC-{account}"),
                    symbol,
                    &format!("{}.{:02}123", amount / 100, amount % 100),
                );
                order.time_in_force = self.time_in_force(*time_in_force);
                order.limit_price = limited.then(|| scenario::price("90"));
                let id = self.run.submit(order);
                self.orders.push(id);
            }
            Move::Cancel { order } => {
                self.names += 1;
                self.run
                    .cancel(&format!("n{}", self.names), &format!("n{order}"));
            }
            Move::Replace {
                order,
                amount,
                limited,
            } => {
                self.names += 1;
                let limit_price = limited.then_some("120");
                let is_redemption =
                    |order: &issuance::Order| order.request().side == issuance::Side::Redeem;
                let name = format!("n{order}");
                let found = self.run.state.order_of("FIX.4.4:A->S", &name);
                if found.is_some_and(is_redemption) {
                    let units = format!("{}.{:02}5", amount / 100, amount % 100);
                    self.run
                        .replace_units(&format!("n{}", self.names), &name, &units);
                    return;
                }
                self.run.replace(
                    &format!("n{}", self.names),
                    &format!("n{order}"),
                    &format!("{amount}.5"),
                    limit_price,
                );
            }
            Move::CancelAll { account } => {
                self.names += 1;
                let scope = match account {
                    Some(account) => Scope {
                        account: Some(format!("ACC-{account}").as_str().into()),
                        ..Scope::default()
                    },
                    None => Scope {
                        index: Some("ALL".into()),
                        ..Scope::default()
                    },
                };
                self.run.cancel_all(&format!("n{}", self.names), scope);
            }
            Move::Switch { index, state } => {
                let state = match state {
                    0 => TradingState::Halted,
                    1 => TradingState::Closed,
                    _ => TradingState::Open,
                };
                let index = index.map(|place| ["BOTH", "ALL"][place]);
                self.run.set_trading(index, state);
            }
            Move::Batch {
                prices,
                offered,
                bids,
                refused,
            } => {
                let snapshot = self.snapshot(*prices, *offered, *bids);
                if let Some(batch) = self.run.make_batch(&snapshot) {
                    crossing_is_fair(&snapshot, &batch);
                    self.crosses_before_the_venue(&batch);
                    if *refused {
                        self.run.refuse(batch.id);
                    } else {
                        self.run.confirm_placed(batch.id);
                        self.venue.take(&batch);
                    }
                }
            }
            Move::Trade {
                place,
                part,
                better,
                fee,
            } => self.trade(*place, *part, *better, *fee),
            Move::End { place } => self.end(*place),
            Move::Settle => {
                for place in 0..self.venue.open.len() {
                    self.trade(place, 1_000, 0, 0);
                }
                while !self.venue.open.is_empty() {
                    self.end(0);
                }
            }
            Move::Sleep => {
                self.run.now += 86_400_000_000_000;
                self.run.run(Command::Expire).unwrap();
            }
            Move::Restart => self.run.state = self.run.replayed(),
            Move::Mint => self.mint(),
            Move::Payout { account, amount } => {
                let amount = amount.map(|amount| amount.to_string());
                let asked = self
                    .run
                    .ask_payout(&format!("ACC-{account}"), amount.as_deref());
                assert!(
                    matches!(
                        asked,
                        Ok(_)
                            | Err(Rejection::NotFree { .. }
                                | Rejection::BadPayout { .. }
                                | Rejection::TooManyPayouts(_))
                    ),
                    "{asked:?}"
                );
            }
            Move::PayOut { refused } => self.pay_out(*refused),
            Move::Rebalance { index, basket } => self.rebalance(*index, *basket),
            Move::Fund { index, amount } => self.fund(*index, *amount),
        }
    }

    /// With room in the house for rests, no asset is both bought and sold at the venue for the orders of one batch.
    fn crosses_before_the_venue(&self, batch: &Batch) {
        if self.run.state.settings().unwrap().house_limit < cash("1000") {
            return;
        }
        let redeems = |order: &issuance::Contribution| {
            let order = self.run.state.order(order.order).unwrap();
            order.request().side == issuance::Side::Redeem
        };
        let sold = batch.asset_orders.iter().filter(|order| {
            order.side == scenario::SELL && order.contributions.iter().any(redeems)
        });
        for sold in sold {
            let bought = batch.asset_orders.iter().find(|order| {
                let is_bought = order.asset == sold.asset && order.side != scenario::SELL;
                is_bought && !order.contributions.is_empty()
            });
            assert_eq!(bought, None, "{batch:?}");
        }
    }

    /// Hundredths of each asset; no index is left without any.
    fn rebalance(&mut self, index: usize, hundredths: [u32; 3]) {
        let symbol = ["BOTH", "ALL"][index];
        let index = self
            .run
            .state
            .indexes()
            .find(|index| *index.symbol == *symbol);
        let mut index = index.unwrap().clone();
        let entries = ASSETS.iter().zip(hundredths);
        let entries = entries.filter(|(_, hundredths)| *hundredths > 0);
        index.basket = entries
            .map(|(asset, hundredths)| BasketEntry {
                asset: (*asset).into(),
                quantity: scenario::quantity(&format!(
                    "{}.{:02}",
                    hundredths / 100,
                    hundredths % 100
                )),
            })
            .collect();
        self.names += 1;
        let command_id = format!("basket{}", self.names);
        let changed = self.run.run(Command::DefineIndex { command_id, index });
        assert!(
            matches!(changed, Ok(_) | Err(Rejection::BadIndex { .. })),
            "{changed:?}"
        );
    }

    fn fund(&mut self, index: usize, amount: u32) {
        self.names += 1;
        let command = Command::FundRebalance {
            command_id: format!("fund{}", self.names),
            index: ["BOTH", "ALL"][index].into(),
            amount: cash(&amount.to_string()),
        };
        let funded = self.run.run(command);
        assert!(
            matches!(
                funded,
                Ok(_) | Err(Rejection::BadFunding { .. } | Rejection::HouseShort { .. })
            ),
            "{funded:?}"
        );
    }

    fn time_in_force(&self, place: usize) -> TimeInForce {
        [
            TimeInForce::Day,
            TimeInForce::GoodTillCancel,
            TimeInForce::ImmediateOrCancel,
            TimeInForce::FillOrKill,
            TimeInForce::GoodTill(self.run.now + 500_000_000),
        ][place]
    }

    fn burn(&mut self, account: u32, symbol: &str, part: u32) {
        let on_chain = self
            .run
            .state
            .books()
            .balance(&symbol.into(), &Account::OnChain)
            .to_units()
            .unwrap();
        let part = on_chain
            .share_of(
                Rate::from_basis_points(part * 10),
                Rate::ONE,
                Scale::UNITS,
                Rounding::Down,
            )
            .unwrap();
        if !part.is_zero() {
            self.run.burn(account, symbol, &part.to_string());
        }
    }

    fn quoted(&mut self, account: u32, amount: u32, prices: [u32; 3], all_or_nothing: bool) {
        self.names += 1;
        let name = format!("n{}", self.names);
        let mut order = request(
            &name,
            &format!("ACC-{account}"),
            "BOTH",
            &format!("{amount}.37"),
        );
        let asked = QuoteRequest {
            session: order.session.clone(),
            quote_req_id: name.clone(),
            account: order.account.clone(),
            index: order.index.clone(),
            side: order.side,
            cash: order.cash,
            units: money::Units::ZERO,
        };
        let command = Command::RequestQuote {
            command_id: name,
            request: asked,
            snapshot: self.snapshot(prices, [20, 20, 20], false),
        };
        let events = self.run.run(command).unwrap();
        let [Event::Quoted { quote, .. }] = &events[..] else {
            panic!("{events:?}")
        };
        order.quote = Some(quote.id);
        if all_or_nothing {
            order.time_in_force = TimeInForce::FillOrKill;
        }
        let id = self.run.submit(order);
        self.orders.push(id);
    }

    fn trade(&mut self, place: usize, part: u32, better: u32, fee: usize) {
        if self.venue.open.is_empty() {
            return;
        }
        let place = place % self.venue.open.len();
        let (order, left) = &mut self.venue.open[place];
        let part = left
            .share_of(
                Rate::from_basis_points(part * 10),
                Rate::ONE,
                Scale::QUANTITY,
                Rounding::Down,
            )
            .unwrap();
        let amount = part.floor_to_step(self.step).unwrap();
        if amount.is_zero() {
            return;
        }
        *left = left.checked_sub(amount).unwrap();
        let selling = order.side == scenario::SELL;
        // Between the limit and five per cent better.
        let change = Rate::from_basis_points(better * 10);
        let at = if selling {
            order
                .limit_price
                .plus_rate(change, Scale::UNITS, Rounding::Down)
        } else {
            order
                .limit_price
                .less_rate(change, Scale::UNITS, Rounding::Up)
        };
        let at: Price = at.unwrap().max(scenario::price("0.001"));
        let thousandth = Rate::from_basis_points(10);
        let fee_cash = at
            .times(amount, Scale::UNITS, Rounding::Up)
            .unwrap()
            .times_rate(thousandth, Scale::UNITS, Rounding::Up)
            .unwrap();
        let asset = order.asset.to_string();
        let base_fee = amount
            .times_rate(thousandth, Scale::UNITS, Rounding::Down)
            .unwrap();
        // In cash, in the asset (which no sale has), in a third asset, and more than the venue had stated.
        let (fee, fee_asset, fee_cash) = match fee {
            1 if !selling => (base_fee.to_string(), asset.clone(), fee_cash.to_string()),
            2 => ("0.0001".to_owned(), "VNT".to_owned(), fee_cash.to_string()),
            3 => {
                let more = fee_cash.checked_add(fee_cash).unwrap();
                (more.to_string(), "USDC".to_owned(), more.to_string())
            }
            _ => (
                fee_cash.to_string(),
                "USDC".to_owned(),
                fee_cash.to_string(),
            ),
        };
        self.venue.trades += 1;
        self.run.adapter += 1;
        let trade = issuance::VenueTrade {
            lot_id: format!("{asset}USDC-{}", self.venue.trades).into(),
            asset_order_id: order.id.clone(),
            asset: order.asset.clone(),
            side: order.side,
            quantity: amount,
            price: at,
            fee: scenario::quantity(&fee),
            fee_asset: fee_asset.into(),
            fee_cash: cash(&fee_cash),
            time_unix_ns: self.run.now,
        };
        let command = Command::RecordTrade {
            position: self.run.adapter,
            trade,
        };
        self.run.run(command.clone()).unwrap();
        assert_eq!(
            self.run.run(command).unwrap(),
            [],
            "a repeat changes nothing"
        );
    }

    fn end(&mut self, place: usize) {
        if self.venue.open.is_empty() {
            return;
        }
        let place = place % self.venue.open.len();
        let (order, _) = self.venue.open.remove(place);
        self.run.adapter += 1;
        let command = Command::EndAssetOrder {
            position: self.run.adapter,
            asset_order_id: order.id,
            text: String::new(),
        };
        self.run.run(command).unwrap();
    }

    fn mint(&mut self) {
        let minting: Vec<OrderId> = self
            .run
            .state
            .mints_to_ask_for()
            .map(issuance::Order::id)
            .collect();
        for order in minting {
            self.run.run(Command::ConfirmMintAccepted(order)).unwrap();
            self.run.confirm_mint(order);
        }
    }

    fn pay_out(&mut self, refused: bool) {
        let unaccepted: Vec<PayoutId> = self
            .run
            .state
            .payouts_to_ask_for()
            .map(|payout| payout.id)
            .collect();
        for payout in unaccepted {
            let accepted = Command::ConfirmPayoutAccepted(payout);
            self.run.run(accepted.clone()).unwrap();
            assert_eq!(self.run.run(accepted).unwrap(), []);
        }
        let live: Vec<String> = self
            .run
            .state
            .payouts()
            .map(|payout| payout.payout_id.clone())
            .collect();
        for (place, id) in live.iter().enumerate() {
            if refused && place % 2 == 0 {
                self.run.fail_transaction(id);
            } else {
                self.run.confirm_payout(id);
            }
        }
    }

    /// Lets everything come to its end.
    fn finish(&mut self) {
        while !self.venue.open.is_empty() {
            self.end(0);
        }
        // What is good until cancelled is cancelled; the rest expires.
        for name in 1..=self.names {
            self.names += 1;
            self.run
                .cancel(&format!("n{}", self.names), &format!("n{name}"));
        }
        self.run.now += 10 * 86_400_000_000_000;
        self.run.run(Command::Expire).unwrap();
        self.complete_what_is_begun();
        self.mint();
        self.pay_out(false);
    }

    /// Redemptions that have begun an increment complete it, and rebalances are done, where there is someone to buy.
    fn complete_what_is_begun(&mut self) {
        for index in [None, Some("BOTH"), Some("ALL")] {
            self.run.set_trading(index, TradingState::Open);
        }
        let market = self.snapshot([100, 100, 100], [40, 40, 40], true);
        for _ in 0..BATCHES_TO_END {
            let Some(batch) = self.run.batch(&market) else {
                break;
            };
            self.venue.take(&batch);
            self.apply(&Move::Settle);
        }
    }
}

fn laws_at_the_end(world: &World) -> Result<(), TestCaseError> {
    let run = &world.run;
    for id in &world.orders {
        let view = run.view(*id);
        prop_assert!(view.status.is_final(), "{:?} has not ended", view);
        prop_assert!(
            view.spent <= view.request.cash || view.status == Status::Rejected,
            "{view:?}"
        );
        prop_assert_eq!(
            matches!(view.status, Status::Minted | Status::Redeemed),
            !view.units.is_zero(),
            "{:?}",
            view
        );
    }
    prop_assert_eq!(run.state.payouts().count(), 0);
    for index in run.state.indexes() {
        let newest = run.state.rebalances(&index.symbol).last();
        let ended = newest.is_none_or(|newest| {
            matches!(newest.state, RebalanceState::Done | RebalanceState::Short)
        });
        let needs = run.state.needs(&index.symbol);
        prop_assert!(ended, "{} {:?}: {:?}", index.symbol, newest, needs);
    }
    limits_are_kept(&run.events)?;
    // What is on chain is what was filled, less what was burned.
    for index in run.state.indexes() {
        let symbol = ledger::Unit::from(&index.symbol);
        let on_chain = run.state.books().balance(&symbol, &Account::OnChain);
        let left = run
            .filled(&index.symbol)
            .checked_sub(run.burned(&index.symbol));
        prop_assert_eq!(on_chain.to_units(), left);
    }
    // Lots: Σ shares = the trade, each time.
    for event in &run.events {
        if let Event::Bought(bought) = event {
            let mut shares: Vec<Quantity> =
                bought.shares.iter().map(|share| share.traded).collect();
            shares.extend(bought.backing.iter().map(|share| share.traded));
            shares.extend(bought.house.iter().map(|house| house.traded));
            prop_assert_eq!(Quantity::sum(shares).unwrap(), bought.trade.quantity);
        }
        if let Event::Sold(sold) = event {
            let left_over = sold
                .shares
                .iter()
                .map(|share| share.sold.quantity().unwrap());
            let redeemed = sold.redeemed.iter().map(|share| share.sold.quantity);
            let rebalanced = sold.rebalanced.iter().map(|share| share.lot.quantity);
            let shares = left_over.chain(redeemed).chain(rebalanced);
            let shares = Quantity::sum(shares).unwrap();
            prop_assert_eq!(shares, sold.trade.quantity);
        }
        if let Event::Order(event) = event
            && let OrderChange::Ended { released, .. } = &event.change
        {
            prop_assert!(*released >= Cash::ZERO);
        }
    }
    let replayed = run.replayed();
    prop_assert_eq!(replayed.books(), run.state.books());
    for index in run.state.indexes() {
        let reports = run.state.rebalances(&index.symbol);
        prop_assert_eq!(replayed.rebalances(&index.symbol), reports);
    }
    let views = |state: &issuance::Issuance| {
        state
            .orders()
            .map(|order| state.view(order))
            .collect::<Vec<_>>()
    };
    prop_assert_eq!(views(&replayed), views(&run.state));
    Ok(())
}

/// What crosses is at no worse a price than the venue's best, for either; what the one pays is what the other gets; and who has a part in
/// it has a part in the batch.
fn crossing_is_fair(snapshot: &Snapshot, batch: &Batch) {
    for crossing in &batch.crossings {
        let market = snapshot.market_of(&crossing.asset).unwrap();
        let (bid, ask) = (market.bids[0].price, market.asks[0].price);
        assert!(bid <= crossing.price && crossing.price <= ask, "{batch:?}");
        for part in &crossing.parts {
            assert!(!part.quantity.is_zero());
            let cost = crossing
                .price
                .times(part.quantity, Scale::USDC, Rounding::HalfEven);
            assert_eq!(cost, Ok(part.cost), "{batch:?}");
            for order in [part.from, part.to] {
                assert!(batch.orders.iter().any(|part| part.order == order));
            }
        }
    }
}

/// No fill is above the limit that its order had by then, or below it when redeeming; but what a redemption that is to end has begun is
/// completed at the market.
fn limits_are_kept(events: &[Event]) -> Result<(), TestCaseError> {
    let mut closing = std::collections::BTreeSet::new();
    for event in events {
        let Event::Order(event) = event else { continue };
        if let OrderChange::Closing { .. } = event.change {
            closing.insert(event.order.id);
        }
        if event.order.request.side == issuance::Side::Redeem {
            let limit = event.order.request.limit_price;
            if let (OrderChange::Filled(fill), Some(limit), false) =
                (&event.change, limit, closing.contains(&event.order.id))
            {
                let least = limit.times_units(fill.units, Scale::USDC, Rounding::Down);
                let brought = fill.gross.checked_add(cash("0.0002")).unwrap();
                prop_assert!(brought >= least.unwrap(), "{event:?}");
            }
            continue;
        }
        if let (OrderChange::Filled(fill), Some(limit)) =
            (&event.change, event.order.request.limit_price)
        {
            // Shares of a lot are whole millionths of cash: one for each lot behind the units, and there are fewer than these.
            let most = limit
                .times_units(fill.units, Scale::USDC, Rounding::Up)
                .unwrap();
            let most = most.checked_add(cash("0.0002")).unwrap();
            prop_assert!(fill.gross <= most, "{event:?}");
        }
    }
    Ok(())
}

impl Scenario {
    /// By purchases.
    fn filled(&self, symbol: &str) -> money::Units {
        let own = self.state.orders().filter(|order| {
            let request = order.request();
            *request.index == *symbol && request.side == issuance::Side::Buy
        });
        money::Units::sum(own.map(issuance::Order::units)).unwrap()
    }

    fn burned(&self, symbol: &str) -> money::Units {
        let burned = self.events.iter().filter_map(|event| match event {
            Event::Burned { burn, .. } if *burn.index == *symbol => Some(burn.units),
            _ => None,
        });
        money::Units::sum(burned).unwrap()
    }
}

#[test]
fn the_laws_hold_whatever_happens() {
    let strategy = || {
        let limits = prop_oneof![Just("0"), Just("3"), Just("1000")];
        let steps = prop_oneof![Just("0.00000001"), Just("0.0001"), Just("0.1")];
        (limits, steps, 0..100_u32, moves())
    };
    cases::check(CASES, strategy, |(house_limit, step, fee, moves)| {
        let mut world = world(house_limit, step, fee);
        for step in &moves {
            world.apply(step);
        }
        world.finish();
        laws_at_the_end(&world)
    });
}
