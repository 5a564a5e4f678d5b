//! How far the chain has been read, and what it has brought: deposits into the vault and burns of index units.
//!
//! A checkpoint is set only where everything up to it is confirmed. A reorganisation deeper than the confirmations shows in a
//! checkpoint whose hash is no longer canonical; the scan then goes back.

use serde::{Deserialize, Serialize};

use crate::action::BlockRef;
use crate::arrivals::{Arrivals, Burn, Deposit};
use crate::messages::Event;

/// Blocks between two checkpoints.
pub const CHECKPOINT_BLOCKS: u64 = 64;
/// Checkpoints that a deep reorganisation can go back to.
pub const CHECKPOINTS_MAX: usize = 16;

/// What the chain has between two blocks: everything of the canonical blocks from `from` to `to`.
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
    /// The burns of every index's units, in the chain's order.
    pub burns: Vec<Burn>,
    /// A block from `from` to `to` with enough confirmations, the newest such, if there is one.
    pub last_final: Option<BlockRef>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scan {
    start: u64,
    checkpoints: Vec<BlockRef>,
    pub(crate) deposits: Arrivals<Deposit>,
    pub(crate) burns: Arrivals<Burn>,
}

impl Scan {
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

    /// Whether its checkpoints can be such: those that were read, of a written state.
    pub(crate) fn is_in_order(&self) -> bool {
        let numbers = self.checkpoints.iter().map(|checkpoint| checkpoint.number);
        self.checkpoints.len() <= CHECKPOINTS_MAX && numbers.is_sorted()
    }

    /// What an observation of the blocks after the newest checkpoint means. An observation that starts elsewhere is
    /// older than the checkpoint and means nothing.
    pub(crate) fn observe(&self, observation: &Observation, confirmations: u64) -> Vec<Event> {
        let Observation {
            from,
            to,
            head,
            deposits,
            burns,
            last_final,
        } = observation;
        if *from != self.next_block() {
            return Vec::new();
        }
        let covered = *from..=*to;
        let mut events = self
            .deposits
            .observe(deposits, &covered, *head, confirmations);
        events.extend(self.burns.observe(burns, &covered, *head, confirmations));
        if let Some(last_final) = *last_final
            && last_final.number >= from + CHECKPOINT_BLOCKS - 1
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

    pub(crate) fn apply_checkpoint(&mut self, block: BlockRef) {
        self.checkpoints.push(block);
        if self.checkpoints.len() > CHECKPOINTS_MAX {
            let oldest = self.checkpoints.remove(0).number;
            self.deposits.forget_up_to(oldest);
            self.burns.forget_up_to(oldest);
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
