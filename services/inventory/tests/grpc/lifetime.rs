//! Subscriptions, kills, restarts, configurations.

use std::path::Path;

use inventory::Config;
use proto::v1::inventory_event::Event;
use proto::v1::*;
use tokio_stream::StreamExt as _;
use tonic::Code;

use crate::running::{DEADLINE, btc, config, purchase, start, try_start};

#[tokio::test]
async fn a_subscription_resumes_and_goes_on_live() {
    let mut running = start(config(None)).await;
    running
        .trade(
            "c-1",
            purchase("t-1", "1", "100", "0"),
            &[("order/O-1", "1")],
        )
        .await
        .expect("recorded");
    let first = running.events(0, 1).await;
    let mut later = running.client.clone();
    let after = first[0].sequence;
    let live = tokio::spawn(async move {
        let request = SubscribeInventoryRequest {
            from_sequence: after,
        };
        let mut stream = later
            .subscribe(request)
            .await
            .expect("a stream")
            .into_inner();
        stream.next().await.expect("it goes on").expect("an event")
    });
    running
        .consume("c-2", "order/O-1", "0.4")
        .await
        .expect("consumed");
    let event = tokio::time::timeout(DEADLINE, live)
        .await
        .expect("in time")
        .expect("no panic");
    assert_eq!(event.sequence, after + 1);
    let consumed = LotsConsumed {
        owner: "order/O-1".into(),
        fill_id: "F-1".into(),
        quantities: btc("0.4", ""),
        index: "TOP2".into(),
    };
    assert_eq!(event.event, Some(Event::LotsConsumed(consumed)));
    let ahead = running
        .client
        .subscribe(SubscribeInventoryRequest { from_sequence: 99 })
        .await;
    assert_eq!(
        ahead.expect_err("ahead of the journal").code(),
        Code::OutOfRange
    );
    running.stop().await;
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("inventory.sqlite");
    let lot = || purchase("t-1", "2", "100", "0.2");
    let shares = [("order/O-1", "1.5"), ("house", "0.5")];

    let mut running = start(config(Some(&journal))).await;
    let bought = running
        .trade("c-1", lot(), &shares)
        .await
        .expect("recorded");
    let consumed = running
        .consume("c-2", "order/O-1", "1")
        .await
        .expect("consumed");
    let (lots, positions, events) = (
        running.lots("").await,
        running.positions().await,
        running.events(0, 2).await,
    );
    running.kill().await;

    let mut running = start(config(Some(&journal))).await;
    assert_eq!(running.lots("").await, lots);
    assert_eq!(running.positions().await, positions);
    assert_eq!(running.events(0, 2).await, events);
    assert_eq!(
        running
            .trade("c-1", lot(), &shares)
            .await
            .expect("a repeat"),
        bought
    );
    assert_eq!(
        running
            .consume("c-2", "order/O-1", "1")
            .await
            .expect("a repeat"),
        consumed
    );
    assert_eq!(
        running.positions().await,
        positions,
        "nothing happened twice"
    );
    running
        .transfer("c-3", "order/O-1", "house", "0.5", "")
        .await
        .expect("it carries on");
    running.stop().await;

    let mut running = start(config(Some(&journal))).await;
    assert_eq!(running.positions().await[0].house, "1");
    running.stop().await;
}

#[tokio::test]
async fn another_cash_than_the_journals_is_refused_before_a_port_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("inventory.sqlite");
    start(config(Some(&journal))).await.stop().await;
    let other = Config {
        cash: "USDT".into(),
        ..config(Some(&journal))
    };
    let error = try_start(other).await.err().expect("it started");
    assert_eq!(
        error.to_string(),
        "the journal counts USDC at 6 decimals, the configuration USDT at 6"
    );
}

#[test]
fn the_example_configuration_is_valid() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example.toml");
    let config: Config = service::config::load(&example).expect("the example is valid");
    assert_eq!(config.cash, "USDC");
    assert_eq!(config.cash_decimals, money::Scale::USDC);
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("inventory.toml");
    let text = "cash = \"USDC\"\ncash-decimals = 6\ncurrency = \"USDC\"\n[grpc]\nlisten = \"127.0.0.1:0\"\n";
    std::fs::write(&file, text).expect("a file");
    let error = service::config::load::<Config>(&file).expect_err("an unknown key");
    let source = std::error::Error::source(&error)
        .expect("a source")
        .to_string();
    assert!(source.contains("currency"), "{source}");
}
