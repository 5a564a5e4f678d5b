//! Why an operation on lots is refused. Nothing has changed then.

use ledger::{Name, Unit};
use money::{MoneyError, Quantity};
use thiserror::Error;

use crate::Owner;

/// A refused operation.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LotsError {
    /// The owner has less than is asked of him.
    #[error("{owner} has {has} {asset}, {needs} are needed")]
    Insufficient {
        /// Whose lots.
        owner: Owner,
        /// Of what.
        asset: Unit,
        /// What he has.
        has: Quantity,
        /// What is asked.
        needs: Quantity,
    },
    /// The trade was recorded before.
    #[error("the trade {id} is recorded already")]
    DuplicateTrade {
        /// Its id.
        id: Name,
    },
    /// The shares are not what was traded, less a fee in the asset itself.
    #[error("the shares of {id} add up to {shares}, not to {quantity}")]
    Shares {
        /// The trade.
        id: Name,
        /// What there is to share.
        quantity: Quantity,
        /// What the shares add up to.
        shares: Quantity,
    },
    /// An owner has two shares.
    #[error("{owner} has two shares of {id}")]
    DuplicateOwner {
        /// The trade.
        id: Name,
        /// Who.
        owner: Owner,
    },
    /// Nothing was traded, or nothing is left of it after its fee.
    #[error("the trade {id} has no quantity")]
    Nothing {
        /// The trade.
        id: Name,
    },
    /// A sale's fee is in the asset sold, which no venue of ours takes; or a purchase's is in what it bought and said to be a third asset's.
    #[error("the fee of {id} is in its own asset")]
    FeeInAsset {
        /// The trade.
        id: Name,
    },
    /// Both ends of a transfer are the same owner.
    #[error("a transfer from {owner} to itself")]
    SameOwner {
        /// Both ends.
        owner: Owner,
    },
    /// An amount left the range of a decimal.
    #[error("an amount of {asset} leaves the range of a decimal")]
    OutOfRange {
        /// Of what, or in exchange for what.
        asset: Unit,
        /// What the calculation failed with.
        source: MoneyError,
    },
}

impl LotsError {
    pub(crate) fn out_of_range(asset: &Unit) -> impl Fn(MoneyError) -> Self + '_ {
        |source| Self::OutOfRange {
            asset: asset.clone(),
            source,
        }
    }
}
