//! Orders and trades over REST: `POST`/`GET`/`DELETE /api/v3/order`, `GET /api/v3/myTrades`.

use money::{Cash, Price, Quantity};
use serde::{Deserialize, Serialize};

/// Side of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Side {
    /// Takes asks.
    Buy,
    /// Takes bids.
    Sell,
}

/// Type of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderType {
    /// At a price or better.
    Limit,
    /// At any price.
    Market,
    /// A type Sheaf does not send.
    #[serde(other)]
    Other,
}

/// How long an order stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeInForce {
    /// Until cancelled.
    Gtc,
    /// What can be matched at once; the rest expires.
    Ioc,
    /// All at once or nothing.
    Fok,
    /// One Sheaf does not send.
    #[serde(other)]
    Other,
}

/// The venue's word for where an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderStatus {
    /// In the book.
    New,
    /// Waits for another order of a list.
    PendingNew,
    /// In the book, partly executed.
    PartiallyFilled,
    /// Executed whole.
    Filled,
    /// Cancelled by the account.
    Canceled,
    /// Not in use at the venue.
    PendingCancel,
    /// Refused by the matching engine.
    Rejected,
    /// Ended by its time in force or by the venue.
    Expired,
    /// Ended by self-trade prevention.
    ExpiredInMatch,
    /// A status this version does not know: taken as not ended, and asked for again.
    #[serde(other)]
    Other,
}

/// `newOrderRespType=ACK`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderAck {
    /// The market.
    pub symbol: String,
    /// The venue's id.
    pub order_id: u64,
    /// -1: not part of a list.
    pub order_list_id: i64,
    /// Our id.
    pub client_order_id: String,
    /// Milliseconds.
    pub transact_time: i64,
}

/// `newOrderRespType=FULL`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderFull {
    /// The market.
    pub symbol: String,
    /// The venue's id.
    pub order_id: u64,
    /// -1: not part of a list.
    pub order_list_id: i64,
    /// Our id.
    pub client_order_id: String,
    /// Milliseconds.
    pub transact_time: i64,
    /// Limit.
    pub price: Price,
    /// Ordered.
    pub orig_qty: Quantity,
    /// Σ quantity of its trades so far.
    pub executed_qty: Quantity,
    /// Σ price × quantity of its trades so far (the venue's spelling).
    #[serde(rename = "cummulativeQuoteQty")]
    pub cumulative_quote_qty: Cash,
    /// Where it is.
    pub status: OrderStatus,
    /// How long it stays.
    pub time_in_force: TimeInForce,
    /// Its type.
    #[serde(rename = "type")]
    pub order_type: OrderType,
    /// Its side.
    pub side: Side,
    /// The trades of the placement.
    pub fills: Vec<Fill>,
}

/// One trade in [`OrderFull`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fill {
    /// Of the trade.
    pub price: Price,
    /// Of the trade.
    pub qty: Quantity,
    /// The fee.
    pub commission: Quantity,
    /// What the fee was taken in.
    pub commission_asset: String,
    /// Unique in the market.
    pub trade_id: u64,
}

/// `GET` (and `DELETE`) `/api/v3/order`: the order as it is now, without its trades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderReport {
    /// The market.
    pub symbol: String,
    /// The venue's id.
    pub order_id: u64,
    /// -1: not part of a list.
    pub order_list_id: i64,
    /// Our id.
    pub client_order_id: String,
    /// Limit.
    pub price: Price,
    /// Ordered.
    pub orig_qty: Quantity,
    /// Σ quantity of its trades so far.
    pub executed_qty: Quantity,
    /// Σ price × quantity of its trades so far (the venue's spelling).
    #[serde(rename = "cummulativeQuoteQty")]
    pub cumulative_quote_qty: Cash,
    /// Where it is.
    pub status: OrderStatus,
    /// How long it stays.
    pub time_in_force: TimeInForce,
    /// Its type.
    #[serde(rename = "type")]
    pub order_type: OrderType,
    /// Its side.
    pub side: Side,
    /// Milliseconds.
    pub time: i64,
    /// Milliseconds.
    pub update_time: i64,
    /// In the book.
    pub is_working: bool,
}

/// One entry of `GET /api/v3/myTrades`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MyTrade {
    /// The market.
    pub symbol: String,
    /// The trade's id, unique in the market.
    pub id: u64,
    /// The venue's id of the order.
    pub order_id: u64,
    /// Of the trade.
    pub price: Price,
    /// Of the trade.
    pub qty: Quantity,
    /// price × quantity.
    pub quote_qty: Cash,
    /// The fee.
    pub commission: Quantity,
    /// What the fee was taken in.
    pub commission_asset: String,
    /// Milliseconds.
    pub time: i64,
    /// We bought.
    pub is_buyer: bool,
    /// Our order was in the book.
    pub is_maker: bool,
    /// Not in use.
    pub is_best_match: bool,
}
