//! Faults on request: what a client of a venue has to survive can be brought about.

use serde_json::json;

use crate::harness::{Sim, config};

const QUERY: &str = "symbol=BTCUSDC&origClientOrderId=lost";
const ORDER: &str = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.1&price=60012&newClientOrderId=lost";

#[tokio::test]
async fn a_lost_answer_leaves_an_executed_order() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    client.faults(json!({ "lose-order-answers": 1 })).await;
    assert!(
        client
            .try_signed("POST", "/api/v3/order", ORDER)
            .await
            .is_err()
    );
    let found = client.signed("GET", "/api/v3/order", QUERY).await.ok();
    assert_eq!(found["status"], "FILLED");
    sim.stop().await;
}

#[tokio::test]
async fn a_lost_request_leaves_nothing() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    client.faults(json!({ "lose-order-requests": 1 })).await;
    assert!(
        client
            .try_signed("POST", "/api/v3/order", ORDER)
            .await
            .is_err()
    );
    assert_eq!(
        client.signed("GET", "/api/v3/order", QUERY).await.error().1,
        -2013
    );
    assert_eq!(client.order(ORDER).await.ok()["status"], "FILLED");
    sim.stop().await;
}

#[tokio::test]
async fn a_timed_out_answer_says_that_the_status_is_unknown() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    client
        .faults(json!({ "time-out-order-answers": 1, "refuse-order-requests": 1 }))
        .await;
    assert_eq!(client.order(ORDER).await.error().0, 429);
    let (status, code, _) = client.order(ORDER).await.error();
    assert_eq!((status, code), (408, -1007));
    assert_eq!(
        client.signed("GET", "/api/v3/order", QUERY).await.ok()["status"],
        "FILLED"
    );
    sim.stop().await;
}

#[tokio::test]
async fn websockets_are_cut_and_can_be_opened_again() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let (mut market, mut user) = (
        client.socket("/ws/btcusdc@bookTicker").await,
        client.user_stream().await,
    );
    client.faults(json!({ "drop-websockets": true })).await;
    while market.try_next().await.is_some() {}
    assert_eq!(user.try_next().await, None);
    client.user_stream().await;
    sim.stop().await;
}

#[tokio::test]
async fn a_skipped_depth_event_leaves_a_gap_in_the_update_ids() {
    // It moves, so that events go on after the one that is skipped.
    let mut config = config();
    config.markets[0].volatility_bps = 50;
    let sim = Sim::start(config).await;
    let client = sim.client();
    let mut market = client.socket("/ws/btcusdc@depth@100ms").await;
    let mut last = market.next().await["u"].as_u64().unwrap();
    client
        .faults(json!({ "skip-depth-events": { "btcusdc": 1 } }))
        .await;
    // An event may have been on its way already; of the next ones, one does not follow.
    let mut gaps = 0;
    for _ in 0..5 {
        let event = market.next().await;
        gaps += u32::from(event["U"].as_u64().unwrap() != last + 1);
        last = event["u"].as_u64().unwrap();
    }
    assert_eq!(gaps, 1);
    sim.stop().await;
}

#[tokio::test]
async fn the_clock_can_be_wrong_and_user_events_can_be_lost() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let mut stream = client.user_stream().await;
    client.faults(json!({ "skip-user-events": 2 })).await;
    client.buy("BTCUSDC", "0.01", "60012", "a").await.ok();
    client.buy("BTCUSDC", "0.01", "60012", "b").await.ok();
    let first = stream
        .user_events(|event| event["e"] == "executionReport")
        .await;
    assert_eq!(
        (&first[0]["x"], &first[0]["c"]),
        (&json!("NEW"), &json!("b"))
    );
    client.faults(json!({ "clock-skew-ms": 20_000 })).await;
    assert_eq!(client.order(ORDER).await.error().1, -1021);
    sim.stop().await;
}

#[tokio::test]
async fn without_the_configuration_there_are_no_faults() {
    let mut config = config();
    config.venue.faults = false;
    let sim = Sim::start(config).await;
    assert_eq!(
        sim.client()
            .send("POST", "/sim/faults", "")
            .await
            .unwrap()
            .status,
        404
    );
    sim.stop().await;
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_also_after_a_restart_and_no_more_than_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config();
    config.journal = Some(folder.path().join("journal"));
    let sim = Sim::start(config.clone()).await;
    let client = sim.client();
    assert_eq!(client.withdraw("us", "USDC", "300.5").await, 200);
    for (account, asset, amount) in [
        ("us", "USDC", "999699.51"),
        ("us", "USDC", "0"),
        ("us", "XRP", "1"),
        ("nobody", "USDC", "1"),
        ("us", "USDC", "-1"),
    ] {
        let status = client.withdraw(account, asset, amount).await;
        assert!(
            (400..500).contains(&status),
            "{account} {amount} {asset}: {status}"
        );
    }
    sim.stop().await;
    let sim = Sim::start(config).await;
    assert_eq!(sim.client().balance("USDC").await.0, "999699.50000000");
    assert_eq!(
        sim.other_client().balance("USDC").await.0,
        "1000000.00000000"
    );
    sim.stop().await;
}

#[tokio::test]
async fn without_faults_nothing_is_withdrawn_or_deposited() {
    let mut config = config();
    config.venue.faults = false;
    let sim = Sim::start(config).await;
    assert_eq!(sim.client().withdraw("us", "USDC", "1").await, 404);
    assert_eq!(sim.client().deposit("us", "USDC", "1").await, 404);
    sim.stop().await;
}

#[tokio::test]
async fn what_is_deposited_is_there_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config();
    config.journal = Some(folder.path().join("journal"));
    let sim = Sim::start(config.clone()).await;
    let client = sim.client();
    assert_eq!(client.deposit("us", "USDC", "300.5").await, 200);
    assert_eq!(client.deposit("us", "XRP", "7").await, 200);
    for (account, amount) in [("us", "0"), ("nobody", "1"), ("us", "-1")] {
        let status = client.deposit(account, "USDC", amount).await;
        assert!((400..500).contains(&status), "{account} {amount}: {status}");
    }
    sim.stop().await;
    let sim = Sim::start(config).await;
    assert_eq!(sim.client().balance("USDC").await.0, "1000300.50000000");
    assert_eq!(sim.client().balance("XRP").await.0, "7.00000000");
    sim.stop().await;
}
