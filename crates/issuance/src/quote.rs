//! Quotes: what an amount or a number of units costs on the books as they are, and a price that an order which names the quote is
//! held to. The newest [`QUOTES_KEPT_MAX`] are kept; each is for one order.

use std::collections::{BTreeMap, HashMap};

use ledger::Name;
use money::{Cash, Price, Units};
use serde::{Deserialize, Serialize, Serializer};

use crate::QuoteId;
use crate::request::{RejectReason, Side};

/// Quotes that are remembered; of older ones, an order hears that they are unknown.
pub const QUOTES_KEPT_MAX: usize = 10_000;

/// What a quote is asked for: cash to spend, or units to get or to redeem; the other is zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    /// The session that asks.
    pub session: String,
    /// FIX `QuoteReqID(131)`.
    pub quote_req_id: String,
    /// FIX `Account(1)`.
    pub account: Name,
    /// FIX `Symbol(55)`.
    pub index: Name,
    /// FIX `Side(54)`.
    pub side: Side,
    /// FIX `CashOrderQty(152)`.
    pub cash: Cash,
    /// FIX `OrderQty(38)`.
    pub units: Units,
}

/// An answer to a [`QuoteRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// FIX `QuoteID(117)`.
    pub id: QuoteId,
    /// What was asked for.
    pub request: QuoteRequest,
    /// What it is for or why it was refused.
    pub answer: QuoteAnswer,
    /// When it was made, Unix nanoseconds.
    pub made_at: i64,
    /// FIX `ValidUntilTime(62)`, Unix nanoseconds.
    pub valid_until: i64,
}

/// What a quote says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteAnswer {
    /// This.
    Terms(QuoteTerms),
    /// Nothing.
    Refused {
        /// Why.
        reason: RejectReason,
        /// Why, for people.
        text: String,
    },
}

/// What a quote is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteTerms {
    /// The most that an order which names it may spend: what was asked for, or what the units cost at `price` with fees. When redeeming, what
    /// the units bring at `price`, less fees.
    pub cash: Cash,
    /// The units that walking the books gives for it; when redeeming, the most that an order which names it may redeem.
    pub units: Units,
    /// FIX `OfferPx(133)`: the highest price per unit, without fees, that its order is filled at; `BidPx(132)`, the lowest, when redeeming.
    pub price: Price,
    /// What walking the books costs, or brings, per unit, without fees.
    pub average_price: Price,
    /// The venue's fees on that.
    pub venue_fees: Cash,
    /// The issuer's.
    pub issuer_fee: Cash,
}

/// What an open order is held to by the quote that it named, also when that is no longer kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Held {
    /// Which.
    pub(crate) quote: QuoteId,
    /// The highest price per unit, when redeeming the lowest.
    pub(crate) price: Price,
    /// The most that it may spend.
    pub(crate) cash: Cash,
    /// When redeeming, the most units.
    pub(crate) units: Units,
}

/// The quotes that are kept. They, oldest first, are what is written of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<Kept>")]
pub(crate) struct Quotes {
    kept: BTreeMap<QuoteId, Kept>,
    by_command: HashMap<String, QuoteId>,
    made: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    quote: Quote,
    command_id: String,
    used: bool,
}

impl From<Vec<Kept>> for Quotes {
    fn from(kept: Vec<Kept>) -> Self {
        let mut quotes = Self::default();
        for kept in kept {
            quotes.put(kept);
        }
        quotes
    }
}

impl Serialize for Quotes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.kept.values())
    }
}

impl Quotes {
    pub(crate) const fn next_id(&self) -> QuoteId {
        QuoteId(self.made + 1)
    }

    pub(crate) fn keep(&mut self, command_id: &str, quote: Quote) {
        self.put(Kept {
            command_id: command_id.to_owned(),
            used: false,
            quote,
        });
    }

    fn put(&mut self, kept: Kept) {
        let id = kept.quote.id;
        self.made = self.made.max(id.0);
        self.by_command.insert(kept.command_id.clone(), id);
        self.kept.insert(id, kept);
        while self.kept.len() > QUOTES_KEPT_MAX {
            if let Some((_, oldest)) = self.kept.pop_first() {
                self.by_command.remove(&oldest.command_id);
            }
        }
    }

    pub(crate) fn of_command(&self, command_id: &str) -> Option<&Quote> {
        let id = self.by_command.get(command_id)?;
        self.kept.get(id).map(|kept| &kept.quote)
    }

    /// A quote that no order has used.
    pub(crate) fn unused(&self, id: QuoteId) -> Option<&Quote> {
        self.kept
            .get(&id)
            .filter(|kept| !kept.used)
            .map(|kept| &kept.quote)
    }

    /// An order names it: what it is held to.
    pub(crate) fn use_up(&mut self, id: QuoteId) -> Option<Held> {
        let kept = self.kept.get_mut(&id)?;
        kept.used = true;
        match &kept.quote.answer {
            QuoteAnswer::Terms(terms) => Some(Held {
                quote: id,
                price: terms.price,
                cash: terms.cash,
                units: terms.units,
            }),
            QuoteAnswer::Refused { .. } => None,
        }
    }
}
