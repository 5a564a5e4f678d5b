//! A venue that answers as a test says: what it does with the next orders, which messages it streams, what it forgets. It checks every
//! signature. The exchange's own behaviour is the simulated exchange's; this one is for answers that get lost at an exact point.

mod rest;
mod streams;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use serde_json::{Value, json};
use tokio::sync::broadcast;

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
            .merge(rest::routes())
            .merge(streams::routes())
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
}
