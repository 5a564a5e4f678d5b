//! Our books beside the venue's balances, the tokens' supply and the vault, with what explains each difference.
//!
//! The services move while they are asked, one after the other: what is under way at that moment is named as the explanation. A
//! difference with nothing to explain it fails the command.

use std::collections::BTreeMap;

use anyhow::ensure;
use ledger::Account;
use money::{Quantity, Signed};
use proto::v1::{
    AssetOrderStatus, Books, GetBooksRequest, GetContractsRequest, GetPositionsRequest,
    GetTokenBalanceRequest, GetVaultBalanceRequest, GetVenueBalancesRequest, ListAccountsRequest,
    ListAssetOrdersRequest, ListOrdersRequest, OrderStatus,
};

use crate::operator::At;
use crate::table::Table;

/// Compares, prints, and fails where nothing explains a difference.
pub(super) async fn run(at: &At) -> anyhow::Result<()> {
    let books = at.solver()?.get_books(GetBooksRequest {}).await?;
    let books = books.into_inner();
    let mut compared = Compared::default();
    venue(at, &books, &mut compared).await?;
    chain(at, &books, &mut compared).await?;
    at.print(&compared.table()?);
    ensure!(
        compared.unexplained == 0,
        "{} differences are not explained",
        compared.unexplained
    );
    Ok(())
}

/// One thing, counted by two.
struct Pair {
    what: String,
    theirs: (&'static str, Signed),
    ours: (&'static str, Signed),
    explanation: Option<String>,
}

#[derive(Default)]
struct Compared {
    pairs: Vec<Pair>,
    unexplained: usize,
}

impl Compared {
    /// Takes down a pair; `under_way` may explain a difference.
    fn add(
        &mut self,
        what: &str,
        theirs: (&'static str, Signed),
        ours: (&'static str, Signed),
        under_way: Option<String>,
    ) {
        let differs = theirs.1 != ours.1;
        if differs && under_way.is_none() {
            self.unexplained += 1;
        }
        self.pairs.push(Pair {
            what: what.to_owned(),
            theirs,
            ours,
            explanation: under_way.filter(|_| differs),
        });
    }

    fn table(&self) -> anyhow::Result<Table> {
        let mut table = Table::new(&["of", "who", "amount", "beside", "ours", "difference", "why"]);
        for pair in &self.pairs {
            let difference = pair.theirs.1.checked_sub(pair.ours.1)?;
            let why = match (&pair.explanation, difference.is_zero()) {
                (Some(explanation), _) => explanation.clone(),
                (None, true) => String::new(),
                (None, false) => "NOT EXPLAINED".to_owned(),
            };
            table.row([
                pair.what.clone(),
                pair.theirs.0.to_owned(),
                pair.theirs.1.to_string(),
                pair.ours.0.to_owned(),
                pair.ours.1.to_string(),
                difference.to_string(),
                why,
            ]);
        }
        Ok(table)
    }
}

/// What an account of the solver's books has.
fn balance(books: &Books, unit: &str, account: &Account) -> anyhow::Result<Signed> {
    let account = account.to_string();
    let book = books.books.iter().find(|book| book.unit == unit);
    let found = book.and_then(|book| book.balances.iter().find(|found| found.account == account));
    Ok(match found {
        Some(found) => found.amount.parse()?,
        None => Signed::ZERO,
    })
}

/// Venue beside solver, and solver beside inventory, asset by asset.
async fn venue(at: &At, books: &Books, compared: &mut Compared) -> anyhow::Result<()> {
    let mut adapter = at.exchange_adapter()?;
    let stated = adapter
        .get_venue_balances(GetVenueBalancesRequest {})
        .await?;
    let mut balances = BTreeMap::new();
    for balance in stated.into_inner().balances {
        let free = Quantity::parse(&balance.free)?;
        let all = free.checked_add(Quantity::parse(&balance.locked)?)?;
        balances.insert(balance.asset, Signed::from(all));
    }
    let orders = adapter
        .list_asset_orders(ListAssetOrdersRequest::default())
        .await?;
    let open: Vec<_> = orders
        .into_inner()
        .orders
        .into_iter()
        .filter(|order| match order.status() {
            AssetOrderStatus::Accepted | AssetOrderStatus::Unknown | AssetOrderStatus::Placed => {
                true
            }
            AssetOrderStatus::Filled
            | AssetOrderStatus::Expired
            | AssetOrderStatus::Rejected
            | AssetOrderStatus::Unspecified => false,
        })
        .map(|order| order.asset_order_id)
        .collect();
    let trading = (!open.is_empty()).then(|| format!("under way: {}", open.join(", ")));
    let positions = at
        .inventory()?
        .get_positions(GetPositionsRequest::default())
        .await?;
    let working = trading.is_some().then(|| "records on their way".to_owned());
    for position in positions.into_inner().positions {
        let ours = -balance(books, &position.asset, &Account::Venue)?;
        let theirs = balances.get(&position.asset).copied().unwrap_or_default();
        compared.add(
            &position.asset,
            ("venue", theirs),
            ("solver", ours),
            trading.clone(),
        );
        compared.add(
            &position.asset,
            ("inventory", position.quantity.parse()?),
            ("solver", ours),
            working.clone(),
        );
    }
    Ok(())
}

/// Chain beside solver: units by index, and the vault's cash.
async fn chain(at: &At, books: &Books, compared: &mut Compared) -> anyhow::Result<()> {
    let (mut solver, mut minter) = (at.solver()?, at.chain_minter()?);
    let contracts = match minter.get_contracts(GetContractsRequest {}).await {
        Ok(contracts) => contracts.into_inner(),
        Err(status) => {
            eprintln!("the chain is not compared: {}", status.message());
            return Ok(());
        }
    };
    let accounts = solver.list_accounts(ListAccountsRequest {}).await?;
    let accounts = accounts.into_inner().accounts;
    let orders = solver.list_orders(ListOrdersRequest::default()).await?;
    let orders = orders.into_inner().orders;
    for token in contracts.tokens {
        let index = token.symbol;
        let minting: Vec<_> = orders
            .iter()
            .filter(|order| order.index == index && order.status() == OrderStatus::Minting)
            .map(|order| order.order_id.as_str())
            .collect();
        let request = GetTokenBalanceRequest {
            index: index.clone(),
            address: contracts.vault.clone(),
        };
        let supply = minter.get_token_balance(request).await?.into_inner();
        compared.add(
            &index,
            ("chain", supply.total_supply.parse()?),
            ("solver", balance(books, &index, &Account::OnChain)?),
            (!minting.is_empty()).then(|| format!("being minted: {}", minting.join(", "))),
        );
    }
    let cash = at
        .solver()?
        .get_collateral(proto::v1::GetCollateralRequest {
            account: accounts.first().map(|a| a.name.clone()).unwrap_or_default(),
        })
        .await?
        .into_inner()
        .currency;
    let vault = minter.get_vault_balance(GetVaultBalanceRequest {}).await?;
    let theirs: Signed = vault.into_inner().amount.parse()?;
    let ours = -balance(books, &cash, &Account::Vault)?;
    // Only more than we know of can be on its way to us.
    let coming = (theirs > ours)
        .then(|| "deposits without their confirmations, or cash sent without a deposit".to_owned());
    compared.add(&cash, ("vault", theirs), ("solver", ours), coming);
    Ok(())
}
