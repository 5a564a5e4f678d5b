//! A basket changes while clients hold the index: the solver is killed in the middle of trading the difference, and the units have the new
//! basket behind them in the end. Then they are redeemed for it.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use e2e::{
    audit,
    deployment::{Deployment, quick_blocks, small_batches},
    ended::{self, finished},
    events,
    trader::{Trader, peers},
};
use money::{Cash, Quantity, Rate, Rounding, Scale};
use proto::v1::{
    DefineIndexRequest, FundRebalanceRequest, GetBackingRequest, GetRebalanceRequest, Index,
    Rebalance, RebalanceState, SolverEvent, solver_event::Event,
};
use sheaf::client::Report;

/// The longest that it may take; it takes a few seconds.
const TIMEOUT: Duration = Duration::from_mins(8);
/// Some 90 units, in three batches.
const CASH: &str = "9000";
/// Redeemed with the new basket.
const BURNED: &str = "20.5";
/// House cash that the holders are given besides.
const GIVEN: &str = "25";

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_basket_is_traded_for_the_holders() -> anyhow::Result<()> {
    let mut deployment =
        Deployment::start(&[("solver", &small_batches), ("evm-node", &quick_blocks)]).await?;
    let outcome = tokio::time::timeout(TIMEOUT, rebalance(&mut deployment)).await;
    finished(outcome, &deployment)
}

async fn rebalance(deployment: &mut Deployment) -> anyhow::Result<()> {
    let indexes = sheaf::peers::indexes(&peers(deployment)?.solver, 2).await?;
    let index = indexes.into_iter().nth(1).context("two indexes")?;
    let symbol = index.symbol.clone();
    let mut trader = Trader::log_on(deployment, 1).await?;
    trader.deposit(CASH).await?;
    let is_credited = |report: &Report| matches!(report, Report::Collateral { .. });
    trader.wait_for(is_credited).await?;
    trader.buy("B-1", &symbol, CASH).await?;
    trader.wait_for_mint("B-1").await?;

    let batches = batches(&events::of_solver(deployment, |_| true).await?);
    define(deployment, changed(index)?).await?;
    events::of_solver(deployment, |events| self::batches(events) > batches).await?;
    let solver = deployment.process("solver");
    solver.kill()?;
    solver.start().await?;
    fund(deployment, &symbol).await?;
    events::of_solver(deployment, |events| events.iter().any(is_done)).await?;
    check(deployment, &symbol).await?;

    trader.burn(deployment, &symbol, BURNED).await?;
    trader.redeem("R-1", &symbol, BURNED).await?;
    let is_redeemed =
        |report: &Report| matches!(report, Report::Collateral { cause, .. } if cause == "release");
    trader.wait_for(is_redeemed).await?;
    let told = trader.log_out().await?;
    ended::check(deployment, &[told], 2).await?;
    audit::passes(deployment).await
}

fn batches(events: &[SolverEvent]) -> usize {
    let sent = |event: &&SolverEvent| matches!(event.event, Some(Event::BatchSent(_)));
    events.iter().filter(sent).count()
}

fn is_done(event: &SolverEvent) -> bool {
    matches!(&event.event, Some(Event::RebalanceChanged(changed)) if changed.state() == RebalanceState::Done)
}

/// Two fifths less of the first asset, and a tenth more of the second.
fn changed(mut index: Index) -> anyhow::Result<Index> {
    for (entry, times) in index.basket.iter_mut().zip(["0.6", "1.1"]) {
        let quantity = Quantity::parse(&entry.quantity)?;
        let times = Rate::parse(times)?;
        entry.quantity = quantity
            .times_rate(times, Scale::QUANTITY, Rounding::Down)?
            .to_string();
    }
    Ok(index)
}

async fn define(deployment: &Deployment, index: Index) -> anyhow::Result<()> {
    let request = DefineIndexRequest {
        command_id: "v2".into(),
        index: Some(index),
    };
    peers(deployment)?.solver.define_index(request).await?;
    Ok(())
}

/// Twice, as one who has had no answer would.
async fn fund(deployment: &Deployment, symbol: &str) -> anyhow::Result<()> {
    let request = FundRebalanceRequest {
        command_id: "given".into(),
        index: symbol.into(),
        amount: GIVEN.into(),
    };
    let mut solver = peers(deployment)?.solver;
    solver.fund_rebalance(request.clone()).await?;
    solver.fund_rebalance(request).await?;
    Ok(())
}

/// What stands behind the units is the newest basket, but for what is too small to be traded, and the holders' cash is what was sold and
/// given, less what was bought and fees.
async fn check(deployment: &Deployment, symbol: &str) -> anyhow::Result<()> {
    let mut solver = peers(deployment)?.solver;
    let request = GetRebalanceRequest {
        index: symbol.into(),
        to_version: 2,
    };
    let report: Rebalance = solver.get_rebalance(request).await?.into_inner();
    ensure!(report.state() == RebalanceState::Done, "{report:?}");
    let mut left = Cash::parse(GIVEN)?;
    let (mut sold, mut bought) = (false, false);
    for asset in &report.assets {
        sold |= asset.sold != "0";
        bought |= asset.bought != "0";
        left = left.checked_add(asset.proceeds.parse()?)?;
        left = left
            .checked_sub(asset.cost.parse()?)?
            .checked_sub(asset.fees.parse()?)?;
    }
    ensure!(sold && bought, "{report:?}");
    ensure!(
        left == report.cash.parse()? && report.in_flight == "0",
        "{left}: {report:?}"
    );
    ensure!(report.funded == GIVEN, "{report:?}");
    let request = GetBackingRequest {
        index: symbol.into(),
    };
    let backing = solver.get_backing(request).await?.into_inner();
    let short = backing.assets.iter().find(|asset| asset.to_buy != "0");
    ensure!(short.is_none(), "{short:?} of {backing:?}");
    Ok(())
}
