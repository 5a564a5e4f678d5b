//! Answers about orders and trades.

use matching::Side;
use serde::Serialize;

use crate::{
    accounts::{Kind, Lifetime, Order, OrderState, Trade},
    amount::Amount,
};

/// The side's word on the wire.
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Buy => "BUY",
        Side::Sell => "SELL",
    }
}

/// How much of an order the answer to `POST /api/v3/order` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// That it was accepted.
    Ack,
    /// Where it stands.
    Result,
    /// Its trades too.
    Full,
}

/// The answer to `POST /api/v3/order`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Placed {
    symbol: String,
    order_id: u64,
    order_list_id: i64,
    client_order_id: String,
    transact_time: i64,
    #[serde(flatten)]
    result: Option<PlacedResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fills: Option<Vec<Fill>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PlacedResult {
    price: Amount,
    orig_qty: Amount,
    executed_qty: Amount,
    orig_quote_order_qty: Amount,
    cummulative_quote_qty: Amount,
    status: OrderState,
    time_in_force: Lifetime,
    #[serde(rename = "type")]
    kind: Kind,
    side: &'static str,
    working_time: i64,
    self_trade_prevention_mode: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Fill {
    price: Amount,
    qty: Amount,
    commission: Amount,
    commission_asset: String,
    trade_id: u64,
}

impl Placed {
    /// Of an order and its trades.
    pub fn of(order: &Order, trades: &[Trade], detail: Detail) -> Self {
        let result = PlacedResult {
            price: order.price,
            orig_qty: order.quantity,
            executed_qty: order.executed,
            orig_quote_order_qty: order.quote_quantity,
            cummulative_quote_qty: order.quote_executed,
            status: order.state,
            time_in_force: order.lifetime,
            kind: order.kind,
            side: side(order.side),
            working_time: order.time_ms,
            self_trade_prevention_mode: "NONE",
        };
        let fill = |trade: &Trade| Fill {
            price: trade.price,
            qty: trade.quantity,
            commission: trade.commission,
            commission_asset: trade.commission_asset.clone(),
            trade_id: trade.id,
        };
        Self {
            symbol: order.symbol.clone(),
            order_id: order.id,
            order_list_id: -1,
            client_order_id: order.client_order_id.clone(),
            transact_time: order.updated_ms,
            result: (detail != Detail::Ack).then_some(result),
            fills: (detail == Detail::Full).then(|| trades.iter().map(fill).collect()),
        }
    }
}

/// An order as `GET /api/v3/order`, `openOrders` and `allOrders` show it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderInfo {
    symbol: String,
    order_id: u64,
    order_list_id: i64,
    client_order_id: String,
    price: Amount,
    orig_qty: Amount,
    executed_qty: Amount,
    cummulative_quote_qty: Amount,
    status: OrderState,
    time_in_force: Lifetime,
    #[serde(rename = "type")]
    kind: Kind,
    side: &'static str,
    stop_price: Amount,
    iceberg_qty: Amount,
    time: i64,
    update_time: i64,
    is_working: bool,
    working_time: i64,
    orig_quote_order_qty: Amount,
    self_trade_prevention_mode: &'static str,
}

impl OrderInfo {
    /// Of an order.
    pub fn of(order: &Order) -> Self {
        Self {
            symbol: order.symbol.clone(),
            order_id: order.id,
            order_list_id: -1,
            client_order_id: order.client_order_id.clone(),
            price: order.price,
            orig_qty: order.quantity,
            executed_qty: order.executed,
            cummulative_quote_qty: order.quote_executed,
            status: order.state,
            time_in_force: order.lifetime,
            kind: order.kind,
            side: side(order.side),
            stop_price: Amount::ZERO,
            iceberg_qty: Amount::ZERO,
            time: order.time_ms,
            update_time: order.updated_ms,
            is_working: true,
            working_time: order.time_ms,
            orig_quote_order_qty: order.quote_quantity,
            self_trade_prevention_mode: "NONE",
        }
    }
}

/// The answer to `DELETE /api/v3/order`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Canceled {
    symbol: String,
    orig_client_order_id: String,
    order_id: u64,
    order_list_id: i64,
    client_order_id: String,
    transact_time: i64,
    price: Amount,
    orig_qty: Amount,
    executed_qty: Amount,
    orig_quote_order_qty: Amount,
    cummulative_quote_qty: Amount,
    status: OrderState,
    time_in_force: Lifetime,
    #[serde(rename = "type")]
    kind: Kind,
    side: &'static str,
    self_trade_prevention_mode: &'static str,
}

impl Canceled {
    /// Of an order, with the id of the request that cancelled it.
    pub fn of(order: &Order, cancel_id: String) -> Self {
        Self {
            symbol: order.symbol.clone(),
            orig_client_order_id: order.client_order_id.clone(),
            order_id: order.id,
            order_list_id: -1,
            client_order_id: cancel_id,
            transact_time: order.updated_ms,
            price: order.price,
            orig_qty: order.quantity,
            executed_qty: order.executed,
            orig_quote_order_qty: order.quote_quantity,
            cummulative_quote_qty: order.quote_executed,
            status: order.state,
            time_in_force: order.lifetime,
            kind: order.kind,
            side: side(order.side),
            self_trade_prevention_mode: "NONE",
        }
    }
}

/// A trade as `GET /api/v3/myTrades` shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MyTrade {
    symbol: String,
    id: u64,
    order_id: u64,
    order_list_id: i64,
    price: Amount,
    qty: Amount,
    quote_qty: Amount,
    commission: Amount,
    commission_asset: String,
    time: i64,
    is_buyer: bool,
    is_maker: bool,
    is_best_match: bool,
}

impl MyTrade {
    /// Of a trade in a market.
    pub fn of(symbol: &str, trade: &Trade) -> Self {
        Self {
            symbol: symbol.to_owned(),
            id: trade.id,
            order_id: trade.order,
            order_list_id: -1,
            price: trade.price,
            qty: trade.quantity,
            quote_qty: trade.quote,
            commission: trade.commission,
            commission_asset: trade.commission_asset.clone(),
            time: trade.time_ms,
            is_buyer: trade.is_buyer,
            is_maker: trade.is_maker,
            is_best_match: true,
        }
    }
}
