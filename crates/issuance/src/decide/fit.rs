//! The next batch: the ready orders, the snapshot and the limits become a fitting problem, and its answer a batch.
//!
//! An order that the fitting can't reckon with is suspended with the reason; one that was to be done at once, or whole, and can't
//! be is cancelled; the others that get nothing wait for the next batch.

use std::collections::{BTreeMap, BTreeSet};

use fitting::Fit;
use ledger::Unit;
use money::{Cash, Rounding};

use super::assemble::assemble;
use super::problem::{fee_rate, problem};
use super::redemptions::Redemptions;
use super::slippage::Group;
use crate::batch::{Batch, Contribution};
use crate::draft::Draft;
use crate::event::{Event, OrderChange};
use crate::market::Snapshot;
use crate::order::{Outcome, Status};
use crate::request::TimeInForce;
use crate::{BatchId, OrderId, Rejection, TradingState};

/// Index orders in one batch; more wait, the oldest go first. This and the next bound the size of a batch's event.
const BATCH_ORDERS_MAX: usize = 5_000;
/// Contributions in one batch: Σ assets of its orders' baskets.
const BATCH_CONTRIBUTIONS_MAX: usize = 50_000;

pub(super) fn make_batch(draft: &mut Draft<'_>, snapshot: &Snapshot) -> Result<(), Rejection> {
    check_cash(draft, snapshot)?;
    super::end::expire(draft, super::EXPIRED_AT_ONCE_MAX)?;
    if draft.state.is_halted() {
        return Ok(());
    }
    super::sales::take_over(draft)?;
    if draft.state.live_batches.len() >= draft.settings.batches_in_flight_max as usize {
        return Ok(());
    }
    let id = BatchId(draft.state.batches_made + 1);
    let slots = order_slots(draft, snapshot);
    let left_over = super::sales::left_over(draft, snapshot, slots)?;
    let slots = slots.saturating_sub(left_over.len());
    let mut redemptions = sell(draft, id, snapshot, &left_over, slots)?;
    let slots = slots.saturating_sub(redemptions.contributions.len());
    let mut asset_orders =
        super::sales::asset_orders(draft, id, snapshot, left_over, &mut redemptions)?;

    let house = super::end::house_allowance(draft)?.excess_over(redemptions.taken()?)?;
    let mut batch = buy(draft, id, snapshot, Means { slots, house })?;
    asset_orders.append(&mut batch.asset_orders);
    batch.asset_orders = asset_orders;
    batch.orders.append(&mut redemptions.orders);
    batch.house_take = redemptions.takes;
    if batch.is_empty() {
        return Ok(());
    }
    let used = batch.house_use.iter().map(|part| part.order);
    let taken = batch.house_take.iter().map(|part| part.order);
    let filled: BTreeSet<OrderId> = used.chain(taken).collect();
    draft.record(Event::BatchMade {
        batch: Box::new(batch),
    })?;
    for order in filled {
        super::fill::fill(draft, order, id)?;
    }
    super::settle::settle_if_over(draft, id)
}

/// Markets of another currency are none of ours.
pub(super) fn check_cash(draft: &Draft<'_>, snapshot: &Snapshot) -> Result<(), Rejection> {
    let mut markets = snapshot.markets.iter();
    match markets.find(|market| market.cash != draft.settings.cash) {
        Some(market) => Err(Rejection::WrongCash {
            market: market.name.clone(),
            cash: market.cash.clone(),
        }),
        None => Ok(()),
    }
}

/// What is sold for redemptions. While others buy, half of the asset orders are theirs.
fn sell(
    draft: &mut Draft<'_>,
    id: BatchId,
    snapshot: &Snapshot,
    left_over: &BTreeMap<Unit, Vec<Contribution>>,
    slots: usize,
) -> Result<Redemptions, Rejection> {
    let buys = |id: &OrderId| draft.order(*id).is_ok_and(|order| !order.is_redemption());
    let slots = if draft.state.ready.iter().any(buys) {
        slots.div_ceil(2)
    } else {
        slots
    };
    let mut sold = BTreeMap::new();
    for (asset, contributions) in left_over {
        sold.insert(asset.clone(), super::sales::quantity_of(contributions)?);
    }
    super::redemptions::redemptions(draft, id, snapshot, &sold, slots)
}

/// What is there for buying, besides cash.
#[derive(Clone, Copy)]
pub(super) struct Means {
    /// Asset orders.
    pub(super) slots: usize,
    /// What the house may still spend.
    pub(super) house: Cash,
}

/// What is bought: for the first group of ready orders that something can be bought for.
fn buy(
    draft: &mut Draft<'_>,
    id: BatchId,
    snapshot: &Snapshot,
    means: Means,
) -> Result<Batch, Rejection> {
    let ready = ready_orders(draft, snapshot)?;
    for group in super::slippage::groups(draft, snapshot, ready)? {
        let (fit, ready) = fit_ready(draft, snapshot, group, means)?;
        let batch = assemble(draft, id, snapshot, &fit, &ready)?;
        if !batch.is_empty() {
            return Ok(batch);
        }
    }
    Ok(Batch::empty(id))
}

/// Asset orders that the venue still takes, less those that the adapter has not heard of.
fn order_slots(draft: &Draft<'_>, snapshot: &Snapshot) -> usize {
    let unplaced: usize = draft
        .state
        .batches_to_place()
        .map(|batch| batch.asset_orders.len())
        .sum();
    let left = (snapshot.orders_left as usize).saturating_sub(unplaced);
    left.min(draft.settings.asset_orders_max as usize)
}

/// An order that is ready, and what it may spend on assets.
pub(super) struct Ready {
    pub(super) id: OrderId,
    pub(super) budget: Cash,
}

/// Fits the ready orders; again without the all-or-nothing orders that it did not give everything to.
fn fit_ready(
    draft: &mut Draft<'_>,
    snapshot: &Snapshot,
    group: Group,
    means: Means,
) -> Result<(Fit, Vec<Ready>), Rejection> {
    let Group {
        slippage,
        orders: mut ready,
    } = group;
    loop {
        let problem = problem(draft, snapshot, &ready, slippage, means)?;
        let fit =
            fitting::fit(&problem).map_err(|problem| Rejection::Fitting(problem.to_string()))?;
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
                draft.change(
                    order.id,
                    OrderChange::Suspended {
                        text: (*reason).to_owned(),
                    },
                )?;
            } else if time_in_force == TimeInForce::FillOrKill
                && (!whole || order.budget > draft.settings.order_cap)
            {
                super::end::end(draft, order.id, Outcome::cancelled(None), None)?;
                again = true;
            } else if time_in_force == TimeInForce::ImmediateOrCancel
                && waiting.contains(name.as_str())
            {
                super::end::end(draft, order.id, Outcome::cancelled(None), None)?;
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

/// The oldest ready orders. One with nothing left to spend is complete, one that can't be reckoned with is suspended.
fn ready_orders(draft: &mut Draft<'_>, snapshot: &Snapshot) -> Result<Vec<Ready>, Rejection> {
    let state = draft.state;
    let mut ready = Vec::new();
    let mut contributions = 0;
    let tradable = |id: &&OrderId| {
        let order = state.order(**id);
        order.is_some_and(|order| {
            !order.is_redemption()
                && state.trading(&order.request.index).state != TradingState::Halted
        })
    };
    for id in state.ready.iter().filter(tradable).take(BATCH_ORDERS_MAX) {
        let order = draft.order(*id)?;
        // It may have expired just now.
        let Some(index) = order
            .index
            .clone()
            .filter(|_| order.status == Status::Working)
        else {
            continue;
        };
        contributions += index.basket.len();
        if contributions > BATCH_CONTRIBUTIONS_MAX && !ready.is_empty() {
            break;
        }
        let spendable = order.spendable(draft.settings.cash_scale);
        if spendable
            .as_ref()
            .is_ok_and(|spendable| *spendable < index.smallest_tradable)
        {
            super::end::end(draft, *id, Outcome::Complete, None)?;
            continue;
        }
        let budget = spendable.and_then(|spendable| {
            spendable.over_one_plus(
                fee_rate(&index, snapshot)?,
                draft.settings.cash_scale,
                Rounding::Down,
            )
        });
        match budget {
            Ok(budget) => ready.push(Ready { id: *id, budget }),
            Err(problem) => {
                let text = format!("its budget can't be calculated: {problem}");
                draft.change(*id, OrderChange::Suspended { text })?;
            }
        }
    }
    Ok(ready)
}
