//! How many units an order's budget allows: the largest u with Σ max(0, u × basket − holding) × limit ≤ budget, exactly.
//!
//! The cost is convex and piecewise linear in u. Counting a set of legs without the max never overstates it, so the u that the budget
//! allows for any set is at or above the answer; dropping the legs whose holdings cover that u brings it down to the answer.

use money::wide::U256;
use money::{Cash, MoneyError, Price, Rate};
use rust_decimal::Decimal;

use crate::dense::{DenseProblem, Frozen};
use crate::integers::{parts, scaled_wide};
use crate::prepare::{FACTOR_MAX, Index};

/// Budgets of orders in one index, at the scale of units × value.
#[derive(Debug)]
pub(crate) struct Budgets {
    scale: u32,
    order_cap: U256,
    /// 1 + fee rate: mantissa and decimals.
    one_plus_fee: (u128, u32),
}

impl Budgets {
    pub(crate) fn new(problem: &DenseProblem, index: &Index) -> Option<Self> {
        let scale = problem.units_scale.decimals() + index.value_scale;
        Some(Self {
            scale,
            // A cap past 256 bits is above every budget within.
            order_cap: scaled_wide(problem.order_cap, scale).unwrap_or(U256::MAX),
            one_plus_fee: parts(one_plus(problem.fee_rate).ok()?),
        })
    }

    /// min(cash ÷ (1 + fee rate), order cap), down.
    pub(crate) fn of(&self, cash: Cash) -> Option<U256> {
        if cash.is_negative() {
            return Some(U256::ZERO);
        }
        let (divisor, decimals) = self.one_plus_fee;
        let dividend = scaled_wide(cash, self.scale + decimals)?;
        let (budget, _) = dividend.div_rem(U256::from(divisor))?;
        Some(budget.min(self.order_cap))
    }
}

fn one_plus(rate: Rate) -> Result<Decimal, MoneyError> {
    Rate::ONE.checked_add(rate).map(Rate::as_decimal)
}

/// Whether the index price at the limit prices is above `limit`, or unknown.
pub(crate) fn is_above(index: &Index, limit: Price) -> bool {
    if index.prices.iter().any(Option::is_none) {
        return true;
    }
    let (mantissa, scale) = parts(limit);
    match (
        index.value.checked_mul_power_of_ten(scale),
        U256::from(mantissa).checked_mul_power_of_ten(index.value_scale),
    ) {
        (Some(value), Some(limit)) => value > limit,
        (value, _) => value.is_none(),
    }
}

/// An order's target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub(crate) units: u64,
    /// The asset without a price whose holding, and not the budget, bounds the units.
    pub(crate) bounded_by: Option<Frozen>,
}

/// The most units that a budget and holdings by leg (none if empty), worth so much, allow. `None` where they are too many to reckon with.
pub(crate) fn units(index: &Index, budget: U256, worth: U256, holdings: &[u128]) -> Option<Target> {
    // What cannot be bought bounds the units by what is held of it.
    let bound = index
        .legs
        .iter()
        .enumerate()
        .filter(|(slot, _)| index.prices[*slot].is_none())
        .map(|(slot, leg)| {
            (
                holdings
                    .get(slot)
                    .map_or(0, |held| held / u128::from(leg.basket)),
                leg.asset,
            )
        })
        .min();
    let afforded = if index.value.is_zero() {
        None
    } else {
        afforded(index, budget, worth, holdings)
    };
    let (units, bounded_by) = match (afforded, bound) {
        (Some(units), Some((bound, asset))) if bound < units => (bound, Some(Frozen::Asset(asset))),
        (Some(units), _) => (units, None),
        // Nothing to buy at all, or too much: only the bound counts.
        (None, Some((bound, asset))) => (bound, Some(Frozen::Asset(asset))),
        (None, None) => return None,
    };
    let units = u64::try_from(units)
        .ok()
        .filter(|units| *units < FACTOR_MAX)?;
    Some(Target { units, bounded_by })
}

/// The most units that the budget buys beyond the holdings.
fn afforded(index: &Index, budget: U256, worth: U256, holdings: &[u128]) -> Option<u128> {
    let mut units = budget
        .checked_add(worth)?
        .div_rem(index.value)?
        .0
        .to_u128()?;
    if holdings.is_empty() {
        return Some(units);
    }
    loop {
        // Those that `units` leave uncovered.
        let (mut value, mut held) = (index.value, worth);
        for (slot, (leg, holding)) in index.legs.iter().zip(holdings).enumerate() {
            if is_covered(units, leg.basket, *holding)
                && let Some(price) = index.prices[slot]
            {
                value = value.checked_sub(U256::product(price, u128::from(leg.basket)))?;
                held = held.checked_sub(U256::product(price, *holding))?;
            }
        }
        if value.is_zero() {
            return Some(units);
        }
        let fewer = budget.checked_add(held)?.div_rem(value)?.0.to_u128()?;
        // No fewer: these are affordable. More it cannot be, though a leg that the rounding down just covers may look like it.
        if fewer >= units {
            return Some(units);
        }
        units = fewer;
    }
}

/// Whether a holding covers so many units.
fn is_covered(units: u128, basket: u64, holding: u128) -> bool {
    match u64::try_from(units) {
        Ok(units) => u128::from(units) * u128::from(basket) <= holding,
        Err(_) => U256::product(units, u128::from(basket)) <= U256::from(holding),
    }
}

/// Steps of units that a quantity covers at a basket quantity.
pub(crate) fn covered(quantity: u128, basket: u64) -> u128 {
    quantity / u128::from(basket)
}
