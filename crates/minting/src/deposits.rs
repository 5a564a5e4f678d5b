//! Deposits: seen in a block, then confirmed when the block is deep enough, or dropped when it went away.
//!
//! What is above the newest checkpoint is read again and again, whole, until it is final; so a reorganisation needs no
//! case of its own: a deposit that the next observation lacks is dropped, one in another block has moved. A checkpoint
//! is set only where every deposit up to it is confirmed.
//!
//! A reorganisation deeper than the confirmations shows in a checkpoint whose hash is no longer canonical. The scan
//! then goes back; a confirmed deposit is never credited again, and one that is gone is reported for an operator.

use std::collections::{BTreeMap, BTreeSet};

use money::Cash;
use serde::{Deserialize, Serialize};

use crate::action::BlockRef;
use crate::hex_text::{Address, Hash};
use crate::messages::Event;

/// Blocks between two checkpoints.
pub const CHECKPOINT_BLOCKS: u64 = 64;
/// Checkpoints that a deep reorganisation can go back to.
pub const CHECKPOINTS_MAX: usize = 16;

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

/// What the chain has between two blocks: every deposit of the canonical blocks from `from` to `to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The first block that was read: that after the newest checkpoint.
    pub from: u64,
    /// The last block that was read.
    pub to: u64,
    /// The newest block of the chain.
    pub head: u64,
    /// The deposits, in the chain's order.
    pub deposits: Vec<Deposit>,
    /// A block from `from` to `to` with enough confirmations, the newest such, if there is one.
    pub last_final: Option<BlockRef>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Deposits {
    start: u64,
    checkpoints: Vec<BlockRef>,
    seen: BTreeMap<DepositId, Deposit>,
    confirmed: BTreeSet<DepositId>,
    /// The confirmed ones above the oldest checkpoint, by block: what a deep reorganisation could take away.
    recent: BTreeSet<(u64, DepositId)>,
}

impl Deposits {
    /// Scanning starts at this block.
    pub(crate) fn start_at(&mut self, number: u64) {
        self.start = number;
    }

    pub(crate) fn start(&self) -> u64 {
        self.start
    }

    /// The block to read next.
    pub(crate) fn next_block(&self) -> u64 {
        self.checkpoints
            .last()
            .map_or(self.start, |checkpoint| checkpoint.number + 1)
    }

    /// Newest last.
    pub(crate) fn checkpoints(&self) -> &[BlockRef] {
        &self.checkpoints
    }

    pub(crate) fn seen(&self) -> impl Iterator<Item = &Deposit> {
        self.seen.values()
    }

    pub(crate) fn is_confirmed(&self, id: &DepositId) -> bool {
        self.confirmed.contains(id)
    }

    /// What an observation of the blocks after the newest checkpoint means. An observation that starts elsewhere is
    /// older than the checkpoint and means nothing.
    pub(crate) fn observe(&self, observation: &Observation, confirmations: u64) -> Vec<Event> {
        if observation.from != self.next_block() {
            return Vec::new();
        }
        let mut events = Vec::new();
        let observed: BTreeSet<DepositId> = observation
            .deposits
            .iter()
            .map(|deposit| deposit.id)
            .collect();
        let covered = |number: u64| (observation.from..=observation.to).contains(&number);
        for deposit in self.seen.values() {
            if covered(deposit.block.number) && !observed.contains(&deposit.id) {
                events.push(Event::DepositDropped { id: deposit.id });
            }
        }
        for (number, id) in &self.recent {
            if covered(*number) && !observed.contains(id) {
                events.push(Event::DepositVanished { id: *id });
            }
        }
        for deposit in &observation.deposits {
            if self.confirmed.contains(&deposit.id) {
                continue;
            }
            if self.seen.get(&deposit.id) != Some(deposit) {
                events.push(Event::DepositSeen { deposit: *deposit });
            }
            if depth(deposit.block.number, observation.head) >= confirmations {
                events.push(Event::DepositConfirmed { deposit: *deposit });
            }
        }
        if let Some(last_final) = observation.last_final
            && last_final.number >= observation.from + CHECKPOINT_BLOCKS - 1
        {
            events.push(Event::Checkpoint { block: last_final });
        }
        events
    }

    /// What it means that of the checkpoints only `kept` is still canonical, or none.
    pub(crate) fn rewind(&self, kept: Option<BlockRef>) -> Vec<Event> {
        let newest = self.checkpoints.last().copied();
        let known = kept.is_none_or(|kept| self.checkpoints.contains(&kept));
        if newest == kept || !known {
            Vec::new()
        } else {
            vec![Event::Rewound { to: kept }]
        }
    }

    pub(crate) fn apply_seen(&mut self, deposit: &Deposit) {
        self.seen.insert(deposit.id, *deposit);
    }

    pub(crate) fn apply_dropped(&mut self, id: &DepositId) {
        self.seen.remove(id);
    }

    pub(crate) fn apply_confirmed(&mut self, deposit: &Deposit) {
        self.seen.remove(&deposit.id);
        self.confirmed.insert(deposit.id);
        self.recent.insert((deposit.block.number, deposit.id));
    }

    pub(crate) fn apply_vanished(&mut self, id: &DepositId) {
        self.recent.retain(|(_, recent)| recent != id);
    }

    pub(crate) fn apply_checkpoint(&mut self, block: BlockRef) {
        self.checkpoints.push(block);
        if self.checkpoints.len() > CHECKPOINTS_MAX {
            let oldest = self.checkpoints.remove(0);
            self.recent.retain(|(number, _)| *number > oldest.number);
        }
    }

    pub(crate) fn apply_rewound(&mut self, to: Option<BlockRef>) {
        match to {
            Some(kept) => self
                .checkpoints
                .retain(|checkpoint| checkpoint.number <= kept.number),
            None => self.checkpoints.clear(),
        }
    }
}

/// How many blocks agree on block `number`, itself included.
pub(crate) fn depth(number: u64, head: u64) -> u64 {
    (head + 1).saturating_sub(number)
}
