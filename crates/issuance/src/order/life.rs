//! An order's life: its status, and the one transition table.
//!
//! ```text
//!             reserve            batch              settle
//!  Waiting ───────────▶ Working ───────▶ InBatch ───────────▶ Working
//!     │                    │                │ cancel            │
//!     │ end                │ end            ▼                   │ end, with units     confirm
//!     ▼                    ▼            Cancelling ──settle──▶ Working ─────▶ Minting ─────────▶ Minted
//!  Cancelled, Expired   Cancelled, Expired (no units), Minting (units)           │ refused by the chain
//!                                                                                ▼
//!  Working, InBatch, Cancelling ──an error of its own──▶ Suspended ──end──▶ as Working; Minting ──▶ Suspended
//! ```
//!
//! A redemption waits for its burn as a purchase waits for its collateral, and ends as Redeemed where that ends as Minting. What it
//! has sold and no fill has paid out is in its holdings. Once something of an increment is sold, its end has to wait until the increment
//! is complete: it is closing (see `decide::redeem`).
//!
//! Rejected is an end of its own: such an order never had anything. A request for another amount or limit price is taken at once
//! while the order waits or works, and when its batch settles otherwise; it changes no status.

use serde::{Deserialize, Serialize};

use crate::BatchId;
use crate::request::Side;

/// Where an order is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// For its collateral.
    Waiting,
    /// Reserved, ready for the next batch.
    Working,
    /// In a batch on its way.
    InBatch(BatchId),
    /// In a batch, and to be ended when that settles.
    Cancelling(BatchId),
    /// Bought; the mint is under way.
    Minting,
    /// The units are on chain.
    Minted,
    /// A redemption has ended with a fill: its proceeds are free.
    Redeemed,
    /// Ended without a fill.
    Cancelled,
    /// Its time ended without a fill.
    Expired,
    /// Refused at the door.
    Rejected,
    /// Stopped by an error of its own; see its text.
    Suspended,
}

impl Status {
    /// Each of them; the batch does not matter.
    pub(crate) const EACH: [Self; 11] = [
        Self::Waiting,
        Self::Working,
        Self::InBatch(BatchId(0)),
        Self::Cancelling(BatchId(0)),
        Self::Minting,
        Self::Minted,
        Self::Redeemed,
        Self::Cancelled,
        Self::Expired,
        Self::Rejected,
        Self::Suspended,
    ];

    /// For messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Working => "working",
            Self::InBatch(_) => "in a batch",
            Self::Cancelling(_) => "being cancelled",
            Self::Minting => "minting",
            Self::Minted => "minted",
            Self::Redeemed => "redeemed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
            Self::Suspended => "suspended",
        }
    }

    /// The same without a space: what metrics call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InBatch(_) => "in-batch",
            Self::Cancelling(_) => "cancelling",
            Self::Waiting
            | Self::Working
            | Self::Minting
            | Self::Minted
            | Self::Redeemed
            | Self::Cancelled
            | Self::Expired
            | Self::Rejected
            | Self::Suspended => self.name(),
        }
    }

    /// Whether nothing can happen to it any more, but for the sale of left-over holdings.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Minted | Self::Redeemed | Self::Cancelled | Self::Expired | Self::Rejected => {
                true
            }
            Self::Waiting
            | Self::Working
            | Self::InBatch(_)
            | Self::Cancelling(_)
            | Self::Minting
            | Self::Suspended => false,
        }
    }
}

/// How an order's buying ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It has bought all it can.
    Complete,
    /// By a cancel request, or by the solver (IOC, FOK) where there is no `ClOrdID(11)`.
    Cancelled {
        /// The cancel request's.
        cancel_cl_ord_id: Option<String>,
        /// Why, for people, where the request said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// Its time ended.
    Expired,
}

impl Outcome {
    /// Cancelled without a word.
    pub(crate) const fn cancelled(cancel_cl_ord_id: Option<String>) -> Self {
        Self::Cancelled {
            cancel_cl_ord_id,
            text: String::new(),
        }
    }
}

/// What can happen to an order's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    Reject,
    Reserve,
    Replace,
    AskReplace,
    Batch(BatchId),
    AskCancel,
    Settle,
    /// A redemption must first complete what it has begun.
    Close,
    /// `filled`: which way, where it was at all.
    End {
        outcome: &'a Outcome,
        filled: Option<Side>,
    },
    Suspend,
    Resume,
    Mint,
}

/// The transition table. `None`: that can't happen in this state.
pub(crate) const fn next(status: Status, step: Step<'_>) -> Option<Status> {
    match (status, step) {
        (Status::Waiting, Step::Reject) => Some(Status::Rejected),
        (Status::Waiting | Status::Working, Step::Replace)
        | (Status::InBatch(_), Step::AskReplace) => Some(status),
        (Status::Waiting, Step::Reserve)
        | (Status::InBatch(_) | Status::Cancelling(_), Step::Settle)
        | (Status::Suspended, Step::Resume) => Some(Status::Working),
        (Status::Working, Step::Batch(batch)) => Some(Status::InBatch(batch)),
        (Status::InBatch(batch), Step::AskCancel) => Some(Status::Cancelling(batch)),
        // A redemption in no batch that has begun an increment.
        (Status::Working, Step::AskCancel) | (Status::Working | Status::Suspended, Step::Close) => {
            Some(Status::Working)
        }
        (Status::Waiting | Status::Working | Status::Suspended, Step::End { outcome, filled }) => {
            Some(match (outcome, filled) {
                (_, Some(Side::Buy)) => Status::Minting,
                (_, Some(Side::Redeem)) => Status::Redeemed,
                (Outcome::Expired, None) => Status::Expired,
                (Outcome::Complete | Outcome::Cancelled { .. }, None) => Status::Cancelled,
            })
        }
        // A suspended order's batch goes on to its end, and it ends with it if it was asked to.
        (Status::Suspended, Step::Settle | Step::AskCancel)
        | (
            Status::Working | Status::InBatch(_) | Status::Cancelling(_) | Status::Minting,
            Step::Suspend,
        ) => Some(Status::Suspended),
        (Status::Minting, Step::Mint) => Some(Status::Minted),
        _ => None,
    }
}
