//! Who contributes what to each asset's order: what the orders' units need beyond what they hold, by asset, oldest first.

use money::Quantity;

use crate::grid::Grid;
use crate::groups::Prepared;
use crate::prepare::{Asset, Leg};
use crate::top_up::Filled;

/// Contributions are written down in tiles of so many orders and assets: the rows of the ones and the ends of the others' lists stay at
/// hand.
const ORDERS_AT_ONCE: usize = 128;
const ASSETS_AT_ONCE: usize = 16;

/// The contributions of one asset.
pub(crate) struct Column {
    pub(crate) grid: Grid,
    /// Orders' positions, and how much.
    pub(crate) contributions: Vec<(u32, Quantity)>,
}

/// By asset.
pub(crate) fn contributions(prepared: &Prepared, filled: &Filled) -> Vec<Column> {
    let mut columns = columns(prepared, filled);
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
    columns
}

/// With room for everyone whose basket has the asset, if it is demanded at all.
fn columns(prepared: &Prepared, filled: &Filled) -> Vec<Column> {
    let mut users = vec![0; prepared.assets.len()];
    for group in &prepared.groups {
        for leg in prepared.legs(group) {
            users[leg.asset as usize] += group.members.len();
        }
    }
    let assets = prepared.assets.iter().zip(&filled.demands).zip(users);
    let column = |((asset, demand), users): ((&Asset, &u128), usize)| Column {
        grid: Grid::new(*demand, asset.scale),
        contributions: Vec::with_capacity(if *demand > 0 { users } else { 0 }),
    };
    assets.map(column).collect()
}

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
