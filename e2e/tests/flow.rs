//! The whole flow on real wires: every service a process of its own, two clients, two indexes; then the same again and
//! again, each time with another process killed while orders are in a batch or on their way to the chain.

use std::{collections::BTreeSet, time::Duration};

use ::audit::{Rule, Source};
use anyhow::{Context as _, ensure};
use e2e::{
    audit,
    deployment::{Change, Deployment, SERVICES, quick_blocks, small_batches},
    ended::{self, finished},
    events,
    kill::{Kill, Killed, Moment},
    told,
    trader::{Trader, peers},
};
use money::Cash;
use proto::v1::{GetCollateralRequest, SolverEvent, solver_event::Event};
use serde_json::Value;
use sheaf::{audit::Sources, client::Report};

/// The longest that a flow may take; it takes a few seconds, and a few more for each kill.
const FLOW_TIMEOUT: Duration = Duration::from_mins(8);

/// Every process once. The venue and what stands around it with an order in a batch, the chain and what speaks to it
/// with a mint under way.
const KILLS: [Kill; SERVICES.len()] = [
    kill("sim-exchange", Moment::InBatch),
    kill("exchange-adapter", Moment::InBatch),
    kill("inventory", Moment::InBatch),
    kill("solver", Moment::InBatch),
    kill("fix-acceptor", Moment::InBatch),
    kill("chain-minter", Moment::Minting),
    kill("evm-node", Moment::Minting),
];

const fn kill(service: &'static str, moment: Moment) -> Kill {
    Kill { service, moment }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clients_buy_two_indexes() -> anyhow::Result<()> {
    let mut deployment = Deployment::start(&[("solver", &small_batches)]).await?;
    let flow = tokio::time::timeout(FLOW_TIMEOUT, async {
        flow(&mut deployment, &[]).await?;
        audits(&deployment).await
    });
    finished(flow.await, &deployment)
}

/// The journals as they are keep every rule; of copies that somebody has changed, the changed record is named.
async fn audits(deployment: &Deployment) -> anyhow::Result<()> {
    let changes: [(Rule, Source, &str, &str, &str); 3] = [
        (
            Rule::Trades,
            Source::Solver,
            "bought",
            "/bought/trade/fee_cash",
            "0.5",
        ),
        (
            Rule::Mints,
            Source::ChainMinter,
            "mint",
            "/effect/mint/units",
            "1000000",
        ),
        (
            Rule::Records,
            Source::Inventory,
            "trade",
            "/recorded/action/trade/trade/price",
            "1",
        ),
    ];
    let whole = tempfile::tempdir()?;
    audit::copy_with(deployment, whole.path(), Source::Solver, |_| true).await?;
    audit::holds(&Sources::find(whole.path(), &[])?).await?;
    for (rule, source, kind, path, to) in changes {
        let folder = tempfile::tempdir()?;
        let change = |event: &mut Value| {
            let field = event.pointer_mut(path);
            field.map(|field| *field = to.into()).is_some()
        };
        let sequence = audit::copy_with(deployment, folder.path(), source, change).await?;
        audit::names(folder.path(), rule, source, sequence)
            .await
            .with_context(|| format!("a changed {kind}"))?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_service_killed_in_mid_flow_loses_and_doubles_nothing() -> anyhow::Result<()> {
    let killed: BTreeSet<_> = KILLS.iter().map(|kill| kill.service).collect();
    ensure!(killed == BTreeSet::from(SERVICES), "{killed:?}");
    let changes: [Change<'_>; 2] = [("solver", &small_batches), ("evm-node", &quick_blocks)];
    let mut deployment = Deployment::start(&changes).await?;
    let flow = tokio::time::timeout(FLOW_TIMEOUT, flow(&mut deployment, &KILLS)).await;
    finished(flow, &deployment)
}

/// The first client pays and then orders twice; the second orders and then pays.
const EARLY_DEPOSIT: &str = "15000";
const EARLY_ORDERS: [(&str, &str); 2] = [("E-1", "9000"), ("E-2", "6000")];
const LATE_DEPOSIT: &str = "7000.50";
const LATE_ORDER: &str = "L-1";

/// One round without a kill, and one with each.
async fn flow(deployment: &mut Deployment, kills: &[Kill]) -> anyhow::Result<()> {
    let indexes = sheaf::peers::indexes(&peers(deployment)?.solver, 2).await?;
    let indexes = [indexes[0].symbol.clone(), indexes[1].symbol.clone()];
    let mut clients = Clients {
        early: Trader::log_on(deployment, 1).await?,
        late: Trader::log_on(deployment, 2).await?,
        indexes,
        orders: 0,
    };
    clients.buy(deployment, None).await?;
    let mut killed = Vec::new();
    for kill in kills {
        killed.extend(clients.buy(deployment, Some(*kill)).await?);
        // While everything runs.
        audit::passes(deployment).await?;
    }
    clients.check(deployment, &killed).await?;
    audit::passes(deployment).await
}

struct Clients {
    early: Trader,
    late: Trader,
    indexes: [String; 2],
    /// How many orders were sent.
    orders: usize,
}

impl Clients {
    /// Three orders from their cash to their units.
    async fn buy(
        &mut self,
        deployment: &mut Deployment,
        kill: Option<Kill>,
    ) -> anyhow::Result<Option<Killed>> {
        let before = self.orders;
        let cl_ord_id = |name: &str| format!("{name}.{before}");
        self.early.deposit(EARLY_DEPOSIT).await?;
        self.early
            .wait_for(|report| matches!(report, Report::Collateral { .. }))
            .await?;
        let prepared = match kill {
            Some(kill) => Some(kill.prepare(deployment).await?),
            None => None,
        };
        for ((name, cash), index) in EARLY_ORDERS.iter().zip(&self.indexes) {
            self.early.buy(&cl_ord_id(name), index, cash).await?;
        }
        self.late
            .buy(&cl_ord_id(LATE_ORDER), &self.indexes[0], LATE_DEPOSIT)
            .await?;
        self.late
            .wait_for(|report| matches!(report, Report::Execution { exec_type: 'A', .. }))
            .await?;
        self.late.deposit(LATE_DEPOSIT).await?;
        self.late
            .wait_for(|report| matches!(report, Report::Execution { exec_type: '0', .. }))
            .await?;
        let killed = match prepared {
            Some(prepared) => Some(prepared.carry_out(deployment, before).await?),
            None => None,
        };
        for (name, _) in EARLY_ORDERS {
            self.early.wait_for_mint(&cl_ord_id(name)).await?;
        }
        self.late.wait_for_mint(&cl_ord_id(LATE_ORDER)).await?;
        self.orders += EARLY_ORDERS.len() + 1;
        Ok(killed)
    }

    /// The first client's free cash goes to its own address on chain.
    async fn pay_out(&mut self, deployment: &Deployment) -> anyhow::Result<()> {
        let request = GetCollateralRequest {
            account: self.early.account(),
        };
        let collateral = peers(deployment)?.solver.get_collateral(request).await?;
        let free: Cash = collateral.into_inner().free.parse()?;
        ensure!(free > Cash::ZERO, "nothing is free");
        let before = self.early.cash_on_chain().await?;
        let paid = self.early.pay_out().await?;
        ensure!(paid == free, "{paid} paid out of {free}");
        let after = self.early.cash_on_chain().await?;
        ensure!(after == before.checked_add(paid)?, "{before}, then {after}");
        Ok(())
    }

    /// Every message is one that must have come, and what the clients were told, what the solver has, what is on chain
    /// and what the books say is one and the same.
    async fn check(mut self, deployment: &Deployment, killed: &[Killed]) -> anyhow::Result<()> {
        self.pay_out(deployment).await?;
        let minted = |event: &&SolverEvent| matches!(event.event, Some(Event::OrderMinted(_)));
        let paid_out = |event: &SolverEvent| matches!(&event.event, Some(Event::CollateralChanged(changed)) if changed.cause == "payout");
        let all_done = |events: &[SolverEvent]| {
            events.iter().filter(minted).count() == self.orders && events.iter().any(paid_out)
        };
        let events = events::of_solver(deployment, all_done).await?;
        for killed in killed {
            killed.assert_moment(&events)?;
        }
        let rounds = self.orders / (EARLY_ORDERS.len() + 1);
        let mut messages = Vec::new();
        for (mut trader, deposit) in [(self.early, EARLY_DEPOSIT), (self.late, LATE_DEPOSIT)] {
            let account = trader.account();
            let request = GetCollateralRequest {
                account: account.clone(),
            };
            let mut solver = peers(deployment)?.solver;
            let collateral = solver.get_collateral(request).await?.into_inner();
            told::assert_collateral(&trader.collateral().await?, &collateral)?;
            let deposit: Cash = deposit.parse()?;
            let deposited = (0..rounds).try_fold(Cash::ZERO, |sum, _| sum.checked_add(deposit))?;
            ensure!(deposited == collateral.deposited.parse()?, "{collateral:?}");
            ensure!(
                collateral.reserved.parse() == Ok(Cash::ZERO),
                "{collateral:?}"
            );
            let told = trader.log_out().await?;
            told::assert_all(&told, &events, &account)?;
            messages.push(told);
        }
        ended::check(deployment, &messages, self.orders).await
    }
}
