//! Market data: the total of a level, and the levels that changed since the last look.

use crate::{Steps, Ticks};

/// A price and everything that rests at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelTotal {
    /// The price.
    pub price: Ticks,
    /// The sum of what rests there; zero in a [`Diff`] says that the level is gone.
    pub quantity: Steps,
}

/// Everything that changed between two looks at the book: absolute totals, each level once.
///
/// Applied in order to a copy of the book they give the book: the first id of a diff follows the last id of the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The id after the last one of the diff before.
    pub first_update_id: u64,
    /// The id of the book's last change.
    pub last_update_id: u64,
    /// The bids that changed, best first.
    pub bids: Vec<LevelTotal>,
    /// The asks that changed, best first.
    pub asks: Vec<LevelTotal>,
}
