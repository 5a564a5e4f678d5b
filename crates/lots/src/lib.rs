//! Lots: what one venue trade bought, who owns how much of it, and what it cost, until it is consumed or sold, first in, first out.
//!
//! A lot keeps its identity and its age wherever it goes. Its cost and its fee are shared by its **original** quantity: after any
//! part of it was taken, all takers together have paid the exact proportion rounded down to the cash scale, so the shares of a
//! whole lot are its cost and its fee to the last digit, in whatever order and in however many parts it is taken.
//!
//! ```
//! use lots::{Fee, Lots, Owner, Share, Trade};
//! use money::{Cash, Price, Quantity, Scale};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let order = Owner::order("o-1");
//! let mut lots = Lots::new(Scale::USDC);
//! let trade = Trade {
//!     id: "BTCUSDC-1".into(),
//!     asset: "BTC".into(),
//!     quantity: Quantity::parse("8")?,
//!     price: Price::parse("100")?,
//!     fee: Fee::Cash(Cash::parse("0.8")?),
//!     time_unix_ns: 0,
//! };
//! lots.open(&trade, &[Share { owner: order.clone(), quantity: trade.quantity }])?;
//! let taken = lots.take(&order, &trade.asset, Quantity::parse("5")?)?;
//! assert_eq!((taken[0].cost, taken[0].fee), (Cash::parse("500")?, Cash::parse("0.5")?));
//! # Ok(())
//! # }
//! ```
//!
//! Invariants: quantity, cost and fee are conserved, exactly ([`Lots::check`] counts them again); an owner's lots leave oldest first;
//! a refused operation changes nothing. Rounding a trade's cost down to the cash scale leaves a remainder, which is named
//! ([`Opened::remainder`]) and is the house's to pay. Cash and postings are left to `ledger`, who may own what to `issuance`.

mod change;
mod error;
pub mod inventory;
mod lots;
mod owner;
mod piece;
mod pieces;
mod position;
mod sale;
mod trade;
mod view;

pub use error::LotsError;
pub use lots::{Basis, Lots, Transferred};
pub use owner::{Owner, ParseOwnerError};
pub use piece::{Taken, total};
pub use position::{Miscounted, Position, Valuation};
pub use sale::{Closed, Sold};
pub use trade::{Fee, HouseFee, Opened, Share, Trade};
pub use view::{Holding, LotPlace, OwnedLot};
