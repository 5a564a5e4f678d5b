//! Index orders to buy: from the deposit to the mint, across restarts, and a cancel.

use proto::v1;
use proto::v1::solver_event::Event;

use crate::running::{
    ADDRESS, DEADLINE, Running, SESSION, cash, config, markets, minted, name, order, until,
};

#[tokio::test]
async fn an_order_before_its_collateral_is_filled_minted_and_accounted_for() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    solver.buy("1", "1000").await;
    let waits = until(&mut events, |event| {
        matches!(event, Event::OrderAccepted(_))
    })
    .await;
    let Some(Event::OrderAccepted(accepted)) = &waits.last().unwrap().event else {
        unreachable!()
    };
    assert_eq!(
        accepted.order.as_ref().unwrap().status(),
        v1::OrderStatus::Waiting
    );

    peers.minter.deposit(ADDRESS, "1200");
    let seen = until(&mut events, minted).await;
    let mut names: Vec<_> = seen.iter().map(name).collect();
    names.dedup();
    assert_eq!(names[..3], ["collateral", "reserved", "batch"], "{names:?}");
    assert_eq!(
        names[names.len() - 2..],
        ["complete", "minted"],
        "{names:?}"
    );
    let Some(Event::OrderMinted(minted)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let order = minted.order.as_ref().unwrap();
    assert_eq!(order.status(), v1::OrderStatus::Minted);
    assert_eq!(
        cash(&order.spent)
            .checked_add(cash(&order.returned))
            .unwrap(),
        cash("1000")
    );
    assert!(cash(&order.returned) < cash("10"), "{order:?}");
    let fills: Vec<_> = seen
        .iter()
        .filter_map(|event| match event.event.as_ref().unwrap() {
            Event::IndexFill(fill) => Some(fill),
            _ => None,
        })
        .collect();
    let net = money::Cash::sum(fills.iter().map(|fill| cash(&fill.net))).unwrap();
    assert_eq!(net, cash(&order.spent));
    assert_eq!(
        (minted.mint_id.as_str(), minted.transaction_hash.as_str()),
        ("to1", "0xm")
    );
    assert!(minted.lots.len() >= 2, "{:?}", minted.lots);

    // What was minted is what was filled; the inventory has every trade and every fill, once.
    let mints = peers.minter.minted.lock().unwrap().clone();
    assert_eq!(
        mints
            .values()
            .map(|mint| (mint.units.as_str(), mint.to.as_str()))
            .collect::<Vec<_>>(),
        [(order.units.as_str(), ADDRESS)]
    );
    let consumed = || peers.inventory.consumed.lock().unwrap().len();
    let fed = async {
        while consumed() < fills.len() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, fed).await.expect("in time");
    assert_eq!(consumed(), fills.len());
    for trade in peers.inventory.trades.lock().unwrap().iter() {
        let shares = trade
            .shares
            .iter()
            .map(|share| money::Quantity::parse(&share.quantity).unwrap());
        let whole = money::Quantity::parse(&trade.trade.as_ref().unwrap().quantity).unwrap();
        assert_eq!(money::Quantity::sum(shares).unwrap(), whole);
    }
    let books = solver
        .client
        .get_books(v1::GetBooksRequest::default())
        .await
        .unwrap()
        .into_inner();
    assert!(
        books.balanced && books.books.iter().all(|book| book.sum == "0"),
        "{books:?}"
    );
    let collateral = solver
        .client
        .get_collateral(v1::GetCollateralRequest {
            account: "ACC-1".into(),
        })
        .await;
    let collateral = collateral.unwrap().into_inner();
    assert_eq!(collateral.deposited, "1200");
    assert_eq!(
        cash(&collateral.free)
            .checked_add(cash(&collateral.spent))
            .unwrap(),
        cash("1200")
    );
    solver.stop().await;
}

#[tokio::test]
async fn a_restart_in_mid_flow_loses_nothing_and_does_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("solver.journal");
    let peers = markets().await;
    peers.adapter.hold();
    let mut solver = Running::start(config(&peers, Some(&journal))).await;
    peers.minter.deposit(ADDRESS, "1000");
    let mut events = solver.events(0).await;
    until(&mut events, |event| {
        matches!(event, Event::CollateralChanged(_))
    })
    .await;
    solver.buy("1", "1000").await;
    let seen = until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    let position = seen.last().unwrap().sequence;
    // It ends anywhere between the batch's event and the adapter's answer.
    solver.task.abort();
    let _ = (&mut solver.task).await;
    drop(solver);
    peers.adapter.release();

    let mut solver = Running::start(config(&peers, Some(&journal))).await;
    let mut events = solver.events(position).await;
    let seen = until(&mut events, minted).await;
    assert!(seen.iter().all(|event| event.sequence > position));
    let Some(Event::OrderMinted(minted)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let order = minted.order.as_ref().unwrap();
    assert_eq!(
        cash(&order.spent)
            .checked_add(cash(&order.returned))
            .unwrap(),
        cash("1000")
    );
    assert_eq!(peers.minter.minted.lock().unwrap().len(), 1);

    // The same command again is the same order, and the same name again is refused.
    solver.buy("1", "1000").await;
    let mut renamed = self::order("1", "500");
    renamed.command_id = "acceptor-again".into();
    solver.client.submit_order(renamed).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrderRejected(_))
    })
    .await;
    let Some(Event::OrderRejected(rejected)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let rejected = rejected.order.as_ref().unwrap();
    assert_eq!(
        (rejected.reject_reason(), rejected.cash.as_str()),
        (v1::RejectReason::DuplicateOrder, "500")
    );
    let orders = solver
        .client
        .list_orders(v1::ListOrdersRequest {
            account: "ACC-1".into(),
            ..v1::ListOrdersRequest::default()
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(orders.orders.len(), 2);
    solver.stop().await;
}

#[tokio::test]
async fn a_cancel_lets_the_batch_settle_first() {
    let peers = markets().await;
    peers.adapter.hold();
    let mut solver = Running::start(config(&peers, None)).await;
    peers.minter.deposit(ADDRESS, "1000");
    let mut events = solver.events(0).await;
    until(&mut events, |event| {
        matches!(event, Event::CollateralChanged(_))
    })
    .await;
    solver.buy("1", "1000").await;
    until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    let cancel = v1::CancelOrderRequest {
        command_id: "acceptor-cancel".into(),
        session: SESSION.into(),
        cl_ord_id: "2".into(),
        orig_cl_ord_id: "1".into(),
    };
    solver.client.cancel_order(cancel).await.unwrap();
    until(&mut events, |event| {
        matches!(event, Event::CancelPending(_))
    })
    .await;
    peers.adapter.release();
    let seen = until(&mut events, minted).await;
    let cancelled = seen
        .iter()
        .find_map(|event| match event.event.as_ref().unwrap() {
            Event::OrderCancelled(cancelled) => Some(cancelled),
            _ => None,
        });
    let cancelled = cancelled.unwrap();
    assert_eq!(cancelled.cancel_cl_ord_id, "2");
    assert_eq!(
        cancelled.order.as_ref().unwrap().status(),
        v1::OrderStatus::Minting
    );
    solver.stop().await;
}
