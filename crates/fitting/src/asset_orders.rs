//! From demands to orders that the venue accepts: the house's lots first, then whole steps and the minimum notional, up at the house's
//! expense while its limit allows, else down.
//!
//! What would have to go down to nothing is not bought in this batch at all: the caller fits again without it, rather than buying the rest of
//! the baskets that need it.

use money::{Cash, MoneyError, Quantity, Rounding, Scale};

use crate::contributions::{Column, contributions};
use crate::dense::{DenseAssetOrder, DenseMarket, DenseProblem};
use crate::grid::quantity;
use crate::groups::Prepared;
use crate::top_up::Filled;

/// How an asset's demand is met.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Purchase {
    asset: usize,
    quantity: Quantity,
    from_house: u128,
}

/// An asset that the venue would not take an order of, and the house cannot help.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unavailable {
    pub(crate) asset: usize,
}

/// A demand beyond the house's lots, and the two ways of rounding it.
struct Roundings {
    purchase: usize,
    up: Option<Quantity>,
    down: Quantity,
    /// What rounding up costs the house.
    cost: Cash,
}

/// Meets every demand, or names the asset without which the fitting has to be done again.
pub(crate) fn purchases(
    problem: &DenseProblem,
    prepared: &Prepared,
    filled: &Filled,
) -> Result<Vec<Purchase>, Unavailable> {
    let mut purchases = Vec::new();
    let mut roundings = Vec::new();
    for (position, demand) in filled
        .demands
        .iter()
        .enumerate()
        .filter(|(_, demand)| **demand > 0)
    {
        let asset = &prepared.assets[position];
        let from_house = asset.house.min(*demand);
        let beyond = demand - from_house;
        if beyond > 0 {
            let purchase = purchases.len();
            let rounding = rounding(problem, prepared, position, beyond, purchase);
            roundings.push(rounding.map_err(|_| Unavailable { asset: position })?);
        }
        purchases.push(Purchase {
            asset: position,
            quantity: Quantity::ZERO,
            from_house,
        });
    }
    // Those that would come to nothing first, and the cheapest first, so that the limit helps as many as it can.
    roundings.sort_by_key(|rounding| (!rounding.down.is_zero(), rounding.cost));
    let mut left = problem.house_limit;
    let mut unavailable = None;
    for rounding in &roundings {
        let quantity = match rounding.up {
            Some(up) if rounding.cost <= left => {
                left = left.checked_sub(rounding.cost).unwrap_or(Cash::ZERO);
                up
            }
            _ => rounding.down,
        };
        if quantity.is_zero() {
            // The costliest of them: without it the limit may do for the others.
            unavailable = Some(Unavailable {
                asset: purchases[rounding.purchase].asset,
            });
        }
        purchases[rounding.purchase].quantity = quantity;
    }
    unavailable.map_or(Ok(purchases), Err)
}

fn rounding(
    problem: &DenseProblem,
    prepared: &Prepared,
    position: usize,
    beyond: u128,
    purchase: usize,
) -> Result<Roundings, MoneyError> {
    let (asset, market) = (&prepared.assets[position], &problem.assets[position]);
    let needed = quantity(beyond, asset.scale, Rounding::Up)?;
    let least = least_tradable(market, asset.limit)?;
    let up = needed.ceil_to_step(market.step)?.max(least);
    let offered = market.asks.offered_up_to(asset.limit)?;
    let down = needed.min(offered).floor_to_step(market.step)?;
    let down = if down < least { Quantity::ZERO } else { down };
    let cost = asset
        .limit
        .times(up.excess_over(needed)?, Scale::USDC, Rounding::Up)?;
    Ok(Roundings {
        purchase,
        up: Some(up).filter(|up| *up <= offered),
        down,
        cost,
    })
}

/// The least quantity that is worth the minimum notional at the limit price, in whole steps and at least one.
fn least_tradable(market: &DenseMarket, limit: money::Price) -> Result<Quantity, MoneyError> {
    let least = market.min_notional.over(limit, Scale::MAX, Rounding::Up);
    // Too many digits for the finest scale are enough for a coarser one.
    let least = least.or_else(|_| {
        market
            .min_notional
            .over(limit, Scale::QUANTITY, Rounding::Up)
    })?;
    Ok(least.ceil_to_step(market.step)?.max(market.step))
}

/// The asset orders with everyone's contributions.
pub(crate) fn asset_orders(
    prepared: &Prepared,
    filled: &Filled,
    purchases: &[Purchase],
) -> Vec<DenseAssetOrder> {
    let mut columns = contributions(prepared, filled);
    let order = |purchase: &Purchase| {
        let Column {
            grid,
            contributions,
        } = &mut columns[purchase.asset];
        DenseAssetOrder {
            asset: u32::try_from(purchase.asset).unwrap_or(u32::MAX),
            quantity: purchase.quantity,
            limit_price: prepared.assets[purchase.asset].limit,
            from_house: grid.quantity(purchase.from_house),
            contributions: std::mem::take(contributions),
        }
    };
    purchases.iter().map(order).collect()
}
