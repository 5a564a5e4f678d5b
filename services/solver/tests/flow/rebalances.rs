//! A changed basket: the difference is traded for the holders.

use money::Quantity;
use proto::v1;
use proto::v1::solver_event::Event;
use tonic::Code;

use crate::peers::{Peers, market};
use crate::running::{ADDRESS, DEADLINE, Running, cash, config, markets, minted, until};

fn basket(btc: &str, eth: &str) -> v1::Index {
    let entries = [("BTC", btc), ("ETH", eth)];
    let entry = |(asset, quantity): &(&str, &str)| v1::BasketEntry {
        asset: (*asset).into(),
        quantity: (*quantity).into(),
    };
    let entries = entries.iter().filter(|(_, quantity)| !quantity.is_empty());
    v1::Index {
        symbol: "TOP2".into(),
        name: "Two".into(),
        basket: entries.map(entry).collect(),
        units_scale: 8,
        fee_basis_points: "10".into(),
        smallest_tradable: "10".into(),
        ..v1::Index::default()
    }
}

async fn define(solver: &mut Running, command_id: &str, index: v1::Index) {
    let request = v1::DefineIndexRequest {
        command_id: command_id.into(),
        index: Some(index),
    };
    solver.client.define_index(request).await.unwrap();
}

async fn report(solver: &mut Running, index: &str) -> Result<v1::Rebalance, tonic::Status> {
    let request = v1::GetRebalanceRequest {
        index: index.into(),
        to_version: 0,
    };
    let report = solver.client.get_rebalance(request).await?;
    Ok(report.into_inner())
}

/// Units of TOP2 for 1000, minted.
async fn holders(peers: &Peers, solver: &mut Running) -> u64 {
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "1000");
    solver.buy("1", "1000").await;
    let seen = until(&mut events, minted).await;
    seen.last().unwrap().sequence
}

fn is(state: v1::RebalanceState) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::RebalanceChanged(changed) if changed.state() == state)
}

#[tokio::test]
async fn the_difference_is_traded_across_a_restart_and_the_inventory_is_told() {
    let peers = markets().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("solver.journal");
    let config = config(&peers, Some(&path));
    let mut solver = Running::start(config.clone()).await;
    let sequence = holders(&peers, &mut solver).await;
    assert_eq!(
        report(&mut solver, "TOP2").await.unwrap_err().code(),
        Code::NotFound
    );
    let mut events = solver.events(sequence).await;
    peers.adapter.hold();
    define(&mut solver, "v2", basket("0.0015", "0.007")).await;
    let seen = until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    let going = report(&mut solver, "TOP2").await.unwrap();
    assert_eq!(
        (going.state(), going.from_version, going.to_version),
        (v1::RebalanceState::Trading, 1, 2)
    );
    let eth = going
        .assets
        .iter()
        .find(|asset| asset.asset == "ETH")
        .unwrap();
    assert_ne!(eth.selling, "0");
    solver.stop().await;

    let mut solver = Running::start(config.clone()).await;
    let mut events = solver.events(seen.last().unwrap().sequence).await;
    peers.adapter.release();
    until(&mut events, is(v1::RebalanceState::Done)).await;
    let done = report(&mut solver, "TOP2").await.unwrap();
    let backing = v1::GetBackingRequest {
        index: "TOP2".into(),
    };
    let backing = solver
        .client
        .get_backing(backing)
        .await
        .unwrap()
        .into_inner();
    let [btc, eth] = &done.assets[..] else {
        panic!("{done:?}")
    };
    // What is left is below the venue's smallest order, and below the house's limit nothing is.
    assert_eq!((&*btc.to_buy, &*eth.to_sell), ("0", "0"), "{done:?}");
    assert_eq!(
        (&backing.assets[0].behind, &backing.assets[1].behind),
        (&btc.behind, &eth.behind)
    );
    assert!(
        cash(&btc.bought) > cash("0.004") && cash(&eth.sold) > cash("0.11"),
        "{done:?}"
    );
    let spent = cash(&btc.cost).checked_sub(cash(&eth.proceeds)).unwrap();
    let spent = [spent, cash(&btc.fees), cash(&eth.fees)];
    let spent = money::Cash::sum(spent).unwrap();
    assert_eq!(
        money::Cash::sum([spent, cash(&done.cash)]).unwrap(),
        cash("0")
    );

    // The inventory has each trade once, of the owner "backing/TOP2".
    let told = async {
        while !is_told(&peers, &btc.bought, &eth.sold) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, told).await.expect("in time");
    solver.stop().await;
    let mut solver = Running::start(config).await;
    assert_eq!(
        report(&mut solver, "TOP2").await.unwrap().assets,
        done.assets
    );
    solver.stop().await;
}

/// Whether the inventory was told of all that was bought and sold for the holders, at the venue and of the house.
fn is_told(peers: &Peers, bought: &str, sold: &str) -> bool {
    const OWNER: &str = "backing/TOP2";
    let records = peers.inventory.trades.lock().unwrap().clone();
    let transfers = peers.inventory.transfers.lock().unwrap().clone();
    let quantity = |text: &str| Quantity::parse(text).unwrap();
    let sum = |sale: bool| {
        let own = records.iter().filter(|record| {
            let trade = record.trade.as_ref();
            trade.is_some_and(|trade| trade.sale == sale)
        });
        let shares = own.flat_map(|record| &record.shares);
        let shares = shares.filter(|share| share.owner == OWNER);
        let at_the_venue = shares.map(|share| quantity(&share.quantity));
        let exchanges = transfers.iter().filter(|transfer| {
            let owner = if sale {
                &transfer.from_owner
            } else {
                &transfer.to_owner
            };
            owner == OWNER
        });
        let of_the_house = exchanges.flat_map(|transfer| &transfer.quantities);
        let of_the_house = of_the_house.map(|part| quantity(&part.quantity));
        Quantity::sum(at_the_venue.chain(of_the_house)).unwrap()
    };
    sum(false) == quantity(bought) && sum(true) == quantity(sold)
}

#[tokio::test]
async fn what_the_holders_cash_is_too_little_for_an_operator_gives_once() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let sequence = holders(&peers, &mut solver).await;
    let mut events = solver.events(sequence).await;
    // More of everything: there is nothing to sell.
    define(&mut solver, "v2", basket("0.002", "0.02")).await;
    let seen = until(&mut events, is(v1::RebalanceState::Short)).await;
    let Some(Event::RebalanceChanged(changed)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let [short] = &changed.short[..] else {
        panic!("{changed:?}")
    };
    assert_eq!(short.asset, "BTC");
    let fund = v1::FundRebalanceRequest {
        command_id: "fund-1".into(),
        index: "TOP2".into(),
        amount: short.cash.clone(),
    };
    let unknown = v1::FundRebalanceRequest {
        index: "NONE".into(),
        ..fund.clone()
    };
    let refused = solver.client.fund_rebalance(unknown).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    let more = v1::FundRebalanceRequest {
        command_id: "fund-2".into(),
        amount: "10000000".into(),
        ..fund.clone()
    };
    let refused = solver.client.fund_rebalance(more).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    solver.client.fund_rebalance(fund.clone()).await.unwrap();
    solver.client.fund_rebalance(fund).await.unwrap();
    until(&mut events, is(v1::RebalanceState::Done)).await;
    let done = report(&mut solver, "TOP2").await.unwrap();
    assert_eq!(done.funded, short.cash);
    assert_eq!(done.assets[0].to_buy, "0", "{done:?}");
    // Bought below the limit: the rest stays the holders'.
    assert!(cash(&done.cash) > cash("0"), "{done:?}");
    assert_eq!(done.versions, [2]);
    solver.stop().await;
}

#[tokio::test]
async fn books_without_bids_are_waited_for() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let sequence = holders(&peers, &mut solver).await;
    let mut events = solver.events(sequence).await;
    let mut without = market("ETH", "2500", "2499");
    without.bids.clear();
    peers
        .adapter
        .set_markets(vec![market("BTC", "60000", "59990"), without]);
    define(&mut solver, "v2", basket("0.0015", "")).await;
    until(&mut events, is(v1::RebalanceState::Waiting)).await;
    peers.adapter.set_markets(vec![
        market("BTC", "60000", "59990"),
        market("ETH", "2500", "2499"),
    ]);
    until(&mut events, is(v1::RebalanceState::Trading)).await;
    solver.stop().await;
}
