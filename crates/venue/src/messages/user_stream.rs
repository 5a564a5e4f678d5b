//! The WebSocket API as far as the user data stream needs it: requests, answers, and the events of a subscription.

use crate::messages::error::ApiError;
use crate::messages::exchange_info::RateLimit;
use crate::messages::order::{OrderStatus, OrderType, Side, TimeInForce};
use money::{Cash, Price, Quantity};
use serde::{Deserialize, Serialize};

/// A request over the WebSocket API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WsRequest {
    /// Comes back in the answer.
    pub id: String,
    /// e.g. `userDataStream.subscribe.signature`.
    pub method: String,
    /// Of the method. Signed ones have `apiKey`, `timestamp` and `signature`.
    #[serde(default)]
    pub params: serde_json::Map<String, serde_json::Value>,
}

/// An answer over the WebSocket API: `result` with status 200, else `error`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WsAnswer {
    /// The request's. Null where the request could not be read.
    pub id: Option<String>,
    /// As HTTP's.
    pub status: u16,
    /// Of the method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<serde_json::Value>,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
    /// Use of the limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limits: Option<Vec<RateLimit>>,
}

/// An event of a user data subscription: `{"subscriptionId":0,"event":{…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserFrame {
    /// As answered to the subscription.
    pub subscription_id: u64,
    /// What happened.
    pub event: UserEvent,
}

/// What happened to the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "e")]
pub enum UserEvent {
    /// An order changed.
    #[serde(rename = "executionReport")]
    ExecutionReport(Box<ExecutionReport>),
    /// Balances changed.
    #[serde(rename = "outboundAccountPosition")]
    AccountPosition(AccountPosition),
    /// The subscription has ended.
    #[serde(rename = "eventStreamTerminated")]
    Terminated,
    /// An event Sheaf does not use.
    #[serde(other)]
    Other,
}

/// Why a report was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExecutionType {
    /// Accepted by the matching engine.
    New,
    /// Cancelled by the account.
    Canceled,
    /// Not in use at the venue.
    Replaced,
    /// Refused.
    Rejected,
    /// A trade.
    Trade,
    /// Ended by its time in force or by the venue.
    Expired,
    /// Ended by self-trade prevention.
    TradePrevention,
    /// One this version does not know.
    #[serde(other)]
    Other,
}

/// `executionReport`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecutionReport {
    /// Milliseconds.
    #[serde(rename = "E")]
    pub event_time: i64,
    /// The market.
    #[serde(rename = "s")]
    pub symbol: String,
    /// Our id; of the cancel request in a cancel's report.
    #[serde(rename = "c")]
    pub client_order_id: String,
    /// Side.
    #[serde(rename = "S")]
    pub side: Side,
    /// Type.
    #[serde(rename = "o")]
    pub order_type: OrderType,
    /// How long it stays.
    #[serde(rename = "f")]
    pub time_in_force: TimeInForce,
    /// Ordered.
    #[serde(rename = "q")]
    pub quantity: Quantity,
    /// Limit.
    #[serde(rename = "p")]
    pub price: Price,
    /// Our id of the order that was cancelled, else empty.
    #[serde(rename = "C", default)]
    pub original_client_order_id: String,
    /// Why this report was sent.
    #[serde(rename = "x")]
    pub execution_type: ExecutionType,
    /// Where the order is.
    #[serde(rename = "X")]
    pub status: OrderStatus,
    /// `NONE`, or why it was refused.
    #[serde(rename = "r")]
    pub reject_reason: String,
    /// The venue's id.
    #[serde(rename = "i")]
    pub order_id: u64,
    /// Quantity of this trade.
    #[serde(rename = "l")]
    pub last_quantity: Quantity,
    /// Σ quantity of its trades so far.
    #[serde(rename = "z")]
    pub cumulative_quantity: Quantity,
    /// Price of this trade.
    #[serde(rename = "L")]
    pub last_price: Price,
    /// Fee of this trade.
    #[serde(rename = "n")]
    pub commission: Quantity,
    /// What the fee was taken in.
    #[serde(rename = "N")]
    pub commission_asset: Option<String>,
    /// Milliseconds.
    #[serde(rename = "T")]
    pub transaction_time: i64,
    /// Id of this trade, -1 for none.
    #[serde(rename = "t")]
    pub trade_id: i64,
    /// Unique for each report.
    #[serde(rename = "I")]
    pub execution_id: u64,
    /// In the book.
    #[serde(rename = "w")]
    pub is_working: bool,
    /// Our order was in the book.
    #[serde(rename = "m")]
    pub is_maker: bool,
    /// Milliseconds.
    #[serde(rename = "O")]
    pub order_creation_time: i64,
    /// Σ price × quantity of its trades so far.
    #[serde(rename = "Z")]
    pub cumulative_quote_quantity: Cash,
    /// price × quantity of this trade.
    #[serde(rename = "Y")]
    pub last_quote_quantity: Cash,
}

/// `outboundAccountPosition`: the balances that may have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPosition {
    /// Milliseconds.
    #[serde(rename = "E")]
    pub event_time: i64,
    /// Milliseconds.
    #[serde(rename = "u")]
    pub update_time: i64,
    /// New balances.
    #[serde(rename = "B")]
    pub balances: Vec<PositionBalance>,
}

/// One balance of [`AccountPosition`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionBalance {
    /// e.g. `BTC`.
    #[serde(rename = "a")]
    pub asset: String,
    /// Not reserved by an order.
    #[serde(rename = "f")]
    pub free: Quantity,
    /// Reserved by orders.
    #[serde(rename = "l")]
    pub locked: Quantity,
}
