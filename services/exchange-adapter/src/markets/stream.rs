//! The combined market streams: connects, reads, and connects again, for ever.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use service::retry::Backoff;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use venue::messages::MarketMessage;

use super::Input;
use crate::config::Venue;
use crate::socket::{STABLE_AFTER, Socket, SocketError};

/// Carries the depth and book tickers of all followed markets to their task.
pub(super) struct MarketStream {
    url: String,
    silence: Duration,
    tls: Arc<rustls::ClientConfig>,
    inputs: mpsc::Sender<Input>,
}

impl MarketStream {
    pub(super) fn new(
        venue: &Venue,
        markets: &BTreeSet<String>,
        tls: Arc<rustls::ClientConfig>,
        inputs: mpsc::Sender<Input>,
    ) -> Self {
        let streams: Vec<String> = markets
            .iter()
            .map(|market| market.to_lowercase())
            .flat_map(|market| {
                [
                    format!("{market}@depth@100ms"),
                    format!("{market}@bookTicker"),
                ]
            })
            .collect();
        let base = venue.stream_url.trim_end_matches('/');
        Self {
            url: format!("{base}/stream?streams={}", streams.join("/")),
            silence: venue.silence,
            tls,
            inputs,
        }
    }

    pub(super) async fn run(self, shutdown: CancellationToken) {
        let mut backoff = Backoff::default();
        loop {
            let began = Instant::now();
            let error = tokio::select! {
                error = self.follow() => error,
                () = shutdown.cancelled() => return,
            };
            if self.inputs.send(Input::Disconnected).await.is_err() {
                return;
            }
            match error {
                SocketError::Old => tracing::info!("the market streams get a new connection"),
                error => tracing::warn!(%error, "the market streams are not connected"),
            }
            if began.elapsed() >= STABLE_AFTER {
                backoff.reset();
            }
            if !backoff.wait(&shutdown).await {
                return;
            }
        }
    }

    async fn follow(&self) -> SocketError {
        let mut socket = match Socket::connect(&self.url, &self.tls, self.silence).await {
            Ok(socket) => socket,
            Err(error) => return error,
        };
        tracing::info!("the market streams are connected");
        let mut inputs = Some(Input::Connected);
        loop {
            if let Some(input) = inputs.take()
                && self.inputs.send(input).await.is_err()
            {
                return SocketError::Closed;
            }
            match socket.next().await {
                Ok(text) => match MarketMessage::parse(&text) {
                    Ok(message) => inputs = Some(Input::Message(message)),
                    Err(error) => tracing::warn!(%error, "an unreadable market message"),
                },
                Err(error) => return error,
            }
        }
    }
}
