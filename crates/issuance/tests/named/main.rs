//! A batch is what the fitting says by name: the decision asks it by position, and this asks `fitting::fit` the same question anew, from
//! what everybody can read of the state, with orders, assets and indexes called by names that sort otherwise than their positions.
//!
//! Where left-over holdings are for sale a batch is decided from more than that, and is not compared.

mod asked;
mod case;

use std::collections::BTreeMap;

use fitting::{Fit, Problem};
use issuance::{Batch, Event, OrderChange};
use money::{Price, Quantity, Rounding, Scale};
use proptest::prelude::*;

use asked::expected;
use case::{begun, case, execute, markets};

const CASES: u64 = 300;
#[test]
fn the_decisions_batch_is_what_the_fitting_says_by_name() {
    cases::check_one_in(4, CASES, case, |case| {
        let mut run = begun(&case);
        for books in &case.books {
            let snapshot = markets(&case, books);
            let expected = expected(&run, &snapshot);
            let events = run.make_batch_events(&snapshot);
            if let Some((problem, fit)) = expected {
                compare(&problem, &fit, &events)?;
            }
            execute(&mut run, &events, books);
        }
        Ok(())
    });
}

/// What an asset order is for, by the orders' names, house lots included.
type Wanted = BTreeMap<String, Quantity>;

fn compare(problem: &Problem, fit: &Fit, events: &[Event]) -> Result<(), TestCaseError> {
    let none = BTreeMap::new();
    let batch = events.iter().find_map(|event| match event {
        Event::BatchMade { batch } => Some(&**batch),
        _ => None,
    });
    let made = batch.map_or(none.clone(), made);
    let scale = |market: &fitting::Market| {
        let decimals = u8::try_from(market.step.decimals()).unwrap();
        Scale::new(decimals).unwrap().max(Scale::QUANTITY)
    };
    let mut said: BTreeMap<String, (Quantity, Option<Price>, Wanted)> = none;
    for order in &fit.asset_orders {
        let scale = scale(&problem.markets[&order.asset]);
        let wanted = order.contributions.iter().map(|(name, quantity)| {
            (
                name.clone(),
                quantity.round_to(scale, Rounding::Up).unwrap(),
            )
        });
        let mut wanted: Wanted = wanted.collect();
        let limit = (!order.quantity.is_zero()).then_some(order.limit_price);
        if limit.is_none() {
            without_digits(&mut wanted, made.get(&order.asset), scale);
            if wanted.is_empty() {
                continue;
            }
        }
        said.insert(order.asset.clone(), (order.quantity, limit, wanted));
    }
    prop_assert_eq!(&made, &said);
    let served = |name: &String| said.values().any(|(.., wanted)| wanted.contains_key(name));
    let aims = fit.orders.iter().filter(|order| served(&order.id));
    let aims: Vec<_> = aims
        .map(|order| (&order.id, order.units, &order.frozen_by))
        .collect();
    let orders = batch.iter().flat_map(|batch| &batch.orders);
    let orders: Vec<_> = orders
        .map(|order| (&order.cl_ord_id, order.units, &order.frozen_by))
        .collect();
    prop_assert_eq!(orders, aims);
    let suspended = events.iter().filter_map(|event| match event {
        Event::Order(event) => match &event.change {
            OrderChange::Suspended { text } => Some((&event.order.request.cl_ord_id, text)),
            _ => None,
        },
        _ => None,
    });
    let excluded = fit
        .excluded
        .iter()
        .map(|excluded| (&excluded.id, &excluded.reason));
    prop_assert_eq!(suspended.collect::<Vec<_>>(), excluded.collect::<Vec<_>>());
    Ok(())
}

/// What is wanted is rounded up. Where the house's lots alone are to do, they may be too little for these digits: then they lack a digit
/// for each at most, and who goes without how many is the lots' sharing.
fn without_digits(
    wanted: &mut Wanted,
    made: Option<&(Quantity, Option<Price>, Wanted)>,
    scale: Scale,
) {
    let given = |name: &String| {
        let given = made.and_then(|(.., given)| given.get(name));
        given.copied().unwrap_or_default()
    };
    let lacking = wanted
        .iter()
        .map(|(name, quantity)| quantity.excess_over(given(name)).unwrap());
    let digits = Quantity::from_atoms(wanted.len() as u128, scale).unwrap();
    if Quantity::sum(lacking).unwrap() <= digits {
        for (name, quantity) in wanted.iter_mut() {
            *quantity = given(name).min(*quantity);
        }
    }
    wanted.retain(|_, quantity| !quantity.is_zero());
}

/// A batch in the same words.
fn made(batch: &Batch) -> BTreeMap<String, (Quantity, Option<Price>, Wanted)> {
    let name = |id| {
        let part = batch.orders.iter().find(|part| part.order == id);
        part.unwrap().cl_ord_id.clone()
    };
    let mut made: BTreeMap<String, (Quantity, Option<Price>, Wanted)> = BTreeMap::new();
    for order in &batch.asset_orders {
        let wanted = order.contributions.iter();
        let wanted = wanted
            .map(|part| (name(part.order), part.quantity))
            .collect();
        made.insert(
            order.asset.to_string(),
            (order.quantity, Some(order.limit_price), wanted),
        );
    }
    for used in &batch.house_use {
        let asset = used.taken.asset.to_string();
        let (.., wanted) = made.entry(asset).or_default();
        let sum = wanted.entry(name(used.order)).or_default();
        *sum = sum.checked_add(used.taken.quantity().unwrap()).unwrap();
    }
    made
}
