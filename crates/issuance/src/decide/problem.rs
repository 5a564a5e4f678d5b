//! The fitting's problem: the ready orders, the house, the markets and the limits, as they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fitting::{Asks, Problem};
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

pub(super) fn problem(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    ready: &[Ready],
    slippage: Rate,
    means: Means<'_>,
    off_venue: &BTreeSet<Unit>,
) -> Result<Problem, Rejection> {
    let settings = draft.settings;
    let mut versions: Vec<Arc<Index>> = Vec::new();
    let mut orders = Vec::with_capacity(ready.len());
    for Ready { id, budget } in ready {
        let order = draft.order(*id)?;
        let Some(index) = &order.index else { continue };
        // Orders of one symbol may have different baskets: each keeps the version it was accepted with.
        let version = versions
            .iter()
            .position(|known| known == index)
            .unwrap_or_else(|| {
                versions.push(Arc::clone(index));
                versions.len() - 1
            });
        orders.push(fitting::Order {
            id: id.to_string(),
            index: version.to_string(),
            cash: *budget,
            holdings: held(order, index),
            limit_price: limit_left(snapshot, order, index, slippage)?,
        });
    }
    let basket = |index: &Arc<Index>| {
        index
            .basket
            .iter()
            .map(|entry| (entry.asset.to_string(), entry.quantity))
            .collect()
    };
    let used: BTreeSet<_> = versions
        .iter()
        .flat_map(|index| &index.basket)
        .map(|entry| entry.asset.clone())
        .collect();
    let mut markets = BTreeMap::new();
    for market in snapshot
        .markets
        .iter()
        .filter(|market| used.contains(&market.asset))
    {
        let mut fitted = fitting_market(draft, market, slippage)?;
        let is_crossing = means.crossing.contains_key(&market.asset);
        if off_venue.contains(&market.asset) {
            fitted.asks = Asks::default();
        }
        // Our own orders may take all that is offered, but what crosses has a price.
        let best = market.asks.first().filter(|_| fitted.asks.best().is_none());
        if let Some(best) = best.filter(|_| is_crossing) {
            fitted.asks.set(best.price, unoffered()?);
        }
        markets.insert(market.asset.to_string(), fitted);
    }
    let mut lots = BTreeMap::new();
    for asset in &used {
        let mut off_the_venue = means.lots(draft, asset)?;
        if let Some(offer) = means
            .crossing
            .get(asset)
            .filter(|_| off_venue.contains(asset))
        {
            off_the_venue = off_the_venue.checked_add(offer.digits)?;
        }
        if !off_the_venue.is_zero() {
            lots.insert(asset.to_string(), off_the_venue);
        }
    }
    Ok(Problem {
        slippage,
        // An order's cash is given after fees: indexes have different ones.
        fee_rate: Rate::ZERO,
        order_cap: settings.order_cap,
        batch_cap: settings.batch_cap,
        in_flight_left: in_flight_left(draft, snapshot)?,
        max_asset_orders: u32::try_from(means.slots).unwrap_or(u32::MAX),
        units_scale: versions
            .iter()
            .map(|index| index.units_scale)
            .max()
            .unwrap_or(Scale::UNITS),
        house: fitting::House {
            limit: means.house,
            lots,
        },
        markets,
        indexes: versions
            .iter()
            .enumerate()
            .map(|(version, index)| (version.to_string(), basket(index)))
            .collect(),
        orders,
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
