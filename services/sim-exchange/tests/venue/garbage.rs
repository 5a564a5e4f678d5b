//! Whatever a client sends, it gets an answer or its connection ends, and the venue goes on.

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::harness::{DEADLINE, Sim, config, now_ms};

#[tokio::test]
async fn malformed_requests_are_refused_with_400_or_404() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let long = "x".repeat(5_000);
    for (query, status) in [
        ("symbol=%ff%fe&timestamp=1", 400),
        ("symbol=%00", 400),
        ("%%%=&&&==", 400),
        ("timestamp=99999999999999999999&signature=", 400),
        ("timestamp=-1", 400),
        ("timestamp=1e9", 400),
        ("timestamp=1&recvWindow=99999999999999999999", 400),
        ("timestamp=1&recvWindow=nan", 400),
        (long.as_str(), 400),
    ] {
        for (method, path) in [
            ("POST", "/api/v3/order"),
            ("GET", "/api/v3/account"),
            ("DELETE", "/api/v3/order"),
        ] {
            let answer = client.send(method, path, query).await.unwrap();
            assert_eq!(
                answer.status, status,
                "{method} {path} {query}: {}",
                answer.json
            );
        }
    }
    for path in [
        "/api/v3/depth?symbol=btcusdc",
        "/api/v3/depth?symbol=BTCUSDC&limit=0",
        "/api/v3/depth?symbol=BTCUSDC&limit=99999999999999999999",
        "/api/v3/ticker/bookTicker?symbols=[\"BTCUSDC\",7]",
        "/api/v3/ticker/bookTicker?symbols=[\"XYZ\"]",
        "/api/v3/exchangeInfo?symbol=",
        "/api/v3/ping?x=1",
    ] {
        assert_eq!(client.get(path).await.status, 400, "{path}");
    }
    for path in ["/", "/api/v3/wish", "/api/v3/order/", "//"] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
    client.get("/api/v3/ping").await.ok();
    sim.stop().await;
}

#[tokio::test]
async fn bytes_that_are_no_http_end_the_connection_only() {
    let sim = Sim::start(config()).await;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"8=FIX.4.4\x019=5\x01\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(sim.listening.venue).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        // Whether it ends in order or is reset does not matter.
        let _ = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut answer))
            .await
            .expect("it ends");
    }
    sim.client().get("/api/v3/ping").await.ok();
    sim.stop().await;
}

#[tokio::test]
async fn malformed_websocket_messages_get_an_error() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let mut api = client.socket("/ws-api/v3").await;
    for text in [
        "",
        "{",
        "null",
        "[]",
        "{}",
        &deep,
        r#"{"method":7}"#,
        r#"{"id":{},"method":"ping","params":[]}"#,
    ] {
        api.send_text(text).await;
        let answer = api.next().await;
        assert_eq!(
            (&answer["status"], &answer["error"]["code"]),
            (&json!(400), &json!(-1135)),
            "{text}"
        );
    }
    for params in [
        json!({}),
        json!({ "apiKey": null }),
        json!({ "apiKey": "test-key", "timestamp": [], "signature": 1 }),
    ] {
        api.send(
            json!({ "id": 1, "method": "userDataStream.subscribe.signature", "params": params }),
        )
        .await;
        let answer = api.next().await;
        assert!(answer["error"]["code"].as_i64() < Some(-1_000), "{answer}");
    }
    let mut streams = client.socket("/ws").await;
    for (text, code) in [
        ("", 3),
        (&*deep, 2),
        (r#"{"method":"SUBSCRIBE","params":[7],"id":1}"#, 2),
        (r#"{"method":"SET_PROPERTY","params":["x"]}"#, 0),
    ] {
        streams.send_text(text).await;
        assert_eq!(streams.next().await["error"]["code"], code, "{text}");
    }
    sim.stop().await;
}

#[tokio::test]
async fn a_signed_form_in_the_body_is_an_order() {
    let sim = Sim::start(config()).await;
    let client = sim.client();
    let form = client.sign(&format!(
        "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.1&price=60012&timestamp={}",
        now_ms()
    ));
    let mut stream = TcpStream::connect(sim.listening.venue).await.unwrap();
    let head = format!(
        "POST /api/v3/order HTTP/1.1\r\nHost: venue\r\nX-MBX-APIKEY: test-key\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tokio::time::timeout(DEADLINE, stream.read_to_string(&mut answer))
        .await
        .expect("in time")
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""status":"FILLED""#), "{answer}");
    sim.stop().await;
}
