//! Our books beside the venue's balances, the tokens' supply and the vault: what stands outside and what is under way is asked of the
//! services and given to the inventory, which says what explains each difference.
//!
//! The services move while they are asked, one after the other. So they are asked again while something is not explained; what is
//! still not explained then is no matter of a moment.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::Context as _;
use ledger::{Account, Unit};
use money::{Price, Quantity, Rate, Rounding, Scale, Signed, Units};
use proto::v1::{
    AssetOrder, AssetOrderStatus, BalancePlace, Book, Books, Claim, CountedBalance,
    DifferenceCause, GetContractsRequest, GetMarketsRequest, GetPositionsRequest,
    GetTokenBalanceRequest, GetVaultBalanceRequest, GetVenueBalancesRequest,
    ListAssetOrdersRequest, ListOrdersRequest, OrderStatus, ReconcileReply, ReconcileRequest,
    StatedBalance, VenueSide,
};

use crate::pages;
use crate::peers::Peers;

/// How often the services are asked while something is not explained.
const TRIES_MAX: usize = 5;
/// Between two of them.
const PAUSE: Duration = Duration::from_secs(1);
/// A sale may bring more than its limit says: so many times as much, as a bound of what is under way.
const SALE_OVER_LIMIT: &str = "2";
/// A venue's fee is less than this: a bound of what is under way.
const FEE_BOUND: &str = "0.01";

/// What was there before the first trade, by asset, beside the house's cash.
pub(crate) type Opening = BTreeMap<Unit, Signed>;

/// Asks until everything is explained, or often enough.
pub(crate) async fn settled(
    peers: &mut Peers,
    opening: &Opening,
) -> anyhow::Result<ReconcileReply> {
    let mut pauses = tokio::time::interval(PAUSE);
    let mut tries = 1;
    loop {
        pauses.tick().await;
        let reply = ask(peers, opening).await?;
        if reply.agrees || tries == TRIES_MAX {
            return Ok(reply);
        }
        tries += 1;
    }
}

/// Asks once.
pub(crate) async fn ask(peers: &mut Peers, opening: &Opening) -> anyhow::Result<ReconcileReply> {
    let mut request = ReconcileRequest::default();
    let cash = cash(peers).await?;
    let before = under_way(peers, &cash).await?;
    venue(peers, opening, &cash, &mut request).await?;
    chain(peers, &cash, &mut request).await?;
    request.claims.extend(before);
    Ok(peers.inventory.reconcile(request).await?.into_inner())
}

/// The cash of the deployment.
async fn cash(peers: &mut Peers) -> anyhow::Result<String> {
    let request = GetMarketsRequest {
        markets: Vec::new(),
        depth: 1,
    };
    let markets = peers.exchange_adapter.get_markets(request).await?;
    let market = markets.into_inner().markets.into_iter().next();
    Ok(market.context("the adapter follows no market")?.cash)
}

fn stated(amounts: BTreeMap<String, Signed>) -> Vec<StatedBalance> {
    let stated = |(asset, amount): (String, Signed)| StatedBalance {
        asset,
        quantity: amount.to_string(),
    };
    amounts.into_iter().map(stated).collect()
}

/// What the venue has, and what the solver's books say of it: of the cash, and of each asset that we have ever traded.
async fn venue(
    peers: &mut Peers,
    opening: &Opening,
    cash: &str,
    request: &mut ReconcileRequest,
) -> anyhow::Result<()> {
    let balances = peers
        .exchange_adapter
        .get_venue_balances(GetVenueBalancesRequest {})
        .await?;
    let books = pages::books(&mut peers.solver).await?;
    let positions = peers
        .inventory
        .get_positions(GetPositionsRequest::default())
        .await?;
    let positions = positions.into_inner().positions.into_iter();
    let mut ours: BTreeSet<String> = positions.map(|position| position.asset).collect();
    let mut solver = BTreeMap::new();
    for book in &books.books {
        let there = balance(book, &Account::Venue)?;
        if book.unit == cash || there != Signed::ZERO {
            ours.insert(book.unit.clone());
            solver.insert(book.unit.clone(), -there);
        }
    }
    ours.insert(cash.to_owned());
    let mut there = BTreeMap::new();
    for balance in balances.into_inner().balances {
        if ours.contains(&balance.asset) {
            let free = Quantity::parse(&balance.free)?;
            let all = Signed::from(free.checked_add(Quantity::parse(&balance.locked)?)?);
            let before = opening.get(&Unit::from(balance.asset.as_str()));
            let came = all.checked_sub(before.copied().unwrap_or_default())?;
            there.insert(balance.asset, came);
        }
    }
    there.entry(cash.to_owned()).or_default();
    request.stated = stated(there);
    request.solver = stated(solver);
    request.house_cash = books.house_cash;
    request.cash_moved = books.moved_to_venue;
    Ok(())
}

/// What an account has in a book.
fn balance(book: &Book, account: &Account) -> anyhow::Result<Signed> {
    let account = account.to_string();
    let found = book.balances.iter().find(|found| found.account == account);
    Ok(match found {
        Some(found) => found.amount.parse()?,
        None => Signed::ZERO,
    })
}

fn booked(books: &Books, unit: &str, account: &Account) -> anyhow::Result<Signed> {
    let book = books.books.iter().find(|book| book.unit == unit);
    book.map_or(Ok(Signed::ZERO), |book| balance(book, account))
}

/// Each token's supply and the vault's cash beside the solver's books.
async fn chain(
    peers: &mut Peers,
    cash: &str,
    request: &mut ReconcileRequest,
) -> anyhow::Result<()> {
    let contracts = match peers
        .chain_minter
        .get_contracts(GetContractsRequest {})
        .await
    {
        Ok(contracts) => contracts.into_inner(),
        Err(status) => {
            eprintln!("the chain is not compared: {}", status.message());
            return Ok(());
        }
    };
    for token in contracts.tokens {
        let index = token.symbol;
        let asked = GetTokenBalanceRequest {
            index: index.clone(),
            address: contracts.vault.clone(),
        };
        let supply = peers.chain_minter.get_token_balance(asked).await?;
        let supply = supply.into_inner();
        let burned: Signed = supply.unconfirmed_burns.parse()?;
        let cause = DifferenceCause::Burns;
        request
            .claims
            .extend(claim(&index, cause, -burned, Signed::ZERO));
        request.counted.push(CountedBalance {
            place: BalancePlace::Token.into(),
            unit: index,
            outside: supply.total_supply,
            books: String::new(),
        });
    }
    let vault = peers
        .chain_minter
        .get_vault_balance(GetVaultBalanceRequest {});
    let vault = vault.await?.into_inner();
    let deposited: Signed = vault.unconfirmed_deposits.parse()?;
    let cause = DifferenceCause::Deposits;
    request
        .claims
        .extend(claim(cash, cause, Signed::ZERO, deposited));
    request.counted.push(CountedBalance {
        place: BalancePlace::Vault.into(),
        unit: cash.to_owned(),
        outside: vault.amount,
        books: String::new(),
    });
    let books = pages::books(&mut peers.solver).await?;
    for counted in &mut request.counted {
        let ours = if counted.place() == BalancePlace::Vault {
            -booked(&books, cash, &Account::Vault)?
        } else {
            booked(&books, &counted.unit, &Account::OnChain)?
        };
        counted.books = ours.to_string();
    }
    Ok(())
}

/// A claim, unless it claims nothing.
fn claim(unit: &str, cause: DifferenceCause, least: Signed, most: Signed) -> Option<Claim> {
    (!least.is_zero() || !most.is_zero()).then(|| Claim {
        unit: unit.to_owned(),
        cause: cause.into(),
        least: least.to_string(),
        most: most.to_string(),
    })
}

/// What may have happened outside already, by what has been asked for and has not ended.
async fn under_way(peers: &mut Peers, cash: &str) -> anyhow::Result<Vec<Claim>> {
    let mut claims = trading(peers, cash).await?;
    let request = ListOrdersRequest {
        status: OrderStatus::Minting.into(),
        ..ListOrdersRequest::default()
    };
    let orders = peers.solver.list_orders(request).await?.into_inner().orders;
    let mut minting: BTreeMap<String, Signed> = BTreeMap::new();
    for order in orders {
        let units = Units::parse(&order.units)?;
        let sum = minting.entry(order.index).or_default();
        *sum = sum.checked_add(units.into())?;
    }
    for (index, units) in minting {
        let cause = DifferenceCause::Mints;
        claims.extend(claim(&index, cause, Signed::ZERO, units));
    }
    let books = pages::books(&mut peers.solver).await?;
    let in_transit = -booked(&books, cash, &Account::InTransit)?;
    let cause = DifferenceCause::InTransit;
    claims.extend(claim(cash, cause, Signed::ZERO, in_transit));
    let mut paying = Signed::ZERO;
    for book in books.books {
        let payouts = book.balances.iter().filter(|balance| {
            let account = balance.account.as_str();
            book.unit == cash && account.starts_with("client/") && account.ends_with("/payout")
        });
        for payout in payouts {
            paying = paying.checked_add(payout.amount.parse()?)?;
        }
    }
    let cause = DifferenceCause::Payouts;
    claims.extend(claim(cash, cause, -paying, Signed::ZERO));
    Ok(claims)
}

/// Least and most that something may have changed.
#[derive(Default, Clone, Copy)]
struct Bounds {
    least: Signed,
    most: Signed,
}

/// Asset orders on their way: each may have traded all that is left of it.
async fn trading(peers: &mut Peers, cash: &str) -> anyhow::Result<Vec<Claim>> {
    let asset_of = |market: &str| market.strip_suffix(cash).map(str::to_owned);
    let orders = peers
        .exchange_adapter
        .list_asset_orders(ListAssetOrdersRequest::default())
        .await?;
    let mut bounds: BTreeMap<String, Bounds> = BTreeMap::new();
    for order in orders.into_inner().orders {
        if !is_open(&order) {
            continue;
        }
        let asset = asset_of(&order.market);
        let asset = asset.with_context(|| format!("{} is not for {cash}", order.market))?;
        let executed = Quantity::parse(&order.executed_quantity)?;
        let left = Quantity::parse(&order.quantity)?.checked_sub(executed)?;
        let at_limit = Price::parse(&order.limit_price)?;
        let value = at_limit.times(left, Scale::UNITS, Rounding::Up)?;
        let more = |text: &str| {
            anyhow::Ok(value.times_rate(Rate::parse(text)?, Scale::UNITS, Rounding::Up)?)
        };
        if order.side() == VenueSide::Sell {
            let sum = &mut bounds.entry(asset).or_default().least;
            *sum = sum.checked_sub(left.into())?;
            let sum = &mut bounds.entry(cash.to_owned()).or_default().most;
            *sum = sum.checked_add(more(SALE_OVER_LIMIT)?.into())?;
        } else {
            let sum = &mut bounds.entry(asset).or_default().most;
            *sum = sum.checked_add(left.into())?;
            let paid = value.checked_add(more(FEE_BOUND)?)?;
            let sum = &mut bounds.entry(cash.to_owned()).or_default().least;
            *sum = sum.checked_sub(paid.into())?;
        }
    }
    let cause = DifferenceCause::AssetOrders;
    let claims = bounds
        .into_iter()
        .filter_map(|(unit, Bounds { least, most })| claim(&unit, cause, least, most));
    Ok(claims.collect())
}

fn is_open(order: &AssetOrder) -> bool {
    match order.status() {
        AssetOrderStatus::Accepted | AssetOrderStatus::Unknown | AssetOrderStatus::Placed => true,
        AssetOrderStatus::Filled
        | AssetOrderStatus::Expired
        | AssetOrderStatus::Rejected
        | AssetOrderStatus::Unspecified => false,
    }
}
