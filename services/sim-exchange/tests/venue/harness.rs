//! A venue on free ports and a client that signs, with code of its own: nothing here is shared with the venue or the adapter.

use std::{collections::BTreeMap, path::PathBuf, sync::Once, time::Duration};

use futures::{SinkExt as _, StreamExt as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use service::config::{Grpc, Secret};
use sha2::Sha256;
use sim_exchange::{
    Config, Listening, RunError,
    accounts::Fees,
    config::{AccountConfig, Credential, MarketConfig, RecordingConfig, Venue},
    limits::Limits,
};
use tokio::{net::TcpStream, sync::oneshot, task::JoinHandle};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};
use tokio_util::sync::CancellationToken;

/// The longest that a test waits for anything.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);
pub(crate) const KEY: &str = "test-key";
pub(crate) const SECRET: &str = "test-secret";

/// A market that stands still: one price, no trades of others, nothing comes back.
pub(crate) fn still(asset: &str, price: &str, tick: &str, step: &str) -> MarketConfig {
    MarketConfig {
        volatility_bps: 0,
        trade_every: Duration::ZERO,
        replenish: Duration::ZERO,
        levels: 5,
        ..MarketConfig::new(
            asset,
            price.parse().unwrap(),
            tick.parse().unwrap(),
            step.parse().unwrap(),
        )
    }
}

pub(crate) fn config() -> Config {
    let account = |name: &str, key: &str, secret: &str| AccountConfig {
        name: name.into(),
        api_key: Credential::Given(Secret::new(key)),
        api_secret: Credential::Given(Secret::new(secret)),
        balances: BTreeMap::from([
            ("USDC".to_owned(), "1000000".parse().unwrap()),
            ("USDT".to_owned(), "1000000".parse().unwrap()),
            ("BTC".to_owned(), "10".parse().unwrap()),
        ]),
    };
    Config {
        journal: None,
        venue: Venue {
            faults: true,
            ..Venue::loopback("USDC", 7)
        },
        grpc: Grpc::loopback(),
        fees: Fees::default(),
        limits: Limits::default(),
        markets: vec![
            still("BTC", "60000", "0.01", "0.00001"),
            still("ETH", "2500", "0.01", "0.0001"),
        ],
        recordings: Vec::new(),
        accounts: vec![
            account("us", KEY, SECRET),
            account("them", "other-key", "other-secret"),
        ],
        telemetry: telemetry::Config::default(),
    }
}

pub(crate) fn recorded(recording: RecordingConfig) -> Config {
    Config {
        markets: Vec::new(),
        recordings: vec![recording],
        ..config()
    }
}

/// A recorded market's file: under `$SHEAF_SHARED/market-data`, by default beside the repository; none if it is not there.
pub(crate) fn recording(file: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("SHEAF_SHARED").map_or_else(beside, PathBuf::from);
    let path = shared.join("market-data").join(file);
    if !path.exists() {
        eprintln!(
            "not run: {} is not there; set SHEAF_SHARED to the folder that has market-data/",
            path.display()
        );
    }
    path.exists().then_some(path)
}

/// A running venue.
pub(crate) struct Sim {
    pub(crate) listening: Listening,
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), RunError>>,
}

impl Sim {
    pub(crate) async fn start(config: Config) -> Self {
        tokio::time::timeout(DEADLINE, Self::try_start(config))
            .await
            .expect("it starts in time")
            .unwrap_or_else(|error| panic!("the venue does not start: {error:?}"))
    }

    async fn try_start(config: Config) -> Result<Self, RunError> {
        let shutdown = CancellationToken::new();
        let (ready, listening) = oneshot::channel();
        let mut task = tokio::spawn(sim_exchange::run(config, ready, shutdown.clone()));
        match listening.await {
            Ok(listening) => Ok(Self {
                listening,
                shutdown,
                task,
            }),
            Err(_) => Err((&mut task)
                .await
                .expect("no panic")
                .expect_err("it ended before it was ready")),
        }
    }

    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        tokio::time::timeout(DEADLINE, self.task)
            .await
            .expect("it ends in time")
            .expect("no panic")
            .expect("it ends well");
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.listening.venue.to_string(), KEY, SECRET)
    }

    pub(crate) fn other_client(&self) -> Client {
        Client::new(
            self.listening.venue.to_string(),
            "other-key",
            "other-secret",
        )
    }
}

/// A client with one API key.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    address: String,
    key: &'static str,
    secret: &'static str,
}

/// An answer: status, headers, JSON.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) json: Value,
}

impl Answer {
    /// Status, code and text of an error.
    pub(crate) fn error(&self) -> (u16, i64, &str) {
        (
            self.status,
            self.json["code"].as_i64().unwrap_or(0),
            self.json["msg"].as_str().unwrap_or(""),
        )
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.json);
        self.json
    }
}

impl Client {
    fn new(address: String, key: &'static str, secret: &'static str) -> Self {
        static PROVIDER: Once = Once::new();
        // Another test may have installed it.
        PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
        let http = reqwest::Client::builder()
            .timeout(DEADLINE)
            .build()
            .unwrap();
        Self {
            http,
            address,
            key,
            secret,
        }
    }

    /// A client of the venue at an address, with the first account's key.
    pub(crate) fn at(address: String) -> Self {
        Self::new(address, KEY, SECRET)
    }

    pub(crate) async fn get(&self, path_and_query: &str) -> Answer {
        let url = format!("http://{}{path_and_query}", self.address);
        read(self.http.get(url).send().await.unwrap()).await
    }

    /// A request as it is, with the key.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        query: &str,
    ) -> Result<Answer, reqwest::Error> {
        let url = format!("http://{}{path}?{query}", self.address);
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        Ok(read(
            self.http
                .request(method, url)
                .header("X-MBX-APIKEY", self.key)
                .send()
                .await?,
        )
        .await)
    }

    /// A request with time and signature.
    pub(crate) async fn signed(&self, method: &str, path: &str, query: &str) -> Answer {
        self.try_signed(method, path, query).await.unwrap()
    }

    pub(crate) async fn try_signed(
        &self,
        method: &str,
        path: &str,
        query: &str,
    ) -> Result<Answer, reqwest::Error> {
        let and = if query.is_empty() { "" } else { "&" };
        self.send(
            method,
            path,
            &self.sign(&format!("{query}{and}timestamp={}", now_ms())),
        )
        .await
    }

    pub(crate) fn sign(&self, query: &str) -> String {
        format!("{query}&signature={}", hmac(self.secret, query))
    }

    pub(crate) async fn order(&self, query: &str) -> Answer {
        self.signed("POST", "/api/v3/order", query).await
    }

    /// Buys with a limit, immediate or cancel.
    pub(crate) async fn buy(&self, symbol: &str, quantity: &str, price: &str, id: &str) -> Answer {
        self.order(&format!(
            "symbol={symbol}&side=BUY&type=LIMIT&timeInForce=IOC&quantity={quantity}&price={price}&newClientOrderId={id}"
        ))
        .await
    }

    /// Free and locked of an asset.
    pub(crate) async fn balance(&self, asset: &str) -> (String, String) {
        let account = self.signed("GET", "/api/v3/account", "").await.ok();
        let balances = account["balances"].as_array().unwrap();
        let found = balances.iter().find(|balance| balance["asset"] == asset);
        let text = |field: &str| {
            found.map_or_else(
                || "none".into(),
                |balance| balance[field].as_str().unwrap().to_owned(),
            )
        };
        (text("free"), text("locked"))
    }

    /// Takes some of an account's balance away; the answer's status.
    pub(crate) async fn withdraw(&self, account: &str, asset: &str, amount: &str) -> u16 {
        self.move_cash("withdrawals", account, asset, amount).await
    }

    /// Adds to an account's balance; the answer's status.
    pub(crate) async fn deposit(&self, account: &str, asset: &str, amount: &str) -> u16 {
        self.move_cash("deposits", account, asset, amount).await
    }

    async fn move_cash(&self, way: &str, account: &str, asset: &str, amount: &str) -> u16 {
        let url = format!("http://{}/sim/{way}", self.address);
        let withdrawal = json!({ "account": account, "asset": asset, "amount": amount });
        let sent = self.http.post(url).body(withdrawal.to_string()).send();
        sent.await.unwrap().status().as_u16()
    }

    pub(crate) async fn faults(&self, plan: Value) {
        let url = format!("http://{}/sim/faults", self.address);
        let sent = self
            .http
            .post(url)
            .body(plan.to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status(), 200);
    }

    pub(crate) async fn socket(&self, path: &str) -> Socket {
        let url = format!("ws://{}{path}", self.address);
        Socket(tokio_tungstenite::connect_async(url).await.unwrap().0)
    }

    /// An open user data stream.
    pub(crate) async fn user_stream(&self) -> Socket {
        let mut socket = self.socket("/ws-api/v3").await;
        let timestamp = now_ms();
        let signature = hmac(
            self.secret,
            &format!("apiKey={}&timestamp={timestamp}", self.key),
        );
        let params = json!({ "apiKey": self.key, "timestamp": timestamp, "signature": signature });
        socket.send(json!({ "id": "s", "method": "userDataStream.subscribe.signature", "params": params })).await;
        let answer = socket.next().await;
        assert_eq!(
            (&answer["id"], &answer["status"]),
            (&json!("s"), &json!(200)),
            "{answer}"
        );
        assert_eq!(answer["result"], json!({ "subscriptionId": 0 }));
        socket
    }
}

async fn read(response: reqwest::Response) -> Answer {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer {
        status,
        headers,
        json: serde_json::from_slice(&response.bytes().await.unwrap()).unwrap(),
    }
}

pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub(crate) async fn send_text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    pub(crate) async fn send(&mut self, message: Value) {
        self.0
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    /// The next JSON message.
    pub(crate) async fn next(&mut self) -> Value {
        self.try_next().await.expect("the connection is open")
    }

    /// The next JSON message; none at the end of the connection.
    pub(crate) async fn try_next(&mut self) -> Option<Value> {
        let message = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => {
                        return Some(serde_json::from_str(&text).unwrap());
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(_) | Err(_)) | None => return None,
                }
            }
        };
        tokio::time::timeout(DEADLINE, message)
            .await
            .expect("a message in time")
    }

    /// The next user events until one that `last` accepts, without their subscription.
    pub(crate) async fn user_events(&mut self, last: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut events = Vec::new();
        loop {
            let frame = self.next().await;
            assert_eq!(frame["subscriptionId"], 0, "{frame}");
            events.push(frame["event"].clone());
            if last(&frame["event"]) {
                return events;
            }
        }
    }
}

pub(crate) fn hmac(secret: &str, payload: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(payload.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

pub(crate) fn now_ms() -> i64 {
    service::machine::unix_ns() / 1_000_000
}
