//! Where more distinct assets are wanted than the venue takes asset orders, the oldest orders choose which; the others wait.
//!
//! An asset that was not chosen has only the house's lots to give. An order that needs more assets than the venue takes at all gets a part
//! of them once it is the oldest, and the rest in the next batch: its holdings carry it over.

use std::borrow::Cow;

use crate::dense::Frozen;
use crate::filling::Supplies;
use crate::integers::QUANTITY_MAX;
use crate::prepare::{Group, Leg, Prepared};

/// An order's place in the groups.
#[derive(Debug, Clone, Copy)]
struct Seat {
    order: u32,
    group: usize,
    /// The position among the plain, or the row among the held.
    plain: bool,
    position: usize,
}

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
    for seat in seats(prepared) {
        let needs = needs(prepared, seat);
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
            split = Some(seat);
        }
    }
    for asset in 0..wanted.len() {
        if !choice.chosen[asset] {
            supplies.restrict(asset, prepared.assets[asset].house, Frozen::AssetOrders);
        }
    }
    match split {
        Some(seat) => Selected {
            prepared: Cow::Owned(without_unchosen(prepared, seat, &choice.chosen)),
            split: Some(seat.order as usize),
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

/// The problem with one order in a group of its own, where it counts as covered in every asset that was not chosen.
fn without_unchosen(prepared: &Prepared, seat: Seat, chosen: &[bool]) -> Prepared {
    let mut prepared = prepared.clone();
    let legs = prepared.legs(&prepared.groups[seat.group]).to_vec();
    let group = &mut prepared.groups[seat.group];
    let mut holdings = row(group, &legs, seat);
    for (holding, leg) in holdings.iter_mut().zip(&legs) {
        if !chosen[leg.asset as usize] {
            *holding = QUANTITY_MAX;
        }
    }
    let member = if seat.plain {
        group.plain.remove(seat.position)
    } else {
        let count = group.held.len();
        let mut position = 0;
        group.holdings.retain(|_| {
            position += 1;
            (position - 1) % count != seat.position
        });
        group.held.remove(seat.position)
    };
    let index = group.index;
    prepared.groups.push(Group {
        index,
        plain: Vec::new(),
        held: vec![member],
        holdings,
    });
    prepared
}

/// An order's holdings by leg.
fn row(group: &Group, legs: &[Leg], seat: Seat) -> Vec<u128> {
    let holding = |slot| {
        if seat.plain {
            0
        } else {
            group.leg_holdings(slot)[seat.position]
        }
    };
    (0..legs.len()).map(holding).collect()
}

fn needs(prepared: &Prepared, seat: Seat) -> Vec<Need> {
    let group = &prepared.groups[seat.group];
    let legs = prepared.legs(group);
    let target = if seat.plain {
        group.plain[seat.position].target
    } else {
        group.held[seat.position].target
    };
    let needs = legs
        .iter()
        .zip(row(group, legs, seat))
        .map(|(leg, holding)| Need {
            asset: leg.asset as usize,
            first: u128::from(leg.basket).saturating_sub(holding),
            whole: (u128::from(target) * u128::from(leg.basket)).saturating_sub(holding),
        });
    needs.filter(|need| need.whole > 0).collect()
}

/// Every order with a target, oldest first.
fn seats(prepared: &Prepared) -> Vec<Seat> {
    let mut seats = Vec::new();
    for (group, members) in prepared.groups.iter().enumerate() {
        for (position, member) in members.plain.iter().enumerate() {
            seats.push(Seat {
                order: member.order,
                group,
                plain: true,
                position,
            });
        }
        for (position, member) in members.held.iter().enumerate() {
            seats.push(Seat {
                order: member.order,
                group,
                plain: false,
                position,
            });
        }
    }
    seats.sort_unstable_by_key(|seat| seat.order);
    seats
}

/// What all orders together need of each asset for their targets.
fn totals(prepared: &Prepared) -> Vec<u128> {
    let mut totals = vec![0_u128; prepared.assets.len()];
    for group in &prepared.groups {
        let plain: u128 = group
            .plain
            .iter()
            .map(|member| u128::from(member.target))
            .sum();
        for (slot, leg) in prepared.legs(group).iter().enumerate() {
            let basket = u128::from(leg.basket);
            totals[leg.asset as usize] += plain * basket;
            if group.held.is_empty() {
                continue;
            }
            for (member, holding) in group.held.iter().zip(group.leg_holdings(slot)) {
                totals[leg.asset as usize] +=
                    (u128::from(member.target) * basket).saturating_sub(*holding);
            }
        }
    }
    totals
}
