//! The REST API of the scripted venue.

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use money::Quantity;
use serde_json::{Value, json};
use venue::signature::Secret;

use super::super::adapter::{API_KEY, SECRET_KEY};
use super::{OnOrder, Placed, Venue};

pub fn routes() -> Router<Venue> {
    Router::new()
        .route("/api/v3/time", get(time))
        .route("/api/v3/exchangeInfo", get(info))
        .route("/api/v3/depth", get(depth))
        .route("/api/v3/account", get(account))
        .route("/api/v3/ticker/bookTicker", get(ticker))
        .route("/api/v3/order", get(query_order).post(new_order))
        .route("/api/v3/myTrades", get(my_trades))
}

impl Venue {
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
    let quantity = |text: &str| -> Quantity { text.parse().expect("a quantity") };
    let trades = order.trades.iter().map(|(_, trade)| quantity(trade.1));
    let executed = Quantity::sum(trades).expect("a sum");
    let filled = executed == quantity(&order.quantity);
    json!({"symbol": "BTCUSDC", "orderId": order.id, "orderListId": -1, "clientOrderId": order.client_id,
        "price": "101", "origQty": order.quantity, "executedQty": executed.to_string(),
        "cummulativeQuoteQty": "0", "status": if filled { "FILLED" } else { "EXPIRED" },
        "timeInForce": "IOC", "type": "LIMIT", "side": "BUY", "time": 1, "updateTime": 1,
        "isWorking": true})
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
