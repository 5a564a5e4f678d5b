//! The venue's port: REST, market streams, the WebSocket API, and the connections under them.

mod connections;
mod params;
mod parse;
mod rest;
mod signed;

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

use tokio::sync::{mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use self::{
    connections::serve,
    signed::{Key, Keys},
};
pub(crate) use self::{params::Params, signed::WS_SIGNED};
use crate::{
    accounts::Accounts, clock::Clock, error::ApiError, exchange::Request, faults::Faults,
    feed::Feed, limits::RateLimiter, spec::MarketSpec,
};
use service::machine::Handle;

/// Everything that a request may need; one for the process.
pub struct Api {
    /// The exchange.
    pub requests: mpsc::Sender<Request>,
    /// What it has stored.
    pub accounts: Handle<Accounts>,
    /// What it tells.
    pub feed: Feed,
    /// The markets' rules.
    pub markets: BTreeMap<String, MarketSpec>,
    /// Who may sign.
    pub keys: Keys,
    /// What has been used.
    pub limiter: RateLimiter,
    /// What goes wrong on request.
    pub faults: Faults,
    /// Whether faults can be asked for over HTTP.
    pub faults_over_http: bool,
    /// The venue's time.
    pub clock: Clock,
    /// The open WebSockets.
    pub sockets: TaskTracker,
    /// The end.
    pub shutdown: CancellationToken,
}

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl Api {
    /// Asks the exchange and waits for its answer.
    pub async fn ask<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<Result<T, ApiError>>) -> Request,
    ) -> Result<T, ApiError> {
        let (reply, answer) = oneshot::channel();
        self.requests
            .send(request(reply))
            .await
            .map_err(|_| ApiError::stopping())?;
        answer.await.map_err(|_| ApiError::stopping())?
    }

    /// A market's rules.
    pub fn market(&self, symbol: &str) -> Result<&MarketSpec, ApiError> {
        self.markets
            .get(symbol)
            .ok_or_else(ApiError::invalid_symbol)
    }
}

/// The routes of the port.
pub fn router(api: Arc<Api>) -> axum::Router {
    use axum::routing::get;
    axum::Router::new()
        .route("/ws", get(crate::ws::streams::raw))
        .route("/ws/{*streams}", get(crate::ws::streams::raw))
        .route("/stream", get(crate::ws::streams::combined))
        .route("/ws-api/v3", get(crate::ws::api::connect))
        .fallback(rest::answer)
        .with_state(api)
}
