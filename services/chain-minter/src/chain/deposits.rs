//! Deposits from the vault's events.

use std::collections::HashMap;

use alloy::primitives::{Address, TxHash};
use alloy::providers::Provider as _;
use alloy::rpc::types::{Filter, Log};
use alloy::sol_types::SolEvent as _;
use contracts::Vault::Deposited;
use minting::{BlockRef, Deposit, DepositId, Observation};
use money::Scale;

use super::{Chain, ChainError, to_address, to_domain};

impl Chain {
    /// Every deposit in the canonical blocks from `from` on, `blocks` of them at most. `None` when there is no such
    /// block yet.
    pub(crate) async fn observe(
        &self,
        vault: minting::Address,
        scale: Scale,
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
        let vault = to_address(vault);
        let filter = Filter::new()
            .address(vault)
            .event_signature(Deposited::SIGNATURE_HASH)
            .from_block(from)
            .to_block(to);
        let logs = self.provider.get_logs(&filter).await?;
        let deposits = read(&logs, vault, scale);
        let last_final = (head.number + 1)
            .checked_sub(confirmations)
            .map(|number| number.min(to));
        let last_final = match last_final.filter(|number| *number >= from) {
            Some(number) if number == to => Some(last),
            Some(number) => Some(self.block(number).await?),
            None => None,
        };
        self.check_canonical(&deposits, last_final).await?;
        // The last block is the same as before: so were all blocks below it while they were read.
        if self.block(to).await? != last {
            return Err(ChainError::Moved);
        }
        Ok(Some(Observation {
            from,
            to,
            head: head.number,
            deposits,
            last_final,
        }))
    }

    /// The blocks that deposits are about to be confirmed in are the chain's.
    async fn check_canonical(
        &self,
        deposits: &[Deposit],
        last_final: Option<BlockRef>,
    ) -> Result<(), ChainError> {
        let mut checked = None;
        for deposit in deposits {
            let is_final = last_final.is_some_and(|last| deposit.block.number <= last.number);
            if is_final && checked != Some(deposit.block) {
                if self.block(deposit.block.number).await? != deposit.block {
                    return Err(ChainError::Moved);
                }
                checked = Some(deposit.block);
            }
        }
        Ok(())
    }
}

/// Reads the deposits of whole blocks. One that cannot be held as money is left out and reported; it is nobody's
/// ordinary cash.
fn read(logs: &[Log], vault: Address, scale: Scale) -> Vec<Deposit> {
    let mut ordinals: HashMap<TxHash, u32> = HashMap::new();
    let mut deposits = Vec::with_capacity(logs.len());
    for log in logs
        .iter()
        .filter(|log| log.address() == vault && !log.removed)
    {
        let (Some(transaction), Some(number), Some(hash)) =
            (log.transaction_hash, log.block_number, log.block_hash)
        else {
            continue;
        };
        let Ok(deposited) = Deposited::decode_log(&log.inner) else {
            continue;
        };
        let next = ordinals.entry(transaction).or_default();
        let ordinal = *next;
        *next += 1;
        match to_domain::cash(deposited.amount, scale) {
            Ok(amount) => deposits.push(Deposit {
                id: DepositId {
                    transaction: to_domain::hash(transaction),
                    ordinal,
                },
                from: to_domain::address(deposited.from),
                amount,
                block: BlockRef {
                    number,
                    hash: to_domain::hash(hash),
                },
            }),
            Err(error) => {
                tracing::error!(%transaction, %error, "a deposit is too large to be credited");
            }
        }
    }
    deposits
}
