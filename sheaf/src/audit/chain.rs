//! What the chain says of the vault and the tokens, as of one block: balances, and every event behind them. The contracts are those in
//! the minter's journal.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use ::audit::{Audit, ChainStatement, TokenStatement};
use alloy::eips::BlockId;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::{DynProvider, Provider as _};
use alloy::rpc::types::{Filter, Log};
use alloy::sol_types::SolEvent;
use anyhow::{Context as _, anyhow};
use contracts::{IndexToken, TestCash, Vault, chain_id_of, rpc};
use journal::{Entry, Journal, JournalReader};
use money::{Cash, Scale, Units};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::journals::records;

/// Blocks in one question for logs: hosted nodes have limits.
const LOGS_BLOCKS_MAX: u64 = 5_000;
/// Records of a chain's journal that are copied at once.
const COPY_RECORDS_MAX: usize = 512;

/// Replays the embedded chain's journal, in a copy in memory, and asks that.
pub(super) async fn of_journal(
    path: &Path,
    audit: &Audit,
) -> anyhow::Result<Option<ChainStatement>> {
    let (journal, chain_id) = copy(path).await?;
    let config = evm_node::Config {
        chain_id,
        ..evm_node::Config::in_memory()
    };
    let shutdown = CancellationToken::new();
    let _end = shutdown.clone().drop_guard();
    let (ready, listening) = oneshot::channel();
    let node = tokio::spawn(evm_node::run_on(journal, config, ready, shutdown.clone()));
    let Ok(listening) = listening.await else {
        return match node.await? {
            Err(error) => Err(error.into()),
            Ok(()) => Err(anyhow!("the chain ended")),
        };
    };
    let told = statement(&format!("http://{}", listening.rpc), audit).await;
    shutdown.cancel();
    node.await??;
    told
}

/// The journal's records in memory, and the chain's id.
async fn copy(path: &Path) -> anyhow::Result<(Journal, u64)> {
    let reader = JournalReader::open(path)?;
    let mut entries = Vec::new();
    records(&reader, |_, record| {
        entries.push(Entry {
            time_unix_ns: record.time_unix_ns,
            trace: record.trace,
            payload: record.payload,
        });
    })?;
    let genesis = entries.first().context("it is empty")?;
    let genesis: serde_json::Value = serde_json::from_slice(&genesis.payload)?;
    let chain_id = genesis["chain_id"].as_u64().context("it has no chain id")?;
    let journal = Journal::in_memory();
    for part in entries.chunks(COPY_RECORDS_MAX) {
        journal.append(part.to_vec()).await?;
    }
    Ok((journal, chain_id))
}

/// Asks the node at `url`; none: the minter has no contracts yet.
pub(super) async fn statement(url: &str, audit: &Audit) -> anyhow::Result<Option<ChainStatement>> {
    let minting = audit.minting();
    let Some(used) = minting.contracts() else {
        return Ok(None);
    };
    let provider = rpc::connect(url)?;
    let head = provider
        .get_block_number()
        .await
        .context("the chain's head")?;
    let chain = Reader {
        provider,
        from: minting.start_block(),
        head,
        ids: audit.chain_ids().map(|id| (chain_id_of(&id), id)).collect(),
    };
    let (cash, vault) = (Address::from(used.cash.0), Address::from(used.vault.0));
    let token = TestCash::new(cash, &chain.provider);
    let scale = Scale::new(token.decimals().block(chain.block()).call().await?)?;
    let balance = token.balanceOf(vault).block(chain.block()).call().await?;
    let mut told = ChainStatement {
        vault: amount(balance, scale, Cash::from_atoms)?,
        deposits: chain.deposits(vault, scale).await?,
        ..ChainStatement::default()
    };
    for (paid, _) in chain.logs::<Vault::PaidOut>(vault).await? {
        let paid_out = amount(paid.amount, scale, Cash::from_atoms)?;
        told.payouts.insert(chain.id(paid.payoutId), paid_out);
    }
    for (index, token) in minting.tokens() {
        let scale = Scale::new(token.scale)?;
        let token = chain.token(Address::from(token.address.0), scale).await?;
        told.tokens.insert(index.clone(), token);
    }
    Ok(Some(told))
}

/// A chain up to one block.
struct Reader {
    provider: DynProvider,
    from: u64,
    head: u64,
    /// Ids of ours by the chain's.
    ids: HashMap<B256, String>,
}

impl Reader {
    fn block(&self) -> BlockId {
        BlockId::number(self.head)
    }

    /// Our id for the chain's, or the chain's own.
    fn id(&self, id: B256) -> String {
        let known = self.ids.get(&id).cloned();
        known.unwrap_or_else(|| id.to_string())
    }

    /// Every event of a kind of a contract.
    async fn logs<E: SolEvent>(&self, contract: Address) -> anyhow::Result<Vec<(E, Log)>> {
        let mut found = Vec::new();
        let mut from = self.from;
        while from <= self.head {
            let to = self.head.min(from.saturating_add(LOGS_BLOCKS_MAX - 1));
            let filter = Filter::new()
                .address(contract)
                .event_signature(E::SIGNATURE_HASH)
                .from_block(from)
                .to_block(to);
            for log in self.provider.get_logs(&filter).await? {
                found.push((E::decode_log(&log.inner)?.data, log));
            }
            from = to + 1;
        }
        Ok(found)
    }

    /// Deposits by the minter's ids: the transaction, and the how manieth deposit in it.
    async fn deposits(
        &self,
        vault: Address,
        scale: Scale,
    ) -> anyhow::Result<BTreeMap<String, Cash>> {
        let mut ordinals: HashMap<B256, u32> = HashMap::new();
        let mut deposits = BTreeMap::new();
        for (deposited, log) in self.logs::<Vault::Deposited>(vault).await? {
            let transaction = log.transaction_hash.context("a log has its transaction")?;
            let ordinal = ordinals.entry(transaction).or_default();
            let id = minting::DepositId {
                transaction: minting::Hash(transaction.0),
                ordinal: *ordinal,
            };
            *ordinal += 1;
            let cash = amount(deposited.amount, scale, Cash::from_atoms)?;
            deposits.insert(id.to_string(), cash);
        }
        Ok(deposits)
    }

    async fn token(&self, address: Address, scale: Scale) -> anyhow::Result<TokenStatement> {
        let token = IndexToken::new(address, &self.provider);
        let supply = token.totalSupply().block(self.block()).call().await?;
        let mut told = TokenStatement {
            supply: amount(supply, scale, Units::from_atoms)?,
            ..TokenStatement::default()
        };
        for (minted, _) in self.logs::<IndexToken::Minted>(address).await? {
            let units = amount(minted.units, scale, Units::from_atoms)?;
            told.mints.insert(self.id(minted.mintId), units);
        }
        for (redeemed, _) in self.logs::<IndexToken::Redeemed>(address).await? {
            let units = amount(redeemed.units, scale, Units::from_atoms)?;
            told.redeemed = told.redeemed.checked_add(units)?;
        }
        Ok(told)
    }
}

fn amount<T>(
    atoms: U256,
    scale: Scale,
    make: impl FnOnce(u128, Scale) -> Result<T, money::MoneyError>,
) -> anyhow::Result<T> {
    let atoms = u128::try_from(atoms).map_err(|_| anyhow!("{atoms} is too much to count"))?;
    Ok(make(atoms, scale)?)
}
