//! Transactions for the machine's actions: what they call, what they cost, their signature, what became of them.

use alloy::consensus::{SignableTransaction as _, TxEip1559, TxEnvelope};
use alloy::eips::BlockId;
use alloy::eips::eip2718::Encodable2718 as _;
use alloy::network::{TransactionBuilder as _, TxSignerSync as _};
use alloy::primitives::{Bytes, TxKind, U256};
use alloy::providers::Provider as _;
use alloy::rpc::types::{TransactionReceipt, TransactionRequest};
use alloy::sol_types::{SolCall as _, SolConstructor as _, SolEvent as _, SolInterface as _};
use alloy::transports::{RpcError, TransportErrorKind};
use contracts::{IndexFactory, IndexToken, TestCash, Vault, chain_id_of};
use minting::{Attempt, BlockRef, Contract, Contracts, Effect, Inclusion, Outcome, Raw, Token};
use money::Scale;

use super::convert::{to_domain, to_hash};
use super::{Chain, ChainError, Refusal, to_address};

/// Percent of the estimated gas that a transaction may use: the state can change until it is mined.
const GAS_MARGIN_PERCENT: u64 = 125;
/// Gas for two storage slots that have become zero since the estimate, 17,100 each (EIP-2929): a holder who burns all that he has, and
/// with that all there is, just before a mint to him is mined. What is not used costs nothing.
const GAS_FOR_EMPTIED_SLOTS: u64 = 2 * 17_100;
/// By how many percent a further attempt raises its fees; nodes want 10.
const FEE_RAISE_PERCENT: u64 = 25;

/// Where a transaction goes and what it says.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    to: TxKind,
    data: Bytes,
}

impl Chain {
    /// What an effect's transaction says, or `None` while something it needs is not there.
    pub(crate) async fn target(
        &self,
        effect: &Effect,
        contracts: Option<Contracts>,
        cash: Option<minting::Address>,
        token: Option<&Token>,
    ) -> Result<Option<Target>, ChainError> {
        let call = |to, data: Vec<u8>| {
            Some(Target {
                to: TxKind::Call(to_address(to)),
                data: data.into(),
            })
        };
        let create = |code: &Bytes, arguments: Vec<u8>| {
            Some(Target {
                to: TxKind::Create,
                data: [code.as_ref(), &arguments].concat().into(),
            })
        };
        let signer = self.signer();
        Ok(match effect {
            Effect::Deploy {
                contract: Contract::Cash,
            } => create(&TestCash::BYTECODE, Vec::new()),
            Effect::Deploy {
                contract: Contract::Vault,
            } => cash.and_then(|cash| {
                let arguments = Vault::constructorCall {
                    cash_: to_address(cash),
                    admin: signer,
                    payer: signer,
                }
                .abi_encode();
                create(&Vault::BYTECODE, arguments)
            }),
            Effect::Deploy {
                contract: Contract::Factory,
            } => {
                let arguments = IndexFactory::constructorCall {
                    admin: signer,
                    issuer: signer,
                }
                .abi_encode();
                create(&IndexFactory::BYTECODE, arguments)
            }
            Effect::CreateIndex {
                symbol,
                name,
                scale,
            } => contracts.and_then(|contracts| {
                let arguments = IndexFactory::createIndexCall {
                    symbol: symbol.clone(),
                    name: name.clone(),
                    decimals: *scale,
                };
                call(contracts.factory, arguments.abi_encode())
            }),
            Effect::Mint {
                mint_id, to, units, ..
            } => match token {
                None => None,
                Some(token) => {
                    let units = U256::from(units.to_atoms(Scale::new(token.scale)?)?);
                    let arguments = IndexToken::mintCall {
                        mintId: chain_id_of(mint_id),
                        to: to_address(*to),
                        units,
                    };
                    call(token.address, arguments.abi_encode())
                }
            },
            Effect::Payout {
                payout_id,
                to,
                amount,
            } => match contracts {
                None => None,
                Some(contracts) => {
                    let amount = U256::from(amount.to_atoms(self.cash_scale(contracts).await?)?);
                    let arguments = Vault::payoutCall {
                        payoutId: chain_id_of(payout_id),
                        to: to_address(*to),
                        amount,
                    };
                    call(contracts.vault, arguments.abi_encode())
                }
            },
        })
    }

    /// Signs a transaction with `nonce`, or a further attempt that pays more than `replaced`.
    pub(crate) async fn sign(
        &self,
        target: &Target,
        nonce: u64,
        replaced: Option<&Attempt>,
    ) -> Result<Attempt, ChainError> {
        let request = request(target, self.signer());
        let gas = match self.provider.estimate_gas(request).await {
            Ok(gas) => gas * GAS_MARGIN_PERCENT / 100 + GAS_FOR_EMPTIED_SLOTS,
            Err(error) => {
                return Err(refusal(&error).map_or_else(|| error.into(), ChainError::Refused));
            }
        };
        let (max_fee, tip) = self.fees(replaced).await?;
        let mut transaction = TxEip1559 {
            chain_id: self.id,
            nonce,
            gas_limit: gas,
            max_fee_per_gas: max_fee.into(),
            max_priority_fee_per_gas: tip.into(),
            to: target.to,
            value: U256::ZERO,
            access_list: alloy::eips::eip2930::AccessList::default(),
            input: target.data.clone(),
        };
        let signature = self.signer.sign_transaction_sync(&mut transaction)?;
        let envelope = TxEnvelope::from(transaction.into_signed(signature));
        Ok(Attempt {
            hash: to_domain::hash(*envelope.tx_hash()),
            nonce,
            max_fee,
            tip,
            raw: Raw(envelope.encoded_2718()),
        })
    }

    async fn fees(&self, replaced: Option<&Attempt>) -> Result<(u64, u64), ChainError> {
        let estimated = self.provider.estimate_eip1559_fees().await?;
        let whole = |fee: u128| u64::try_from(fee).unwrap_or(u64::MAX);
        let raised =
            |fee: u64| fee.saturating_add((fee / 100).saturating_mul(FEE_RAISE_PERCENT).max(1));
        let (max_fee, tip) = replaced.map_or((0, 0), |attempt| {
            (raised(attempt.max_fee), raised(attempt.tip))
        });
        let tip = tip.max(whole(estimated.max_priority_fee_per_gas));
        let max_fee = max_fee.max(whole(estimated.max_fee_per_gas)).max(tip);
        if max_fee > self.max_fee {
            return Err(ChainError::TooExpensive {
                needed: max_fee,
                allowed: self.max_fee,
            });
        }
        Ok((max_fee, tip))
    }

    /// Which attempt is in a canonical block, if any is.
    pub(crate) async fn inclusion(
        &self,
        attempts: &[Attempt],
        target: Option<&Target>,
    ) -> Result<Option<Inclusion>, ChainError> {
        // The newest attempt pays most and is the likeliest.
        for attempt in attempts.iter().rev() {
            let Some(receipt) = self.receipt(to_hash(attempt.hash)).await? else {
                continue;
            };
            let (Some(number), Some(hash)) = (receipt.block_number, receipt.block_hash) else {
                continue;
            };
            let outcome = if receipt.status() {
                Outcome::Done {
                    created: created(&receipt),
                }
            } else {
                Outcome::Reverted {
                    text: self.revert_text(target, number).await,
                }
            };
            let block = BlockRef {
                number,
                hash: to_domain::hash(hash),
            };
            return Ok(Some(Inclusion {
                hash: attempt.hash,
                block,
                outcome,
            }));
        }
        Ok(None)
    }

    /// The reason of a revert, found by running the call again on the block before; it can differ from what happened.
    async fn revert_text(&self, target: Option<&Target>, number: u64) -> String {
        const UNKNOWN: &str = "the transaction was reverted";
        let Some(target) = target else {
            return UNKNOWN.to_owned();
        };
        let call = self
            .provider
            .call(request(target, self.signer()))
            .block(BlockId::number(number.saturating_sub(1)));
        match call.await {
            Ok(_) => UNKNOWN.to_owned(),
            Err(error) => {
                refusal(&error).map_or_else(|| UNKNOWN.to_owned(), |refusal| refusal.text)
            }
        }
    }
}

fn request(target: &Target, from: alloy::primitives::Address) -> TransactionRequest {
    let mut request = TransactionRequest::default()
        .with_from(from)
        .with_input(target.data.clone());
    request.to = Some(target.to);
    request
}

/// The contract of a deployment or the token of a new index.
fn created(receipt: &TransactionReceipt) -> Option<minting::Address> {
    let token = receipt.logs().iter().find_map(|log| {
        let event = IndexFactory::IndexCreated::decode_log(&log.inner).ok()?;
        (Some(log.address()) == receipt.to).then_some(event.token)
    });
    receipt.contract_address.or(token).map(to_domain::address)
}

/// The error's name and values. The outer variant has the same name as the error in it.
fn in_words(error: &impl std::fmt::Debug) -> String {
    let text = format!("{error:?}");
    let inner = text
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.unwrap_or(&text).to_owned()
}

/// The contract's own words, if it was the contract that refused.
fn refusal(error: &RpcError<TransportErrorKind>) -> Option<Refusal> {
    let RpcError::ErrorResp(payload) = error else {
        return None;
    };
    let data = payload.as_revert_data()?;
    // Final is what no one can mend: a missing role can be granted, a vault filled, a used id found by its event.
    if let Ok(error) = Vault::VaultErrors::abi_decode(&data) {
        let is_final = matches!(error, Vault::VaultErrors::ZeroAmount(_));
        return Some(Refusal {
            text: in_words(&error),
            is_final,
        });
    }
    if let Ok(error) = IndexToken::IndexTokenErrors::abi_decode(&data) {
        use IndexToken::IndexTokenErrors as Errors;
        let is_final = matches!(
            error,
            Errors::ZeroUnits(_) | Errors::ERC20InvalidReceiver(_) | Errors::ERC20InvalidSender(_)
        );
        return Some(Refusal {
            text: in_words(&error),
            is_final,
        });
    }
    if let Ok(error) = IndexFactory::IndexFactoryErrors::abi_decode(&data) {
        let is_final = matches!(error, IndexFactory::IndexFactoryErrors::EmptySymbol(_));
        return Some(Refusal {
            text: in_words(&error),
            is_final,
        });
    }
    Some(Refusal {
        text: payload.message.to_string(),
        is_final: false,
    })
}
