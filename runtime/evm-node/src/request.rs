//! Reads JSON-RPC requests into what the node can be asked to do.

use alloy::eips::{BlockId, BlockNumberOrTag};
use alloy::primitives::{B256, Bytes, U64, U256};
use alloy::rpc::types::{Filter, TransactionRequest};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::RpcError;
use crate::pool::SignedTransaction;
use crate::query::{Bodies, CLIENT_VERSION, Query};
use crate::transaction::decode;

/// What a request asks for.
pub(crate) enum Call {
    /// The answer does not depend on the chain.
    Known(Value),
    /// A question.
    Ask(Query),
    /// A transaction to let wait for a block.
    Send(SignedTransaction),
    /// Mine this many blocks now (test method).
    Mine(u64),
    /// Remember the newest block (test method).
    Snapshot,
    /// Take back every block after this one (test method).
    Rewind(u64),
}

/// Reads method and parameters.
pub(crate) fn read(method: &str, params: &Value) -> Result<Call, RpcError> {
    let params = Params::new(params)?;
    let query = match method {
        "web3_clientVersion" => return Ok(Call::Known(CLIENT_VERSION.into())),
        "net_listening" => return Ok(Call::Known(true.into())),
        "eth_syncing" | "eth_mining" => return Ok(Call::Known(false.into())),
        "web3_sha3" => {
            let hash = alloy::primitives::keccak256(params.get::<Bytes>(0)?);
            return Ok(Call::Known(hash.to_string().into()));
        }
        "eth_sendRawTransaction" => {
            let raw: Bytes = params.get(0)?;
            return decode(&raw)
                .map(Call::Send)
                .map_err(|error| RpcError::params(error.to_string()));
        }
        "evm_mine" => return Ok(Call::Mine(1)),
        "anvil_mine" | "hardhat_mine" => {
            return Ok(Call::Mine(
                params.optional::<U64>(0)?.map_or(1, |blocks| blocks.to()),
            ));
        }
        "evm_snapshot" => return Ok(Call::Snapshot),
        "evm_revert" => return Ok(Call::Rewind(params.get::<U64>(0)?.to())),
        "eth_accounts" => Query::Accounts,
        "eth_chainId" => Query::ChainId,
        "net_version" => Query::NetVersion,
        "eth_blockNumber" => Query::BlockNumber,
        "eth_getBlockByNumber" => {
            Query::Block(params.get::<BlockNumberOrTag>(0)?.into(), params.bodies(1)?)
        }
        "eth_getBlockByHash" => Query::Block(params.get::<B256>(0)?.into(), params.bodies(1)?),
        "eth_getBlockReceipts" => Query::BlockReceipts(params.get(0)?),
        "eth_getBlockTransactionCountByNumber" => {
            Query::BlockTransactionCount(params.get::<BlockNumberOrTag>(0)?.into())
        }
        "eth_getBlockTransactionCountByHash" => {
            Query::BlockTransactionCount(params.get::<B256>(0)?.into())
        }
        "eth_getTransactionByBlockNumberAndIndex" => {
            Query::TransactionInBlock(params.get::<BlockNumberOrTag>(0)?.into(), params.index(1)?)
        }
        "eth_getTransactionByBlockHashAndIndex" => {
            Query::TransactionInBlock(params.get::<B256>(0)?.into(), params.index(1)?)
        }
        "eth_getTransactionByHash" => Query::Transaction(params.get(0)?),
        "eth_getRawTransactionByHash" => Query::RawTransaction(params.get(0)?),
        "eth_getTransactionReceipt" => Query::Receipt(params.get(0)?),
        "eth_getTransactionCount" => Query::Nonce(params.get(0)?, params.block(1)?),
        "eth_getBalance" => Query::Balance(params.get(0)?, params.block(1)?),
        "eth_getCode" => Query::Code(params.get(0)?, params.block(1)?),
        "eth_getStorageAt" => Query::Slot(params.get(0)?, params.get::<U256>(1)?, params.block(2)?),
        "eth_call" => {
            params.without_overrides()?;
            Query::Call(
                params.get::<TransactionRequest>(0)?.into(),
                params.block(1)?,
            )
        }
        "eth_estimateGas" => {
            params.without_overrides()?;
            Query::EstimateGas(
                params.get::<TransactionRequest>(0)?.into(),
                params.block(1)?,
            )
        }
        "eth_gasPrice" => Query::GasPrice,
        "eth_maxPriorityFeePerGas" => Query::MaxPriorityFee,
        "eth_feeHistory" => Query::FeeHistory {
            blocks: params.quantity(0)?,
            newest: params.get(1)?,
            percentiles: params.optional(2)?.unwrap_or_default(),
        },
        "eth_getLogs" => Query::Logs(params.get::<Filter>(0)?.into()),
        unknown => return Err(RpcError::no_method(unknown)),
    };
    Ok(Call::Ask(query))
}

struct Params<'a>(&'a [Value]);

impl<'a> Params<'a> {
    fn new(params: &'a Value) -> Result<Self, RpcError> {
        match params {
            Value::Null => Ok(Self(&[])),
            Value::Array(params) => Ok(Self(params)),
            _ => Err(RpcError::params("params must be an array")),
        }
    }

    fn optional<T: DeserializeOwned>(&self, index: usize) -> Result<Option<T>, RpcError> {
        match self.0.get(index) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::deserialize(value)
                .map(Some)
                .map_err(|error| RpcError::params(format!("invalid argument {index}: {error}"))),
        }
    }

    fn get<T: DeserializeOwned>(&self, index: usize) -> Result<T, RpcError> {
        self.optional(index)?
            .ok_or_else(|| RpcError::params(format!("missing value for required argument {index}")))
    }

    fn block(&self, index: usize) -> Result<BlockId, RpcError> {
        Ok(self.optional(index)?.unwrap_or_else(BlockId::latest))
    }

    fn bodies(&self, index: usize) -> Result<Bodies, RpcError> {
        let whole: Option<bool> = self.optional(index)?;
        Ok(if whole.unwrap_or(false) {
            Bodies::Whole
        } else {
            Bodies::Hashes
        })
    }

    fn index(&self, index: usize) -> Result<usize, RpcError> {
        usize::try_from(self.quantity(index)?)
            .map_err(|_| RpcError::params("the index is too large"))
    }

    /// A number, plain or as a hex quantity.
    fn quantity(&self, index: usize) -> Result<u64, RpcError> {
        match self.0.get(index).and_then(Value::as_u64) {
            Some(number) => Ok(number),
            None => Ok(self.get::<U64>(index)?.to()),
        }
    }

    fn without_overrides(&self) -> Result<(), RpcError> {
        match self.0.get(2) {
            None | Some(Value::Null) => Ok(()),
            Some(Value::Object(overrides)) if overrides.is_empty() => Ok(()),
            Some(_) => Err(RpcError::params("state overrides are not supported")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::chain::Chain;
    use crate::{DEVELOPMENT_ACCOUNTS, DEVELOPMENT_BALANCE, query};

    const METHODS: [&str; 27] = [
        "web3_sha3",
        "eth_sendRawTransaction",
        "evm_revert",
        "anvil_mine",
        "eth_getBlockByNumber",
        "eth_getBlockByHash",
        "eth_getBlockReceipts",
        "eth_getBlockTransactionCountByNumber",
        "eth_getBlockTransactionCountByHash",
        "eth_getTransactionByBlockNumberAndIndex",
        "eth_getTransactionByBlockHashAndIndex",
        "eth_getTransactionByHash",
        "eth_getRawTransactionByHash",
        "eth_getTransactionReceipt",
        "eth_getTransactionCount",
        "eth_getBalance",
        "eth_getCode",
        "eth_getStorageAt",
        "eth_call",
        "eth_estimateGas",
        "eth_gasPrice",
        "eth_maxPriorityFeePerGas",
        "eth_feeHistory",
        "eth_getLogs",
        "eth_chainId",
        "eth_blockNumber",
        "net_version",
    ];

    /// Values that some method takes somewhere, and values that none does.
    fn value() -> impl Strategy<Value = Value> {
        let address = json!(DEVELOPMENT_ACCOUNTS[0]);
        let known = vec![
            json!(null),
            json!(true),
            json!("latest"),
            json!("pending"),
            json!("0x0"),
            json!("0xffffffffffffffff"),
            json!(u64::MAX),
            json!([99.5, 1.0]),
            json!([0.0, 50.0, 100.0]),
            json!(B256::ZERO),
            json!({ "blockHash": B256::ZERO, "requireCanonical": true }),
            json!({ "from": address, "to": address, "value": "0x1", "gas": "0x1" }),
            json!({ "from": address, "data": "0x600a600c", "gas": "0xffffffffffffffff" }),
            json!({ "fromBlock": "0x5", "toBlock": "earliest", "topics": [null, []] }),
            json!({ "blockHash": B256::ZERO }),
            address,
        ];
        prop_oneof![
            4 => prop::sample::select(known),
            1 => any::<i64>().prop_map(|number| json!(number)),
            1 => "[0-9a-fx]{0,80}".prop_map(|text| json!(text)),
        ]
    }

    proptest! {
        #[test]
        fn any_request_has_an_answer(
            method in prop::sample::select(METHODS.to_vec()),
            params in prop::collection::vec(value(), 0..4),
        ) {
            let chain = Chain::new(31_337, 1, &DEVELOPMENT_ACCOUNTS, DEVELOPMENT_BALANCE);
            if let Ok(Call::Ask(query)) = read(method, &Value::Array(params)) {
                let _ = query::answer(&chain, &query, 1);
            }
        }
    }
}
