//! One client's redemption and another's purchase of the same index meet on real wires: both are made ready while trading is halted, cross
//! in the middle when it opens, and only what is left of each goes to the venue. Then the same with the solver killed between the
//! crossing and the end of its batch.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use e2e::{
    audit,
    deployment::{Deployment, quick_blocks, set},
    ended::{self, finished},
    events, told,
    trader::{Trader, peers},
    trading::set_trading,
};
use money::{Cash, Price, Quantity, Rate, Rounding, Scale, Units};
use proto::v1::{
    BatchSent, GetBackingRequest, GetBooksRequest, GetCollateralRequest, GetMarketsRequest, Index,
    IndexFill, SolverEvent, TradingState, solver_event::Event,
};
use service::machine::unix_ns;
use sheaf::client::Report;
use toml::Table;

/// The longest that it may take; it takes some seconds.
const TIMEOUT: Duration = Duration::from_mins(8);

/// What the first client buys at first: some 240 units at about 100 each.
const STOCK: &str = "24000";
/// What he redeems in each round, and what the other has to spend: for some ten units less.
const UNITS: &str = "100";
const CASH: &str = "9000";
/// A purchase wants what its cash is enough for at the limits, which are so far above the asks at most.
const LEAST_CROSSED: &str = "85";
const VENUE: &str = "sim-exchange";

#[tokio::test(flavor = "multi_thread")]
async fn a_redemption_and_a_purchase_meet_and_a_kill_between_changes_nothing() -> anyhow::Result<()>
{
    let quick_batches = |config: &mut Table| set(config, "batch.interval", "200ms");
    let mut deployment =
        Deployment::start(&[("solver", &quick_batches), ("evm-node", &quick_blocks)]).await?;
    let outcome = tokio::time::timeout(TIMEOUT, meet(&mut deployment)).await;
    finished(outcome, &deployment)
}

async fn meet(deployment: &mut Deployment) -> anyhow::Result<()> {
    let indexes = sheaf::peers::indexes(&peers(deployment)?.solver, 2).await?;
    // The one of weights, whose basket has all its digits.
    let index = &indexes[1];
    let mut clients = Clients {
        seller: Trader::log_on(deployment, 1).await?,
        buyer: Trader::log_on(deployment, 2).await?,
    };
    let seller = &mut clients.seller;
    seller.deposit(STOCK).await?;
    let is_credited = |report: &Report| matches!(report, Report::Collateral { .. });
    seller.wait_for(is_credited).await?;
    seller.buy("B-0", &index.symbol, STOCK).await?;
    seller.wait_for_mint("B-0").await?;

    let since = clients.make_ready(deployment, index, 1).await?;
    set_trading(deployment, TradingState::Open).await?;
    let batch = crossing_since(deployment, since).await?;
    let first = (since, batch.batch_id);
    clients.wait_for_ends(1).await?;
    audit::passes(deployment).await?;

    let since = clients.make_ready(deployment, index, 2).await?;
    // The rest of the redemption can't be executed, and the books stand still.
    deployment.process(VENUE).freeze()?;
    set_trading(deployment, TradingState::Open).await?;
    let batch = crossing_since(deployment, since).await?;
    in_the_middle(deployment, &batch).await?;
    deployment.process("solver").kill()?;
    let killed_at = unix_ns();
    deployment.process(VENUE).thaw()?;
    deployment.process("solver").start().await?;
    let second = (since, batch.batch_id);
    clients.wait_for_ends(2).await?;

    let paid = clients.seller.pay_out().await?;
    let on_chain = clients.seller.cash_on_chain().await?;
    ensure!(on_chain == paid, "{paid} was paid out");
    let paid_out = |event: &SolverEvent| matches!(&event.event, Some(Event::CollateralChanged(changed)) if changed.cause == "payout");
    let events = events::of_solver(deployment, |events| events.iter().any(paid_out)).await?;
    for (since, batch) in [&first, &second] {
        check_crossing(&events, *since, batch, index)?;
    }
    let settled = |event: &&SolverEvent| matches!(&event.event, Some(Event::BatchSettled(settled)) if settled.batch_id == second.1);
    let settled: Vec<&SolverEvent> = events.iter().filter(settled).collect();
    ensure!(
        settled.len() == 1 && settled[0].time_unix_ns > killed_at,
        "{settled:?}: killed at {killed_at}"
    );
    clients.check(deployment, &events, index).await?;
    audit::passes(deployment).await
}

struct Clients {
    seller: Trader,
    buyer: Trader,
}

impl Clients {
    /// A redemption that waited for its burn and a purchase that waited for its collateral have both, and nothing trades. Returns the
    /// solver's last event by then.
    async fn make_ready(
        &mut self,
        deployment: &Deployment,
        index: &Index,
        round: usize,
    ) -> anyhow::Result<u64> {
        let (sale, purchase) = (format!("R-{round}"), format!("B-{round}"));
        let Self { seller, buyer } = self;
        seller.redeem(&sale, &index.symbol, UNITS).await?;
        seller.wait_for_report(&sale, 'A').await?;
        buyer.buy(&purchase, &index.symbol, CASH).await?;
        buyer.wait_for_report(&purchase, 'A').await?;
        set_trading(deployment, TradingState::Halted).await?;
        seller.burn(deployment, &index.symbol, UNITS).await?;
        seller.wait_for_report(&sale, '0').await?;
        buyer.deposit(CASH).await?;
        buyer.wait_for_report(&purchase, '0').await?;
        let mut solver = peers(deployment)?.solver;
        let books = solver.get_books(GetBooksRequest::default()).await?;
        Ok(books.into_inner().sequence)
    }

    /// The redemption has brought its cash, the purchase's units are minted.
    async fn wait_for_ends(&mut self, round: usize) -> anyhow::Result<()> {
        self.seller.wait_for_cash(&format!("R-{round}")).await?;
        self.buyer.wait_for_mint(&format!("B-{round}")).await
    }

    /// Both were told all that happened to them and nothing else, and what they were told is what there is.
    async fn check(
        self,
        deployment: &Deployment,
        events: &[SolverEvent],
        index: &Index,
    ) -> anyhow::Result<()> {
        let request = GetBackingRequest {
            index: index.symbol.clone(),
        };
        let backing = peers(deployment)?.solver.get_backing(request).await?;
        let backing = backing.into_inner();
        let short = backing.assets.iter().find(|asset| asset.to_buy != "0");
        ensure!(short.is_none(), "{short:?} of {backing:?}");
        let mut supply = Units::ZERO;
        let mut all_told = Vec::new();
        for mut trader in [self.seller, self.buyer] {
            let account = trader.account();
            let request = GetCollateralRequest {
                account: account.clone(),
            };
            let collateral = peers(deployment)?.solver.get_collateral(request).await?;
            told::assert_collateral(&trader.collateral().await?, &collateral.into_inner())?;
            let units = trader.units_on_chain(deployment, &index.symbol).await?;
            supply = supply.checked_add(units)?;
            let told = trader.log_out().await?;
            told::assert_all(&told, events, &account)?;
            all_told.push(told);
        }
        ensure!(supply == backing.units.parse()?, "{supply}: {backing:?}");
        ended::check(deployment, &all_told, 5).await
    }
}

/// The first batch after this event, once it is made. Something crosses in it.
async fn crossing_since(deployment: &Deployment, since: u64) -> anyhow::Result<BatchSent> {
    let mut found = None;
    let is_it = |events: &[SolverEvent]| {
        found = events.iter().find_map(|event| sent_since(event, since));
        found.is_some()
    };
    events::of_solver(deployment, is_it).await?;
    let batch = found.context("it was found")?;
    ensure!(!batch.crossings.is_empty(), "nothing crosses in {batch:?}");
    Ok(batch)
}

fn sent_since(event: &SolverEvent, since: u64) -> Option<BatchSent> {
    match &event.event {
        Some(Event::BatchSent(sent)) if event.sequence > since => Some(sent.clone()),
        _ => None,
    }
}

/// The prices are the middles of the books, which stand still.
async fn in_the_middle(deployment: &Deployment, batch: &BatchSent) -> anyhow::Result<()> {
    let request = GetMarketsRequest::default();
    let mut adapter = peers(deployment)?.exchange_adapter;
    let markets = adapter.get_markets(request).await?.into_inner().markets;
    for crossing in &batch.crossings {
        let mut markets = markets.iter();
        let market = markets.find(|market| market.asset == crossing.asset);
        let market = market.context("what crosses has a market")?;
        let best = market.bids.first().zip(market.asks.first());
        let (bid, ask) = best.context("its book has both sides")?;
        let both = Price::parse(&bid.price)?.checked_add(Price::parse(&ask.price)?)?;
        let price = Price::parse(&crossing.price)?;
        ensure!(
            price.checked_add(price)? == both,
            "{crossing:?}: {bid:?} to {ask:?}"
        );
    }
    Ok(())
}

/// In this batch the purchase got all that it wanted from the redemption, at the price that this got, without a venue fee, at once, and
/// the venue was asked for nothing of it.
fn check_crossing(
    events: &[SolverEvent],
    since: u64,
    batch: &str,
    index: &Index,
) -> anyhow::Result<()> {
    let sent = events.iter().find_map(|event| sent_since(event, since));
    let sent = sent.filter(|sent| sent.batch_id == batch);
    let sent = sent.context("the batch was told again as it was")?;
    ensure!(sent.orders.len() == 2, "{sent:?}");
    let mut cost = Cash::ZERO;
    for entry in &index.basket {
        let mut crossings = sent.crossings.iter();
        let crossing = crossings.find(|crossing| crossing.asset == entry.asset);
        let crossing = crossing.with_context(|| format!("{} does not cross", entry.asset))?;
        let per_unit: Quantity = entry.quantity.parse()?;
        let at = Price::parse(&crossing.price)?;
        cost = cost.checked_add(at.times(per_unit, Scale::PRICE, Rounding::HalfEven)?)?;
        // The redemption's rest goes to the venue, and nothing of the purchase.
        let at_venue = sent
            .assets
            .iter()
            .filter(|asset| asset.asset == entry.asset);
        let at_venue: Vec<_> = at_venue.collect();
        let [rest] = at_venue[..] else {
            bail!("{at_venue:?}")
        };
        let crossed = Quantity::parse(&crossing.quantity)?;
        let sold = crossed.checked_add(rest.quantity.parse()?)?;
        let redeemed =
            Units::parse(UNITS)?.times_basket(per_unit, Scale::QUANTITY, Rounding::Up)?;
        ensure!(sold <= redeemed, "{sold} of {redeemed} {}", entry.asset);
    }
    let price = cost.per_units(Units::parse("1")?, Scale::PRICE, Rounding::HalfEven)?;
    let fills = events.iter().filter(|event| event.sequence > since);
    let fills = fills.filter_map(|event| match &event.event {
        Some(Event::IndexFill(fill)) => Some(fill),
        _ => None,
    });
    let first_two: Vec<&IndexFill> = fills.take(2).collect();
    let [sold, bought] = first_two[..] else {
        bail!("{first_two:?}")
    };
    for fill in [sold, bought] {
        let off = Price::parse(&fill.price)?;
        let off = off.excess_over(price)?.max(price.excess_over(off)?);
        let rounding = price.times_rate(Rate::parse("0.000001")?, Scale::PRICE, Rounding::Up)?;
        ensure!(off <= rounding, "{price} a unit: {fill:?}");
        ensure!(fill.venue_fees.parse() == Ok(Cash::ZERO), "{fill:?}");
        ensure!(
            Units::parse(&fill.units)? >= Units::parse(LEAST_CROSSED)?,
            "{fill:?}"
        );
    }
    let sides = [sold, bought].map(|fill| {
        fill.order
            .as_ref()
            .map(|order| order.cl_ord_id.as_bytes()[0])
    });
    ensure!(sides == [Some(b'R'), Some(b'B')], "{sold:?}, {bought:?}");
    Ok(())
}
