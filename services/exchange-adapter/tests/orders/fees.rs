//! Fees in a third asset: each trade waits until its mark is known.

use crate::support::adapter::{Adapter, buy, summary};
use crate::support::bench::Bench;
use crate::support::eventually;
use crate::support::scripted_venue::OnOrder;

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
