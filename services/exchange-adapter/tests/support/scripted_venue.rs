//! A venue that answers as a test says: what it does with the next orders, which messages it streams, what it forgets. It checks every
//! signature. The exchange's own behaviour is the simulated exchange's; this one is for answers that get lost at an exact point.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use tokio::sync::broadcast;
use venue::signature::Secret;

use super::adapter::{API_KEY, SECRET_KEY};

/// One trade: price, quantity, fee, fee asset.
pub type Trade = (&'static str, &'static str, &'static str, &'static str);

/// What the venue does with an order that comes in.
#[derive(Clone)]
pub enum OnOrder {
    /// Executes these trades and answers.
    Fill(Vec<Trade>),
    /// Executes these trades, and the connection breaks.
    FillAndLose(Vec<Trade>),
    /// The connection breaks before the order is looked at.
    LoseUnseen,
    /// Answers with this status, code and text.
    Refuse(u16, i32, &'static str),
    /// Looks at it never, and never answers.
    Hang,
}

pub struct Placed {
    pub client_id: String,
    pub id: u64,
    pub quantity: String,
    pub trades: Vec<(u64, Trade)>,
}

#[derive(Default)]
pub struct Script {
    /// For the next orders; when it is empty, all is filled in one trade at 100.
    pub on_order: VecDeque<OnOrder>,
    pub placed: Vec<Placed>,
    /// Ids of all orders that came in, with the venue's time in milliseconds.
    pub received: Vec<(String, i64)>,
    pub queries: usize,
    /// `myTrades` fails so many times.
    pub trades_fail: usize,
    pub last_update_id: u64,
    pub snapshots: usize,
    pub time_offset_ms: i64,
    /// Orders in a second that exchangeInfo names.
    pub orders_per_second: u64,
    /// Best bid and ask of the book ticker.
    pub ticker: Option<(&'static str, &'static str)>,
    next_trade: u64,
}

#[derive(Clone)]
pub struct Venue {
    pub address: SocketAddr,
    script: Arc<Mutex<Script>>,
    market: broadcast::Sender<String>,
    user: broadcast::Sender<String>,
}

impl Venue {
    pub async fn start() -> Self {
        super::show_logs();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let script = Script {
            orders_per_second: 1_000,
            last_update_id: 100,
            ..Script::default()
        };
        let venue = Self {
            address,
            script: Arc::new(Mutex::new(script)),
            market: broadcast::channel(64).0,
            user: broadcast::channel(64).0,
        };
        let router = Router::new()
            .route("/api/v3/time", get(time))
            .route("/api/v3/exchangeInfo", get(info))
            .route("/api/v3/depth", get(depth))
            .route("/api/v3/account", get(account))
            .route("/api/v3/ticker/bookTicker", get(ticker))
            .route("/api/v3/order", get(query_order).post(new_order))
            .route("/api/v3/myTrades", get(my_trades))
            .route("/stream", get(market_stream))
            .route("/ws-api/v3", get(websocket_api))
            .with_state(venue.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        venue
    }

    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().expect("no test panics with it")
    }

    pub fn received(&self) -> Vec<String> {
        self.script()
            .received
            .iter()
            .map(|(id, _)| id.clone())
            .collect()
    }

    pub fn now_ms(&self) -> i64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("after 1970");
        let offset_ms = self.script().time_offset_ms;
        i64::try_from(since.as_millis()).expect("before 292278994") + offset_ms
    }

    /// Sends a depth event to all who listen.
    pub fn depth_event(&self, first: u64, last: u64, bids: &Value, asks: &Value) {
        let data = json!({"e": "depthUpdate", "E": self.now_ms(), "s": "BTCUSDC",
            "U": first, "u": last, "b": bids, "a": asks});
        let frame = json!({"stream": "btcusdc@depth@100ms", "data": data});
        let _ = self.market.send(frame.to_string());
    }

    /// Breaks every market stream.
    pub fn cut_streams(&self) {
        let _ = self.market.send(String::new());
    }

    /// Sends an execution report to the account.
    pub fn user_trade(&self, placed: usize, trade: usize) {
        let report = {
            let script = self.script();
            let order = &script.placed[placed];
            let (id, (price, quantity, fee, fee_asset)) = &order.trades[trade];
            json!({"e": "executionReport", "E": 1, "s": "BTCUSDC", "c": order.client_id,
                "S": "BUY", "o": "LIMIT", "f": "IOC", "q": order.quantity, "p": "101", "C": "",
                "x": "TRADE", "X": "PARTIALLY_FILLED", "r": "NONE", "i": order.id,
                "l": quantity, "z": quantity, "L": price, "n": fee, "N": fee_asset,
                "T": 1_700_000_000_000_i64, "t": id, "I": id, "w": false, "m": false,
                "O": 1, "Z": "0", "Y": "0"})
        };
        let frame = json!({"subscriptionId": 0, "event": report});
        let _ = self.user.send(frame.to_string());
    }

    fn signed(&self, query: &str, headers: &HeaderMap) -> Result<(), Box<Response>> {
        let known = headers
            .get("x-mbx-apikey")
            .is_some_and(|key| key == API_KEY);
        let good = query
            .rsplit_once("&signature=")
            .is_some_and(|(payload, signature)| Secret::new(SECRET_KEY).verify(payload, signature));
        if !known || !good {
            let text = "Signature for this request is not valid.";
            return Err(Box::new(refuse(400, -1022, text)));
        }
        let number = |name| param(query, name).parse::<i64>().unwrap_or(0);
        let (now_ms, timestamp) = (self.now_ms(), number("timestamp"));
        if timestamp >= now_ms + 1_000 || now_ms - timestamp > number("recvWindow") {
            let text = "Timestamp for this request is outside of the recvWindow.";
            return Err(Box::new(refuse(400, -1021, text)));
        }
        Ok(())
    }
}

fn param(query: &str, name: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut values = pairs
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned());
    values.next().unwrap_or_default()
}

fn refuse(status: u16, code: i32, msg: &str) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    (status, axum::Json(json!({"code": code, "msg": msg}))).into_response()
}

/// An answer whose body breaks off: the connection is closed in the middle.
fn broken() -> Response {
    let cut = futures::stream::iter([
        Ok(axum::body::Bytes::from_static(b"{")),
        Err(std::io::Error::other("cut")),
    ]);
    Response::new(Body::from_stream(cut))
}

async fn time(State(venue): State<Venue>) -> Response {
    axum::Json(json!({"serverTime": venue.now_ms()})).into_response()
}

async fn info(State(venue): State<Venue>) -> Response {
    let limit = venue.script().orders_per_second;
    let symbol = |base: &str| {
        json!({"symbol": format!("{base}USDC"), "status": "TRADING", "baseAsset": base,
            "baseAssetPrecision": 8, "quoteAsset": "USDC", "quoteAssetPrecision": 8,
            "orderTypes": ["LIMIT"], "isSpotTradingAllowed": true, "filters": [
                {"filterType": "PRICE_FILTER", "minPrice": "0.01", "maxPrice": "1000000.00", "tickSize": "0.01"},
                {"filterType": "LOT_SIZE", "minQty": "0.00001", "maxQty": "9000.0", "stepSize": "0.00001"},
                {"filterType": "NOTIONAL", "minNotional": "5.0", "applyMinToMarket": true,
                 "maxNotional": "9000000.0", "applyMaxToMarket": false, "avgPriceMins": 5}]})
    };
    axum::Json(json!({"timezone": "UTC", "serverTime": venue.now_ms(), "rateLimits": [
            {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 6000},
            {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 1, "limit": limit}],
        "exchangeFilters": [], "symbols": [symbol("BTC"), symbol("ETH")]}))
    .into_response()
}

async fn depth(State(venue): State<Venue>) -> Response {
    let mut script = venue.script();
    script.snapshots += 1;
    axum::Json(json!({"lastUpdateId": script.last_update_id,
        "bids": [["99.00", "5.0"]], "asks": [["100.00", "5.0"], ["101.00", "7.0"]]}))
    .into_response()
}

async fn account(
    State(venue): State<Venue>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if let Err(refused) = venue.signed(&query.unwrap_or_default(), &headers) {
        return *refused;
    }
    axum::Json(json!({"commissionRates": {"maker": "0.001", "taker": "0.00100000", "buyer": "0", "seller": "0"},
        "canTrade": true, "updateTime": 1, "accountType": "SPOT",
        "balances": [{"asset": "USDC", "free": "1000.50", "locked": "2"}]}))
    .into_response()
}

async fn ticker(State(venue): State<Venue>, RawQuery(query): RawQuery) -> Response {
    match venue.script().ticker {
        Some((bid, ask)) => axum::Json(
            json!({"symbol": param(&query.unwrap_or_default(), "symbol"),
            "bidPrice": bid, "bidQty": "1", "askPrice": ask, "askQty": "1"}),
        )
        .into_response(),
        None => refuse(400, -1121, "Invalid symbol."),
    }
}

async fn new_order(
    State(venue): State<Venue>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let client_id = param(&query, "newClientOrderId");
    let now_ms = venue.now_ms();
    venue.script().received.push((client_id.clone(), now_ms));
    if let Err(refused) = venue.signed(&query, &headers) {
        return *refused;
    }
    let on_order = venue.script().on_order.pop_front();
    let quantity = param(&query, "quantity");
    let (trades, lose) = match on_order {
        Some(OnOrder::Fill(trades)) => (trades, false),
        Some(OnOrder::FillAndLose(trades)) => (trades, true),
        Some(OnOrder::LoseUnseen) => return broken(),
        Some(OnOrder::Refuse(status, code, msg)) => return refuse(status, code, msg),
        Some(OnOrder::Hang) => std::future::pending().await,
        None => {
            let quantity: &'static str = Box::leak(quantity.clone().into_boxed_str());
            (vec![("100.00", quantity, "0", "BTC")], false)
        }
    };
    let mut script = venue.script();
    let first = script.next_trade + 1;
    script.next_trade += trades.len() as u64;
    let order = Placed {
        client_id,
        id: script.placed.len() as u64 + 1,
        quantity,
        trades: (first..).zip(trades).collect(),
    };
    let fills: Vec<Value> = order.trades.iter().map(|(id, (price, quantity, fee, fee_asset))| {
        json!({"price": price, "qty": quantity, "commission": fee, "commissionAsset": fee_asset, "tradeId": id})
    }).collect();
    let mut answer = report(&order);
    answer["transactTime"] = json!(now_ms);
    answer["fills"] = json!(fills);
    script.placed.push(order);
    if lose {
        broken()
    } else {
        axum::Json(answer).into_response()
    }
}

fn report(order: &Placed) -> Value {
    let sum: rust_sum::Sum = order.trades.iter().map(|(_, trade)| trade.1).collect();
    let filled = sum.0 == order.quantity.parse().expect("a quantity");
    json!({"symbol": "BTCUSDC", "orderId": order.id, "orderListId": -1, "clientOrderId": order.client_id,
        "price": "101", "origQty": order.quantity, "executedQty": sum.0.to_string(),
        "cummulativeQuoteQty": "0", "status": if filled { "FILLED" } else { "EXPIRED" },
        "timeInForce": "IOC", "type": "LIMIT", "side": "BUY", "time": 1, "updateTime": 1,
        "isWorking": true})
}

mod rust_sum {
    use money::Quantity;

    pub(super) struct Sum(pub(super) Quantity);

    impl<'a> FromIterator<&'a str> for Sum {
        fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
            let parsed = texts
                .into_iter()
                .map(|text| text.parse().expect("a quantity"));
            Self(Quantity::sum(parsed.collect::<Vec<Quantity>>()).expect("a sum"))
        }
    }
}

async fn query_order(
    State(venue): State<Venue>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    if let Err(refused) = venue.signed(&query, &headers) {
        return *refused;
    }
    let mut script = venue.script();
    script.queries += 1;
    let client_id = param(&query, "origClientOrderId");
    match script
        .placed
        .iter()
        .find(|order| order.client_id == client_id)
    {
        Some(order) => axum::Json(report(order)).into_response(),
        None => refuse(400, -2013, "Order does not exist."),
    }
}

async fn my_trades(
    State(venue): State<Venue>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    if let Err(refused) = venue.signed(&query, &headers) {
        return *refused;
    }
    let mut script = venue.script();
    if script.trades_fail > 0 {
        script.trades_fail -= 1;
        return refuse(
            500,
            -1000,
            "An unknown error occurred while processing the request.",
        );
    }
    let order_id: u64 = param(&query, "orderId").parse().expect("an id");
    let trades = script.placed.iter().filter(|order| order.id == order_id).flat_map(|order| {
        order.trades.iter().map(|(id, (price, quantity, fee, fee_asset))| {
            json!({"symbol": "BTCUSDC", "id": id, "orderId": order.id, "orderListId": -1, "price": price,
                "qty": quantity, "quoteQty": "0", "commission": fee, "commissionAsset": fee_asset,
                "time": 1_700_000_000_000_i64, "isBuyer": true, "isMaker": false, "isBestMatch": true})
        })
    });
    axum::Json(trades.collect::<Vec<Value>>()).into_response()
}

async fn market_stream(State(venue): State<Venue>, upgrade: WebSocketUpgrade) -> Response {
    let events = venue.market.subscribe();
    upgrade.on_upgrade(move |socket| forward(socket, events))
}

async fn websocket_api(State(venue): State<Venue>, upgrade: WebSocketUpgrade) -> Response {
    let events = venue.user.subscribe();
    upgrade.on_upgrade(move |mut socket| async move {
        let Some(Ok(Message::Text(text))) = socket.recv().await else {
            return;
        };
        let request: venue::messages::WsRequest = serde_json::from_str(&text).expect("a request");
        let payload = venue::signature::ws_payload(&request.params);
        let signature = request.params["signature"].as_str().expect("a signature");
        let good = Secret::new(SECRET_KEY).verify(&payload, signature);
        assert!(
            good && request.method == "userDataStream.subscribe.signature",
            "{text}"
        );
        let answer = json!({"id": request.id, "status": 200, "result": {"subscriptionId": 0}});
        if socket.send(Message::text(answer.to_string())).await.is_ok() {
            forward(socket, events).await;
        }
    })
}

/// Sends what is broadcast until it is empty, which breaks the connection.
async fn forward(mut socket: WebSocket, mut events: broadcast::Receiver<String>) {
    while let Ok(event) = events.recv().await {
        if event.is_empty() || socket.send(Message::text(event)).await.is_err() {
            return;
        }
    }
}
