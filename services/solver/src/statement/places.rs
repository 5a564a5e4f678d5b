//! Where in the journal each account's cash has moved: what a statement reads, and nothing beside it.
//!
//! It is made from the events, as the state is: eight bytes for each movement, far below what the orders that caused them take. A
//! snapshot has it as distances, of two digits or three.

use std::collections::{BTreeMap, HashMap};

use issuance::{Collateral, Event};
use ledger::Name;
use serde::{Deserialize, Serialize, Serializer};

/// The events that state an account's balances, of every account, by their sequence numbers.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) struct Places {
    /// The last event that was noted.
    sequence: u64,
    of: HashMap<Name, Vec<u64>>,
}

/// How they are written down.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    sequence: u64,
    /// By account, how far each is from the one before.
    steps: BTreeMap<Name, Vec<u64>>,
}

impl From<&Places> for Written {
    fn from(places: &Places) -> Self {
        let steps = |places: &Vec<u64>| {
            let before = std::iter::once(&0).chain(places);
            let steps = places.iter().zip(before);
            steps.map(|(place, before)| place - before).collect()
        };
        let accounts = places.of.iter();
        Self {
            sequence: places.sequence,
            steps: accounts
                .map(|(account, places)| (account.clone(), steps(places)))
                .collect(),
        }
    }
}

/// Places that can't be: one is twice there, or after the last event.
#[derive(Debug, thiserror::Error)]
#[error("the places of {0}'s statement are none")]
struct NoPlaces(Name);

impl TryFrom<Written> for Places {
    type Error = NoPlaces;

    fn try_from(written: Written) -> Result<Self, NoPlaces> {
        let Written { sequence, steps } = written;
        let places = |steps: Vec<u64>| {
            let mut last = 0_u64;
            let place = |step: u64| {
                last = last.checked_add(step)?;
                (step > 0 && last <= sequence).then_some(last)
            };
            steps.into_iter().map(place).collect::<Option<Vec<_>>>()
        };
        let mut of = HashMap::with_capacity(steps.len());
        for (account, steps) in steps {
            let found = places(steps).ok_or_else(|| NoPlaces(account.clone()))?;
            of.insert(account, found);
        }
        Ok(Self { sequence, of })
    }
}

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::from(self).serialize(serializer)
    }
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
        | Event::TradeParked { .. }
        | Event::MintAccepted { .. }
        | Event::InventoryConfirmed { .. } => Vec::new(),
    }
}
