//! The deployment, and what a move does to it.

use issuance::{Command, OrderId, Rejection, Scope, Snapshot, TimeInForce, TradingState};
use money::{Quantity, Rate};

use crate::laws::crossing_is_fair;
use crate::moves::Move;
use crate::venue::Venue;
use crate::{ASSETS, BATCHES_TO_END};
use scenario::{Scenario, cash, index, market, rate, redemption, request, settings, snapshot};

pub(crate) struct World {
    pub(crate) run: Scenario,
    pub(crate) venue: Venue,
    pub(crate) step: Quantity,
    pub(crate) orders: Vec<OrderId>,
    pub(crate) names: u32,
}

/// Machines that fill or end so many orders `at_once`; the others by moves of their own.
pub(crate) fn world(house_limit: &str, step: &str, fee_basis_points: u32, at_once: usize) -> World {
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
    let mut run = Scenario::in_steps(limits, vec![both, all], at_once);
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
    world.run.goes_on = false;
    world
}

impl World {
    pub(crate) fn snapshot(&self, prices: [u32; 3], offered: [u32; 3], bids: bool) -> Snapshot {
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
    pub(crate) fn apply(&mut self, step: &Move) {
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
            Move::Quoted(quoted) => self.quoted(quoted),
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
            Move::GoOn => {
                self.run.step();
            }
            Move::Restart => self.run.restart(),
            Move::Write => self.run.write_down(),
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
            Move::CashLeaves { from_vault, amount } => self.move_cash(*from_vault, *amount),
            Move::CashArrives { back, cost } => self.arrive_cash(*back, *cost),
        }
    }

    pub(crate) fn time_in_force(&self, place: usize) -> TimeInForce {
        [
            TimeInForce::Day,
            TimeInForce::GoodTillCancel,
            TimeInForce::ImmediateOrCancel,
            TimeInForce::FillOrKill,
            TimeInForce::GoodTill(self.run.now + 500_000_000),
        ][place]
    }

    /// Lets everything come to its end.
    pub(crate) fn finish(&mut self) {
        self.run.goes_on = true;
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
    pub(crate) fn complete_what_is_begun(&mut self) {
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
