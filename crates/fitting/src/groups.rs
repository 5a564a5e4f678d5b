//! The orders that can be reckoned with, grouped by index, with their targets and holdings.
//!
//! Invariants: members of a group and seats are in the orders' age; no sum of demands exceeds [`QUANTITY_MAX`]; a leg's
//! [`Cover::until`] is a time from which on every member needs more of it than he holds, so that the group's demand is that of one order.

use money::wide::U256;

use crate::dense::{DenseOrder, DenseProblem, Exclusion, Frozen};
use crate::integers::{QUANTITY_MAX, scaled_to_bound};
use crate::prepare::{Asset, FACTOR_MAX, Index, Leg, prepare};
use crate::target;
use crate::time::{ALL, NEVER};

#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) assets: Vec<Asset>,
    pub(crate) indexes: Vec<Result<Index, Exclusion>>,
    pub(crate) groups: Vec<Group>,
    pub(crate) standings: Vec<Standing>,
    /// Every member's place, oldest first.
    pub(crate) seats: Vec<Seat>,
    /// Holdings of the members that have any, by leg, one member after the other.
    pub(crate) holdings: Vec<u128>,
}

/// What is known of an order before anything is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Member of a group. The asset without a price that bounds its target, if one does.
    Ready(Option<Frozen>),
    /// Nothing to fill now.
    Idle(Option<Frozen>),
    Excluded(Exclusion),
}

/// The orders of one index.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) index: usize,
    pub(crate) members: Vec<Member>,
    /// The members' targets, added up as far as they stay below [`FACTOR_MAX`].
    pub(crate) bundles: Vec<u64>,
    /// By leg.
    pub(crate) covers: Vec<Cover>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) order: u32,
    /// The units that its budget allows, more than zero.
    pub(crate) target: u64,
    /// Where its holdings begin, if it has any.
    row: Option<usize>,
}

/// The holdings of a whole group in one leg.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cover {
    pub(crate) held: u128,
    /// From this time on every member needs more than he holds; [`NEVER`] where one never does.
    pub(crate) until: u64,
}

/// A member's place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat {
    pub(crate) group: u32,
    pub(crate) member: u32,
}

impl Prepared {
    pub(crate) fn new(problem: &DenseProblem) -> Self {
        let (assets, indexes) = prepare(problem);
        let groups = indexes.iter().enumerate().map(|(index, _)| Group {
            index,
            members: Vec::new(),
            bundles: Vec::new(),
            covers: Vec::new(),
        });
        let mut prepared = Self {
            groups: groups.collect(),
            assets,
            indexes,
            standings: Vec::with_capacity(problem.orders.len()),
            seats: Vec::with_capacity(problem.orders.len()),
            holdings: Vec::with_capacity(
                problem
                    .orders
                    .iter()
                    .map(|order| order.holdings.len())
                    .sum(),
            ),
        };
        let budgets = prepared
            .indexes
            .iter()
            .map(|index| target::Budgets::new(problem, index.as_ref().ok()?));
        let budgets: Vec<Option<target::Budgets>> = budgets.collect();
        let mut demanded = 0;
        let legs = |group| prepared.legs(group).iter().map(Longest::new).collect();
        let mut longest: Vec<Vec<Longest>> = prepared.groups.iter().map(legs).collect();
        for (position, order) in (0_u32..).zip(&problem.orders) {
            let standing = prepared.add(position, order, &budgets, &mut demanded, &mut longest);
            prepared
                .standings
                .push(standing.unwrap_or_else(|standing| standing));
        }
        for (position, longest) in longest.iter().enumerate() {
            prepared.sum_up(position, longest);
        }
        prepared
    }

    pub(crate) fn legs(&self, group: &Group) -> &[Leg] {
        self.indexes[group.index]
            .as_ref()
            .map_or(&[], |index| &index.legs)
    }

    /// A member's holdings by leg; empty if it has none.
    pub(crate) fn row(&self, group: &Group, member: &Member) -> &[u128] {
        member.row.map_or(&[], |start| {
            &self.holdings[start..start + group.covers.len()]
        })
    }

    pub(crate) fn member(&self, seat: Seat) -> (&Group, &Member) {
        let group = &self.groups[seat.group as usize];
        (group, &group.members[seat.member as usize])
    }

    /// Adds an order to its group, or says why not.
    fn add(
        &mut self,
        position: u32,
        order: &DenseOrder,
        budgets: &[Option<target::Budgets>],
        demanded: &mut u128,
        longest: &mut [Vec<Longest>],
    ) -> Result<Standing, Standing> {
        let excluded = Standing::Excluded;
        let place = order.index.ok_or(excluded(Exclusion::UnknownIndex))? as usize;
        let index = self
            .indexes
            .get(place)
            .ok_or(excluded(Exclusion::UnknownIndex))?;
        let index = index.as_ref().map_err(|reason| excluded(*reason))?;
        let budgets = budgets[place]
            .as_ref()
            .ok_or(excluded(Exclusion::Overflow))?;
        if order
            .limit_price
            .is_some_and(|limit| target::is_above(index, limit))
        {
            return Err(Standing::Idle(None));
        }
        let start = self.holdings.len();
        let worth = hold(order, index, &self.assets, &mut self.holdings);
        let target = worth.and_then(|worth| {
            target::units(
                index,
                budgets.of(order.cash)?,
                worth,
                &self.holdings[start..],
            )
        });
        // Every asset's demand together stays within the bound if this sum does.
        let sum = target.and_then(|target| {
            let most = u128::from(target.units) * u128::from(index.largest_basket);
            demanded
                .checked_add(most)
                .filter(|sum| *sum <= QUANTITY_MAX)
        });
        let (Some(target), Some(sum)) = (target, sum) else {
            self.holdings.truncate(start);
            return Err(excluded(Exclusion::Overflow));
        };
        if target.units == 0 {
            self.holdings.truncate(start);
            return Err(Standing::Idle(target.bounded_by));
        }
        *demanded = sum;
        let group = &mut self.groups[place];
        let number =
            |length: usize| u32::try_from(length).map_err(|_| excluded(Exclusion::Overflow));
        self.seats.push(Seat {
            group: number(place)?,
            member: number(group.members.len())?,
        });
        // While the row is at hand: there are too many to come back for each.
        for (longest, holding) in longest[place].iter_mut().zip(&self.holdings[start..]) {
            longest.include(*holding, target.units);
        }
        let row = (self.holdings.len() > start).then_some(start);
        group.members.push(Member {
            order: position,
            target: target.units,
            row,
        });
        Ok(Standing::Ready(target.bounded_by))
    }

    /// The longest-lasting holdings of a group, read from its rows.
    fn longest(&self, position: usize) -> Vec<Longest> {
        let group = &self.groups[position];
        let mut longest: Vec<Longest> = self.legs(group).iter().map(Longest::new).collect();
        for member in &group.members {
            let Some(start) = member.row else { continue };
            for (longest, holding) in longest.iter_mut().zip(&self.holdings[start..]) {
                longest.include(*holding, member.target);
            }
        }
        longest
    }

    /// Brings a group's sums up to date.
    fn sum_up(&mut self, position: usize, longest: &[Longest]) {
        let group = &self.groups[position];
        let mut bundles: Vec<u64> = Vec::new();
        for member in &group.members {
            match bundles.last_mut() {
                Some(sum) if *sum + member.target < FACTOR_MAX => *sum += member.target,
                _ => bundles.push(member.target),
            }
        }
        let smallest = group
            .members
            .iter()
            .map(|member| member.target)
            .min()
            .unwrap_or(1);
        let legs = self.legs(group);
        let covers = longest
            .iter()
            .zip(legs)
            .map(|(longest, leg)| longest.cover(leg, smallest))
            .collect();
        let group = &mut self.groups[position];
        (group.bundles, group.covers) = (bundles, covers);
    }

    /// The problem with one order in a group of its own, where it counts as covered in some of its legs.
    pub(crate) fn with_covered(&self, seat: usize, is_covered: impl Fn(&Leg) -> bool) -> Self {
        let mut changed = self.clone();
        let Seat { group: old, member } = self.seats[seat];
        let (group, order) = self.member(self.seats[seat]);
        let row = self.row(group, order);
        let start = changed.holdings.len();
        for (slot, leg) in self.legs(group).iter().enumerate() {
            let holding = row.get(slot).copied().unwrap_or(0);
            changed.holdings.push(if is_covered(leg) {
                QUANTITY_MAX
            } else {
                holding
            });
        }
        let alone = Member {
            row: Some(start),
            ..*order
        };
        changed.groups.push(Group {
            index: group.index,
            members: vec![alone],
            bundles: Vec::new(),
            covers: Vec::new(),
        });
        changed.groups[old as usize].members.remove(member as usize);
        for other in changed
            .seats
            .iter_mut()
            .filter(|other| other.group == old && other.member > member)
        {
            other.member -= 1;
        }
        changed.seats[seat] = Seat {
            group: u32::try_from(self.groups.len()).unwrap_or(u32::MAX),
            member: 0,
        };
        for position in [old as usize, self.groups.len()] {
            let longest = changed.longest(position);
            changed.sum_up(position, &longest);
        }
        changed
    }
}

/// Adds an order's holdings by leg, or nothing if it has none, and returns what they are worth at the limit prices.
fn hold(
    order: &DenseOrder,
    index: &Index,
    assets: &[Asset],
    holdings: &mut Vec<u128>,
) -> Option<U256> {
    let start = holdings.len();
    let mut worth = U256::ZERO;
    for (asset, quantity) in &order.holdings {
        let Some(slot) = index.slot(*asset).filter(|_| !quantity.is_zero()) else {
            continue;
        };
        if holdings.len() == start {
            holdings.resize(start + index.legs.len(), 0);
        }
        let holding = scaled_to_bound(*quantity, assets[*asset as usize].scale);
        holdings[start + slot] = holding;
        if let Some(price) = index.prices[slot] {
            worth = worth.checked_add(U256::product(holding, price))?;
        }
    }
    Some(worth)
}

/// The member of a group whose holding of one leg lasts longest, found by cross multiplication of 64-bit numbers.
struct Longest {
    held: u128,
    /// Bits that are dropped from holdings: what remains counts in steps of units, roughly.
    shift: u32,
    /// Holding and target of the one that lasts longest.
    part: u64,
    target: u64,
    is_beyond: bool,
}

impl Longest {
    fn new(leg: &Leg) -> Self {
        Self {
            held: 0,
            shift: leg.basket.ilog2(),
            part: 0,
            target: 1,
            is_beyond: false,
        }
    }

    fn include(&mut self, holding: u128, target: u64) {
        if holding == 0 {
            return;
        }
        self.held = self.held.saturating_add(holding);
        let part = (holding >> self.shift) + 1;
        match u64::try_from(part) {
            Ok(part) => {
                if u128::from(part) * u128::from(self.target)
                    > u128::from(self.part) * u128::from(target)
                {
                    (self.part, self.target) = (part, target);
                }
            }
            Err(_) => self.is_beyond = true,
        }
    }

    fn cover(&self, leg: &Leg, smallest_target: u64) -> Cover {
        if self.held == 0 {
            return Cover::default();
        }
        Cover {
            held: self.held,
            until: self.until(leg, smallest_target).unwrap_or(NEVER),
        }
    }

    /// (part × 2^shift ÷ basket) ÷ target and a step of units more, for rounding units down. `None` past the end.
    fn until(&self, leg: &Leg, smallest_target: u64) -> Option<u64> {
        if self.is_beyond {
            return None;
        }
        let held = U256::product(u128::from(self.part) << self.shift, u128::from(ALL));
        let whole = U256::product(u128::from(leg.basket), u128::from(self.target));
        let (time, _) = held.div_rem(whole)?;
        let step = ALL / smallest_target + 1;
        let until = u64::try_from(time.to_u128()?)
            .ok()?
            .checked_add(1)?
            .checked_add(step)?;
        (until <= ALL).then_some(until)
    }
}
