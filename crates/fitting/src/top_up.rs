//! The whole steps of units that rounding down left over: each order that was stopped gets one more step where every resource it needs
//! still has it, oldest first, and then the oldest whatever else fits, so that nothing is left idle that an order could use.

use money::wide::U256;

use crate::dense::Frozen;
use crate::filling::{Stops, Supplies, units_at};
use crate::prepare::{Group, Leg, Prepared};

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
struct Stopped {
    order: usize,
    target: u64,
    cause: Frozen,
    group: usize,
    /// Its row among the held, if it holds anything.
    row: Option<usize>,
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
    let mut filled = Filled {
        units: vec![0; prepared.standings.len()],
        frozen_by: vec![None; prepared.standings.len()],
        targets: vec![0; prepared.standings.len()],
        demands: vec![0; prepared.assets.len()],
    };
    let mut stopped = Vec::new();
    for (position, (group, stops)) in prepared.groups.iter().zip(stops).enumerate() {
        let plain = group
            .plain
            .iter()
            .map(|member| (member, &stops.plain, None));
        let held = group.held.iter().zip(&stops.held).enumerate();
        let held = held.map(|(row, (member, stop))| (member, stop, Some(row)));
        for (member, stop, row) in plain.chain(held) {
            let order = member.order as usize;
            filled.units[order] = units_at(stop.time, member.target);
            filled.targets[order] = member.target;
            filled.frozen_by[order] = stop.cause;
            if let Some(cause) = stop.cause {
                stopped.push(Stopped {
                    order,
                    target: member.target,
                    cause,
                    group: position,
                    row,
                });
            }
        }
        for (slot, leg) in prepared.legs(group).iter().enumerate() {
            filled.demands[leg.asset as usize] += demand(group, slot, leg, &filled.units);
        }
    }
    stopped.sort_unstable_by_key(|stopped| stopped.order);
    let mut rest = Rest::new(prepared, supplies, std::mem::take(&mut filled.demands));
    for stopped in &stopped {
        rest.give(stopped, 1, &mut filled.units[stopped.order]);
    }
    for stopped in &stopped {
        let most = rest.most(stopped, filled.units[stopped.order]);
        rest.give(stopped, most, &mut filled.units[stopped.order]);
    }
    for stopped in &stopped {
        if filled.units[stopped.order] == stopped.target {
            filled.frozen_by[stopped.order] = None;
        }
    }
    filled.demands = rest.demands;
    filled
}

/// What a group demands of one leg's asset.
fn demand(group: &Group, slot: usize, leg: &Leg, units: &[u64]) -> u128 {
    let basket = u128::from(leg.basket);
    let plain: u128 = group
        .plain
        .iter()
        .map(|member| u128::from(units[member.order as usize]))
        .sum();
    if group.held.is_empty() {
        return plain * basket;
    }
    let held = group.held.iter().zip(group.leg_holdings(slot));
    let held: u128 = held
        .map(|(member, holding)| {
            (u128::from(units[member.order as usize]) * basket).saturating_sub(*holding)
        })
        .sum();
    plain * basket + held
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
    fn give(&mut self, stopped: &Stopped, steps: u64, units: &mut u64) {
        let Some((batch, in_flight)) = self.bears(stopped, steps, *units) else {
            return;
        };
        for (slot, leg) in self.legs(stopped).iter().enumerate() {
            self.demands[leg.asset as usize] += self.more(stopped, slot, leg, *units, steps);
        }
        self.batch_cash -= batch;
        self.in_flight_cash -= in_flight;
        *units += steps;
    }

    /// The cash for so many more steps, of the batch and in flight, if every resource bears them.
    fn bears(&self, stopped: &Stopped, steps: u64, units: u64) -> Option<(u128, u128)> {
        if stopped.target - units < steps || !self.has_room(stopped, steps, units) {
            return None;
        }
        let index = self.prepared.indexes[self.prepared.groups[stopped.group].index]
            .as_ref()
            .ok()?;
        let (mut batch, mut in_flight) = (U256::ZERO, U256::ZERO);
        for (slot, leg) in index.legs.iter().enumerate() {
            let asset = leg.asset as usize;
            let more = self.more(stopped, slot, leg, units, steps);
            if more == 0 {
                continue;
            }
            let demand = self.demands[asset] + more;
            if demand > self.supplies.assets[asset] {
                return None;
            }
            let price = leg.price?;
            let beyond = demand
                .saturating_sub(self.prepared.assets[asset].house)
                .min(more);
            batch = batch.checked_add(U256::product(more, price))?;
            in_flight = in_flight.checked_add(U256::product(beyond, price))?;
        }
        let (batch, in_flight) = (index.cash(batch)?, index.cash(in_flight)?);
        (batch <= self.batch_cash && in_flight <= self.in_flight_cash).then_some((batch, in_flight))
    }

    /// As many steps as every resource bears: by doubling, then by halving.
    fn most(&self, stopped: &Stopped, units: u64) -> u64 {
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

    /// A quick look at what stopped the order: mostly it has no more.
    fn has_room(&self, stopped: &Stopped, steps: u64, units: u64) -> bool {
        let Frozen::Asset(asset) = stopped.cause else {
            return true;
        };
        let asset = asset as usize;
        let legs = self.legs(stopped);
        let Some(slot) = legs.iter().position(|leg| leg.asset as usize == asset) else {
            return true;
        };
        let more = self.more(stopped, slot, &legs[slot], units, steps);
        more == 0 || self.demands[asset] + more <= self.supplies.assets[asset]
    }

    /// How much more of a leg's asset an order demands with so many more steps.
    fn more(&self, stopped: &Stopped, slot: usize, leg: &Leg, units: u64, steps: u64) -> u128 {
        let basket = u128::from(leg.basket);
        let Some(row) = stopped.row else {
            return u128::from(steps) * basket;
        };
        let holding = self.prepared.groups[stopped.group].leg_holdings(slot)[row];
        let beyond = |units: u64| (u128::from(units) * basket).saturating_sub(holding);
        beyond(units + steps) - beyond(units)
    }

    fn legs(&self, stopped: &Stopped) -> &'a [Leg] {
        self.prepared.legs(&self.prepared.groups[stopped.group])
    }
}
