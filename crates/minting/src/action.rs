//! What has to happen on the chain exactly once, and how far it is.

use std::fmt;

use money::{Cash, Units};
use serde::{Deserialize, Serialize};

use crate::hex_text::{Address, Hash, Raw};

/// A contract that a development deployment makes, in the order in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contract {
    /// The cash token of a development chain.
    Cash,
    /// The vault for that cash.
    Vault,
    /// The factory of index tokens.
    Factory,
}

/// Which action: unique for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionId {
    /// The deployment of a contract.
    Deploy(Contract),
    /// The token of the index with this symbol.
    Index(String),
    /// The mint with this id.
    Mint(String),
    /// The payout with this id.
    Payout(String),
}

impl fmt::Display for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deploy(contract) => write!(f, "deployment of {contract:?}"),
            Self::Index(symbol) => write!(f, "index {symbol}"),
            Self::Mint(id) => write!(f, "mint {id}"),
            Self::Payout(id) => write!(f, "payout {id}"),
        }
    }
}

/// What it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Makes a contract.
    Deploy {
        /// Which one.
        contract: Contract,
    },
    /// Makes the token of an index.
    CreateIndex {
        /// The index.
        symbol: String,
        /// Its name in full.
        name: String,
        /// Decimals of a unit.
        scale: u8,
    },
    /// Creates units.
    Mint {
        /// Unique for ever.
        mint_id: String,
        /// The index whose units they are.
        index: String,
        /// Who gets them.
        to: Address,
        /// How many.
        units: Units,
    },
    /// Pays cash from the vault.
    Payout {
        /// Unique for ever.
        payout_id: String,
        /// Who gets it.
        to: Address,
        /// How much.
        amount: Cash,
    },
}

impl Effect {
    /// The id of the action with this effect.
    pub fn id(&self) -> ActionId {
        match self {
            Self::Deploy { contract } => ActionId::Deploy(*contract),
            Self::CreateIndex { symbol, .. } => ActionId::Index(symbol.clone()),
            Self::Mint { mint_id, .. } => ActionId::Mint(mint_id.clone()),
            Self::Payout { payout_id, .. } => ActionId::Payout(payout_id.clone()),
        }
    }
}

/// A block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRef {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: Hash,
}

/// One signed transaction. Several with the same nonce are attempts at the same action; at most one can be mined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its hash.
    pub hash: Hash,
    /// The signer's nonce.
    pub nonce: u64,
    /// The most it pays for a unit of gas, in wei.
    pub max_fee: u64,
    /// Of that, what the block's producer gets at most.
    pub tip: u64,
    /// What is broadcast, always the same bytes.
    pub raw: Raw,
}

/// Where and how a transaction ended up in a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inclusion {
    /// The transaction.
    pub hash: Hash,
    /// The canonical block it is in.
    pub block: BlockRef,
    /// What it did there.
    pub outcome: Outcome,
}

/// What a mined transaction did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// What it was meant to.
    Done {
        /// The contract or token it made.
        created: Option<Address>,
    },
    /// Nothing.
    Reverted {
        /// Why.
        text: String,
    },
}

/// How far an action is.
///
/// ```text
/// requested ── sign ──> signed ── mined ──> mined ── confirmations ──> confirmed
///     │  ^               │  ^ └─ sign again, higher fee (same nonce)     or failed, when it was reverted
///     │  └─ nonce lost ──┘  └── block gone ──┘
///     ├── refused by the contract ──> failed
///     └── found by its event ──> confirmed  (also from signed and mined)
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Stage {
    /// Durable, not signed.
    Requested,
    /// Signed and durable, so it may have been broadcast.
    Signed {
        /// Same nonce, rising fees.
        attempts: Vec<Attempt>,
    },
    /// One of the attempts is in a block that may still go away.
    Mined {
        /// Same nonce, rising fees.
        attempts: Vec<Attempt>,
        /// Which one, where.
        inclusion: Inclusion,
    },
    /// In a block with enough confirmations.
    Confirmed {
        /// The transaction.
        hash: Hash,
        /// Its block.
        block: BlockRef,
        /// The contract or token it made.
        created: Option<Address>,
    },
    /// It will never happen; an operator must look.
    Failed {
        /// Why.
        text: String,
    },
}

/// An action and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What it does.
    pub effect: Effect,
    /// The traceparent of whoever asked for it.
    pub traceparent: String,
    /// Its place in the order of requests.
    pub order: u64,
    /// How far it is.
    pub stage: Stage,
}

impl Action {
    /// The attempts that may be in a block, oldest first.
    pub fn attempts(&self) -> &[Attempt] {
        match &self.stage {
            Stage::Signed { attempts } | Stage::Mined { attempts, .. } => attempts,
            Stage::Requested | Stage::Confirmed { .. } | Stage::Failed { .. } => &[],
        }
    }

    /// Whether something must still be done for it.
    pub fn is_open(&self) -> bool {
        match &self.stage {
            Stage::Requested | Stage::Signed { .. } | Stage::Mined { .. } => true,
            Stage::Confirmed { .. } | Stage::Failed { .. } => false,
        }
    }
}
