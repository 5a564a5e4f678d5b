//! What arrives by events of contracts: seen in a block, then confirmed when the block is deep enough, or dropped when it went
//! away. Deposits and burns are watched alike.
//!
//! What is above the newest checkpoint is read again and again, whole, until it is final; so a reorganisation needs no
//! case of its own: an arrival that the next observation lacks is dropped, one in another block has moved. What was confirmed
//! is never confirmed again; what is gone all the same is reported for an operator.

use std::collections::{BTreeMap, BTreeSet};

use money::{Cash, Units};
use serde::{Deserialize, Serialize};

use crate::action::BlockRef;
use crate::form;
use crate::hex_text::{Address, Hash};
use crate::messages::Event;
use crate::scan::depth;

/// Unique for ever and the same in whatever block the transaction ends up: the transaction, and the how manieth
/// deposit in it this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DepositId {
    /// The transaction.
    pub transaction: Hash,
    /// From 0.
    pub ordinal: u32,
}

impl std::fmt::Display for DepositId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.transaction, self.ordinal)
    }
}

/// Cash that arrived in the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    /// Which one.
    pub id: DepositId,
    /// Who sent it.
    pub from: Address,
    /// How much arrived.
    pub amount: Cash,
    /// The block it is in.
    pub block: BlockRef,
}

/// As [`DepositId`]: the how manieth burn of units of this index in its transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BurnId {
    /// The index whose token it is.
    pub index: String,
    /// The transaction.
    pub transaction: Hash,
    /// From 0.
    pub ordinal: u32,
}

impl std::fmt::Display for BurnId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.index, self.transaction, self.ordinal)
    }
}

/// Units of an index that their holder burned to redeem them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burn {
    /// Which one.
    pub id: BurnId,
    /// Who burned them.
    pub from: Address,
    /// How many.
    pub units: Units,
    /// The block it is in.
    pub block: BlockRef,
}

/// A kind of arrival, and how the journal tells of it.
pub(crate) trait Arrival: Clone + PartialEq {
    type Id: Clone + Ord;

    fn id(&self) -> Self::Id;
    fn block(&self) -> BlockRef;
    fn event(change: Change<Self>) -> Event;
}

/// What an observation changes.
pub(crate) enum Change<T: Arrival> {
    Seen(T),
    Dropped(T::Id),
    Confirmed(T),
    Vanished(T::Id),
}

impl Arrival for Deposit {
    type Id = DepositId;

    fn id(&self) -> DepositId {
        self.id
    }

    fn block(&self) -> BlockRef {
        self.block
    }

    fn event(change: Change<Self>) -> Event {
        match change {
            Change::Seen(deposit) => Event::DepositSeen { deposit },
            Change::Dropped(id) => Event::DepositDropped { id },
            Change::Confirmed(deposit) => Event::DepositConfirmed { deposit },
            Change::Vanished(id) => Event::DepositVanished { id },
        }
    }
}

impl Arrival for Burn {
    type Id = BurnId;

    fn id(&self) -> BurnId {
        self.id.clone()
    }

    fn block(&self) -> BlockRef {
        self.block
    }

    fn event(change: Change<Self>) -> Event {
        match change {
            Change::Seen(burn) => Event::BurnSeen { burn },
            Change::Dropped(id) => Event::BurnDropped { id },
            Change::Confirmed(burn) => Event::BurnConfirmed { burn },
            Change::Vanished(id) => Event::BurnVanished { id },
        }
    }
}

/// The arrivals of one kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(
        serialize = "T: Serialize, T::Id: Serialize",
        deserialize = "T: Deserialize<'de>, T::Id: Deserialize<'de>"
    )
)]
pub(crate) struct Arrivals<T: Arrival> {
    #[serde(with = "form::seen")]
    seen: BTreeMap<T::Id, T>,
    confirmed: BTreeSet<T::Id>,
    /// The confirmed ones above the oldest checkpoint, by block: what a deep reorganisation could take away.
    recent: BTreeSet<(u64, T::Id)>,
}

impl<T: Arrival> Default for Arrivals<T> {
    fn default() -> Self {
        Self {
            seen: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            recent: BTreeSet::new(),
        }
    }
}

impl<T: Arrival> Arrivals<T> {
    pub(crate) fn seen(&self) -> impl Iterator<Item = &T> {
        self.seen.values()
    }

    pub(crate) fn is_confirmed(&self, id: &T::Id) -> bool {
        self.confirmed.contains(id)
    }

    /// What it means that the canonical blocks of `covered` have exactly these.
    pub(crate) fn observe(
        &self,
        observed: &[T],
        covered: &std::ops::RangeInclusive<u64>,
        head: u64,
        confirmations: u64,
    ) -> Vec<Event> {
        let mut changes = Vec::new();
        let ids: BTreeSet<T::Id> = observed.iter().map(T::id).collect();
        for arrival in self.seen.values() {
            if covered.contains(&arrival.block().number) && !ids.contains(&arrival.id()) {
                changes.push(Change::Dropped(arrival.id()));
            }
        }
        for (number, id) in &self.recent {
            if covered.contains(number) && !ids.contains(id) {
                changes.push(Change::Vanished(id.clone()));
            }
        }
        for arrival in observed {
            let id = arrival.id();
            if self.confirmed.contains(&id) {
                continue;
            }
            if self.seen.get(&id) != Some(arrival) {
                changes.push(Change::Seen(arrival.clone()));
            }
            if depth(arrival.block().number, head) >= confirmations {
                changes.push(Change::Confirmed(arrival.clone()));
            }
        }
        changes.into_iter().map(T::event).collect()
    }

    pub(crate) fn apply_seen(&mut self, arrival: &T) {
        self.seen.insert(arrival.id(), arrival.clone());
    }

    pub(crate) fn apply_dropped(&mut self, id: &T::Id) {
        self.seen.remove(id);
    }

    pub(crate) fn apply_confirmed(&mut self, arrival: &T) {
        self.seen.remove(&arrival.id());
        self.confirmed.insert(arrival.id());
        self.recent.insert((arrival.block().number, arrival.id()));
    }

    pub(crate) fn apply_vanished(&mut self, id: &T::Id) {
        self.recent.retain(|(_, recent)| recent != id);
    }

    /// No reorganisation that is dealt with goes below this block.
    pub(crate) fn forget_up_to(&mut self, block: u64) {
        self.recent.retain(|(number, _)| *number > block);
    }
}
