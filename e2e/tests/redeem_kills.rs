//! An index token's way back, again and again, each time with another process killed in the middle of it: before its burn is seen, in a
//! batch, partly sold, on the cash's way to the chain. Nothing is lost and nothing happens twice.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::ensure;
use e2e::{
    audit,
    deployment::{Change, Deployment, SERVICES, quick_blocks, small_batches},
    ended::{self, finished},
    events,
    kill::{Kill, Killed, Moment},
    told,
    trader::{Trader, peers, token_of},
};
use money::{Cash, Units};
use proto::v1::{GetCollateralRequest, SolverEvent, solver_event::Event};
use sheaf::client::Report;

/// The longest that it may take; it takes some seconds for each kill.
const TIMEOUT: Duration = Duration::from_mins(10);

/// What the client has bought, and redeems of it in a round: more than one batch takes.
const CASH: &str = "60000";
const UNITS: &str = "35";

/// Every process, and at each moment those that have something to lose then.
const KILLS: [Kill; 14] = [
    kill("chain-minter", Moment::Burning),
    kill("evm-node", Moment::Burning),
    kill("solver", Moment::Burning),
    kill("fix-acceptor", Moment::InBatch),
    kill("exchange-adapter", Moment::InBatch),
    kill("sim-exchange", Moment::InBatch),
    kill("solver", Moment::InBatch),
    kill("inventory", Moment::InBatch),
    kill("solver", Moment::PartlySold),
    kill("inventory", Moment::PartlySold),
    kill("exchange-adapter", Moment::PartlySold),
    kill("solver", Moment::PayingOut),
    kill("chain-minter", Moment::PayingOut),
    kill("fix-acceptor", Moment::PayingOut),
];

const fn kill(service: &'static str, moment: Moment) -> Kill {
    Kill { service, moment }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_service_killed_in_mid_redemption_loses_and_doubles_nothing() -> anyhow::Result<()> {
    let killed: BTreeSet<_> = KILLS.iter().map(|kill| kill.service).collect();
    ensure!(killed == BTreeSet::from(SERVICES), "{killed:?}");
    let changes: [Change<'_>; 2] = [("solver", &small_batches), ("evm-node", &quick_blocks)];
    let mut deployment = Deployment::start(&changes).await?;
    let outcome = tokio::time::timeout(TIMEOUT, redeem(&mut deployment)).await;
    finished(outcome, &deployment)
}

async fn redeem(deployment: &mut Deployment) -> anyhow::Result<()> {
    let indexes = sheaf::peers::indexes(&peers(deployment)?.solver, 2).await?;
    let mut trader = Trader::log_on(deployment, 1).await?;
    trader.deposit(CASH).await?;
    trader
        .wait_for(|report| matches!(report, Report::Collateral { .. }))
        .await?;
    let index = indexes[1].symbol.clone();
    trader.buy("B-1", &index, CASH).await?;
    trader.wait_for_mint("B-1").await?;
    let bought = trader.units_on_chain(deployment, &index).await?;
    let mut rounds = Rounds {
        token: token_of(deployment, &index).await?,
        index,
        paid: Cash::ZERO,
        killed: Vec::new(),
    };
    for kill in KILLS {
        rounds.play(deployment, &mut trader, kill).await?;
        // While everything runs.
        audit::passes(deployment).await?;
    }
    rounds.check(deployment, trader, bought).await?;
    audit::passes(deployment).await
}

struct Rounds {
    index: String,
    token: String,
    /// What has come out of the vault.
    paid: Cash,
    killed: Vec<Killed>,
}

impl Rounds {
    /// Units are burned, redeemed, and all free cash is paid out; one process is killed on the way.
    async fn play(
        &mut self,
        deployment: &mut Deployment,
        trader: &mut Trader,
        kill: Kill,
    ) -> anyhow::Result<()> {
        let number = self.killed.len();
        let cl_ord_id = format!("R-{number}");
        let prepared = match kill.moment {
            Moment::PayingOut => None,
            _ => Some(kill.prepare(deployment).await?),
        };
        trader.redeem(&cl_ord_id, &self.index, UNITS).await?;
        trader.wait_for_report(&cl_ord_id, 'A').await?;
        trader.burn_of(&self.token, UNITS).await?;
        if let Some(prepared) = prepared {
            self.killed.push(prepared.carry_out(deployment, 0).await?);
        }
        trader.wait_for_cash(&cl_ord_id).await?;
        // The vault has what came by deposits only: what the purchase has spent of it is at the venue.
        if prepared.is_none() {
            let prepared = kill.prepare(deployment).await?;
            trader.ask_for_cash(&format!("X-{number}")).await?;
            self.killed.push(prepared.carry_out(deployment, 0).await?);
            let paid = trader.paid_out().await?;
            self.paid = self.paid.checked_add(paid)?;
        }
        Ok(())
    }

    /// Each kill was at its moment; what the client was told, what the solver has and what is on chain is one and the same.
    async fn check(
        self,
        deployment: &Deployment,
        mut trader: Trader,
        bought: Units,
    ) -> anyhow::Result<()> {
        ensure!(trader.cash_on_chain().await? == self.paid, "{}", self.paid);
        let account = trader.account();
        let request = GetCollateralRequest {
            account: account.clone(),
        };
        let collateral = peers(deployment)?.solver.get_collateral(request).await?;
        let collateral = collateral.into_inner();
        told::assert_collateral(&trader.collateral().await?, &collateral)?;
        ensure!(self.paid == collateral.paid_out.parse()?, "{collateral:?}");
        let payouts = KILLS.iter().filter(|kill| kill.moment == Moment::PayingOut);
        let payouts = payouts.count();
        let paid_out = |event: &&SolverEvent| matches!(&event.event, Some(Event::CollateralChanged(changed)) if changed.cause == "payout");
        let all = |events: &[SolverEvent]| events.iter().filter(paid_out).count() == payouts;
        let events = events::of_solver(deployment, all).await?;
        for killed in &self.killed {
            killed.assert_moment(&events)?;
        }
        let mut burned = Units::ZERO;
        for _ in KILLS {
            burned = burned.checked_add(UNITS.parse()?)?;
        }
        let left = trader.units_on_chain(deployment, &self.index).await?;
        ensure!(left.checked_add(burned)? == bought, "{left} of {bought}");
        let told = trader.log_out().await?;
        told::assert_all(&told, &events, &account)?;
        ended::check(deployment, &[told], 1 + KILLS.len()).await
    }
}
