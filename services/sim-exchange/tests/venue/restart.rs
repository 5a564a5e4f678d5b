//! A venue that is started again with its journal has everything that it had told.

use std::{path::Path, process::Stdio};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::harness::{Client, DEADLINE, KEY, SECRET, Sim, config};

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

/// The binary, on ports of its own.
struct Process {
    child: Child,
    venue: String,
}

impl Process {
    /// Starts it and waits until it says where it listens.
    async fn start(config: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sim-exchange"))
            .arg("--config")
            .arg(config)
            .env("SHEAF_VENUE_API_KEY", KEY)
            .env("SHEAF_VENUE_SECRET_KEY", SECRET)
            .env_remove("RUST_LOG")
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = async {
            loop {
                let line = lines
                    .next_line()
                    .await
                    .unwrap()
                    .expect("it says where it listens");
                if let Some((_, rest)) = line.split_once("venue: ") {
                    return rest
                        .chars()
                        .take_while(|next| next.is_ascii_digit() || ".:".contains(*next))
                        .collect();
                }
            }
        };
        let venue = tokio::time::timeout(DEADLINE, address)
            .await
            .expect("in time");
        // What it logs later is read so that it never waits for us.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, venue }
    }
}

#[tokio::test]
async fn a_killed_process_has_lost_nothing_that_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sim.toml");
    let config = format!(
        r#"
            journal = "{}"
            [venue]
            listen = "127.0.0.1:0"
            [grpc]
            listen = "127.0.0.1:0"
            [[market]]
            asset = "BTC"
            price = "60000"
            tick = "0.01"
            step = "0.00001"
            volatility-bps = 0
            [[account]]
            name = "us"
            api-key = {{ env = "SHEAF_VENUE_API_KEY" }}
            api-secret = {{ env = "SHEAF_VENUE_SECRET_KEY" }}
            balances = {{ USDC = "1000000" }}
        "#,
        folder.path().join("journal").display()
    );
    std::fs::write(&path, config).unwrap();
    let mut answered = Vec::new();
    for round in 0..3 {
        let mut process = Process::start(&path).await;
        let client = Client::at(process.venue.clone());
        for index in 0..5 {
            let order = client
                .buy("BTCUSDC", "0.01", "61000", &format!("r{round}-{index}"))
                .await
                .ok();
            assert_eq!(order["orderId"], answered.len() + 1);
            answered.push(order);
        }
        process.child.kill().await.unwrap();
    }
    let process = Process::start(&path).await;
    let client = Client::at(process.venue.clone());
    let orders = client
        .signed("GET", "/api/v3/allOrders", "symbol=BTCUSDC")
        .await
        .ok();
    let trades = client
        .signed("GET", "/api/v3/myTrades", "symbol=BTCUSDC")
        .await
        .ok();
    let ids = |rows: &Value, name: &str| {
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| row[name].clone())
            .collect::<Vec<_>>()
    };
    let answered_ids: Vec<Value> = answered
        .iter()
        .map(|order| order["orderId"].clone())
        .collect();
    assert_eq!(ids(&orders, "orderId"), answered_ids);
    let answered_trades: Vec<Value> = answered
        .iter()
        .flat_map(|order| ids(&order["fills"], "tradeId"))
        .collect();
    assert_eq!(ids(&trades, "id"), answered_trades);
    // 15 × 0.01 bought, less 0.1 %.
    assert_eq!(
        client.balance("BTC").await,
        ("0.14985000".into(), "0.00000000".into())
    );
}
