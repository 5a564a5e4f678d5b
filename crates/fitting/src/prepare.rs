//! Markets and baskets as integers, in dense arrays.
//!
//! Invariants: every quantity of one asset is an integer at one scale, `units scale + basket decimals`, so that units × basket is exact;
//! baskets are rounded up and supplies down where digits had to go, so that no result asks for more than there is. What cannot be brought
//! there is excluded with its reason.

use money::wide::{U256, power_of_ten};
use money::{MoneyError, Price, Quantity};

use crate::dense::{DenseMarket, DenseProblem, Exclusion};
use crate::integers::{CASH_SCALE, CashRate, parts, scaled_to_bound};
use crate::pricing::buying_limit;

/// Basket quantities and units are below this, so that a product of the two has a bit to spare in 128.
pub(crate) const FACTOR_MAX: u64 = 1 << 62;

/// Basket decimals that are kept for the sake of small quantities, even if another index's large one must be excluded for it.
const BASKET_DECIMALS_MIN: u32 = 9;

/// A basket quantity that was rounded up has at least so many parts: it is off by less than 1 in 10^9.
const ROUNDED_BASKET_MIN: u128 = 1_000_000_000;

/// Decimals of an asset's quantities that holdings and lots can ask for: the finest that any venue's or token's amounts have.
const QUANTITY_DECIMALS_MAX: u32 = 18;

/// In place of a leg's position.
const NO_LEG: u32 = u32::MAX;

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
    /// By leg, its limit price such that quantity × price is at the cost scale; `None` without a price. Apart from the legs, which are read
    /// for every order.
    pub(crate) prices: Vec<Option<u128>>,
    /// Cash per unit at the limit prices × 10^`value_scale`, over the priced legs.
    pub(crate) value: U256,
    pub(crate) value_scale: u32,
    /// The decimals of quantity × a leg's price: `value_scale` and the units' own.
    cost_scale: u32,
    /// Cash per step of units at [`CASH_SCALE`], up.
    pub(crate) step_cost: u128,
    /// The largest basket quantity.
    pub(crate) largest_basket: u64,
    /// Whether the house has lots of any of its assets.
    pub(crate) has_house_lots: bool,
    /// The leg of each asset, by asset.
    slots: Vec<u32>,
}

impl Index {
    /// The position of an asset's leg.
    pub(crate) fn slot(&self, asset: u32) -> Option<usize> {
        self.slots
            .get(asset as usize)
            .filter(|slot| **slot != NO_LEG)
            .map(|slot| *slot as usize)
    }

    /// Cash at [`CASH_SCALE`], up, of a sum of quantity × leg price.
    pub(crate) fn cash(&self, amount: U256) -> Option<u128> {
        cash_up(amount, self.cost_scale)
    }
}

/// One asset of a basket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leg {
    pub(crate) asset: u32,
    /// Quantity per unit, at the asset's basket decimals, up.
    pub(crate) basket: u64,
}

/// Markets and baskets.
pub(crate) fn prepare(problem: &DenseProblem) -> (Vec<Asset>, Vec<Result<Index, Exclusion>>) {
    let basket_decimals = basket_decimals(problem);
    let assets: Vec<Asset> = problem
        .assets
        .iter()
        .zip(&basket_decimals)
        .map(|(market, decimals)| asset(problem, market, problem.units_scale.decimals() + decimals))
        .collect();
    let indexes = problem
        .baskets
        .iter()
        .map(|basket| index(problem, basket, &assets, &basket_decimals))
        .collect();
    (assets, indexes)
}

/// The decimals of each asset's basket quantities: the most that any index in use has, or that holdings and house lots need to be whole
/// numbers at the units' scale as well, as far as the largest quantity leaves room.
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
    let floors: Vec<u32> = decimals
        .iter()
        .map(|decimals| BASKET_DECIMALS_MIN.min(*decimals))
        .collect();
    raise_for_what_is_held(problem, &mut decimals);
    for ((decimals, largest), floor) in decimals.iter_mut().zip(largest).zip(floors) {
        while *decimals > floor && scaled_to_bound(largest, *decimals) >= u128::from(FACTOR_MAX) {
            *decimals -= 1;
        }
    }
    decimals
}

/// With fewer decimals than a holding has, its order would seem to need more than it does, and pay for it.
fn raise_for_what_is_held(problem: &DenseProblem, decimals: &mut [u32]) {
    let units = problem.units_scale.decimals();
    let mut raise = |asset: usize, held: Quantity| {
        if let Some(decimals) = decimals.get_mut(asset)
            && units + *decimals < QUANTITY_DECIMALS_MAX
            // As written; to count those that are needed takes a division each.
            && units + *decimals < held.as_decimal().scale()
        {
            let needed = held.decimals().min(QUANTITY_DECIMALS_MAX);
            *decimals = (*decimals).max(needed.saturating_sub(units));
        }
    };
    for (asset, market) in problem.assets.iter().enumerate() {
        raise(asset, market.house_lots);
    }
    for (asset, held) in problem.orders.iter().flat_map(|order| &order.holdings) {
        raise(*asset as usize, *held);
    }
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
        legs.push(Leg { asset, basket });
    }
    if legs.is_empty() {
        return Err(Exclusion::EmptyBasket);
    }
    let mut value = U256::ZERO;
    let mut slots = vec![NO_LEG; assets.len()];
    let mut prices = vec![None; legs.len()];
    for (slot, leg) in legs.iter().enumerate() {
        let market = &assets[leg.asset as usize];
        slots[leg.asset as usize] = u32::try_from(slot).unwrap_or(NO_LEG);
        if market.state == MarketState::Priced {
            let (price, scale) = parts(market.limit);
            let raise = value_scale - scale - basket_decimals[leg.asset as usize];
            let price = power_of_ten(raise).and_then(|factor| price.checked_mul(factor));
            let price = price.ok_or(Exclusion::Overflow)?;
            let part = U256::product(price, u128::from(leg.basket));
            value = value.checked_add(part).ok_or(Exclusion::Overflow)?;
            prices[slot] = Some(price);
        }
    }
    let cost_scale = value_scale + problem.units_scale.decimals();
    let step_cost = cash_up(value, cost_scale).unwrap_or(u128::MAX);
    let largest_basket = legs.iter().map(|leg| leg.basket).max().unwrap_or(0);
    let has_house_lots = legs.iter().any(|leg| assets[leg.asset as usize].house > 0);
    Ok(Index {
        legs,
        prices,
        value,
        value_scale,
        cost_scale,
        step_cost,
        largest_basket,
        has_house_lots,
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
