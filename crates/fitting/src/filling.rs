//! Progressive filling: all orders' fractions rise together; a resource that is exhausted stops those that need it.
//!
//! Time is the fraction of the targets, an integer from 0 to [`ALL`]. At time t an order has ⌊min(t, its stop) × target⌋ units and demands, of
//! each asset, what those need beyond its holding. Demands never fall as time goes on, and a stop only lowers later demands, so the time at
//! which a resource is exhausted, once found, is a lower bound ever after: it is looked at again only when it is the least.
//!
//! An order that holds some of an exhausted asset rises on until its holding is used up. Orders without holdings in one index all stop
//! together, so each index counts them as one.

use money::wide::U256;

use crate::dense::{DenseProblem, Frozen};
use crate::integers::scaled_to_bound;
use crate::prepare::{Group, Leg, Prepared};
use crate::target::covered;

/// The time at which an order has its whole target.
pub(crate) const ALL: u64 = 1 << TIME_BITS;
const TIME_BITS: u32 = 62;

/// Steps towards an exhaustion time before only halving is left, which ends after at most 62 more.
const NEWTON_STEPS_MAX: u32 = 24;

/// What there is to share.
#[derive(Debug, Clone)]
pub(crate) struct Supplies {
    /// Of each asset: what is offered and the house's lots.
    pub(crate) assets: Vec<u128>,
    /// Why an asset's supply is what it is.
    pub(crate) causes: Vec<Frozen>,
    /// Cash of all demands.
    pub(crate) batch_cash: u128,
    /// Cash of the demands beyond the house's lots.
    pub(crate) in_flight_cash: u128,
}

impl Supplies {
    pub(crate) fn new(problem: &DenseProblem, prepared: &Prepared) -> Self {
        let cash = |cash| scaled_to_bound(cash, crate::integers::CASH_SCALE);
        Self {
            assets: prepared
                .assets
                .iter()
                .map(|asset| asset.offered + asset.house)
                .collect(),
            causes: (0_u32..)
                .take(prepared.assets.len())
                .map(Frozen::Asset)
                .collect(),
            batch_cash: cash(problem.batch_cap),
            in_flight_cash: cash(problem.in_flight_left),
        }
    }

    /// Leaves of an asset no more than `quantity`, because of `cause`.
    pub(crate) fn restrict(&mut self, asset: usize, quantity: u128, cause: Frozen) {
        if quantity < self.assets[asset] {
            self.assets[asset] = quantity;
            self.causes[asset] = cause;
        }
    }
}

/// When each order stops, and why.
#[derive(Debug, Clone)]
pub(crate) struct Stop {
    pub(crate) time: u64,
    pub(crate) cause: Option<Frozen>,
}

impl Stop {
    const NEVER: Self = Self {
        time: ALL,
        cause: None,
    };

    fn bring_forward(&mut self, time: u64, cause: Frozen) {
        if time < self.time {
            *self = Self {
                time,
                cause: Some(cause),
            };
        }
    }
}

/// The stops of one group: one for its plain members, one for each held member.
#[derive(Debug, Clone)]
pub(crate) struct Stops {
    pub(crate) plain: Stop,
    pub(crate) held: Vec<Stop>,
}

/// Units at a time.
pub(crate) fn units_at(time: u64, target: u64) -> u64 {
    // Below 2^62 × 2^62 / 2^62.
    u64::try_from((u128::from(time) * u128::from(target)) >> TIME_BITS).unwrap_or(target)
}

/// The last time at which an order has no more than `units`.
fn time_of(units: u128, target: u64) -> u64 {
    if units >= u128::from(target) {
        return ALL;
    }
    let time = (((units + 1) << TIME_BITS) - 1) / u128::from(target);
    u64::try_from(time).unwrap_or(ALL).min(ALL)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resource {
    Asset(usize),
    BatchCap,
    InFlight,
}

/// A resource's use at a time.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    demand: u128,
    /// Growth per whole time.
    slope: u128,
    /// What rounding units down may leave unused.
    grain: u128,
}

/// A resource that may still be exhausted.
struct Candidate {
    resource: Resource,
    /// It is not exhausted up to here.
    time: u64,
    /// And is right after, as things stand.
    current: bool,
}

struct Filling<'a> {
    prepared: &'a Prepared,
    supplies: Supplies,
    /// The groups that demand each asset, with the leg.
    users: Vec<Vec<(usize, usize)>>,
    /// The plain targets of each group, added up as far as they fit.
    bundles: Vec<Vec<u64>>,
    stops: Vec<Stops>,
    candidates: Vec<Candidate>,
}

/// Runs the filling to its end.
pub(crate) fn fill(prepared: &Prepared, supplies: &Supplies) -> Vec<Stops> {
    let mut filling = Filling::new(prepared, supplies.clone());
    filling.find_candidates();
    while let Some(position) = filling.least_candidate() {
        if filling.candidates[position].current {
            let Candidate { resource, time, .. } = filling.candidates.swap_remove(position);
            filling.exhaust(resource, time);
            for candidate in &mut filling.candidates {
                candidate.current = false;
            }
        } else {
            filling.look_again(position);
        }
    }
    filling.stops
}

impl<'a> Filling<'a> {
    fn new(prepared: &'a Prepared, supplies: Supplies) -> Self {
        let mut users = vec![Vec::new(); prepared.assets.len()];
        let mut bundles = Vec::with_capacity(prepared.groups.len());
        let mut stops = Vec::with_capacity(prepared.groups.len());
        for (position, group) in prepared.groups.iter().enumerate() {
            for (slot, leg) in prepared.legs(group).iter().enumerate() {
                users[leg.asset as usize].push((position, slot));
            }
            let mut sums = Vec::new();
            for member in &group.plain {
                match sums
                    .last_mut()
                    .and_then(|sum: &mut u64| Some((sum.checked_add(member.target)?, sum)))
                {
                    Some((more, sum)) if more < ALL => *sum = more,
                    _ => sums.push(member.target),
                }
            }
            bundles.push(sums);
            stops.push(Stops {
                plain: Stop::NEVER,
                held: vec![Stop::NEVER; group.held.len()],
            });
        }
        Self {
            prepared,
            supplies,
            users,
            bundles,
            stops,
            candidates: Vec::new(),
        }
    }

    /// Everything that would be exhausted if every order reached its target.
    fn find_candidates(&mut self) {
        let assets = (0..self.prepared.assets.len()).map(Resource::Asset);
        let resources = assets.chain([Resource::BatchCap, Resource::InFlight]);
        self.candidates = resources
            .filter(|resource| self.usage(*resource, ALL).demand > self.supply(*resource))
            .map(|resource| Candidate {
                resource,
                time: 0,
                current: false,
            })
            .collect();
    }

    /// The candidate of the least time; of equal ones one whose time is certain.
    fn least_candidate(&self) -> Option<usize> {
        (0..self.candidates.len()).min_by_key(|position| {
            let candidate = &self.candidates[*position];
            (candidate.time, !candidate.current)
        })
    }

    /// Brings a candidate's time up to date, or drops it.
    fn look_again(&mut self, position: usize) {
        let Candidate { resource, time, .. } = self.candidates[position];
        let supply = self.supply(resource);
        let at_end = self.usage(resource, ALL);
        if at_end.demand <= supply {
            self.candidates.swap_remove(position);
            return;
        }
        let others = self
            .candidates
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != position);
        let next = others
            .map(|(_, candidate)| candidate.time)
            .min()
            .unwrap_or(ALL);
        if time < next && next < ALL && self.usage(resource, next).demand <= supply {
            self.candidates[position].time = next;
            return;
        }
        let time = self.exhaustion(resource, time, at_end);
        let candidate = &mut self.candidates[position];
        (candidate.time, candidate.current) = (time, true);
    }

    /// The last time, up to the grain of units, at which a resource's demand is within its supply. It is at `feasible`, and is not at the end.
    ///
    /// Newton's steps on the piecewise linear demand, kept inside the bracket, and halving where they do not go on.
    fn exhaustion(&self, resource: Resource, feasible: u64, at_end: Use) -> u64 {
        let supply = self.supply(resource);
        let (mut low, mut high) = (feasible, ALL);
        let (mut time, mut usage) = (ALL, at_end);
        let mut steps = 0;
        while high - low > 1 {
            steps += 1;
            let step = if steps > NEWTON_STEPS_MAX {
                None
            } else {
                newton(time, usage, supply)
            };
            let middle = low + (high - low) / 2;
            time = step
                .filter(|time| low < *time && *time < high)
                .unwrap_or(middle);
            usage = self.usage(resource, time);
            if usage.demand > supply {
                high = time;
            } else {
                low = time;
                if supply - usage.demand <= usage.grain {
                    return self.to_the_step(resource, time, usage);
                }
            }
        }
        low
    }

    /// The time just after the exact exhaustion, where rounding units down makes it feasible: 4 units are 4 then, and not 3.99999999.
    fn to_the_step(&self, resource: Resource, time: u64, usage: Use) -> u64 {
        let supply = self.supply(resource);
        let after = newton(time, usage, supply).and_then(|time| time.checked_add(1));
        match after.filter(|after| *after < ALL) {
            Some(after) if self.usage(resource, after).demand <= supply => after,
            _ => time,
        }
    }

    fn supply(&self, resource: Resource) -> u128 {
        match resource {
            Resource::Asset(asset) => self.supplies.assets[asset],
            Resource::BatchCap => self.supplies.batch_cash,
            Resource::InFlight => self.supplies.in_flight_cash,
        }
    }

    fn usage(&self, resource: Resource, time: u64) -> Use {
        match resource {
            Resource::Asset(asset) => self.asset_use(asset, time),
            Resource::BatchCap => self.cash_use(time, |_| 0),
            Resource::InFlight => self.cash_use(time, |asset| self.prepared.assets[asset].house),
        }
    }

    fn asset_use(&self, asset: usize, time: u64) -> Use {
        let mut usage = Use::default();
        for (position, slot) in &self.users[asset] {
            let group = &self.prepared.groups[*position];
            let basket = self.prepared.legs(group)[*slot].basket;
            let stops = &self.stops[*position];
            let rises = time < stops.plain.time;
            for target in &self.bundles[*position] {
                let units = units_at(time.min(stops.plain.time), *target);
                usage.demand += u128::from(units) * u128::from(basket);
                if rises {
                    usage.slope += u128::from(*target) * u128::from(basket);
                    usage.grain += u128::from(basket);
                }
            }
            let holdings = if group.held.is_empty() {
                &[]
            } else {
                group.leg_holdings(*slot)
            };
            for ((member, stop), holding) in group.held.iter().zip(&stops.held).zip(holdings) {
                let units = units_at(time.min(stop.time), member.target);
                let needed = u128::from(units) * u128::from(basket);
                if needed > *holding {
                    usage.demand += needed - holding;
                    if time < stop.time {
                        usage.slope += u128::from(member.target) * u128::from(basket);
                        usage.grain += u128::from(basket);
                    }
                }
            }
        }
        usage
    }

    /// The cash of all demands beyond a free part of each asset.
    fn cash_use(&self, time: u64, free: impl Fn(usize) -> u128) -> Use {
        let mut total = Use::default();
        for (position, asset) in self.prepared.assets.iter().enumerate() {
            let usage = self.asset_use(position, time);
            let free = free(position);
            if usage.demand >= free && usage.demand + usage.slope > 0 {
                total.demand = total
                    .demand
                    .saturating_add(asset.cash.cost(usage.demand - free));
                total.slope = total.slope.saturating_add(asset.cash.cost(usage.slope));
            }
        }
        for ((group, stops), bundles) in self
            .prepared
            .groups
            .iter()
            .zip(&self.stops)
            .zip(&self.bundles)
        {
            let plain = if time < stops.plain.time {
                bundles.len()
            } else {
                0
            };
            let held = stops.held.iter().filter(|stop| time < stop.time).count();
            if let Ok(index) = &self.prepared.indexes[group.index] {
                let rising = u128::try_from(plain + held).unwrap_or(u128::MAX);
                total.grain = total
                    .grain
                    .saturating_add(index.step_cost.saturating_mul(rising));
            }
        }
        total
    }

    /// Stops those that need a resource which is exhausted at `time`.
    fn exhaust(&mut self, resource: Resource, time: u64) {
        match resource {
            Resource::Asset(asset) => self.stop_users(asset, time),
            Resource::BatchCap => {
                for (position, group) in self.prepared.groups.iter().enumerate() {
                    let legs = self.prepared.legs(group);
                    let stops = &mut self.stops[position];
                    stops.plain.bring_forward(time, Frozen::BatchCap);
                    for (row, stop) in stops.held.iter_mut().enumerate() {
                        // The first leg that its holding no longer covers costs cash.
                        let covers = held_until(group, legs, row).min().unwrap_or(0);
                        stop.bring_forward(time.max(covers), Frozen::BatchCap);
                    }
                }
            }
            // From here on an asset has only what it took so far, or the house's lots.
            Resource::InFlight => {
                for asset in 0..self.prepared.assets.len() {
                    let taken = self.asset_use(asset, time).demand;
                    let house = self.prepared.assets[asset].house;
                    self.supplies
                        .restrict(asset, taken.max(house), Frozen::InFlight);
                    if taken >= self.supplies.assets[asset] {
                        self.candidates
                            .retain(|candidate| candidate.resource != Resource::Asset(asset));
                        self.stop_users(asset, time);
                    } else if self
                        .candidates
                        .iter()
                        .all(|candidate| candidate.resource != Resource::Asset(asset))
                    {
                        self.candidates.push(Candidate {
                            resource: Resource::Asset(asset),
                            time,
                            current: false,
                        });
                    }
                }
            }
        }
    }

    /// Stops the users of an asset when what they hold of it is used up.
    fn stop_users(&mut self, asset: usize, time: u64) {
        let cause = self.supplies.causes[asset];
        for (position, slot) in &self.users[asset] {
            let group = &self.prepared.groups[*position];
            let stops = &mut self.stops[*position];
            stops.plain.bring_forward(time, cause);
            if group.held.is_empty() {
                continue;
            }
            let basket = self.prepared.legs(group)[*slot].basket;
            let holdings = group.leg_holdings(*slot);
            for ((member, stop), holding) in group.held.iter().zip(&mut stops.held).zip(holdings) {
                let covers = if *holding == 0 {
                    0
                } else {
                    time_of(covered(*holding, basket), member.target)
                };
                stop.bring_forward(time.max(covers), cause);
            }
        }
    }
}

/// The times until which a member's holdings cover it, by leg.
fn held_until<'a>(group: &'a Group, legs: &'a [Leg], row: usize) -> impl Iterator<Item = u64> + 'a {
    let target = group.held[row].target;
    legs.iter()
        .enumerate()
        .map(move |(slot, leg)| time_of(covered(group.leg_holdings(slot)[row], leg.basket), target))
}

/// Where the demand's tangent meets the supply.
fn newton(time: u64, usage: Use, supply: u128) -> Option<u64> {
    let difference = usage.demand.abs_diff(supply);
    let scaled = U256::product(difference, u128::from(ALL));
    let (quotient, rest) = scaled.div_rem(U256::from(usage.slope))?;
    let distance = u64::try_from(quotient.to_u128()?).ok()?;
    if usage.demand > supply {
        time.checked_sub(distance)?
            .checked_sub(u64::from(!rest.is_zero()))
    } else {
        time.checked_add(distance)
    }
}
