//! Money: newtypes over `rust_decimal`, declared scales, named rounding, checked arithmetic.
//!
//! | type | is | negative |
//! |---|---|---|
//! | [`Price`] | cash per asset unit or per index unit | no |
//! | [`Quantity`] | asset units | no |
//! | [`Units`] | index units | no |
//! | [`Cash`] | cash | yes; [`Cash::parse`] refuses it, serde and `FromStr` do not |
//! | [`Rate`] | a proportion: fee, slippage, weight (0.001 is ten basis points) | no |
//! | [`Signed`] | an amount of any currency or asset, for ledgers | yes |
//!
//! Every type has: `ZERO`, `parse`, `FromStr`, `Display` (`12.5`; `{:.2}` pads to `12.50` and never rounds), serde as a string, `Ord`,
//! `Hash`, `checked_add`, `checked_sub`, `excess_over` (max(0, a − b)), `sum`, `round_to(scale, rounding)`,
//! `share_of(part, whole, scale, rounding)`, `apportion(weights, scale)` (largest remainder), `to_atoms`/`from_atoms` (token
//! integers), `from_decimal`/`as_decimal`.
//!
//! Between types: `price.times(quantity)`, `price.times_units(units)`, `price.plus_rate`/`less_rate`, `price.floor_to_tick`/`ceil_to_tick`,
//! `quantity.floor_to_step`/`ceil_to_step`/`apportion_steps`, `quantity.over_basket(per_unit)`, `units.times_basket(per_unit)`,
//! `cash.over(price)`, `cash.over_index_price(price)`, `cash.per_quantity`/`per_units`, `cash.times_rate`/`plus_rate`/`over_one_plus`.
//! Each product and quotient takes a [`Scale`] and a [`Rounding`].
//!
//! Invariants: a sum or difference is exact; a product or quotient is the true value rounded once to the declared scale, through
//! 256-bit integers; what does not fit is [`MoneyError::Overflow`], never a panic, never a silently rounded value. A type
//! without negative values never holds one. One value has one text, so equal states serialise alike.

mod amounts;
mod apportion;
mod display;
mod error;
mod exact;
mod newtype;
mod parse;
mod scale;
pub mod wide;

pub use amounts::{Amount, Cash, Price, Quantity, Rate, Signed, Units};
pub use error::{MoneyError, ParseError};
pub use parse::TEXT_LENGTH_MAX;
pub use scale::{Rounding, Scale};
