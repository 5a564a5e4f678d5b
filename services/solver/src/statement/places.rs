//! Where in the journal each account's cash has moved: what a statement reads, and nothing beside it.
//!
//! It is made anew at each start, from the events that are replayed anyway: eight bytes for each movement, far below what the orders
//! that caused them take.

use std::collections::HashMap;

use issuance::{Collateral, Event};
use ledger::Name;

/// The events that state an account's balances, of every account, by their sequence numbers.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The last event that was noted.
    sequence: u64,
    of: HashMap<Name, Vec<u64>>,
}

impl Places {
    /// The next event of the journal.
    pub(crate) fn note(&mut self, event: &Event) {
        self.sequence += 1;
        for after in stated(event) {
            let places = self.of.entry(after.account.clone()).or_default();
            if places.last() != Some(&self.sequence) {
                places.push(self.sequence);
            }
        }
    }

    /// Of an account: the last of them up to an event, and so many of those after it.
    pub(crate) fn around(&self, account: &Name, event: u64, count: usize) -> Around {
        let places = self.of.get(account).map_or(&[][..], Vec::as_slice);
        let (before, after) = places.split_at(places.partition_point(|place| *place <= event));
        Around {
            before: before.last().copied(),
            after: after.iter().take(count).copied().collect(),
        }
    }
}

/// What stands around an event in the journal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Around {
    pub(crate) before: Option<u64>,
    pub(crate) after: Vec<u64>,
}

/// The balances that an event states, each as it is after it.
pub(crate) fn stated(event: &Event) -> Vec<&Collateral> {
    match event {
        Event::Deposited { collateral, .. } => collateral.iter().collect(),
        Event::Order(event) => event.collateral.iter().collect(),
        Event::Sold(sold) => sold.shares.iter().map(|share| &share.collateral).collect(),
        Event::UnclaimedCredited { collateral, .. }
        | Event::PayoutAsked { collateral, .. }
        | Event::PaidOut { collateral, .. }
        | Event::PayoutFailed { collateral, .. } => vec![collateral],
        Event::Configured { .. }
        | Event::AccountDefined { .. }
        | Event::IndexDefined { .. }
        | Event::RebalanceChanged { .. }
        | Event::RebalanceFunded { .. }
        | Event::CashLeft { .. }
        | Event::CashArrived { .. }
        | Event::TradingSet { .. }
        | Event::LimitsSet { .. }
        | Event::Quoted { .. }
        | Event::Burned { .. }
        | Event::UnclaimedUnitsCredited { .. }
        | Event::PayoutAccepted { .. }
        | Event::CancelRejected { .. }
        | Event::OrdersCancelled { .. }
        | Event::BatchMade { .. }
        | Event::BatchJoined { .. }
        | Event::BatchPlaced { .. }
        | Event::Bought(_)
        | Event::AssetOrderEnded { .. }
        | Event::BatchFilled { .. }
        | Event::BatchSettling { .. }
        | Event::BatchSettled { .. }
        | Event::Skipped { .. }
        | Event::MintAccepted { .. }
        | Event::InventoryConfirmed { .. } => Vec::new(),
    }
}
