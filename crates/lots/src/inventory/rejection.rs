//! Why a command is refused. Nothing has changed then.

use ledger::{LedgerError, Name, PostingError, Unit};
use money::MoneyError;
use thiserror::Error;

use super::{COMMAND_ID_LENGTH_MAX, Settings};
use crate::LotsError;

/// A refused command.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The command id is empty or too long.
    #[error("a command id has 1 to {COMMAND_ID_LENGTH_MAX} characters")]
    CommandId,
    /// The id was another command's.
    #[error("the command id {id} was used for another command")]
    CommandIdReused {
        /// The id.
        id: Name,
    },
    /// The first event is not there yet.
    #[error("the inventory has no settings yet")]
    NotConfigured,
    /// The journal was written with other settings.
    #[error(
        "the journal counts {} at {} decimals, the configuration {} at {}",
        .journal.cash, .journal.cash_scale.decimals(), .config.cash, .config.cash_scale.decimals()
    )]
    OtherSettings {
        /// What the journal says.
        journal: Settings,
        /// What the configuration says.
        config: Settings,
    },
    /// A trade of the cash itself.
    #[error("{cash} is the cash and no asset")]
    CashIsNoAsset {
        /// The cash.
        cash: Unit,
    },
    /// An asset is named twice.
    #[error("{asset} is named twice")]
    DuplicateAsset {
        /// The asset.
        asset: Unit,
    },
    /// More than fits in a command.
    #[error("{parts} parts are over the limit of {most}")]
    TooManyParts {
        /// How many there are.
        parts: usize,
        /// How many there may be.
        most: usize,
    },
    /// The lots do not allow it.
    #[error(transparent)]
    Lots(#[from] LotsError),
    /// The books do not allow it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The books can't express it.
    #[error(transparent)]
    Posting(#[from] PostingError),
    /// A sum leaves the range of a decimal.
    #[error(transparent)]
    Money(#[from] MoneyError),
}
