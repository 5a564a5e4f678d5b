//! The end of asset orders and, when all of a batch's have ended, of the batch: its orders work on or end.

use std::collections::BTreeSet;
use std::sync::Arc;

use money::MoneyError;

use crate::batch::Batch;
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
        Ok(live) if !live.placed && !live.settled => Arc::clone(&live.batch),
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
    let Some(batch) = draft.state.asset_orders.get(&asset_order_id).copied() else {
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

pub(super) fn settle_if_over(draft: &mut Draft<'_>, id: BatchId) -> Result<(), Rejection> {
    let live = draft.desk.batch(id)?;
    if live.settled || !live.is_over() {
        return Ok(());
    }
    let batch = Arc::clone(&live.batch);
    fill_all_or_nothing(draft, &batch)?;
    draft.record(Event::BatchSettled { batch: id })?;
    for part in &batch.orders {
        go_on_or_end(draft, part.order)?;
    }
    Ok(())
}

/// An all-or-nothing order is filled if the venue executed wholly every asset order that it takes part in; a redemption, whose sales
/// can't be undone, as far as it was sold.
fn fill_all_or_nothing(draft: &mut Draft<'_>, batch: &Batch) -> Result<(), Rejection> {
    let mut missing = None;
    for part in &batch.orders {
        let order = draft.order(part.order)?;
        if order.request.time_in_force != TimeInForce::FillOrKill {
            continue;
        }
        if !order.is_redemption() {
            let missing = match &mut missing {
                Some(missing) => missing,
                none => none.insert(miss_something(draft, batch)?),
            };
            if missing.contains(&part.order) {
                continue;
            }
        }
        super::fill::fill_last(draft, part.order, batch.id)?;
    }
    Ok(())
}

/// Who contributed to an asset order that was not executed wholly.
fn miss_something(draft: &Draft<'_>, batch: &Batch) -> Result<BTreeSet<OrderId>, Rejection> {
    let live = draft.desk.batch(batch.id)?;
    let not_whole = batch
        .asset_orders
        .iter()
        .zip(&live.progress)
        .filter(|(asset_order, progress)| progress.executed < asset_order.quantity);
    Ok(not_whole
        .flat_map(|(asset_order, _)| &asset_order.contributions)
        .map(|contribution| contribution.order)
        .collect())
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
