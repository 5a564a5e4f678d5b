//! Asset orders against a venue that follows a script: each trade once, nothing sent twice, nothing dropped, whatever is lost
//! and wherever the process is killed.

mod support;

use proto::v1::AssetOrderStatus;
use support::adapter::{Adapter, buy, summary};
use support::bench::Bench;
use support::eventually;
use support::scripted_venue::{OnOrder, Trade};

const FIRST: Trade = ("100.00", "1.00000", "0.00100000", "BTC");
const SECOND: Trade = ("101.00", "0.50000", "0.00050000", "BTC");

fn filled_in_two() -> Vec<String> {
    [
        "accepted a",
        "placed a",
        "traded a 1 @ 100 fee 0.001 BTC = 0.1",
        "traded a 0.5 @ 101 fee 0.0005 BTC = 0.0505",
        "ended a FILLED 1.5",
    ]
    .map(str::to_owned)
    .into()
}

#[tokio::test]
async fn an_order_is_placed_traded_and_ended_and_the_user_stream_adds_nothing() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::Fill(vec![FIRST, SECOND]));
    let adapter = bench.adapter().await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    adapter.events_until_ended(1).await;
    bench.venue.user_trade(0, 0);
    bench.venue.user_trade(0, 1);
    adapter.place("c2", vec![buy("b", "1")]).await;
    let events = adapter.events_until_ended(2).await;
    assert_eq!(summary(&events[..5]), filled_in_two());
    assert_eq!(
        summary(&events[5..]),
        [
            "accepted b",
            "placed b",
            "traded b 1 @ 100 fee 0 BTC = 0",
            "ended b FILLED 1"
        ]
    );
    let lots: Vec<String> = events
        .iter()
        .filter_map(|event| match &event.event {
            Some(proto::v1::adapter_event::Event::Trade(trade)) => Some(trade.lot_id.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(lots, ["BTCUSDC-1", "BTCUSDC-2", "BTCUSDC-3"]);
    adapter.stop().await;
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_is_asked_for_and_not_sent_again() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::FillAndLose(vec![FIRST, SECOND]));
    let adapter = bench.adapter().await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(summary(&events), filled_in_two());
    assert_eq!(bench.venue.received(), ["a"]);
}

#[tokio::test]
async fn an_order_the_venue_never_saw_ends_untouched_once_it_can_not_come_any_more() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::LoseUnseen);
    let adapter = bench.adapter().await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(summary(&events), ["accepted a", "ended a REJECTED 0"]);
    assert_eq!(bench.venue.received(), ["a"]);
    let sent_ms = bench.venue.script().received[0].1;
    let waited_ms = bench.venue.now_ms() - sent_ms;
    assert!(
        waited_ms >= 2_500,
        "given up after {waited_ms} ms of recvWindow 2000 and margin 500"
    );
    assert!(bench.venue.script().queries >= 2);
}

#[tokio::test]
async fn missing_trades_are_fetched_before_an_order_ends() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::FillAndLose(vec![FIRST, SECOND]));
    bench.venue.script().trades_fail = 2;
    let adapter = bench.adapter().await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    assert_eq!(
        summary(&adapter.events_until_ended(1).await),
        filled_in_two()
    );
    assert_eq!(bench.venue.script().trades_fail, 0);
}

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
async fn a_fee_in_a_third_asset_is_converted_at_the_mark() {
    let bench = Bench::scripted().await;
    bench.venue.script().ticker = Some(("599.00", "601.00"));
    bench.next(OnOrder::Fill(vec![("100.00", "1.5", "0.00020000", "BNB")]));
    // Its market is not among the scripted venue's streams: the mark is asked for.
    let mut config = bench.config();
    config.fee_markets.clear();
    let adapter = Adapter::start_ready(config).await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(
        summary(&events)[2],
        "traded a 1.5 @ 100 fee 0.0002 BNB = 0.12"
    );
}

#[tokio::test]
async fn a_trade_waits_for_the_mark_of_its_fee() {
    let bench = Bench::scripted().await;
    bench.next(OnOrder::Fill(vec![("100.00", "1.5", "0.00020000", "BNB")]));
    let mut config = bench.config();
    config.fee_markets.clear();
    let adapter = Adapter::start_ready(config).await;
    adapter.place("c1", vec![buy("a", "1.5")]).await;
    let venue = bench.venue.clone();
    eventually("the order is asked for", || async {
        (venue.script().queries > 0).then_some(())
    })
    .await;
    bench.venue.script().ticker = Some(("599.00", "601.00"));
    let events = adapter.events_until_ended(1).await;
    assert_eq!(
        summary(&events),
        [
            "accepted a",
            "placed a",
            "traded a 1.5 @ 100 fee 0.0002 BNB = 0.12",
            "ended a FILLED 1.5"
        ]
    );
}

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
