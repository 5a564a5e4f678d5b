//! What the next batch buys for whom: the ready orders fitted to the asks, the house's lots and what crosses.

use std::collections::{BTreeMap, BTreeSet};

use fitting::dense::{DenseFit, Outcome};
use fitting::fit_dense;
use ledger::Unit;
use money::{Cash, MoneyError, Quantity, Units};

use super::assemble::assemble;
use super::crossing::Offer;
use super::problem::{Asked, problem};
use super::slippage::Group;
use super::unfit::Unfit;
use crate::batch::{Batch, BatchOrder, Contribution};
use crate::draft::Draft;
use crate::holding::LOTS_AT_ONCE_MAX;
use crate::market::Snapshot;
use crate::request::TimeInForce;
use crate::{BatchId, OrderId, Rejection};

/// What a batch has for purchases.
pub(super) struct Purchases {
    /// Asset orders, house lots and the house's cash; not yet its orders.
    pub(super) batch: Batch,
    /// By asset: what is bought of redemptions, for whom.
    pub(super) crossed: BTreeMap<Unit, Vec<Contribution>>,
    /// The fitted orders; it is not yet known what each has in flight.
    pub(super) aims: Vec<Aim>,
    /// What each fitted order may spend in it, oldest first; none where nothing is bought for it.
    in_flight: Vec<(OrderId, Option<Cash>)>,
    pub(super) unfit: Unfit,
}

/// What is aimed at for an order.
pub(super) struct Aim {
    pub(super) order: OrderId,
    pub(super) units: Units,
    pub(super) frozen_by: Option<String>,
}

impl Purchases {
    pub(super) const fn none(batch: BatchId) -> Self {
        Self {
            batch: Batch::empty(batch),
            crossed: BTreeMap::new(),
            aims: Vec::new(),
            in_flight: Vec::new(),
            unfit: Unfit::none(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.batch.is_empty() && self.crossed.is_empty()
    }

    /// Nothing yet, for orders that are ready.
    pub(super) fn of(batch: BatchId, ready: &[Ready]) -> Self {
        Self {
            in_flight: ready.iter().map(|ready| (ready.id, None)).collect(),
            ..Self::none(batch)
        }
    }

    fn place_of(&self, order: OrderId) -> Result<usize, usize> {
        self.in_flight.binary_search_by_key(&order, |(id, _)| *id)
    }

    /// More cash of an order is in flight.
    pub(super) fn send(&mut self, order: OrderId, amount: Cash) -> Result<(), MoneyError> {
        let place = self.place_of(order).unwrap_or_else(|place| {
            self.in_flight.insert(place, (order, None));
            place
        });
        add(&mut self.in_flight[place].1, amount)
    }

    /// More cash of many orders is in flight, each for what it contributes: oldest first, as they stand here, so that none is looked for.
    pub(super) fn send_all(
        &mut self,
        contributions: &[Contribution],
        cost: impl Fn(Quantity) -> Result<Cash, MoneyError>,
    ) -> Result<(), MoneyError> {
        let mut rest = self.in_flight.iter_mut();
        for contribution in contributions {
            let sum = rest.find(|(order, _)| *order == contribution.order);
            let (_, sum) = sum.ok_or(MoneyError::Negative)?;
            add(sum, cost(contribution.quantity)?)?;
        }
        Ok(())
    }

    /// What an order has not in flight yet.
    pub(super) fn left(&self, draft: &Draft<'_>, order: OrderId) -> Result<Cash, Rejection> {
        let place = self.place_of(order).ok();
        let used = place.and_then(|place| self.in_flight[place].1);
        Ok(draft
            .order(order)?
            .reserved
            .excess_over(used.unwrap_or_default())?)
    }

    /// The batch, with the orders that it buys something for.
    pub(super) fn finish(self, draft: &Draft<'_>) -> Result<Batch, Rejection> {
        let Self {
            mut batch,
            aims,
            in_flight,
            ..
        } = self;
        batch.orders.reserve(aims.len());
        let mut sent = in_flight.into_iter();
        for aim in aims {
            let in_flight = sent.find(|(order, _)| *order == aim.order);
            let Some(in_flight) = in_flight.and_then(|(_, in_flight)| in_flight) else {
                continue;
            };
            let order = draft.order(aim.order)?;
            batch.orders.push(BatchOrder {
                order: aim.order,
                cl_ord_id: order.request.cl_ord_id.clone(),
                session: order.request.session.clone(),
                traceparent: order.request.traceparent.clone(),
                units: aim.units,
                frozen_by: aim.frozen_by,
                in_flight: in_flight.min(order.reserved),
            });
        }
        Ok(batch)
    }
}

fn add(sum: &mut Option<Cash>, amount: Cash) -> Result<(), MoneyError> {
    *sum = Some(sum.unwrap_or_default().checked_add(amount)?);
    Ok(())
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
    /// The house's lots of an asset that are offered, the oldest: [`house_lots_each`].
    pub(super) house_lots: usize,
}

/// Lots of the house that a batch offers of each asset: an order may take of all of them, and its part of the batch names each twice.
pub(super) fn house_lots_each(snapshot: &Snapshot) -> usize {
    (LOTS_AT_ONCE_MAX / snapshot.markets.len().max(1)).max(1)
}

impl Means<'_> {
    /// What there is of an asset besides the asks: the house's lots, and what crosses.
    pub(super) fn lots(&self, draft: &Draft<'_>, asset: &Unit) -> Result<Quantity, MoneyError> {
        let house = draft.desk.house.get(asset);
        let house = house.map(|house| house.quantity_of_oldest(self.house_lots));
        let house = house.transpose()?;
        let crossing = self.crossing.get(asset).map(|offer| offer.quantity);
        Quantity::sum(house.into_iter().chain(crossing))
    }

    /// Assets of which a fitting asks the venue for no more than the digits that what crosses has lost.
    fn lacking_digits(
        &self,
        draft: &Draft<'_>,
        asked: &Asked<'_>,
        fit: &DenseFit,
    ) -> Result<BTreeSet<Unit>, Rejection> {
        let mut lacking = BTreeSet::new();
        for bought in fit
            .asset_orders
            .iter()
            .filter(|bought| !bought.quantity.is_zero())
        {
            let asset = &asked.market_of(bought)?.asset;
            if let Some(offer) = self.crossing.get(asset) {
                let wanted = bought.contributions.iter();
                let wanted = Quantity::sum(wanted.map(|(_, quantity)| *quantity))?;
                if wanted.excess_over(self.lots(draft, asset)?)? <= offer.digits {
                    lacking.insert(asset.clone());
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

/// A fitting that stands, and what it was asked.
pub(super) struct Fitted<'a> {
    pub(super) asked: Asked<'a>,
    /// By position, those that `asked` is about.
    pub(super) ready: Vec<Ready>,
    pub(super) fit: DenseFit,
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
        let fitted = fit_ready(draft, snapshot, group, means, &mut unfit)?;
        let purchases = assemble(draft, batch, &fitted, means)?;
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
fn fit_ready<'a>(
    draft: &Draft<'_>,
    snapshot: &'a Snapshot,
    group: &Group,
    means: Means<'_>,
    unfit: &mut Unfit,
) -> Result<Fitted<'a>, Rejection> {
    let mut ready = group.orders.clone();
    let mut off_venue = BTreeSet::new();
    loop {
        let asked = problem(draft, snapshot, &ready, group.slippage, means, &off_venue)?;
        let fit = fit_dense(&asked.problem);
        // Of an asset that is off the venue nothing is asked of it: each is found once.
        let mut lacking = means.lacking_digits(draft, &asked, &fit)?;
        if !lacking.is_empty() {
            off_venue.append(&mut lacking);
            continue;
        }
        let (stay, again) = who_stays(draft, &ready, &fit, unfit)?;
        if !again {
            return Ok(Fitted { asked, ready, fit });
        }
        let mut stay = stay.into_iter();
        ready.retain(|_| stay.next().unwrap_or(false));
    }
}

/// By position, whether an order is fitted again if any is; and whether any is, as it was not given all it must have.
fn who_stays(
    draft: &Draft<'_>,
    ready: &[Ready],
    fit: &DenseFit,
    unfit: &mut Unfit,
) -> Result<(Vec<bool>, bool), Rejection> {
    let mut again = false;
    let mut stay = Vec::with_capacity(ready.len());
    for (Ready { id, budget }, outcome) in ready.iter().zip(&fit.orders) {
        let (waits, whole) = match outcome {
            Outcome::Excluded(reason) => {
                unfit.suspended.push((*id, reason.to_string()));
                stay.push(false);
                continue;
            }
            Outcome::Fitted {
                units, frozen_by, ..
            } => (units.is_zero(), frozen_by.is_none() && !units.is_zero()),
        };
        stay.push(match draft.order(*id)?.request.time_in_force {
            TimeInForce::FillOrKill if !whole || *budget > draft.settings.order_cap => {
                unfit.ended.push(*id);
                again = true;
                false
            }
            TimeInForce::ImmediateOrCancel if waits => {
                unfit.ended.push(*id);
                false
            }
            // If it waits, another's leaving may give it room.
            TimeInForce::FillOrKill
            | TimeInForce::ImmediateOrCancel
            | TimeInForce::Day
            | TimeInForce::GoodTillCancel
            | TimeInForce::GoodTill(_) => true,
        });
    }
    Ok((stay, again))
}
