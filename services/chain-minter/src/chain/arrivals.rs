//! Deposits from the vault's events, and burns from those of the index tokens.

use std::collections::{BTreeMap, HashMap};

use alloy::primitives::{Address, B256, TxHash};
use alloy::providers::Provider as _;
use alloy::rpc::types::{Filter, Log};
use alloy::sol_types::SolEvent;
use contracts::IndexToken::Redeemed;
use contracts::Vault::Deposited;
use minting::{BlockRef, Burn, BurnId, Deposit, DepositId, Observation, Token};
use money::{MoneyError, Scale};

use super::{Chain, ChainError, to_address, to_domain};

/// The contracts whose events are read.
pub(crate) struct Watched {
    pub(crate) vault: minting::Address,
    pub(crate) cash_scale: Scale,
    /// The index tokens, by symbol.
    pub(crate) tokens: BTreeMap<String, Token>,
}

impl Chain {
    /// Every deposit and burn in the canonical blocks from `from` on, `blocks` of them at most. `None` when there is no such
    /// block yet.
    pub(crate) async fn observe(
        &self,
        watched: &Watched,
        from: u64,
        blocks: u64,
        confirmations: u64,
    ) -> Result<Option<Observation>, ChainError> {
        let head = self.head().await?;
        if head.number < from {
            return Ok(None);
        }
        let to = head.number.min(from.saturating_add(blocks - 1));
        let last = if to == head.number {
            head
        } else {
            self.block(to).await?
        };
        let deposits = self.deposits(watched, from, to).await?;
        let burns = self.burns(watched, from, to).await?;
        let last_final = (head.number + 1)
            .checked_sub(confirmations)
            .map(|number| number.min(to));
        let last_final = match last_final.filter(|number| *number >= from) {
            Some(number) if number == to => Some(last),
            Some(number) => Some(self.block(number).await?),
            None => None,
        };
        let blocks = deposits.iter().map(|deposit| deposit.block);
        self.check_canonical(
            blocks.chain(burns.iter().map(|burn| burn.block)),
            last_final,
        )
        .await?;
        // The last block is the same as before: so were all blocks below it while they were read.
        if self.block(to).await? != last {
            return Err(ChainError::Moved);
        }
        Ok(Some(Observation {
            from,
            to,
            head: head.number,
            deposits,
            burns,
            last_final,
        }))
    }

    async fn deposits(
        &self,
        watched: &Watched,
        from: u64,
        to: u64,
    ) -> Result<Vec<Deposit>, ChainError> {
        let vault = to_address(watched.vault);
        let logs = self.logs::<Deposited>(vec![vault], from, to).await?;
        Ok(read(&logs, |_, deposited: Deposited, place| {
            Ok(Deposit {
                id: DepositId {
                    transaction: place.transaction,
                    ordinal: place.ordinal,
                },
                from: to_domain::address(deposited.from),
                amount: to_domain::cash(deposited.amount, watched.cash_scale)?,
                block: place.block,
            })
        }))
    }

    async fn burns(&self, watched: &Watched, from: u64, to: u64) -> Result<Vec<Burn>, ChainError> {
        let tokens: HashMap<Address, (&String, &Token)> = watched
            .tokens
            .iter()
            .map(|(symbol, token)| (to_address(token.address), (symbol, token)))
            .collect();
        // A filter without addresses would be one for all contracts.
        if tokens.is_empty() {
            return Ok(Vec::new());
        }
        let addresses = tokens.keys().copied().collect();
        let logs = self.logs::<Redeemed>(addresses, from, to).await?;
        Ok(read(&logs, |contract, redeemed: Redeemed, place| {
            let (symbol, token) = tokens[&contract];
            Ok(Burn {
                id: BurnId {
                    index: symbol.clone(),
                    transaction: place.transaction,
                    ordinal: place.ordinal,
                },
                from: to_domain::address(redeemed.from),
                units: to_domain::units(redeemed.units, Scale::new(token.scale)?)?,
                block: place.block,
            })
        }))
    }

    /// The events of one kind that these contracts, and no others, have emitted.
    async fn logs<E: SolEvent>(
        &self,
        contracts: Vec<Address>,
        from: u64,
        to: u64,
    ) -> Result<Vec<Log>, ChainError> {
        let filter = Filter::new()
            .address(contracts.clone())
            .event_signature(E::SIGNATURE_HASH)
            .from_block(from)
            .to_block(to);
        let mut logs = self.provider.get_logs(&filter).await?;
        logs.retain(|log| contracts.contains(&log.address()) && !log.removed);
        Ok(logs)
    }

    /// The blocks that something is about to be confirmed in are the chain's.
    async fn check_canonical(
        &self,
        blocks: impl Iterator<Item = BlockRef>,
        last_final: Option<BlockRef>,
    ) -> Result<(), ChainError> {
        let mut checked = None;
        for block in blocks {
            let is_final = last_final.is_some_and(|last| block.number <= last.number);
            if is_final && checked != Some(block) {
                if self.block(block.number).await? != block {
                    return Err(ChainError::Moved);
                }
                checked = Some(block);
            }
        }
        Ok(())
    }
}

/// Where an event is: its transaction, the how manieth of its contract's in it, and the block.
struct Place {
    transaction: minting::Hash,
    ordinal: u32,
    block: BlockRef,
}

/// Reads the events of whole blocks. An amount that cannot be held as money is left out and reported; it is nobody's
/// ordinary one.
fn read<E: SolEvent, T>(
    logs: &[Log],
    made: impl Fn(Address, E, Place) -> Result<T, MoneyError>,
) -> Vec<T> {
    let mut ordinals: HashMap<(Address, TxHash), u32> = HashMap::new();
    let mut all = Vec::with_capacity(logs.len());
    for log in logs {
        let (Some(transaction), Some(number), Some(hash)) =
            (log.transaction_hash, log.block_number, log.block_hash)
        else {
            continue;
        };
        let Ok(event) = E::decode_log_data(log.data()) else {
            continue;
        };
        let next = ordinals.entry((log.address(), transaction)).or_default();
        let place = Place {
            transaction: to_domain::hash(transaction),
            ordinal: *next,
            block: block(number, hash),
        };
        *next += 1;
        match made(log.address(), event, place) {
            Ok(arrival) => all.push(arrival),
            Err(error) => {
                tracing::error!(%transaction, %error, "an amount is too large to be credited");
            }
        }
    }
    all
}

fn block(number: u64, hash: B256) -> BlockRef {
    BlockRef {
        number,
        hash: to_domain::hash(hash),
    }
}
