//! Double entry books of cash, of every asset and of every index's units.
//!
//! An amount is always *somewhere*: a [`Posting`] is a list of transfers `from → to`, so it balances by construction, and posting is
//! the only way that a balance changes. What came from outside is the negative balance of a mirror account ([`Account::Vault`],
//! [`Account::Venue`], [`Account::Market`], [`Account::Issued`]), so each unit's balances add up to zero.
//!
//! ```
//! use ledger::{Account, Books, Posting, Unit};
//! use money::Cash;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let usdc = Unit::from("USDC");
//! let mut books = Books::default();
//! let deposit = Posting::new().transfer(&usdc, Account::Vault, Account::free("ACC-1"), Cash::parse("100")?)?;
//! books.post(&deposit)?;
//! let order = Posting::new().transfer(&usdc, Account::free("ACC-1"), Account::reserved("ACC-1"), Cash::parse("120")?)?;
//! assert_eq!(
//!     books.post(&order).unwrap_err().to_string(),
//!     "client/ACC-1/free has 100 USDC, 120 are needed",
//! );
//! # Ok(())
//! # }
//! ```
//!
//! Invariants: a posting is applied whole or not at all; sums are exact; an account that may not go below zero never does, at the
//! end of any posting; the balances of each unit add up to zero ([`Books::assert_balanced`]). Which business event posts what is
//! said in `docs/books.md`, and left to the machines that own the books.

mod account;
mod books;
mod name;
mod posting;

pub use account::{
    Account, ClientPurse, FeePayee, HousePurse, OrderPurse, ParseAccountError, RebalancePurse,
};
pub use books::{Balance, Books, LedgerError, Unbalanced};
pub use name::{Name, Unit};
pub use posting::{Posting, PostingError, Transfer};
