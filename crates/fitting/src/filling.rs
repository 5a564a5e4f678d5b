//! Progressive filling: all orders' fractions rise together; a resource that is exhausted stops those that need it.
//!
//! At time t an order has ⌊min(t, its stop) × target⌋ units and demands, of each asset, what those need beyond its holding. Demands never
//! fall as time goes on, and a stop only lowers later demands, so the time at which a resource is exhausted, once found, is a lower bound ever
//! after: it is looked at again only when it is the least. Only the end of the cash in flight leaves assets less supply, and their times anew
//! to be found.
//!
//! An order that holds some of an exhausted asset rises on until its holding is used up. While a group stops together and all its holdings
//! of an asset are behind, its demand is that of one order; only else its members are counted one by one.

use money::wide::U256;

use crate::dense::Frozen;
use crate::groups::{Group, Prepared};
use crate::stops::Stops;
use crate::supplies::Supplies;
use crate::target::covered;
use crate::time::{ALL, time_of, units_at};

/// Steps towards an exhaustion time before only halving is left, which ends after at most 62 more.
const NEWTON_STEPS_MAX: u32 = 24;

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
    /// By group.
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
        for (position, group) in prepared.groups.iter().enumerate() {
            for (slot, leg) in prepared.legs(group).iter().enumerate() {
                users[leg.asset as usize].push((position, slot));
            }
        }
        let stops = vec![Stops::never(); prepared.groups.len()];
        Self {
            prepared,
            supplies,
            users,
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
            let basket = u128::from(self.prepared.legs(group)[*slot].basket);
            let stops = &self.stops[*position];
            let cover = group.covers[*slot];
            let stop = stops.together.time;
            if stops.are_together() && time.min(stop) >= cover.until {
                let units = group
                    .bundles
                    .iter()
                    .map(|target| u128::from(units_at(time.min(stop), *target)));
                usage.demand += (units.sum::<u128>() * basket).saturating_sub(cover.held);
                if time < stop {
                    usage.slope += group
                        .bundles
                        .iter()
                        .map(|target| u128::from(*target))
                        .sum::<u128>()
                        * basket;
                    usage.grain += basket * group.bundles.len() as u128;
                }
            } else {
                self.members_use(group, stops, *slot, time, &mut usage);
            }
        }
        usage
    }

    /// The use of one leg's asset, member by member.
    fn members_use(&self, group: &Group, stops: &Stops, slot: usize, time: u64, usage: &mut Use) {
        let basket = u128::from(self.prepared.legs(group)[slot].basket);
        for (position, member) in group.members.iter().enumerate() {
            let stop = stops.of(position).time;
            let holding = self
                .prepared
                .row(group, member)
                .get(slot)
                .copied()
                .unwrap_or(0);
            let needed = u128::from(units_at(time.min(stop), member.target)) * basket;
            if needed >= holding {
                usage.demand += needed - holding;
                if time < stop {
                    usage.slope += u128::from(member.target) * basket;
                    usage.grain += basket;
                }
            }
        }
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
        for (group, stops) in self.prepared.groups.iter().zip(&self.stops) {
            let rising = stops.rising_at(time, group.bundles.len());
            if let Ok(index) = &self.prepared.indexes[group.index] {
                total.grain = total
                    .grain
                    .saturating_add(index.step_cost.saturating_mul(rising as u128));
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
                    let stops = &mut self.stops[position];
                    if group.covers.iter().any(|cover| time >= cover.until) {
                        stops.bring_forward(time, Frozen::BatchCap);
                        continue;
                    }
                    // The first leg that a member's holding no longer covers costs cash.
                    let (prepared, legs) = (self.prepared, self.prepared.legs(group));
                    let covered_until = group.members.iter().map(|member| {
                        let row = prepared.row(group, member).iter().zip(legs);
                        let times = row.map(|(holding, leg)| {
                            time_of(covered(*holding, leg.basket), member.target)
                        });
                        times.min().unwrap_or(0)
                    });
                    stops.bring_forward_each(time, Frozen::BatchCap, covered_until);
                }
            }
            // From here on an asset has only what it took so far, or the house's lots.
            Resource::InFlight => {
                for asset in 0..self.prepared.assets.len() {
                    let taken = self.asset_use(asset, time).demand;
                    let house = self.prepared.assets[asset].house;
                    self.supplies
                        .restrict(asset, taken.max(house), Frozen::InFlight);
                    // What was found of its time was found with a larger supply.
                    self.candidates
                        .retain(|candidate| candidate.resource != Resource::Asset(asset));
                    if taken >= self.supplies.assets[asset] {
                        self.stop_users(asset, time);
                    } else {
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
            if time >= group.covers[*slot].until {
                stops.bring_forward(time, cause);
                continue;
            }
            let basket = self.prepared.legs(group)[*slot].basket;
            let covered_until = group.members.iter().map(|member| {
                match self.prepared.row(group, member).get(*slot) {
                    None | Some(0) => 0,
                    Some(holding) => time_of(covered(*holding, basket), member.target),
                }
            });
            stops.bring_forward_each(time, cause, covered_until);
        }
    }
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
