//! What needs no key: time, rules, depth, best prices.

use serde_json::json;

use crate::harness::{Sim, config, now_ms};

#[tokio::test]
async fn ping_and_time() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    assert_eq!(client.get("/api/v3/ping").await.ok(), json!({}));
    let before = now_ms();
    let time = client.get("/api/v3/time").await.ok()["serverTime"]
        .as_i64()
        .unwrap();
    assert!((before..=now_ms()).contains(&time));
    sim.stop().await;
}

#[tokio::test]
async fn exchange_info_has_the_rules_of_the_documentation() {
    let sim = Sim::start(config()).await;
    let answer = sim
        .client()
        .get("/api/v3/exchangeInfo?symbol=BTCUSDC")
        .await;
    assert_eq!(answer.header("x-mbx-used-weight-1m"), "20");
    let info = answer.ok();
    assert_eq!(info["timezone"], "UTC");
    assert_eq!(
        info["rateLimits"],
        json!([
            { "rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 6000 },
            { "rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 100 },
            { "rateLimitType": "ORDERS", "interval": "DAY", "intervalNum": 1, "limit": 200_000 },
        ])
    );
    assert_eq!(info["symbols"].as_array().unwrap().len(), 1);
    let symbol = &info["symbols"][0];
    assert_eq!(
        (
            &symbol["symbol"],
            &symbol["status"],
            &symbol["baseAsset"],
            &symbol["quoteAsset"]
        ),
        (
            &json!("BTCUSDC"),
            &json!("TRADING"),
            &json!("BTC"),
            &json!("USDC")
        )
    );
    assert_eq!(
        symbol["filters"],
        json!([
            { "filterType": "PRICE_FILTER", "minPrice": "0.01000000", "maxPrice": "1000000.00000000", "tickSize": "0.01000000" },
            { "filterType": "LOT_SIZE", "minQty": "0.00001000", "maxQty": "687194.76736000", "stepSize": "0.00001000" },
            {
                "filterType": "NOTIONAL", "minNotional": "5.00000000", "applyMinToMarket": true,
                "maxNotional": "9000000.00000000", "applyMaxToMarket": false, "avgPriceMins": 5
            },
            { "filterType": "MAX_NUM_ORDERS", "maxNumOrders": 200 },
        ])
    );
    // The adapter's own reader understands all of it.
    let read: venue::messages::ExchangeInfo = serde_json::from_value(info).unwrap();
    assert_eq!(read.symbols[0].filters.len(), 4);
    sim.stop().await;
}

#[tokio::test]
async fn depth_is_best_first_and_agrees_with_the_best_prices() {
    let sim = Sim::start(config()).await;
    let depth = sim
        .client()
        .get("/api/v3/depth?symbol=BTCUSDC&limit=3")
        .await
        .ok();
    let level = |side: &str, index: usize| {
        let level = &depth[side][index];
        let text = |part: usize| level[part].as_str().unwrap().to_owned();
        (text(0), text(1))
    };
    assert_eq!(
        (
            depth["bids"].as_array().unwrap().len(),
            depth["asks"].as_array().unwrap().len()
        ),
        (3, 3)
    );
    assert_eq!(
        (level("bids", 0).0, level("bids", 1).0),
        ("59988.00000000".into(), "59976.00000000".into())
    );
    assert_eq!(
        (level("asks", 0).0, level("asks", 1).0),
        ("60012.00000000".into(), "60024.00000000".into())
    );
    let ticker = sim
        .client()
        .get("/api/v3/ticker/bookTicker?symbol=BTCUSDC")
        .await
        .ok();
    assert_eq!(
        ticker,
        json!({
            "symbol": "BTCUSDC", "bidPrice": level("bids", 0).0, "bidQty": ticker["bidQty"],
            "askPrice": level("asks", 0).0, "askQty": ticker["askQty"]
        })
    );
    let all = sim.client().get("/api/v3/ticker/bookTicker").await.ok();
    assert_eq!(all.as_array().unwrap().len(), 2);
    let read: venue::messages::DepthSnapshot = serde_json::from_value(depth).unwrap();
    assert_eq!(read.asks.len(), 3);
    sim.stop().await;
}

#[tokio::test]
async fn two_venues_with_one_seed_have_the_same_market() {
    let (one, two) = (Sim::start(config()).await, Sim::start(config()).await);
    let path = "/api/v3/ticker/bookTicker?symbol=ETHUSDC";
    let (first, second) = (
        one.client().get(path).await.ok(),
        two.client().get(path).await.ok(),
    );
    assert_eq!(first["askPrice"], second["askPrice"]);
    one.stop().await;
    two.stop().await;
}
