//! Questions about the chain and their answers.

use alloy::consensus::Transaction as _;
use alloy::consensus::transaction::TransactionInfo;
use alloy::eips::{BlockId, BlockNumberOrTag};
use alloy::network::primitives::BlockTransactions;
use alloy::primitives::{Address, B256, Bytes, U64, U256};
use alloy::rpc::types::{
    Block, FeeHistory, Filter, FilterBlockOption, Header, Transaction, TransactionReceipt,
    TransactionRequest,
};
use serde::Serialize;
use serde_json::Value;

use crate::block::{self, MinedBlock};
use crate::chain::{BLOCK_GAS_LIMIT, Chain};
use crate::error::RpcError;
use crate::execution;
use crate::pool::SignedTransaction;

/// Logs in one answer.
pub(crate) const LOGS_MAX: usize = 20_000;
/// Blocks in one fee history.
pub(crate) const FEE_HISTORY_BLOCKS_MAX: u64 = 1024;
/// The tip this node suggests, in wei.
pub(crate) const SUGGESTED_TIP: u64 = 1_000_000_000;
/// What this node calls itself.
pub(crate) const CLIENT_VERSION: &str = concat!("sheaf-evm-node/", env!("CARGO_PKG_VERSION"));

/// Whether a block's transactions are given whole or by their hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bodies {
    Whole,
    Hashes,
}

/// Everything that can be asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Query {
    Accounts,
    ChainId,
    NetVersion,
    BlockNumber,
    Block(BlockId, Bodies),
    BlockReceipts(BlockId),
    BlockTransactionCount(BlockId),
    TransactionInBlock(BlockId, usize),
    Transaction(B256),
    RawTransaction(B256),
    Receipt(B256),
    Nonce(Address, BlockId),
    Balance(Address, BlockId),
    Code(Address, BlockId),
    Slot(Address, U256, BlockId),
    Call(Box<TransactionRequest>, BlockId),
    EstimateGas(Box<TransactionRequest>, BlockId),
    GasPrice,
    MaxPriorityFee,
    FeeHistory {
        blocks: u64,
        newest: BlockNumberOrTag,
        percentiles: Vec<f64>,
    },
    Logs(Box<Filter>),
}

type Answer = Result<Value, RpcError>;

/// Answers from the published chain; `now` is the time in seconds at which a call runs.
pub(crate) fn answer(chain: &Chain, query: &Query, now: u64) -> Answer {
    match query {
        Query::Accounts => json(&Vec::<Address>::new()),
        Query::ChainId => json(&U64::from(chain.chain_id())),
        Query::NetVersion => json(&chain.chain_id().to_string()),
        Query::BlockNumber => json(&U64::from(chain.head().header.number)),
        Query::Block(id, bodies) => json(&find(chain, id).map(|block| rpc_block(block, *bodies))),
        Query::BlockReceipts(id) => json(&find(chain, id).map(|block| &block.receipts)),
        Query::BlockTransactionCount(id) => {
            json(&find(chain, id).map(|block| U64::from(block.transactions.len())))
        }
        Query::TransactionInBlock(id, index) => {
            json(&find(chain, id).and_then(|block| mined(block, *index)))
        }
        Query::Transaction(hash) => json(&transaction(chain, hash)),
        Query::RawTransaction(hash) => {
            json(&signed(chain, hash).map(|transaction| crate::transaction::encode(&transaction)))
        }
        Query::Receipt(hash) => json(&chain.receipt(hash)),
        Query::Nonce(address, BlockId::Number(BlockNumberOrTag::Pending)) => json(&U64::from(
            chain.pool().next_nonce(*address, chain.nonce(*address)),
        )),
        Query::Nonce(address, id) => json(&U64::from(
            chain.states().account(*address, number(chain, id)?).nonce,
        )),
        Query::Balance(address, id) => {
            json(&chain.states().account(*address, number(chain, id)?).balance)
        }
        Query::Code(address, id) => {
            let hash = chain
                .states()
                .account(*address, number(chain, id)?)
                .code_hash;
            json(&chain.states().code(hash).original_bytes())
        }
        Query::Slot(address, key, id) => json(&B256::from(chain.states().slot(
            *address,
            *key,
            number(chain, id)?,
        ))),
        Query::Call(request, id) => call(chain, request, id, now),
        Query::EstimateGas(request, id) => estimate(chain, request, id, now),
        Query::GasPrice => json(&U64::from(
            block::next_base_fee(&chain.head().header) + SUGGESTED_TIP,
        )),
        Query::MaxPriorityFee => json(&U64::from(SUGGESTED_TIP)),
        Query::FeeHistory {
            blocks,
            newest,
            percentiles,
        } => fee_history(chain, *blocks, *newest, percentiles),
        Query::Logs(filter) => logs(chain, filter),
    }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "the answer of most questions as it is"
)]
fn json<T: Serialize + ?Sized>(value: &T) -> Answer {
    Ok(serde_json::to_value(value).expect("every answer is plain data"))
}

/// The block that an id means. Nothing here is finalized later than it is mined, so every tag but the earliest means
/// the newest block.
fn find<'a>(chain: &'a Chain, id: &BlockId) -> Option<&'a MinedBlock> {
    match id {
        BlockId::Hash(hash) => chain.block(chain.number_of(&hash.block_hash)?),
        BlockId::Number(BlockNumberOrTag::Number(number)) => chain.block(*number),
        BlockId::Number(BlockNumberOrTag::Earliest) => chain.block(0),
        BlockId::Number(
            BlockNumberOrTag::Latest
            | BlockNumberOrTag::Pending
            | BlockNumberOrTag::Safe
            | BlockNumberOrTag::Finalized,
        ) => Some(chain.head()),
    }
}

fn number(chain: &Chain, id: &BlockId) -> Result<u64, RpcError> {
    Ok(find(chain, id)
        .ok_or_else(RpcError::no_header)?
        .header
        .number)
}

fn rpc_block(block: &MinedBlock, bodies: Bodies) -> Block {
    let transactions = match bodies {
        Bodies::Hashes => BlockTransactions::Hashes(
            block
                .transactions
                .iter()
                .map(|transaction| *transaction.tx_hash())
                .collect(),
        ),
        Bodies::Whole => BlockTransactions::Full(
            (0..block.transactions.len())
                .filter_map(|index| mined(block, index))
                .collect(),
        ),
    };
    let encoded = U256::from(block.header.size());
    let header = Header::from_consensus(block.header.clone(), None, Some(encoded));
    Block::new(header, transactions)
        .with_withdrawals(Some(alloy::eips::eip4895::Withdrawals::default()))
}

fn mined(block: &MinedBlock, index: usize) -> Option<Transaction> {
    let transaction = block.transactions.get(index)?;
    let info = TransactionInfo {
        hash: Some(*transaction.tx_hash()),
        index: Some(index as u64),
        block_hash: Some(block.header.hash()),
        block_number: Some(block.header.number),
        base_fee: block.header.base_fee_per_gas,
        block_timestamp: Some(block.header.timestamp),
    };
    Some(Transaction::from_transaction((**transaction).clone(), info))
}

fn transaction(chain: &Chain, hash: &B256) -> Option<Transaction> {
    if let Some((block, index)) = chain.place_of(hash) {
        return mined(block, index);
    }
    let waiting = chain.pool().get(hash)?;
    let info = TransactionInfo {
        hash: Some(*hash),
        ..TransactionInfo::default()
    };
    Some(Transaction::from_transaction((**waiting).clone(), info))
}

fn signed(chain: &Chain, hash: &B256) -> Option<SignedTransaction> {
    match chain.place_of(hash) {
        Some((block, index)) => block.transactions.get(index).cloned(),
        None => chain.pool().get(hash).cloned(),
    }
}

fn call(chain: &Chain, request: &TransactionRequest, id: &BlockId, now: u64) -> Answer {
    let block = find(chain, id).ok_or_else(RpcError::no_header)?;
    let surroundings = chain.surroundings_after(block, now);
    let gas = request.gas.unwrap_or(BLOCK_GAS_LIMIT).min(BLOCK_GAS_LIMIT);
    let result = execution::call(
        chain.state_at(block.header.number),
        &surroundings,
        request,
        gas,
    )
    .map_err(|error| RpcError::not_run(&error))?;
    if result.is_success() {
        json(&result.into_output().unwrap_or_else(Bytes::new))
    } else {
        Err(RpcError::failed(&result))
    }
}

fn estimate(chain: &Chain, request: &TransactionRequest, id: &BlockId, now: u64) -> Answer {
    let block = find(chain, id).ok_or_else(RpcError::no_header)?;
    let surroundings = chain.surroundings_after(block, now);
    let gas = request.gas.unwrap_or(BLOCK_GAS_LIMIT).min(BLOCK_GAS_LIMIT);
    let estimated = execution::estimate(
        chain.state_at(block.header.number),
        &surroundings,
        request,
        gas,
    )
    .map_err(|error| RpcError::not_run(&error))?;
    match estimated {
        Ok(gas) => json(&U64::from(gas)),
        Err(result) => Err(RpcError::failed(&result)),
    }
}

fn fee_history(
    chain: &Chain,
    blocks: u64,
    newest: BlockNumberOrTag,
    percentiles: &[f64],
) -> Answer {
    if percentiles.windows(2).any(|pair| pair[0] > pair[1])
        || percentiles.iter().any(|p| !(0.0..=100.0).contains(p))
    {
        return Err(RpcError::params(
            "reward percentiles must rise from 0 to 100",
        ));
    }
    let newest = number(chain, &newest.into())?;
    let count = blocks.min(FEE_HISTORY_BLOCKS_MAX).min(newest + 1);
    let oldest = newest + 1 - count;
    let mut history = FeeHistory {
        oldest_block: oldest,
        ..FeeHistory::default()
    };
    let mut rewards = Vec::new();
    for block in (oldest..=newest)
        .filter_map(|number| chain.block(number))
        .take(count as usize)
    {
        history
            .base_fee_per_gas
            .push(block.header.base_fee_per_gas.unwrap_or_default().into());
        history
            .gas_used_ratio
            .push(ratio(block.header.gas_used, block.header.gas_limit));
        history.base_fee_per_blob_gas.push(1);
        history.blob_gas_used_ratio.push(0.0);
        rewards.push(tips(block, percentiles));
        if block.header.number == newest {
            history
                .base_fee_per_gas
                .push(block::next_base_fee(&block.header).into());
            history.base_fee_per_blob_gas.push(1);
        }
    }
    history.reward = (!percentiles.is_empty()).then_some(rewards);
    json(&history)
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a ratio for display, of numbers far below 2^52"
)]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

/// The tips of a block's transactions at the percentiles of the gas they used.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a block's gas, which is far below 2^52"
)]
fn tips(block: &MinedBlock, percentiles: &[f64]) -> Vec<u128> {
    let base_fee = block.header.base_fee_per_gas.unwrap_or_default();
    let mut paid: Vec<(u128, u64)> = block
        .transactions
        .iter()
        .zip(&block.receipts)
        .map(|(transaction, receipt)| {
            (
                transaction
                    .effective_tip_per_gas(base_fee)
                    .unwrap_or_default(),
                receipt.gas_used,
            )
        })
        .collect();
    paid.sort_unstable();
    let at = |percentile: &f64| {
        let threshold = (block.header.gas_used as f64 * percentile / 100.0) as u64;
        let mut used = 0;
        let found = paid.iter().find(|(_, gas)| {
            used += gas;
            used >= threshold
        });
        found.or(paid.last()).map_or(0, |(tip, _)| *tip)
    };
    percentiles.iter().map(at).collect()
}

fn logs(chain: &Chain, filter: &Filter) -> Answer {
    let (from, to) = match filter.block_option {
        FilterBlockOption::AtBlockHash(hash) => {
            let number = chain.number_of(&hash).ok_or_else(RpcError::no_header)?;
            (number, number)
        }
        FilterBlockOption::Range {
            from_block,
            to_block,
        } => {
            let head = chain.head().header.number;
            let bound = |tag: Option<BlockNumberOrTag>| match tag {
                Some(BlockNumberOrTag::Number(number)) => number,
                Some(BlockNumberOrTag::Earliest) => 0,
                Some(_) | None => head,
            };
            let (from, to) = (bound(from_block), bound(to_block));
            if from > to {
                return Err(RpcError::params("invalid block range params"));
            }
            (from, to.min(head))
        }
    };
    let mut found = Vec::new();
    let blocks = (from..=to).map_while(|number| chain.block(number));
    for block in blocks.filter(|block| filter.matches_bloom(block.header.logs_bloom)) {
        let of_block = block.receipts.iter().flat_map(TransactionReceipt::logs);
        found.extend(of_block.filter(|log| filter.matches(&log.inner)));
        if found.len() > LOGS_MAX {
            return Err(RpcError::over_limit(format!(
                "query returned more than {LOGS_MAX} results"
            )));
        }
    }
    json(&found)
}
