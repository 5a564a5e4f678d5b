//! Statements: an account's movements, and what stands behind its units.

use proto::v1;
use proto::v1::MovementKind as K;
use proto::v1::solver_event::Event;
use tonic::Code;

use crate::payouts::{changed, collateral, request, with_deposit};
use crate::running::{ADDRESS, Running, cash, markets, minted, redemption, until};

/// What stands behind the only order's units is what the basket says of them.
async fn check_backing(solver: &mut Running, minted: &v1::SolverEvent) {
    let Some(Event::OrderMinted(minted)) = &minted.event else {
        panic!("{minted:?}")
    };
    let ask = |index: &str| v1::GetBackingRequest {
        index: index.into(),
    };
    let backing = solver.client.get_backing(ask("TOP2")).await.unwrap();
    let backing = backing.into_inner();
    assert_eq!(backing.version, 1);
    assert_eq!(backing.units, minted.order.as_ref().unwrap().units);
    let assets: Vec<_> = backing
        .assets
        .iter()
        .map(|asset| (asset.asset.as_str(), asset.to_buy.as_str()))
        .collect();
    assert_eq!(assets, [("BTC", "0"), ("ETH", "0")]);
    let refusal = solver.client.get_backing(ask("NONE")).await.unwrap_err();
    assert_eq!(refusal.code(), Code::NotFound);
}

#[tokio::test]
async fn a_statement_tells_each_movement_and_adds_up() {
    let peers = markets().await;
    let (mut solver, mut events) = with_deposit(&peers, None).await;
    solver.buy("1", "600").await;
    let seen = until(&mut events, minted).await;
    check_backing(&mut solver, seen.last().unwrap()).await;
    solver
        .client
        .request_payout(request("op-1", "250"))
        .await
        .unwrap();
    changed(&mut events, "payout").await;

    let asked = |after_sequence, from_unix_ns| v1::GetStatementRequest {
        account: "ACC-1".into(),
        from_unix_ns,
        to_unix_ns: 0,
        after_sequence,
    };
    let statement = solver.client.get_statement(asked(0, 0)).await;
    let statement = statement.unwrap().into_inner();
    assert!(!statement.more);
    let opening = statement.opening.unwrap();
    assert_eq!(
        (opening.free.as_str(), opening.deposited.as_str()),
        ("0", "0")
    );
    let closing = statement.closing.unwrap();
    assert_eq!(closing, collateral(&mut solver).await);
    let kinds: Vec<_> = statement.movements.iter().map(v1::Movement::kind).collect();
    assert_eq!(kinds[..2], [K::Deposit, K::Reserve]);
    assert_eq!(
        kinds[kinds.len() - 3..],
        [K::Release, K::PayoutAsked, K::Payout]
    );
    assert!(
        kinds[2..kinds.len() - 3]
            .iter()
            .all(|kind| *kind == K::Fill)
    );
    let net = statement
        .movements
        .iter()
        .map(|movement| money::Cash::parse_signed(&movement.net).unwrap());
    let held = [&closing.free, &closing.reserved, &closing.paying_out].map(|text| cash(text));
    assert_eq!(money::Cash::sum(net), money::Cash::sum(held));
    let fill = &statement.movements[2];
    assert_eq!(
        (fill.cl_ord_id.as_str(), fill.index.as_str()),
        ("1", "TOP2")
    );
    assert!(!fill.venue_fees.is_empty() && !fill.issuer_fee.is_empty());

    // A later beginning: what was before is in the opening balances.
    let reserve = &statement.movements[1];
    for part in [
        asked(reserve.sequence, 0),
        asked(0, statement.movements[2].time_unix_ns),
    ] {
        let part = solver
            .client
            .get_statement(part)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(part.closing.as_ref(), Some(&closing));
        let first = &part.movements[0];
        assert!(first.sequence > reserve.sequence);
        if first == fill {
            assert_eq!(part.opening, reserve.after);
        }
    }
    // Nothing was before the first deposit, and nobody is nobody.
    let before = v1::GetStatementRequest {
        to_unix_ns: 1,
        ..asked(0, 0)
    };
    let before = solver.client.get_statement(before).await.unwrap();
    assert_eq!(before.into_inner().movements, []);
    let nobody = v1::GetStatementRequest {
        account: "ACC-9".into(),
        ..asked(0, 0)
    };
    let refusal = solver.client.get_statement(nobody).await.unwrap_err();
    assert_eq!(refusal.code(), Code::NotFound);
    solver.stop().await;
}

fn asked(after_sequence: u64) -> v1::GetStatementRequest {
    v1::GetStatementRequest {
        account: "ACC-1".into(),
        after_sequence,
        ..v1::GetStatementRequest::default()
    }
}

async fn page(solver: &mut Running, after_sequence: u64) -> v1::Statement {
    let page = solver.client.get_statement(asked(after_sequence)).await;
    page.unwrap().into_inner()
}

#[tokio::test]
async fn what_a_redemption_brings_is_a_kind_of_its_own() {
    let peers = markets().await;
    let (mut solver, mut events) = with_deposit(&peers, None).await;
    solver.buy("1", "600").await;
    until(&mut events, minted).await;
    peers.minter.burn(ADDRESS, "4");
    let redeem = redemption("2", "4");
    solver.client.submit_order(redeem).await.unwrap();
    let redeemed = |event: &Event| {
        matches!(event, Event::OrderComplete(complete)
            if complete.order.as_ref().unwrap().status() == v1::OrderStatus::Redeemed)
    };
    until(&mut events, redeemed).await;

    let statement = page(&mut solver, 0).await;
    let of = |kind: K| {
        let movements = statement.movements.iter();
        movements.filter(move |movement| movement.kind() == kind)
    };
    let sum = |kind: K| {
        let nets = of(kind).map(|movement| money::Cash::parse_signed(&movement.net).unwrap());
        money::Cash::sum(nets).unwrap()
    };
    let closing = statement.closing.as_ref().unwrap();
    assert_eq!(sum(K::Fill), -cash(&closing.spent));
    // 4 units at the bids, less a tenth of a per cent and ten basis points.
    assert_eq!(closing.redeemed, "439.00024");
    assert_eq!(sum(K::RedemptionFill), cash(&closing.redeemed));
    assert!(of(K::RedemptionFill).all(|movement| movement.cl_ord_id == "2"));
    solver.stop().await;
}

#[tokio::test]
async fn pages_join_while_the_journal_grows() {
    let peers = markets().await;
    let (mut solver, mut events) = with_deposit(&peers, None).await;
    for _ in 0..5_000 {
        peers.minter.deposit(ADDRESS, "0.01");
    }
    deposited(&mut events, "1050").await;
    let first = page(&mut solver, 0).await;
    assert_eq!((first.movements.len(), first.more), (5_000, true));
    assert_eq!(first.closing.as_ref().unwrap().free, "1049.99");
    let last = first.movements.last().unwrap().sequence;

    peers.minter.deposit(ADDRESS, "7");
    deposited(&mut events, "1057").await;
    let second = page(&mut solver, last).await;
    assert_eq!(second.opening, first.closing);
    let amounts = second.movements.iter().map(|movement| &*movement.amount);
    assert_eq!(amounts.collect::<Vec<_>>(), ["0.01", "7"]);
    assert!(!second.more);
    assert_eq!(second.closing, Some(collateral(&mut solver).await));

    // Nothing comes after the end, and beyond it.
    let end = second.movements.last().unwrap().sequence;
    for after in [end, u64::MAX] {
        let none = page(&mut solver, after).await;
        assert_eq!((none.movements.len(), none.more), (0, false));
        assert_eq!(none.opening, second.closing);
        assert_eq!(none.closing, second.closing);
    }
    // What is no movement of the account is a place in the journal all the same.
    let between = page(&mut solver, 1).await;
    assert_eq!(between, first);
    solver.stop().await;
}

/// Until so much has been credited.
async fn deposited(events: &mut tonic::Streaming<v1::SolverEvent>, amount: &str) {
    let there = |event: &Event| {
        matches!(event, Event::CollateralChanged(changed)
            if changed.collateral.as_ref().unwrap().deposited == amount)
    };
    until(events, there).await;
}
