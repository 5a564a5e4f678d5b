//! A price-time priority matching engine for one market.
//!
//! [`Book`] holds resting orders in whole ticks and steps, so every comparison and sum is exact. It is a state machine: the same
//! calls in the same order give the same trades, the same depth and the same diffs.
//!
//! Invariants, at every return: no bid is at or above an ask; a level's total is the sum of its queue; no resting order is empty; a
//! trade is at the maker's price, and within a price the earlier of two makers trades first.
//!
//! Left to others: what a tick and a step are worth, balances, fees, filters, ids of trades, time.

mod book;
mod depth;
mod level;
mod order;

pub use book::{Book, STEPS_MAX};
pub use depth::{Diff, LevelTotal};
pub use order::{
    NewOrder, OrderId, Outcome, Party, Placed, Refused, Side, Steps, Terms, Ticks, Trade,
};
