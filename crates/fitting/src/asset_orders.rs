//! From demands to orders that the venue accepts: the house's lots first, then whole steps and the minimum notional, up at the house's
//! expense while its limit allows, else down.
//!
//! What would have to go down to nothing is not bought in this batch at all: the caller fits again without it, rather than buying the rest of
//! the baskets that need it.

use money::wide::power_of_ten;
use money::{Cash, MoneyError, Quantity, Rounding, Scale};

use crate::dense::{DenseAssetOrder, DenseMarket, DenseProblem};
use crate::groups::Prepared;
use crate::prepare::Leg;
use crate::top_up::Filled;

/// Quantities in answers have at most this many parts, which a decimal holds.
const PARTS_MAX: u128 = 1 << 95;

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
    let users = prepared.groups.iter().flat_map(|group| {
        prepared
            .legs(group)
            .iter()
            .map(|leg| (leg.asset as usize, group.members.len()))
    });
    let mut counts = vec![0; prepared.assets.len()];
    for (asset, count) in users {
        counts[asset] += count;
    }
    let mut columns: Vec<Column> = counts
        .iter()
        .enumerate()
        .map(|(asset, count)| {
            let demand = filled.demands[asset];
            let contributions = Vec::with_capacity(if demand > 0 { *count } else { 0 });
            Column {
                grid: Grid::new(demand, prepared.assets[asset].scale),
                contributions,
            }
        })
        .collect();
    let sorted = prepared
        .groups
        .iter()
        .map(|group| sorted(prepared.legs(group)));
    let sorted: Vec<Vec<SortedLeg>> = sorted.collect();
    let tiles: Vec<Vec<&[SortedLeg]>> = (0..columns.len())
        .step_by(ASSETS_AT_ONCE)
        .map(|first| sorted.iter().map(|legs| within(legs, first)).collect())
        .collect();
    // Oldest first, so that each asset's contributions are too.
    for seats in prepared.seats.chunks(ORDERS_AT_ONCE) {
        for legs in &tiles {
            for seat in seats {
                let (group, member) = prepared.member(*seat);
                let units = u128::from(filled.units[member.order as usize]);
                if units == 0 {
                    continue;
                }
                let row = prepared.row(group, member);
                for leg in legs[seat.group as usize] {
                    let needed = units * u128::from(leg.basket);
                    let needed = needed.saturating_sub(row.get(leg.slot).copied().unwrap_or(0));
                    if needed > 0 {
                        let column = &mut columns[leg.asset];
                        let quantity = column.grid.quantity(needed);
                        column.contributions.push((member.order, quantity));
                    }
                }
            }
        }
    }
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

/// Contributions are written down in tiles of so many orders and assets: the rows of the ones and the ends of the others' lists stay at
/// hand.
const ORDERS_AT_ONCE: usize = 128;
const ASSETS_AT_ONCE: usize = 16;

/// A leg of a basket, and its place there.
struct SortedLeg {
    asset: usize,
    slot: usize,
    basket: u64,
}

/// A basket's legs by the assets' positions.
fn sorted(legs: &[Leg]) -> Vec<SortedLeg> {
    let legs = legs.iter().enumerate().map(|(slot, leg)| SortedLeg {
        asset: leg.asset as usize,
        slot,
        basket: leg.basket,
    });
    let mut legs: Vec<SortedLeg> = legs.collect();
    legs.sort_by_key(|leg| leg.asset);
    legs
}

/// The legs in the tile whose first asset this is.
fn within(legs: &[SortedLeg], first: usize) -> &[SortedLeg] {
    let from = legs.partition_point(|leg| leg.asset < first);
    let until = legs.partition_point(|leg| leg.asset < first + ASSETS_AT_ONCE);
    &legs[from..until]
}

/// The contributions of one asset.
struct Column {
    grid: Grid,
    contributions: Vec<(u32, Quantity)>,
}

/// The decimals of an asset's contributions: all of them, unless the whole demand would not fit in a decimal with them.
#[derive(Debug, Clone, Copy)]
struct Grid {
    divisor: u128,
    scale: Scale,
}

impl Grid {
    fn new(demand: u128, scale: u32) -> Self {
        let mut dropped = scale.saturating_sub(Scale::MAX.decimals());
        let divisor = |dropped| power_of_ten(dropped).unwrap_or(u128::MAX);
        while demand / divisor(dropped) >= PARTS_MAX && dropped < scale {
            dropped += 1;
        }
        let decimals = u8::try_from(scale - dropped).unwrap_or(0);
        Self {
            divisor: divisor(dropped),
            scale: Scale::new(decimals).unwrap_or(Scale::WHOLE),
        }
    }

    fn quantity(self, parts: u128) -> Quantity {
        let parts = if self.divisor == 1 {
            parts
        } else {
            parts / self.divisor
        };
        Quantity::from_atoms(parts, self.scale).unwrap_or_default()
    }
}

/// A quantity of one asset as a decimal, rounded only where its digits do not fit.
fn quantity(parts: u128, scale: u32, rounding: Rounding) -> Result<Quantity, MoneyError> {
    let grid = Grid::new(parts, scale);
    let down = grid.quantity(parts);
    let exact = parts.is_multiple_of(grid.divisor);
    if exact || rounding == Rounding::Down {
        return Ok(down);
    }
    down.checked_add(Quantity::from_atoms(1, grid.scale)?)
}
