//! Ends of orders: cancelled, expired, complete. What is in flight settles first; what is filled is minted; left-over holdings go
//! to the house at cost as far as its limit allows and are for sale beyond that; the rest is free again.

use ledger::{Name, Unit};
use money::{Cash, MoneyError, Rounding};

use super::redeem::Closed;
use crate::draft::Draft;
use crate::event::{CancelResponse, Event, OrderChange, Scope};
use crate::holding::{AssetLots, Holding, LOTS_AT_ONCE_MAX, quantity_scale};
use crate::order::{Order, Outcome, Status};
use crate::request::{RejectReason, TimeInForce};
use crate::{OrderId, Rejection};

pub(super) struct CancelRequest {
    pub(super) command_id: String,
    pub(super) session: String,
    pub(super) cl_ord_id: String,
    pub(super) orig_cl_ord_id: String,
}

pub(super) fn cancel(draft: &mut Draft<'_>, request: CancelRequest) -> Result<(), Rejection> {
    let order = draft
        .state
        .order_of(&request.session, &request.orig_cl_ord_id);
    let Some(order) = order else {
        let text = format!("no order {} of this session", request.orig_cl_ord_id);
        return refuse(draft, request, RejectReason::UnknownOrder, text, None);
    };
    let id = order.id;
    if order.cancel.is_some() || order.closing.is_some() {
        return refuse(
            draft,
            request,
            RejectReason::Pending,
            "a cancel request is under way".into(),
            Some(id),
        );
    }
    if order.outcome.is_some() || order.status.is_final() {
        let text = format!("the order is {}", order.status.name());
        return refuse(draft, request, RejectReason::TooLate, text, Some(id));
    }
    let CancelRequest {
        command_id,
        cl_ord_id,
        ..
    } = request;
    if order.batch.is_some() {
        return draft.change_for(
            id,
            OrderChange::CancelAsked {
                cancel_cl_ord_id: cl_ord_id,
                text: String::new(),
            },
            Some(command_id),
        );
    }
    end(
        draft,
        id,
        Outcome::cancelled(Some(cl_ord_id)),
        Some(command_id),
    )
}

fn refuse(
    draft: &mut Draft<'_>,
    request: CancelRequest,
    reason: RejectReason,
    text: String,
    order: Option<OrderId>,
) -> Result<(), Rejection> {
    let order = match order {
        Some(id) => Some(Box::new(draft.order(id)?.view()?)),
        None => None,
    };
    let CancelRequest {
        command_id,
        session,
        cl_ord_id,
        orig_cl_ord_id,
    } = request;
    draft.record(Event::CancelRejected {
        command_id: Some(command_id),
        response_to: CancelResponse::Cancel,
        session,
        cl_ord_id,
        orig_cl_ord_id,
        reason,
        text,
        order,
    })
}

/// Cancels every open order that fits, each as a request of its own would. The waiting ones first: what the others free must not
/// go to an order that is about to end.
pub(super) fn cancel_all(
    draft: &mut Draft<'_>,
    command_id: String,
    scope: Scope,
    cl_ord_id: String,
    text: &str,
) -> Result<(), Rejection> {
    let mut open: Vec<&Order> = draft
        .state
        .open_orders()
        .filter(|order| order.cancel.is_none() && order.closing.is_none())
        .filter(|order| scope.includes(&order.request))
        .collect();
    open.sort_by_key(|order| order.status != Status::Waiting);
    let (mut cancelled, mut pending) = (0, 0);
    for order in open {
        if order.batch.is_some() {
            let asked = OrderChange::CancelAsked {
                cancel_cl_ord_id: cl_ord_id.clone(),
                text: text.to_owned(),
            };
            draft.change(order.id, asked)?;
            pending += 1;
        } else {
            let outcome = Outcome::Cancelled {
                cancel_cl_ord_id: Some(cl_ord_id.clone()).filter(|id| !id.is_empty()),
                text: text.to_owned(),
            };
            end(draft, order.id, outcome, None)?;
            if draft.order(order.id)?.closing.is_some() {
                pending += 1;
            } else {
                cancelled += 1;
            }
        }
    }
    draft.record(Event::OrdersCancelled {
        command_id,
        scope,
        cl_ord_id,
        cancelled,
        pending,
    })
}

pub(super) fn resume(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    let order = draft.order(id)?;
    if order.status != Status::Suspended || order.batch.is_some() || order.outcome.is_some() {
        return Err(Rejection::WrongStatus {
            order: id,
            status: order.status.name(),
        });
    }
    draft.change(id, OrderChange::Resumed)
}

pub(super) fn expire(draft: &mut Draft<'_>, at_once_max: usize) -> Result<(), Rejection> {
    let now = draft.now_unix_ns;
    let state = draft.state;
    let due = state
        .expiring
        .iter()
        .take_while(|(expires_at, _)| *expires_at <= now)
        .take(at_once_max);
    for (_, id) in due {
        end(draft, *id, Outcome::Expired, None)?;
    }
    Ok(())
}

/// Ends an order that is in no batch, and lets what it frees work. A redemption that has begun an increment completes that first.
pub(super) fn end(
    draft: &mut Draft<'_>,
    id: OrderId,
    outcome: Outcome,
    command_id: Option<String>,
) -> Result<(), Rejection> {
    super::replace::refuse_waiting(draft, id, "the order ends")?;
    let command_id = match super::redeem::close(draft, id, &outcome, command_id)? {
        Closed::Closing => return Ok(()),
        Closed::Ended(command_id) => command_id,
    };
    let order = draft.order(id)?;
    // What an all-or-nothing order has got and was not filled with is not all.
    if let Some(batch) = order.last_batch
        && order.request.time_in_force != TimeInForce::FillOrKill
    {
        super::fill::fill_last(draft, id, batch)?;
    }
    let allowance = house_allowance(draft)?;
    let order = draft.order(id)?;
    let account: Name = order.request.account.clone();
    let to_house = for_house(draft, order, allowance)?;
    let at_cost = to_house
        .iter()
        .try_fold(Cash::ZERO, |sum, lots| sum.checked_add(lots.paid()?))?;
    let released = order.reserved.checked_add(at_cost)?;
    let mut lots = lots_in(&to_house);
    draft.change_for(
        id,
        OrderChange::Ended {
            outcome,
            to_house,
            released,
        },
        command_id,
    )?;
    // What its event had no room for.
    while lots == LOTS_AT_ONCE_MAX {
        lots = take_over(draft, id)?;
    }
    super::collateral::reserve_waiting(draft, &account)
}

/// The house takes left-over holdings of an order that has ended, as far as its limit and an event's room go. How many lots it took:
/// [`LOTS_AT_ONCE_MAX`], and there may be more. With fewer its limit is used, up to a rest that would buy crumbs for ever.
pub(super) fn take_over(draft: &mut Draft<'_>, id: OrderId) -> Result<usize, Rejection> {
    let allowance = house_allowance(draft)?;
    if allowance.is_zero() {
        return Ok(0);
    }
    let to_house = for_house(draft, draft.order(id)?, allowance)?;
    if to_house.is_empty() {
        return Ok(0);
    }
    let lots = lots_in(&to_house);
    let released = to_house
        .iter()
        .try_fold(Cash::ZERO, |sum, lots| sum.checked_add(lots.paid()?))?;
    draft.change(id, OrderChange::TakenOver { to_house, released })?;
    Ok(lots)
}

fn lots_in(to_house: &[AssetLots]) -> usize {
    to_house.iter().map(|taken| taken.lots.len()).sum()
}

/// What the house may still spend on lots of its own.
pub(super) fn house_allowance(draft: &Draft<'_>) -> Result<Cash, Rejection> {
    Ok(draft
        .settings
        .house_limit
        .excess_over(draft.desk.house_committed()?)?)
}

/// The holdings that the house takes at cost: by asset, oldest first, until its allowance or an event's room is used.
pub(super) fn for_house(
    draft: &Draft<'_>,
    order: &Order,
    allowance: Cash,
) -> Result<Vec<AssetLots>, Rejection> {
    let mut left = allowance;
    let mut room = LOTS_AT_ONCE_MAX;
    let mut taken = Vec::new();
    for (asset, holding) in order.holdings.iter() {
        let lots = within(asset, holding, (left, room), draft.settings.cash_scale)?;
        if let Some(lots) = lots {
            left = left.excess_over(lots.paid()?)?;
            room -= lots.lots.len();
            taken.push(lots);
        }
    }
    Ok(taken)
}

/// The oldest part of a holding that costs no more than `limit`, of at most so many lots.
fn within(
    asset: &Unit,
    holding: &Holding,
    (limit, lots_max): (Cash, usize),
    scale: money::Scale,
) -> Result<Option<AssetLots>, MoneyError> {
    let mut left = limit;
    let mut lots = Vec::new();
    for lot in holding.lots().take(lots_max) {
        let paid = lot.paid()?;
        if paid <= left {
            left = left.checked_sub(paid)?;
            lots.push(lot.clone());
            continue;
        }
        let part =
            lot.quantity
                .share_of(left, paid, quantity_scale(lot.quantity), Rounding::Down)?;
        if !part.is_zero() {
            let before = AssetLots {
                asset: asset.clone(),
                lots: lots.clone(),
            }
            .quantity()?;
            let with_part = holding.oldest(before.checked_add(part)?, scale)?;
            // A crumb that costs nothing is the client's: the house would take one after the other.
            if let Some(part) = with_part.last()
                && !part.paid()?.is_zero()
            {
                lots = with_part;
            }
        }
        break;
    }
    Ok((!lots.is_empty()).then(|| AssetLots {
        asset: asset.clone(),
        lots,
    }))
}
