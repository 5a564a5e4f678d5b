//! What the solver is asked, from what the client asked.

use proto::v1;

use crate::event::OrdersCancel;
use crate::request::{Amount, NewOrder, PayoutAsked, QuoteAsked, Replacement, Side, TimeInForce};

/// The id that the solver knows the command by. The number alone would do; with the names it also tells apart the
/// commands of two journals, should one be lost.
pub(super) fn command_id(command: u64, session: &str, cl_ord_id: &str) -> String {
    format!("fix/{command}/{session}/{cl_ord_id}")
}

pub(super) fn replace_request(
    command: u64,
    session: &str,
    replacement: &Replacement,
) -> v1::ReplaceOrderRequest {
    let (cash, units) = amount_texts(replacement.amount);
    v1::ReplaceOrderRequest {
        command_id: command_id(command, session, &replacement.cl_ord_id),
        session: session.to_owned(),
        cl_ord_id: replacement.cl_ord_id.clone(),
        orig_cl_ord_id: replacement.orig_cl_ord_id.clone(),
        cash,
        units,
        limit_price: replacement
            .limit_price
            .map(|price| price.to_string())
            .unwrap_or_default(),
    }
}

pub(super) fn cancel_all_request(
    command: u64,
    session: &str,
    cancel: &OrdersCancel,
) -> v1::CancelOrdersRequest {
    v1::CancelOrdersRequest {
        command_id: command_id(command, session, &cancel.cl_ord_id),
        session: session.to_owned(),
        cl_ord_id: cancel.cl_ord_id.clone(),
        account: String::new(),
        index: cancel.index.clone(),
        text: cancel.text.clone(),
    }
}

/// As the solver takes them: cash to spend, or units to redeem.
fn amount_texts(amount: Amount) -> (String, String) {
    match amount {
        Amount::Cash(cash) => (cash.to_string(), String::new()),
        Amount::Units(units) => (String::new(), units.to_string()),
    }
}

pub(super) fn submit_request(
    command: u64,
    session: &str,
    order: &NewOrder,
) -> v1::SubmitOrderRequest {
    let (cash, units) = amount_texts(order.amount);
    let (time_in_force, expire_time_unix_ns) = match order.time_in_force {
        TimeInForce::Day => (v1::TimeInForce::Day, 0),
        TimeInForce::GoodTillCancel => (v1::TimeInForce::Gtc, 0),
        TimeInForce::ImmediateOrCancel => (v1::TimeInForce::Ioc, 0),
        TimeInForce::FillOrKill => (v1::TimeInForce::Fok, 0),
        TimeInForce::GoodTillDate(time) => (v1::TimeInForce::Gtd, time),
    };
    let side = side(order.side);
    v1::SubmitOrderRequest {
        command_id: command_id(command, session, &order.cl_ord_id),
        session: session.to_owned(),
        cl_ord_id: order.cl_ord_id.clone(),
        account: order.account.clone(),
        index: order.index.clone(),
        side: side.into(),
        cash,
        units,
        time_in_force: time_in_force.into(),
        expire_time_unix_ns,
        limit_price: order
            .limit_price
            .map(|price| price.to_string())
            .unwrap_or_default(),
        quote_id: order.quote_id.clone().unwrap_or_default(),
    }
}

fn side(side: Side) -> v1::Side {
    match side {
        Side::Buy => v1::Side::Buy,
        Side::Redeem => v1::Side::Redeem,
    }
}

pub(super) fn quote_request(
    command: u64,
    session: &str,
    quote: &QuoteAsked,
) -> v1::RequestQuoteRequest {
    let (cash, units) = amount_texts(quote.amount);
    v1::RequestQuoteRequest {
        command_id: command_id(command, session, &quote.quote_req_id),
        session: session.to_owned(),
        quote_req_id: quote.quote_req_id.clone(),
        account: quote.account.clone(),
        index: quote.index.clone(),
        side: side(quote.side).into(),
        cash,
        units,
    }
}

pub(super) fn payout_request(
    command: u64,
    session: &str,
    payout: &PayoutAsked,
) -> v1::RequestPayoutRequest {
    let amount = payout.amount.map(|amount| amount.to_string());
    v1::RequestPayoutRequest {
        command_id: command_id(command, session, &payout.coll_req_id),
        account: payout.account.clone(),
        amount: amount.unwrap_or_else(|| "all".to_owned()),
        session: session.to_owned(),
        request_id: payout.coll_req_id.clone(),
    }
}
