//! From parameters to requests of the exchange.

use matching::Side;

use super::Params;
use crate::{
    accounts::{Kind, Lifetime},
    error::ApiError,
    exchange::{OrderId, OrderRequest, Size},
    spec::Filter,
    wire::order::Detail,
};

/// `POST /api/v3/order`. `generated_id` is the client order id of an order that comes without.
pub(super) fn new_order(
    params: Params,
    account: String,
    generated_id: String,
) -> Result<(OrderRequest, Detail), ApiError> {
    let symbol = params.symbol()?.to_owned();
    let side = match params.required("side")? {
        "BUY" => Side::Buy,
        "SELL" => Side::Sell,
        _ => return Err(ApiError::invalid_side()),
    };
    let kind = match params.required("type")? {
        "LIMIT" => Kind::Limit,
        "LIMIT_MAKER" => Kind::LimitMaker,
        "MARKET" => Kind::Market,
        _ => return Err(ApiError::invalid_type()),
    };
    let lifetime = match params.optional("timeInForce")? {
        None => None,
        Some("GTC") => Some(Lifetime::Gtc),
        Some("IOC") => Some(Lifetime::Ioc),
        Some("FOK") => Some(Lifetime::Fok),
        Some(_) => return Err(ApiError::invalid_time_in_force()),
    };
    let quantity = params.amount("quantity", Filter::LotSize)?;
    let price = params.amount("price", Filter::Price)?;
    let (lifetime, price, wanted) = match kind {
        Kind::Limit => {
            params.refuse("quoteOrderQty")?;
            let lifetime = lifetime.ok_or_else(|| ApiError::missing("timeInForce"))?;
            let wanted = Size::Quantity(quantity.ok_or_else(|| ApiError::missing("quantity"))?);
            (
                lifetime,
                price.ok_or_else(|| ApiError::missing("price"))?,
                wanted,
            )
        }
        Kind::LimitMaker => {
            params.refuse("timeInForce")?;
            params.refuse("quoteOrderQty")?;
            let wanted = Size::Quantity(quantity.ok_or_else(|| ApiError::missing("quantity"))?);
            (
                Lifetime::Gtc,
                price.ok_or_else(|| ApiError::missing("price"))?,
                wanted,
            )
        }
        Kind::Market => {
            params.refuse("timeInForce")?;
            params.refuse("price")?;
            let wanted = match (quantity, params.amount("quoteOrderQty", Filter::Notional)?) {
                (Some(quantity), None) => Size::Quantity(quantity),
                (None, Some(amount)) => Size::Quote(amount),
                (Some(_), Some(_)) => return Err(ApiError::not_required("quoteOrderQty")),
                (None, None) => return Err(ApiError::missing_either("quantity", "quoteOrderQty")),
            };
            // The venue's word for the lifetime of a market order.
            (Lifetime::Gtc, crate::amount::Amount::ZERO, wanted)
        }
    };
    let client_order_id = params
        .client_order_id("newClientOrderId")?
        .unwrap_or(generated_id);
    let detail = match params.optional("newOrderRespType")? {
        None if kind == Kind::LimitMaker => Detail::Ack,
        Some("ACK") => Detail::Ack,
        Some("RESULT") => Detail::Result,
        None | Some("FULL") => Detail::Full,
        Some(_) => return Err(ApiError::invalid_data("newOrderRespType")),
    };
    if params
        .optional("selfTradePreventionMode")?
        .is_some_and(|mode| mode != "NONE")
    {
        return Err(ApiError::invalid_data("selfTradePreventionMode"));
    }
    params.finish()?;
    Ok((
        OrderRequest {
            account,
            symbol,
            client_order_id,
            side,
            kind,
            lifetime,
            price,
            size: wanted,
        },
        detail,
    ))
}

/// Which order `GET` or `DELETE /api/v3/order` means.
pub(super) fn order_id(params: &Params, account: String) -> Result<OrderId, ApiError> {
    let symbol = params.symbol()?.to_owned();
    let id = params.whole("orderId")?;
    let client_order_id = params.client_order_id("origClientOrderId")?;
    if id.is_none() && client_order_id.is_none() {
        return Err(ApiError::missing_either("origClientOrderId", "orderId"));
    }
    Ok(OrderId {
        account,
        symbol,
        id,
        client_order_id,
    })
}

/// The rows of `allOrders` or `myTrades`.
pub(super) struct Rows {
    pub(super) symbol: String,
    /// The order's id: the first one, or the one.
    pub(super) order: Option<u64>,
    /// The first trade's id.
    pub(super) from: Option<u64>,
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) limit: usize,
}

/// Reads what rows are wanted.
pub(super) fn rows(params: Params, by_trade: bool) -> Result<Rows, ApiError> {
    let rows = Rows {
        symbol: params.symbol()?.to_owned(),
        order: params.whole("orderId")?,
        from: if by_trade {
            params.whole("fromId")?
        } else {
            None
        },
        start_ms: params.whole("startTime")?.unwrap_or(0),
        end_ms: params.whole("endTime")?.unwrap_or(i64::MAX),
        limit: params.limit(500, 1_000)?,
    };
    params.finish()?;
    Ok(rows)
}
