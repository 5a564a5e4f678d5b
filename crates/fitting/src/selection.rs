//! Where more distinct assets are wanted than the venue takes asset orders, the oldest orders choose which; the others wait.
//!
//! An asset that was not chosen has only the house's lots to give. An order that needs more assets than the venue takes at all gets a part
//! of them once it is the oldest, and the rest in the next batch: its holdings carry it over.

use std::borrow::Cow;

use crate::dense::Frozen;
use crate::groups::{Prepared, Seat};
use crate::supplies::Supplies;

/// The problem as far as it is fitted now.
pub(crate) struct Selected<'a> {
    pub(crate) prepared: Cow<'a, Prepared>,
    /// The order that gets only a part of its assets now.
    pub(crate) split: Option<usize>,
}

/// Restricts supplies to the assets that the oldest orders choose.
pub(crate) fn select<'a>(
    prepared: &'a Prepared,
    supplies: &mut Supplies,
    asset_orders_max: u32,
) -> Selected<'a> {
    let whole = Selected {
        prepared: Cow::Borrowed(prepared),
        split: None,
    };
    let asset_orders_max = asset_orders_max as usize;
    let wanted = totals(prepared);
    let distinct = (0..wanted.len())
        .filter(|asset| {
            let house = prepared.assets[*asset].house;
            wanted[*asset] > house && supplies.assets[*asset] > house
        })
        .count();
    if distinct <= asset_orders_max {
        return whole;
    }

    let mut choice = Choice {
        chosen: vec![false; wanted.len()],
        count: 0,
        taken: vec![0; wanted.len()],
    };
    let mut split = None;
    for (position, seat) in prepared.seats.iter().enumerate() {
        let needs = needs(prepared, *seat);
        if needs
            .iter()
            .any(|need| need.first > supplies.assets[need.asset])
        {
            // It could not get its first step of units: it chooses nothing.
            continue;
        }
        let new = choice.new_assets(prepared, &needs);
        if choice.count + new.len() <= asset_orders_max {
            choice.take(&needs, &new);
        } else if choice.count == 0 && asset_orders_max > 0 {
            let part = costliest(prepared, &needs, new, asset_orders_max);
            choice.take(&needs, &part);
            split = Some(position);
        }
    }
    for asset in 0..wanted.len() {
        if !choice.chosen[asset] {
            supplies.restrict(asset, prepared.assets[asset].house, Frozen::AssetOrders);
        }
    }
    match split {
        Some(position) => Selected {
            prepared: Cow::Owned(
                prepared.with_covered(position, |leg| !choice.chosen[leg.asset as usize]),
            ),
            split: Some(prepared.member(prepared.seats[position]).1.order as usize),
        },
        None => whole,
    }
}

/// What an order needs of an asset.
#[derive(Debug, Clone, Copy)]
struct Need {
    asset: usize,
    /// For its first step of units, and for its target.
    first: u128,
    whole: u128,
}

struct Choice {
    chosen: Vec<bool>,
    count: usize,
    /// By asset, by those that chose.
    taken: Vec<u128>,
}

impl Choice {
    /// The assets that an order needs from the venue and nobody has chosen.
    fn new_assets(&self, prepared: &Prepared, needs: &[Need]) -> Vec<usize> {
        needs
            .iter()
            .filter(|need| !self.chosen[need.asset])
            .filter(|need| {
                self.taken[need.asset].saturating_add(need.whole)
                    > prepared.assets[need.asset].house
            })
            .map(|need| need.asset)
            .collect()
    }

    fn take(&mut self, needs: &[Need], new: &[usize]) {
        for asset in new {
            self.chosen[*asset] = true;
        }
        self.count += new.len();
        for need in needs {
            self.taken[need.asset] = self.taken[need.asset].saturating_add(need.whole);
        }
    }
}

/// Of the assets that an order needs, the ones that cost most; of equal ones the earlier.
fn costliest(prepared: &Prepared, needs: &[Need], assets: Vec<usize>, count: usize) -> Vec<usize> {
    let cost = |asset: usize| {
        let whole = needs
            .iter()
            .find(|need| need.asset == asset)
            .map_or(0, |need| need.whole);
        prepared.assets[asset].cash.cost(whole)
    };
    let mut assets = assets;
    assets.sort_by_cached_key(|asset| std::cmp::Reverse(cost(*asset)));
    assets.truncate(count);
    assets
}

fn needs(prepared: &Prepared, seat: Seat) -> Vec<Need> {
    let (group, member) = prepared.member(seat);
    let row = prepared.row(group, member);
    let needs = prepared.legs(group).iter().enumerate().map(|(slot, leg)| {
        let (basket, holding) = (u128::from(leg.basket), row.get(slot).copied().unwrap_or(0));
        Need {
            asset: leg.asset as usize,
            first: basket.saturating_sub(holding),
            whole: (u128::from(member.target) * basket).saturating_sub(holding),
        }
    });
    needs.filter(|need| need.whole > 0).collect()
}

/// What all orders together need of each asset for their targets.
fn totals(prepared: &Prepared) -> Vec<u128> {
    let mut totals = vec![0_u128; prepared.assets.len()];
    for group in &prepared.groups {
        let all: u128 = group
            .members
            .iter()
            .map(|member| u128::from(member.target))
            .sum();
        for (slot, (leg, cover)) in prepared.legs(group).iter().zip(&group.covers).enumerate() {
            let basket = u128::from(leg.basket);
            totals[leg.asset as usize] += if cover.until <= crate::time::ALL {
                (all * basket).saturating_sub(cover.held)
            } else {
                let needs = group.members.iter().map(|member| {
                    let holding = prepared.row(group, member).get(slot).copied().unwrap_or(0);
                    (u128::from(member.target) * basket).saturating_sub(holding)
                });
                needs.sum()
            };
        }
    }
    totals
}
