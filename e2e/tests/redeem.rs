//! An index token's way back on real wires: bought, minted, burned by its holder on chain, sold for cash, paid out.

use std::time::Duration;

use anyhow::ensure;
use e2e::{
    audit,
    deployment::{Deployment, quick_blocks, small_batches},
    ended::{self, finished},
    events, told,
    trader::{Trader, peers},
};
use money::{Cash, Units};
use proto::v1::{
    BurnedUnits, Collateral, GetBackingRequest, GetCollateralRequest, SolverEvent,
    solver_event::Event,
};
use sheaf::client::Report;

/// The longest that it may take; it takes a few seconds.
const TIMEOUT: Duration = Duration::from_mins(8);

/// Some 90 units at about 100 each, in three batches.
const CASH: &str = "9000";
/// Burned in one transaction, and ordered in two orders: one that waits for the burn and takes two batches, one that comes
/// after it. The rest stays redeemable.
const BURNED: &str = "60.5";
const EARLY: (&str, &str) = ("R-1", "50.25");
const LATE: (&str, &str) = ("R-2", "5.125");
const REDEEMABLE: &str = "5.125";

#[tokio::test(flavor = "multi_thread")]
async fn burned_units_come_back_as_cash() -> anyhow::Result<()> {
    let deployment =
        Deployment::start(&[("solver", &small_batches), ("evm-node", &quick_blocks)]).await?;
    let outcome = tokio::time::timeout(TIMEOUT, redeem(&deployment)).await;
    finished(outcome, &deployment)
}

async fn redeem(deployment: &Deployment) -> anyhow::Result<()> {
    let indexes = sheaf::peers::indexes(&peers(deployment)?.solver, 2).await?;
    // The one of weights, whose basket has all its digits.
    let index = &indexes[1].symbol;
    let mut trader = Trader::log_on(deployment, 1).await?;
    trader.deposit(CASH).await?;
    trader
        .wait_for(|report| matches!(report, Report::Collateral { .. }))
        .await?;
    trader.buy("B-1", index, CASH).await?;
    trader.wait_for_mint("B-1").await?;

    trader.redeem(EARLY.0, index, EARLY.1).await?;
    trader.wait_for_report(EARLY.0, 'A').await?;
    trader.burn(deployment, index, BURNED).await?;
    trader.wait_for_report(EARLY.0, '0').await?;
    trader.wait_for_cash(EARLY.0).await?;
    trader.redeem(LATE.0, index, LATE.1).await?;
    trader.wait_for_cash(LATE.0).await?;

    let paid = trader.pay_out().await?;
    ensure!(trader.cash_on_chain().await? == paid, "{paid} was paid out");
    check(deployment, trader, index).await?;
    audit::passes(deployment).await
}

/// Every message is one that must have come, the fills are all that was ordered, the cash is what they brought, and as many
/// units are backed as there are on chain or burned.
async fn check(deployment: &Deployment, mut trader: Trader, index: &str) -> anyhow::Result<()> {
    let account = trader.account();
    let request = GetCollateralRequest {
        account: account.clone(),
    };
    let collateral = peers(deployment)?.solver.get_collateral(request).await?;
    let collateral = collateral.into_inner();
    told::assert_collateral(&trader.collateral().await?, &collateral)?;
    let paid_out = |event: &SolverEvent| matches!(&event.event, Some(Event::CollateralChanged(changed)) if changed.cause == "payout");
    let events = events::of_solver(deployment, |events| events.iter().any(paid_out)).await?;
    check_fills(&events, &collateral)?;
    check_units(deployment, &trader, &collateral, index).await?;
    let told = trader.log_out().await?;
    told::assert_all(&told, &events, &account)?;
    ended::check(deployment, &[told], 3).await
}

/// The first redemption takes more than one batch, each order is filled to its last unit, and what came to the collateral
/// is what the fills say.
fn check_fills(events: &[SolverEvent], collateral: &Collateral) -> anyhow::Result<()> {
    let (mut units, mut net) = (Units::ZERO, Cash::ZERO);
    let mut fills = 0;
    for event in events {
        let Some(Event::IndexFill(fill)) = &event.event else {
            continue;
        };
        let cl_ord_id = fill.order.as_ref().map(|order| order.cl_ord_id.as_str());
        if [Some(EARLY.0), Some(LATE.0)].contains(&cl_ord_id) {
            units = units.checked_add(fill.units.parse()?)?;
            net = net.checked_add(fill.net.parse()?)?;
            fills += usize::from(cl_ord_id == Some(EARLY.0));
        }
    }
    ensure!(fills > 1, "{fills} fills of {}", EARLY.0);
    let ordered = EARLY.1.parse::<Units>()?.checked_add(LATE.1.parse()?)?;
    ensure!(units == ordered, "{units} of {ordered} units were filled");
    ensure!(net == collateral.redeemed.parse()?, "{net}: {collateral:?}");
    // All that was free is paid out: what the purchase left of the deposit, and what the redemptions brought.
    let deposited: Cash = collateral.deposited.parse()?;
    let had = deposited.checked_add(net)?;
    let left = had.checked_sub(collateral.spent.parse()?)?;
    ensure!(left == collateral.paid_out.parse()?, "{collateral:?}");
    Ok(())
}

async fn check_units(
    deployment: &Deployment,
    trader: &Trader,
    collateral: &Collateral,
    index: &str,
) -> anyhow::Result<()> {
    let burned = BurnedUnits {
        index: index.to_owned(),
        redeemable: REDEEMABLE.to_owned(),
        reserved: "0".to_owned(),
    };
    ensure!(collateral.burned == [burned], "{collateral:?}");
    let request = GetBackingRequest {
        index: index.to_owned(),
    };
    let backing = peers(deployment)?.solver.get_backing(request).await?;
    let backing = backing.into_inner();
    // The only holder has the whole supply.
    let supply = trader.units_on_chain(deployment, index).await?;
    let there = supply.checked_add(REDEEMABLE.parse()?)?;
    ensure!(there == backing.units.parse()?, "{there}: {backing:?}");
    let short = backing.assets.iter().find(|asset| asset.to_buy != "0");
    ensure!(short.is_none(), "{short:?} of {backing:?}");
    Ok(())
}
