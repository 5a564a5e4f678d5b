//! What the contracts say: balances, roles, and whether something happened already.

use alloy::eips::BlockId;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::Provider as _;
use alloy::rpc::types::{Filter, Log};
use alloy::sol_types::SolEvent;
use contracts::{IndexFactory, IndexToken, TestCash, Vault, chain_id_of};
use minting::{BlockRef, Contracts, Effect, Hash, Token};
use money::{Cash, Scale, Units};

use super::convert::to_domain;
use super::{Chain, ChainError, Refusal, to_address};

/// Something that happened, whoever sent the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Happened {
    pub(crate) hash: Hash,
    pub(crate) block: BlockRef,
    pub(crate) created: Option<minting::Address>,
}

impl Chain {
    /// The decimals of the cash token.
    pub(crate) async fn cash_scale(&self, contracts: Contracts) -> Result<Scale, ChainError> {
        let scale = self.cash_scale.get_or_try_init(|| async {
            let cash = TestCash::new(to_address(contracts.cash), &self.provider);
            Ok::<_, ChainError>(Scale::new(
                cash.decimals().block(BlockId::latest()).call().await?,
            )?)
        });
        scale.await.copied()
    }

    /// The vault's cash.
    pub(crate) async fn vault_balance(&self, contracts: Contracts) -> Result<Cash, ChainError> {
        let scale = self.cash_scale(contracts).await?;
        let cash = TestCash::new(to_address(contracts.cash), &self.provider);
        let balance = cash
            .balanceOf(to_address(contracts.vault))
            .block(BlockId::latest())
            .call()
            .await?;
        Ok(to_domain::cash(balance, scale)?)
    }

    /// An address's units of an index, and all there are.
    pub(crate) async fn token_balance(
        &self,
        token: &Token,
        address: minting::Address,
    ) -> Result<(Units, Units), ChainError> {
        let scale = Scale::new(token.scale)?;
        let contract = IndexToken::new(to_address(token.address), &self.provider);
        let balance = contract
            .balanceOf(to_address(address))
            .block(BlockId::latest())
            .call()
            .await?;
        let supply = contract
            .totalSupply()
            .block(BlockId::latest())
            .call()
            .await?;
        Ok((
            to_domain::units(balance, scale)?,
            to_domain::units(supply, scale)?,
        ))
    }

    /// What is wrong with contracts that were given, if anything: they must be there, belong together and let the
    /// signer do its work.
    pub(crate) async fn check_contracts(
        &self,
        contracts: Contracts,
    ) -> Result<Option<String>, ChainError> {
        for (name, address) in [
            ("cash", contracts.cash),
            ("vault", contracts.vault),
            ("factory", contracts.factory),
        ] {
            if self
                .provider
                .get_code_at(to_address(address))
                .latest()
                .await?
                .is_empty()
            {
                return Ok(Some(format!(
                    "there is no contract at the {name} address {address}"
                )));
            }
        }
        let vault = Vault::new(to_address(contracts.vault), &self.provider);
        let cash = vault.cash().call().await?;
        if cash != to_address(contracts.cash) {
            return Ok(Some(format!("the vault is for the cash token {cash}")));
        }
        let signer = self.signer();
        if !vault
            .hasRole(vault.PAYER_ROLE().call().await?, signer)
            .call()
            .await?
        {
            return Ok(Some(format!(
                "{signer} has not the PAYER_ROLE of the vault"
            )));
        }
        let factory = IndexFactory::new(to_address(contracts.factory), &self.provider);
        if !factory
            .hasRole(factory.ISSUER_ROLE().call().await?, signer)
            .call()
            .await?
        {
            return Ok(Some(format!(
                "{signer} has not the ISSUER_ROLE of the factory"
            )));
        }
        Ok(None)
    }

    /// Where and when an effect happened, if the contract says that it did. An id that was used for other contents is
    /// a final refusal.
    pub(crate) async fn find(
        &self,
        effect: &Effect,
        contracts: Option<Contracts>,
        token: Option<&Token>,
        start_block: u64,
    ) -> Result<Option<Happened>, ChainError> {
        let Some(contracts) = contracts else {
            return Ok(None);
        };
        match effect {
            Effect::Deploy { .. } => Ok(None),
            Effect::CreateIndex { symbol, scale, .. } => {
                self.find_index(contracts, symbol, *scale, start_block)
                    .await
            }
            Effect::Mint {
                mint_id, to, units, ..
            } => {
                let Some(token) = token else { return Ok(None) };
                let address = to_address(token.address);
                let contract = IndexToken::new(address, &self.provider);
                let id = chain_id_of(mint_id);
                if !contract.minted(id).block(BlockId::latest()).call().await? {
                    return Ok(None);
                }
                let log = self
                    .first_log::<IndexToken::Minted>(address, id, start_block)
                    .await?;
                let Some((minted, happened)) = log else {
                    return Ok(None);
                };
                let atoms = units.to_atoms(Scale::new(token.scale)?)?;
                same(
                    minted.to == to_address(*to) && minted.units == U256::from(atoms),
                    "mint id",
                )?;
                Ok(Some(happened))
            }
            Effect::Payout {
                payout_id,
                to,
                amount,
            } => {
                let address = to_address(contracts.vault);
                let vault = Vault::new(address, &self.provider);
                let id = chain_id_of(payout_id);
                if !vault.paid(id).block(BlockId::latest()).call().await? {
                    return Ok(None);
                }
                let log = self
                    .first_log::<Vault::PaidOut>(address, id, start_block)
                    .await?;
                let Some((paid, happened)) = log else {
                    return Ok(None);
                };
                let atoms = amount.to_atoms(self.cash_scale(contracts).await?)?;
                same(
                    paid.to == to_address(*to) && paid.amount == U256::from(atoms),
                    "payout id",
                )?;
                Ok(Some(happened))
            }
        }
    }

    async fn find_index(
        &self,
        contracts: Contracts,
        symbol: &str,
        scale: u8,
        start_block: u64,
    ) -> Result<Option<Happened>, ChainError> {
        let address = to_address(contracts.factory);
        let factory = IndexFactory::new(address, &self.provider);
        let token = factory
            .tokenOf(symbol.to_owned())
            .block(BlockId::latest())
            .call()
            .await?;
        if token == Address::ZERO {
            return Ok(None);
        }
        let log = self
            .first_log::<IndexFactory::IndexCreated>(address, token.into_word(), start_block)
            .await?;
        let Some((created, happened)) = log else {
            return Ok(None);
        };
        same(created.decimals == scale, "symbol")?;
        Ok(Some(Happened {
            created: Some(to_domain::address(token)),
            ..happened
        }))
    }

    /// The one event of a contract with this first indexed value, in a canonical block.
    async fn first_log<E: SolEvent>(
        &self,
        address: Address,
        topic: B256,
        start_block: u64,
    ) -> Result<Option<(E, Happened)>, ChainError> {
        let head = self.head().await?.number;
        let mut from = start_block;
        while from <= head {
            let to = head.min(from.saturating_add(FIND_BLOCKS - 1));
            let filter = Filter::new()
                .address(address)
                .event_signature(E::SIGNATURE_HASH)
                .topic1(topic)
                .from_block(from)
                .to_block(to);
            let logs = self.provider.get_logs(&filter).await?;
            if let Some(found) = logs.iter().find_map(decode::<E>) {
                if self.block(found.1.block.number).await? != found.1.block {
                    return Err(ChainError::Moved);
                }
                return Ok(Some(found));
            }
            from = to + 1;
        }
        Ok(None)
    }
}

/// Blocks in one question for an event by its id, which few logs can answer.
const FIND_BLOCKS: u64 = 10_000;

fn decode<E: SolEvent>(log: &Log) -> Option<(E, Happened)> {
    let event = E::decode_log_data(log.data()).ok()?;
    let block = BlockRef {
        number: log.block_number?,
        hash: to_domain::hash(log.block_hash?),
    };
    Some((
        event,
        Happened {
            hash: to_domain::hash(log.transaction_hash?),
            block,
            created: None,
        },
    ))
}

fn same(is_same: bool, what: &str) -> Result<(), ChainError> {
    if is_same {
        return Ok(());
    }
    let text = format!("the {what} was used on the chain for other contents");
    Err(ChainError::Refused(Refusal {
        text,
        is_final: true,
    }))
}
