//! The WebSocket API, `/ws-api/v3`: `ping`, `time`, and the user data streams of the accounts that the client has signed for.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade, ws::WebSocket, ws::close_code},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::socket::{MESSAGE_BYTES_MAX, Next, Socket};
use crate::{
    error::ApiError,
    feed::UserEvent,
    http::{Api, Params, Peer, WS_SIGNED},
    wire::info::RateLimit,
};

/// Subscriptions of one connection.
const SUBSCRIPTIONS_MAX: usize = 1_000;
/// Messages that a client may send in a second; request weight limits them before.
const MESSAGES_PER_SECOND_MAX: u32 = 100;
/// What a connection and a subscription weigh.
const WEIGHT: u64 = 2;

/// Opens a connection.
pub(crate) async fn connect(
    State(api): State<Arc<Api>>,
    Extension(peer): Extension<Peer>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .max_message_size(MESSAGE_BYTES_MAX)
        .on_upgrade(move |socket| api.sockets.clone().track_future(serve(api, peer, socket)))
}

/// The open subscriptions: their accounts, by id.
#[derive(Default)]
struct Subscriptions {
    accounts: BTreeMap<u64, String>,
    next: u64,
}

async fn serve(api: Arc<Api>, peer: Peer, socket: WebSocket) {
    let mut socket = Socket::new(
        socket,
        api.faults.drops(),
        api.shutdown.clone(),
        MESSAGES_PER_SECOND_MAX,
    );
    let mut events = api.feed.users();
    let mut subscriptions = Subscriptions::default();
    loop {
        let next = tokio::select! {
            event = events.recv() => match event {
                Ok(event) => send_event(&mut socket, &subscriptions, &event).await,
                Err(RecvError::Lagged(_)) => {
                    socket.close(close_code::POLICY, "the client reads too slowly").await;
                    Next::End
                }
                Err(RecvError::Closed) => Next::End,
            },
            next = socket.next() => next,
        };
        let next = match next {
            Next::Text(text) => {
                let answer = answer(&api, peer, &text, &mut subscriptions);
                socket.send(&answer).await
            }
            next => next,
        };
        if matches!(next, Next::End) {
            return;
        }
    }
}

async fn send_event(socket: &mut Socket, subscriptions: &Subscriptions, event: &UserEvent) -> Next {
    for (id, account) in &subscriptions.accounts {
        if **account == *event.account
            && let Next::End = socket
                .send(&format!(
                    r#"{{"subscriptionId":{id},"event":{}}}"#,
                    event.json
                ))
                .await
        {
            return Next::End;
        }
    }
    Next::Nothing
}

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    id: Value,
    method: String,
    #[serde(default)]
    params: Map<String, Value>,
}

/// Does what a message asks for, and returns its answer.
fn answer(api: &Api, peer: Peer, text: &str, subscriptions: &mut Subscriptions) -> String {
    let now_ms = api.clock.now_ms();
    let limits = api.limiter.limits();
    let (id, outcome) = match serde_json::from_str::<Request>(text) {
        Err(_) => (
            Value::Null,
            Err(ApiError::malformed("Invalid JSON request.")),
        ),
        Ok(request) => {
            let weight = if request.method.starts_with("userDataStream") {
                WEIGHT
            } else {
                1
            };
            let used = api.limiter.request(peer.0.ip(), weight, now_ms);
            let used =
                used.map_err(|exceeded| ApiError::exceeded(exceeded, limits.request_weight_1m));
            let outcome = used.and_then(|_| result(api, &request, subscriptions));
            (request.id, outcome)
        }
    };
    let count = api.limiter.used_weight(peer.0.ip(), now_ms);
    let rate_limits = [RateLimit::weight(limits, Some(count))];
    match outcome {
        Ok(result) => {
            json!({ "id": id, "status": 200, "result": result, "rateLimits": rate_limits })
        }
        Err(error) => {
            let body = match error.retry_ms {
                None => json!({ "code": error.code, "msg": error.msg }),
                Some(retry_ms) => {
                    let data = json!({ "serverTime": now_ms, "retryAfter": now_ms + retry_ms });
                    json!({ "code": error.code, "msg": error.msg, "data": data })
                }
            };
            json!({ "id": id, "status": error.status, "error": body, "rateLimits": rate_limits })
        }
    }
    .to_string()
}

fn result(
    api: &Api,
    request: &Request,
    subscriptions: &mut Subscriptions,
) -> Result<Value, ApiError> {
    let params = Params::from_json(&request.params);
    match request.method.as_str() {
        "ping" => params.finish().map(|()| json!({})),
        "time" => params
            .finish()
            .map(|()| json!({ "serverTime": api.clock.now_ms() })),
        "userDataStream.subscribe.signature" => {
            let account = api.authorise_ws(&params, &request.params)?;
            if let Some(unknown) = request
                .params
                .keys()
                .find(|name| !WS_SIGNED.contains(&name.as_str()))
            {
                return Err(ApiError::not_required(unknown));
            }
            if subscriptions.accounts.len() >= SUBSCRIPTIONS_MAX {
                return Err(ApiError::malformed("Too many subscriptions."));
            }
            let id = subscriptions.next;
            subscriptions.next += 1;
            subscriptions.accounts.insert(id, account);
            Ok(json!({ "subscriptionId": id }))
        }
        "userDataStream.unsubscribe" => {
            match params.whole::<u64>("subscriptionId")? {
                Some(id) => drop(subscriptions.accounts.remove(&id)),
                None => subscriptions.accounts.clear(),
            }
            params.finish().map(|()| json!({}))
        }
        _ => Err(ApiError::unknown_method()),
    }
}
