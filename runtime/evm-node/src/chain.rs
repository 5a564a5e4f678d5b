//! The chain: blocks, receipts, where each transaction is, and the pool of those that wait.
//!
//! The chain is a function of its records (transactions as they arrived, blocks as they were mined, blocks taken
//! back): running the records again gives the same hashes, and [`Chain::replay`] checks that it did. A block that
//! [`Chain::build`] made is no part of the chain until [`Chain::publish`], which the caller does when its record is
//! durable.

use std::collections::{HashMap, VecDeque};

use alloy::consensus::Transaction as _;
use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::rpc::types::TransactionReceipt;
use revm::context::result::EVMError;
use serde::{Deserialize, Serialize};

use crate::block::{self, MinedBlock, Outcome};
use crate::execution::{self, Surroundings};
use crate::pool::{Pool, Refusal, SignedTransaction};
use crate::state::{StateAt, States};
use crate::transaction::{check_alone, decode};

/// Gas of one block.
pub const BLOCK_GAS_LIMIT: u64 = 30_000_000;

/// What the journal keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
pub(crate) enum Record {
    /// The first record: what the chain is.
    Genesis { chain_id: u64, timestamp: u64 },
    /// A transaction was accepted.
    Transaction { raw: Bytes },
    /// A block was mined.
    Block {
        number: u64,
        timestamp: u64,
        hash: B256,
        transactions: Vec<B256>,
    },
    /// The blocks after `number` were taken back, and the pool emptied.
    Rewound { number: u64 },
}

/// Why a journal is not the chain's.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The first record says nothing of a chain, or a later one does again.
    #[error("the genesis record is missing or not the first")]
    Genesis,
    /// The configuration names another chain than the journal.
    #[error("the journal is of chain {found}, the configuration says {expected}")]
    OtherChain {
        /// In the journal.
        found: u64,
        /// In the configuration.
        expected: u64,
    },
    /// A stored transaction's bytes are none.
    #[error("a stored transaction cannot be decoded")]
    Undecodable,
    /// Running a block again gave another one: the rules of this build differ from those that mined it.
    #[error("block {number} is {found}, the journal says {expected}")]
    OtherBlock {
        /// The block.
        number: u64,
        /// What running it again gave.
        found: B256,
        /// What the journal says.
        expected: B256,
    },
    /// A rewind goes to a block that is not there.
    #[error("the journal goes back to block {0}, which is not there")]
    NoBlock(u64),
}

/// A block that was built and is not yet part of the chain.
pub(crate) struct Built {
    block: MinedBlock,
    unable: Vec<SignedTransaction>,
}

impl Built {
    /// What makes it durable.
    pub(crate) fn record(&self) -> Record {
        Record::Block {
            number: self.block.header.number,
            timestamp: self.block.header.timestamp,
            hash: self.block.header.hash(),
            transactions: self
                .block
                .transactions
                .iter()
                .map(|transaction| *transaction.tx_hash())
                .collect(),
        }
    }
}

/// Where a block's transactions come from.
enum Source {
    Pool,
    Listed(VecDeque<B256>),
}

/// The chain.
pub(crate) struct Chain {
    id: u64,
    states: States,
    hashes: Vec<B256>,
    blocks: Vec<MinedBlock>,
    numbers: HashMap<B256, u64>,
    places: HashMap<B256, (u64, usize)>,
    pool: Pool,
    // How often blocks were taken back: part of every later block, so that no block comes back under its old hash.
    rewinds: u64,
}

impl Chain {
    /// A chain with its genesis block, in which `funded` have `balance` each.
    pub(crate) fn new(chain_id: u64, timestamp: u64, funded: &[Address], balance: U256) -> Self {
        let mut states = States::default();
        for address in funded {
            states.fund(*address, balance);
        }
        let genesis = block::genesis(timestamp, BLOCK_GAS_LIMIT);
        let hash = genesis.header.hash();
        Self {
            id: chain_id,
            states,
            hashes: vec![hash],
            numbers: HashMap::from([(hash, 0)]),
            blocks: vec![genesis],
            places: HashMap::new(),
            pool: Pool::default(),
            rewinds: 0,
        }
    }

    pub(crate) fn chain_id(&self) -> u64 {
        self.id
    }

    pub(crate) fn states(&self) -> &States {
        &self.states
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The newest block.
    pub(crate) fn head(&self) -> &MinedBlock {
        self.blocks
            .last()
            .expect("the genesis block is never taken back")
    }

    /// A block by number.
    pub(crate) fn block(&self, number: u64) -> Option<&MinedBlock> {
        self.blocks.get(usize::try_from(number).ok()?)
    }

    /// A canonical block's number by its hash.
    pub(crate) fn number_of(&self, hash: &B256) -> Option<u64> {
        self.numbers.get(hash).copied()
    }

    /// The block and the index in it of a mined transaction.
    pub(crate) fn place_of(&self, transaction: &B256) -> Option<(&MinedBlock, usize)> {
        let (number, index) = self.places.get(transaction)?;
        Some((self.block(*number)?, *index))
    }

    /// A mined transaction's receipt.
    pub(crate) fn receipt(&self, transaction: &B256) -> Option<&TransactionReceipt> {
        let (block, index) = self.place_of(transaction)?;
        block.receipts.get(index)
    }

    /// What the EVM reads on top of block `number`.
    pub(crate) fn state_at(&self, number: u64) -> StateAt<'_> {
        StateAt {
            states: &self.states,
            number,
            hashes: &self.hashes,
        }
    }

    /// The surroundings of something that runs on top of block `number`, at that block's time.
    pub(crate) fn surroundings_after(&self, parent: &MinedBlock, timestamp: u64) -> Surroundings {
        Surroundings {
            chain_id: self.id,
            number: parent.header.number + 1,
            timestamp: timestamp.max(parent.header.timestamp),
            gas_limit: BLOCK_GAS_LIMIT,
            base_fee: block::next_base_fee(&parent.header),
        }
    }

    /// An account's nonce after the newest block.
    pub(crate) fn nonce(&self, address: Address) -> u64 {
        self.states
            .account(address, self.head().header.number)
            .nonce
    }

    /// Whether a waiting transaction can run in the next block.
    pub(crate) fn has_ready(&self) -> bool {
        let base_fee = block::next_base_fee(&self.head().header);
        self.pool
            .next_ready(base_fee, |address| self.nonce(address), &[])
            .is_some()
    }

    /// Whether a transaction may wait for a block.
    pub(crate) fn check(&self, transaction: &SignedTransaction) -> Result<(), Refusal> {
        if self.places.contains_key(transaction.tx_hash()) {
            return Err(Refusal::AlreadyKnown);
        }
        check_alone(transaction, self.id)?;
        let account = self
            .states
            .account(transaction.signer(), self.head().header.number);
        self.pool.check(transaction, account.nonce)?;
        let fee = U256::from(transaction.max_fee_per_gas())
            .saturating_mul(U256::from(transaction.gas_limit()));
        if fee.saturating_add(transaction.value()) > account.balance {
            return Err(Refusal::InsufficientFunds);
        }
        Ok(())
    }

    /// Lets a checked transaction wait.
    pub(crate) fn accept(&mut self, transaction: SignedTransaction) {
        self.pool.insert(transaction);
    }

    /// Builds the next block from the transactions that wait.
    pub(crate) fn build(&mut self, timestamp: u64) -> Built {
        self.build_from(timestamp, Source::Pool)
    }

    fn build_from(&mut self, timestamp: u64, mut source: Source) -> Built {
        let surroundings = self.surroundings_after(self.head(), timestamp);
        let number = surroundings.number;
        let mut outcomes: Vec<Outcome> = Vec::new();
        let mut unable = Vec::new();
        let mut skipped = Vec::new();
        let mut gas_used = 0;
        loop {
            let picked = match &mut source {
                Source::Pool => {
                    let nonce = |address| self.states.account(address, number).nonce;
                    self.pool.next_ready(surroundings.base_fee, nonce, &skipped)
                }
                Source::Listed(hashes) => hashes
                    .pop_front()
                    .and_then(|hash| self.pool.get(&hash).cloned()),
            };
            let Some(transaction) = picked else { break };
            if transaction.gas_limit() > BLOCK_GAS_LIMIT - gas_used {
                skipped.push(*transaction.tx_hash());
                continue;
            }
            match execution::run(self.state_at(number), &surroundings, &transaction) {
                Ok(result) => {
                    self.states.write(number, result.state);
                    gas_used += result.result.tx_gas_used();
                    outcomes.push(Outcome {
                        transaction,
                        result: result.result,
                        gas_used_so_far: gas_used,
                    });
                }
                Err(error) => {
                    log_unable(&transaction, &error);
                    skipped.push(*transaction.tx_hash());
                    unable.push(transaction);
                }
            }
        }
        let parent = self.head();
        Built {
            block: block::seal(&parent.header, &surroundings, self.rewinds, outcomes),
            unable,
        }
    }

    /// Makes a built block the newest one.
    pub(crate) fn publish(&mut self, built: Built) {
        let Built { block, unable } = built;
        let number = block.header.number;
        for transaction in unable {
            self.pool.remove(&transaction);
        }
        for (index, transaction) in block.transactions.iter().enumerate() {
            self.places.insert(*transaction.tx_hash(), (number, index));
            let next = self.states.account(transaction.signer(), number).nonce;
            self.pool.remove_used(transaction.signer(), next);
        }
        self.numbers.insert(block.header.hash(), number);
        self.hashes.push(block.header.hash());
        self.blocks.push(block);
    }

    /// Takes back every block after `number`; what waits is dropped too. False when there is no such block.
    pub(crate) fn rewind(&mut self, number: u64) -> bool {
        let Some(kept) = usize::try_from(number)
            .ok()
            .filter(|number| *number < self.blocks.len())
        else {
            return false;
        };
        for block in self.blocks.drain(kept + 1..) {
            self.numbers.remove(&block.header.hash());
            for transaction in &block.transactions {
                self.places.remove(transaction.tx_hash());
            }
        }
        self.hashes.truncate(kept + 1);
        self.states.truncate(number);
        self.pool = Pool::default();
        self.rewinds += 1;
        true
    }

    /// Runs a record again.
    pub(crate) fn replay(&mut self, record: Record) -> Result<(), ReplayError> {
        match record {
            Record::Genesis { .. } => Err(ReplayError::Genesis),
            Record::Transaction { raw } => {
                let transaction = decode(&raw).map_err(|_| ReplayError::Undecodable)?;
                self.accept(transaction);
                Ok(())
            }
            Record::Block {
                number,
                timestamp,
                hash,
                transactions,
            } => {
                let built = self.build_from(timestamp, Source::Listed(transactions.into()));
                let found = built.block.header.hash();
                if found != hash {
                    return Err(ReplayError::OtherBlock {
                        number,
                        found,
                        expected: hash,
                    });
                }
                self.publish(built);
                Ok(())
            }
            Record::Rewound { number } => {
                if self.rewind(number) {
                    Ok(())
                } else {
                    Err(ReplayError::NoBlock(number))
                }
            }
        }
    }
}

fn log_unable(transaction: &SignedTransaction, error: &EVMError<std::convert::Infallible>) {
    tracing::info!(hash = %transaction.tx_hash(), %error, "waiting transaction cannot run and is dropped");
}
