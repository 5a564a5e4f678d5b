//! What the next batch buys for whom: the ready orders fitted to the asks, the house's lots and what crosses.

use std::collections::{BTreeMap, BTreeSet};

use fitting::Fit;
use ledger::Unit;
use money::{Cash, MoneyError, Quantity};

use super::assemble::assemble;
use super::crossing::Offer;
use super::problem::problem;
use super::slippage::Group;
use super::unfit::Unfit;
use crate::batch::{Batch, BatchOrder, Contribution};
use crate::draft::Draft;
use crate::holding::Holding;
use crate::market::Snapshot;
use crate::request::TimeInForce;
use crate::{BatchId, OrderId, Rejection};

/// What a batch has for purchases.
pub(super) struct Purchases {
    /// Asset orders, house lots and the house's cash; not yet its orders.
    pub(super) batch: Batch,
    /// By asset: what is bought of redemptions, for whom.
    pub(super) crossed: BTreeMap<Unit, Vec<Contribution>>,
    pub(super) orders: Vec<BatchOrder>,
    /// What each order may spend in it.
    pub(super) in_flight: BTreeMap<OrderId, Cash>,
    pub(super) unfit: Unfit,
}

impl Purchases {
    pub(super) const fn none(batch: BatchId) -> Self {
        Self {
            batch: Batch::empty(batch),
            crossed: BTreeMap::new(),
            orders: Vec::new(),
            in_flight: BTreeMap::new(),
            unfit: Unfit::none(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.batch.is_empty() && self.crossed.is_empty()
    }

    /// More cash of an order is in flight.
    pub(super) fn send(&mut self, order: OrderId, amount: Cash) -> Result<(), MoneyError> {
        let sum = self.in_flight.entry(order).or_default();
        *sum = sum.checked_add(amount)?;
        Ok(())
    }

    /// What an order has not in flight yet.
    pub(super) fn left(&self, draft: &Draft<'_>, order: OrderId) -> Result<Cash, Rejection> {
        let used = self.in_flight.get(&order).copied().unwrap_or_default();
        Ok(draft.order(order)?.reserved.excess_over(used)?)
    }

    /// The batch, with the orders that it buys something for.
    pub(super) fn finish(self, draft: &Draft<'_>) -> Result<Batch, Rejection> {
        let mut batch = self.batch;
        for part in self.orders {
            let Some(in_flight) = self.in_flight.get(&part.order) else {
                continue;
            };
            let in_flight = (*in_flight).min(draft.order(part.order)?.reserved);
            batch.orders.push(BatchOrder { in_flight, ..part });
        }
        Ok(batch)
    }
}

/// What is there for buying, besides cash.
#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    /// Asset orders.
    pub(super) slots: usize,
    /// What the house may still spend.
    pub(super) house: Cash,
    /// What redemptions sell.
    pub(super) crossing: &'a BTreeMap<Unit, Offer>,
}

impl Means<'_> {
    /// What there is of an asset besides the asks: the house's lots, and what crosses.
    pub(super) fn lots(&self, draft: &Draft<'_>, asset: &Unit) -> Result<Quantity, MoneyError> {
        let house = draft.desk.house.get(asset).map(Holding::quantity);
        let crossing = self.crossing.get(asset).map(|offer| offer.quantity);
        Quantity::sum(house.into_iter().chain(crossing))
    }

    /// Assets of which a fitting asks the venue for no more than the digits that what crosses has lost.
    fn lacking_digits(&self, draft: &Draft<'_>, fit: &Fit) -> Result<BTreeSet<Unit>, Rejection> {
        let mut lacking = BTreeSet::new();
        for bought in fit
            .asset_orders
            .iter()
            .filter(|bought| !bought.quantity.is_zero())
        {
            let asset = Unit::from(bought.asset.as_str());
            if let Some(offer) = self.crossing.get(&asset) {
                let wanted = Quantity::sum(bought.contributions.values().copied())?;
                if wanted.excess_over(self.lots(draft, &asset)?)? <= offer.digits {
                    lacking.insert(asset);
                }
            }
        }
        Ok(lacking)
    }
}

/// An order that is ready, and what it may spend on assets.
#[derive(Clone)]
pub(super) struct Ready {
    pub(super) id: OrderId,
    pub(super) budget: Cash,
}

/// What is bought: for the first group that something can be bought for.
pub(super) fn buy(
    draft: &Draft<'_>,
    batch: BatchId,
    snapshot: &Snapshot,
    groups: &[Group],
    means: Means<'_>,
) -> Result<Purchases, Rejection> {
    let mut unfit = Unfit::none();
    for group in groups {
        let (fit, ready) = fit_ready(draft, snapshot, group, means, &mut unfit)?;
        let purchases = assemble(draft, batch, snapshot, &fit, &ready, means.crossing)?;
        if !purchases.is_empty() {
            return Ok(Purchases { unfit, ..purchases });
        }
    }
    Ok(Purchases {
        unfit,
        ..Purchases::none(batch)
    })
}

/// Fits the ready orders; again without the all-or-nothing orders that it did not give everything to, and without the venue's order for
/// an asset of which only digits are lacking.
fn fit_ready(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    group: &Group,
    means: Means<'_>,
    unfit: &mut Unfit,
) -> Result<(Fit, Vec<Ready>), Rejection> {
    let mut ready = group.orders.clone();
    let mut off_venue = BTreeSet::new();
    loop {
        let problem = problem(draft, snapshot, &ready, group.slippage, means, &off_venue)?;
        let fit =
            fitting::fit(&problem).map_err(|problem| Rejection::Fitting(problem.to_string()))?;
        // Of an asset that is off the venue nothing is asked of it: each is found once.
        let mut lacking = means.lacking_digits(draft, &fit)?;
        if !lacking.is_empty() {
            off_venue.append(&mut lacking);
            continue;
        }
        let fitted: BTreeMap<&str, bool> = fit
            .orders
            .iter()
            .map(|order| {
                (
                    order.id.as_str(),
                    order.frozen_by.is_none() && !order.units.is_zero(),
                )
            })
            .collect();
        let excluded: BTreeMap<&str, &str> = fit
            .excluded
            .iter()
            .map(|excluded| (excluded.id.as_str(), excluded.reason.as_str()))
            .collect();
        let waiting: BTreeSet<&str> = fit.waiting.iter().map(String::as_str).collect();
        let mut again = false;
        let mut kept = Vec::with_capacity(ready.len());
        for order in ready {
            let name = order.id.to_string();
            let time_in_force = draft.order(order.id)?.request.time_in_force;
            let whole = fitted.get(name.as_str()).copied().unwrap_or(false);
            if let Some(reason) = excluded.get(name.as_str()) {
                unfit.suspended.push((order.id, (*reason).to_owned()));
            } else if time_in_force == TimeInForce::FillOrKill
                && (!whole || order.budget > draft.settings.order_cap)
            {
                unfit.ended.push(order.id);
                again = true;
            } else if time_in_force == TimeInForce::ImmediateOrCancel
                && waiting.contains(name.as_str())
            {
                unfit.ended.push(order.id);
            } else if !waiting.contains(name.as_str()) {
                kept.push(order);
            } else if again || time_in_force != TimeInForce::FillOrKill {
                // It waits, or another's leaving gives it room.
                kept.push(order);
            }
        }
        if !again {
            return Ok((fit, kept));
        }
        ready = kept;
    }
}
