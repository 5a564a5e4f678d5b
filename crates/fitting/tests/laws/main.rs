//! What holds of every fit, checked in exact rationals over random problems. No law knows how the fit was found.
//!
//! `SHEAF_CASES=10000` plays more cases; a failure prints the shrunk problem and the command that plays it again (`cases`).

mod case;
#[path = "../random/mod.rs"]
mod random;

use std::collections::BTreeMap;

use case::{Case, Exact, exact, one, positive, step, zero};
use fitting::{Fit, Order, Problem, fit};
use num_bigint::BigInt;
use proptest::prelude::*;
use random::Shape;
use rust_decimal::Decimal;

/// Cases of each law, unless `SHEAF_CASES` says otherwise.
const CASES: u64 = 1_000;

fn small() -> impl Strategy<Value = Problem> {
    random::problem(Shape {
        assets: 5,
        indexes: 3,
        orders: 8,
        filters: false,
    })
}

fn filtered() -> impl Strategy<Value = Problem> {
    random::problem(Shape {
        assets: 6,
        indexes: 4,
        orders: 8,
        filters: true,
    })
}

fn all() -> impl Strategy<Value = Problem> {
    prop_oneof![small(), filtered()]
}

#[test]
fn no_resource_is_exceeded() {
    cases::check(CASES, all, |problem| {
        let case = Case::new(problem);
        // Where the venue takes too few asset orders, an order may count units that only a later batch completes.
        let contributed = case.fit.asset_orders.iter().map(|order| {
            (
                order.asset.clone(),
                order
                    .contributions
                    .values()
                    .map(|quantity| exact(*quantity))
                    .sum(),
            )
        });
        prop_assert_eq!(case.exceeded(&contributed.collect()), None);
        for order in &case.fit.asset_orders {
            prop_assert!(exact(order.quantity) <= case.offered(&order.asset));
            prop_assert!(exact(order.from_house) <= case.house(&order.asset));
            prop_assert_eq!(exact(order.limit_price), case.limit(&order.asset).unwrap());
        }
        let at_venue = case
            .fit
            .asset_orders
            .iter()
            .filter(|order| !order.quantity.is_zero())
            .count();
        prop_assert!(at_venue <= case.problem.max_asset_orders as usize);
        Ok(())
    });
}

#[test]
fn contributions_are_what_the_units_need_and_the_budget_allows() {
    cases::check(CASES, small, |problem| {
        let case = Case::new(problem);
        let mut contributions: BTreeMap<&str, BTreeMap<String, Exact>> = BTreeMap::new();
        for order in &case.fit.asset_orders {
            for (id, quantity) in &order.contributions {
                contributions
                    .entry(id)
                    .or_default()
                    .insert(order.asset.clone(), exact(*quantity));
            }
        }
        for fitted in &case.fit.orders {
            let order = case.order(&fitted.id);
            let needs = case.needs(order, &exact(fitted.units));
            prop_assert!(
                case.cost(&needs).unwrap() <= case.budget(order),
                "{} is over its budget",
                order.id
            );
            prop_assert_eq!(
                contributions.remove(order.id.as_str()).unwrap_or_default(),
                needs
            );
        }
        prop_assert!(contributions.is_empty());
        Ok(())
    });
}

#[test]
fn an_order_that_nothing_stopped_has_all_its_budget_allows() {
    cases::check(CASES, small, |problem| {
        let case = Case::new(problem);
        for fitted in case
            .fit
            .orders
            .iter()
            .filter(|fitted| fitted.frozen_by.is_none())
        {
            let order = case.order(&fitted.id);
            if let Some(limit) = order.limit_price {
                let one_unit = case
                    .basket(order)
                    .into_iter()
                    .map(|(asset, quantity)| (asset.to_owned(), quantity));
                if case
                    .cost(&one_unit.collect())
                    .is_none_or(|price| price > exact(limit))
                {
                    prop_assert!(fitted.units.is_zero(), "{} is above its limit", order.id);
                    continue;
                }
            }
            let more = case.needs(order, &(exact(fitted.units) + step()));
            prop_assert!(
                case.cost(&more)
                    .is_none_or(|cost| cost > case.budget(order)),
                "{} could afford more",
                order.id
            );
            prop_assert!(fitted.units.is_zero() || exact(fitted.fraction) == exact(Decimal::ONE));
        }
        Ok(())
    });
}

#[test]
fn no_order_could_get_more_without_taking_from_another() {
    cases::check(CASES, small, |problem| {
        let case = Case::new(problem);
        let demands = case.demands();
        for fitted in case
            .fit
            .orders
            .iter()
            .filter(|fitted| fitted.frozen_by.is_some())
        {
            let order = case.order(&fitted.id);
            let mut more = demands.clone();
            for (asset, need) in case.needs(order, &exact(fitted.units)) {
                *more.get_mut(&asset).unwrap() -= need;
            }
            for (asset, need) in case.needs(order, &(exact(fitted.units) + step())) {
                *more.entry(asset).or_insert_with(zero) += need;
            }
            more.retain(|_, demand| *demand > zero());
            prop_assert!(
                case.exceeded(&more).is_some(),
                "{} could get more: {:?}",
                order.id,
                case.fit
            );
        }
        Ok(())
    });
}

#[test]
fn at_an_exhausted_asset_no_fraction_is_above_anothers_that_needs_it_too() {
    cases::check(CASES, small, |problem| {
        let case = Case::new(problem);
        // Rounding leaves a step or so of each order's basket idle, which goes to whom it fits: in units, the more the smaller his basket.
        let slack = |order: &Order, asset: &str| -> Exact {
            let baskets = case
                .fit
                .orders
                .iter()
                .filter_map(|order| case.basket(case.order(&order.id)).remove(asset));
            let idle: Exact = baskets.sum();
            step()
                * Exact::from(BigInt::from(3))
                * (one() + idle / case.basket(order).remove(asset).unwrap())
        };
        let tolerance = |order: &Order, asset: &str, units: &Exact, fraction: &Exact| {
            if *fraction > zero() {
                slack(order, asset) * fraction / units
            } else {
                exact(Decimal::new(1, 3))
            }
        };
        for stopped in &case.fit.orders {
            let Some(asset) = &stopped.frozen_by else {
                continue;
            };
            let Some(market) = case.problem.markets.get(asset) else {
                continue;
            };
            if market.asks.best().is_none() {
                // A target that a holding bounds, not a fraction that others were given.
                continue;
            }
            for other in &case.fit.orders {
                let (order, other_order) = (case.order(&stopped.id), case.order(&other.id));
                if other.id == stopped.id || !case.basket(other_order).contains_key(asset.as_str())
                {
                    continue;
                }
                // Not the last steps, which its holding covers or not.
                let units = positive(exact(other.units) - slack(other_order, asset));
                if case.needs(other_order, &units).contains_key(asset) {
                    let (low, high) = (exact(stopped.fraction), exact(other.fraction));
                    if low == zero() && high > zero() {
                        // Of a target of a step or so the same fraction is none.
                        let least = slack(order, asset) / &high;
                        let cost = case.cost(&case.needs(order, &least));
                        if cost.is_none_or(|cost| cost > case.budget(order)) {
                            continue;
                        }
                    }
                    let allowed = tolerance(order, asset, &exact(stopped.units), &low)
                        + tolerance(other_order, asset, &exact(other.units), &high);
                    prop_assert!(
                        high <= &low + allowed,
                        "{} is above {}: {:?}",
                        other.id,
                        stopped.id,
                        case.fit
                    );
                }
            }
        }
        Ok(())
    });
}

#[test]
fn asset_orders_pass_the_venues_filters_and_the_house_pays_within_its_limit() {
    cases::check(CASES, filtered, |problem| {
        let case = Case::new(problem);
        let mut expense = zero();
        for order in &case.fit.asset_orders {
            let market = case.market(&order.asset);
            let contributed: Exact = order
                .contributions
                .values()
                .map(|quantity| exact(*quantity))
                .sum();
            prop_assert_eq!(
                exact(order.from_house),
                case.house(&order.asset).min(contributed.clone()),
                "house lots first"
            );
            let needed = contributed - exact(order.from_house);
            prop_assert!((exact(order.quantity) / exact(market.step)).is_integer());
            if order.quantity.is_zero() {
                prop_assert_eq!(needed, zero(), "nothing is bought of what a basket needs");
                continue;
            }
            let price = exact(order.limit_price);
            prop_assert!(exact(order.quantity) * &price >= exact(market.min_notional));
            expense += positive(exact(order.quantity) - &needed) * &price;
            prop_assert!(
                needed - exact(order.quantity) < exact(market.step),
                "down by less than a step"
            );
        }
        prop_assert!(expense <= exact(case.problem.house.limit));
        Ok(())
    });
}

#[test]
fn every_order_is_answered_once() {
    cases::check(CASES, filtered, |problem| {
        let case = Case::new(problem);
        let answered: Vec<&str> = case
            .fit
            .orders
            .iter()
            .map(|order| order.id.as_str())
            .collect();
        let excluded: Vec<&str> = case
            .fit
            .excluded
            .iter()
            .map(|order| order.id.as_str())
            .collect();
        let of = |ids: &[&str]| -> Vec<String> {
            case.problem
                .orders
                .iter()
                .filter(|order| ids.contains(&order.id.as_str()))
                .map(|order| order.id.clone())
                .collect()
        };
        prop_assert_eq!(of(&answered), answered.clone());
        prop_assert_eq!(of(&excluded), excluded.clone());
        prop_assert_eq!(answered.len() + excluded.len(), case.problem.orders.len());
        let idle = case
            .fit
            .orders
            .iter()
            .filter(|order| order.units.is_zero())
            .map(|order| order.id.clone());
        prop_assert_eq!(&case.fit.waiting, &idle.collect::<Vec<_>>());
        for id in excluded {
            prop_assert!(
                case.basket(case.order(id)).is_empty(),
                "only an empty basket is a reason here"
            );
        }
        Ok(())
    });
}

#[test]
fn the_same_problem_has_the_same_fit_by_text_too() {
    cases::check(CASES, filtered, |problem| {
        let text = serde_json::to_string(&problem).unwrap();
        let again: Problem = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&again, &problem);
        let (first, second) = (fit(&problem).unwrap(), fit(&again).unwrap());
        prop_assert_eq!(
            serde_json::to_string(&first).unwrap(),
            serde_json::to_string(&second).unwrap()
        );
        prop_assert_eq!(
            serde_json::from_str::<Fit>(&serde_json::to_string(&first).unwrap()).unwrap(),
            first
        );
        Ok(())
    });
}

#[test]
fn an_order_that_is_excluded_changes_nothing_for_the_others() {
    cases::check(CASES, filtered, |problem| {
        let mut with = problem.clone();
        with.indexes.insert(
            "delisted".into(),
            BTreeMap::from([("GONE".to_owned(), "1".parse().unwrap())]),
        );
        with.indexes.insert(
            "huge".into(),
            BTreeMap::from([(
                "A0".to_owned(),
                "79228162514264337593543950335".parse().unwrap(),
            )]),
        );
        for (id, index) in [("x", "delisted"), ("y", "nowhere"), ("z", "huge")] {
            let order = Order {
                id: id.into(),
                index: index.into(),
                cash: "1000".parse().unwrap(),
                holdings: BTreeMap::new(),
                limit_price: None,
            };
            with.orders.insert(0, order);
        }
        let (mut with, without) = (fit(&with).unwrap(), fit(&problem).unwrap());
        prop_assert_eq!(
            with.excluded
                .drain(..3)
                .map(|order| order.id)
                .collect::<Vec<_>>(),
            ["z", "y", "x"]
        );
        prop_assert_eq!(with, without);
        Ok(())
    });
}
