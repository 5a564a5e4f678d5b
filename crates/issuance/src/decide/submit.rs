//! A new order: accepted with its collateral, accepted to wait for it, or rejected with a reason and a text that helps.

use money::{Cash, Price};

use crate::draft::Draft;
use crate::event::OrderChange;
use crate::order::{OrderView, Status};
use crate::request::{OrderRequest, RejectReason, Side, TimeInForce};
use crate::{OrderId, Rejection};

pub(super) fn submit(
    draft: &mut Draft<'_>,
    command_id: String,
    request: OrderRequest,
) -> Result<(), Rejection> {
    let id = OrderId(draft.state.orders_made + 1);
    let refused = refusal(draft, &request);
    let expires_at = match request.time_in_force {
        TimeInForce::GoodTill(time) => Some(time),
        TimeInForce::GoodTillCancel => None,
        // One that waits for its collateral does not wait longer than the day.
        TimeInForce::Day | TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill => {
            Some(draft.settings.day_end_after(draft.now_unix_ns))
        }
    };
    let mut order = OrderView {
        id,
        request,
        status: Status::Waiting,
        expires_at,
        remaining: Cash::ZERO,
        spent: Cash::ZERO,
        gross: Cash::ZERO,
        venue_fees: Cash::ZERO,
        issuer_fees: Cash::ZERO,
        units: money::Units::ZERO,
        average_price: Price::ZERO,
        returned: Cash::ZERO,
        text: String::new(),
        reject_reason: None,
    };
    if let Some((reason, text)) = refused {
        order.reject_reason = Some(reason);
        order.text = text;
        return draft.admit(&order, OrderChange::Rejected, command_id);
    }
    let reserved = order.request.cash <= draft.desk.free(&order.request.account);
    draft.admit(&order, OrderChange::Accepted { reserved }, command_id)
}

/// Why the order can't be taken.
fn refusal(draft: &Draft<'_>, request: &OrderRequest) -> Option<(RejectReason, String)> {
    let settings = draft.settings;
    let cash = &settings.cash;
    if draft
        .state
        .order_of(&request.session, &request.cl_ord_id)
        .is_some()
    {
        return Some((
            RejectReason::DuplicateOrder,
            format!("ClOrdID(11) {} was used before", request.cl_ord_id),
        ));
    }
    let Some(index) = draft.desk.indexes.get(&request.index) else {
        let known: Vec<&str> = draft
            .state
            .indexes()
            .map(|index| &*index.symbol)
            .take(20)
            .collect();
        let text = format!(
            "no index {}; there are: {}",
            request.index,
            known.join(", ")
        );
        return Some((RejectReason::UnknownIndex, text));
    };
    if draft.state.account(&request.account).is_none() {
        return Some((
            RejectReason::UnknownAccount,
            format!("no account {}", request.account),
        ));
    }
    if request.side == Side::Redeem {
        return Some((
            RejectReason::Unsupported,
            "redemption is not offered: only Side(54)=1, buy".into(),
        ));
    }
    let amount = request.cash;
    let decimals = settings.cash_scale.decimals();
    let bad_amount = |text: String| Some((RejectReason::BadAmount, text));
    if amount <= Cash::ZERO {
        return bad_amount(format!(
            "CashOrderQty(152) must be an amount of {cash} above zero"
        ));
    }
    if amount.decimals() > decimals {
        return bad_amount(format!(
            "CashOrderQty(152) {amount}: {cash} has {decimals} decimals"
        ));
    }
    if amount < index.smallest_tradable {
        return bad_amount(format!(
            "the smallest order in {} is {} {cash}",
            index.symbol, index.smallest_tradable
        ));
    }
    if amount > settings.order_max {
        return Some((
            RejectReason::LimitExceeded,
            format!("the largest order is {} {cash}", settings.order_max),
        ));
    }
    if request.limit_price.is_some_and(Price::is_zero) {
        return bad_amount("Price(44) must be above zero".into());
    }
    match request.time_in_force {
        TimeInForce::GoodTill(time) if time <= draft.now_unix_ns => Some((
            RejectReason::TooLate,
            "ExpireTime(126) is in the past".into(),
        )),
        TimeInForce::GoodTill(_)
        | TimeInForce::Day
        | TimeInForce::GoodTillCancel
        | TimeInForce::ImmediateOrCancel
        | TimeInForce::FillOrKill => None,
    }
}
