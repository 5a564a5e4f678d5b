//! What a client asks for, and why he may be refused.

use ledger::Name;
use money::{Cash, Price, Units};
use serde::{Deserialize, Serialize};

use crate::QuoteId;

/// What the client wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Index units for cash.
    Buy,
    /// Cash for index units.
    Redeem,
}

/// How long an order stands: FIX `TimeInForce(59)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeInForce {
    /// Until the end of the trading day.
    Day,
    /// Until it is cancelled.
    GoodTillCancel,
    /// One batch, then the rest is cancelled.
    ImmediateOrCancel,
    /// All in one batch or nothing.
    FillOrKill,
    /// Until a time, Unix nanoseconds.
    GoodTill(i64),
}

/// Why an order or a cancel request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// No such index.
    UnknownIndex,
    /// No such account.
    UnknownAccount,
    /// The session has used this `ClOrdID(11)`.
    DuplicateOrder,
    /// No amount, or one that can't be traded.
    BadAmount,
    /// The order has ended.
    TooLate,
    /// No such order.
    UnknownOrder,
    /// Not built.
    Unsupported,
    /// Above the largest order.
    LimitExceeded,
    /// New orders are stopped.
    Halted,
    /// A cancel or replace request of this order is under way.
    Pending,
    /// Free collateral does not cover it.
    Collateral,
    /// The index takes no new orders.
    Closed,
    /// Open orders would be above a limit.
    OpenCash,
    /// More orders in a second than a limit.
    Rate,
    /// The limit price is too far from the mark.
    PriceBand,
    /// The books are not deep enough, or not known.
    NoLiquidity,
    /// The quote is unknown, used, expired, or for something else.
    StaleQuote,
}

/// What a request changes of an order: FIX `OrderCancelReplaceRequest(G)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// `ClOrdID(11)` of the request: the order's name from then on.
    pub cl_ord_id: String,
    /// The new whole amount, FIX `CashOrderQty(152)`.
    pub cash: Cash,
    /// The new whole `OrderQty(38)` of a redemption.
    #[serde(default)]
    pub units: Units,
    /// FIX `Price(44)` from then on.
    pub limit_price: Option<Price>,
}

/// What a client asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderRequest {
    /// The session it came from.
    pub session: String,
    /// FIX `ClOrdID(11)`: with the session it names the order for ever.
    pub cl_ord_id: String,
    /// FIX `Account(1)`.
    pub account: Name,
    /// FIX `Symbol(55)`.
    pub index: Name,
    /// FIX `Side(54)`.
    pub side: Side,
    /// FIX `CashOrderQty(152)`: what to spend; zero when redeeming.
    pub cash: Cash,
    /// FIX `OrderQty(38)`: what to redeem; zero when buying.
    pub units: Units,
    /// FIX `TimeInForce(59)`.
    pub time_in_force: TimeInForce,
    /// FIX `Price(44)`: the highest price per unit, without fees; the lowest when redeeming.
    pub limit_price: Option<Price>,
    /// FIX `QuoteID(117)`: the quote whose price it is held to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<QuoteId>,
    /// Traceparent of the order's trace: opaque here.
    pub traceparent: String,
}
