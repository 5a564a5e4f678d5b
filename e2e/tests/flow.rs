//! The whole flow on real wires: every service a process of its own, two clients, two indexes; then the same with every
//! process killed in mid-flow.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context as _, ensure};
use e2e::{
    deployment::{Deployment, SERVICES, set},
    trader::{Trader, assert_told, peers, stories},
};
use proto::v1::OrderStatus;
use sheaf::{client::Report, statement::Statement};

/// The longest that a flow may take; it takes a few seconds.
const FLOW_TIMEOUT: Duration = Duration::from_mins(8);

#[tokio::test(flavor = "multi_thread")]
async fn two_clients_buy_two_indexes() -> anyhow::Result<()> {
    let mut deployment = Deployment::start(&[("solver", &small_batches)]).await?;
    let flow = tokio::time::timeout(FLOW_TIMEOUT, flow(&mut deployment, Kills::None)).await;
    finish(flow, &deployment)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_service_killed_in_mid_flow_loses_and_doubles_nothing() -> anyhow::Result<()> {
    let mut deployment = Deployment::start(&[("solver", &small_batches)]).await?;
    let flow = tokio::time::timeout(FLOW_TIMEOUT, flow(&mut deployment, Kills::EachService)).await;
    finish(flow, &deployment)
}

/// So that each order takes several batches.
fn small_batches(config: &mut toml::Table) -> anyhow::Result<()> {
    set(config, "batch.interval", "200ms")?;
    set(config, "batch.order-cap", "3000")
}

#[derive(Clone, Copy, PartialEq)]
enum Kills {
    None,
    /// Each once, while orders fill.
    EachService,
}

/// A failure shows every process's log.
fn finish<E: std::error::Error>(
    flow: Result<anyhow::Result<()>, E>,
    deployment: &Deployment,
) -> anyhow::Result<()> {
    let outcome = flow
        .map_err(|_| anyhow::anyhow!("not done after {FLOW_TIMEOUT:?}"))
        .flatten();
    outcome.with_context(|| deployment.logs())
}

async fn flow(deployment: &mut Deployment, kills: Kills) -> anyhow::Result<()> {
    let indexes = sheaf::peers::indexes(&peers(deployment)?.solver, 2).await?;
    let (first, second) = (&indexes[0].symbol, &indexes[1].symbol);

    let mut early = Trader::log_on(deployment, 1).await?;
    let mut late = Trader::log_on(deployment, 2).await?;

    // The first pays and then orders twice; the second orders and then pays.
    early.deposit("30000").await?;
    early
        .wait_for(|report| matches!(report, Report::Collateral { .. }))
        .await?;
    early.buy("E-1", first, "20000").await?;
    early.buy("E-2", second, "10000").await?;
    late.buy("L-1", first, "15000.50").await?;
    late.wait_for(|report| matches!(report, Report::Execution { exec_type: 'A', .. }))
        .await?;
    late.deposit("15000.50").await?;

    if kills == Kills::EachService {
        kill_each(deployment, &mut early).await?;
    }
    for (trader, cl_ord_ids) in [(&mut early, &["E-1", "E-2"][..]), (&mut late, &["L-1"])] {
        for cl_ord_id in cl_ord_ids {
            trader.wait_for_mint(cl_ord_id).await?;
        }
    }
    let messages = [early.log_out().await?, late.log_out().await?];
    check(deployment, &messages).await
}

/// Kills and restarts every service, the next one at each report that comes.
async fn kill_each(deployment: &mut Deployment, trader: &mut Trader) -> anyhow::Result<()> {
    for (killed, name) in SERVICES.into_iter().enumerate() {
        if killed % 2 == 0
            && stories(&trader.messages)?
                .values()
                .all(|story| story.confirmations == 0)
        {
            trader
                .wait_for(|report| matches!(report, Report::Execution { .. }))
                .await?;
        }
        deployment.kill_and_restart(name).await?;
    }
    Ok(())
}

/// What the clients were told, what the solver has, what is on chain and what the books say is one and the same.
async fn check(
    deployment: &Deployment,
    messages: &[Vec<fix_codec::OwnedMessage>],
) -> anyhow::Result<()> {
    let mut told = BTreeMap::new();
    for messages in messages {
        told.extend(stories(messages)?);
    }
    let mut mints = BTreeMap::new();
    let orders = {
        let statement = Statement::read(peers(deployment)?, &deployment.rpc_url(), &mints).await?;
        statement.orders
    };
    ensure!(orders.len() == 3, "{} orders", orders.len());
    for order in &orders {
        ensure!(order.status() == OrderStatus::Minted, "{order:?}");
        let story = told
            .get(&order.cl_ord_id)
            .with_context(|| format!("nothing was told of {}", order.cl_ord_id))?;
        assert_told(story, order)?;
        mints.insert(
            order.order_id.clone(),
            story.mint_transaction.clone().unwrap_or_default(),
        );
    }
    let statement = Statement::settled(peers(deployment)?, &deployment.rpc_url(), &mints).await?;
    for check in statement.checks() {
        ensure!(check.holds(), "{}: {:?}", check.rule, check.breaches);
    }
    for order in &statement.orders {
        let minted = statement
            .minted
            .get(&order.order_id)
            .context("its mint is on chain")?;
        ensure!(
            *minted == order.units.parse()?,
            "{minted} minted for {order:?}"
        );
    }
    Ok(())
}
