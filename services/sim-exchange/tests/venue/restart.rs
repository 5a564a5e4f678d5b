//! A venue that is started again with its journal has everything that it had told.

use serde_json::json;

use crate::harness::{Sim, config};

#[tokio::test]
async fn balances_orders_trades_and_ids_survive() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config();
    config.journal = Some(folder.path().join("venue.journal"));
    let sim = Sim::start(config.clone()).await;
    let client = sim.client();
    let filled = client.buy("BTCUSDC", "0.1", "60012", "filled").await.ok();
    let resting = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.5&price=50000&newClientOrderId=rest";
    client.order(resting).await.ok();
    let reads = ["/api/v3/account", "/api/v3/openOrders"];
    let mut before = Vec::new();
    for path in reads {
        before.push(client.signed("GET", path, "").await.ok());
    }
    before.push(
        client
            .signed("GET", "/api/v3/myTrades", "symbol=BTCUSDC")
            .await
            .ok(),
    );
    sim.stop().await;

    // The balances of the configuration count only when an account is opened.
    config.accounts[0].balances.clear();
    let sim = Sim::start(config).await;
    let client = sim.client();
    let mut after = Vec::new();
    for path in reads {
        after.push(client.signed("GET", path, "").await.ok());
    }
    after.push(
        client
            .signed("GET", "/api/v3/myTrades", "symbol=BTCUSDC")
            .await
            .ok(),
    );
    assert_eq!(after, before);

    assert_eq!(
        client.order(resting).await.error(),
        (400, -2010, "Duplicate order sent.")
    );
    let next = client.buy("BTCUSDC", "0.1", "60100", "next").await.ok();
    assert_eq!(next["orderId"], 3);
    assert!(next["fills"][0]["tradeId"].as_u64() > filled["fills"][0]["tradeId"].as_u64());
    // The resting order is in the book again.
    let sold = sim
        .other_client()
        .order("symbol=BTCUSDC&side=SELL&type=LIMIT&timeInForce=IOC&quantity=5&price=50000")
        .await
        .ok();
    let last = sold["fills"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["price"], &last["qty"]),
        (&json!("50000.00000000"), &json!("0.50000000"))
    );
    let order = client
        .signed(
            "GET",
            "/api/v3/order",
            "symbol=BTCUSDC&origClientOrderId=rest",
        )
        .await
        .ok();
    assert_eq!(order["status"], "FILLED");
    sim.stop().await;
}
