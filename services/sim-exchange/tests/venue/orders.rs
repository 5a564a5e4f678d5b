//! Orders, their answers, what they do to balances, and what the user data stream tells of them.

use serde_json::{Value, json};

use crate::harness::{Sim, config};

fn field(value: &Value, name: &str) -> String {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
        .to_owned()
}

#[tokio::test]
async fn a_limit_buy_takes_the_best_asks_and_pays_its_fee_in_what_it_receives() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let answer = client.buy("BTCUSDC", "0.1", "60012", "one").await;
    assert_eq!(
        (
            answer.header("x-mbx-order-count-10s"),
            answer.header("x-mbx-order-count-1d")
        ),
        ("1", "1")
    );
    let order = answer.ok();
    let fill = &order["fills"][0];
    assert_eq!(
        order,
        json!({
            "symbol": "BTCUSDC", "orderId": 1, "orderListId": -1, "clientOrderId": "one",
            "transactTime": order["transactTime"], "price": "60012.00000000", "origQty": "0.10000000",
            "executedQty": "0.10000000", "origQuoteOrderQty": "0.00000000", "cummulativeQuoteQty": "6001.20000000",
            "status": "FILLED", "timeInForce": "IOC", "type": "LIMIT", "side": "BUY",
            "workingTime": order["workingTime"], "selfTradePreventionMode": "NONE",
            "fills": [{
                "price": "60012.00000000", "qty": "0.10000000", "commission": "0.00010000", "commissionAsset": "BTC",
                "tradeId": fill["tradeId"]
            }]
        })
    );
    assert_eq!(
        client.balance("BTC").await,
        ("10.09990000".into(), "0.00000000".into())
    );
    assert_eq!(
        client.balance("USDC").await,
        ("993998.80000000".into(), "0.00000000".into())
    );
    let trades = client
        .signed("GET", "/api/v3/myTrades", "symbol=BTCUSDC")
        .await
        .ok();
    assert_eq!(
        trades,
        json!([{
            "symbol": "BTCUSDC", "id": fill["tradeId"], "orderId": 1, "orderListId": -1, "price": "60012.00000000",
            "qty": "0.10000000", "quoteQty": "6001.20000000", "commission": "0.00010000", "commissionAsset": "BTC",
            "time": order["transactTime"], "isBuyer": true, "isMaker": false, "isBestMatch": true
        }])
    );
    sim.stop().await;
}

#[tokio::test]
async fn what_an_ioc_order_took_is_missing_and_what_it_could_not_take_expires() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let mut stream = client.user_stream().await;
    let offered: Value = client
        .get("/api/v3/depth?symbol=BTCUSDC&limit=1")
        .await
        .ok()["asks"][0][1]
        .clone();
    let order = client.buy("BTCUSDC", "5", "60012", "two").await.ok();
    assert_eq!(
        (&order["status"], &order["executedQty"]),
        (&json!("EXPIRED"), &offered)
    );
    let best = client
        .get("/api/v3/ticker/bookTicker?symbol=BTCUSDC")
        .await
        .ok();
    assert_eq!(best["askPrice"], "60024.00000000");

    let events = stream
        .user_events(|event| {
            event["e"] == "outboundAccountPosition" && event["B"][0]["l"] == "0.00000000"
        })
        .await;
    let reports: Vec<&Value> = events
        .iter()
        .filter(|event| event["e"] == "executionReport")
        .collect();
    let seen: Vec<_> = reports
        .iter()
        .map(|report| (field(report, "x"), field(report, "X"), field(report, "z")))
        .collect();
    let taken = offered.as_str().unwrap();
    let row = |x: &str, state: &str, z: &str| (x.to_owned(), state.to_owned(), z.to_owned());
    assert_eq!(
        seen,
        [
            row("NEW", "NEW", "0.00000000"),
            row("TRADE", "PARTIALLY_FILLED", taken),
            row("EXPIRED", "EXPIRED", taken)
        ]
    );
    assert_eq!(
        *reports[1],
        json!({
            "e": "executionReport", "E": reports[1]["E"], "s": "BTCUSDC", "c": "two", "S": "BUY", "o": "LIMIT", "f": "IOC",
            "q": "5.00000000", "p": "60012.00000000", "P": "0.00000000", "F": "0.00000000", "g": -1, "C": "", "x": "TRADE",
            "X": "PARTIALLY_FILLED", "r": "NONE", "i": 1, "l": taken, "z": taken, "L": "60012.00000000",
            "n": order["fills"][0]["commission"], "N": "BTC", "T": reports[1]["T"], "t": order["fills"][0]["tradeId"],
            "I": 2, "w": true, "m": false, "M": true, "O": order["transactTime"], "Z": order["cummulativeQuoteQty"],
            "Y": order["cummulativeQuoteQty"], "Q": "0.00000000", "W": order["workingTime"], "V": "NONE"
        })
    );
    assert_eq!(
        (&reports[0]["n"], &reports[0]["N"], &reports[0]["t"]),
        (&json!("0"), &Value::Null, &json!(-1))
    );
    let position = &events[1];
    assert_eq!(
        *position,
        json!({
            "e": "outboundAccountPosition", "E": position["E"], "u": position["u"],
            "B": [{ "a": "USDC", "f": "699940.00000000", "l": "300060.00000000" }]
        })
    );
    // The adapter's own reader understands all of them.
    for event in events {
        let frame = json!({ "subscriptionId": 0, "event": event });
        let read: Result<venue::messages::UserFrame, _> = serde_json::from_value(frame.clone());
        assert!(read.is_ok(), "{frame}: {read:?}");
    }
    sim.stop().await;
}

#[tokio::test]
async fn a_resting_order_locks_its_cost_is_shown_and_can_be_cancelled() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let mut stream = client.user_stream().await;
    let query = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.5&price=50000&newClientOrderId=rest";
    let placed = client.order(query).await.ok();
    assert_eq!(
        (&placed["status"], &placed["fills"]),
        (&json!("NEW"), &json!([]))
    );
    assert_eq!(
        client.balance("USDC").await,
        ("975000.00000000".into(), "25000.00000000".into())
    );
    let by_client_id = client
        .signed(
            "GET",
            "/api/v3/order",
            "symbol=BTCUSDC&origClientOrderId=rest",
        )
        .await
        .ok();
    assert_eq!(
        by_client_id,
        json!({
            "symbol": "BTCUSDC", "orderId": 1, "orderListId": -1, "clientOrderId": "rest", "price": "50000.00000000",
            "origQty": "0.50000000", "executedQty": "0.00000000", "cummulativeQuoteQty": "0.00000000", "status": "NEW",
            "timeInForce": "GTC", "type": "LIMIT", "side": "BUY", "stopPrice": "0.00000000", "icebergQty": "0.00000000",
            "time": placed["transactTime"], "updateTime": placed["transactTime"], "isWorking": true,
            "workingTime": placed["workingTime"], "origQuoteOrderQty": "0.00000000", "selfTradePreventionMode": "NONE"
        })
    );
    for path in ["openOrders", "allOrders"] {
        let rows = client
            .signed("GET", &format!("/api/v3/{path}"), "symbol=BTCUSDC")
            .await
            .ok();
        assert_eq!(rows, json!([by_client_id]));
    }
    let again = client.order(query).await;
    assert_eq!(again.error(), (400, -2010, "Duplicate order sent."));

    let cancelled = client
        .signed(
            "DELETE",
            "/api/v3/order",
            "symbol=BTCUSDC&orderId=1&newClientOrderId=stop",
        )
        .await
        .ok();
    assert_eq!(
        cancelled,
        json!({
            "symbol": "BTCUSDC", "origClientOrderId": "rest", "orderId": 1, "orderListId": -1, "clientOrderId": "stop",
            "transactTime": cancelled["transactTime"], "price": "50000.00000000", "origQty": "0.50000000",
            "executedQty": "0.00000000", "origQuoteOrderQty": "0.00000000", "cummulativeQuoteQty": "0.00000000",
            "status": "CANCELED", "timeInForce": "GTC", "type": "LIMIT", "side": "BUY", "selfTradePreventionMode": "NONE"
        })
    );
    let events = stream.user_events(|event| event["x"] == "CANCELED").await;
    let last = events.last().unwrap();
    assert_eq!(
        (&last["c"], &last["C"], &last["X"]),
        (&json!("stop"), &json!("rest"), &json!("CANCELED"))
    );
    assert_eq!(
        client.balance("USDC").await,
        ("1000000.00000000".into(), "0.00000000".into())
    );
    // Its id is free again: client order ids are unique among open orders only.
    assert_eq!(client.order(query).await.ok()["orderId"], 2);
    sim.stop().await;
}

#[tokio::test]
async fn two_accounts_trade_with_each_other_as_maker_and_taker() {
    let sim = Sim::start(config()).await;
    let (us, them) = (sim.client(), sim.other_client());
    let mut stream = us.user_stream().await;
    us.order("symbol=BTCUSDC&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.2&price=60000&newClientOrderId=ask").await.ok();
    let bought = them
        .order("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=0.1&newClientOrderId=bid")
        .await
        .ok();
    assert_eq!(
        (&bought["fills"][0]["price"], &bought["status"]),
        (&json!("60000.00000000"), &json!("FILLED"))
    );
    let events = stream.user_events(|event| event["x"] == "TRADE").await;
    let trade = events.last().unwrap();
    assert_eq!(
        (
            &trade["m"],
            &trade["n"],
            &trade["N"],
            &trade["t"],
            &trade["X"],
            &trade["w"]
        ),
        (
            &json!(true),
            &json!("6.00000000"),
            &json!("USDC"),
            &bought["fills"][0]["tradeId"],
            &json!("PARTIALLY_FILLED"),
            &json!(true)
        )
    );
    assert_eq!(
        us.balance("USDC").await,
        ("1005994.00000000".into(), "0.00000000".into())
    );
    assert_eq!(
        us.balance("BTC").await,
        ("9.80000000".into(), "0.10000000".into())
    );
    assert_eq!(
        them.balance("BTC").await,
        ("10.09990000".into(), "0.00000000".into())
    );
    sim.stop().await;
}

#[tokio::test]
async fn market_orders_by_quote_amount_post_only_and_fill_or_kill() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let spent = client
        .order("symbol=ETHUSDC&side=BUY&type=MARKET&quoteOrderQty=1000&newOrderRespType=RESULT")
        .await
        .ok();
    assert_eq!(
        (
            &spent["status"],
            &spent["origQuoteOrderQty"],
            &spent["fills"]
        ),
        (&json!("FILLED"), &json!("1000.00000000"), &Value::Null)
    );
    let cost: f64 = spent["cummulativeQuoteQty"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((999.0..=1000.0).contains(&cost), "{cost}");
    let maker = client
        .order("symbol=BTCUSDC&side=BUY&type=LIMIT_MAKER&quantity=0.1&price=60012")
        .await;
    assert_eq!(
        maker.error(),
        (400, -2010, "Order would immediately match and take.")
    );
    let maker = client
        .order("symbol=BTCUSDC&side=BUY&type=LIMIT_MAKER&quantity=0.1&price=60000")
        .await
        .ok();
    assert_eq!(
        (&maker["orderId"], &maker["status"]),
        (&json!(2), &Value::Null)
    );
    let killed = client
        .order("symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=FOK&quantity=9&price=60012")
        .await
        .ok();
    assert_eq!(
        (&killed["status"], &killed["executedQty"]),
        (&json!("EXPIRED"), &json!("0.00000000"))
    );
    sim.stop().await;
}

#[tokio::test]
async fn the_fee_of_a_buy_can_be_taken_in_the_quote_asset() {
    let mut config = config();
    config.fees.buys_pay_in = sim_exchange::accounts::FeeAsset::Quote;
    let sim = Sim::start(config).await;
    let client = sim.client();
    let order = client.buy("BTCUSDC", "0.1", "60012", "one").await.ok();
    assert_eq!(
        (
            &order["fills"][0]["commission"],
            &order["fills"][0]["commissionAsset"]
        ),
        (&json!("6.00120000"), &json!("USDC"))
    );
    assert_eq!(
        client.balance("BTC").await,
        ("10.10000000".into(), "0.00000000".into())
    );
    assert_eq!(
        client.balance("USDC").await,
        ("993992.79880000".into(), "0.00000000".into())
    );
    let rates = client
        .signed("GET", "/api/v3/account/commission", "symbol=BTCUSDC")
        .await
        .ok();
    assert_eq!(rates["standardCommission"]["taker"], "0.00100000");
    sim.stop().await;
}

#[tokio::test]
async fn a_resting_order_is_filled_by_the_markets_own_trades() {
    let mut config = config();
    config.markets[0].trade_every = std::time::Duration::from_millis(100);
    let sim = Sim::start(config).await;
    let client = sim.client();
    let mut stream = client.user_stream().await;
    // Better than the market on both sides, so that whoever trades next trades with us.
    let small = |side: &str, price: &str| {
        format!("symbol=BTCUSDC&side={side}&type=LIMIT_MAKER&quantity=0.001&price={price}")
    };
    client.order(&small("BUY", "59999")).await.ok();
    client.order(&small("SELL", "60001")).await.ok();
    let events = stream.user_events(|event| event["X"] == "FILLED").await;
    let trade = events.last().unwrap();
    assert_eq!(
        (&trade["x"], &trade["m"], &trade["z"]),
        (&json!("TRADE"), &json!(true), &json!("0.00100000"))
    );
    let mine = client
        .signed("GET", "/api/v3/myTrades", "symbol=BTCUSDC")
        .await
        .ok();
    assert!(
        mine.as_array()
            .unwrap()
            .iter()
            .all(|row| row["isMaker"] == true)
    );
    sim.stop().await;
}
