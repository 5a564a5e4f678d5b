//! The balances, and the one function that changes them.

use std::collections::BTreeMap;

use money::{MoneyError, Signed};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Account, Posting, Transfer, Unit};

/// Every balance of every unit. An account without a balance has zero.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Statement", into = "Statement")]
pub struct Books {
    books: FxHashMap<Unit, Book>,
}

/// The books as a text holds them: unit, account, amount. Sorted, so equal books have one text.
type Statement = BTreeMap<Unit, BTreeMap<Account, Signed>>;

/// One unit's balances. None is zero.
type Book = FxHashMap<Account, Signed>;

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Where.
    pub account: Account,
    /// How much; never zero.
    pub amount: Signed,
}

/// Why a posting was refused. The books are as they were.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// The posting would leave an account below zero that may not be.
    #[error("{account} has {has} {unit}, {needs} are needed")]
    InsufficientFunds {
        /// What is short.
        unit: Unit,
        /// Where it is short.
        account: Account,
        /// The balance before the posting.
        has: Signed,
        /// What the posting takes from it altogether.
        needs: Signed,
    },
    /// A balance would need more digits than a decimal has.
    #[error("the {unit} balance of {account} leaves the range of a decimal")]
    OutOfRange {
        /// Of what.
        unit: Unit,
        /// Where.
        account: Account,
        /// What the sum failed with.
        source: MoneyError,
    },
}

/// Balances that do not add up to zero: what no posting can bring about.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the {unit} balances add up to {sum}, not to zero")]
pub struct Unbalanced {
    /// Of what.
    pub unit: Unit,
    /// Their sum, as far as it can be said.
    pub sum: Signed,
}

impl Books {
    /// Makes all transfers of a posting, or none. What an account needs is counted over the whole posting, so the order of its
    /// transfers does not matter.
    pub fn post(&mut self, posting: &Posting) -> Result<(), LedgerError> {
        let transfers = posting.transfers();
        let mut below_zero = false;
        for (position, transfer) in transfers.iter().enumerate() {
            match self.make(transfer) {
                Ok(left) => below_zero |= left.is_negative() && !transfer.from.may_be_negative(),
                Err(error) => {
                    self.unmake(&transfers[..position]);
                    return Err(error);
                }
            }
        }
        // A later transfer may have filled the account again.
        let short = below_zero
            .then(|| transfers.iter().find(|transfer| self.is_short(transfer)))
            .flatten();
        if let Some(Transfer { unit, from, .. }) = short {
            let after = self.balance(unit, from);
            self.unmake(transfers);
            let has = self.balance(unit, from);
            let needs = has.checked_sub(after).unwrap_or(after);
            return Err(LedgerError::InsufficientFunds {
                unit: unit.clone(),
                account: from.clone(),
                has,
                needs,
            });
        }
        Ok(())
    }

    /// What [`Books::post`] would answer.
    pub fn check(&self, posting: &Posting) -> Result<(), LedgerError> {
        let mut part = Self::default();
        for Transfer { unit, from, to, .. } in posting.transfers() {
            let book = part.books.entry(unit.clone()).or_default();
            for account in [from, to] {
                let balance = self.balance(unit, account);
                if !balance.is_zero() {
                    book.insert(account.clone(), balance);
                }
            }
        }
        part.post(posting)
    }

    /// What an account has.
    pub fn balance(&self, unit: &Unit, account: &Account) -> Signed {
        self.books
            .get(unit)
            .and_then(|book| book.get(account))
            .copied()
            .unwrap_or(Signed::ZERO)
    }

    /// The units that some account has a balance in, sorted.
    pub fn units(&self) -> Vec<&Unit> {
        let mut units: Vec<_> = self
            .books
            .iter()
            .filter(|(_, book)| !book.is_empty())
            .map(|(unit, _)| unit)
            .collect();
        units.sort_unstable();
        units
    }

    /// The statement of a unit: every balance that is not zero, sorted by account.
    pub fn balances(&self, unit: &Unit) -> Vec<Balance> {
        let book = self.books.get(unit).into_iter().flatten();
        let mut balances: Vec<_> = book
            .map(|(account, amount)| Balance {
                account: account.clone(),
                amount: *amount,
            })
            .collect();
        balances.sort_unstable_by(|a, b| a.account.cmp(&b.account));
        balances
    }

    /// A unit's balances that are not zero, in no order.
    pub fn each(&self, unit: &Unit) -> impl Iterator<Item = (&Account, Signed)> {
        let book = self.books.get(unit).into_iter().flatten();
        book.map(|(account, amount)| (account, *amount))
    }

    /// The sum of a unit's balances: zero.
    pub fn sum(&self, unit: &Unit) -> Result<Signed, MoneyError> {
        Signed::sum(
            self.books
                .get(unit)
                .into_iter()
                .flat_map(|book| book.values().copied()),
        )
    }

    /// Checks that each unit's balances add up to zero. Reads every balance.
    pub fn check_balanced(&self) -> Result<(), Unbalanced> {
        for unit in self.units() {
            let sum = self.sum(unit).map_err(|_| Unbalanced {
                unit: unit.clone(),
                sum: Signed::ZERO,
            })?;
            if !sum.is_zero() {
                return Err(Unbalanced {
                    unit: unit.clone(),
                    sum,
                });
            }
        }
        Ok(())
    }

    /// Checks that the two halves of the cash book add up to zero, each by itself: cash that is still cash, with the vault and the venue
    /// where it is; and cash that became assets and fees, with the market where it went. Reads every balance of it.
    pub fn check_halves(&self, cash: &Unit) -> Result<(), Unbalanced> {
        let book = || self.books.get(cash).into_iter().flatten();
        let carried = book().filter(|(account, _)| account.is_carried());
        let sum = Signed::sum(carried.map(|(_, amount)| *amount)).unwrap_or(Signed::ZERO);
        if !sum.is_zero() {
            return Err(Unbalanced {
                unit: cash.clone(),
                sum,
            });
        }
        self.check_balanced()
    }

    /// Asserts that each unit's balances add up to zero. Reads every balance.
    #[track_caller]
    pub fn assert_balanced(&self) {
        if let Err(unbalanced) = self.check_balanced() {
            panic!("{unbalanced}");
        }
    }

    /// Makes one transfer; the answer is what is left where it came from. Makes nothing if it fails.
    fn make(&mut self, transfer: &Transfer) -> Result<Signed, LedgerError> {
        let Transfer {
            unit,
            from,
            to,
            amount,
        } = transfer;
        let out_of_range = |account: &Account, source| LedgerError::OutOfRange {
            unit: unit.clone(),
            account: account.clone(),
            source,
        };
        let book = match self.books.get_mut(unit) {
            Some(book) => book,
            None => self.books.entry(unit.clone()).or_default(),
        };
        let left = change(book, from, -*amount).map_err(|source| out_of_range(from, source))?;
        if let Err(source) = change(book, to, *amount) {
            change(book, from, *amount).expect("the balance was there a moment ago");
            return Err(out_of_range(to, source));
        }
        Ok(left)
    }

    /// Takes back transfers that were just made, the last one first.
    fn unmake(&mut self, transfers: &[Transfer]) {
        for Transfer {
            unit,
            from,
            to,
            amount,
        } in transfers.iter().rev()
        {
            let book = self
                .books
                .get_mut(unit)
                .expect("the transfer was made in this book");
            change(book, to, -*amount).expect("the balance was there a moment ago");
            change(book, from, *amount).expect("the balance was there a moment ago");
        }
    }

    fn is_short(&self, transfer: &Transfer) -> bool {
        !transfer.from.may_be_negative()
            && self.balance(&transfer.unit, &transfer.from).is_negative()
    }
}

/// Adds to a balance and answers the new one. Zero is not kept: ended orders leave nothing behind.
fn change(book: &mut Book, account: &Account, by: Signed) -> Result<Signed, MoneyError> {
    let Some(balance) = book.get_mut(account) else {
        book.insert(account.clone(), by);
        return Ok(by);
    };
    let after = balance.checked_add(by)?;
    *balance = after;
    if after.is_zero() {
        book.remove(account);
    }
    Ok(after)
}

impl PartialEq for Books {
    fn eq(&self, other: &Self) -> bool {
        let held = |books: &Self| books.books.values().filter(|book| !book.is_empty()).count();
        held(self) == held(other)
            && self
                .books
                .iter()
                .all(|(unit, book)| book.is_empty() || other.books.get(unit) == Some(book))
    }
}

impl Eq for Books {}

impl From<Books> for Statement {
    fn from(books: Books) -> Self {
        let filled = books.books.into_iter().filter(|(_, book)| !book.is_empty());
        filled
            .map(|(unit, book)| (unit, book.into_iter().collect()))
            .collect()
    }
}

impl TryFrom<Statement> for Books {
    type Error = Unbalanced;

    fn try_from(statement: Statement) -> Result<Self, Unbalanced> {
        let mut books = Self::default();
        for (unit, balances) in statement {
            books.books.insert(
                unit,
                balances
                    .into_iter()
                    .filter(|(_, amount)| !amount.is_zero())
                    .collect(),
            );
        }
        books.check_balanced().map(|()| books)
    }
}
