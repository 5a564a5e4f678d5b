//! One order on the recorded books: batch after batch as the solver makes them, a second apart, each executed by a walk of its book up to
//! the batch's limit prices. And the cheapest that anyone could have had the same units for when the order came: its book walked from
//! the best ask on, without a limit, a step or a filter.
//!
//! No caps bind and no fees are charged: what is compared is what the assets cost.

use std::collections::BTreeMap;
use std::error::Error;

use fitting::{Asks, Fit, House, Market, Order, Problem, fit};
use money::{Cash, Price, Quantity, Rate, Rounding, Scale, Units};
use rust_decimal::prelude::ToPrimitive as _;

use super::recording::Second;

/// Assets, with the venue's steps.
const ASSETS: [(&str, &str); 2] = [("BTC", "0.00001"), ("ETH", "0.0001")];
/// The decimals that costs are added up with.
const COST_SCALE: Scale = Scale::PRICE;
/// What is left is not worth a batch: an index's smallest tradable amount.
const SMALLEST_TRADABLE: &str = "10";

/// Half bitcoin, half ether, 1,000 a unit when the recording begins.
pub(crate) struct Index {
    basket: [Quantity; 2],
}

/// What became of an order.
pub(crate) struct Bought {
    pub(crate) batches: u32,
    /// What was paid over the mid when it came, in basis points.
    pub(crate) fitted_bp: f64,
    /// What the cheapest walk of the book when it came would have.
    pub(crate) best_bp: f64,
    pub(crate) unspent: f64,
}

impl Index {
    pub(crate) fn of(seconds: &[Second; 2]) -> Result<Self, Box<dyn Error>> {
        let half = Rate::from_basis_points(5_000);
        let weights = [0, 1].map(|asset| (half, seconds[asset].mid));
        let target = Price::from_atoms(1_000, Scale::WHOLE)?;
        let basket = fitting::basket(&weights, target, Scale::QUANTITY)?;
        Ok(Self {
            basket: [basket[0], basket[1]],
        })
    }

    fn price(&self, seconds: &[Second; 2]) -> Result<Price, Box<dyn Error>> {
        let legs = [0, 1].map(|asset| (self.basket[asset], seconds[asset].mid));
        Ok(fitting::index_price(
            legs,
            Scale::PRICE,
            Rounding::HalfEven,
        )?)
    }
}

/// Buys for an order that came in the first of these seconds; none if the recording ends before it is done.
pub(crate) fn buy(
    index: &Index,
    cash: Cash,
    seconds: &[[Second; 2]],
) -> Result<Option<Bought>, Box<dyn Error>> {
    let smallest = Cash::parse(SMALLEST_TRADABLE)?;
    let (mut left, mut units, mut batches) = (cash, Units::ZERO, 0);
    for books in seconds {
        let answer = fit(&problem(index, left, books)?)?;
        units = units.checked_add(
            answer
                .orders
                .first()
                .ok_or("an order that is excluded")?
                .units,
        )?;
        let cost = execute(&answer, books)?;
        batches += u32::from(!cost.is_zero());
        left = left.checked_sub(cost)?;
        if left < smallest {
            let mid = index.price(&seconds[0])?;
            let Some(best) = walk(index, units, &seconds[0])? else {
                return Err(format!("the book ends before {cash} is spent").into());
            };
            return Ok(Some(Bought {
                batches,
                fitted_bp: over(cash.checked_sub(left)?, units, mid)?,
                best_bp: over(best, units, mid)?,
                unspent: left.as_decimal().to_f64().ok_or("a number")?,
            }));
        }
    }
    Ok(None)
}

fn problem(index: &Index, cash: Cash, books: &[Second; 2]) -> Result<Problem, Box<dyn Error>> {
    let plenty = Cash::from_atoms(1_000_000_000, Scale::WHOLE)?;
    let mut markets = BTreeMap::new();
    let mut basket = BTreeMap::new();
    for (place, (asset, step)) in ASSETS.into_iter().enumerate() {
        basket.insert(asset.to_owned(), index.basket[place]);
        let market = Market {
            asks: Asks::new(books[place].asks.iter().copied()),
            tick: Price::parse("0.01")?,
            step: Quantity::parse(step)?,
            min_notional: Cash::parse("5")?,
        };
        markets.insert(asset.to_owned(), market);
    }
    Ok(Problem {
        slippage: Rate::from_basis_points(100),
        fee_rate: Rate::ZERO,
        order_cap: plenty,
        batch_cap: plenty,
        in_flight_left: plenty,
        max_asset_orders: 100,
        units_scale: Scale::UNITS,
        house: House {
            limit: Cash::parse("1000")?,
            lots: BTreeMap::new(),
        },
        markets,
        indexes: BTreeMap::from([("HALVES".to_owned(), basket)]),
        orders: vec![Order {
            id: "one".to_owned(),
            index: "HALVES".to_owned(),
            cash,
            holdings: BTreeMap::new(),
            limit_price: None,
        }],
    })
}

/// What the order's contributions cost: its part of what its asset orders pay on their walk.
fn execute(answer: &Fit, books: &[Second; 2]) -> Result<Cash, Box<dyn Error>> {
    let mut cost = Cash::ZERO;
    for order in &answer.asset_orders {
        let place = ASSETS.iter().position(|(asset, _)| *asset == order.asset);
        let asks = &books[place.ok_or("an asset of ours")?].asks;
        let within = asks.iter().filter(|(price, _)| *price <= order.limit_price);
        let paid = pay(within, order.quantity)?.ok_or("more than is offered was ordered")?;
        let contributed = Quantity::sum(order.contributions.values().copied())?;
        if contributed > order.quantity {
            return Err("the house did not round up".into());
        }
        // The rest of the last step is the house's.
        let part = paid.share_of(contributed, order.quantity, COST_SCALE, Rounding::Up)?;
        cost = cost.checked_add(part)?;
    }
    Ok(cost)
}

/// What some units cost at least; none if the book has not enough.
fn walk(index: &Index, units: Units, books: &[Second; 2]) -> Result<Option<Cash>, Box<dyn Error>> {
    let mut cost = Cash::ZERO;
    for (basket, book) in index.basket.iter().zip(books) {
        let quantity = units.times_basket(*basket, Scale::MAX, Rounding::Up)?;
        let Some(paid) = pay(book.asks.iter(), quantity)? else {
            return Ok(None);
        };
        cost = cost.checked_add(paid)?;
    }
    Ok(Some(cost))
}

/// The cost of a quantity from these levels on; none if they are not enough.
fn pay<'a>(
    levels: impl Iterator<Item = &'a (Price, Quantity)>,
    quantity: Quantity,
) -> Result<Option<Cash>, Box<dyn Error>> {
    let (mut left, mut cost) = (quantity, Cash::ZERO);
    for (price, offered) in levels {
        let taken = left.min(*offered);
        cost = cost.checked_add(price.times(taken, COST_SCALE, Rounding::HalfEven)?)?;
        left = left.checked_sub(taken)?;
        if left.is_zero() {
            return Ok(Some(cost));
        }
    }
    Ok(None)
}

/// How far a cost is above that of the units at a price, in basis points.
fn over(cost: Cash, units: Units, price: Price) -> Result<f64, Box<dyn Error>> {
    let fair = price.times_units(units, COST_SCALE, Rounding::HalfEven)?;
    let number = |cash: Cash| cash.as_decimal().to_f64().ok_or("a number");
    Ok((number(cost)? / number(fair)? - 1.0) * 10_000.0)
}
