//! JSON-RPC over HTTP: single requests, batches and notifications.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};

use crate::error::RpcError;
use crate::node::Node;
use crate::request;

/// Bytes of one HTTP body.
pub(crate) const BODY_BYTES_MAX: usize = 4 << 20;
/// Requests in one batch.
pub(crate) const BATCH_REQUESTS_MAX: usize = 512;

pub(crate) fn router(node: Node) -> Router {
    Router::new()
        .route("/", post(answer))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(node)
}

async fn answer(State(node): State<Node>, body: Bytes) -> Response {
    let reply = match serde_json::from_slice(&body) {
        Ok(Value::Array(requests)) => batch(&node, requests).await,
        Ok(request) => single(&node, request).await,
        Err(_) => Some(failure(&Value::Null, &RpcError::parse())),
    };
    match reply {
        Some(reply) => (
            [(header::CONTENT_TYPE, "application/json")],
            reply.to_string(),
        )
            .into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

async fn batch(node: &Node, requests: Vec<Value>) -> Option<Value> {
    if requests.is_empty() {
        return Some(failure(
            &Value::Null,
            &RpcError::invalid_request("the batch is empty"),
        ));
    }
    if requests.len() > BATCH_REQUESTS_MAX {
        let problem = format!("the batch has more than {BATCH_REQUESTS_MAX} requests");
        return Some(failure(&Value::Null, &RpcError::over_limit(problem)));
    }
    let mut replies = Vec::with_capacity(requests.len());
    for request in requests {
        replies.extend(single(node, request).await);
    }
    (!replies.is_empty()).then_some(Value::Array(replies))
}

/// Answers one request; a notification, which has no id, has no answer.
async fn single(node: &Node, request: Value) -> Option<Value> {
    let Value::Object(mut request) = request else {
        return Some(failure(
            &Value::Null,
            &RpcError::invalid_request("not an object"),
        ));
    };
    let id = request.remove("id");
    let params = request.remove("params").unwrap_or_default();
    let outcome = match request.get("method") {
        Some(Value::String(method)) => perform(node, method, &params).await,
        _ => Err(RpcError::invalid_request("no method")),
    };
    let id = id?;
    Some(match outcome {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(error) => failure(&id, &error),
    })
}

async fn perform(node: &Node, method: &str, params: &Value) -> Result<Value, RpcError> {
    node.perform(request::read(method, params)?).await
}

fn failure(id: &Value, error: &RpcError) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": error })
}
