//! The chain through its node's JSON-RPC: what is there, and what can be sent.
//!
//! One code path for the in-process node, anvil and real chains. Nothing here decides; what is read is told to the
//! machine.

mod arrivals;
mod contracts;
mod convert;
mod transactions;

use alloy::eips::BlockNumberOrTag;
use alloy::primitives::{Address, TxHash};
use alloy::providers::{DynProvider, Provider as _};
use alloy::rpc::types::TransactionReceipt;
use alloy::signers::local::PrivateKeySigner;
use alloy::transports::{RpcError, TransportErrorKind};
use minting::BlockRef;
use money::Scale;
use tokio::sync::OnceCell;

pub(crate) use arrivals::Watched;
pub(crate) use convert::{to_address, to_domain};
pub(crate) use transactions::Target;

/// Why the chain has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The node cannot be reached, or refuses the request.
    #[error("the chain's node failed")]
    Rpc(#[from] RpcError<TransportErrorKind>),
    /// A contract does not answer as it should.
    #[error("a contract call failed")]
    Contract(#[from] alloy::contract::Error),
    /// The contract refuses what is to be sent.
    #[error("the contract refuses: {0}")]
    Refused(Refusal),
    /// The transaction cannot be signed.
    #[error("the transaction cannot be signed")]
    Sign(#[from] alloy::signers::Error),
    /// A block that the node just named is not there: it was reorganised away, or the node is one of several.
    #[error("block {0} is not there")]
    NoBlock(u64),
    /// The chain changed while it was read; the next look sees one chain again.
    #[error("the chain was reorganised while it was read")]
    Moved,
    /// An amount that the token or the ledger cannot hold.
    #[error("an amount does not fit")]
    Amount(#[from] money::MoneyError),
    /// Gas costs more than the configuration allows.
    #[error("gas costs {needed} wei, the configuration allows {allowed}")]
    TooExpensive {
        /// What a transaction would need.
        needed: u64,
        /// `chain.max-fee-gwei`.
        allowed: u64,
    },
}

impl ChainError {
    /// Whether it is about what was asked, and not about the node: the next question may well have an answer.
    pub(crate) fn is_about_the_question(&self) -> bool {
        match self {
            Self::Rpc(error) | Self::Contract(alloy::contract::Error::TransportError(error)) => {
                error.is_error_resp()
            }
            Self::Refused(_)
            | Self::TooExpensive { .. }
            | Self::Sign(_)
            | Self::Amount(_)
            | Self::Contract(_) => true,
            Self::NoBlock(_) | Self::Moved => false,
        }
    }
}

/// Why a contract refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// In words.
    pub text: String,
    /// Whether asking again can never help.
    pub is_final: bool,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// The chain, as the signer sees it.
#[derive(Clone)]
pub(crate) struct Chain {
    provider: DynProvider,
    signer: PrivateKeySigner,
    id: u64,
    max_fee: u64,
    cash_scale: OnceCell<Scale>,
}

impl Chain {
    /// Asks the node which chain it is.
    pub(crate) async fn open(
        provider: DynProvider,
        signer: PrivateKeySigner,
        max_fee: u64,
    ) -> Result<Self, ChainError> {
        let id = provider.get_chain_id().await?;
        Ok(Self {
            provider,
            signer,
            id,
            max_fee,
            cash_scale: OnceCell::new(),
        })
    }

    pub(crate) fn chain_id(&self) -> u64 {
        self.id
    }

    /// Who signs.
    pub(crate) fn signer(&self) -> Address {
        self.signer.address()
    }

    /// The newest block.
    pub(crate) async fn head(&self) -> Result<BlockRef, ChainError> {
        let block = self
            .provider
            .get_block_by_number(BlockNumberOrTag::Latest)
            .await?;
        let header = block.ok_or(ChainError::NoBlock(0))?.header;
        Ok(BlockRef {
            number: header.number,
            hash: to_domain::hash(header.hash),
        })
    }

    /// The canonical block with this number.
    pub(crate) async fn block(&self, number: u64) -> Result<BlockRef, ChainError> {
        let block = self.provider.get_block_by_number(number.into()).await?;
        let header = block.ok_or(ChainError::NoBlock(number))?.header;
        Ok(BlockRef {
            number,
            hash: to_domain::hash(header.hash),
        })
    }

    /// The receipt of a transaction in a canonical block.
    pub(crate) async fn receipt(
        &self,
        hash: TxHash,
    ) -> Result<Option<TransactionReceipt>, ChainError> {
        let Some(receipt) = self.provider.get_transaction_receipt(hash).await? else {
            return Ok(None);
        };
        let (Some(number), Some(block)) = (receipt.block_number, receipt.block_hash) else {
            return Ok(None);
        };
        // Some nodes keep receipts of blocks that are no longer canonical.
        if self.block(number).await?.hash != to_domain::hash(block) {
            return Err(ChainError::Moved);
        }
        Ok(Some(receipt))
    }

    /// How many transactions the signer has in blocks up to `number`.
    pub(crate) async fn nonce_at(&self, number: u64) -> Result<u64, ChainError> {
        Ok(self
            .provider
            .get_transaction_count(self.signer())
            .number(number)
            .await?)
    }

    /// How many transactions the signer has in blocks.
    pub(crate) async fn nonce(&self) -> Result<u64, ChainError> {
        Ok(self
            .provider
            .get_transaction_count(self.signer())
            .latest()
            .await?)
    }

    /// Hands signed bytes to the node. That it has them already, or has mined them, is fine.
    pub(crate) async fn broadcast(&self, raw: &[u8]) -> Result<(), ChainError> {
        match self.provider.send_raw_transaction(raw).await {
            Ok(_) => Ok(()),
            Err(RpcError::ErrorResp(error)) if is_known(&error.message) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The texts with which nodes say that they have a transaction, or had it.
fn is_known(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    [
        "already known",
        "already imported",
        "known transaction",
        "already exists",
        "nonce too low",
    ]
    .iter()
    .any(|known| message.contains(known))
}

/// An error with its causes on one line.
pub(crate) struct Causes<'a>(pub(crate) &'a ChainError);

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = std::error::Error::source(self.0);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
