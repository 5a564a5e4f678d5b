//! One owner's part of one lot, and the shares of its cost and fee.

use ledger::Name;
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};
use serde::{Deserialize, Serialize};

/// What was taken of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// The lot.
    pub lot: Name,
    /// Cash per unit of the asset, as its owner carried it.
    pub price: Price,
    /// How much of it.
    pub quantity: Quantity,
    /// Its share of the cost, without fees.
    pub cost: Cash,
    /// Its share of the fee.
    pub fee: Cash,
}

impl Taken {
    /// Cost and fee.
    pub fn paid(&self) -> Result<Cash, MoneyError> {
        self.cost.checked_add(self.fee)
    }
}

/// The cost and the fee of several, each summed.
pub fn total<'a>(taken: impl IntoIterator<Item = &'a Taken>) -> Result<(Cash, Cash), MoneyError> {
    taken
        .into_iter()
        .try_fold((Cash::ZERO, Cash::ZERO), |(cost, fee), taken| {
            Ok((cost.checked_add(taken.cost)?, fee.checked_add(taken.fee)?))
        })
}

/// An owner's part of a lot. `taken` of `quantity` has left, and with it the exact proportions of cost and fee, rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Piece {
    pub(crate) quantity: Quantity,
    pub(crate) taken: Quantity,
    pub(crate) cost: Cash,
    pub(crate) fee: Cash,
}

impl Piece {
    pub(crate) const fn new(quantity: Quantity, cost: Cash, fee: Cash) -> Self {
        Self {
            quantity,
            taken: Quantity::ZERO,
            cost,
            fee,
        }
    }

    pub(crate) fn left(&self) -> Result<Quantity, MoneyError> {
        self.quantity.checked_sub(self.taken)
    }

    /// Cost and fee of the next `quantity` to leave, which is at most what is left.
    pub(crate) fn shares(
        &self,
        quantity: Quantity,
        scale: Scale,
    ) -> Result<(Cash, Cash), MoneyError> {
        let after = self.taken.checked_add(quantity)?;
        let share = |whole: Cash| {
            let up_to = |taken: Quantity| {
                // The end is the whole, even where the whole has more digits than the scale.
                if taken == self.quantity {
                    Ok(whole)
                } else {
                    whole.share_of(taken, self.quantity, scale, Rounding::Down)
                }
            };
            up_to(after)?.checked_sub(up_to(self.taken)?)
        };
        Ok((share(self.cost)?, share(self.fee)?))
    }

    /// What is left of this one and all of another part of the same lot, as one part.
    pub(crate) fn joined(&self, other: &Self, scale: Scale) -> Result<Self, MoneyError> {
        let (left, more) = (self.left()?, other.left()?);
        let (cost, fee) = self.shares(left, scale)?;
        let (more_cost, more_fee) = other.shares(more, scale)?;
        Ok(Self::new(
            left.checked_add(more)?,
            cost.checked_add(more_cost)?,
            fee.checked_add(more_fee)?,
        ))
    }
}
