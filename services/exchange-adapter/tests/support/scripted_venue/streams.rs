//! The streams of the scripted venue: the market's, and the account's over the WebSocket API.

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;
use tokio::sync::broadcast;
use venue::signature::Secret;

use super::super::adapter::SECRET_KEY;
use super::Venue;

pub fn routes() -> Router<Venue> {
    Router::new()
        .route("/stream", get(market_stream))
        .route("/ws-api/v3", get(websocket_api))
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
