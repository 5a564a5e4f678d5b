//! The problem as integers, in dense arrays: markets, baskets, and the orders grouped by index.
//!
//! Invariants: every quantity of one asset is an integer at one scale, `units scale + basket decimals`, so that units × basket is exact;
//! no sum of demands exceeds [`QUANTITY_MAX`]; baskets are rounded up and supplies and holdings down where digits had to go, so that no
//! result asks for more than there is. What cannot be brought there is excluded with its reason.

use money::wide::{U256, power_of_ten};
use money::{MoneyError, Price, Quantity};

use crate::dense::{DenseMarket, DenseOrder, DenseProblem, Exclusion, Frozen};
use crate::integers::{CASH_SCALE, CashRate, QUANTITY_MAX, parts, scaled_to_bound};
use crate::pricing::buying_limit;
use crate::target;

/// Basket quantities and units are below this, so that a product of the two has a bit to spare in 128.
pub(crate) const FACTOR_MAX: u64 = 1 << 62;

/// Basket decimals that are kept for the sake of small quantities, even if another index's large one must be excluded for it.
const BASKET_DECIMALS_MIN: u32 = 9;

/// A basket quantity that was rounded up has at least so many parts: it is off by less than 1 in 10^9.
const ROUNDED_BASKET_MIN: u128 = 1_000_000_000;

/// An asset's market.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    pub(crate) state: MarketState,
    pub(crate) limit: Price,
    /// The decimals of its quantities here.
    pub(crate) scale: u32,
    /// What the venue offers up to the limit, in whole steps.
    pub(crate) offered: u128,
    /// The house's free lots.
    pub(crate) house: u128,
    pub(crate) cash: CashRate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarketState {
    Priced,
    /// Nothing is offered, so there is no price: what an order does not hold it cannot get.
    Unpriced,
    Impossible,
}

/// A basket.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    pub(crate) legs: Vec<Leg>,
    /// Cash per unit at the limit prices × 10^`value_scale`, over the priced legs.
    pub(crate) value: U256,
    pub(crate) value_scale: u32,
    /// The decimals of quantity × a leg's price: `value_scale` and the units' own.
    cost_scale: u32,
    /// Cash per step of units at [`CASH_SCALE`], up.
    pub(crate) step_cost: u128,
    /// The leg of each asset, by asset.
    slots: Vec<Option<u32>>,
}

impl Index {
    /// Cash at [`CASH_SCALE`], up, of a sum of quantity × leg price.
    pub(crate) fn cash(&self, amount: U256) -> Option<u128> {
        cash_up(amount, self.cost_scale)
    }
}

/// One asset of a basket.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) asset: u32,
    /// Quantity per unit, at the asset's basket decimals, up.
    pub(crate) basket: u64,
    /// Limit price such that quantity × price is at the index's value scale; `None` without a price.
    pub(crate) price: Option<u128>,
}

/// The orders of one index that can be reckoned with and have a target.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) index: usize,
    /// Without holdings: all alike but for their size.
    pub(crate) plain: Vec<Member>,
    /// With holdings, and those by leg, then by member.
    pub(crate) held: Vec<Member>,
    pub(crate) holdings: Vec<u128>,
}

impl Group {
    /// Holdings of one leg, by member of `held`.
    pub(crate) fn leg_holdings(&self, leg: usize) -> &[u128] {
        let count = self.held.len();
        &self.holdings[leg * count..(leg + 1) * count]
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) order: u32,
    /// The units that its budget allows, more than zero.
    pub(crate) target: u64,
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

#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) assets: Vec<Asset>,
    pub(crate) indexes: Vec<Result<Index, Exclusion>>,
    pub(crate) groups: Vec<Group>,
    pub(crate) standings: Vec<Standing>,
}

impl Prepared {
    pub(crate) fn legs(&self, group: &Group) -> &[Leg] {
        self.indexes[group.index]
            .as_ref()
            .map_or(&[], |index| &index.legs)
    }
}

pub(crate) fn prepare(problem: &DenseProblem) -> Prepared {
    let basket_decimals = basket_decimals(problem);
    let assets: Vec<Asset> = problem
        .assets
        .iter()
        .zip(&basket_decimals)
        .map(|(market, decimals)| asset(problem, market, problem.units_scale.decimals() + decimals))
        .collect();
    let indexes: Vec<Result<Index, Exclusion>> = problem
        .baskets
        .iter()
        .map(|basket| index(problem, basket, &assets, &basket_decimals))
        .collect();
    let (groups, standings) = group(problem, &assets, &indexes);
    Prepared {
        assets,
        indexes,
        groups,
        standings,
    }
}

/// The decimals of each asset's basket quantities: the most that any index in use has, as far as the largest quantity leaves room.
fn basket_decimals(problem: &DenseProblem) -> Vec<u32> {
    let mut used = vec![false; problem.baskets.len()];
    for index in problem.orders.iter().filter_map(|order| order.index) {
        if let Some(used) = used.get_mut(index as usize) {
            *used = true;
        }
    }
    let mut decimals = vec![0; problem.assets.len()];
    let mut largest = vec![Quantity::ZERO; problem.assets.len()];
    let legs = problem
        .baskets
        .iter()
        .zip(used)
        .filter(|(_, used)| *used)
        .flat_map(|(basket, _)| basket);
    for (asset, quantity) in legs {
        if let Some(asset) = asset
            .map(|asset| asset as usize)
            .filter(|asset| *asset < decimals.len())
        {
            decimals[asset] = decimals[asset].max(quantity.decimals());
            largest[asset] = largest[asset].max(*quantity);
        }
    }
    for (decimals, largest) in decimals.iter_mut().zip(largest) {
        let floor = (*decimals).min(BASKET_DECIMALS_MIN);
        while *decimals > floor && scaled_to_bound(largest, *decimals) >= u128::from(FACTOR_MAX) {
            *decimals -= 1;
        }
    }
    decimals
}

fn asset(problem: &DenseProblem, market: &DenseMarket, scale: u32) -> Asset {
    let mut asset = Asset {
        state: MarketState::Impossible,
        limit: Price::ZERO,
        scale,
        offered: 0,
        house: 0,
        cash: CashRate::new(Price::ZERO, scale),
    };
    if market.tick.is_zero() || market.step.is_zero() {
        return asset;
    }
    let Some(best) = market.asks.best() else {
        asset.state = MarketState::Unpriced;
        return asset;
    };
    let figures = || -> Result<(Price, Quantity), MoneyError> {
        let limit = buying_limit(best, problem.slippage, market.tick)?;
        let offered = market
            .asks
            .offered_up_to(limit)?
            .floor_to_step(market.step)?;
        Ok((limit, offered))
    };
    if let Ok((limit, offered)) = figures()
        && !limit.is_zero()
    {
        asset.state = MarketState::Priced;
        asset.limit = limit;
        asset.offered = scaled_to_bound(offered, scale);
        asset.house = scaled_to_bound(market.house_lots, scale);
        asset.cash = CashRate::new(limit, scale);
    }
    asset
}

fn index(
    problem: &DenseProblem,
    basket: &[(Option<u32>, Quantity)],
    assets: &[Asset],
    basket_decimals: &[u32],
) -> Result<Index, Exclusion> {
    let mut legs = Vec::with_capacity(basket.len());
    let mut value_scale = 0;
    for (asset, quantity) in basket.iter().filter(|(_, quantity)| !quantity.is_zero()) {
        let asset = asset.ok_or(Exclusion::NoMarket)?;
        let market = assets.get(asset as usize).ok_or(Exclusion::NoMarket)?;
        match market.state {
            MarketState::Impossible => return Err(Exclusion::BadMarket),
            MarketState::Priced => {
                value_scale =
                    value_scale.max(basket_decimals[asset as usize] + parts(market.limit).1);
            }
            MarketState::Unpriced => {}
        }
        let basket = basket_integer(*quantity, basket_decimals[asset as usize])?;
        legs.push(Leg {
            asset,
            basket,
            price: None,
        });
    }
    if legs.is_empty() {
        return Err(Exclusion::EmptyBasket);
    }
    let mut value = U256::ZERO;
    let mut slots = vec![None; assets.len()];
    for (slot, leg) in legs.iter_mut().enumerate() {
        let market = &assets[leg.asset as usize];
        slots[leg.asset as usize] = u32::try_from(slot).ok();
        if market.state == MarketState::Priced {
            let (price, scale) = parts(market.limit);
            let raise = value_scale - scale - basket_decimals[leg.asset as usize];
            let price = power_of_ten(raise).and_then(|factor| price.checked_mul(factor));
            let price = price.ok_or(Exclusion::Overflow)?;
            value = value
                .checked_add(U256::product(price, u128::from(leg.basket)))
                .ok_or(Exclusion::Overflow)?;
            leg.price = Some(price);
        }
    }
    let cost_scale = value_scale + problem.units_scale.decimals();
    let step_cost = cash_up(value, cost_scale).unwrap_or(u128::MAX);
    Ok(Index {
        legs,
        value,
        value_scale,
        cost_scale,
        step_cost,
        slots,
    })
}

/// A basket quantity at so many decimals, up, unless that distorts it.
fn basket_integer(quantity: Quantity, decimals: u32) -> Result<u64, Exclusion> {
    let down = scaled_to_bound(quantity, decimals);
    let exact = quantity.decimals() <= decimals;
    let up = if exact { down } else { down + 1 };
    if !exact && up < ROUNDED_BASKET_MIN {
        return Err(Exclusion::BasketDigits);
    }
    u64::try_from(up)
        .ok()
        .filter(|up| *up < FACTOR_MAX)
        .ok_or(Exclusion::BasketDigits)
}

/// Cash at [`CASH_SCALE`], up, of an amount at `scale`.
fn cash_up(amount: U256, scale: u32) -> Option<u128> {
    let lower = scale.saturating_sub(CASH_SCALE);
    let mut cash = amount.checked_mul_power_of_ten(CASH_SCALE.saturating_sub(scale))?;
    for part in [lower.min(38), lower.saturating_sub(38)]
        .into_iter()
        .filter(|part| *part > 0)
    {
        let (quotient, rest) = cash.div_rem(U256::from(power_of_ten(part)?))?;
        cash = quotient.checked_add(U256::from(u128::from(!rest.is_zero())))?;
    }
    cash.to_u128()
}

/// Sorts the orders into groups, with their targets.
fn group(
    problem: &DenseProblem,
    assets: &[Asset],
    indexes: &[Result<Index, Exclusion>],
) -> (Vec<Group>, Vec<Standing>) {
    let mut groups: Vec<Group> = (0..indexes.len())
        .map(|index| Group {
            index,
            plain: Vec::new(),
            held: Vec::new(),
            holdings: Vec::new(),
        })
        .collect();
    // By group: the holdings of its held members, by member, then by leg.
    let mut rows: Vec<Vec<u128>> = vec![Vec::new(); indexes.len()];
    let pricings: Vec<Option<target::Budgets>> = indexes
        .iter()
        .map(|index| target::Budgets::new(problem, index.as_ref().ok()?))
        .collect();
    let mut demanded = 0_u128;
    let mut row = Vec::new();
    let standings = (0_u32..)
        .zip(&problem.orders)
        .map(|(position, order)| {
            let place = match place(order, assets, indexes, &pricings, &mut row) {
                Ok(place) => place,
                Err(standing) => return standing,
            };
            // Every asset's demand together stays within the bound if this sum does.
            let demand = u128::from(place.target) * u128::from(place.largest_basket);
            match demanded
                .checked_add(demand)
                .filter(|sum| *sum <= QUANTITY_MAX)
            {
                Some(sum) => demanded = sum,
                None => return Standing::Excluded(Exclusion::Overflow),
            }
            let member = Member {
                order: position,
                target: place.target,
            };
            let group = &mut groups[place.index];
            if row.is_empty() {
                group.plain.push(member);
            } else {
                group.held.push(member);
                rows[place.index].extend_from_slice(&row);
            }
            Standing::Ready(place.bounded_by)
        })
        .collect();
    for (group, rows) in groups.iter_mut().zip(rows) {
        group.holdings = transposed(&rows, group.held.len());
    }
    groups.retain(|group| !group.plain.is_empty() || !group.held.is_empty());
    (groups, standings)
}

/// Where an order belongs.
struct Place {
    index: usize,
    target: u64,
    largest_basket: u64,
    bounded_by: Option<Frozen>,
}

/// An order's group and target; leaves its holdings by leg in `row`, or nothing there if it has none.
fn place(
    order: &DenseOrder,
    assets: &[Asset],
    indexes: &[Result<Index, Exclusion>],
    budgets: &[Option<target::Budgets>],
    row: &mut Vec<u128>,
) -> Result<Place, Standing> {
    row.clear();
    let excluded = Standing::Excluded;
    let position = order.index.ok_or(excluded(Exclusion::UnknownIndex))? as usize;
    let index = indexes
        .get(position)
        .ok_or(excluded(Exclusion::UnknownIndex))?;
    let index = index.as_ref().map_err(|reason| excluded(*reason))?;
    let budgets = budgets[position]
        .as_ref()
        .ok_or(excluded(Exclusion::Overflow))?;
    if let Some(limit) = order.limit_price
        && target::is_above(index, limit)
    {
        return Err(Standing::Idle(None));
    }
    for (asset, quantity) in &order.holdings {
        if let Some(Some(slot)) = index.slots.get(*asset as usize)
            && !quantity.is_zero()
        {
            row.resize(index.legs.len(), 0);
            row[*slot as usize] = scaled_to_bound(*quantity, assets[*asset as usize].scale);
        }
    }
    let budget = budgets
        .of(order.cash)
        .ok_or(excluded(Exclusion::Overflow))?;
    let target = target::units(index, budget, row).ok_or(excluded(Exclusion::Overflow))?;
    if target.units == 0 {
        return Err(Standing::Idle(target.bounded_by));
    }
    let largest_basket = index.legs.iter().map(|leg| leg.basket).max().unwrap_or(0);
    Ok(Place {
        index: position,
        target: target.units,
        largest_basket,
        bounded_by: target.bounded_by,
    })
}

fn transposed(rows: &[u128], row_count: usize) -> Vec<u128> {
    if row_count == 0 {
        return Vec::new();
    }
    let leg_count = rows.len() / row_count;
    let mut columns = Vec::with_capacity(rows.len());
    for leg in 0..leg_count {
        columns.extend(rows.iter().skip(leg).step_by(leg_count));
    }
    columns
}
