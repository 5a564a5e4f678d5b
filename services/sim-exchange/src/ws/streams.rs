//! Market streams: `/ws`, `/ws/<stream>`, `/stream?streams=<a>/<b>`, and SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS and the property
//! `combined` on the open connection.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    extract::{Path, RawQuery, State, WebSocketUpgrade, ws::WebSocket, ws::close_code},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::socket::{MESSAGE_BYTES_MAX, Next, Socket};
use crate::http::Api;

/// Streams of one connection.
const STREAMS_MAX: usize = 1_024;
/// Messages that a client may send in a second.
const MESSAGES_PER_SECOND_MAX: u32 = 5;

/// `/ws` and `/ws/<stream>`: events as they are.
pub(crate) async fn raw(
    State(api): State<Arc<Api>>,
    path: Option<Path<String>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let streams = path
        .map(|Path(streams)| names(&streams))
        .unwrap_or_default();
    accept(api, upgrade, streams, Frames::Raw)
}

/// `/stream?streams=`: each event with its stream's name.
pub(crate) async fn combined(
    State(api): State<Arc<Api>>,
    RawQuery(query): RawQuery,
    upgrade: WebSocketUpgrade,
) -> Response {
    let query = query.unwrap_or_default();
    let streams = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "streams");
    let streams = streams
        .map(|(_, streams)| names(&streams))
        .unwrap_or_default();
    accept(api, upgrade, streams, Frames::Combined)
}

fn names(streams: &str) -> BTreeSet<String> {
    streams
        .split('/')
        .filter(|name| !name.is_empty())
        .take(STREAMS_MAX)
        .map(str::to_owned)
        .collect()
}

fn accept(
    api: Arc<Api>,
    upgrade: WebSocketUpgrade,
    streams: BTreeSet<String>,
    frames: Frames,
) -> Response {
    upgrade
        .max_message_size(MESSAGE_BYTES_MAX)
        .on_upgrade(move |socket| {
            api.sockets
                .clone()
                .track_future(serve(api, socket, streams, frames))
        })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Frames {
    Raw,
    Combined,
}

async fn serve(
    api: Arc<Api>,
    socket: WebSocket,
    mut streams: BTreeSet<String>,
    mut frames: Frames,
) {
    let mut socket = Socket::new(
        socket,
        api.faults.drops(),
        api.shutdown.clone(),
        MESSAGES_PER_SECOND_MAX,
    );
    let mut events = api.feed.markets();
    loop {
        let next = tokio::select! {
            event = events.recv() => match event {
                Ok(event) if streams.contains(&*event.stream) => match frames {
                    Frames::Raw => socket.send(&event.json).await,
                    Frames::Combined => {
                        socket.send(&format!(r#"{{"stream":"{}","data":{}}}"#, event.stream, event.json)).await
                    }
                },
                Ok(_) => Next::Nothing,
                Err(RecvError::Lagged(_)) => {
                    socket.close(close_code::POLICY, "the client reads too slowly").await;
                    Next::End
                }
                Err(RecvError::Closed) => Next::End,
            },
            next = socket.next() => next,
        };
        let next = match next {
            Next::Text(text) => socket.send(&answer(&text, &mut streams, &mut frames)).await,
            next => next,
        };
        if matches!(next, Next::End) {
            return;
        }
    }
}

#[derive(Deserialize)]
struct Request {
    method: String,
    #[serde(default)]
    params: Vec<Value>,
    #[serde(default)]
    id: Value,
}

/// Does what a message asks for, and returns its answer.
fn answer(text: &str, streams: &mut BTreeSet<String>, frames: &mut Frames) -> String {
    let error = |code: i32, msg: &str, id: Option<&Value>| {
        json!({ "error": { "code": code, "msg": msg }, "id": id }).to_string()
    };
    let request: Request = match serde_json::from_str(text) {
        Ok(request) => request,
        Err(problem) if problem.is_data() => {
            return error(2, &format!("Invalid request: {problem}"), None);
        }
        Err(problem) => return error(3, &format!("Invalid JSON: {problem}"), None),
    };
    if !(request.id.is_null() || request.id.is_u64() || request.id.is_string()) {
        return error(
            2,
            "Invalid request: request ID must be an unsigned integer or a string",
            None,
        );
    }
    let id = Some(&request.id);
    let names = || {
        request
            .params
            .iter()
            .map(|param| param.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
    };
    let done = |result: Value| json!({ "result": result, "id": request.id }).to_string();
    match (request.method.as_str(), names()) {
        ("SUBSCRIBE", Some(names)) if streams.len() + names.len() <= STREAMS_MAX => {
            streams.extend(names);
            done(Value::Null)
        }
        ("SUBSCRIBE", Some(_)) => error(2, "Invalid request: too many streams", id),
        ("UNSUBSCRIBE", Some(names)) => {
            streams.retain(|stream| !names.contains(stream));
            done(Value::Null)
        }
        ("SUBSCRIBE" | "UNSUBSCRIBE", None) => {
            error(2, "Invalid request: params must be an array of strings", id)
        }
        ("LIST_SUBSCRIPTIONS", _) => done(json!(streams)),
        ("GET_PROPERTY", _) if request.params.first() == Some(&json!("combined")) => {
            done(json!(*frames == Frames::Combined))
        }
        ("SET_PROPERTY", _) => match request.params.as_slice() {
            [Value::String(name), Value::Bool(value)] if name == "combined" => {
                *frames = if *value {
                    Frames::Combined
                } else {
                    Frames::Raw
                };
                done(Value::Null)
            }
            _ => error(0, "Unknown property", id),
        },
        ("GET_PROPERTY", _) => error(0, "Unknown property", id),
        _ => error(
            2,
            "Invalid request: unknown variant, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`",
            id,
        ),
    }
}
