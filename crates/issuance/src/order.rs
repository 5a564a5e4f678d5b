//! An index order: what was asked, what it has, and its life.
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
//! while the order waits or works, and when its batch settles otherwise; it changes no status. Money: at any time `cash = reserved + in flight + paid for
//! holdings + spent + returned`, from the moment it is reserved.

use std::sync::Arc;

use ledger::{Name, Unit};
use lots::Taken;
use money::{Cash, MoneyError, Price, Rounding, Scale, Units};
use serde::{Deserialize, Serialize};

use crate::holding::{Holding, Holdings};
use crate::request::{OrderRequest, RejectReason, Replacement, Side};
use crate::{BatchId, Index, OrderId};

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

/// An index order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub(crate) id: OrderId,
    pub(crate) name: Name,
    pub(crate) request: Arc<OrderRequest>,
    /// The basket it was accepted with.
    pub(crate) index: Option<Arc<Index>>,
    pub(crate) status: Status,
    /// When it came, Unix nanoseconds.
    pub(crate) accepted_at: i64,
    /// When its time ends, Unix nanoseconds.
    pub(crate) expires_at: Option<i64>,
    /// Set aside, neither in flight nor paid for anything.
    pub(crate) reserved: Cash,
    /// What its batches on their way may spend.
    pub(crate) in_flight: Cash,
    /// The batch it is in, which a suspended order may be as well.
    pub(crate) batch: Option<BatchId>,
    /// The newest that it was in.
    pub(crate) last_batch: Option<BatchId>,
    pub(crate) holdings: Holdings,
    pub(crate) fills: u32,
    pub(crate) units: Units,
    pub(crate) gross: Cash,
    pub(crate) venue_fees: Cash,
    pub(crate) issuer_fees: Cash,
    /// What a sale of left-over holdings brought less than they had cost.
    pub(crate) sale_loss: Cash,
    pub(crate) returned: Cash,
    /// The lots behind its units.
    pub(crate) lots: Arc<Vec<(Unit, Taken)>>,
    pub(crate) cancel: Option<String>,
    /// A replacement that waits for its batch.
    pub(crate) replace: Option<Replacement>,
    /// How a redemption is to end when what it has begun is complete.
    pub(crate) closing: Option<Outcome>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) mint_accepted: bool,
    pub(crate) text: String,
    pub(crate) reject_reason: Option<RejectReason>,
}

/// An index order as it stands after some event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderView {
    /// Its id, FIX `OrderID(37)`.
    pub id: OrderId,
    /// What was asked for.
    pub request: OrderRequest,
    /// Where it is.
    pub status: Status,
    /// When it came, Unix nanoseconds.
    #[serde(default)]
    pub accepted_at: i64,
    /// When its time ends, Unix nanoseconds.
    pub expires_at: Option<i64>,
    /// Reserved, in flight or not, and not yet spent or paid for holdings.
    pub remaining: Cash,
    /// What left the collateral: cost and fees of its fills, and what a sale of left-over holdings lost. Nothing when redeeming.
    pub spent: Cash,
    /// Σ asset cost of its fills, without fees; Σ asset proceeds, before fees, when redeeming.
    pub gross: Cash,
    /// Σ venue fees of its fills.
    pub venue_fees: Cash,
    /// Σ issuer's fees.
    pub issuer_fees: Cash,
    /// Units filled.
    pub units: Units,
    /// gross ÷ units, zero before the first fill.
    pub average_price: Price,
    /// What went back to free collateral; what its fills brought there when redeeming.
    pub returned: Cash,
    /// Why it was rejected or suspended; empty otherwise.
    pub text: String,
    /// Why it was rejected.
    pub reject_reason: Option<RejectReason>,
}

impl Order {
    /// A new order, as its first view has it, before anything has happened to it.
    pub(crate) fn new(view: &OrderView, index: Option<Arc<Index>>) -> Self {
        Self {
            id: view.id,
            name: view.id.to_string().into(),
            request: Arc::new(view.request.clone()),
            index,
            status: Status::Waiting,
            accepted_at: view.accepted_at,
            expires_at: view.expires_at,
            reserved: Cash::ZERO,
            in_flight: Cash::ZERO,
            batch: None,
            last_batch: None,
            holdings: Holdings::default(),
            fills: 0,
            units: Units::ZERO,
            gross: Cash::ZERO,
            venue_fees: Cash::ZERO,
            issuer_fees: Cash::ZERO,
            sale_loss: Cash::ZERO,
            returned: Cash::ZERO,
            lots: Arc::default(),
            cancel: None,
            replace: None,
            closing: None,
            outcome: None,
            mint_accepted: false,
            text: view.text.clone(),
            reject_reason: view.reject_reason,
        }
    }

    /// Its id.
    pub const fn id(&self) -> OrderId {
        self.id
    }

    /// Where it is.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// What was asked for.
    pub fn request(&self) -> &OrderRequest {
        &self.request
    }

    /// The basket it was accepted with; none for an order that was rejected for its index.
    pub fn index(&self) -> Option<&Index> {
        self.index.as_deref()
    }

    /// What it holds of an asset.
    pub fn holding(&self, asset: &Unit) -> Option<&Holding> {
        self.holdings.get(asset)
    }

    /// Units filled.
    pub const fn units(&self) -> Units {
        self.units
    }

    /// How its buying ended, when it has.
    pub const fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// The order as others see it.
    pub(crate) fn view(&self) -> Result<OrderView, MoneyError> {
        Ok(OrderView {
            id: self.id,
            request: (*self.request).clone(),
            status: self.status,
            accepted_at: self.accepted_at,
            expires_at: self.expires_at,
            remaining: self.reserved.checked_add(self.in_flight)?,
            spent: self.spent()?,
            gross: self.gross,
            venue_fees: self.venue_fees,
            issuer_fees: self.issuer_fees,
            units: self.units,
            average_price: price_of(self.gross, self.units)?,
            returned: self.returned,
            text: self.text.clone(),
            reject_reason: self.reject_reason,
        })
    }

    /// What is spent, or paid for holdings: no replacement makes an order smaller than this.
    pub(crate) fn committed(&self) -> Result<Cash, MoneyError> {
        let remaining = self.reserved.checked_add(self.in_flight)?;
        self.request.cash.checked_sub(remaining)
    }

    pub(crate) fn spent(&self) -> Result<Cash, MoneyError> {
        if self.is_redemption() {
            return Ok(Cash::ZERO);
        }
        Cash::sum([
            self.gross,
            self.venue_fees,
            self.issuer_fees,
            self.sale_loss,
        ])
    }

    /// What was paid for holdings that nothing has consumed yet, without fees.
    pub(crate) fn held_cost(&self) -> Result<Cash, MoneyError> {
        Cash::sum(self.holdings.iter().map(|(_, holding)| holding.cost()))
    }

    /// What a batch may spend for it, fees included: what is reserved, less the issuer's fee on what it already holds.
    pub(crate) fn spendable(&self, cash_scale: Scale) -> Result<Cash, MoneyError> {
        let Some(index) = &self.index else {
            return Ok(Cash::ZERO);
        };
        let owed = self
            .held_cost()?
            .times_rate(index.fee, cash_scale, Rounding::Up)?;
        self.reserved.excess_over(owed)
    }

    /// What is to be known about it, if there is something new.
    pub(crate) fn say(&mut self, text: &str) {
        if !text.is_empty() {
            text.clone_into(&mut self.text);
        }
    }

    /// Whether it has holdings.
    pub(crate) fn holds(&self) -> bool {
        self.holdings
            .iter()
            .any(|(_, holding)| !holding.quantity().is_zero())
    }

    pub(crate) fn is_redemption(&self) -> bool {
        self.request.side == Side::Redeem
    }

    /// The basket that it sells of this index, while it is to.
    pub(crate) fn redeems(&self, index: &Name) -> Option<&Index> {
        let in_progress = self.is_redemption()
            && self.request.index == *index
            && self.outcome.is_none()
            && self.status != Status::Waiting
            && !self.status.is_final();
        self.index.as_deref().filter(|_| in_progress)
    }

    /// Buying has ended and holdings are left: they are for sale for the client's account.
    pub(crate) fn has_left_over(&self) -> bool {
        self.outcome.is_some() && !self.is_redemption() && self.holds()
    }
}

/// LastPx(31), AvgPx(6): cost per unit, half even; zero for nothing.
pub(crate) fn price_of(gross: Cash, units: Units) -> Result<Price, MoneyError> {
    if units.is_zero() {
        Ok(Price::ZERO)
    } else {
        gross.per_units(units, Scale::PRICE, Rounding::HalfEven)
    }
}
