//! The indexes, and whether they take orders. What is said of all of them counts for those that come later as well.
//!
//! Invariant: an index is as its last definition and the last word about it, or about all, say; the stricter one counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::index::{IndexFacts, Trading};

/// See the module.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Indexes {
    by_symbol: BTreeMap<String, IndexFacts>,
    /// What each index's own state is, and why.
    own: BTreeMap<String, (Trading, String)>,
    all: (Trading, String),
}

impl Indexes {
    pub(super) fn define(&mut self, index: IndexFacts) {
        let symbol = index.symbol.clone();
        self.by_symbol.insert(symbol.clone(), index);
        self.restate(&symbol);
    }

    /// Empty for all indexes.
    pub(super) fn trade(&mut self, index: &str, trading: Trading, text: &str) {
        if index.is_empty() {
            self.all = (trading, text.to_owned());
            let symbols: Vec<String> = self.by_symbol.keys().cloned().collect();
            for symbol in symbols {
                self.restate(&symbol);
            }
        } else {
            self.own
                .insert(index.to_owned(), (trading, text.to_owned()));
            self.restate(index);
        }
    }

    fn restate(&mut self, symbol: &str) {
        let own = self.own.get(symbol);
        let (trading, text) = match own {
            Some(own) if own.0 >= self.all.0 => own,
            Some(_) | None => &self.all,
        };
        if let Some(index) = self.by_symbol.get_mut(symbol) {
            index.trading = *trading;
            index.trading_text.clone_from(text);
        }
    }

    pub(super) fn get(&self, symbol: &str) -> Option<&IndexFacts> {
        self.by_symbol.get(symbol)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &IndexFacts> {
        self.by_symbol.values()
    }
}
