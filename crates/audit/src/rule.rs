//! The rules, as a table: what each says, and what was found of it.

use ledger::Unit;
use money::{MoneyError, Signed};
use serde::Serialize;

use crate::Breach;

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident: $statement:literal,)*) => {
        /// What must hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Rule {
            $($(#[$doc])* $name,)*
        }

        impl Rule {
            /// All of them, in the order of a report.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What it says.
            pub const fn statement(self) -> &'static str {
                match self {
                    $(Self::$name => $statement,)*
                }
            }
        }
    };
}

rules! {
    /// Of each journal by itself.
    Replay: "every record is an event that its machine accepts, and none is missing",
    /// Of the solver's and the inventory's books.
    Books: "every book sums to zero after every event",
    /// Of the solver's cash.
    Cash: "cash in + redeemed = spent + fees + free + reserved + paid out",
    /// Of the solver's cash.
    Holders: "holders' cash = backing sold + given by the house − backing bought − fees",
    /// Of the solver's cash.
    Mirrors: "the books' vault and venue are what deposits, payouts, trades and cash moves have left there",
    /// Of the solver's assets.
    Lots: "lots bought = allocated + house + sold",
    /// Of the solver's index units.
    Units: "units minted = Σ index fills of minted orders − redeemed",
    /// Solver and exchange adapter.
    Trades: "each trade and end of an asset order at the venue is booked exactly once",
    /// Solver and exchange adapter.
    AssetOrders: "each asset order at the venue is one of a batch",
    /// Solver and inventory.
    Records: "each movement of lots is recorded exactly once by the inventory",
    /// Solver and chain minter.
    Deposits: "each confirmed deposit is credited exactly once",
    /// Solver and chain minter.
    Burns: "each confirmed burn of index units is credited exactly once",
    /// Solver and chain minter.
    Mints: "each mint is of one order, with its units and address, and is told exactly once",
    /// Solver and chain minter.
    Payouts: "each payout was asked for, with its sum and address, and is booked exactly once",
    /// Solver and FIX acceptor.
    Reports: "the acceptor has dealt with every event of an order, in order",
    /// Exchange adapter, solver and venue.
    Venue: "the venue's balances are what our trades and cash moves have left there",
    /// Chain minter, solver and chain.
    Vault: "the vault holds what was deposited or moved there less what was paid out or moved away",
    /// Chain minter and chain.
    Supply: "each token's supply is what was minted less what was redeemed",
}

/// An amount and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it is.
    pub label: &'static str,
    /// How much.
    pub amount: Signed,
}

/// Two sums that must be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Of what.
    pub unit: String,
    /// The first.
    pub left: Vec<Part>,
    /// The second; what is zero is left out.
    pub right: Vec<Part>,
    /// First − second.
    pub difference: Signed,
}

impl Row {
    pub(crate) fn new(
        unit: &Unit,
        left: &[(&'static str, Signed)],
        right: &[(&'static str, Signed)],
    ) -> Result<Self, MoneyError> {
        let sum = |parts: &[(&str, Signed)]| Signed::sum(parts.iter().map(|(_, amount)| *amount));
        let parts = |parts: &[(&'static str, Signed)]| {
            let part = |(label, amount): &(&'static str, Signed)| Part {
                label,
                amount: *amount,
            };
            parts.iter().map(part).collect::<Vec<_>>()
        };
        let mut right_parts = parts(right);
        if right_parts.iter().any(|part| !part.amount.is_zero()) {
            right_parts.retain(|part| !part.amount.is_zero());
        } else {
            right_parts.truncate(1);
        }
        Ok(Self {
            unit: unit.to_string(),
            left: parts(left),
            right: right_parts,
            difference: sum(left)?.checked_sub(sum(right)?)?,
        })
    }
}

/// What was found of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What it says.
    pub statement: &'static str,
    /// How much was looked at, for people; where nothing was, why.
    pub notes: Vec<String>,
    /// Both sides, by unit.
    pub rows: Vec<Row>,
    /// What breaks it, the earliest first, at most [`crate::BREACHES_KEPT_MAX`].
    pub breaches: Vec<Breach>,
    /// How much breaks it.
    pub breach_count: usize,
}

impl Finding {
    /// Whether the rule holds as far as it was looked at.
    pub fn holds(&self) -> bool {
        self.breach_count == 0
    }
}

/// What was found of all rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// One for each rule, in the rules' order.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether every rule holds.
    pub fn holds(&self) -> bool {
        self.findings.iter().all(Finding::holds)
    }

    /// The earliest event that breaks a rule, and the rule.
    pub fn first_breach(&self) -> Option<(Rule, &Breach)> {
        let first = |finding: &Finding| finding.breaches.first().map(|_| finding.rule);
        let candidates = self
            .findings
            .iter()
            .filter_map(|finding| Some((first(finding)?, finding.breaches.first()?)));
        candidates.min_by_key(|(_, breach)| breach.place.map_or(i64::MAX, |at| at.time_unix_ns))
    }
}
