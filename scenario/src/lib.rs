//! A scenario: one issuing machine, its journal, and a venue and a chain that do as they are told, for `issuance`'s tests. After every
//! event the books have to add up, a machine that has read nothing but the journal has to decide alike, and what [`laws`] says has to hold.
//!
//! A wrong amount or a refused command is the test's mistake, and panics.

mod clients;
pub mod large;
pub mod laws;
mod made;
mod outside;
mod run;
mod told;
pub mod two;

use issuance::VenueSide;

pub use made::{
    address, cash, index, market, near, price, quantity, rate, redemption, request, settings,
    snapshot, units,
};
pub use run::Scenario;
pub use told::{fills, names};

/// The side of an asset order that sells.
pub const SELL: VenueSide = VenueSide::Sell;
