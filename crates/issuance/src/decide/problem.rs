//! The fitting's problem: the ready orders, the house, the markets and the limits, as they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fitting::Asks;
use fitting::dense::{DenseAssetOrder, DenseMarket, DenseOrder, DenseProblem, Frozen};
use ledger::Unit;
use money::{Cash, MoneyError, Price, Quantity, Rate, Rounding, Scale};

use super::purchases::{Means, Ready};
use super::selling::own_live;
use super::slippage::WORKING_SCALE;
use crate::batch::VenueSide;
use crate::draft::Draft;
use crate::holding::Holding;
use crate::market::{Market, Snapshot};
use crate::order::Order;
use crate::{BasketEntry, Index, Rejection};

/// What [`fee_rate`] says of the baskets that orders have, worked out once each.
#[derive(Default)]
pub(super) struct FeeRates(Vec<(Arc<Index>, Rate)>);

impl FeeRates {
    pub(super) fn of(
        &mut self,
        index: &Arc<Index>,
        snapshot: &Snapshot,
    ) -> Result<Rate, MoneyError> {
        if let Some((_, rate)) = self.0.iter().find(|(known, _)| Arc::ptr_eq(known, index)) {
            return Ok(*rate);
        }
        let rate = fee_rate(index, snapshot)?;
        self.0.push((Arc::clone(index), rate));
        Ok(rate)
    }
}

/// Both fees: the issuer's, and the highest of the venue's in the index's markets.
pub(super) fn fee_rate(index: &Index, snapshot: &Snapshot) -> Result<Rate, MoneyError> {
    let venue = index
        .basket
        .iter()
        .filter_map(|entry| snapshot.market_of(&entry.asset))
        .map(|market| market.fee_rate)
        .max();
    index.fee.checked_add(venue.unwrap_or(Rate::ZERO))
}

/// What the fitting is asked, by position: orders as they are ready, assets as `markets` has them.
pub(super) struct Asked<'a> {
    pub(super) problem: DenseProblem,
    /// The market of each asset that some order's basket has, by the asset's name; none of an asset without one.
    pub(super) markets: Vec<&'a Market>,
}

impl<'a> Asked<'a> {
    /// Where an asset order is for.
    pub(super) fn market_of(&self, bought: &DenseAssetOrder) -> Result<&'a Market, Rejection> {
        let market = self.markets.get(bought.asset as usize);
        market
            .copied()
            .ok_or_else(|| Rejection::Fitting(format!("asset {} has no market", bought.asset)))
    }

    /// What stopped an order, as people and the journal call it.
    pub(super) fn name_of(&self, frozen: Frozen) -> &str {
        frozen.name(|asset| {
            let market = self.markets.get(asset as usize);
            market.map_or("", |market| &market.asset)
        })
    }
}

pub(super) fn problem<'a>(
    draft: &Draft<'_>,
    snapshot: &'a Snapshot,
    ready: &[Ready],
    slippage: Rate,
    means: Means<'_>,
    off_venue: &BTreeSet<Unit>,
) -> Result<Asked<'a>, Rejection> {
    let settings = draft.settings;
    let mut versions = Versions::default();
    let mut placed = Vec::with_capacity(ready.len());
    for Ready { id, .. } in ready {
        let order = draft.order(*id)?;
        placed.push((order, versions.place(order.index.as_ref())));
    }
    let markets = versions.markets(snapshot);
    let baskets = versions.baskets(&markets);
    let mut orders = Vec::with_capacity(ready.len());
    for (Ready { budget, .. }, (order, version)) in ready.iter().zip(placed) {
        let (holdings, limit_price) = match version {
            Some(version) => (
                held_by_position(order, &baskets[version]),
                limit_left(snapshot, order, &versions.0[version], slippage)?,
            ),
            None => (Vec::new(), None),
        };
        orders.push(DenseOrder {
            index: version.and_then(|version| u32::try_from(version).ok()),
            cash: *budget,
            holdings,
            limit_price,
        });
    }
    let mut assets = Vec::with_capacity(markets.len());
    for market in &markets {
        let is_off_venue = off_venue.contains(&market.asset);
        assets.push(asset(draft, market, slippage, means, is_off_venue)?);
    }
    let problem = DenseProblem {
        slippage,
        // An order's cash is given after fees: indexes have different ones.
        fee_rate: Rate::ZERO,
        order_cap: settings.order_cap,
        batch_cap: settings.batch_cap,
        in_flight_left: in_flight_left(draft, snapshot)?,
        max_asset_orders: u32::try_from(means.slots).unwrap_or(u32::MAX),
        units_scale: versions.units_scale(),
        house_limit: means.house,
        assets,
        baskets: baskets.into_iter().map(dense_basket).collect(),
        orders,
    };
    Ok(Asked { problem, markets })
}

/// The baskets that orders have. Orders of one symbol may have different ones: each keeps the version it was accepted with.
#[derive(Default)]
struct Versions(Vec<Arc<Index>>);

/// One asset of a basket, where it has a market its position, and the quantity in one unit.
type Leg<'a> = (&'a Unit, Option<u32>, Quantity);

impl Versions {
    /// The place of an order's basket, which is new or has been seen.
    fn place(&mut self, index: Option<&Arc<Index>>) -> Option<usize> {
        let index = index?;
        let known = self.0.iter().position(|known| known == index);
        Some(known.unwrap_or_else(|| {
            self.0.push(Arc::clone(index));
            self.0.len() - 1
        }))
    }

    /// The markets of all assets, by the assets' names.
    fn markets<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a Market> {
        let used: BTreeSet<&Unit> = self
            .0
            .iter()
            .flat_map(|index| &index.basket)
            .map(|entry| &entry.asset)
            .collect();
        used.into_iter()
            .filter_map(|asset| snapshot.market_of(asset))
            .collect()
    }

    /// The baskets, each by its assets' names.
    fn baskets<'s>(&'s self, markets: &[&Market]) -> Vec<Vec<Leg<'s>>> {
        let position = |asset: &Unit| {
            let place = markets.binary_search_by(|market| market.asset.cmp(asset));
            place.ok().and_then(|place| u32::try_from(place).ok())
        };
        let basket = |index: &'s Arc<Index>| -> Vec<Leg<'s>> {
            let entries = index.basket.iter();
            let legs =
                entries.map(|BasketEntry { asset, quantity }| (asset, position(asset), *quantity));
            let mut legs: Vec<Leg<'_>> = legs.collect();
            legs.sort_by_key(|(asset, ..)| *asset);
            legs
        };
        self.0.iter().map(basket).collect()
    }

    fn units_scale(&self) -> Scale {
        let scales = self.0.iter().map(|index| index.units_scale);
        scales.max().unwrap_or(Scale::UNITS)
    }
}

fn dense_basket(legs: Vec<Leg<'_>>) -> Vec<(Option<u32>, Quantity)> {
    let legs = legs.into_iter();
    legs.map(|(_, position, quantity)| (position, quantity))
        .collect()
}

/// What an order holds of its basket: both are sorted by the assets' names.
fn held_by_position(order: &Order, legs: &[Leg<'_>]) -> Vec<(u32, Quantity)> {
    let mut legs = legs.iter().peekable();
    let mut held = Vec::new();
    for (asset, holding) in order.holdings.iter() {
        if holding.quantity().is_zero() {
            continue;
        }
        while legs.next_if(|(leg, ..)| *leg < asset).is_some() {}
        if let Some((_, Some(position), _)) = legs.next_if(|(leg, ..)| *leg == asset) {
            held.push((*position, holding.quantity()));
        }
    }
    held
}

/// An asset's market, with what there is of it besides the asks.
fn asset(
    draft: &Draft<'_>,
    market: &Market,
    slippage: Rate,
    means: Means<'_>,
    is_off_venue: bool,
) -> Result<DenseMarket, Rejection> {
    let mut fitted = fitting_market(draft, market, slippage)?;
    let crossing = means.crossing.get(&market.asset);
    let mut lots = means.lots(draft, &market.asset)?;
    if is_off_venue {
        fitted.asks = Asks::default();
        if let Some(offer) = crossing {
            lots = lots.checked_add(offer.digits)?;
        }
    }
    // Our own orders may take all that is offered, but what crosses has a price.
    let best = market.asks.first().filter(|_| fitted.asks.best().is_none());
    if let Some(best) = best.filter(|_| crossing.is_some()) {
        fitted.asks.set(best.price, unoffered()?);
    }
    Ok(DenseMarket {
        asks: fitted.asks,
        tick: fitted.tick,
        step: fitted.step,
        min_notional: fitted.min_notional,
        house_lots: lots,
    })
}

/// The order's limit, for what it still has to buy: less what its holdings have cost more per unit than they would now. So a fill
/// of old holdings and new purchases keeps the client's limit as well.
pub(super) fn limit_left(
    snapshot: &Snapshot,
    order: &Order,
    index: &Index,
    slippage: Rate,
) -> Result<Option<Price>, Rejection> {
    let Some(mut limit) = order.request.limit_price else {
        return Ok(None);
    };
    for entry in &index.basket {
        let lots = order
            .holding(&entry.asset)
            .into_iter()
            .flat_map(Holding::lots);
        let Some(dearest) = lots.map(|lot| lot.price).max() else {
            continue;
        };
        let market = snapshot.market_of(&entry.asset);
        let now = match market.and_then(|market| Some((market, market.asks.first()?))) {
            Some((market, best)) => fitting::buying_limit(best.price, slippage, market.tick)?,
            None => Price::ZERO,
        };
        let more = dearest.excess_over(now)?;
        let one = Quantity::from_atoms(1, Scale::WHOLE)?;
        let more = more.times(entry.quantity, Scale::UNITS, Rounding::Up)?;
        limit = limit.excess_over(more.per_quantity(one, Scale::UNITS, Rounding::Up)?)?;
    }
    Ok(Some(limit))
}

pub(super) fn held(order: &Order, index: &Index) -> BTreeMap<String, Quantity> {
    let held = |entry: &BasketEntry| {
        let quantity = order.holding(&entry.asset)?.quantity();
        (!quantity.is_zero()).then(|| (entry.asset.to_string(), quantity))
    };
    index.basket.iter().filter_map(held).collect()
}

/// A market as the fitting sees it: its offers, less what our own orders on their way will take, at most one order's worth.
pub(super) fn fitting_market(
    draft: &Draft<'_>,
    market: &Market,
    slippage: Rate,
) -> Result<fitting::Market, Rejection> {
    let mut asks = Asks::default();
    if market.tradable {
        asks = Asks::new(
            market
                .asks
                .iter()
                .map(|level| (level.price, level.quantity)),
        );
        asks = asks.without(own_live(draft, market, VenueSide::Buy)?)?;
        if !market.max_quantity.is_zero() {
            asks = at_most(&asks, market.max_quantity)?;
        }
    }
    let mut min_notional = market.min_notional;
    if let Some(best) = asks.best() {
        let limit = fitting::buying_limit(best, slippage, market.tick)?;
        min_notional = min_notional.max(limit.times(
            market.min_quantity,
            draft.settings.cash_scale,
            Rounding::Up,
        )?);
    }
    Ok(fitting::Market {
        asks,
        tick: market.tick,
        step: market.step,
        min_notional,
    })
}

/// So little that it is no step of any market: an offer of it is a price, and no supply.
pub(super) fn unoffered() -> Result<Quantity, MoneyError> {
    Quantity::from_atoms(1, WORKING_SCALE)
}

fn at_most(asks: &Asks, quantity: Quantity) -> Result<Asks, Rejection> {
    let mut left = quantity;
    let mut kept = Asks::default();
    for (price, offered) in asks.levels() {
        kept.set(price, offered.min(left));
        left = left.excess_over(offered)?;
    }
    Ok(kept)
}

/// The cash that batches may still spend, before fees: what the cap and the cash at the venue allow, less what is on its way.
pub(super) fn in_flight_left(draft: &Draft<'_>, snapshot: &Snapshot) -> Result<Cash, Rejection> {
    let venue = draft.desk.venue_cash().max(Cash::ZERO);
    let left = draft
        .settings
        .in_flight_cap
        .min(venue)
        .excess_over(on_its_way(draft)?)?;
    let fee = snapshot
        .markets
        .iter()
        .map(|market| market.fee_rate)
        .max()
        .unwrap_or(Rate::ZERO);
    Ok(left.over_one_plus(fee, draft.settings.cash_scale, Rounding::Down)?)
}

/// The cash that batches on their way may still spend.
pub(super) fn on_its_way(draft: &Draft<'_>) -> Result<Cash, Rejection> {
    let mut on_its_way = Cash::ZERO;
    for id in &draft.state.live_batches {
        let live = draft.desk.batch(*id)?;
        on_its_way = on_its_way.checked_add(live.house_in_flight)?;
        for holders in live.rebalance_in_flight.values() {
            on_its_way = on_its_way.checked_add(*holders)?;
        }
        for part in live.unsettled() {
            on_its_way = on_its_way.checked_add(draft.order(part.order)?.in_flight)?;
        }
    }
    Ok(on_its_way)
}
