//! The chain minter's journal: what it tells of deposits, burns, mints and payouts.

use std::collections::BTreeMap;
use std::fmt;

use minting::{ActionId, Effect, Event, Minting};
use money::{Cash, Units};

use crate::Rule;
use crate::breach::{At, Breaches, Source};
use crate::follow::{self, Told};
use crate::replay::Replay;

/// What the solver has to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Deposit(Box<issuance::Deposit>),
    Burn(Box<issuance::Burn>),
    Mint {
        id: String,
        transaction_hash: String,
        block_number: u64,
    },
    Payout {
        id: String,
        transaction_hash: String,
        block_number: u64,
    },
    /// A mint or a payout that will never be.
    Failed {
        what: Asked,
        id: String,
    },
}

/// What the minter was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Mint,
    Payout,
}

impl follow::Item for Item {
    fn rule(&self) -> Rule {
        match self {
            Self::Deposit(_) => Rule::Deposits,
            Self::Burn(_) => Rule::Burns,
            Self::Mint { .. }
            | Self::Failed {
                what: Asked::Mint, ..
            } => Rule::Mints,
            Self::Payout { .. }
            | Self::Failed {
                what: Asked::Payout,
                ..
            } => Rule::Payouts,
        }
    }

    fn must_be_booked(&self) -> bool {
        true
    }
}

impl fmt::Display for Item {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deposit(deposit) => write!(
                formatter,
                "deposit {} of {} from {} in block {}",
                deposit.deposit_id, deposit.amount, deposit.from, deposit.block_number
            ),
            Self::Burn(burn) => write!(
                formatter,
                "burn {} of {} {} from {} in block {}",
                burn.burn_id, burn.units, burn.index, burn.from, burn.block_number
            ),
            Self::Mint {
                id,
                transaction_hash,
                block_number,
            } => write!(
                formatter,
                "mint {id} in transaction {transaction_hash} of block {block_number}"
            ),
            Self::Payout {
                id,
                transaction_hash,
                block_number,
            } => write!(
                formatter,
                "payout {id} in transaction {transaction_hash} of block {block_number}"
            ),
            Self::Failed {
                what: Asked::Mint,
                id,
            } => write!(formatter, "the failure of mint {id}"),
            Self::Failed {
                what: Asked::Payout,
                id,
            } => write!(formatter, "the failure of payout {id}"),
        }
    }
}

/// A mint as it was asked for.
#[derive(Debug)]
pub(crate) struct Mint {
    pub(crate) at: At,
    pub(crate) index: String,
    pub(crate) to: String,
    pub(crate) units: Units,
    pub(crate) confirmed: Option<At>,
}

/// A payout as it was asked for.
#[derive(Debug)]
pub(crate) struct Payout {
    pub(crate) at: At,
    pub(crate) to: String,
    pub(crate) amount: Cash,
    pub(crate) confirmed: Option<At>,
}

pub(crate) struct Minter {
    pub(crate) replay: Replay,
    pub(crate) state: Minting,
    pub(crate) told: Told<Item>,
    pub(crate) mints: BTreeMap<String, Mint>,
    pub(crate) payouts: BTreeMap<String, Payout>,
    /// Confirmed deposits by their ids.
    pub(crate) deposits: BTreeMap<String, (At, Cash)>,
}

impl Minter {
    pub(crate) fn new() -> Self {
        Self {
            replay: Replay::new(Source::ChainMinter),
            // Only decisions need the confirmations.
            state: Minting::new(1),
            told: Told::new(),
            mints: BTreeMap::new(),
            payouts: BTreeMap::new(),
            deposits: BTreeMap::new(),
        }
    }

    pub(crate) fn take(&mut self, at: At, event: &Event, breaches: &mut Breaches) {
        let state = &mut self.state;
        if !self.replay.apply(at, breaches, || state.apply(event)) {
            return;
        }
        match event {
            Event::Accepted { effect, .. } => self.accept(at, effect),
            Event::Confirmed {
                id, hash, block, ..
            } => self.confirm(at, id, &hash.to_string(), block.number, breaches),
            Event::Failed {
                id: ActionId::Mint(id),
                ..
            } => self.fail(at, Asked::Mint, id),
            Event::Failed {
                id: ActionId::Payout(id),
                ..
            } => self.fail(at, Asked::Payout, id),
            Event::DepositConfirmed { deposit } => {
                let id = deposit.id.to_string();
                let before = self.deposits.insert(id.clone(), (at, deposit.amount));
                if let Some((before, _)) = before {
                    let text = format!("deposit {id} is that of record {} again", before.sequence);
                    breaches.add(Rule::Deposits, Some(self.replay.source.at(at)), text);
                }
                let deposit = issuance::Deposit {
                    deposit_id: id,
                    from: deposit.from.to_string(),
                    amount: deposit.amount,
                    transaction_hash: deposit.id.transaction.to_string(),
                    block_number: deposit.block.number,
                };
                self.tell(at, Item::Deposit(Box::new(deposit)));
            }
            Event::BurnConfirmed { burn } => {
                let burn = issuance::Burn {
                    burn_id: burn.id.to_string(),
                    index: burn.id.index.as_str().into(),
                    from: burn.from.to_string(),
                    units: burn.units,
                    transaction_hash: burn.id.transaction.to_string(),
                    block_number: burn.block.number,
                };
                self.tell(at, Item::Burn(Box::new(burn)));
            }
            Event::Failed {
                id: ActionId::Deploy(_) | ActionId::Index(_),
                ..
            }
            | Event::Identified { .. }
            | Event::ContractsGiven { .. }
            | Event::Signed { .. }
            | Event::Mined { .. }
            | Event::Unmined { .. }
            | Event::NonceLost { .. }
            | Event::DepositSeen { .. }
            | Event::DepositDropped { .. }
            | Event::DepositVanished { .. }
            | Event::BurnSeen { .. }
            | Event::BurnDropped { .. }
            | Event::BurnVanished { .. }
            | Event::Checkpoint { .. }
            | Event::Rewound { .. } => {}
        }
    }

    fn tell(&mut self, at: At, item: Item) {
        self.told.insert(at.sequence, (at, item));
    }

    fn fail(&mut self, at: At, what: Asked, id: &str) {
        let id = id.to_owned();
        self.tell(at, Item::Failed { what, id });
    }

    fn accept(&mut self, at: At, effect: &Effect) {
        match effect {
            Effect::Mint {
                mint_id,
                index,
                to,
                units,
            } => {
                let mint = Mint {
                    at,
                    index: index.clone(),
                    to: to.to_string(),
                    units: *units,
                    confirmed: None,
                };
                self.mints.insert(mint_id.clone(), mint);
            }
            Effect::Payout {
                payout_id,
                to,
                amount,
            } => {
                let payout = Payout {
                    at,
                    to: to.to_string(),
                    amount: *amount,
                    confirmed: None,
                };
                self.payouts.insert(payout_id.clone(), payout);
            }
            Effect::Deploy { .. } | Effect::CreateIndex { .. } => {}
        }
    }

    fn confirm(
        &mut self,
        at: At,
        id: &ActionId,
        transaction_hash: &str,
        block_number: u64,
        breaches: &mut Breaches,
    ) {
        match id {
            ActionId::Mint(id) => {
                let mint = self.mints.get_mut(id);
                let before = mint.and_then(|mint| mint.confirmed.replace(at));
                if let Some(before) = before {
                    let text = format!("mint {id} is that of record {} again", before.sequence);
                    breaches.add(Rule::Mints, Some(self.replay.source.at(at)), text);
                }
                let item = Item::Mint {
                    id: id.clone(),
                    transaction_hash: transaction_hash.to_owned(),
                    block_number,
                };
                self.tell(at, item);
            }
            ActionId::Payout(id) => {
                let payout = self.payouts.get_mut(id);
                let before = payout.and_then(|payout| payout.confirmed.replace(at));
                if let Some(before) = before {
                    let text = format!("payout {id} is that of record {} again", before.sequence);
                    breaches.add(Rule::Payouts, Some(self.replay.source.at(at)), text);
                }
                let item = Item::Payout {
                    id: id.clone(),
                    transaction_hash: transaction_hash.to_owned(),
                    block_number,
                };
                self.tell(at, item);
            }
            ActionId::Deploy(_) | ActionId::Index(_) => {}
        }
    }
}
