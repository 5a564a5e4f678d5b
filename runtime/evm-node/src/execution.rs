//! Runs transactions and calls in the EVM, on top of a given state; changes nothing itself.

use std::convert::Infallible;

use alloy::consensus::transaction::Recovered;
use alloy::consensus::{Transaction as _, TxEnvelope};
use alloy::primitives::{Address, U256};
use alloy::rpc::types::TransactionRequest;
use revm::context::result::{EVMError, ExecutionResult, ResultAndState};
use revm::context::{BlockEnv, CfgEnv, Context, TxEnv};
use revm::context_interface::block::BlobExcessGasAndPrice;
use revm::context_interface::either::Either;
use revm::database::WrapDatabaseRef;
use revm::primitives::TxKind;
use revm::primitives::hardfork::SpecId;
use revm::{ExecuteEvm, MainBuilder, MainContext};

use crate::state::StateAt;

/// The rules of the chain.
pub(crate) const RULES: SpecId = SpecId::PRAGUE;
/// Gas a plain transfer takes: no transaction takes less.
pub(crate) const TRANSFER_GAS: u64 = 21_000;

/// The block in which something runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    pub(crate) chain_id: u64,
    pub(crate) number: u64,
    pub(crate) timestamp: u64,
    pub(crate) gas_limit: u64,
    pub(crate) base_fee: u64,
}

impl Surroundings {
    fn block(&self) -> BlockEnv {
        BlockEnv {
            number: U256::from(self.number),
            timestamp: U256::from(self.timestamp),
            gas_limit: self.gas_limit,
            basefee: self.base_fee,
            prevrandao: Some(alloy::primitives::B256::ZERO),
            blob_excess_gas_and_price: Some(BlobExcessGasAndPrice {
                excess_blob_gas: 0,
                blob_gasprice: 1,
            }),
            ..BlockEnv::default()
        }
    }
}

/// Why something did not run at all.
pub(crate) type NotRun = EVMError<Infallible>;

/// Runs a signed transaction.
pub(crate) fn run(
    state: StateAt<'_>,
    surroundings: &Surroundings,
    transaction: &Recovered<TxEnvelope>,
) -> Result<ResultAndState, NotRun> {
    let environment = TxEnv {
        tx_type: transaction.tx_type().into(),
        caller: transaction.signer(),
        gas_limit: transaction.gas_limit(),
        gas_price: transaction.max_fee_per_gas(),
        gas_priority_fee: transaction.max_priority_fee_per_gas(),
        kind: transaction.kind(),
        value: transaction.value(),
        data: transaction.input().clone(),
        nonce: transaction.nonce(),
        chain_id: transaction.chain_id(),
        access_list: transaction.access_list().cloned().unwrap_or_default(),
        authorization_list: transaction
            .authorization_list()
            .unwrap_or_default()
            .iter()
            .map(|authorization| Either::Left(authorization.clone()))
            .collect(),
        ..TxEnv::default()
    };
    let config = CfgEnv::new_with_spec(RULES);
    execute(state, surroundings, config, environment)
}

/// Runs a call that nobody signed, with `gas_limit` of gas; it pays no fee and needs no balance.
pub(crate) fn call(
    state: StateAt<'_>,
    surroundings: &Surroundings,
    request: &TransactionRequest,
    gas_limit: u64,
) -> Result<ExecutionResult, NotRun> {
    let caller = request.from.unwrap_or_default();
    let environment = TxEnv {
        caller,
        gas_limit,
        gas_price: 0,
        kind: request.to.unwrap_or(TxKind::Create),
        value: request.value.unwrap_or_default(),
        data: request.input.input().cloned().unwrap_or_default(),
        nonce: nonce(state, caller),
        chain_id: Some(surroundings.chain_id),
        access_list: request.access_list.clone().unwrap_or_default(),
        tx_type: u8::from(request.access_list.is_some()),
        ..TxEnv::default()
    };
    let mut config = CfgEnv::new_with_spec(RULES);
    config.disable_base_fee = true;
    config.disable_eip3607 = true;
    config.disable_balance_check = true;
    config.disable_nonce_check = true;
    Ok(execute(state, surroundings, config, environment)?.result)
}

/// The least gas with which a call succeeds, or its last result when it never does.
pub(crate) fn estimate(
    state: StateAt<'_>,
    surroundings: &Surroundings,
    request: &TransactionRequest,
    gas_limit: u64,
) -> Result<Result<u64, ExecutionResult>, NotRun> {
    let first = call(state, surroundings, request, gas_limit)?;
    if !first.is_success() {
        return Ok(Err(first));
    }
    // Too little gas inside a nested call can fail a transaction that uses less in all, hence the search.
    let (mut fails, mut succeeds) = (first.tx_gas_used().max(TRANSFER_GAS) - 1, gas_limit);
    while fails + 1 < succeeds {
        let middle = fails.midpoint(succeeds).min(fails.saturating_mul(2));
        match call(state, surroundings, request, middle) {
            Ok(result) if result.is_success() => succeeds = middle,
            Ok(_) | Err(_) => fails = middle,
        }
    }
    Ok(Ok(succeeds))
}

fn nonce(state: StateAt<'_>, address: Address) -> u64 {
    state.states.account(address, state.number).nonce
}

fn execute(
    state: StateAt<'_>,
    surroundings: &Surroundings,
    mut config: CfgEnv,
    environment: TxEnv,
) -> Result<ResultAndState, NotRun> {
    config.chain_id = surroundings.chain_id;
    Context::mainnet()
        .with_db(WrapDatabaseRef(state))
        .with_cfg(config)
        .with_block(surroundings.block())
        .build_mainnet()
        .transact(environment)
}
