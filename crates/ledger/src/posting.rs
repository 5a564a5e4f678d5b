//! A posting: transfers that are made together. There is no other form, so one that does not balance cannot be written down.

use money::Signed;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Account, Unit};

/// Transfers that are applied together or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Transfer>", into = "Vec<Transfer>")]
pub struct Posting {
    transfers: Vec<Transfer>,
}

/// An amount above zero that leaves one account for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// What is moved.
    pub unit: Unit,
    /// Where it leaves.
    pub from: Account,
    /// Where it arrives.
    pub to: Account,
    /// How much.
    pub amount: Signed,
}

/// Why a transfer cannot be part of a posting.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PostingError {
    /// The amount is below zero: the caller has mistaken the direction, or a sum.
    #[error("{amount} {unit} from {from} to {to}: below zero")]
    Negative {
        /// What was to be moved.
        unit: Unit,
        /// Where it was to leave.
        from: Account,
        /// Where it was to arrive.
        to: Account,
        /// How much.
        amount: Signed,
    },
    /// Both ends are the same account.
    #[error("{amount} {unit} from {account} to itself")]
    SameAccount {
        /// What was to be moved.
        unit: Unit,
        /// Both ends.
        account: Account,
        /// How much.
        amount: Signed,
    },
}

impl Posting {
    /// An empty posting.
    pub const fn new() -> Self {
        Self {
            transfers: Vec::new(),
        }
    }

    /// With one more transfer. Nothing (an amount of zero) is left out.
    pub fn transfer(
        mut self,
        unit: &Unit,
        from: Account,
        to: Account,
        amount: impl Into<Signed>,
    ) -> Result<Self, PostingError> {
        self.push(Transfer {
            unit: unit.clone(),
            from,
            to,
            amount: amount.into(),
        })?;
        Ok(self)
    }

    /// With one more transfer whose direction the sign decides: a profit goes `from → to`, a loss the other way.
    pub fn difference(
        self,
        unit: &Unit,
        from: Account,
        to: Account,
        amount: impl Into<Signed>,
    ) -> Result<Self, PostingError> {
        let amount = amount.into();
        if amount.is_negative() {
            self.transfer(unit, to, from, -amount)
        } else {
            self.transfer(unit, from, to, amount)
        }
    }

    /// With another posting's transfers after its own.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.transfers.extend(other.transfers);
        self
    }

    /// The transfers, in the order they were made.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// Whether it moves nothing.
    pub const fn is_empty(&self) -> bool {
        self.transfers.is_empty()
    }

    fn push(&mut self, transfer: Transfer) -> Result<(), PostingError> {
        let Transfer {
            unit,
            from,
            to,
            amount,
        } = transfer;
        if amount.is_negative() {
            return Err(PostingError::Negative {
                unit,
                from,
                to,
                amount,
            });
        }
        if from == to {
            return Err(PostingError::SameAccount {
                unit,
                account: from,
                amount,
            });
        }
        if !amount.is_zero() {
            self.transfers.push(Transfer {
                unit,
                from,
                to,
                amount,
            });
        }
        Ok(())
    }
}

impl TryFrom<Vec<Transfer>> for Posting {
    type Error = PostingError;

    fn try_from(transfers: Vec<Transfer>) -> Result<Self, PostingError> {
        let mut posting = Self {
            transfers: Vec::with_capacity(transfers.len()),
        };
        for transfer in transfers {
            posting.push(transfer)?;
        }
        Ok(posting)
    }
}

impl From<Posting> for Vec<Transfer> {
    fn from(posting: Posting) -> Self {
        posting.transfers
    }
}
