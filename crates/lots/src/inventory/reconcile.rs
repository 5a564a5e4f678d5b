//! Our books beside what stands outside: the venue's balances, the tokens' supply, the vault. Each difference is explained as a sum of
//! named causes; what none of them explains is the rest, which is zero in a healthy deployment.
//!
//! A cause is a claim: so much of the difference, at least and at most. What is known to the digit has one amount. What is under way
//! may have happened outside already or not yet: it explains as much as there is to explain, within its bounds. So no claim can hide
//! more than its own size.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Account, Unit};
use money::{MoneyError, Signed};
use thiserror::Error;

use super::Inventory;

/// Where something stands outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Our balance at the venue.
    Venue,
    /// A token's supply.
    Token,
    /// The cash in the vault.
    Vault,
}

/// Why our books and what stands outside may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// What the issuer has put at the venue: no trade has brought it.
    HouseCash,
    /// What operators have moved to the venue, less what they have taken from it: no trade has brought it.
    CashMoves,
    /// Cash on its way between the vault and the venue: it may lie still where it left, or already where it is to arrive.
    InTransit,
    /// Trades that the solver has booked and the inventory has not recorded yet.
    NotRecorded,
    /// Asset orders on their way, which may have traded more than is booked.
    AssetOrders,
    /// Mints that may be on the chain and have no confirmations yet.
    Mints,
    /// Burns on the chain without their confirmations.
    Burns,
    /// Deposits on the chain without their confirmations.
    Deposits,
    /// Payouts that may have left the vault and have no confirmations yet.
    Payouts,
}

impl Cause {
    /// Whether it can be there.
    const fn is_at(self, place: Place) -> bool {
        match self {
            Self::HouseCash | Self::CashMoves | Self::NotRecorded | Self::AssetOrders => {
                matches!(place, Place::Venue)
            }
            Self::Mints | Self::Burns => matches!(place, Place::Token),
            Self::Deposits | Self::Payouts => matches!(place, Place::Vault),
            Self::InTransit => matches!(place, Place::Venue | Place::Vault),
        }
    }
}

/// So much of a difference, at least and at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    unit: Unit,
    cause: Cause,
    least: Signed,
    most: Signed,
}

/// A claim that can't be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause:?} explains from {least} to {most} {unit}: that can't be")]
pub struct BadClaim {
    unit: Unit,
    cause: Cause,
    least: Signed,
    most: Signed,
}

impl Claim {
    /// A claim of others; what the inventory finds out by itself is none.
    pub fn new(unit: Unit, cause: Cause, least: Signed, most: Signed) -> Result<Self, BadClaim> {
        let none = Signed::ZERO;
        let possible = match cause {
            Cause::HouseCash | Cause::CashMoves | Cause::NotRecorded => false,
            Cause::AssetOrders => least <= none && none <= most,
            Cause::Mints | Cause::Deposits | Cause::InTransit => none <= least && least <= most,
            Cause::Burns | Cause::Payouts => least <= most && most <= none,
        };
        if !possible {
            return Err(BadClaim {
                unit,
                cause,
                least,
                most,
            });
        }
        Ok(Self {
            unit,
            cause,
            least,
            most,
        })
    }
}

/// What another service counts, beside what stands outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// By its books.
    pub books: Signed,
    /// What is there.
    pub outside: Signed,
}

/// What stands outside, and what others know of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outside {
    /// The venue's balances, less what was there before the first trade. An asset that is not named has none; cash is
    /// compared only where it is named.
    pub venue: BTreeMap<Unit, Signed>,
    /// What is there by the solver's books; empty: they are not known.
    pub solver: BTreeMap<Unit, Signed>,
    /// What the issuer has put at the venue of the cash.
    pub house_cash: Signed,
    /// What cash moves have brought to the venue, less what they have taken from it.
    pub cash_moved: Signed,
    /// Tokens and the vault.
    pub counted: BTreeMap<(Place, Unit), Counted>,
    /// What is under way.
    pub claims: Vec<Claim>,
}

/// One balance, and what explains its difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// Where.
    pub place: Place,
    /// Of what.
    pub unit: Unit,
    /// By our books.
    pub books: Signed,
    /// What is there.
    pub outside: Signed,
    /// Outside − books.
    pub difference: Signed,
    /// What explains it; none is zero.
    pub causes: Vec<(Cause, Signed)>,
    /// What nothing explains.
    pub unexplained: Signed,
}

impl Inventory {
    /// Every balance beside what stands outside, at the venue first.
    pub fn reconcile(&self, outside: &Outside) -> Result<Vec<Reconciled>, MoneyError> {
        let mut lines = Vec::new();
        for (unit, books) in self.at_venue(outside)? {
            let counted = Counted {
                books,
                outside: outside.venue.get(&unit).copied().unwrap_or_default(),
            };
            let mut causes = self.found(&unit, outside)?;
            causes.retain(|(_, amount)| !amount.is_zero());
            lines.push(explain(Place::Venue, unit, counted, causes, outside)?);
        }
        for ((place, unit), counted) in &outside.counted {
            let line = explain(*place, unit.clone(), *counted, Vec::new(), outside)?;
            lines.push(line);
        }
        Ok(lines)
    }

    /// What we count at the venue: positions, and the cash that our trades have moved, where it is asked for.
    fn at_venue(&self, outside: &Outside) -> Result<BTreeMap<Unit, Signed>, MoneyError> {
        let cash = self.settings.as_ref().map(|settings| &settings.cash);
        let mut units: BTreeSet<&Unit> = outside.venue.keys().collect();
        units.extend(outside.solver.keys());
        units.extend(self.books.units());
        let mut ours: BTreeMap<Unit, Signed> = units
            .into_iter()
            .filter(|unit| Some(*unit) != cash)
            .map(|unit| (unit.clone(), Signed::ZERO))
            .collect();
        for position in self.positions()? {
            ours.insert(position.asset, position.quantity);
        }
        if let Some(cash) = cash.filter(|cash| outside.venue.contains_key(*cash)) {
            ours.insert(cash.clone(), self.venue_cash);
        }
        Ok(ours)
    }

    /// What the inventory finds out by itself.
    fn found(&self, unit: &Unit, outside: &Outside) -> Result<Vec<(Cause, Signed)>, MoneyError> {
        let is_cash = self
            .settings
            .as_ref()
            .is_some_and(|settings| settings.cash == *unit);
        let (put_there, traded) = if is_cash {
            ([outside.house_cash, outside.cash_moved], self.venue_cash)
        } else {
            let traded = -self.books.balance(unit, &Account::Venue);
            ([Signed::ZERO; 2], traded)
        };
        let [house_cash, cash_moved] = put_there;
        let not_recorded = match outside.solver.get(unit) {
            Some(booked) => booked
                .checked_sub(Signed::sum(put_there)?)?
                .checked_sub(traded)?,
            // The solver has none of it, if its books are known at all.
            None if !outside.solver.is_empty() => -traded,
            None => Signed::ZERO,
        };
        Ok(vec![
            (Cause::HouseCash, house_cash),
            (Cause::CashMoves, cash_moved),
            (Cause::NotRecorded, not_recorded),
        ])
    }
}

/// What is known to the digit first, then what may be.
fn explain(
    place: Place,
    unit: Unit,
    Counted { books, outside }: Counted,
    mut causes: Vec<(Cause, Signed)>,
    known: &Outside,
) -> Result<Reconciled, MoneyError> {
    let difference = outside.checked_sub(books)?;
    let exact = Signed::sum(causes.iter().map(|(_, amount)| *amount))?;
    let mut unexplained = difference.checked_sub(exact)?;
    let claims = || {
        let own = |claim: &&Claim| claim.cause.is_at(place) && claim.unit == unit;
        known.claims.iter().filter(own)
    };
    for claim in claims() {
        unexplained = unexplained.checked_sub(claim.least)?;
    }
    for claim in claims() {
        let more = claim.most.checked_sub(claim.least)?;
        let taken = unexplained.clamp(Signed::ZERO, more);
        unexplained = unexplained.checked_sub(taken)?;
        let amount = claim.least.checked_add(taken)?;
        if !amount.is_zero() {
            causes.push((claim.cause, amount));
        }
    }
    Ok(Reconciled {
        place,
        unit,
        books,
        outside,
        difference,
        causes,
        unexplained,
    })
}
