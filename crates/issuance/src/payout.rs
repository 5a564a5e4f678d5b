//! Payouts: free cash on its way to its account's own address.
//!
//! ```text
//!  free ──ask──▶ Asked ──the minter has it──▶ Accepted ──confirmed──▶ paid out
//!                  │ refused                     │ refused by the chain
//!                  └──────────▶ free ◀───────────┘
//! ```

use std::collections::{BTreeMap, BTreeSet};

use ledger::Name;
use money::Cash;
use serde::{Deserialize, Serialize};

use crate::PayoutId;

/// Payouts of one account that may be on their way at once: each is a transaction that the issuer pays for.
pub const PAYOUTS_IN_FLIGHT_MAX: usize = 20;

/// A request for a payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutRequest {
    /// The session that asks; empty for an operator.
    pub session: String,
    /// The asker's own name for it, FIX `CollReqID(894)`; empty for none.
    pub request_id: String,
    /// FIX `Account(1)`.
    pub account: Name,
    /// How much; none for all that is free.
    pub amount: Option<Cash>,
    /// Its trace.
    pub traceparent: String,
}

/// Cash that was asked back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payout {
    /// Its id.
    pub id: PayoutId,
    /// What the minter and the vault's contract know it by: used once for ever.
    pub payout_id: String,
    /// As it was asked for.
    pub request: PayoutRequest,
    /// How much.
    pub amount: Cash,
    /// The account's address when it was asked for: 0x and 40 hex digits.
    pub to: String,
}

/// The payouts that have not ended, and how many there were ever.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Payouts {
    made: u64,
    live: BTreeMap<PayoutId, Payout>,
    /// Of them, those that the minter is not known to have.
    unaccepted: BTreeSet<PayoutId>,
}

impl Payouts {
    /// The id of the next.
    pub(crate) const fn next_id(&self) -> PayoutId {
        PayoutId(self.made + 1)
    }

    pub(crate) fn ask(&mut self, payout: &Payout) {
        self.made = self.made.max(payout.id.0);
        self.unaccepted.insert(payout.id);
        self.live.insert(payout.id, payout.clone());
    }

    pub(crate) fn accept(&mut self, id: PayoutId) {
        self.unaccepted.remove(&id);
    }

    pub(crate) fn end(&mut self, id: PayoutId) {
        self.unaccepted.remove(&id);
        self.live.remove(&id);
    }

    pub(crate) fn get(&self, id: PayoutId) -> Option<&Payout> {
        self.live.get(&id)
    }

    pub(crate) fn is_accepted(&self, id: PayoutId) -> bool {
        !self.unaccepted.contains(&id)
    }

    /// How many of an account's are on their way.
    pub(crate) fn count_of(&self, account: &Name) -> usize {
        self.live
            .values()
            .filter(|payout| payout.request.account == *account)
            .count()
    }

    /// Those on their way, oldest first.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Payout> {
        self.live.values()
    }

    /// Those that the minter is not known to have, oldest first.
    pub(crate) fn to_ask_for(&self) -> impl Iterator<Item = &Payout> {
        self.unaccepted.iter().filter_map(|id| self.live.get(id))
    }
}
