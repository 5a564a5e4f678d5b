//! Asset orders at the venue, each from the command that asks for it to its last trade.
//!
//! ```text
//!             Send              report                 report with an end
//!  Accepted ───────▶ Sent ───────────────▶ Placed ────────────────────────┐
//!     ▲               │ │                    │ ▲                          │
//!     └─── Defer ─────┘ │                    └─┘ trade                    ▼
//!  (refused unseen)     │                            Closed ── missing ─▶ Ended
//!                       └── Reject, or not found when it ──────────────────▲
//!                           can no longer be placed
//! ```
//!
//! `Sent` is also where an order is whose answer was lost, or that was being sent when the process died: its fate is unknown, it
//! is asked for and never sent again. Only an answer that proves that the venue did not look at the order (`Defer`) brings it back to the
//! queue. It has certainly never been placed when the venue does not find it at a time when the request would no longer be accepted.
//!
//! Invariants: a trade is recorded once, whatever tells of it; an order ends once, after every trade of it; Σ trades = what
//! the venue says was executed; no trade after the end.

mod decide;
mod state;

use std::fmt;

use money::{Cash, MoneyError, Price, Quantity};
use serde::{Deserialize, Serialize};

use crate::messages::{OrderStatus, Side};
pub use state::{AssetOrders, Tracked};

/// Orders that one command may place.
pub const ORDERS_IN_COMMAND_MAX: usize = 1_000;
/// Orders that may be open at once, accepted ones among them.
pub const ORDERS_OPEN_MAX: usize = 10_000;
/// Ended orders that are kept for queries and repeated commands.
pub const ORDERS_ENDED_KEPT: usize = 100_000;
/// Contributors that one order may name.
pub const CONTRIBUTORS_MAX: usize = 1_000;

/// Our id of an order, and the venue's `newClientOrderId`: 1 to 36 of `[A-Za-z0-9_-]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssetOrderId(String);

/// An id that the venue would refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an asset order id is 1 to 36 letters, digits, '-' or '_', which {0:?} is not")]
pub struct BadAssetOrderId(String);

impl AssetOrderId {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AssetOrderId {
    type Error = BadAssetOrderId;

    fn try_from(id: String) -> Result<Self, BadAssetOrderId> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if (1..=36).contains(&id.len()) && id.bytes().all(allowed) {
            Ok(Self(id))
        } else {
            Err(BadAssetOrderId(id.chars().take(64).collect()))
        }
    }
}

impl From<AssetOrderId> for String {
    fn from(id: AssetOrderId) -> Self {
        id.0
    }
}

impl fmt::Display for AssetOrderId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What an order asks for. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Ours and the venue's.
    pub id: AssetOrderId,
    /// Whom it is for.
    pub batch_id: String,
    /// e.g. `BTCUSDC`.
    pub market: String,
    /// e.g. `BTC`.
    pub asset: String,
    /// e.g. `USDC`.
    pub cash: String,
    /// Buy or sell.
    pub side: Side,
    /// In asset units.
    pub quantity: Quantity,
    /// The worst price.
    pub limit_price: Price,
}

/// One order of a [`Command::Place`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// What it asks for.
    pub terms: Terms,
    /// Traceparents of the index orders that contribute.
    pub contributors: Vec<String>,
    /// The market's filter that it would not pass: it is accepted, and ends without being sent.
    pub filter_failure: Option<String>,
}

/// One trade, as any of the venue's messages tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trade {
    /// Unique in its market.
    pub id: u64,
    /// Of the trade.
    pub price: Price,
    /// Of the trade.
    pub quantity: Quantity,
    /// As the venue charged it.
    pub fee: Quantity,
    /// What the fee was taken in.
    pub fee_asset: String,
    /// The fee in cash.
    pub fee_cash: Cash,
    /// Milliseconds, the venue's time.
    pub time_ms: i64,
}

impl Trade {
    /// The id of the lot that the trade makes, unique for ever: `<market>-<trade id>`.
    pub fn lot_id(&self, market: &str) -> String {
        format!("{market}-{}", self.id)
    }
}

/// Where an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Durable here, not yet sent.
    Accepted,
    /// Sent; the venue has not answered, or the answer was lost.
    Sent,
    /// The venue has it.
    Placed,
    /// The venue is done with it, and trades of it are not known here yet.
    Closed,
    /// Ended, executed whole.
    Filled,
    /// Ended, executed in part or not at all.
    Expired,
    /// Ended, refused by the venue, or never there.
    Rejected,
}

impl Status {
    /// Whether nothing more will happen to the order.
    pub fn is_ended(self) -> bool {
        match self {
            Self::Accepted | Self::Sent | Self::Placed | Self::Closed => false,
            Self::Filled | Self::Expired | Self::Rejected => true,
        }
    }
}

/// An order as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetOrder {
    /// What it asks for.
    pub terms: Terms,
    /// Where it is.
    pub status: Status,
    /// Σ quantity of its recorded trades.
    pub executed: Quantity,
    /// Σ price × quantity of its recorded trades.
    pub executed_cash: Cash,
    /// The venue's id, once it is placed.
    pub venue_order_id: Option<u64>,
    /// Why it was refused, deferred or ended.
    pub text: String,
}

impl AssetOrder {
    /// An order that was just accepted.
    pub fn accepted(terms: Terms) -> Self {
        Self {
            terms,
            status: Status::Accepted,
            executed: Quantity::ZERO,
            executed_cash: Cash::ZERO,
            venue_order_id: None,
            text: String::new(),
        }
    }
}

/// What the venue says of an order, from whichever of its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The venue's id.
    pub venue_order_id: u64,
    /// The venue's word for where it is.
    pub status: OrderStatus,
    /// Σ quantity executed so far.
    pub executed: Quantity,
    /// Trades of it, all or some, known or not.
    pub trades: Vec<Trade>,
    /// Why the venue refused it, if it did.
    pub text: String,
}

/// What can be asked of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take the orders of a batch.
    Place {
        /// The sender's; a repeat changes nothing.
        command_id: String,
        /// Of the span that asked: the orders' spans are its children.
        traceparent: String,
        /// At least one.
        orders: Vec<NewOrder>,
    },
    /// The order is about to be sent.
    Send {
        /// Which.
        id: AssetOrderId,
        /// The request's timestamp, venue's time.
        timestamp_ms: i64,
        /// Venue's time from which on the request can certainly not place the order any more.
        gone_after_ms: i64,
    },
    /// The venue refused the request without looking at the order: it may be sent again later.
    Defer {
        /// Which.
        id: AssetOrderId,
        /// The venue's words.
        text: String,
    },
    /// The venue refused the order.
    Reject {
        /// Which.
        id: AssetOrderId,
        /// The venue's words.
        text: String,
    },
    /// The venue told where the order is.
    Report {
        /// Which.
        id: AssetOrderId,
        /// What it told.
        report: Report,
    },
    /// The venue does not know the order.
    NotFound {
        /// Which.
        id: AssetOrderId,
        /// The venue's time before it was asked.
        asked_at_ms: i64,
    },
}

/// What can happen to an order. An event has all that those who follow need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It is ours to carry out.
    Accepted {
        /// Of the sender.
        command_id: String,
        /// Of the span that asked.
        traceparent: String,
        /// What it asks for.
        terms: Terms,
        /// Traceparents of the index orders that contribute.
        contributors: Vec<String>,
    },
    /// It is about to be sent.
    Sent {
        /// Which.
        id: AssetOrderId,
        /// The request's timestamp, venue's time.
        timestamp_ms: i64,
        /// Venue's time from which on the request can certainly not place the order any more.
        gone_after_ms: i64,
    },
    /// It has certainly not been looked at, and waits for another turn.
    Deferred {
        /// Which.
        id: AssetOrderId,
        /// The venue's words.
        text: String,
    },
    /// The venue has it.
    Placed {
        /// As it stands.
        order: AssetOrder,
    },
    /// A trade of it.
    Traded {
        /// What the order asked for.
        terms: Terms,
        /// The trade.
        trade: Trade,
    },
    /// The venue is done with it, and trades of it are missing here.
    Closed {
        /// Which.
        id: AssetOrderId,
        /// How it will end.
        status: Status,
        /// What Σ trades will be.
        executed: Quantity,
    },
    /// Every trade of it has come before.
    Ended {
        /// As it stands.
        order: AssetOrder,
    },
}

/// Why the machine refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// A command without orders, or with more than [`ORDERS_IN_COMMAND_MAX`].
    #[error("a command places 1 to {ORDERS_IN_COMMAND_MAX} orders, not {0}")]
    OrderCount(usize),
    /// More than [`ORDERS_OPEN_MAX`] would be open.
    #[error("more than {ORDERS_OPEN_MAX} orders would be open")]
    TooManyOpen,
    /// More than [`CONTRIBUTORS_MAX`].
    #[error("asset order {0} has more than {CONTRIBUTORS_MAX} contributors")]
    TooManyContributors(AssetOrderId),
    /// The id was used before, by another command or twice in this one.
    #[error("asset order id {0} was used before")]
    DuplicateId(AssetOrderId),
    /// There is no such order.
    #[error("there is no asset order {0}")]
    NoSuchOrder(AssetOrderId),
    /// The order is not where this can happen to it.
    #[error("asset order {id} is {status:?}: it cannot be {input}")]
    Illegal {
        /// Which.
        id: AssetOrderId,
        /// Where it is.
        status: Status,
        /// What was to happen.
        input: &'static str,
    },
    /// The request may still place the order.
    #[error("asset order {id} may still be placed until {gone_after_ms} ms of the venue's time")]
    TooEarly {
        /// Which.
        id: AssetOrderId,
        /// When it is certain.
        gone_after_ms: i64,
    },
    /// The report is of another order with the same id of ours.
    #[error("asset order {id} is {known} at the venue, the report is of {reported}")]
    OtherOrder {
        /// Which.
        id: AssetOrderId,
        /// The venue's id as known here.
        known: u64,
        /// The venue's id in the report.
        reported: u64,
    },
    /// More was executed than the order or its end allows.
    #[error("asset order {id}: {executed} executed, at most {most} expected")]
    Overfilled {
        /// Which.
        id: AssetOrderId,
        /// Reported or added up.
        executed: Quantity,
        /// What it could be.
        most: Quantity,
    },
    /// The amounts are beyond what can be calculated with.
    #[error("asset order {id}: {error}")]
    OutOfRange {
        /// Which.
        id: AssetOrderId,
        /// What went wrong.
        error: MoneyError,
    },
}
