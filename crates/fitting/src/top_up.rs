//! The whole steps of units that rounding down left over: each order that was stopped gets one more step where every resource it needs
//! still has it, oldest first, and then the oldest whatever else fits, so that nothing is left idle that an order could use.

use money::wide::U256;

use crate::dense::Frozen;
use crate::groups::{Group, Member, Prepared};
use crate::prepare::{Index, Leg};
use crate::stops::Stops;
use crate::supplies::Supplies;
use crate::time::units_at;

/// Units by order, after the filling and the rest.
#[derive(Debug, Clone)]
pub(crate) struct Filled {
    /// Steps of units by order; zero where it is in no group.
    pub(crate) units: Vec<u64>,
    pub(crate) frozen_by: Vec<Option<Frozen>>,
    pub(crate) targets: Vec<u64>,
    /// By asset.
    pub(crate) demands: Vec<u128>,
}

/// An order that was stopped.
struct Stopped<'a> {
    member: &'a Member,
    cause: Frozen,
    index: &'a Index,
    /// Its holdings by leg, if it has any that are not used up.
    row: &'a [u128],
}

struct Rest<'a> {
    prepared: &'a Prepared,
    /// By asset.
    demands: Vec<u128>,
    supplies: &'a Supplies,
    batch_cash: u128,
    in_flight_cash: u128,
}

pub(crate) fn top_up(prepared: &Prepared, supplies: &Supplies, stops: &[Stops]) -> Filled {
    let orders = prepared.standings.len();
    let mut filled = Filled {
        units: vec![0; orders],
        frozen_by: vec![None; orders],
        targets: vec![0; orders],
        demands: Vec::new(),
    };
    // Where everyone's holdings are used up, everyone needs the whole basket for a further step.
    let are_used_up = |(group, stops): (&Group, &Stops)| {
        let time = stops.together.time;
        stops.are_together() && group.covers.iter().all(|cover| time >= cover.until)
    };
    let used_up: Vec<bool> = prepared.groups.iter().zip(stops).map(are_used_up).collect();
    let mut stopped = Vec::new();
    for seat in &prepared.seats {
        let (group, member) = prepared.member(*seat);
        let stop = stops[seat.group as usize].of(seat.member as usize);
        let order = member.order as usize;
        filled.units[order] = units_at(stop.time, member.target);
        filled.targets[order] = member.target;
        filled.frozen_by[order] = stop.cause;
        if let (Some(cause), Ok(index)) = (stop.cause, &prepared.indexes[group.index]) {
            stopped.push(Stopped {
                member,
                cause,
                index,
                row: if used_up[seat.group as usize] {
                    &[]
                } else {
                    prepared.row(group, member)
                },
            });
        }
    }
    let mut rest = Rest::new(prepared, supplies, demands(prepared, stops, &filled.units));
    for stopped in &stopped {
        rest.give(stopped, 1, &mut filled.units[stopped.member.order as usize]);
    }
    for stopped in &stopped {
        let units = &mut filled.units[stopped.member.order as usize];
        let most = rest.most(stopped, *units);
        rest.give(stopped, most, units);
        if *units == stopped.member.target {
            filled.frozen_by[stopped.member.order as usize] = None;
        }
    }
    filled.demands = rest.demands;
    filled
}

/// What all groups demand, by asset.
fn demands(prepared: &Prepared, stops: &[Stops], units: &[u64]) -> Vec<u128> {
    let mut demands = vec![0; prepared.assets.len()];
    for (group, stops) in prepared.groups.iter().zip(stops) {
        let all: u128 = group
            .members
            .iter()
            .map(|member| u128::from(units[member.order as usize]))
            .sum();
        for (slot, (leg, cover)) in prepared.legs(group).iter().zip(&group.covers).enumerate() {
            let are_past = stops.are_together() && stops.together.time >= cover.until;
            demands[leg.asset as usize] += if are_past {
                (all * u128::from(leg.basket)).saturating_sub(cover.held)
            } else {
                members_demand(prepared, group, slot, leg, units)
            };
        }
    }
    demands
}

fn members_demand(
    prepared: &Prepared,
    group: &Group,
    slot: usize,
    leg: &Leg,
    units: &[u64],
) -> u128 {
    let demands = group.members.iter().map(|member| {
        let needed = u128::from(units[member.order as usize]) * u128::from(leg.basket);
        needed.saturating_sub(prepared.row(group, member).get(slot).copied().unwrap_or(0))
    });
    demands.sum()
}

impl<'a> Rest<'a> {
    fn new(prepared: &'a Prepared, supplies: &'a Supplies, demands: Vec<u128>) -> Self {
        let (mut batch, mut in_flight) = (0_u128, 0_u128);
        for (asset, demand) in prepared.assets.iter().zip(&demands) {
            batch = batch.saturating_add(asset.cash.cost(*demand));
            in_flight =
                in_flight.saturating_add(asset.cash.cost(demand.saturating_sub(asset.house)));
        }
        let batch_cash = supplies.batch_cash.saturating_sub(batch);
        let in_flight_cash = supplies.in_flight_cash.saturating_sub(in_flight);
        Self {
            prepared,
            demands,
            supplies,
            batch_cash,
            in_flight_cash,
        }
    }

    /// Gives an order so many more steps, or nothing if a resource would not bear it.
    fn give(&mut self, stopped: &Stopped<'_>, steps: u64, units: &mut u64) {
        let Some((batch, in_flight)) = self.bears(stopped, steps, *units) else {
            return;
        };
        for (slot, leg) in stopped.index.legs.iter().enumerate() {
            self.demands[leg.asset as usize] += stopped.more(slot, leg, *units, steps);
        }
        self.batch_cash -= batch;
        self.in_flight_cash -= in_flight;
        *units += steps;
    }

    /// The cash for so many more steps, of the batch and in flight, if every resource bears them.
    fn bears(&self, stopped: &Stopped<'_>, steps: u64, units: u64) -> Option<(u128, u128)> {
        if steps == 0
            || stopped.member.target - units < steps
            || !self.has_room(stopped, steps, units)
        {
            return None;
        }
        let mut needs_all = true;
        for (slot, leg) in stopped.index.legs.iter().enumerate() {
            let more = stopped.more(slot, leg, units, steps);
            needs_all &= more == u128::from(steps) * u128::from(leg.basket);
            let asset = leg.asset as usize;
            if more > 0 && self.demands[asset] + more > self.supplies.assets[asset] {
                return None;
            }
        }
        let (batch, in_flight) = if needs_all && !stopped.index.has_house_lots {
            let cash = stopped.index.step_cost.saturating_mul(u128::from(steps));
            (cash, cash)
        } else {
            self.cash(stopped, steps, units)?
        };
        (batch <= self.batch_cash && in_flight <= self.in_flight_cash).then_some((batch, in_flight))
    }

    /// The cash for so many more steps, leg by leg.
    fn cash(&self, stopped: &Stopped<'_>, steps: u64, units: u64) -> Option<(u128, u128)> {
        let (mut batch, mut in_flight) = (U256::ZERO, U256::ZERO);
        for (slot, leg) in stopped.index.legs.iter().enumerate() {
            let more = stopped.more(slot, leg, units, steps);
            if more > 0 {
                let (price, asset) = (stopped.index.prices[slot]?, leg.asset as usize);
                let demand = self.demands[asset] + more;
                let beyond = demand
                    .saturating_sub(self.prepared.assets[asset].house)
                    .min(more);
                batch = batch.checked_add(U256::product(more, price))?;
                in_flight = in_flight.checked_add(U256::product(beyond, price))?;
            }
        }
        Some((stopped.index.cash(batch)?, stopped.index.cash(in_flight)?))
    }

    /// A quick look at what stopped the order: mostly it has no more.
    fn has_room(&self, stopped: &Stopped<'_>, steps: u64, units: u64) -> bool {
        let Frozen::Asset(asset) = stopped.cause else {
            return true;
        };
        let Some(slot) = stopped.index.slot(asset) else {
            return true;
        };
        let more = stopped.more(slot, &stopped.index.legs[slot], units, steps);
        more == 0 || self.demands[asset as usize] + more <= self.supplies.assets[asset as usize]
    }

    /// As many steps as every resource bears: by doubling, then by halving.
    fn most(&self, stopped: &Stopped<'_>, units: u64) -> u64 {
        let bears = |steps| self.bears(stopped, steps, units).is_some();
        let mut beyond = 1;
        while bears(beyond) {
            beyond *= 2;
        }
        let mut steps = beyond / 2;
        while beyond - steps > 1 {
            let middle = steps + (beyond - steps) / 2;
            if bears(middle) {
                steps = middle;
            } else {
                beyond = middle;
            }
        }
        steps
    }
}

impl Stopped<'_> {
    /// How much more of a leg's asset the order demands with so many more steps.
    fn more(&self, slot: usize, leg: &Leg, units: u64, steps: u64) -> u128 {
        let basket = u128::from(leg.basket);
        let Some(holding) = self.row.get(slot) else {
            return u128::from(steps) * basket;
        };
        let beyond = |units: u64| (u128::from(units) * basket).saturating_sub(*holding);
        beyond(units + steps) - beyond(units)
    }
}
