//! Orders, accounts, indexes, collateral and books.

use issuance::{
    BasketEntry, BurnedUnits, ClientAccount, Collateral, Command, Index, Order, OrderRequest,
    OrderView, QuoteId, RejectReason, Replacement, Scope, Side, Status, TimeInForce,
};
use ledger::Name;
use money::{Price, Rate, Rounding, Scale};
use proto::v1;

use super::{FieldError, named, parsed, parsed_or_zero};

/// The request, and its command id.
pub(crate) fn order_request(
    message: v1::SubmitOrderRequest,
    traceparent: String,
) -> Result<(String, OrderRequest), FieldError> {
    let bad = |field, problem: &str| FieldError::Value {
        field,
        problem: problem.into(),
    };
    let time_in_force = match v1::TimeInForce::try_from(message.time_in_force) {
        // FIX 4.4: absence of TimeInForce(59) is a day order.
        Ok(v1::TimeInForce::Day | v1::TimeInForce::Unspecified) => TimeInForce::Day,
        Ok(v1::TimeInForce::Gtc) => TimeInForce::GoodTillCancel,
        Ok(v1::TimeInForce::Ioc) => TimeInForce::ImmediateOrCancel,
        Ok(v1::TimeInForce::Fok) => TimeInForce::FillOrKill,
        Ok(v1::TimeInForce::Gtd) => TimeInForce::GoodTill(message.expire_time_unix_ns),
        Err(_) => return Err(bad("time_in_force", "unknown")),
    };
    let request = OrderRequest {
        session: named("session", message.session)?,
        cl_ord_id: named("cl_ord_id", message.cl_ord_id)?,
        account: message.account.into(),
        index: message.index.into(),
        side: side(message.side)?,
        cash: parsed_or_zero("cash", &message.cash)?,
        units: parsed_or_zero("units", &message.units)?,
        time_in_force,
        limit_price: limit_price(&message.limit_price)?,
        quote: quote_id(&message.quote_id)?,
        traceparent,
    };
    Ok((message.command_id, request))
}

pub(super) fn side(side: i32) -> Result<Side, FieldError> {
    match v1::Side::try_from(side) {
        Ok(v1::Side::Buy) => Ok(Side::Buy),
        Ok(v1::Side::Redeem) => Ok(Side::Redeem),
        Ok(v1::Side::Unspecified) | Err(_) => Err(FieldError::Value {
            field: "side",
            problem: "neither buy nor redeem".into(),
        }),
    }
}

/// The state that orders are to be in; none: any.
pub(crate) fn order_status(status: i32) -> Result<Option<v1::OrderStatus>, FieldError> {
    match v1::OrderStatus::try_from(status) {
        Ok(v1::OrderStatus::Unspecified) => Ok(None),
        Ok(status) => Ok(Some(status)),
        Err(_) => Err(FieldError::Value {
            field: "status",
            problem: format!("there is no state {status}"),
        }),
    }
}

/// Whether an order is in that state.
pub(crate) fn is_in(order: &Order, state: v1::OrderStatus) -> bool {
    status(order.status()) == state
}

/// A quote's id. One that can't be ours is a quote that nobody knows, which the machine answers.
fn quote_id(text: &str) -> Result<Option<QuoteId>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    let text = named("quote_id", text.to_owned())?;
    Ok(Some(text.parse().unwrap_or(QuoteId(0))))
}

/// A request for another amount or limit price.
pub(crate) fn replace_request(
    message: v1::ReplaceOrderRequest,
    mark: Option<Price>,
) -> Result<Command, FieldError> {
    Ok(Command::ReplaceOrder {
        command_id: message.command_id,
        session: named("session", message.session)?,
        orig_cl_ord_id: named("orig_cl_ord_id", message.orig_cl_ord_id)?,
        replacement: Replacement {
            cl_ord_id: named("cl_ord_id", message.cl_ord_id)?,
            cash: parsed_or_zero("cash", &message.cash)?,
            units: parsed_or_zero("units", &message.units)?,
            limit_price: limit_price(&message.limit_price)?,
        },
        mark,
    })
}

/// A mass cancel.
pub(crate) fn cancel_orders_request(
    message: v1::CancelOrdersRequest,
) -> Result<Command, FieldError> {
    let bounded = |field, text: String| {
        if text.is_empty() {
            Ok(text)
        } else {
            named(field, text)
        }
    };
    Ok(Command::CancelOrders {
        command_id: message.command_id,
        cl_ord_id: bounded("cl_ord_id", message.cl_ord_id)?,
        scope: scope(
            bounded("session", message.session)?,
            bounded("account", message.account)?,
            bounded("index", message.index)?,
        ),
        text: bounded("text", message.text)?,
    })
}

/// Orders by what is not empty.
pub(crate) fn scope(session: String, account: String, index: String) -> Scope {
    let given = |text: String| (!text.is_empty()).then_some(text);
    Scope {
        session: given(session),
        account: given(account).map(Name::from),
        index: given(index).map(Name::from),
    }
}

fn limit_price(text: &str) -> Result<Option<Price>, FieldError> {
    match text {
        "" => Ok(None),
        text => parsed("limit_price", text).map(Some),
    }
}

/// An order as it stands.
pub(crate) fn order(view: &OrderView) -> v1::IndexOrder {
    let request = &view.request;
    let (time_in_force, expire_time_unix_ns) = match request.time_in_force {
        TimeInForce::Day => (v1::TimeInForce::Day, view.expires_at.unwrap_or(0)),
        TimeInForce::GoodTillCancel => (v1::TimeInForce::Gtc, 0),
        TimeInForce::ImmediateOrCancel => (v1::TimeInForce::Ioc, 0),
        TimeInForce::FillOrKill => (v1::TimeInForce::Fok, 0),
        TimeInForce::GoodTill(time) => (v1::TimeInForce::Gtd, time),
    };
    let side = match request.side {
        Side::Buy => v1::Side::Buy,
        Side::Redeem => v1::Side::Redeem,
    };
    v1::IndexOrder {
        order_id: view.id.to_string(),
        session: request.session.clone(),
        cl_ord_id: request.cl_ord_id.clone(),
        account: request.account.to_string(),
        index: request.index.to_string(),
        side: side.into(),
        status: status(view.status).into(),
        cash: request.cash.to_string(),
        remaining_cash: view.remaining.to_string(),
        spent: view.spent.to_string(),
        gross: view.gross.to_string(),
        venue_fees: view.venue_fees.to_string(),
        issuer_fees: view.issuer_fees.to_string(),
        units: view.units.to_string(),
        average_price: view.average_price.to_string(),
        returned: view.returned.to_string(),
        time_in_force: time_in_force.into(),
        expire_time_unix_ns,
        limit_price: request
            .limit_price
            .map(|price| price.to_string())
            .unwrap_or_default(),
        text: view.text.clone(),
        reject_reason: view
            .reject_reason
            .map_or(v1::RejectReason::Unspecified, reject_reason)
            .into(),
        accepted_time_unix_ns: view.accepted_at,
        quote_id: request
            .quote
            .map(|quote| quote.to_string())
            .unwrap_or_default(),
        units_asked: request.units.to_string(),
    }
}

const fn status(status: Status) -> v1::OrderStatus {
    match status {
        Status::Waiting => v1::OrderStatus::Waiting,
        Status::Working => v1::OrderStatus::Working,
        Status::InBatch(_) => v1::OrderStatus::InBatch,
        Status::Cancelling(_) => v1::OrderStatus::Cancelling,
        Status::Minting => v1::OrderStatus::Minting,
        Status::Minted => v1::OrderStatus::Minted,
        Status::Redeemed => v1::OrderStatus::Redeemed,
        Status::Cancelled => v1::OrderStatus::Cancelled,
        Status::Expired => v1::OrderStatus::Expired,
        Status::Rejected => v1::OrderStatus::Rejected,
        Status::Suspended => v1::OrderStatus::Suspended,
    }
}

pub(super) const fn reject_reason(reason: RejectReason) -> v1::RejectReason {
    match reason {
        RejectReason::UnknownIndex => v1::RejectReason::UnknownIndex,
        RejectReason::UnknownAccount => v1::RejectReason::UnknownAccount,
        RejectReason::DuplicateOrder => v1::RejectReason::DuplicateOrder,
        RejectReason::BadAmount => v1::RejectReason::BadAmount,
        RejectReason::TooLate => v1::RejectReason::TooLate,
        RejectReason::UnknownOrder => v1::RejectReason::UnknownOrder,
        RejectReason::Unsupported => v1::RejectReason::Unsupported,
        RejectReason::LimitExceeded => v1::RejectReason::LimitExceeded,
        RejectReason::Halted => v1::RejectReason::Halted,
        RejectReason::Pending => v1::RejectReason::Pending,
        RejectReason::Collateral => v1::RejectReason::Collateral,
        RejectReason::Closed => v1::RejectReason::Closed,
        RejectReason::OpenCash => v1::RejectReason::OpenCash,
        RejectReason::Rate => v1::RejectReason::Rate,
        RejectReason::PriceBand => v1::RejectReason::PriceBand,
        RejectReason::NoLiquidity => v1::RejectReason::NoLiquidity,
        RejectReason::StaleQuote => v1::RejectReason::StaleQuote,
    }
}

pub(crate) fn account(message: Option<v1::Account>) -> Result<ClientAccount, FieldError> {
    let message = message.ok_or(FieldError::Missing("account"))?;
    Ok(ClientAccount {
        name: named("account.name", message.name)?.into(),
        address: message.address.to_lowercase(),
    })
}

pub(crate) fn account_message(account: &ClientAccount) -> v1::Account {
    v1::Account {
        name: account.name.to_string(),
        address: account.address.clone(),
        limits: None,
    }
}

pub(crate) fn index(message: Option<v1::Index>) -> Result<Index, FieldError> {
    let message = message.ok_or(FieldError::Missing("index"))?;
    let entry = |entry: v1::BasketEntry| {
        let quantity = parsed("index.basket.quantity", &entry.quantity)?;
        Ok(BasketEntry {
            asset: named("index.basket.asset", entry.asset)?.into(),
            quantity,
        })
    };
    let scale = u8::try_from(message.units_scale)
        .ok()
        .and_then(|decimals| Scale::new(decimals).ok());
    let basis_points: Rate = parsed_or_zero("index.fee_basis_points", &message.fee_basis_points)?;
    let ten_thousand = Rate::from_atoms(10_000, Scale::WHOLE).unwrap_or_default();
    let fee = basis_points.over(ten_thousand, Scale::UNITS, Rounding::HalfEven);
    Ok(Index {
        symbol: named("index.symbol", message.symbol)?.into(),
        name: named("index.name", message.name)?,
        basket: message
            .basket
            .into_iter()
            .map(entry)
            .collect::<Result<_, FieldError>>()?,
        units_scale: scale.ok_or_else(|| FieldError::Value {
            field: "index.units_scale",
            problem: "more than 28".into(),
        })?,
        fee: fee.map_err(|problem| FieldError::Value {
            field: "index.fee_basis_points",
            problem: problem.to_string(),
        })?,
        smallest_tradable: parsed("index.smallest_tradable", &message.smallest_tradable)?,
        smallest_fill: match message.smallest_fill.as_str() {
            "" => None,
            units => Some(parsed("index.smallest_fill", units)?),
        },
    })
}

pub(crate) fn index_message(index: &Index) -> v1::Index {
    let entry = |entry: &BasketEntry| v1::BasketEntry {
        asset: entry.asset.to_string(),
        quantity: entry.quantity.to_string(),
    };
    let basis_points = index
        .fee
        .over(Rate::from_basis_points(1), Scale::UNITS, Rounding::HalfEven);
    v1::Index {
        symbol: index.symbol.to_string(),
        name: index.name.clone(),
        basket: index.basket.iter().map(entry).collect(),
        units_scale: index.units_scale.decimals(),
        fee_basis_points: basis_points.unwrap_or_default().to_string(),
        smallest_tradable: index.smallest_tradable.to_string(),
        smallest_fill: index
            .smallest_fill
            .map(|units| units.to_string())
            .unwrap_or_default(),
        ..v1::Index::default()
    }
}

pub(crate) fn collateral(collateral: &Collateral, currency: &str) -> v1::Collateral {
    v1::Collateral {
        account: collateral.account.to_string(),
        currency: currency.to_owned(),
        free: collateral.free.to_string(),
        reserved: collateral.reserved.to_string(),
        spent: collateral.spent.to_string(),
        deposited: collateral.deposited.to_string(),
        paying_out: collateral.paying_out.to_string(),
        paid_out: collateral.paid_out.to_string(),
        redeemed: collateral.redeemed.to_string(),
        burned: Vec::new(),
    }
}

/// An account's burned units.
pub(crate) fn burned_units(units: &BurnedUnits) -> v1::BurnedUnits {
    v1::BurnedUnits {
        index: units.index.to_string(),
        redeemable: units.redeemable.to_string(),
        reserved: units.reserved.to_string(),
    }
}
