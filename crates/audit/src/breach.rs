//! Where a rule is broken: which journal, which of its records.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::Rule;

/// Breaches of one rule that are kept; of the rest only the number is known.
pub const BREACHES_KEPT_MAX: usize = 20;

/// Whose journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The solver's.
    Solver,
    /// The inventory's.
    Inventory,
    /// The exchange adapter's.
    ExchangeAdapter,
    /// The chain minter's.
    ChainMinter,
    /// The FIX acceptor's.
    FixAcceptor,
    /// The simulated venue's.
    SimExchange,
}

impl Source {
    /// The service's name, and its journal's file name without what ends it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Solver => "solver",
            Self::Inventory => "inventory",
            Self::ExchangeAdapter => "exchange-adapter",
            Self::ChainMinter => "chain-minter",
            Self::FixAcceptor => "fix-acceptor",
            Self::SimExchange => "sim-exchange",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A record's place and time in its journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// From 1.
    pub sequence: u64,
    /// Unix nanoseconds, UTC.
    pub time_unix_ns: i64,
}

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Whose journal.
    pub journal: Source,
    /// Its place there.
    pub sequence: u64,
    /// When it was stored, Unix nanoseconds, UTC.
    pub time_unix_ns: i64,
}

impl Source {
    /// The record of this journal at that place.
    pub(crate) const fn at(self, at: At) -> Place {
        Place {
            journal: self,
            sequence: at.sequence,
            time_unix_ns: at.time_unix_ns,
        }
    }
}

/// What breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// The event that does; none: no single one can be named.
    pub place: Option<Place>,
    /// How.
    pub text: String,
}

/// All that was found.
#[derive(Debug, Default)]
pub(crate) struct Breaches {
    found: BTreeMap<Rule, (Vec<Breach>, usize)>,
    /// Sums that are wrong once are wrong from then on: only the first event is to blame.
    blamed: BTreeSet<(Rule, String)>,
}

impl Breaches {
    pub(crate) fn add(&mut self, rule: Rule, place: Option<Place>, text: impl Into<String>) {
        let (kept, count) = self.found.entry(rule).or_default();
        *count += 1;
        if kept.len() < BREACHES_KEPT_MAX {
            kept.push(Breach {
                place,
                text: text.into(),
            });
        }
    }

    /// Adds the first breach of what a rule says of `what`; false: there was one before.
    pub(crate) fn add_first(&mut self, rule: Rule, what: &str, place: Place, text: String) -> bool {
        let first = self.blamed.insert((rule, what.to_owned()));
        if first {
            self.add(rule, Some(place), text);
        }
        first
    }

    /// A rule's breaches, the earliest first, and how many there were.
    pub(crate) fn take(&mut self, rule: Rule) -> (Vec<Breach>, usize) {
        let (mut kept, count) = self.found.remove(&rule).unwrap_or_default();
        kept.sort_by_key(|breach| breach.place.map_or(i64::MAX, |place| place.time_unix_ns));
        (kept, count)
    }
}
