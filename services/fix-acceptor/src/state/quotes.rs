//! The quotes that can still be used: they are withdrawn when their index takes no more orders, and cancelled by those who
//! asked for them.
//!
//! A quote leaves by being used, by its time, which is looked at when another one comes, or by being withdrawn. One that was
//! cancelled stays until its time, as the solver would still take its order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A quote that can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LiveQuote {
    /// Who has it.
    pub session: String,
    /// Until when, Unix nanoseconds.
    pub valid_until_unix_ns: i64,
    /// Its session does not want it any more.
    pub is_cancelled: bool,
}

/// See the module.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quotes {
    /// By Symbol(55), then by QuoteID(117).
    by_index: BTreeMap<String, BTreeMap<String, LiveQuote>>,
}

impl Quotes {
    pub(super) fn add(&mut self, index: &str, quote_id: &str, quote: LiveQuote, now_unix_ns: i64) {
        let quotes = self.by_index.entry(index.to_owned()).or_default();
        quotes.retain(|_, other| other.valid_until_unix_ns > now_unix_ns);
        quotes.insert(quote_id.to_owned(), quote);
    }

    pub(super) fn remove(&mut self, index: &str, quote_id: &str) {
        if let Some(quotes) = self.by_index.get_mut(index) {
            quotes.remove(quote_id);
            if quotes.is_empty() {
                self.by_index.remove(index);
            }
        }
    }

    /// Its session does not want a quote any more.
    pub(super) fn cancel(&mut self, quote_id: &str) {
        let mut quotes = self.by_index.values_mut();
        if let Some(quote) = quotes.find_map(|quotes| quotes.get_mut(quote_id)) {
            quote.is_cancelled = true;
        }
    }

    /// Whether that was said of it.
    pub(super) fn is_cancelled(&self, index: &str, quote_id: &str) -> bool {
        let quotes = self.by_index.get(index);
        quotes
            .and_then(|quotes| quotes.get(quote_id))
            .is_some_and(|quote| quote.is_cancelled)
    }

    /// An index, or all of them where it is empty, takes no more orders.
    pub(super) fn withdraw(&mut self, index: &str) {
        if index.is_empty() {
            self.by_index.clear();
        } else {
            self.by_index.remove(index);
        }
    }

    /// The quotes of an index, or of all where it is empty, that were not cancelled: the index, QuoteID(117), and whose.
    pub(super) fn of<'a>(
        &'a self,
        index: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str, &'a LiveQuote)> {
        let quoted = self.by_index.iter();
        quoted
            .filter(move |(symbol, _)| index.is_empty() || symbol.as_str() == index)
            .flat_map(|(symbol, quotes)| {
                quotes
                    .iter()
                    .map(|(quote_id, quote)| (symbol.as_str(), quote_id.as_str(), quote))
            })
            .filter(|(_, _, quote)| !quote.is_cancelled)
    }
}
