//! A payout that the vault is too poor for: an operator withdraws cash from the venue and sends it to the vault, tells the books of both,
//! and the payout goes out. The other way an operator pays deposits out of the vault to the venue, and they buy there. Nothing is left
//! unexplained, on the way and at its end.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use clap::Parser as _;
use contracts::client::ChainClient;
use e2e::{
    audit,
    deployment::{Deployment, quick_blocks, set, small_batches},
    ended::finished,
    trader::{Trader, peers},
};
use money::{Cash, Rate, Rounding, Scale};
use proto::v1::{GetCollateralRequest, GetVaultBalanceRequest, ListCashMovesRequest};
use sheaf::{Command, client::Report};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use toml::{Table, Value};

/// The longest that it may take: the minter may wait half a minute before it tries again.
const TIMEOUT: Duration = Duration::from_mins(8);
/// Some 90 units.
const CASH: &str = "9000";
/// What is burned, and worth more than all that was deposited when prices have risen so much.
const BURNED: &str = "80";
const RISE: &str = "1.5";
/// What the venue keeps of a withdrawal.
const FEE: &str = "1.25";
const MOVE: &str = "2026-11-short";

#[tokio::test(flavor = "multi_thread")]
async fn moved_cash_pays_out_what_the_vault_could_not() -> anyhow::Result<()> {
    let mut deployment = started().await?;
    let outcome = tokio::time::timeout(TIMEOUT, move_cash(&mut deployment)).await;
    finished(outcome, &deployment)
}

/// A deployment whose venue takes deposits and withdrawals as it is told.
async fn started() -> anyhow::Result<Deployment> {
    let with_faults = |config: &mut Table| set(config, "venue.faults", true);
    Deployment::start(&[
        ("solver", &small_batches),
        ("evm-node", &quick_blocks),
        ("sim-exchange", &with_faults),
    ])
    .await
}

/// A client whose deposit has been credited, and the index to buy.
async fn with_cash(deployment: &Deployment) -> anyhow::Result<(Trader, String)> {
    let mut indexes = sheaf::peers::indexes(&peers(deployment)?.solver, 2).await?;
    let mut trader = Trader::log_on(deployment, 1).await?;
    trader.deposit(CASH).await?;
    let is_credited = |report: &Report| matches!(report, Report::Collateral { .. });
    trader.wait_for(is_credited).await?;
    Ok((trader, indexes.swap_remove(1).symbol))
}

async fn move_cash(deployment: &mut Deployment) -> anyhow::Result<()> {
    let (mut trader, index) = with_cash(deployment).await?;
    trader.buy("B-1", &index, CASH).await?;
    trader.wait_for_mint("B-1").await?;
    raise_prices(deployment).await?;
    trader.burn(deployment, &index, BURNED).await?;
    trader.redeem("R-1", &index, BURNED).await?;
    trader.wait_for_cash("R-1").await?;
    trader.ask_for_cash("X-1").await?;
    let asked = |report: &Report| matches!(report, Report::Collateral { cause, .. } if cause == "payout-asked");
    trader.wait_for(asked).await?;

    let short = short_of(deployment, &trader.account()).await?;
    let fee = Cash::parse(FEE)?;
    let withdrawn = short.checked_add(fee)?.to_string();
    let short = short.to_string();
    treasury(
        deployment,
        &[
            "move", "--id", MOVE, "--from", "venue", "--amount", &withdrawn,
        ],
    )
    .await?;
    reconciles(deployment).await?;
    at_the_venue(deployment.venue(), "withdrawals", &withdrawn).await?;
    reconciles(deployment).await?;
    // The venue sends it from an address of its own.
    let contracts = sheaf::peers::contracts(&peers(deployment)?.chain_minter).await?;
    let sender = sheaf::client::on_chain(2, &deployment.rpc_url(), &contracts).await?;
    sender.take_test_cash(&short).await?;
    sender.send_cash(contracts.vault.parse()?, &short).await?;

    let paid = trader.paid_out().await?;
    ensure!(paid > Cash::parse(CASH)?, "{paid} was paid out");
    ensure!(trader.cash_on_chain().await? == paid, "{paid} was paid out");
    // What has arrived may be told later: it is in transit until then.
    reconciles(deployment).await?;
    audit::passes(deployment).await?;
    for _ in 0..2 {
        treasury(
            deployment,
            &["arrived", MOVE, "--amount", &short, "--cost", FEE],
        )
        .await?;
    }
    reconciles(deployment).await?;
    audit::passes(deployment).await?;
    trader.log_out().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn deposits_that_were_moved_to_the_venue_buy_there() -> anyhow::Result<()> {
    let mut deployment = started().await?;
    let outcome = tokio::time::timeout(TIMEOUT, move_deposits(&mut deployment)).await;
    finished(outcome, &deployment)
}

async fn move_deposits(deployment: &mut Deployment) -> anyhow::Result<()> {
    let (mut trader, index) = with_cash(deployment).await?;

    treasury(
        deployment,
        &["move", "--id", OUT, "--from", "vault", "--amount", MOVED],
    )
    .await?;
    reconciles(deployment).await?;
    audit::passes(deployment).await?;
    pay_from_the_vault(deployment).await?;
    reconciles(deployment).await?;
    audit::passes(deployment).await?;
    at_the_venue(deployment.venue(), "deposits", CREDITED).await?;
    // What has arrived may be told later: it is in transit until then.
    reconciles(deployment).await?;
    audit::passes(deployment).await?;
    for _ in 0..2 {
        treasury(
            deployment,
            &["arrived", OUT, "--amount", CREDITED, "--cost", FEE],
        )
        .await?;
    }
    reconciles(deployment).await?;
    audit::passes(deployment).await?;
    trader.buy("B-1", &index, CASH).await?;
    trader.wait_for_mint("B-1").await?;
    reconciles(deployment).await?;
    audit::passes(deployment).await?;
    trader.log_out().await?;
    Ok(())
}

/// What leaves the vault for the venue, and what of it is credited there: the venue keeps a fee.
const MOVED: &str = "3000";
const CREDITED: &str = "2998.75";
const OUT: &str = "2026-11-out";

/// As an operator does it: a key that is not the minter's, and may pay, pays to the venue's address under the move's payout id.
async fn pay_from_the_vault(deployment: &mut Deployment) -> anyhow::Result<()> {
    let mut solver = peers(deployment)?.solver;
    let moves = solver.list_cash_moves(ListCashMovesRequest {}).await?;
    let moves = moves.into_inner().moves;
    let payout_id = &moves.first().context("there is a move")?.payout_id;
    let contracts = sheaf::peers::contracts(&peers(deployment)?.chain_minter).await?;
    let payer = sheaf::client::on_chain(2, &deployment.rpc_url(), &contracts).await?;
    let venue = sheaf::client::development_address(3)?;
    // The vault's admin is the minter's key here: nobody else may send transactions with it while it runs.
    let (cash, vault) = (contracts.cash.parse()?, contracts.vault.parse()?);
    let admin = ChainClient::new(
        &deployment.rpc_url(),
        evm_node::DEVELOPMENT_KEYS[0],
        cash,
        vault,
    )?;
    let minter = deployment.process("chain-minter");
    minter.kill()?;
    admin.allow_payer(payer.address()).await?;
    minter.start().await?;
    payer.pay_out(payout_id, venue, MOVED).await?;
    let again = payer.pay_out(payout_id, venue, MOVED).await;
    ensure!(again.is_err(), "the contract takes an id once");
    Ok(())
}

/// The venue comes back with its markets at other prices.
async fn raise_prices(deployment: &mut Deployment) -> anyhow::Result<()> {
    let path = deployment.folder().join("sim-exchange.toml");
    let mut config: Table = std::fs::read_to_string(&path)?.parse()?;
    let markets = config.get_mut("market").and_then(Value::as_array_mut);
    for market in markets.context("there are markets")? {
        let price = market.get_mut("price").context("a market has a price")?;
        let before = Cash::parse(price.as_str().context("a price is a text")?)?;
        let cents = Scale::new(2)?;
        let risen = before.times_rate(Rate::parse(RISE)?, cents, Rounding::Down)?;
        *price = Value::String(risen.to_string());
    }
    std::fs::write(&path, config.to_string())?;
    let venue = deployment.process("sim-exchange");
    venue.kill()?;
    venue.start().await
}

/// What the vault has too little for what is being paid out to the account.
async fn short_of(deployment: &Deployment, account: &str) -> anyhow::Result<Cash> {
    let mut peers = peers(deployment)?;
    let account = account.to_owned();
    let collateral = peers
        .solver
        .get_collateral(GetCollateralRequest { account });
    let asked = Cash::parse(&collateral.await?.into_inner().paying_out)?;
    let vault = peers
        .chain_minter
        .get_vault_balance(GetVaultBalanceRequest {});
    let vault = Cash::parse(&vault.await?.into_inner().amount)?;
    ensure!(
        asked > vault,
        "the vault has {vault} for a payout of {asked}"
    );
    Ok(asked.checked_sub(vault)?)
}

/// Runs an operator's command against the deployment.
async fn operate(deployment: &Deployment, command: &[&str]) -> anyhow::Result<()> {
    let services = ["solver", "inventory", "exchange-adapter", "chain-minter"];
    let mut line = vec!["sheaf".to_owned()];
    line.extend(command.iter().map(|&part| part.to_owned()));
    for service in services {
        line.push(format!("--{service}"));
        line.push(deployment.grpc_url(service));
    }
    Command::try_parse_from(line)?.run().await
}

async fn treasury(deployment: &Deployment, command: &[&str]) -> anyhow::Result<()> {
    operate(deployment, &[&["treasury"], command].concat()).await
}

/// `sheaf positions reconcile` fails where anything is left unexplained.
async fn reconciles(deployment: &Deployment) -> anyhow::Result<()> {
    operate(deployment, &["positions", "reconcile"]).await
}

/// As an operator withdraws by the venue's own means, or as it credits what has come to its address.
async fn at_the_venue(venue: SocketAddr, what: &str, amount: &str) -> anyhow::Result<()> {
    let body = serde_json::json!({ "account": "sheaf", "asset": "USDC", "amount": amount });
    let body = body.to_string();
    let request = format!(
        "POST /sim/{what} HTTP/1.1\r\nhost: {venue}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut connection = TcpStream::connect(venue).await?;
    connection.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    Ok(())
}
