//! What the venue refuses for good and for now, its limits, and what never gets there.

use crate::support::adapter::{buy, summary};
use crate::support::bench::Bench;
use crate::support::eventually;
use crate::support::scripted_venue::OnOrder;

#[tokio::test]
async fn a_refused_order_ends_with_the_venues_words() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::Refuse(
        400,
        -2010,
        "Account has insufficient balance for requested action.",
    ));
    let adapter = bench.adapter().await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(summary(&events), ["accepted a", "ended a REJECTED 0"]);
    let text = adapter.orders().await.remove(0).text;
    assert!(
        text.ends_with("insufficient balance for requested action."),
        "{text}"
    );
}

#[tokio::test]
async fn orders_over_the_venues_limit_wait_and_go_again() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::Refuse(429, -1015, "Too many new orders."));
    let adapter = bench.adapter().await;
    adapter
        .place("c1", vec![buy("a", "1"), buy("b", "1")])
        .await;
    let events = adapter.events_until_ended(2).await;
    let ends: Vec<String> = summary(&events)
        .into_iter()
        .filter(|line| line.starts_with("ended"))
        .collect();
    assert_eq!(ends.len(), 2, "{ends:?}");
    assert!(
        ends.iter().all(|line| line.contains("FILLED 1")),
        "{ends:?}"
    );
    // Whichever came first was refused and went again.
    let mut received = bench.venue.received();
    assert_eq!(received.len(), 3, "{received:?}");
    received.sort();
    received.dedup();
    assert_eq!(received, ["a", "b"]);
}

#[tokio::test]
async fn the_rate_budget_is_kept_and_no_order_is_dropped() {
    let bench = Bench::scripted().await;
    bench.venue.script().orders_per_second = 3;
    let adapter = bench.adapter().await;
    let ids = ["o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8"];
    // What is sent at the end of a second may arrive in the next.
    let venue = bench.venue.clone();
    eventually("a second is young", || async {
        (venue.now_ms() % 1_000 < 500).then_some(())
    })
    .await;
    adapter
        .place("c1", ids.iter().map(|id| buy(id, "1")).collect())
        .await;
    adapter.events_until_ended(ids.len()).await;
    let received = std::mem::take(&mut bench.venue.script().received);
    let mut windows = std::collections::BTreeMap::new();
    for (_, at_ms) in &received {
        *windows.entry(at_ms / 1_000).or_insert(0) += 1;
    }
    assert!(windows.values().all(|count| *count <= 3), "{windows:?}");
    let mut order: Vec<String> = received.into_iter().map(|(id, _)| id).collect();
    // Those of one window are on their way at once.
    for window in order.chunks_mut(3) {
        window.sort();
    }
    assert_eq!(order, ids);
}

#[tokio::test]
async fn a_wrong_clock_is_set_right_and_the_order_goes_again() {
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    bench.venue.script().time_offset_ms = 5_000;
    adapter.place("c1", vec![buy("a", "1")]).await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(
        summary(&events),
        [
            "accepted a",
            "placed a",
            "traded a 1 @ 100 fee 0 BTC = 0",
            "ended a FILLED 1"
        ]
    );
    assert_eq!(bench.venue.received(), ["a", "a"]);
}

#[tokio::test]
async fn commands_that_make_no_sense_are_refused_with_the_reason() {
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    let refused = |order| {
        let adapter = &adapter;
        async move {
            let status = adapter
                .try_place("bad", vec![order])
                .await
                .expect_err("a bad order");
            assert_eq!(status.code(), tonic::Code::InvalidArgument, "{status}");
            status.message().to_owned()
        }
    };
    let quantity = refused(buy("a", "1e5")).await;
    assert!(
        quantity.contains("asset order \"a\": quantity"),
        "{quantity}"
    );
    let id = refused(buy("no spaces", "1")).await;
    assert!(id.contains("asset_order_id"), "{id}");
    let market = proto::v1::NewAssetOrder {
        market: "XRPUSDC".into(),
        ..buy("a", "1")
    };
    assert_eq!(refused(market).await, "market XRPUSDC is not followed");
    let side = proto::v1::NewAssetOrder {
        side: 0,
        ..buy("a", "1")
    };
    assert!(refused(side).await.contains("neither buy nor sell"));
    let none = adapter
        .try_place("none", vec![])
        .await
        .expect_err("no orders");
    assert_eq!(none.code(), tonic::Code::InvalidArgument);

    adapter.place("c1", vec![buy("a", "0.000001")]).await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(summary(&events), ["accepted a", "ended a REJECTED 0"]);
    let again = adapter
        .try_place("c2", vec![buy("a", "1")])
        .await
        .expect_err("a used id");
    assert_eq!(again.code(), tonic::Code::AlreadyExists);
    assert_eq!(bench.venue.received(), Vec::<String>::new());
}
