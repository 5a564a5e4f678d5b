//! Market streams and the WebSocket API.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{Sim, Socket, config};

/// A moving market.
fn moving() -> sim_exchange::Config {
    let mut config = config();
    for market in &mut config.markets {
        market.volatility_bps = 50;
        market.levels = 20;
        market.replenish = std::time::Duration::from_secs(1);
        market.trade_every = std::time::Duration::from_millis(300);
    }
    config.venue.tick = std::time::Duration::from_millis(20);
    config
}

/// A copy of the book, kept by the documented procedure.
#[derive(Default)]
struct Copy {
    last: u64,
    bids: BTreeMap<String, String>,
    asks: BTreeMap<String, String>,
}

impl Copy {
    fn of(snapshot: &Value) -> Self {
        let mut copy = Self {
            last: snapshot["lastUpdateId"].as_u64().unwrap(),
            ..Self::default()
        };
        copy.set(&snapshot["bids"], &snapshot["asks"]);
        copy
    }

    fn set(&mut self, bids: &Value, asks: &Value) {
        for (half, levels) in [(&mut self.bids, bids), (&mut self.asks, asks)] {
            for level in levels.as_array().unwrap() {
                let (price, quantity) = (level[0].as_str().unwrap(), level[1].as_str().unwrap());
                if quantity == "0.00000000" {
                    half.remove(price);
                } else {
                    half.insert(price.to_owned(), quantity.to_owned());
                }
            }
        }
    }

    /// Applies an event; says whether it was newer than the copy.
    fn apply(&mut self, event: &Value) -> bool {
        let (first, last) = (event["U"].as_u64().unwrap(), event["u"].as_u64().unwrap());
        if last <= self.last {
            return false;
        }
        assert!(first <= self.last + 1, "a gap: {first} after {}", self.last);
        self.last = last;
        self.set(&event["b"], &event["a"]);
        true
    }
}

async fn depth(client: &crate::harness::Client, symbol: &str) -> Value {
    client
        .get(&format!("/api/v3/depth?symbol={symbol}&limit=5000"))
        .await
        .ok()
}

/// Follows the stream until the copy has reached a snapshot taken later, and compares.
async fn follow(socket: &mut Socket, copy: &mut Copy, later: &Value) {
    let wanted = Copy::of(later);
    // The copy may pass the snapshot's id within one event only if nothing had changed in the book at that id yet.
    while copy.last < wanted.last {
        let event = socket.next().await;
        copy.apply(&event);
    }
    if copy.last == wanted.last {
        assert_eq!((&copy.bids, &copy.asks), (&wanted.bids, &wanted.asks));
    }
}

#[tokio::test]
async fn the_diffs_keep_a_copy_of_the_book() {
    let sim = Sim::start(moving()).await;
    let client = sim.client();
    let mut socket = client.socket("/ws/btcusdc@depth@100ms").await;
    let first = socket.next().await;
    assert_eq!(
        (&first["e"], &first["s"]),
        (&json!("depthUpdate"), &json!("BTCUSDC"))
    );
    let mut copy = Copy::of(&depth(&client, "BTCUSDC").await);
    let mut compared = 0;
    for index in 0..6 {
        client
            .buy("BTCUSDC", "0.05", "70000", &format!("o{index}"))
            .await
            .ok();
        let later = depth(&client, "BTCUSDC").await;
        follow(&mut socket, &mut copy, &later).await;
        compared += u32::from(copy.last == later["lastUpdateId"].as_u64().unwrap());
    }
    assert!(copy.asks.len() >= 5 && copy.bids.len() >= 5);
    eprintln!("{compared} of 6 snapshots compared");
    sim.stop().await;
}

#[tokio::test]
async fn best_prices_and_trades_are_told_as_they_change() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let mut socket = client
        .socket("/stream?streams=btcusdc@bookTicker/btcusdc@trade")
        .await;
    // Whatever the market showed of itself at its start comes before the order.
    let order = client.buy("BTCUSDC", "5", "60012", "a").await.ok();
    let fill = &order["fills"][0];
    let (mut trade, mut best) = (Value::Null, Value::Null);
    while trade.is_null() || best["data"]["a"] != "60024.00000000" {
        let frame = socket.next().await;
        match frame["stream"].as_str() {
            Some("btcusdc@trade") => trade = frame["data"].clone(),
            Some("btcusdc@bookTicker") => best = frame,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        trade,
        json!({
            "e": "trade", "E": trade["E"], "s": "BTCUSDC", "t": fill["tradeId"], "p": fill["price"], "q": fill["qty"],
            "T": trade["T"], "m": false, "M": true
        })
    );
    let keys: Vec<&String> = best["data"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["A", "B", "a", "b", "s", "u"]);
    sim.stop().await;
}

#[tokio::test]
async fn streams_are_subscribed_listed_and_left_on_the_open_connection() {
    let sim = Sim::start(moving()).await;
    let mut socket = sim.client().socket("/ws").await;
    let answer = async |socket: &mut Socket, request: Value| {
        socket.send(request).await;
        loop {
            let message = socket.next().await;
            if message.get("id").is_some() {
                return message;
            }
        }
    };
    let subscribe = json!({ "method": "SUBSCRIBE", "params": ["ethusdc@depth@100ms", "btcusdc@trade"], "id": 1 });
    assert_eq!(
        answer(&mut socket, subscribe).await,
        json!({ "result": null, "id": 1 })
    );
    assert!(socket.next().await["e"].is_string());
    let list = json!({ "method": "LIST_SUBSCRIPTIONS", "id": "x" });
    let listed = answer(&mut socket, list).await;
    assert_eq!(
        listed,
        json!({ "result": ["btcusdc@trade", "ethusdc@depth@100ms"], "id": "x" })
    );
    let combined = json!({ "method": "SET_PROPERTY", "params": ["combined", true], "id": 2 });
    assert_eq!(
        answer(&mut socket, combined).await,
        json!({ "result": null, "id": 2 })
    );
    assert!(socket.next().await["stream"].is_string());
    let bad = answer(&mut socket, json!({ "method": "WISH", "id": 3 })).await;
    assert_eq!((&bad["error"]["code"], &bad["id"]), (&json!(2), &json!(3)));
    sim.stop().await;
    while socket.try_next().await.is_some() {}
}

#[tokio::test]
async fn who_sends_too_many_messages_is_disconnected() {
    let sim = Sim::start(config()).await;
    let mut socket = sim.client().socket("/ws").await;
    for id in 0..6 {
        socket
            .send(json!({ "method": "LIST_SUBSCRIPTIONS", "id": id }))
            .await;
    }
    while socket.try_next().await.is_some() {}
    sim.stop().await;
}

#[tokio::test]
async fn the_websocket_api_answers_and_refuses_with_status_and_code() {
    let sim = Sim::start(config()).await;
    let mut socket = sim.client().socket("/ws-api/v3").await;
    socket.send(json!({ "id": 1, "method": "ping" })).await;
    let answer = socket.next().await;
    assert_eq!(
        answer,
        json!({
            "id": 1, "status": 200, "result": {},
            "rateLimits": [{ "rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 6000,
                             "count": answer["rateLimits"][0]["count"] }]
        })
    );
    let params = json!({ "apiKey": crate::harness::KEY, "timestamp": crate::harness::now_ms(), "signature": "00" });
    socket
        .send(json!({ "id": 2, "method": "userDataStream.subscribe.signature", "params": params }))
        .await;
    let refused = socket.next().await;
    let error = json!({ "code": -1022, "msg": "Signature for this request is not valid." });
    assert_eq!(
        (&refused["status"], &refused["error"]),
        (&json!(400), &error)
    );
    socket
        .send(json!({ "id": 3, "method": "order.wish" }))
        .await;
    assert_eq!(socket.next().await["error"]["code"], -1000);
    sim.stop().await;
}
