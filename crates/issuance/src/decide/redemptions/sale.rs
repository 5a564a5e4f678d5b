//! A batch's sale for redemptions as a problem of the fitting, and its answer as contributions.
//!
//! What purchases take of it stands in the problem as the house's lots stand in theirs: it extends the bids, and takes no asset order.

use std::collections::{BTreeMap, BTreeSet};

use fitting::{Asks, Fit, Problem};
use ledger::Unit;
use money::{Cash, MoneyError, Price, Quantity, Rate, Rounding, Scale, Units};

use super::Redemptions;
use super::house::{Less, Rests};
use crate::batch::{BatchOrder, Contribution, VenueSide};
use crate::decide::crossing::{Quantities, Table, take_crossing};
use crate::decide::problem::unoffered;
use crate::decide::redeem::{SOLD_SCALE, unsold};
use crate::decide::selling::own_live;
use crate::decide::slippage::WORKING_SCALE;
use crate::decide::unfit::Unfit;
use crate::draft::Draft;
use crate::holding::Holding;
use crate::market::Market;
use crate::order::Order;
use crate::request::TimeInForce;
use crate::{Index, OrderId, Rejection};

/// Fittings of one sale, in which less and less crosses, before nothing does.
const ROUNDS_MAX: usize = 8;

/// A batch's sale.
pub(super) struct Sale<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) slippage: Rate,
    pub(super) slots: usize,
}

/// What there is for a sale besides the bids, and besides them only.
struct Supply {
    /// What purchases take at most.
    crossing: Quantities,
    /// Assets that are sold to purchases alone.
    off_venue: BTreeSet<Unit>,
}

impl Sale<'_> {
    /// Fits the orders; again without those that this shows can't be in it, and with less that crosses where the rest of an asset
    /// could not be sold.
    pub(super) fn fit(
        &self,
        draft: &Draft<'_>,
        orders: &[OrderId],
        crossing: &Quantities,
        unfit: &mut Unfit,
    ) -> Result<Redemptions, Rejection> {
        let mut ready = orders.to_vec();
        let mut supply = Supply {
            crossing: crossing.clone(),
            off_venue: BTreeSet::new(),
        };
        let mut rounds = 0;
        loop {
            if ready.is_empty() {
                return Ok(Redemptions::default());
            }
            let problem = self.problem(draft, &ready, &supply)?;
            let fit = fitting::fit(&problem)
                .map_err(|problem| Rejection::Fitting(problem.to_string()))?;
            let before = ready.len();
            ready = self.without_unfit(draft, &fit, ready, unfit)?;
            if ready.len() < before {
                continue;
            }
            let mut redemptions = self.assemble(draft, &fit, &ready, &supply)?;
            match self.take(draft, &mut redemptions)? {
                Rests::Seen => return Ok(redemptions),
                Rests::Unsaleable(asset) => ready.retain(|id| {
                    draft.order(*id).is_ok_and(|order| {
                        let index = order.index.as_ref();
                        order.closing.is_some()
                            || index.is_some_and(|index| index.quantity_of(&asset).is_none())
                    })
                }),
                Rests::CrossLess(less) => {
                    rounds += 1;
                    supply.lessen(less, rounds < ROUNDS_MAX);
                }
            }
        }
    }

    pub(super) fn market(&self, asset: &Unit) -> Option<&Market> {
        self.table
            .snapshot
            .market_of(asset)
            .filter(|market| market.tradable && !market.bids.is_empty())
    }

    /// The lowest price that an asset is sold at; none without a bid.
    pub(super) fn limit(&self, asset: &Unit) -> Result<Option<Price>, MoneyError> {
        let Some((market, best)) = self.market(asset).and_then(|m| Some((m, m.bids.first()?)))
        else {
            return Ok(None);
        };
        fitting::selling_limit(best.price, self.slippage, market.tick).map(Some)
    }

    fn problem(
        &self,
        draft: &Draft<'_>,
        ready: &[OrderId],
        supply: &Supply,
    ) -> Result<Problem, Rejection> {
        let settings = draft.settings;
        let mut versions: Vec<std::sync::Arc<Index>> = Vec::new();
        let mut orders = Vec::with_capacity(ready.len());
        for id in ready {
            let order = draft.order(*id)?;
            let Some(index) = &order.index else { continue };
            let known = versions.iter().position(|known| known == index);
            let version = known.unwrap_or_else(|| {
                versions.push(std::sync::Arc::clone(index));
                versions.len() - 1
            });
            orders.push(fitting::Order {
                id: id.to_string(),
                index: version.to_string(),
                cash: self.worth(order, index)?,
                holdings: crate::decide::problem::held(order, index),
                limit_price: None,
            });
        }
        let mut markets = BTreeMap::new();
        for entry in versions.iter().flat_map(|index| &index.basket) {
            if !markets.contains_key(&*entry.asset) {
                markets.insert(
                    entry.asset.to_string(),
                    self.bids(draft, &entry.asset, supply)?,
                );
            }
        }
        let basket = |index: &std::sync::Arc<Index>| {
            let entries = index.basket.iter();
            entries
                .map(|entry| (entry.asset.to_string(), entry.quantity))
                .collect()
        };
        let scales = versions.iter().map(|index| index.units_scale);
        let crossing = supply.crossing.iter();
        let crossing = crossing.map(|(asset, quantity)| (asset.to_string(), *quantity));
        Ok(Problem {
            // The limits are the prices already, and fees come out of the proceeds.
            slippage: Rate::ZERO,
            fee_rate: Rate::ZERO,
            order_cap: settings.order_cap,
            batch_cap: settings.batch_cap,
            // Sales need no cash.
            in_flight_left: settings.batch_cap,
            max_asset_orders: u32::try_from(self.slots).unwrap_or(u32::MAX),
            units_scale: scales.max().unwrap_or(Scale::UNITS),
            // What the venue takes is seen to afterwards: nothing is to be rounded away here.
            house: fitting::House {
                limit: settings.batch_cap,
                lots: crossing.collect(),
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

    /// What an order's unsold assets bring at the limits: as the fitting reckons it, so that it is enough for all of its units.
    fn worth(&self, order: &Order, index: &Index) -> Result<Cash, MoneyError> {
        let left = order.request.units.excess_over(order.units)?;
        let mut worth = Cash::ZERO;
        for entry in &index.basket {
            if let Some(limit) = self.limit(&entry.asset)? {
                let held = order
                    .holding(&entry.asset)
                    .map_or(Quantity::ZERO, Holding::quantity);
                let needed = left.times_basket(entry.quantity, WORKING_SCALE, Rounding::Up)?;
                let needed = needed.excess_over(held)?;
                worth = worth.checked_add(limit.times(needed, Scale::USDC, Rounding::Up)?)?;
            }
        }
        Ok(worth)
    }

    /// A market's bids down to the limit, in whole steps, less what sells already, as offers at the limit.
    fn bids(
        &self,
        draft: &Draft<'_>,
        asset: &Unit,
        supply: &Supply,
    ) -> Result<fitting::Market, Rejection> {
        let mut asks = Asks::default();
        if let (Some(market), Some(limit)) = (self.market(asset), self.limit(asset)?) {
            let mut wanted = self.wanted(draft, market, limit)?;
            if supply.off_venue.contains(asset) {
                wanted = Quantity::ZERO;
            }
            if wanted.is_zero() && supply.crossing.contains_key(asset) {
                // What crosses has a price all the same.
                wanted = unoffered()?;
            }
            asks.set(limit, wanted);
        }
        Ok(fitting::Market {
            asks,
            tick: self
                .market(asset)
                .map_or(Price::from_atoms(1, Scale::PRICE)?, |market| market.tick),
            step: Quantity::from_atoms(1, SOLD_SCALE)?,
            min_notional: Cash::ZERO,
        })
    }

    /// What is bid for down to the limit, in whole steps, less what sells already: at most one order's worth.
    pub(super) fn wanted(
        &self,
        draft: &Draft<'_>,
        market: &Market,
        limit: Price,
    ) -> Result<Quantity, Rejection> {
        let wanted = market.bids.iter().take_while(|level| level.price >= limit);
        let wanted = Quantity::sum(wanted.map(|level| level.quantity))?;
        let left_over = self.left_over(&market.asset);
        let mut wanted = wanted
            .excess_over(own_live(draft, market, VenueSide::Sell)?)?
            .excess_over(left_over)?;
        if !market.max_quantity.is_zero() {
            wanted = wanted.min(market.max_quantity.excess_over(left_over)?);
        }
        Ok(wanted.floor_to_step(market.step)?)
    }

    /// What the batch sells of an asset besides.
    pub(super) fn left_over(&self, asset: &Unit) -> Quantity {
        self.table.left_over.get(asset).copied().unwrap_or_default()
    }

    /// Without the orders that can't be reckoned with, and without those whose TimeInForce ends them by this.
    fn without_unfit(
        &self,
        draft: &Draft<'_>,
        fit: &Fit,
        ready: Vec<OrderId>,
        given_up: &mut Unfit,
    ) -> Result<Vec<OrderId>, Rejection> {
        let excluded: BTreeMap<&str, &str> = fit
            .excluded
            .iter()
            .map(|excluded| (excluded.id.as_str(), excluded.reason.as_str()))
            .collect();
        let waiting: BTreeSet<&str> = fit.waiting.iter().map(String::as_str).collect();
        let whole: BTreeSet<&str> = fit
            .orders
            .iter()
            .filter(|order| order.frozen_by.is_none())
            .map(|order| order.id.as_str())
            .collect();
        let mut kept = Vec::with_capacity(ready.len());
        for id in ready {
            let name = id.to_string();
            let order = draft.order(id)?;
            let waits = waiting.contains(name.as_str());
            let unfit = match order.request.time_in_force {
                _ if order.closing.is_some() => false,
                TimeInForce::FillOrKill => {
                    let Some(index) = order.index.clone() else {
                        continue;
                    };
                    waits
                        || !whole.contains(name.as_str())
                        || self.worth(order, &index)? > draft.settings.order_cap
                }
                TimeInForce::ImmediateOrCancel => waits,
                TimeInForce::Day | TimeInForce::GoodTillCancel | TimeInForce::GoodTill(_) => false,
            };
            if let Some(reason) = excluded.get(name.as_str()) {
                given_up.suspended.push((id, (*reason).to_owned()));
            } else if unfit {
                given_up.ended.push(id);
            } else {
                kept.push(id);
            }
        }
        Ok(kept)
    }

    /// Contributions, to the digits that quantities have: no more than is unsold. What crosses is taken out of them.
    fn assemble(
        &self,
        draft: &Draft<'_>,
        fit: &Fit,
        ready: &[OrderId],
        supply: &Supply,
    ) -> Result<Redemptions, Rejection> {
        let mut redemptions = Redemptions {
            slippage: self.slippage,
            ..Redemptions::default()
        };
        let mut sells: BTreeSet<OrderId> = BTreeSet::new();
        for asset_order in &fit.asset_orders {
            let asset = Unit::from(asset_order.asset.as_str());
            let mut contributions = Vec::with_capacity(asset_order.contributions.len());
            for (id, quantity) in &asset_order.contributions {
                let id: OrderId = id
                    .parse()
                    .map_err(|_| Rejection::Fitting(format!("{id} is no order")))?;
                let order = draft.order(id)?;
                let entry = order
                    .index
                    .iter()
                    .flat_map(|index| &index.basket)
                    .find(|entry| entry.asset == asset);
                let Some(entry) = entry else { continue };
                let quantity = quantity
                    .round_to(SOLD_SCALE, Rounding::Up)?
                    .min(unsold(order, entry)?);
                if !quantity.is_zero() {
                    sells.insert(id);
                    contributions.push(Contribution {
                        order: id,
                        quantity,
                    });
                }
            }
            contributions.sort_by_key(|contribution| contribution.order);
            if let Some(at_most) = supply.crossing.get(&asset) {
                let crossed = take_crossing(*at_most, &mut contributions)?;
                if !crossed.is_empty() {
                    redemptions.crossed.insert(asset.clone(), crossed);
                }
            }
            if !contributions.is_empty() {
                redemptions.contributions.insert(asset, contributions);
            }
        }
        let ready: BTreeSet<&OrderId> = ready.iter().collect();
        for fitted in &fit.orders {
            let Ok(id) = fitted.id.parse::<OrderId>() else {
                continue;
            };
            if ready.contains(&id) && sells.contains(&id) {
                let order = draft.order(id)?;
                let left = order.request.units.excess_over(order.units)?;
                let units = fitted.units.min(left);
                let frozen_by = fitted.frozen_by.clone();
                redemptions.orders.push(part(order, units, frozen_by));
            }
        }
        Ok(redemptions)
    }
}

impl Supply {
    /// Less crosses; nothing, if there was enough of that.
    fn lessen(&mut self, less: BTreeMap<Unit, Less>, goes_on: bool) {
        if !goes_on {
            self.crossing.clear();
            self.off_venue.clear();
            return;
        }
        for (asset, less) in less {
            match less {
                Less::Cross(quantity) if quantity.is_zero() => {
                    self.crossing.remove(&asset);
                }
                Less::Cross(quantity) => {
                    self.crossing.insert(asset, quantity);
                }
                Less::OffVenue => {
                    self.off_venue.insert(asset);
                }
            }
        }
    }
}

fn part(order: &Order, units: Units, frozen_by: Option<String>) -> BatchOrder {
    BatchOrder {
        order: order.id,
        cl_ord_id: order.request.cl_ord_id.clone(),
        session: order.request.session.clone(),
        traceparent: order.request.traceparent.clone(),
        units,
        frozen_by,
        in_flight: Cash::ZERO,
    }
}
