//! The end of asset orders and, when all of a batch's have ended, of the batch: its orders work on or end.

use std::collections::BTreeSet;
use std::sync::Arc;

use money::MoneyError;

use crate::batch::{Batch, BatchOrder};
use crate::draft::Draft;
use crate::event::{Event, OrderChange, Stream};
use crate::order::{Order, Outcome, Status};
use crate::request::TimeInForce;
use crate::{BatchId, OrderId, Rejection};

pub(super) fn confirm_placed(draft: &mut Draft<'_>, batch: BatchId) -> Result<(), Rejection> {
    // Its events may have come, and settled it, before the answer.
    match draft.desk.batch(batch) {
        Ok(live) if !live.placed => draft.record(Event::BatchPlaced { batch }),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The adapter has nothing of this batch and will not have it.
pub(super) fn refuse_batch(
    draft: &mut Draft<'_>,
    batch: BatchId,
    text: &str,
) -> Result<(), Rejection> {
    let live = match draft.desk.batch(batch) {
        Ok(live) if !live.placed && !live.is_over() => Arc::clone(&live.batch),
        Ok(_) | Err(_) => return Ok(()),
    };
    for asset_order in &live.asset_orders {
        draft.record(Event::AssetOrderEnded {
            position: None,
            asset_order_id: asset_order.id.clone(),
            batch,
            text: text.to_owned(),
        })?;
    }
    settle_if_over(draft, batch)
}

pub(super) fn end_asset_order(
    draft: &mut Draft<'_>,
    position: u64,
    asset_order_id: String,
    text: String,
) -> Result<(), Rejection> {
    let batch = draft.state.asset_orders.get(&asset_order_id).copied();
    let batch = batch.filter(|id| draft.desk.batch(*id).is_ok_and(|live| !live.is_over()));
    let Some(batch) = batch else {
        return super::skip(
            draft,
            Stream::Adapter,
            position,
            format!("no asset order {asset_order_id} on its way"),
        );
    };
    draft.record(Event::AssetOrderEnded {
        position: Some(position),
        asset_order_id,
        batch,
        text,
    })?;
    settle_if_over(draft, batch)
}

/// Settles a batch of which all asset orders have ended. What is too much for one decision goes on in others.
pub(super) fn settle_if_over(draft: &mut Draft<'_>, id: BatchId) -> Result<(), Rejection> {
    let live = draft.desk.batch(id)?;
    let waits = !live.to_fill.is_empty() || super::is_large(draft, live.unsettled().len());
    if live.settled || waits || !live.is_over() {
        return Ok(());
    }
    settle_some(draft, id)
}

/// The next step of the oldest batch that has something to decide which was too much for the decision that began it: fills first, then the
/// ends. Nothing where there is none.
pub(super) fn go_on(draft: &mut Draft<'_>) -> Result<(), Rejection> {
    let Some((id, live)) = draft.state.batch_that_goes_on() else {
        return Ok(());
    };
    let at_once = draft.state.orders_at_once();
    let to_fill: Vec<OrderId> = live.to_fill.iter().take(at_once).copied().collect();
    let Some(through) = to_fill.last().copied() else {
        return settle_some(draft, id);
    };
    for order in to_fill {
        super::fill::fill(draft, order, id)?;
    }
    draft.record(Event::BatchFilled { batch: id, through })?;
    settle_if_over(draft, id)
}

/// Settles the next orders of a batch, and with the last of them the batch.
fn settle_some(draft: &mut Draft<'_>, id: BatchId) -> Result<(), Rejection> {
    let live = draft.desk.batch(id)?;
    let (batch, from) = (Arc::clone(&live.batch), live.orders_settled);
    let left = &batch.orders[from..];
    let some = &left[..left.len().min(draft.state.orders_at_once())];
    fill_all_or_nothing(draft, &batch, some)?;
    draft.record(if some.len() < left.len() {
        Event::BatchSettling {
            batch: id,
            orders: some.len(),
        }
    } else {
        Event::BatchSettled { batch: id }
    })?;
    for part in some {
        go_on_or_end(draft, part.order)?;
    }
    Ok(())
}

/// An all-or-nothing order is filled if the venue executed wholly every asset order that it takes part in; a redemption, whose sales
/// can't be undone, as far as it was sold.
fn fill_all_or_nothing(
    draft: &mut Draft<'_>,
    batch: &Batch,
    orders: &[BatchOrder],
) -> Result<(), Rejection> {
    let mut all_or_nothing = BTreeSet::new();
    for part in orders {
        if draft.order(part.order)?.request.time_in_force == TimeInForce::FillOrKill {
            all_or_nothing.insert(part.order);
        }
    }
    if all_or_nothing.is_empty() {
        return Ok(());
    }
    let missing = miss_something(draft, batch, &all_or_nothing)?;
    let ids = orders.iter().map(|part| part.order);
    for id in ids.filter(|id| all_or_nothing.contains(id)) {
        if draft.order(id)?.is_redemption() || !missing.contains(&id) {
            super::fill::fill_last(draft, id, batch.id)?;
        }
    }
    Ok(())
}

/// Which of these contributed to an asset order that was not executed wholly.
fn miss_something(
    draft: &Draft<'_>,
    batch: &Batch,
    orders: &BTreeSet<OrderId>,
) -> Result<BTreeSet<OrderId>, Rejection> {
    let live = draft.desk.batch(batch.id)?;
    let not_whole = batch
        .asset_orders
        .iter()
        .zip(&live.progress)
        .filter(|(asset_order, progress)| progress.executed < asset_order.quantity);
    let contributors = not_whole
        .flat_map(|(asset_order, _)| &asset_order.contributions)
        .map(|contribution| contribution.order);
    Ok(contributors.filter(|id| orders.contains(id)).collect())
}

/// After its batch, an order ends if it was to, or if it has bought all it can; else it is ready for the next.
fn go_on_or_end(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    let order = draft.order(id)?;
    if order.status == Status::Suspended {
        super::replace::refuse_waiting(draft, id, "the order is suspended")?;
    } else if order.cancel.is_none() {
        super::replace::settle(draft, id)?;
    }
    let order = draft.order(id)?;
    if order.is_redemption() {
        return super::redeem::go_on_or_end(draft, id);
    }
    let all_or_nothing = order.request.time_in_force == TimeInForce::FillOrKill;
    let outcome = if order.cancel.is_some() {
        Some(Outcome::cancelled(order.cancel.clone()))
    } else if order.status == Status::Suspended {
        None
    } else if all_or_nothing {
        Some(if order.units.is_zero() {
            Outcome::cancelled(None)
        } else {
            Outcome::Complete
        })
    } else {
        let dust = match is_dust(draft, order) {
            Ok(dust) => dust,
            Err(problem) => return suspend(draft, id, problem),
        };
        if dust {
            Some(Outcome::Complete)
        } else if order
            .expires_at
            .is_some_and(|expires_at| expires_at <= draft.now_unix_ns)
        {
            Some(Outcome::Expired)
        } else if order.request.time_in_force == TimeInForce::ImmediateOrCancel {
            Some(Outcome::cancelled(None))
        } else {
            None
        }
    };
    match outcome {
        Some(outcome) => super::end::end(draft, id, outcome, None),
        None => Ok(()),
    }
}

/// Ends a working order with nothing left to spend or to redeem.
pub(super) fn complete_if_dust(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    let order = draft.order(id)?;
    if order.status != Status::Working {
        return Ok(());
    }
    if order.is_redemption() {
        return super::redeem::complete_if_sold(draft, id);
    }
    match is_dust(draft, order) {
        Ok(true) => super::end::end(draft, id, Outcome::Complete, None),
        Ok(false) => Ok(()),
        Err(problem) => suspend(draft, id, problem),
    }
}

/// Whether less than its index's smallest tradable amount is left to spend.
fn is_dust(draft: &Draft<'_>, order: &Order) -> Result<bool, MoneyError> {
    let spendable = order.spendable(draft.settings.cash_scale)?;
    Ok(order
        .index
        .as_ref()
        .is_none_or(|index| spendable < index.smallest_tradable))
}

fn suspend(draft: &mut Draft<'_>, id: OrderId, problem: MoneyError) -> Result<(), Rejection> {
    let text = format!("its cash can't be calculated: {problem}");
    draft.change(id, OrderChange::Suspended { text })
}
