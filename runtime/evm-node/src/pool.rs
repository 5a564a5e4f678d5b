//! Transactions that are waiting for a block.
//!
//! An address has at most one waiting transaction for each nonce; a second one replaces it when it pays enough more.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use alloy::consensus::transaction::Recovered;
use alloy::consensus::{Transaction as _, TxEnvelope};
use alloy::primitives::{Address, B256};

/// Transactions that may wait.
pub(crate) const POOL_TRANSACTIONS_MAX: usize = 4096;
/// How far a nonce may be ahead of its account's.
pub(crate) const NONCE_GAP_MAX: u64 = 1024;
/// By how many percent a replacement must raise both fees.
pub(crate) const REPLACEMENT_PERCENT_MIN: u128 = 10;

/// A signed transaction with its signer, shared between the pool, the blocks and the answers.
pub(crate) type SignedTransaction = Arc<Recovered<TxEnvelope>>;

/// Why a transaction cannot wait here. Texts are those of the common nodes, for the clients that look at them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The same transaction is waiting or mined.
    #[error("already known")]
    AlreadyKnown,
    /// The nonce was used.
    #[error("nonce too low: next nonce {next}, tx nonce {nonce}")]
    NonceTooLow {
        /// The account's next nonce.
        next: u64,
        /// The transaction's.
        nonce: u64,
    },
    /// The nonce is further ahead than [`NONCE_GAP_MAX`].
    #[error("nonce too high: next nonce {next}, tx nonce {nonce}")]
    NonceTooHigh {
        /// The account's next nonce.
        next: u64,
        /// The transaction's.
        nonce: u64,
    },
    /// Another transaction waits with this nonce and the fees are not raised enough.
    #[error("replacement transaction underpriced")]
    Underpriced,
    /// Value and the highest possible fee are more than the balance.
    #[error("insufficient funds for gas * price + value")]
    InsufficientFunds,
    /// The gas limit is over the block's.
    #[error("exceeds block gas limit")]
    OverBlockGasLimit,
    /// The gas limit does not pay for the transaction's bytes.
    #[error("intrinsic gas too low")]
    IntrinsicGas,
    /// The tip is over the fee.
    #[error("max priority fee per gas higher than max fee per gas")]
    TipOverFee,
    /// For another chain, or for any.
    #[error("invalid chain id for signer: have {have:?} want {want}")]
    WrongChain {
        /// The transaction's chain.
        have: Option<u64>,
        /// This chain.
        want: u64,
    },
    /// Blob transactions and later kinds are not run here.
    #[error("transaction type not supported")]
    UnsupportedType,
    /// [`POOL_TRANSACTIONS_MAX`] are waiting.
    #[error("txpool is full")]
    Full,
}

#[derive(Clone, Debug)]
struct Waiting {
    arrival: u64,
    transaction: SignedTransaction,
}

/// The waiting transactions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool {
    arrivals: u64,
    by_hash: HashMap<B256, SignedTransaction>,
    by_sender: BTreeMap<Address, BTreeMap<u64, Waiting>>,
}

impl Pool {
    pub(crate) fn get(&self, hash: &B256) -> Option<&SignedTransaction> {
        self.by_hash.get(hash)
    }

    pub(crate) fn len(&self) -> usize {
        self.by_hash.len()
    }

    /// The nonce after the last of those that follow `next` without a gap.
    pub(crate) fn next_nonce(&self, sender: Address, next: u64) -> u64 {
        let Some(waiting) = self.by_sender.get(&sender) else {
            return next;
        };
        let mut after = next;
        while waiting.contains_key(&after) {
            after += 1;
        }
        after
    }

    /// Whether `transaction` may wait, given its account's next nonce.
    pub(crate) fn check(&self, transaction: &SignedTransaction, next: u64) -> Result<(), Refusal> {
        let nonce = transaction.nonce();
        if self.by_hash.contains_key(transaction.tx_hash()) {
            return Err(Refusal::AlreadyKnown);
        }
        if nonce < next {
            return Err(Refusal::NonceTooLow { next, nonce });
        }
        if nonce - next > NONCE_GAP_MAX {
            return Err(Refusal::NonceTooHigh { next, nonce });
        }
        let replaced = self
            .by_sender
            .get(&transaction.signer())
            .and_then(|waiting| waiting.get(&nonce));
        match replaced {
            Some(replaced) if !pays_for_replacement(&replaced.transaction, transaction) => {
                Err(Refusal::Underpriced)
            }
            None if self.len() >= POOL_TRANSACTIONS_MAX => Err(Refusal::Full),
            Some(_) | None => Ok(()),
        }
    }

    /// Adds a checked transaction, in place of the one with its nonce.
    pub(crate) fn insert(&mut self, transaction: SignedTransaction) {
        self.arrivals += 1;
        self.by_hash
            .insert(*transaction.tx_hash(), Arc::clone(&transaction));
        let of_sender = self.by_sender.entry(transaction.signer()).or_default();
        let nonce = transaction.nonce();
        let arrived = Waiting {
            arrival: self.arrivals,
            transaction,
        };
        if let Some(replaced) = of_sender.insert(nonce, arrived) {
            self.by_hash.remove(replaced.transaction.tx_hash());
        }
    }

    /// Removes everything of `sender` with a nonce below `next`.
    pub(crate) fn remove_used(&mut self, sender: Address, next: u64) {
        let Some(of_sender) = self.by_sender.get_mut(&sender) else {
            return;
        };
        let kept = of_sender.split_off(&next);
        for used in std::mem::replace(of_sender, kept).into_values() {
            self.by_hash.remove(used.transaction.tx_hash());
        }
        if of_sender.is_empty() {
            self.by_sender.remove(&sender);
        }
    }

    /// Removes one transaction.
    pub(crate) fn remove(&mut self, transaction: &SignedTransaction) {
        self.by_hash.remove(transaction.tx_hash());
        if let Some(of_sender) = self.by_sender.get_mut(&transaction.signer()) {
            of_sender.remove(&transaction.nonce());
            if of_sender.is_empty() {
                self.by_sender.remove(&transaction.signer());
            }
        }
    }

    /// The earliest arrival that can run now: its nonce is the account's next, its fee covers `base_fee`, and it is
    /// not among `skipped`.
    pub(crate) fn next_ready(
        &self,
        base_fee: u64,
        nonce_of: impl Fn(Address) -> u64,
        skipped: &[B256],
    ) -> Option<SignedTransaction> {
        self.by_sender
            .iter()
            .filter_map(|(sender, waiting)| waiting.get(&nonce_of(*sender)))
            .filter(|waiting| waiting.transaction.max_fee_per_gas() >= u128::from(base_fee))
            .filter(|waiting| !skipped.contains(waiting.transaction.tx_hash()))
            .min_by_key(|waiting| waiting.arrival)
            .map(|waiting| Arc::clone(&waiting.transaction))
    }
}

fn pays_for_replacement(old: &SignedTransaction, new: &SignedTransaction) -> bool {
    let enough = |old: u128, new: u128| {
        new >= old
            .saturating_mul(100 + REPLACEMENT_PERCENT_MIN)
            .div_ceil(100)
    };
    let tip = |transaction: &SignedTransaction| {
        transaction
            .max_priority_fee_per_gas()
            .unwrap_or_else(|| transaction.max_fee_per_gas())
    };
    enough(old.max_fee_per_gas(), new.max_fee_per_gas()) && enough(tip(old), tip(new))
}
