//! What the machine can be asked, what can happen, and why it refuses.

use money::{Cash, Units};
use serde::{Deserialize, Serialize};

use crate::action::{ActionId, Attempt, BlockRef, Effect, Inclusion};
use crate::arrivals::{Burn, BurnId, Deposit, DepositId};
use crate::hex_text::{Address, Hash};
use crate::machine::{ATTEMPTS_MAX, IN_FLIGHT_MAX, SCALE_MAX, TEXT_BYTES_MAX};
use crate::scan::Observation;

/// The contracts in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contracts {
    /// The cash token.
    pub cash: Address,
    /// The vault.
    pub vault: Address,
    /// The factory of index tokens.
    pub factory: Address,
}

/// What the machine can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// This is the chain. Another one than before is refused.
    Identify {
        /// The chain's id.
        chain_id: u64,
        /// The hash of its first block.
        genesis: Hash,
    },
    /// Use contracts that are there, and look for deposits from `start_block` on.
    UseContracts {
        /// The contracts.
        contracts: Contracts,
        /// The block before which the vault has no deposits.
        start_block: u64,
    },
    /// Make contracts for development.
    Deploy,
    /// Make sure that an index has its token.
    EnsureIndex {
        /// The index.
        symbol: String,
        /// Its name in full.
        name: String,
        /// Decimals of a unit.
        scale: u8,
    },
    /// Create units.
    Mint {
        /// Unique for ever.
        mint_id: String,
        /// The index.
        index: String,
        /// Who gets them.
        to: Address,
        /// How many.
        units: Units,
        /// The trace of the order.
        traceparent: String,
    },
    /// Pay cash out of the vault.
    Payout {
        /// Unique for ever.
        payout_id: String,
        /// Who gets it.
        to: Address,
        /// How much.
        amount: Cash,
        /// The trace of the request.
        traceparent: String,
    },
    /// A transaction for an action was signed: it may be broadcast when this is durable.
    Sign {
        /// The action.
        id: ActionId,
        /// The transaction.
        attempt: Attempt,
    },
    /// What the chain says about an action's attempts: in which canonical block one of them is, if in any.
    Inspect {
        /// The action.
        id: ActionId,
        /// Where it is.
        inclusion: Option<Inclusion>,
        /// The newest block.
        head: u64,
    },
    /// The contract says that the action happened, whoever sent the transaction; its event is in this block.
    Found {
        /// The action.
        id: ActionId,
        /// The transaction.
        hash: Hash,
        /// Its canonical block.
        block: BlockRef,
        /// The token it made.
        created: Option<Address>,
        /// The newest block.
        head: u64,
    },
    /// The action's nonce was used, with enough confirmations, by a transaction that is none of its attempts.
    NonceLost {
        /// The action.
        id: ActionId,
        /// The nonce.
        nonce: u64,
    },
    /// The contract refuses it for good.
    Refuse {
        /// The action.
        id: ActionId,
        /// Why.
        text: String,
    },
    /// The deposits and burns after the newest checkpoint.
    Observe(Observation),
    /// Only this checkpoint is still canonical, or none is.
    Rewind {
        /// The newest canonical checkpoint.
        kept: Option<BlockRef>,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// This is the chain.
    Identified {
        /// The chain's id.
        chain_id: u64,
        /// The hash of its first block.
        genesis: Hash,
    },
    /// These are the contracts.
    ContractsGiven {
        /// The contracts.
        contracts: Contracts,
        /// Where the scan for deposits starts.
        start_block: u64,
    },
    /// Something must happen on the chain, once.
    Accepted {
        /// What.
        effect: Effect,
        /// The trace of whoever asked.
        traceparent: String,
    },
    /// A transaction for it was signed.
    Signed {
        /// The action.
        id: ActionId,
        /// The transaction.
        attempt: Attempt,
    },
    /// One of its attempts is in a block.
    Mined {
        /// The action.
        id: ActionId,
        /// Which, where, and what it did.
        inclusion: Inclusion,
    },
    /// The block is gone: it waits again.
    Unmined {
        /// The action.
        id: ActionId,
    },
    /// Its nonce was used by another transaction: it must be signed anew.
    NonceLost {
        /// The action.
        id: ActionId,
        /// The nonce.
        nonce: u64,
    },
    /// It happened and its block is deep enough.
    Confirmed {
        /// The action.
        id: ActionId,
        /// The transaction.
        hash: Hash,
        /// Its block.
        block: BlockRef,
        /// The contract or token it made.
        created: Option<Address>,
    },
    /// It will never happen.
    Failed {
        /// The action.
        id: ActionId,
        /// Why.
        text: String,
    },
    /// A deposit is in a block, or in another one than before.
    DepositSeen {
        /// The deposit.
        deposit: Deposit,
    },
    /// The block of a deposit went away before its confirmations.
    DepositDropped {
        /// The deposit.
        id: DepositId,
    },
    /// A deposit's block is deep enough.
    DepositConfirmed {
        /// The deposit.
        deposit: Deposit,
    },
    /// A reorganisation deeper than the confirmations took a confirmed deposit away: an operator must look.
    DepositVanished {
        /// The deposit.
        id: DepositId,
    },
    /// A burn of units is in a block, or in another one than before.
    BurnSeen {
        /// The burn.
        burn: Burn,
    },
    /// The block of a burn went away before its confirmations.
    BurnDropped {
        /// The burn.
        id: BurnId,
    },
    /// A burn's block is deep enough.
    BurnConfirmed {
        /// The burn.
        burn: Burn,
    },
    /// A reorganisation deeper than the confirmations took a confirmed burn away: an operator must look.
    BurnVanished {
        /// The burn.
        id: BurnId,
    },
    /// Every deposit and burn up to this block is confirmed.
    Checkpoint {
        /// The block.
        block: BlockRef,
    },
    /// Checkpoints after this one are no longer canonical: the chain is read again from there.
    Rewound {
        /// The newest canonical checkpoint; none: from the start.
        to: Option<BlockRef>,
    },
}

/// Why a command is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The journal belongs to another chain.
    #[error("this journal belongs to chain {known_chain_id} with genesis block {known_genesis}")]
    OtherChain {
        /// The chain's id.
        known_chain_id: u64,
        /// Its first block.
        known_genesis: Hash,
    },
    /// The journal belongs to other contracts.
    #[error("this journal belongs to other contracts: vault {}, factory {}", known.vault, known.factory)]
    OtherContracts {
        /// Those in the journal.
        known: Contracts,
    },
    /// There are no contracts yet.
    #[error("the contracts are not deployed yet")]
    NoContracts,
    /// An empty or overlong text.
    #[error("{what} must have 1 to {TEXT_BYTES_MAX} bytes")]
    BadText {
        /// Which.
        what: &'static str,
    },
    /// Too many decimals.
    #[error("units have at most {SCALE_MAX} decimals")]
    BadScale,
    /// Nothing to mint or pay.
    #[error("the amount is zero or negative")]
    ZeroAmount,
    /// The amount has more decimals than the token.
    #[error("the amount has more than {0} decimals")]
    TooPrecise(u8),
    /// The index has no token.
    #[error("index {0} has no token: ensure it first")]
    UnknownIndex(String),
    /// The id was used for something else.
    #[error("{0} was asked for before with other contents")]
    OtherContents(ActionId),
    /// No such action.
    #[error("{0} was never asked for")]
    UnknownAction(ActionId),
    /// What happened to the action does not fit how far it is.
    #[error("{id} is {stage}, so it cannot be {what}")]
    WrongStage {
        /// The action.
        id: ActionId,
        /// How far it is.
        stage: &'static str,
        /// What was to be done.
        what: &'static str,
    },
    /// A nonce that was given to another action.
    #[error("nonce {nonce} is not free: the next one is {next}")]
    NonceTaken {
        /// The attempt's.
        nonce: u64,
        /// The next free one.
        next: u64,
    },
    /// A further attempt must have the nonce of the first.
    #[error("a further attempt must have nonce {0}")]
    OtherNonce(u64),
    /// A further attempt must pay more.
    #[error("a further attempt must raise both fees")]
    FeeNotRaised,
    /// [`ATTEMPTS_MAX`] were made.
    #[error("{0} has had {ATTEMPTS_MAX} attempts")]
    TooManyAttempts(ActionId),
    /// [`IN_FLIGHT_MAX`] actions are signed.
    #[error("{IN_FLIGHT_MAX} transactions wait for their confirmations")]
    TooManyInFlight,
}
