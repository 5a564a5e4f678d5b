//! The filling done the slow way, in exact rationals: every breakpoint of every demand looked at, no integers, no steps of units. The fit
//! differs from it by rounding to steps of units and by what the left-over steps are worth.

mod random;

use std::collections::BTreeMap;

use fitting::{Order, Problem, fit};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use random::Shape;
use rust_decimal::Decimal;

/// Cases, unless `SHEAF_CASES` says otherwise.
const CASES: u64 = 500;

type Exact = BigRational;

fn exact(value: impl Into<Decimal>) -> Exact {
    let value = value.into();
    Exact::new(
        BigInt::from(value.mantissa()),
        BigInt::from(10).pow(value.scale()),
    )
}

fn zero() -> Exact {
    exact(Decimal::ZERO)
}

fn one() -> Exact {
    exact(Decimal::ONE)
}

/// One order that takes part.
struct Rising {
    id: String,
    target: Exact,
    stop: Exact,
    /// Asset, basket quantity, holding.
    legs: Vec<(String, Exact, Exact)>,
}

impl Rising {
    /// The time from which on it needs a leg's asset.
    fn holds_until(&self, asset: &str) -> Option<Exact> {
        let (_, basket, held) = self.legs.iter().find(|(name, ..)| name == asset)?;
        Some(held / basket / &self.target)
    }

    fn stop_at(&mut self, time: &Exact) {
        self.stop = self.stop.clone().min(time.clone());
    }
}

struct Reference {
    limits: BTreeMap<String, Exact>,
    house: BTreeMap<String, Exact>,
    supplies: BTreeMap<String, Exact>,
    orders: Vec<Rising>,
}

impl Reference {
    fn new(problem: &Problem) -> Self {
        let mut reference = Self {
            limits: BTreeMap::new(),
            house: BTreeMap::new(),
            supplies: BTreeMap::new(),
            orders: Vec::new(),
        };
        for (asset, market) in &problem.markets {
            let Some(best) = market.asks.best() else {
                continue;
            };
            let tick = exact(market.tick);
            let limit = (exact(best) * (one() + exact(problem.slippage)) / &tick).floor() * tick;
            let levels = market
                .asks
                .levels()
                .filter(|(price, _)| exact(*price) <= limit);
            let offered: Exact = levels.map(|(_, quantity)| exact(quantity)).sum();
            let step = exact(market.step);
            let offered = (offered / &step).floor() * step;
            let house = problem
                .house
                .lots
                .get(asset)
                .map_or_else(zero, |lots| exact(*lots));
            reference.supplies.insert(asset.clone(), offered + &house);
            reference.house.insert(asset.clone(), house);
            reference.limits.insert(asset.clone(), limit);
        }
        for order in &problem.orders {
            reference.orders.extend(reference.rising(problem, order));
        }
        reference
    }

    fn rising(&self, problem: &Problem, order: &Order) -> Option<Rising> {
        let basket = problem.indexes[&order.index]
            .iter()
            .filter(|(_, quantity)| !quantity.is_zero());
        let held = |asset: &String| {
            order
                .holdings
                .get(asset)
                .map_or_else(zero, |held| exact(*held))
        };
        let legs: Vec<_> = basket
            .map(|(asset, basket)| (asset.clone(), exact(*basket), held(asset)))
            .collect();
        let priced: Vec<_> = legs
            .iter()
            .filter(|(asset, ..)| self.limits.contains_key(asset))
            .collect();
        if let Some(limit) = order.limit_price {
            let price: Exact = priced
                .iter()
                .map(|(asset, basket, _)| basket * &self.limits[asset])
                .sum();
            if priced.len() < legs.len() || price > exact(limit) {
                return None;
            }
        }
        let budget = exact(order.cash) / (one() + exact(problem.fee_rate));
        let budget = budget.min(exact(problem.order_cap));
        let cost = |units: &Exact| -> Exact {
            priced
                .iter()
                .map(|(asset, basket, held)| {
                    (units * basket - held).max(zero()) * &self.limits[asset]
                })
                .sum()
        };
        // The units that are covered without cash in each leg: where the cost's slope changes.
        let bends = legs.iter().map(|(_, basket, held)| held / basket);
        let bound = legs
            .iter()
            .filter(|(asset, ..)| !self.limits.contains_key(asset))
            .map(|(_, basket, held)| held / basket)
            .min();
        // Far beyond every bend the cost is linear.
        let far = bends.clone().max()? + one();
        let slope = cost(&(&far + one())) - cost(&far);
        let farthest = if slope > zero() {
            &far + (&budget / slope) + one()
        } else {
            far
        };
        let afforded = crossing(cost, &budget, &zero(), &farthest, bends.collect());
        let target = match (afforded, bound) {
            (Some(units), Some(bound)) => units.min(bound),
            (Some(units), None) => units,
            (None, bound) => bound?,
        };
        (target > zero()).then(|| Rising {
            id: order.id.clone(),
            target,
            stop: one(),
            legs,
        })
    }

    /// How far rounding can move an order's units: a few steps of everyone's units, in cash, for the cheapest part of its own basket.
    fn slack(&self) -> BTreeMap<String, Exact> {
        let costs = |order: &Rising| -> Vec<Exact> {
            let legs = order
                .legs
                .iter()
                .filter_map(|(asset, basket, _)| Some(basket * self.limits.get(asset)?));
            legs.collect()
        };
        let everyone: Exact = self.orders.iter().flat_map(costs).sum();
        let slack = self.orders.iter().map(|order| {
            let least = costs(order).into_iter().min().unwrap_or_else(one);
            (
                order.id.clone(),
                exact(Decimal::new(4, 8)) * (one() + &everyone / least),
            )
        });
        slack.collect()
    }

    fn demand(&self, asset: &str, time: &Exact) -> Exact {
        let demands = self.orders.iter().flat_map(|order| {
            let units = &order.target * time.clone().min(order.stop.clone());
            let legs = order.legs.iter().filter(|(name, ..)| name == asset);
            legs.map(move |(_, basket, held)| (&units * basket - held).max(zero()))
        });
        demands.sum()
    }

    fn cash(&self, time: &Exact, beyond_house: bool) -> Exact {
        let costs = self.limits.iter().map(|(asset, limit)| {
            let free = if beyond_house {
                self.house[asset].clone()
            } else {
                zero()
            };
            (self.demand(asset, time) - free).max(zero()) * limit
        });
        costs.sum()
    }

    /// The times at which a demand's slope changes.
    fn bends(&self) -> Vec<Exact> {
        let mut bends: Vec<Exact> = self.orders.iter().map(|order| order.stop.clone()).collect();
        for order in &self.orders {
            bends.extend(
                order
                    .legs
                    .iter()
                    .filter_map(|(asset, ..)| order.holds_until(asset)),
            );
        }
        // Where an asset's demand passes the house's lots.
        let smooth = bends.clone();
        for (asset, house) in &self.house {
            bends.extend(crossing(
                |time| self.demand(asset, time),
                house,
                &zero(),
                &one(),
                smooth.clone(),
            ));
        }
        bends
    }

    fn fill(mut self, problem: &Problem) -> BTreeMap<String, Exact> {
        let (batch, in_flight) = (exact(problem.batch_cap), exact(problem.in_flight_left));
        let mut now = zero();
        let mut exhausted: Vec<String> = Vec::new();
        loop {
            let bends = self.bends();
            let names = self
                .supplies
                .keys()
                .cloned()
                .chain(["batch".to_owned(), "in flight".to_owned()]);
            let next = names
                .filter(|name| !exhausted.contains(name))
                .filter_map(|name| {
                    let time = match name.as_str() {
                        "batch" => crossing(
                            |time| self.cash(time, false),
                            &batch,
                            &now,
                            &one(),
                            bends.clone(),
                        ),
                        "in flight" => crossing(
                            |time| self.cash(time, true),
                            &in_flight,
                            &now,
                            &one(),
                            bends.clone(),
                        ),
                        asset => crossing(
                            |time| self.demand(asset, time),
                            &self.supplies[asset],
                            &now,
                            &one(),
                            bends.clone(),
                        ),
                    };
                    Some((time?, name))
                });
            let Some((time, name)) = next.min() else {
                break;
            };
            now = time;
            self.exhaust(&name, &now);
            exhausted.push(name);
        }
        self.orders
            .into_iter()
            .map(|order| (order.id, order.target * order.stop))
            .collect()
    }

    fn exhaust(&mut self, name: &str, time: &Exact) {
        match name {
            "batch" => {
                let priced: Vec<&String> = self.limits.keys().collect();
                for order in &mut self.orders {
                    let covered = priced
                        .iter()
                        .filter_map(|asset| order.holds_until(asset))
                        .min();
                    order.stop_at(&covered.unwrap_or_else(one).max(time.clone()));
                }
            }
            "in flight" => {
                let assets: Vec<String> = self.supplies.keys().cloned().collect();
                for asset in assets {
                    let left = self.demand(&asset, time).max(self.house[&asset].clone());
                    if left < self.supplies[&asset] {
                        self.supplies.insert(asset.clone(), left);
                    }
                }
            }
            asset => {
                for order in &mut self.orders {
                    if let Some(covered) = order.holds_until(asset) {
                        order.stop_at(&covered.max(time.clone()));
                    }
                }
            }
        }
    }
}

/// The last point up to which a rising, piecewise linear value is within a level; `None` if it is at the end.
fn crossing(
    value: impl Fn(&Exact) -> Exact,
    level: &Exact,
    start: &Exact,
    end: &Exact,
    bends: Vec<Exact>,
) -> Option<Exact> {
    let mut points: Vec<Exact> = bends
        .into_iter()
        .filter(|point| start < point && point < end)
        .collect();
    points.push(end.clone());
    points.sort();
    let mut last = (start.clone(), value(start));
    for point in points {
        let at_point = value(&point);
        if at_point > *level {
            let (from, at_from) = last;
            return Some(&from + (level - &at_from) * (&point - &from) / (at_point - &at_from));
        }
        last = (point, at_point);
    }
    None
}

fn problems() -> impl Strategy<Value = Problem> {
    random::problem(Shape {
        assets: 4,
        indexes: 3,
        orders: 6,
        filters: false,
    })
}

#[test]
fn the_fit_is_that_of_the_slow_way() {
    cases::check(CASES, problems, |problem| {
        let reference = Reference::new(&problem);
        let slack = reference.slack();
        let expected = reference.fill(&problem);
        let fit = fit(&problem).unwrap();
        for order in &fit.orders {
            let expected = expected.get(&order.id).cloned().unwrap_or_else(zero);
            let units = exact(order.units);
            let difference = if units > expected {
                &units - &expected
            } else {
                &expected - &units
            };
            let tolerance = slack.get(&order.id).cloned().unwrap_or_else(zero);
            prop_assert!(
                difference <= tolerance,
                "{}: {} instead of {}: {:?}",
                order.id,
                units,
                expected,
                fit
            );
        }
        Ok(())
    });
}
