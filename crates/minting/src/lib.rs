//! The minting machine: deposits and burns seen, mints, payouts, and their transactions.
//!
//! Invariants, whatever is replayed or repeated:
//! - An id (mint, payout, index, contract) is one [`Action`], for ever; asking again changes nothing.
//! - An action's transactions all have one nonce, so that at most one of them is mined; a nonce belongs to one action.
//! - A transaction is in an event before anyone may broadcast it, and it is broadcast as these same bytes.
//! - Nothing is believed before its block has the confirmations: before that, a block that goes away takes with it what
//!   was in it. A deposit or a burn is confirmed once.
//!
//! What talks to the chain is left to others: they tell the machine what the chain says now ([`Command::Inspect`],
//! [`Command::Observe`]), and the machine says what that changes. [`Stage`] draws an action's states.

mod action;
mod arrivals;
mod decide;
mod form;
mod hex_text;
mod machine;
mod messages;
mod scan;
mod turns;

pub use action::{
    Action, ActionId, Attempt, BlockRef, Contract, Effect, Inclusion, Outcome, Stage,
};
pub use arrivals::{Burn, BurnId, Deposit, DepositId};
pub use hex_text::{Address, Hash, HexError, Raw};
pub use machine::{ATTEMPTS_MAX, IN_FLIGHT_MAX, Minting, SCALE_MAX, TEXT_BYTES_MAX, Token};
pub use messages::{Command, Contracts, Event, Rejection};
pub use scan::{CHECKPOINT_BLOCKS, CHECKPOINTS_MAX, Observation};
pub use turns::{ACTIONS_AT_ONCE_MAX, HELD_AT_ONCE_MAX, STARTS_AT_ONCE_MAX, Turns};
