//! The REST API: which request is meant, what it weighs, who may send it, and its answer.

mod reads;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use serde_json::json;
use tokio::sync::oneshot;

use super::{Api, Params, Peer, connections::Cut, parse};
use crate::{
    error::ApiError,
    exchange,
    faults::{OrderFault, Plan},
    wire::order::Placed,
};

/// The largest body of a request.
const BODY_BYTES_MAX: usize = 64 << 10;

/// Where an order request is executed and the client is to learn nothing of it.
enum Outcome {
    Answer(Result<String, ApiError>),
    Cut,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    Ping,
    Time,
    ExchangeInfo,
    Depth,
    BookTicker,
    PlaceOrder,
    QueryOrder,
    CancelOrder,
    OpenOrders,
    AllOrders,
    MyTrades,
    Account,
    Commission,
    OrderLimits,
    Faults,
    Withdraw,
    Deposit,
}

impl Route {
    fn of(method: &Method, path: &str, faults_over_http: bool) -> Option<Self> {
        Some(match (method.as_str(), path) {
            ("GET", "/api/v3/ping") => Self::Ping,
            ("GET", "/api/v3/time") => Self::Time,
            ("GET", "/api/v3/exchangeInfo") => Self::ExchangeInfo,
            ("GET", "/api/v3/depth") => Self::Depth,
            ("GET", "/api/v3/ticker/bookTicker") => Self::BookTicker,
            ("POST", "/api/v3/order") => Self::PlaceOrder,
            ("GET", "/api/v3/order") => Self::QueryOrder,
            ("DELETE", "/api/v3/order") => Self::CancelOrder,
            ("GET", "/api/v3/openOrders") => Self::OpenOrders,
            ("GET", "/api/v3/allOrders") => Self::AllOrders,
            ("GET", "/api/v3/myTrades") => Self::MyTrades,
            ("GET", "/api/v3/account") => Self::Account,
            ("GET", "/api/v3/account/commission") => Self::Commission,
            ("GET", "/api/v3/rateLimit/order") => Self::OrderLimits,
            ("POST", "/sim/faults") if faults_over_http => Self::Faults,
            ("POST", "/sim/withdrawals") if faults_over_http => Self::Withdraw,
            ("POST", "/sim/deposits") if faults_over_http => Self::Deposit,
            _ => return None,
        })
    }

    /// Binance's weight of the request.
    fn weight(self, params: &Params) -> u64 {
        match self {
            Self::Faults | Self::Withdraw | Self::Deposit => 0,
            Self::Ping | Self::Time | Self::PlaceOrder | Self::CancelOrder => 1,
            Self::BookTicker => {
                if params.has("symbol") {
                    2
                } else {
                    4
                }
            }
            Self::QueryOrder => 4,
            Self::Depth => match params.limit(100, 5_000) {
                Ok(1..=100) | Err(_) => 5,
                Ok(101..=500) => 25,
                Ok(501..=1_000) => 50,
                Ok(_) => 250,
            },
            Self::OpenOrders => {
                if params.has("symbol") {
                    6
                } else {
                    80
                }
            }
            Self::MyTrades => {
                if params.has("orderId") {
                    5
                } else {
                    20
                }
            }
            Self::ExchangeInfo | Self::AllOrders | Self::Account | Self::Commission => 20,
            Self::OrderLimits => 40,
        }
    }
}

/// What a request says who sent it.
struct Caller {
    peer: Peer,
    key: String,
    query: String,
    body: String,
}

/// Answers any request that is not a WebSocket's.
pub(super) async fn answer(State(api): State<Arc<Api>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Some(peer) = head.extensions.get::<Peer>().copied() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut headers = HeaderMap::new();
    let outcome = match Route::of(&head.method, head.uri.path(), api.faults_over_http) {
        None => Outcome::Answer(Err(ApiError::not_found())),
        Some(route) => {
            let caller = Caller {
                peer,
                key: head
                    .headers
                    .get("x-mbx-apikey")
                    .and_then(|key| key.to_str().ok())
                    .unwrap_or_default()
                    .to_owned(),
                query: head.uri.query().unwrap_or_default().to_owned(),
                body: body_text(body).await,
            };
            serve(&api, route, &caller, &mut headers).await
        }
    };
    if let Some(delay) = api.faults.delay() {
        tokio::time::sleep(delay).await;
    }
    match outcome {
        Outcome::Cut => {
            let mut response = StatusCode::OK.into_response();
            response.extensions_mut().insert(Cut);
            response
        }
        Outcome::Answer(answer) => respond(answer, headers),
    }
}

async fn body_text(body: Body) -> String {
    // A body that is too long or no text has no parameters, and its request misses those it needs.
    let bytes = to_bytes(body, BODY_BYTES_MAX).await.unwrap_or_default();
    String::from_utf8(bytes.into()).unwrap_or_default()
}

fn respond(answer: Result<String, ApiError>, mut headers: HeaderMap) -> Response {
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json;charset=UTF-8"),
    );
    match answer {
        Ok(json) => (headers, json).into_response(),
        Err(error) => {
            if let Some(retry_ms) = error.retry_ms {
                let seconds = u64::try_from(retry_ms).unwrap_or(0).div_ceil(1_000);
                headers.insert(header::RETRY_AFTER, seconds.into());
            }
            let status =
                StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (
                status,
                headers,
                json!({ "code": error.code, "msg": error.msg }).to_string(),
            )
                .into_response()
        }
    }
}

async fn serve(api: &Api, route: Route, caller: &Caller, headers: &mut HeaderMap) -> Outcome {
    if route == Route::Faults {
        return Outcome::Answer(plan_faults(api, &caller.body));
    }
    if route == Route::Withdraw {
        return Outcome::Answer(move_cash(api, &caller.body, exchange::Request::Withdraw).await);
    }
    if route == Route::Deposit {
        return Outcome::Answer(move_cash(api, &caller.body, exchange::Request::Deposit).await);
    }
    let (now_ms, address) = (api.clock.now_ms(), caller.peer.0.ip());
    let params = match Params::from_forms(&caller.query, &caller.body) {
        Ok(params) => params,
        Err(error) => return Outcome::Answer(Err(error)),
    };
    let used = api.limiter.request(address, route.weight(&params), now_ms);
    let weight = *used
        .as_ref()
        .unwrap_or(&api.limiter.used_weight(address, now_ms));
    headers.insert(HeaderName::from_static("x-mbx-used-weight"), weight.into());
    headers.insert(
        HeaderName::from_static("x-mbx-used-weight-1m"),
        weight.into(),
    );
    if let Err(exceeded) = used {
        return Outcome::Answer(Err(ApiError::exceeded(
            exceeded,
            api.limiter.limits().request_weight_1m,
        )));
    }
    if route == Route::PlaceOrder {
        return place(api, params, caller, headers).await;
    }
    Outcome::Answer(reads::read(api, route, params, caller).await)
}

async fn place(api: &Api, params: Params, caller: &Caller, headers: &mut HeaderMap) -> Outcome {
    let fault = api.faults.order_request();
    match fault {
        OrderFault::LoseRequest => return Outcome::Cut,
        OrderFault::Refuse => {
            let exceeded = crate::limits::Exceeded::Weight { retry_ms: 1_000 };
            return Outcome::Answer(Err(ApiError::exceeded(
                exceeded,
                api.limiter.limits().request_weight_1m,
            )));
        }
        OrderFault::None | OrderFault::LoseAnswer | OrderFault::TimeOut => {}
    }
    let answer = place_order(api, params, caller, headers).await;
    match fault {
        OrderFault::LoseAnswer => Outcome::Cut,
        OrderFault::TimeOut => Outcome::Answer(Err(ApiError::timed_out())),
        OrderFault::None | OrderFault::LoseRequest | OrderFault::Refuse => Outcome::Answer(answer),
    }
}

async fn place_order(
    api: &Api,
    params: Params,
    caller: &Caller,
    headers: &mut HeaderMap,
) -> Result<String, ApiError> {
    let account = api.authorise(&caller.key, &params, &caller.query, &caller.body)?;
    let (order, detail) = parse::new_order(params, account, generated_id(api.clock.now_ms()))?;
    api.market(&order.symbol)?;
    let weight_limit = api.limiter.limits().request_weight_1m;
    let account = order.account.clone();
    let limited = api.limiter.may_order(&account, api.clock.now_ms());
    limited.map_err(|exceeded| ApiError::exceeded(exceeded, weight_limit))?;
    let placed = api
        .ask(|reply| exchange::Request::Place(Box::new(order), reply))
        .await?;
    let count = api.limiter.ordered(&account, api.clock.now_ms());
    headers.insert(
        HeaderName::from_static("x-mbx-order-count-10s"),
        count.in_10s.into(),
    );
    headers.insert(
        HeaderName::from_static("x-mbx-order-count-1d"),
        count.in_1d.into(),
    );
    to_json(&Placed::of(&placed.order, &placed.trades, detail))
}

/// A client order id for an order that comes without one.
fn generated_id(now_ms: i64) -> String {
    static ORDERS: AtomicU64 = AtomicU64::new(0);
    format!("sim-{now_ms}-{}", ORDERS.fetch_add(1, Ordering::Relaxed))
}

fn to_json(answer: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(answer).map_err(|error| {
        tracing::error!(%error, "an answer can't be written as JSON");
        ApiError::stopping()
    })
}

fn plan_faults(api: &Api, body: &str) -> Result<String, ApiError> {
    let plan: Plan =
        serde_json::from_str(body).map_err(|error| ApiError::malformed(&error.to_string()))?;
    if let Some(skew_ms) = plan.clock_skew_ms {
        api.clock.set_skew_ms(skew_ms);
    }
    to_json(&api.faults.plan(plan))
}

async fn move_cash(
    api: &Api,
    body: &str,
    request: fn(exchange::CashMove, oneshot::Sender<Result<(), ApiError>>) -> exchange::Request,
) -> Result<String, ApiError> {
    let moved =
        serde_json::from_str(body).map_err(|error| ApiError::malformed(&error.to_string()))?;
    api.ask(|reply| request(moved, reply)).await?;
    to_json(&json!({}))
}
