//! Signed transactions: their bytes, their signer, and what is wrong with one whatever the state of the chain.

use std::sync::Arc;

use alloy::consensus::transaction::{Recovered, SignerRecoverable as _};
use alloy::consensus::{Transaction as _, TxEnvelope};
use alloy::eips::eip2718::{Decodable2718 as _, Encodable2718 as _};
use alloy::primitives::Bytes;

use crate::chain::BLOCK_GAS_LIMIT;
use crate::execution::RULES;
use crate::pool::{Refusal, SignedTransaction};

/// Why bytes are not a transaction for this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DecodeError {
    /// Not an encoded transaction.
    #[error("failed to decode signed transaction")]
    Undecodable,
    /// The signature is no one's.
    #[error("invalid transaction signature")]
    Signature,
}

/// Reads a signed transaction and finds who signed it.
pub(crate) fn decode(raw: &[u8]) -> Result<SignedTransaction, DecodeError> {
    let mut rest = raw;
    let envelope = TxEnvelope::decode_2718(&mut rest).map_err(|_| DecodeError::Undecodable)?;
    if !rest.is_empty() {
        return Err(DecodeError::Undecodable);
    }
    let signer = envelope
        .recover_signer()
        .map_err(|_| DecodeError::Signature)?;
    Ok(Arc::new(Recovered::new_unchecked(envelope, signer)))
}

/// A transaction's own bytes.
pub(crate) fn encode(transaction: &SignedTransaction) -> Bytes {
    transaction.inner().encoded_2718().into()
}

/// What no state of the chain could mend.
pub(crate) fn check_alone(transaction: &SignedTransaction, chain_id: u64) -> Result<(), Refusal> {
    if !matches!(
        transaction.inner(),
        TxEnvelope::Legacy(_)
            | TxEnvelope::Eip2930(_)
            | TxEnvelope::Eip1559(_)
            | TxEnvelope::Eip7702(_)
    ) {
        return Err(Refusal::UnsupportedType);
    }
    if transaction.chain_id() != Some(chain_id) {
        return Err(Refusal::WrongChain {
            have: transaction.chain_id(),
            want: chain_id,
        });
    }
    if transaction
        .max_priority_fee_per_gas()
        .is_some_and(|tip| tip > transaction.max_fee_per_gas())
    {
        return Err(Refusal::TipOverFee);
    }
    if transaction.gas_limit() > BLOCK_GAS_LIMIT {
        return Err(Refusal::OverBlockGasLimit);
    }
    let (accounts, slots) = transaction.access_list().map_or((0, 0), |list| {
        (
            list.0.len() as u64,
            list.0
                .iter()
                .map(|item| item.storage_keys.len() as u64)
                .sum(),
        )
    });
    let intrinsic = revm::context_interface::cfg::gas::calculate_initial_tx_gas(
        RULES,
        transaction.input(),
        transaction.is_create(),
        accounts,
        slots,
        transaction
            .authorization_list()
            .map_or(0, |list| list.len() as u64),
        None,
    );
    if transaction.gas_limit() < intrinsic.initial_regular_gas.max(intrinsic.floor_gas) {
        return Err(Refusal::IntrinsicGas);
    }
    Ok(())
}
