//! The statement of a stack: what came in, what was bought, what it cost, who has what, and whether it all adds up.
//!
//! Nothing here is remembered from the run: every number is asked of the service that owns it, and of the chain.

mod checks;
mod print;

use std::{collections::BTreeMap, time::Duration};

use alloy::{
    primitives::{Address, B256, U256, utils::format_units},
    providers::Provider,
};
use anyhow::Context as _;
use contracts::{IndexToken, rpc};
use money::{Cash, Units};
use proto::v1::{
    Books, Collateral, GetCollateralRequest, GetContractsRequest, GetPositionsRequest,
    GetVaultBalanceRequest, IndexOrder, ListAssetOrdersRequest, ListOrdersRequest, Lot, Position,
    ReconcileReply,
};

use crate::pages;
use crate::peers::Peers;
use crate::reconcile::{self, Opening};
pub use checks::Check;
pub use print::{Run, Summary};

/// The longest that [`Statement::settled`] waits for the services to agree.
pub const SETTLE_TIMEOUT: Duration = Duration::from_secs(20);
/// Time between two of its looks.
const SETTLE_INTERVAL: Duration = Duration::from_millis(250);

/// Everything that the statement is made of.
pub struct Statement {
    /// The currency of every amount.
    pub cash: String,
    /// Every index order.
    pub orders: Vec<IndexOrder>,
    /// Each account's.
    pub collateral: Vec<Collateral>,
    /// What was bought, lot by lot.
    pub lots: Vec<Lot>,
    /// Asset by asset.
    pub positions: Vec<Position>,
    /// The solver's.
    pub books: Books,
    /// The books against the venue, the tokens and the vault.
    pub reconciled: ReconcileReply,
    /// Asset orders sent to the venue.
    pub asset_orders: usize,
    /// Units that the token contracts report, by account and index.
    pub on_chain: BTreeMap<(String, String), Units>,
    /// Units minted by each order's transaction as its receipt has them, by OrderID(37).
    pub minted: BTreeMap<String, Units>,
    /// The vault's balance on chain.
    pub vault: Cash,
}

impl Statement {
    /// Reads until everything adds up, for [`SETTLE_TIMEOUT`] at most: the inventory follows the solver, so right after
    /// the last order it may still be behind. What does not add up by then is in the statement.
    pub async fn settled(
        peers: Peers,
        rpc_url: &str,
        mints: &BTreeMap<String, String>,
    ) -> anyhow::Result<Self> {
        let deadline = tokio::time::Instant::now() + SETTLE_TIMEOUT;
        let mut looks = tokio::time::interval(SETTLE_INTERVAL);
        loop {
            looks.tick().await;
            let statement = Self::read(peers.clone(), rpc_url, mints).await?;
            if statement.books_balance() || tokio::time::Instant::now() >= deadline {
                return Ok(statement);
            }
        }
    }

    /// Asks every service, and the chain at `rpc_url`. `mints` has the mint transaction of each order, by OrderID(37).
    pub async fn read(
        mut peers: Peers,
        rpc_url: &str,
        mints: &BTreeMap<String, String>,
    ) -> anyhow::Result<Self> {
        let accounts = pages::accounts(&mut peers.solver).await?;
        let mut collateral = Vec::new();
        for account in &accounts {
            let request = GetCollateralRequest {
                account: account.name.clone(),
            };
            collateral.push(peers.solver.get_collateral(request).await?.into_inner());
        }
        let orders = peers
            .solver
            .list_orders(ListOrdersRequest::default())
            .await?
            .into_inner()
            .orders;
        let books = pages::books(&mut peers.solver).await?;
        let lots = pages::lots(&mut peers.inventory, "", "").await?;
        let positions = peers
            .inventory
            .get_positions(GetPositionsRequest::default())
            .await?
            .into_inner()
            .positions;
        let asset_orders = peers
            .exchange_adapter
            .list_asset_orders(ListAssetOrdersRequest::default())
            .await?;
        let asset_orders = asset_orders.into_inner().orders.len();
        let contracts = peers
            .chain_minter
            .get_contracts(GetContractsRequest {})
            .await?
            .into_inner();
        let vault = peers
            .chain_minter
            .get_vault_balance(GetVaultBalanceRequest {})
            .await?
            .into_inner();

        let provider = rpc::connect(rpc_url)?;
        let mut on_chain = BTreeMap::new();
        let mut minted = BTreeMap::new();
        for token in &contracts.tokens {
            let address: Address = token.token.parse().context("a token's address")?;
            let contract = IndexToken::new(address, &provider);
            let decimals = contract.decimals().call().await?;
            for account in &accounts {
                let owner: Address = account.address.parse().context("an account's address")?;
                let units = format_units(contract.balanceOf(owner).call().await?, decimals)?;
                on_chain.insert(
                    (account.name.clone(), token.symbol.clone()),
                    Units::parse(&units)?,
                );
            }
            for (order_id, transaction) in mints {
                if let Some(units) = minted_in(&provider, transaction, address).await? {
                    minted.insert(
                        order_id.clone(),
                        Units::parse(&format_units(units, decimals)?)?,
                    );
                }
            }
        }
        Ok(Self {
            cash: collateral
                .first()
                .map(|c| c.currency.clone())
                .unwrap_or_default(),
            reconciled: reconcile::ask(&mut peers, &Opening::new()).await?,
            orders,
            collateral,
            lots,
            positions,
            books,
            asset_orders,
            on_chain,
            minted,
            vault: Cash::parse(&vault.amount)?,
        })
    }
}

/// What the transaction minted of the token at `token`; none if it minted nothing of it.
async fn minted_in(
    provider: &impl Provider,
    transaction: &str,
    token: Address,
) -> anyhow::Result<Option<U256>> {
    let hash: B256 = transaction.parse().context("a mint's transaction hash")?;
    let receipt = provider.get_transaction_receipt(hash).await?;
    let receipt = receipt.with_context(|| format!("the chain has no transaction {hash}"))?;
    let events = receipt.logs().iter().filter(|log| log.address() == token);
    let mut minted = events.filter_map(|log| log.log_decode::<IndexToken::Minted>().ok());
    Ok(minted.next().map(|log| log.inner.data.units))
}
