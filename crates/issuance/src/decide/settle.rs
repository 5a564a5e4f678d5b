//! The end of asset orders and, when all of a batch's have ended, of the batch: its orders work on or end.

use std::sync::Arc;

use crate::batch::Batch;
use crate::draft::Draft;
use crate::event::{Event, OrderChange, Stream};
use crate::order::{Outcome, Status};
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

/// An all-or-nothing order is filled if the venue executed wholly every asset order that it takes part in.
fn fill_all_or_nothing(draft: &mut Draft<'_>, batch: &Batch) -> Result<(), Rejection> {
    for part in &batch.orders {
        if draft.order(part.order)?.request.time_in_force == TimeInForce::FillOrKill
            && got_all(draft, batch, part.order)?
        {
            super::fill::fill_now(draft, part.order, batch.id)?;
        }
    }
    Ok(())
}

fn got_all(draft: &Draft<'_>, batch: &Batch, order: OrderId) -> Result<bool, Rejection> {
    let live = draft.desk.batch(batch.id)?;
    let missing = batch
        .asset_orders
        .iter()
        .zip(&live.progress)
        .any(|(asset_order, progress)| {
            asset_order
                .contributions
                .iter()
                .any(|contribution| contribution.order == order)
                && progress.executed < asset_order.quantity
        });
    Ok(!missing)
}

/// After its batch, an order ends if it was to, or if it has bought all it can; else it is ready for the next.
fn go_on_or_end(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    let order = draft.order(id)?;
    let cash_scale = draft.settings.cash_scale;
    let cancelled = |cancel_cl_ord_id| Outcome::Cancelled { cancel_cl_ord_id };
    let all_or_nothing = order.request.time_in_force == TimeInForce::FillOrKill;
    let outcome = if order.cancel.is_some() {
        Some(cancelled(order.cancel.clone()))
    } else if order.status == Status::Suspended {
        None
    } else if all_or_nothing {
        Some(if order.units.is_zero() {
            cancelled(None)
        } else {
            Outcome::Complete
        })
    } else {
        let dust = match (order.spendable(cash_scale), &order.index) {
            (Ok(spendable), Some(index)) => spendable < index.smallest_tradable,
            (Ok(_), None) => true,
            (Err(problem), _) => {
                let text = format!("its cash can't be calculated: {problem}");
                return draft.change(id, OrderChange::Suspended { text });
            }
        };
        if dust {
            Some(Outcome::Complete)
        } else if order
            .expires_at
            .is_some_and(|expires_at| expires_at <= draft.now_unix_ns)
        {
            Some(Outcome::Expired)
        } else if order.request.time_in_force == TimeInForce::ImmediateOrCancel {
            Some(cancelled(None))
        } else {
            None
        }
    };
    match outcome {
        Some(outcome) => super::end::end(draft, id, outcome, None),
        None => Ok(()),
    }
}
