//! An index order: what was asked, what it has, and its life (`life`).
//!
//! Money: at any time `cash = reserved + in flight + paid for holdings + spent + returned`, from the moment it is reserved.

mod life;

use std::sync::Arc;

use ledger::{Name, Unit};
use lots::Taken;
use money::{Cash, MoneyError, Price, Rounding, Scale, Units};
use serde::{Deserialize, Serialize};

use crate::form::{is_default, shared};
use crate::holding::{AssetLots, Holding, Holdings};
use crate::request::{OrderRequest, RejectReason, Replacement, Side};
use crate::{BatchId, Index, OrderId};

pub use life::{Outcome, Status};
pub(crate) use life::{Step, next};

/// An index order. As it is written down, what it does not have is left out; its basket stands once for many (`form::orders`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    pub(crate) id: OrderId,
    #[serde(skip, default = "no_name")]
    pub(crate) name: Name,
    #[serde(with = "shared")]
    pub(crate) request: Arc<OrderRequest>,
    /// The basket it was accepted with.
    #[serde(skip)]
    pub(crate) index: Option<Arc<Index>>,
    pub(crate) status: Status,
    /// When it came, Unix nanoseconds.
    pub(crate) accepted_at: i64,
    /// When its time ends, Unix nanoseconds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) expires_at: Option<i64>,
    /// Set aside, neither in flight nor paid for anything.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) reserved: Cash,
    /// What its batches on their way may spend.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) in_flight: Cash,
    /// The batch it is in, which a suspended order may be as well.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) batch: Option<BatchId>,
    /// The newest that it was in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) last_batch: Option<BatchId>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) holdings: Holdings,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) fills: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) units: Units,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) gross: Cash,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) venue_fees: Cash,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) issuer_fees: Cash,
    /// What a sale of left-over holdings brought less than they had cost.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) sale_loss: Cash,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) returned: Cash,
    /// The lots behind its units.
    #[serde(default, skip_serializing_if = "is_default", with = "shared")]
    pub(crate) lots: Arc<Vec<(Unit, Taken)>>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) cancel: Option<String>,
    /// A replacement that waits for its batch.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) replace: Option<Replacement>,
    /// How a redemption is to end when what it has begun is complete.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) closing: Option<Outcome>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) outcome: Option<Outcome>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) mint_accepted: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) text: String,
    #[serde(default, skip_serializing_if = "is_default")]
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

/// Before it is known from the id.
fn no_name() -> Name {
    Name::from("")
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

    /// Something of what it holds goes to the house or is sold. Nothing more will come once its buying has ended.
    pub(crate) fn take_left_over(&mut self, taken: &AssetLots) -> Result<(), MoneyError> {
        self.holdings.take(&taken.asset, &taken.lots)?;
        if self.outcome.is_some() {
            self.holdings.forget_empty();
        }
        Ok(())
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
