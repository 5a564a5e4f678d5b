//! Prices of baskets: an index from its weights, its price from its basket, the limit prices of purchases and sales.

use money::{Cash, MoneyError, Price, Quantity, Rate, Rounding, Scale};

/// The buying limit price: best ask × (1 + slippage), down to the tick.
pub fn buying_limit(best_ask: Price, slippage: Rate, tick: Price) -> Result<Price, MoneyError> {
    // Ticks have far fewer decimals than what is cut off first, so this is the exact product's floor.
    let limit = best_ask.plus_rate(slippage, WORKING_SCALE, Rounding::Down)?;
    limit.floor_to_tick(tick)
}

/// The selling limit price: best bid × (1 − slippage), up to the tick.
pub fn selling_limit(best_bid: Price, slippage: Rate, tick: Price) -> Result<Price, MoneyError> {
    let limit = best_bid.less_rate(slippage, WORKING_SCALE, Rounding::Up)?;
    limit.ceil_to_tick(tick)
}

/// Room for any venue's tick, and for prices up to 10^10.
const WORKING_SCALE: Scale = match Scale::new(18) {
    Ok(scale) => scale,
    Err(_) => Scale::MAX,
};

/// The price of one unit: Σ basket quantity × asset price, at `scale`, rounded once.
pub fn index_price(
    legs: impl IntoIterator<Item = (Quantity, Price)>,
    scale: Scale,
    rounding: Rounding,
) -> Result<Price, MoneyError> {
    let costs = legs
        .into_iter()
        .map(|(quantity, price)| price.times(quantity, WORKING_SCALE, rounding))
        .collect::<Result<Vec<Cash>, MoneyError>>()?;
    Cash::sum(costs)?.per_quantity(one(), scale, rounding)
}

/// The basket of one unit from weights: target price × (weight ÷ Σ weights) ÷ asset price, down to `scale`.
/// `DivisionByZero` for an asset without a price, `NoWeight` where the weights add up to zero.
pub fn basket(
    weights: &[(Rate, Price)],
    target: Price,
    scale: Scale,
) -> Result<Vec<Quantity>, MoneyError> {
    let total = Rate::sum(weights.iter().map(|(weight, _)| *weight))?;
    if total.is_zero() {
        return Err(MoneyError::NoWeight);
    }
    let target = target.times(one(), WORKING_SCALE, Rounding::Down)?;
    weights
        .iter()
        .map(|(weight, price)| {
            let cash = target.share_of(*weight, total, WORKING_SCALE, Rounding::Down)?;
            cash.over(*price, scale, Rounding::Down)
        })
        .collect()
}

fn one() -> Quantity {
    Quantity::from_atoms(1, Scale::WHOLE).unwrap_or_default()
}
