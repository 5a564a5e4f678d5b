//! Blocks: header, receipts and logs of what ran in them.
//!
//! The transactions root, the receipts root and the logs bloom are the real ones. The state root is zero: nothing
//! here keeps the state in a trie, and no client of this node proves anything from it.

use alloy::consensus::proofs::{calculate_receipt_root, calculate_transaction_root};
use alloy::consensus::{
    Eip658Value, Header, Receipt, ReceiptEnvelope, Sealable as _, Sealed, Transaction as _,
    TxEnvelope, constants,
};
use alloy::eips::eip1559::{BaseFeeParams, INITIAL_BASE_FEE};
use alloy::eips::eip7685::EMPTY_REQUESTS_HASH;
use alloy::primitives::{B256, Bloom, Bytes};
use alloy::rpc::types::{Log, TransactionReceipt};
use revm::context::result::ExecutionResult;

use crate::execution::Surroundings;
use crate::pool::SignedTransaction;

/// A transaction that ran.
pub(crate) struct Outcome {
    pub(crate) transaction: SignedTransaction,
    pub(crate) result: ExecutionResult,
    pub(crate) gas_used_so_far: u64,
}

/// A block with its transactions and their receipts, in order.
#[derive(Clone, Debug)]
pub(crate) struct MinedBlock {
    pub(crate) header: Sealed<Header>,
    pub(crate) transactions: Vec<SignedTransaction>,
    pub(crate) receipts: Vec<TransactionReceipt>,
}

/// The base fee of the block after `parent`.
pub(crate) fn next_base_fee(parent: &Header) -> u64 {
    parent
        .next_block_base_fee(BaseFeeParams::ethereum())
        .unwrap_or(INITIAL_BASE_FEE)
}

/// The first block.
pub(crate) fn genesis(timestamp: u64, gas_limit: u64) -> MinedBlock {
    let header = Header {
        gas_limit,
        timestamp,
        base_fee_per_gas: Some(INITIAL_BASE_FEE),
        ..template()
    };
    MinedBlock {
        header: header.seal_slow(),
        transactions: Vec::new(),
        receipts: Vec::new(),
    }
}

/// The block after `parent` in which `outcomes` happened. `fork` makes it another block than one with the same
/// contents on another fork.
pub(crate) fn seal(
    parent: &Sealed<Header>,
    surroundings: &Surroundings,
    fork: u64,
    outcomes: Vec<Outcome>,
) -> MinedBlock {
    let envelopes: Vec<&TxEnvelope> = outcomes
        .iter()
        .map(|outcome| outcome.transaction.inner())
        .collect();
    let receipts: Vec<ReceiptEnvelope> = outcomes.iter().map(consensus_receipt).collect();
    let logs_bloom = receipts
        .iter()
        .fold(Bloom::ZERO, |bloom, receipt| bloom | *receipt.logs_bloom());
    let header = Header {
        parent_hash: parent.hash(),
        number: surroundings.number,
        gas_limit: surroundings.gas_limit,
        gas_used: outcomes.last().map_or(0, |outcome| outcome.gas_used_so_far),
        timestamp: surroundings.timestamp,
        base_fee_per_gas: Some(surroundings.base_fee),
        transactions_root: calculate_transaction_root(&envelopes),
        receipts_root: calculate_receipt_root(&receipts),
        logs_bloom,
        extra_data: fork_mark(fork),
        ..template()
    }
    .seal_slow();
    let mut log_index = 0;
    let receipts = outcomes
        .iter()
        .zip(receipts)
        .enumerate()
        .map(|(index, (outcome, receipt))| {
            rpc_receipt(&header, index as u64, outcome, receipt, &mut log_index)
        })
        .collect();
    let transactions = outcomes
        .into_iter()
        .map(|outcome| outcome.transaction)
        .collect();
    MinedBlock {
        header,
        transactions,
        receipts,
    }
}

fn fork_mark(fork: u64) -> Bytes {
    if fork == 0 {
        Bytes::new()
    } else {
        fork.to_be_bytes().into()
    }
}

fn template() -> Header {
    Header {
        transactions_root: constants::EMPTY_TRANSACTIONS,
        receipts_root: constants::EMPTY_RECEIPTS,
        state_root: B256::ZERO,
        withdrawals_root: Some(constants::EMPTY_WITHDRAWALS),
        blob_gas_used: Some(0),
        excess_blob_gas: Some(0),
        parent_beacon_block_root: Some(B256::ZERO),
        requests_hash: Some(EMPTY_REQUESTS_HASH),
        ..Header::default()
    }
}

fn consensus_receipt(outcome: &Outcome) -> ReceiptEnvelope {
    // A transaction that failed leaves no logs, whatever it emitted before.
    let logs = if outcome.result.is_success() {
        outcome.result.logs().to_vec()
    } else {
        Vec::new()
    };
    let receipt = Receipt {
        status: Eip658Value::Eip658(outcome.result.is_success()),
        cumulative_gas_used: outcome.gas_used_so_far,
        logs,
    };
    ReceiptEnvelope::from_typed(outcome.transaction.tx_type(), receipt)
}

fn rpc_receipt(
    header: &Sealed<Header>,
    index: u64,
    outcome: &Outcome,
    receipt: ReceiptEnvelope,
    log_index: &mut u64,
) -> TransactionReceipt {
    let transaction = &outcome.transaction;
    let place = |inner| {
        let log = Log {
            inner,
            block_hash: Some(header.hash()),
            block_number: Some(header.number),
            block_timestamp: Some(header.timestamp),
            transaction_hash: Some(*transaction.tx_hash()),
            transaction_index: Some(index),
            log_index: Some(*log_index),
            removed: false,
        };
        *log_index += 1;
        log
    };
    TransactionReceipt {
        inner: receipt.map_logs(place),
        transaction_hash: *transaction.tx_hash(),
        transaction_index: Some(index),
        block_hash: Some(header.hash()),
        block_number: Some(header.number),
        gas_used: outcome.result.tx_gas_used(),
        effective_gas_price: transaction.effective_gas_price(header.base_fee_per_gas),
        blob_gas_used: None,
        blob_gas_price: None,
        from: transaction.signer(),
        to: transaction.to(),
        contract_address: outcome
            .result
            .created_address()
            .filter(|_| outcome.result.is_success()),
    }
}
