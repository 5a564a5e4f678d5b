//! What clients of an Ethereum node rely on: answers, errors, fees, logs, batches, and that nothing is lost.

mod blocks;
mod calls;
mod pool;
mod requests;
mod support;

use alloy::network::TransactionBuilder as _;
use alloy::primitives::{Address, U256};
use alloy::rpc::types::TransactionRequest;
use evm_node::DEVELOPMENT_ACCOUNTS;

const ALICE: Address = DEVELOPMENT_ACCOUNTS[0];
const BOB: Address = DEVELOPMENT_ACCOUNTS[1];

fn transfer(to: Address, wei: u64) -> TransactionRequest {
    TransactionRequest::default()
        .with_to(to)
        .with_value(U256::from(wei))
}
