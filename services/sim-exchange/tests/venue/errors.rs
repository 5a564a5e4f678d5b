//! What is refused: status, code and text of each.

use serde_json::json;

use crate::harness::{Sim, config, hmac, now_ms};

const ORDER: &str = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=IOC";

/// Sends each order and compares what is refused; nothing has changed afterwards. A query that begins with `&` goes on from [`ORDER`].
async fn check(refused: &[(&str, i64, &str)]) {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    for (query, code, msg) in refused {
        let start = if query.starts_with('&') { ORDER } else { "" };
        let answer = client.order(&format!("{start}{query}")).await;
        assert_eq!(answer.error(), (400, *code, *msg), "{query}");
    }
    let untouched = ("1000000.00000000".into(), "0.00000000".into());
    assert_eq!(client.balance("USDC").await, untouched);
    sim.stop().await;
}

#[tokio::test]
async fn orders_that_fail_a_filter_or_the_balance_are_refused() {
    check(&[
        (
            "&quantity=0.1&price=60000.001",
            -1013,
            "Filter failure: PRICE_FILTER",
        ),
        (
            "&quantity=0.1&price=2000000",
            -1013,
            "Filter failure: PRICE_FILTER",
        ),
        (
            "&quantity=0.000001&price=60000",
            -1013,
            "Filter failure: LOT_SIZE",
        ),
        (
            "&quantity=0.100001&price=60000",
            -1013,
            "Filter failure: LOT_SIZE",
        ),
        (
            "&quantity=0.00008&price=60000",
            -1013,
            "Filter failure: NOTIONAL",
        ),
        ("&quantity=0&price=60000", -1013, "Invalid quantity."),
        (
            "&quantity=20&price=60000",
            -2010,
            "Account has insufficient balance for requested action.",
        ),
        (
            "symbol=XYZUSDC&side=BUY&type=MARKET&quantity=1",
            -1121,
            "Invalid symbol.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn orders_with_malformed_parameters_are_refused() {
    let number = r"legal range is '^([0-9]{1,20})(\.[0-9]{1,20})?$'.";
    let number = format!("Illegal characters found in parameter 'quantity'; {number}");
    let id = "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.";
    let missing = "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.";
    let market = "symbol=BTCUSDC&side=BUY&type=MARKET&quantity=1";
    let unread = "Not all sent parameters were read; read '6' parameter(s) but was sent '7'.";
    check(&[
        (
            "&quantity=0.123456789&price=60000",
            -1111,
            "Parameter 'quantity' has too much precision.",
        ),
        ("&quantity=-1&price=60000", -1100, &number),
        ("&quantity=1&price=60000&newClientOrderId=a%20b", -1100, id),
        ("&price=60000", -1102, missing),
        (
            "&quantity=&price=60000",
            -1105,
            "Parameter 'quantity' was empty.",
        ),
        (
            "symbol=BTCUSDC&side=HOLD&type=MARKET&quantity=1",
            -1117,
            "Invalid side.",
        ),
        (
            "symbol=BTCUSDC&side=BUY&type=WISH&quantity=1",
            -1116,
            "Invalid orderType.",
        ),
        (
            "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=EVER",
            -1115,
            "Invalid timeInForce.",
        ),
        (
            &format!("{market}&price=2"),
            -1106,
            "Parameter 'price' sent when not required.",
        ),
        (&format!("{market}&wish=2"), -1104, unread),
        (
            &format!("{market}&side=BUY"),
            -1101,
            "Duplicate values for a parameter detected.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn orders_that_are_not_there_can_be_neither_shown_nor_cancelled() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let ask = async |method: &str, query: &str| {
        let answer = client.signed(method, "/api/v3/order", query).await;
        let (status, code, msg) = answer.error();
        (status, code, msg.to_owned())
    };
    assert_eq!(
        ask("GET", "symbol=BTCUSDC&orderId=1").await,
        (400, -2013, "Order does not exist.".into())
    );
    assert_eq!(
        ask("GET", "symbol=BTCUSDC&origClientOrderId=x").await,
        (400, -2013, "Order does not exist.".into())
    );
    assert_eq!(
        ask("DELETE", "symbol=BTCUSDC&orderId=1").await,
        (400, -2011, "Unknown order sent.".into())
    );
    let neither = "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!";
    assert_eq!(
        ask("GET", "symbol=BTCUSDC").await,
        (400, -1102, neither.into())
    );
    client.buy("BTCUSDC", "0.1", "60012", "done").await.ok();
    assert_eq!(
        ask("DELETE", "symbol=BTCUSDC&origClientOrderId=done").await,
        (400, -2011, "Unknown order sent.".into())
    );
    sim.stop().await;
}

#[tokio::test]
async fn a_request_must_be_signed_in_time_with_a_known_key() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let send = async |query: String| {
        let answer = client.send("GET", "/api/v3/account", &query).await.unwrap();
        let (status, code, msg) = answer.error();
        (status, code, msg.to_owned())
    };
    let good = client.sign(&format!("timestamp={}", now_ms()));
    assert_eq!(send(good.clone()).await, (200, 0, String::new()));
    assert_eq!(
        send(
            good.to_uppercase()
                .replace("TIMESTAMP", "timestamp")
                .replace("SIGNATURE", "signature")
        )
        .await
        .0,
        200
    );
    let wrong = format!(
        "timestamp={}&signature={}",
        now_ms(),
        hmac("no secret", "timestamp=1")
    );
    assert_eq!(
        send(wrong).await,
        (
            400,
            -1022,
            "Signature for this request is not valid.".into()
        )
    );
    let late = client.sign(&format!("timestamp={}", now_ms() - 5_100));
    assert_eq!(
        send(late).await,
        (
            400,
            -1021,
            "Timestamp for this request is outside of the recvWindow.".into()
        )
    );
    let wide = client.sign(&format!("timestamp={}&recvWindow=10000", now_ms() - 5_100));
    assert_eq!(send(wide).await.0, 200);
    let early = client.sign(&format!("timestamp={}", now_ms() + 2_000));
    assert_eq!(
        send(early).await,
        (
            400,
            -1021,
            "Timestamp for this request was 1000ms ahead of the server's time.".into()
        )
    );
    let window = client.sign(&format!("timestamp={}&recvWindow=60001", now_ms()));
    assert_eq!(
        send(window).await,
        (400, -1131, "'recvWindow' must be less than 60000.".into())
    );
    let missing = "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed.";
    assert_eq!(
        send("signature=00".into()).await,
        (400, -1102, missing.into())
    );
    let missing = "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.";
    assert_eq!(
        send(format!("timestamp={}", now_ms())).await,
        (400, -1102, missing.into())
    );
    let keyless = client.get(&format!("/api/v3/account?{good}")).await;
    assert_eq!(keyless.error(), (401, -2014, "API-key format invalid."));
    sim.stop().await;
}

#[tokio::test]
async fn an_unknown_key_is_told_so() {
    let mut config = config();
    config.accounts.truncate(1);
    let sim = Sim::start(config).await;
    let stranger = sim
        .other_client()
        .signed("GET", "/api/v3/account", "")
        .await;
    assert_eq!(
        stranger.error(),
        (
            401,
            -2015,
            "Invalid API-key, IP, or permissions for action."
        )
    );
    sim.stop().await;
}

#[tokio::test]
async fn too_much_weight_is_429_with_retry_after_then_418() {
    let mut config = config();
    (
        config.limits.request_weight_1m,
        config.limits.requests_before_ban,
        config.limits.ban_seconds,
    ) = (45, 1, 3600);
    let sim = Sim::start(config).await;
    let client = sim.client();
    // A minute may begin in between: then it is the next requests that are too many.
    let mut refused = client.get("/api/v3/exchangeInfo").await;
    for _ in 0..6 {
        if refused.status != 200 {
            break;
        }
        refused = client.get("/api/v3/exchangeInfo").await;
    }
    let msg = "Too much request weight used; current limit is 45 request weight per 1 MINUTE. \
               Please use WebSocket Streams for live updates to avoid polling the API.";
    assert_eq!(refused.error(), (429, -1003, msg));
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    let mut banned = client.get("/api/v3/exchangeInfo").await;
    for _ in 0..8 {
        if banned.status == 418 {
            break;
        }
        banned = client.get("/api/v3/exchangeInfo").await;
    }
    assert_eq!((banned.error().0, banned.error().1), (418, -1003));
    assert!((3590..=3600).contains(&banned.header("retry-after").parse::<u32>().unwrap()));
    sim.stop().await;
}

#[tokio::test]
async fn too_many_orders_are_429_with_their_own_code() {
    let mut config = config();
    config.limits.orders_1d = 2;
    let sim = Sim::start(config).await;
    let client = sim.client();
    for id in ["a", "b"] {
        client.buy("BTCUSDC", "0.001", "60012", id).await.ok();
    }
    let refused = client.buy("BTCUSDC", "0.001", "60012", "c").await;
    assert_eq!(
        refused.error(),
        (
            429,
            -1015,
            "Too many new orders; current limit is 2 orders per 1 DAY."
        )
    );
    assert!(!refused.header("retry-after").is_empty());
    let counts = client
        .signed("GET", "/api/v3/rateLimit/order", "")
        .await
        .ok();
    assert_eq!(
        counts[1],
        json!({ "rateLimitType": "ORDERS", "interval": "DAY", "intervalNum": 1, "limit": 2, "count": 2 })
    );
    sim.stop().await;
}
