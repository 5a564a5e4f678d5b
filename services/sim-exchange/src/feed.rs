//! What the exchange tells whoever listens: market events by stream name, user events by account. A listener that falls behind
//! by more than the buffer is cut, as the venue cuts slow readers.

use std::sync::Arc;

use serde::Serialize;
use tokio::sync::broadcast;

/// Market events that a listener may be behind.
const MARKET_EVENTS_MAX: usize = 8_192;
/// User events that a listener may be behind.
const USER_EVENTS_MAX: usize = 8_192;

/// An event of a market stream.
#[derive(Clone, Debug)]
pub struct MarketEvent {
    /// e.g. `btcusdc@depth@100ms`.
    pub stream: Arc<str>,
    /// The event, as JSON.
    pub json: Arc<str>,
}

/// An event of a user data stream.
#[derive(Clone, Debug)]
pub struct UserEvent {
    /// Whose.
    pub account: Arc<str>,
    /// The event, as JSON.
    pub json: Arc<str>,
}

/// Both kinds; clones share them.
#[derive(Clone, Debug)]
pub struct Feed {
    markets: broadcast::Sender<MarketEvent>,
    users: broadcast::Sender<UserEvent>,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            markets: broadcast::Sender::new(MARKET_EVENTS_MAX),
            users: broadcast::Sender::new(USER_EVENTS_MAX),
        }
    }
}

impl Feed {
    /// Market events from now on.
    pub fn markets(&self) -> broadcast::Receiver<MarketEvent> {
        self.markets.subscribe()
    }

    /// User events from now on.
    pub fn users(&self) -> broadcast::Receiver<UserEvent> {
        self.users.subscribe()
    }

    pub(crate) fn market(&self, stream: String, event: &impl Serialize) {
        // An error says that nobody listens.
        let _ = self.markets.send(MarketEvent {
            stream: stream.into(),
            json: json(event),
        });
    }

    pub(crate) fn user(&self, account: &str, event: &impl Serialize) {
        // An error says that nobody listens.
        let _ = self.users.send(UserEvent {
            account: account.into(),
            json: json(event),
        });
    }
}

fn json(event: &impl Serialize) -> Arc<str> {
    serde_json::to_string(event)
        .expect("an event of the venue can be written as JSON")
        .into()
}
