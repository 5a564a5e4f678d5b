//! The machine's state: what can be read of it, and [`Minting::apply`], which alone changes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::action::{Action, ActionId, Attempt, BlockRef, Contract, Effect, Outcome, Stage};
use crate::arrivals::{Burn, BurnId, Deposit, DepositId};
use crate::form;
use crate::hex_text::{Address, Hash};
use crate::messages::{Contracts, Event};
use crate::scan::Scan;

/// Actions that may be signed and not yet confirmed: more would wait for each other's nonces anyway.
pub const IN_FLIGHT_MAX: usize = 64;
/// How often an action's fee can be raised.
pub const ATTEMPTS_MAX: usize = 24;
/// Bytes of an id, a symbol or a name.
pub const TEXT_BYTES_MAX: usize = 128;
/// Decimals of an index's units.
pub const SCALE_MAX: u8 = 18;

/// The token of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The contract.
    pub address: Address,
    /// Decimals of a unit.
    pub scale: u8,
}

/// The machine. What is skipped when it is written down is configured, or found again from the rest (`form`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Minting {
    #[serde(skip)]
    pub(crate) confirmations: u64,
    pub(crate) chain: Option<(u64, Hash)>,
    pub(crate) given: Option<Contracts>,
    pub(crate) deployed: BTreeMap<Contract, Address>,
    pub(crate) tokens: BTreeMap<String, Token>,
    #[serde(with = "form::actions")]
    pub(crate) actions: BTreeMap<ActionId, Action>,
    /// The open ones, by the order in which they were asked for.
    #[serde(skip)]
    pub(crate) open: BTreeMap<u64, ActionId>,
    pub(crate) requests: u64,
    pub(crate) next_nonce: u64,
    pub(crate) scan: Scan,
}

impl Minting {
    /// A machine that believes a block when `confirmations` blocks agree on it, itself included; at least 1.
    pub fn new(confirmations: u64) -> Self {
        Self {
            confirmations: confirmations.max(1),
            chain: None,
            given: None,
            deployed: BTreeMap::new(),
            tokens: BTreeMap::new(),
            actions: BTreeMap::new(),
            open: BTreeMap::new(),
            requests: 0,
            next_nonce: 0,
            scan: Scan::default(),
        }
    }

    /// How many blocks must agree.
    pub fn confirmations(&self) -> u64 {
        self.confirmations
    }

    /// The contracts, when all are there.
    pub fn contracts(&self) -> Option<Contracts> {
        if self.given.is_some() {
            return self.given;
        }
        Some(Contracts {
            cash: *self.deployed.get(&Contract::Cash)?,
            vault: *self.deployed.get(&Contract::Vault)?,
            factory: *self.deployed.get(&Contract::Factory)?,
        })
    }

    /// The address of a contract that is being deployed, as soon as it is in a block.
    pub fn deployed(&self, contract: Contract) -> Option<Address> {
        match &self.actions.get(&ActionId::Deploy(contract))?.stage {
            Stage::Mined { inclusion, .. } => match inclusion.outcome {
                Outcome::Done { created } => created,
                Outcome::Reverted { .. } => None,
            },
            Stage::Confirmed { created, .. } => *created,
            Stage::Requested | Stage::Signed { .. } | Stage::Failed { .. } => None,
        }
    }

    /// The tokens of the indexes, by symbol.
    pub fn tokens(&self) -> &BTreeMap<String, Token> {
        &self.tokens
    }

    /// An action.
    pub fn action(&self, id: &ActionId) -> Option<&Action> {
        self.actions.get(id)
    }

    /// The actions for which something must still be done, in the order in which they were asked for.
    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.open.values().map(|id| &self.actions[id])
    }

    /// The first nonce that no action has.
    pub fn next_nonce(&self) -> u64 {
        self.next_nonce
    }

    /// The block before which nothing of the contracts happened.
    pub fn start_block(&self) -> u64 {
        self.scan.start()
    }

    /// The block from which deposits and burns must be read.
    pub fn next_block(&self) -> u64 {
        self.scan.next_block()
    }

    /// The checkpoints, newest last.
    pub fn checkpoints(&self) -> &[BlockRef] {
        self.scan.checkpoints()
    }

    /// Deposits without their confirmations.
    pub fn seen_deposits(&self) -> impl Iterator<Item = &Deposit> {
        self.scan.deposits.seen()
    }

    /// Burns without their confirmations.
    pub fn seen_burns(&self) -> impl Iterator<Item = &Burn> {
        self.scan.burns.seen()
    }

    /// Whether a deposit was confirmed.
    pub fn is_confirmed(&self, id: &DepositId) -> bool {
        self.scan.deposits.is_confirmed(id)
    }

    /// Whether a burn was confirmed.
    pub fn is_burn_confirmed(&self, id: &BurnId) -> bool {
        self.scan.burns.is_confirmed(id)
    }

    /// Changes the state by what happened.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Identified { chain_id, genesis } => self.chain = Some((*chain_id, *genesis)),
            Event::ContractsGiven {
                contracts,
                start_block,
            } => {
                self.given = Some(*contracts);
                self.scan.start_at(*start_block);
            }
            Event::Accepted {
                effect,
                traceparent,
            } => {
                self.requests += 1;
                let action = Action {
                    effect: effect.clone(),
                    traceparent: traceparent.clone(),
                    order: self.requests,
                    stage: Stage::Requested,
                };
                self.open.insert(self.requests, effect.id());
                self.actions.insert(effect.id(), action);
            }
            Event::Signed { id, attempt } => {
                self.next_nonce = self.next_nonce.max(attempt.nonce + 1);
                let mut attempts = self.attempts(id);
                attempts.push(attempt.clone());
                self.move_to(id, Stage::Signed { attempts });
            }
            Event::Mined { id, inclusion } => {
                let attempts = self.attempts(id);
                self.move_to(
                    id,
                    Stage::Mined {
                        attempts,
                        inclusion: inclusion.clone(),
                    },
                );
            }
            Event::Unmined { id } => {
                let attempts = self.attempts(id);
                self.move_to(id, Stage::Signed { attempts });
            }
            Event::NonceLost { id, .. } => self.move_to(id, Stage::Requested),
            Event::Confirmed {
                id,
                hash,
                block,
                created,
            } => {
                self.keep_created(id, *block, *created);
                self.move_to(
                    id,
                    Stage::Confirmed {
                        hash: *hash,
                        block: *block,
                        created: *created,
                    },
                );
            }
            Event::Failed { id, text } => self.move_to(id, Stage::Failed { text: text.clone() }),
            Event::DepositSeen { deposit } => self.scan.deposits.apply_seen(deposit),
            Event::DepositDropped { id } => self.scan.deposits.apply_dropped(id),
            Event::DepositConfirmed { deposit } => self.scan.deposits.apply_confirmed(deposit),
            Event::DepositVanished { id } => self.scan.deposits.apply_vanished(id),
            Event::BurnSeen { burn } => self.scan.burns.apply_seen(burn),
            Event::BurnDropped { id } => self.scan.burns.apply_dropped(id),
            Event::BurnConfirmed { burn } => self.scan.burns.apply_confirmed(burn),
            Event::BurnVanished { id } => self.scan.burns.apply_vanished(id),
            Event::Checkpoint { block } => self.scan.apply_checkpoint(*block),
            Event::Rewound { to } => self.scan.apply_rewound(*to),
        }
    }

    fn attempts(&self, id: &ActionId) -> Vec<Attempt> {
        self.actions
            .get(id)
            .map(|action| action.attempts().to_vec())
            .unwrap_or_default()
    }

    fn move_to(&mut self, id: &ActionId, stage: Stage) {
        let action = self
            .actions
            .get_mut(id)
            .expect("an event about an action follows its acceptance");
        action.stage = stage;
        if !action.is_open() {
            self.open.remove(&action.order);
        }
    }

    fn keep_created(&mut self, id: &ActionId, block: BlockRef, created: Option<Address>) {
        let effect = &self.actions[id].effect;
        match (effect, created) {
            (Effect::Deploy { contract }, Some(address)) => {
                self.deployed.insert(*contract, address);
                if *contract == Contract::Vault {
                    self.scan.start_at(block.number);
                }
            }
            (Effect::CreateIndex { symbol, scale, .. }, Some(address)) => {
                self.tokens.insert(
                    symbol.clone(),
                    Token {
                        address,
                        scale: *scale,
                    },
                );
            }
            (
                Effect::Deploy { .. }
                | Effect::CreateIndex { .. }
                | Effect::Mint { .. }
                | Effect::Payout { .. },
                _,
            ) => {}
        }
    }
}
