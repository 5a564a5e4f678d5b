//! What the venue writes: JSON with Binance's names and number formats, and nothing read.
//!
//! These are the venue's own types, written from Binance's documentation: the adapter reads with those of `venue`, so that a mistake
//! in one shows in the other.

#[expect(clippy::struct_field_names, reason = "the venue's own names")]
pub mod info;
pub mod market;
pub mod order;
pub mod user;
