//! A proxy between the minter and its node that holds back requests, so that a test can stop the minter at a stage.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The node does not hear it and the minter gets no answer.
    Hold,
    /// The node hears it and the minter gets no answer.
    LoseAnswer,
    /// The node does not hear it and the minter is told that all is well.
    Swallow,
}

struct Shared {
    upstream: String,
    http: reqwest::Client,
    rules: Mutex<HashMap<String, Rule>>,
    seen: watch::Sender<Vec<(String, Value)>>,
}

#[derive(Clone)]
pub struct Proxy {
    pub url: String,
    shared: Arc<Shared>,
}

impl Proxy {
    pub async fn start(upstream: &str) -> Self {
        let shared = Arc::new(Shared {
            upstream: upstream.to_owned(),
            http: reqwest::Client::new(),
            rules: Mutex::default(),
            seen: watch::Sender::new(Vec::new()),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/", post(forward))
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, shared }
    }

    pub fn rule(&self, method: &str, rule: Rule) {
        self.shared
            .rules
            .lock()
            .unwrap()
            .insert(method.to_owned(), rule);
    }

    pub fn lift(&self) {
        self.shared.rules.lock().unwrap().clear();
    }

    /// The first parameters of every request of this method so far.
    pub fn seen(&self, method: &str) -> Vec<String> {
        let seen = self.shared.seen.borrow();
        let of_method = seen.iter().filter(|(name, _)| name == method);
        of_method
            .map(|(_, params)| params[0].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Waits until there were so many requests of this method.
    pub async fn until_seen(&self, method: &str, times: usize) {
        let mut seen = self.shared.seen.subscribe();
        let enough =
            seen.wait_for(|seen| seen.iter().filter(|(name, _)| name == method).count() >= times);
        let waited = tokio::time::timeout(super::DEADLINE, enough).await;
        assert!(waited.is_ok(), "the minter sends {method} {times} times");
    }
}

async fn forward(State(shared): State<Arc<Shared>>, body: String) -> String {
    let request: Value = serde_json::from_str(&body).unwrap();
    let method = request["method"]
        .as_str()
        .expect("the minter sends no batches")
        .to_owned();
    let rule = shared.rules.lock().unwrap().get(&method).copied();
    shared
        .seen
        .send_modify(|seen| seen.push((method, request["params"].clone())));
    match rule {
        Some(Rule::Hold) => std::future::pending().await,
        Some(Rule::LoseAnswer) => {
            ask(&shared, body).await;
            std::future::pending().await
        }
        Some(Rule::Swallow) => {
            json!({ "jsonrpc": "2.0", "id": request["id"], "result": format!("0x{}", "11".repeat(32)) }).to_string()
        }
        None => ask(&shared, body).await,
    }
}

async fn ask(shared: &Shared, body: String) -> String {
    let request = shared
        .http
        .post(&shared.upstream)
        .header("content-type", "application/json")
        .body(body);
    request.send().await.unwrap().text().await.unwrap()
}
