//! The local book against a venue that follows a script: shown while it is known, hidden and rebuilt when it is not.

mod support;

use serde_json::json;
use support::adapter::Adapter;
use support::bench::Bench;
use support::eventually;

fn best_ask(market: &proto::v1::Market) -> Option<(String, String)> {
    let ask = market.asks.first()?;
    Some((ask.price.clone(), ask.quantity.clone()))
}

async fn until_ask(adapter: &Adapter, price: &str, quantity: &str) {
    let expected = Some((price.to_owned(), quantity.to_owned()));
    eventually(&format!("best ask {quantity} at {price}"), || async {
        let market = adapter.tradable("BTCUSDC").await;
        (best_ask(&market) == expected).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_market_has_its_filters_its_book_and_the_accounts_fee_rate() {
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    let market = adapter.tradable("BTCUSDC").await;
    let expected = [
        ("BTC", "USDC"),
        ("0.01", "0.00001"),
        ("5", "0.00001"),
        ("9000", "0.001"),
    ];
    let actual = [
        (market.asset.as_str(), market.cash.as_str()),
        (&market.tick, &market.step),
        (&market.min_notional, &market.min_quantity),
        (&market.max_quantity, &market.fee_rate),
    ];
    assert_eq!(actual, expected);
    assert_eq!((market.bids.len(), market.asks.len()), (1, 2));

    bench.venue.depth_event(
        101,
        102,
        &json!([]),
        &json!([["100.00", "0"], ["100.50", "2.5"]]),
    );
    until_ask(&adapter, "100.5", "2.5").await;
    assert_ne!(adapter.tradable("BTCUSDC").await.book_time_unix_ns, 0);
}

#[tokio::test]
async fn a_gap_in_the_depth_stream_rebuilds_the_book_from_a_new_snapshot() {
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    bench
        .venue
        .depth_event(101, 101, &json!([]), &json!([["100.00", "1"]]));
    until_ask(&adapter, "100", "1").await;
    let before = bench.venue.script().snapshots;
    bench.venue.script().last_update_id = 105;
    // 102 to 105 are missing.
    bench
        .venue
        .depth_event(106, 106, &json!([]), &json!([["100.00", "3"]]));
    until_ask(&adapter, "100", "3").await;
    assert!(bench.venue.script().snapshots > before);
}

#[tokio::test]
async fn a_lost_stream_hides_the_books_until_they_are_known_again() {
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    // A snapshot that never joins on: the book must not be shown meanwhile.
    bench.venue.cut_streams();
    eventually("the book is rebuilt", || async {
        (bench.venue.script().snapshots >= 4).then_some(())
    })
    .await;
    adapter.tradable("BTCUSDC").await;
}

#[tokio::test]
async fn a_book_that_can_not_be_known_is_not_shown() {
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    // The event is beyond every snapshot: they are all too old.
    bench
        .venue
        .depth_event(500, 500, &json!([]), &json!([["100.00", "3"]]));
    eventually("the book is hidden", || async {
        let market = adapter.market("BTCUSDC").await?;
        (!market.tradable && market.asks.is_empty()).then_some(())
    })
    .await;
    let other = adapter.market("ETHUSDC").await.expect("a market");
    assert!(other.tradable);
    bench.venue.script().last_update_id = 500;
    adapter.tradable("BTCUSDC").await;
}

#[tokio::test]
async fn the_accounts_balances_are_the_venues() {
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    let balances = adapter.balances().await.expect("balances");
    let expected = proto::v1::VenueBalance {
        asset: "USDC".into(),
        free: "1000.5".into(),
        locked: "2".into(),
    };
    assert_eq!(balances, [expected]);
}

#[tokio::test]
async fn orders_left_are_what_the_limits_allow_less_what_waits() {
    let bench = Bench::scripted().await;
    let adapter = bench.adapter().await;
    let request = proto::v1::GetMarketsRequest {
        markets: vec![],
        depth: 0,
    };
    let reply = adapter.client.clone().get_markets(request).await;
    let reply = reply.expect("markets").into_inner();
    assert_eq!(reply.orders_left, 1_000);
    let names: Vec<&str> = reply
        .markets
        .iter()
        .map(|market| market.market.as_str())
        .collect();
    assert_eq!(names, ["BTCUSDC", "ETHUSDC"]);
}
