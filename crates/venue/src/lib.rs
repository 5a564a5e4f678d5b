//! The Binance Spot protocol: messages, filters, signatures, the local book, the rate budget, asset orders.
//!
//! Everything here is pure: bytes, times and answers come in as arguments. `exchange-adapter` and `sim-exchange` do the IO.

pub mod asset_orders;
pub mod book;
pub mod budget;
pub mod filters;
pub mod local_book;
pub mod messages;
pub mod signature;
