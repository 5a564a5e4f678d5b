//! Another amount or limit price for an order: at once while it waits or works, when its batch settles otherwise.
//!
//! An order never becomes smaller than what is spent and paid for holdings: asked for less, it becomes exactly that, and is
//! complete. What it grows by must be free.
//!
//! One that is held to a quote stays held to it: the quote's price is its limit as well, and it becomes no larger than what was quoted.

use money::{Cash, Price, Units};

use super::submit::{Refusal, amount_problem, open_cash_problem, price_problem, trading_problem};
use crate::draft::Draft;
use crate::event::{CancelResponse, Event, OrderChange};
use crate::order::{Order, Status};
use crate::request::{RejectReason, Replacement, Side, TimeInForce};
use crate::{OrderId, Rejection};

pub(super) struct ReplaceRequest {
    pub(super) command_id: String,
    pub(super) session: String,
    pub(super) orig_cl_ord_id: String,
    pub(super) replacement: Replacement,
    pub(super) mark: Option<Price>,
}

pub(super) fn replace(draft: &mut Draft<'_>, request: ReplaceRequest) -> Result<(), Rejection> {
    let ReplaceRequest {
        command_id,
        session,
        orig_cl_ord_id,
        replacement,
        mark,
    } = request;
    let found = draft.state.order_of(&session, &orig_cl_ord_id);
    let (reason, text) = match found {
        None => {
            let text = format!("no order {orig_cl_ord_id} of this session");
            (RejectReason::UnknownOrder, text)
        }
        Some(order) => match refusal(draft, order, &replacement, mark)? {
            None => return accept(draft, order.id, replacement, command_id),
            Some(refused) => refused,
        },
    };
    let order = match found {
        Some(order) => Some(Box::new(order.view()?)),
        None => None,
    };
    draft.record(Event::CancelRejected {
        command_id: Some(command_id),
        response_to: CancelResponse::Replace,
        session,
        cl_ord_id: replacement.cl_ord_id,
        orig_cl_ord_id,
        reason,
        text,
        order,
    })
}

fn accept(
    draft: &mut Draft<'_>,
    id: OrderId,
    replacement: Replacement,
    command_id: String,
) -> Result<(), Rejection> {
    if draft.order(id)?.batch.is_some() {
        return draft.change_for(
            id,
            OrderChange::ReplaceAsked { replacement },
            Some(command_id),
        );
    }
    make(draft, id, replacement, Some(command_id))?;
    super::settle::complete_if_dust(draft, id)
}

/// A replacement that had waited for its batch, now that this has settled: made, or refused.
pub(super) fn settle(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    let order = draft.order(id)?;
    let Some(replacement) = order.replace.clone() else {
        return Ok(());
    };
    match terms_problem(draft, order, &replacement, None)? {
        None => make(draft, id, replacement, None),
        Some(refused) => refuse_asked(draft, id, refused),
    }
}

/// Refuses the replacement that an order still waits for, if it does: it ends, or was suspended.
pub(super) fn refuse_waiting(
    draft: &mut Draft<'_>,
    id: OrderId,
    text: &str,
) -> Result<(), Rejection> {
    refuse_asked(draft, id, (RejectReason::TooLate, text.to_owned()))
}

fn refuse_asked(
    draft: &mut Draft<'_>,
    id: OrderId,
    (reason, text): Refusal,
) -> Result<(), Rejection> {
    let order = draft.order(id)?;
    let Some(asked) = &order.replace else {
        return Ok(());
    };
    let event = Event::CancelRejected {
        command_id: None,
        response_to: CancelResponse::Replace,
        session: order.request.session.clone(),
        cl_ord_id: asked.cl_ord_id.clone(),
        orig_cl_ord_id: order.request.cl_ord_id.clone(),
        reason,
        text,
        order: Some(Box::new(order.view()?)),
    };
    draft.record(event)
}

fn make(
    draft: &mut Draft<'_>,
    id: OrderId,
    replacement: Replacement,
    command_id: Option<String>,
) -> Result<(), Rejection> {
    let order = draft.order(id)?;
    let account = order.request.account.clone();
    let (least_cash, least_units) = least_amount(order)?;
    let held = draft.state.held.get(&id).map(|held| held.price);
    let limit_price = super::quote::stricter(order.request.side, replacement.limit_price, held);
    let change = OrderChange::Replaced {
        orig_cl_ord_id: order.request.cl_ord_id.clone(),
        replacement: Replacement {
            cash: replacement.cash.max(least_cash),
            units: replacement.units.max(least_units),
            limit_price,
            ..replacement
        },
    };
    draft.change_for(id, change, command_id)?;
    super::collateral::reserve_waiting(draft, &account)
}

/// What an order can't be made smaller than.
fn least_amount(order: &Order) -> Result<(Cash, Units), Rejection> {
    match (order.status, &order.index) {
        (Status::Waiting, _) => Ok((Cash::ZERO, Units::ZERO)),
        (_, Some(index)) if order.is_redemption() => {
            Ok((Cash::ZERO, super::redeem::begun(order, index)?))
        }
        _ => Ok((order.committed()?, Units::ZERO)),
    }
}

/// Why the order can't be replaced now.
fn refusal(
    draft: &Draft<'_>,
    order: &Order,
    replacement: &Replacement,
    mark: Option<Price>,
) -> Result<Option<Refusal>, Rejection> {
    if order.cancel.is_some() || order.replace.is_some() || order.closing.is_some() {
        return Ok(Some((
            RejectReason::Pending,
            "a cancel or replace request is under way".into(),
        )));
    }
    let at_once = matches!(
        order.request.time_in_force,
        TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill
    );
    let open = match order.status {
        Status::Waiting | Status::Working => true,
        Status::InBatch(_) => !at_once,
        Status::Cancelling(_)
        | Status::Minting
        | Status::Minted
        | Status::Redeemed
        | Status::Cancelled
        | Status::Expired
        | Status::Rejected
        | Status::Suspended => false,
    };
    if !open {
        let text = format!("the order is {}", order.status.name());
        return Ok(Some((RejectReason::TooLate, text)));
    }
    if let Some(problem) =
        price_problem(draft, &order.request.account, replacement.limit_price, mark)
    {
        return Ok(Some(problem));
    }
    terms_problem(draft, order, replacement, mark)
}

/// What is wrong with what is asked for.
fn terms_problem(
    draft: &Draft<'_>,
    order: &Order,
    replacement: &Replacement,
    mark: Option<Price>,
) -> Result<Option<Refusal>, Rejection> {
    let Replacement {
        cl_ord_id,
        cash,
        units,
        limit_price,
    } = replacement;
    let session = &order.request.session;
    if draft.state.order_of(session, cl_ord_id).is_some() {
        let text = format!("ClOrdID(11) {cl_ord_id} was used before");
        return Ok(Some((RejectReason::DuplicateOrder, text)));
    }
    let Some(index) = &order.index else {
        return Ok(Some((RejectReason::UnknownIndex, "no index".into())));
    };
    let account = &order.request.account;
    let problem = trading_problem(draft, &index.symbol);
    if problem.is_some() {
        return Ok(problem);
    }
    if let Some(held) = draft.state.held.get(&order.id) {
        let most: Option<&dyn std::fmt::Display> = match order.request.side {
            Side::Buy => (*cash > held.cash).then_some(&held.cash),
            Side::Redeem => (*units > held.units).then_some(&held.units),
        };
        if let Some(most) = most {
            let text = format!(
                "the order is held to quote {}, which is for {most} at most",
                held.quote
            );
            return Ok(Some((RejectReason::StaleQuote, text)));
        }
    }
    if order.is_redemption() {
        let (amount, prices) = ((*units, *cash), (*limit_price, mark));
        let problem = super::redeem::amount_problem(draft, index, account, amount, prices);
        let more = units.excess_over(order.request.units)?;
        let free = draft.desk.redeemable(account, &index.symbol);
        return Ok(problem.or_else(|| not_free(order, more > free, &more, &free)));
    }
    let more = cash.excess_over(order.request.cash)?;
    let problem = amount_problem(draft, index, account, *cash, *limit_price)
        .or_else(|| open_cash_problem(draft, account, more));
    if problem.is_some() {
        return Ok(problem);
    }
    let free = draft.desk.free(account);
    Ok(not_free(order, more > free, &more, &free))
}

/// What an order grows by must be free, unless it waits anyway.
fn not_free(
    order: &Order,
    is_above: bool,
    more: &dyn std::fmt::Display,
    free: &dyn std::fmt::Display,
) -> Option<Refusal> {
    (order.status != Status::Waiting && is_above).then(|| {
        let text = format!("{more} more is asked for, {free} is free");
        (RejectReason::Collateral, text)
    })
}
