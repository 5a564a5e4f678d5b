//! The whole steps of units that rounding down left over: each order that was stopped gets one more step where every resource it needs
//! still has it, oldest first, and then the oldest whatever else fits, so that nothing is left idle that an order could use.

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
    // Anew: so far an order may have counted for more cash than it took.
    let mut rest = Rest::new(prepared, supplies, rest.demands);
    for stopped in &stopped {
        loop {
            let most = rest.most(stopped, filled.units[stopped.order]);
            let units = &mut filled.units[stopped.order];
            if !rest.give(stopped, most, units) && (most == 1 || !rest.give(stopped, 1, units)) {
                break;
            }
        }
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
    fn give(&mut self, stopped: &Stopped, steps: u64, units: &mut u64) -> bool {
        if stopped.target - *units < steps || !self.has_room(stopped, steps, *units) {
            return false;
        }
        let legs = self.legs(stopped);
        for (slot, leg) in legs.iter().enumerate() {
            let asset = leg.asset as usize;
            let more = self.more(stopped, slot, leg, *units, steps);
            if more > 0 && self.demands[asset] + more > self.supplies.assets[asset] {
                return false;
            }
        }
        let Some((batch, in_flight)) = self.cash(stopped, steps, *units) else {
            return false;
        };
        for (slot, leg) in legs.iter().enumerate() {
            self.demands[leg.asset as usize] += self.more(stopped, slot, leg, *units, steps);
        }
        self.batch_cash -= batch;
        self.in_flight_cash -= in_flight;
        *units += steps;
        true
    }

    /// The cash for so many more steps, of the batch and in flight, if there is so much.
    fn cash(&self, stopped: &Stopped, steps: u64, units: u64) -> Option<(u128, u128)> {
        let index = self.prepared.groups[stopped.group].index;
        let most = self.prepared.indexes[index]
            .as_ref()
            .ok()?
            .step_cost
            .saturating_mul(u128::from(steps));
        if most <= self.batch_cash.min(self.in_flight_cash) {
            return Some((most, most));
        }
        let (mut batch, mut in_flight) = (0_u128, 0_u128);
        for (slot, leg) in self.legs(stopped).iter().enumerate() {
            let market = &self.prepared.assets[leg.asset as usize];
            let more = self.more(stopped, slot, leg, units, steps);
            let beyond = (self.demands[leg.asset as usize] + more)
                .saturating_sub(market.house)
                .min(more);
            batch = batch.saturating_add(market.cash.cost(more));
            in_flight = in_flight.saturating_add(market.cash.cost(beyond));
        }
        (batch <= self.batch_cash && in_flight <= self.in_flight_cash).then_some((batch, in_flight))
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

    /// As many steps as each asset's rest allows for sure, at least one.
    fn most(&self, stopped: &Stopped, units: u64) -> u64 {
        let rests = self.legs(stopped).iter().map(|leg| {
            let asset = leg.asset as usize;
            self.supplies.assets[asset].saturating_sub(self.demands[asset]) / u128::from(leg.basket)
        });
        let steps = rests
            .min()
            .and_then(|steps| u64::try_from(steps).ok())
            .unwrap_or(u64::MAX);
        steps.min(stopped.target - units).max(1)
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
