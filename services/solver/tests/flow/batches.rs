//! What the solver does at its peers: batches that are refused, and records that wait.

use proto::v1::solver_event::Event;
use tonic::Status;

use crate::running::{ADDRESS, DEADLINE, Running, config, markets, minted, until};

#[tokio::test]
async fn a_batch_that_the_adapter_refuses_settles_and_one_that_it_fails_to_answer_is_asked_again() {
    let peers = markets().await;
    let refusals = [
        Status::invalid_argument("no such market"),
        Status::unavailable("starting"),
    ];
    peers.adapter.refusals.lock().unwrap().extend(refusals);
    let mut solver = Running::start(config(&peers, None)).await;
    peers.minter.deposit(ADDRESS, "1000");
    solver.buy("1", "1000").await;
    let mut events = solver.events(0).await;
    let seen = until(&mut events, minted).await;
    let batches: Vec<_> = seen
        .iter()
        .filter_map(|event| match event.event.as_ref().unwrap() {
            Event::BatchSent(batch) => Some(batch.batch_id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(batches[..2], ["b1", "b2"]);
    let taken: Vec<_> = peers
        .adapter
        .taken
        .lock()
        .unwrap()
        .values()
        .map(|batch| batch.batch_id.clone())
        .collect();
    assert!(
        !taken.contains(&"b1".to_owned()) && taken.contains(&"b2".to_owned()),
        "{taken:?}"
    );
    solver.stop().await;
}

#[tokio::test]
async fn what_waits_while_the_inventory_is_busy_comes_in_one_call() {
    let peers = markets().await;
    let busy = peers.inventory.busy.clone().lock_owned().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "2200");
    for order in ["1", "2"] {
        solver.buy(order, "1000").await;
        until(&mut events, minted).await;
    }
    drop(busy);
    let recorded = || {
        let trades = peers.inventory.trades.lock().unwrap().len();
        trades + peers.inventory.consumed.lock().unwrap().len()
    };
    // Of each order two trades and a fill: in a call that was on its way, and one with all the rest.
    let told = async {
        while recorded() < 6 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, told).await.expect("in time");
    let calls = peers.inventory.calls.lock().unwrap().clone();
    assert!(calls.len() <= 2, "{calls:?}");
    solver.stop().await;
}
