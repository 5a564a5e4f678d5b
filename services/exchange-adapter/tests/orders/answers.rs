//! The venue's answers: those that come, and those that are lost.

use crate::support::adapter::{buy, summary};
use crate::support::bench::Bench;
use crate::support::scripted_venue::OnOrder;
use crate::{FIRST, SECOND, filled_in_two};

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
