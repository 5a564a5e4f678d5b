//! The process is killed at each point of an order's life, and goes on from its journal.

use std::time::Duration;

use proto::v1::AssetOrderStatus;

use crate::support::adapter::{buy, summary};
use crate::support::bench::Bench;
use crate::support::eventually;
use crate::support::scripted_venue::OnOrder;
use crate::{FIRST, SECOND, filled_in_two};

#[tokio::test]
async fn killed_before_an_order_is_sent_it_is_sent_after_the_restart() {
    let bench = Bench::scripted().await;
    bench.venue.script().orders_per_second = 0;
    let adapter = bench.adapter().await;
    adapter
        .place("c1", vec![buy("a", "1"), buy("b", "1"), buy("c", "1")])
        .await;
    let accepted = adapter.orders().await;
    assert!(
        accepted
            .iter()
            .all(|order| order.status() == AssetOrderStatus::Accepted)
    );
    adapter.kill();
    assert_eq!(bench.venue.received(), Vec::<String>::new());
    bench.venue.script().orders_per_second = 1_000;
    let adapter = bench.adapter().await;
    let events = adapter.events_until_ended(3).await;
    let trades = summary(&events)
        .iter()
        .filter(|line| line.starts_with("traded"))
        .count();
    assert_eq!(trades, 3);
    let mut received = bench.venue.received();
    received.sort();
    assert_eq!(received, ["a", "b", "c"]);
}

#[tokio::test]
async fn orders_of_a_caller_who_is_killed_when_they_are_accepted_are_sent_all_the_same() {
    // The caller ends a little later each time: before it is heard, between that and the answer, behind the answer.
    const ENDS: u32 = 60;
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    let mut accepted = 0;
    for end in 0..ENDS {
        let (id, command_id) = (format!("a{end}"), format!("c{end}"));
        let asked = adapter.try_place(&command_id, vec![buy(&id, "1")]);
        let _ = tokio::time::timeout(Duration::from_micros(100) * end, asked).await;
        let orders = adapter.orders().await;
        if orders.iter().any(|order| order.asset_order_id == id) {
            accepted += 1;
            eventually("the order is sent", || async {
                bench.venue.received().contains(&id).then_some(())
            })
            .await;
        }
    }
    assert!(accepted > 0);
}

#[tokio::test]
async fn killed_while_an_order_is_being_sent_it_is_asked_for_and_not_sent_again() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::Hang);
    let adapter = bench.adapter().await;
    adapter.place("c1", vec![buy("a", "1")]).await;
    let venue = bench.venue.clone();
    eventually("the order is sent", || async {
        (venue.received() == ["a"]).then_some(())
    })
    .await;
    assert_eq!(
        adapter.orders().await[0].status(),
        AssetOrderStatus::Unknown
    );
    adapter.kill();
    let adapter = bench.adapter().await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(summary(&events), ["accepted a", "ended a REJECTED 0"]);
    assert_eq!(bench.venue.received(), ["a"]);
}

#[tokio::test]
async fn killed_before_the_trades_are_known_they_are_fetched_after_the_restart() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::FillAndLose(vec![FIRST, SECOND]));
    bench.venue.script().trades_fail = usize::MAX;
    let adapter = bench.adapter().await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    // One of the trades comes over the user stream, which also places the order.
    let venue = bench.venue.clone();
    eventually("the order is asked for", || async {
        (venue.script().queries > 0).then_some(())
    })
    .await;
    bench.venue.user_trade(0, 1);
    eventually("a trade is recorded", || async {
        let order = adapter.orders().await.remove(0);
        (order.executed_quantity == "0.5").then_some(())
    })
    .await;
    assert_eq!(adapter.orders().await[0].status(), AssetOrderStatus::Placed);
    adapter.kill();
    bench.venue.script().trades_fail = 0;
    let adapter = bench.adapter().await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(
        summary(&events),
        [
            "accepted a",
            "placed a",
            "traded a 0.5 @ 101 fee 0.0005 BTC = 0.0505",
            "traded a 1 @ 100 fee 0.001 BTC = 0.1",
            "ended a FILLED 1.5"
        ]
    );
    assert_eq!(bench.venue.received(), ["a"]);
}

#[tokio::test]
async fn killed_after_an_order_has_ended_nothing_happens_to_it_again() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::Fill(vec![FIRST, SECOND]));
    let adapter = bench.adapter().await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    adapter.events_until_ended(1).await;
    adapter.kill();
    let adapter = bench.adapter().await;
    assert_eq!(
        summary(&adapter.events_until_ended(1).await),
        filled_in_two()
    );
    // The same command again has the first answer, and its orders are not placed again.
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    assert_eq!(adapter.orders().await.len(), 1);
    assert_eq!(bench.venue.received(), ["a"]);
}
