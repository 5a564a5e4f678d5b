//! The account's user data stream: subscribes over the WebSocket API with a signature, and hands execution reports on.
//!
//! What is missed while it is not connected is not lost: every open order is asked for until it has ended. So reports that
//! come faster than they can be taken may be dropped, and reading never waits.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use service::retry::Backoff;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use venue::messages::{ApiError, ExecutionReport, UserEvent, UserFrame, WsAnswer, WsRequest};

use crate::config::Venue;
use crate::orders::Carrier;
use crate::rest::Rest;
use crate::socket::{STABLE_AFTER, Socket, SocketError};

/// The longest that the answer to the subscription may take.
const SUBSCRIBE_TIMEOUT: Duration = Duration::from_secs(10);
/// The method that subscribes.
const SUBSCRIBE: &str = "userDataStream.subscribe.signature";

/// Reports that may wait to be taken; further ones are dropped.
const REPORTS_WAITING_MAX: usize = 4_096;

/// Why the stream is over.
#[derive(Debug, thiserror::Error)]
enum StreamError {
    #[error("{0}")]
    Socket(#[from] SocketError),
    #[error("the subscription has no answer within {SUBSCRIBE_TIMEOUT:?}")]
    Unanswered,
    #[error("the subscription was refused: {0}")]
    Refused(ApiError),
    #[error("the subscription was refused with status {0}")]
    RefusedWithoutReason(u16),
    #[error("the venue ended the subscription")]
    Terminated,
}

/// What the venue sends on the connection.
#[derive(Deserialize)]
#[serde(untagged)]
enum Frame {
    Event(UserFrame),
    Answer(WsAnswer),
}

/// Follows the account's events.
pub(crate) struct UserStream {
    url: String,
    silence: Duration,
    tls: Arc<rustls::ClientConfig>,
    rest: Arc<Rest>,
    reports: mpsc::Sender<ExecutionReport>,
}

impl UserStream {
    /// Starts following. It ends with `shutdown`.
    pub(crate) fn start(
        venue: &Venue,
        tls: Arc<rustls::ClientConfig>,
        rest: Arc<Rest>,
        carrier: Carrier,
        shutdown: &CancellationToken,
    ) {
        let (reports, mut waiting) = mpsc::channel(REPORTS_WAITING_MAX);
        let stream = Self {
            url: venue.websocket_api_url.clone(),
            silence: venue.silence,
            tls,
            rest,
            reports,
        };
        tokio::spawn(stream.run(shutdown.clone()));
        tokio::spawn(async move {
            while let Some(report) = waiting.recv().await {
                carrier.user_report(report).await;
            }
        });
    }

    async fn run(self, shutdown: CancellationToken) {
        let mut backoff = Backoff::default();
        loop {
            let began = Instant::now();
            let error = tokio::select! {
                error = self.follow() => error,
                () = shutdown.cancelled() => return,
            };
            match error {
                Ok(never) => match never {},
                Err(StreamError::Socket(SocketError::Old)) => {
                    tracing::info!("the user stream gets a new connection");
                }
                Err(error) => tracing::warn!(%error, "the user stream is not connected"),
            }
            if began.elapsed() >= STABLE_AFTER {
                backoff.reset();
            }
            if !backoff.wait(&shutdown).await {
                return;
            }
        }
    }

    async fn follow(&self) -> Result<std::convert::Infallible, StreamError> {
        let mut socket = Socket::connect(&self.url, &self.tls, self.silence).await?;
        let subscribing = tokio::time::timeout(SUBSCRIBE_TIMEOUT, self.subscribe(&mut socket));
        subscribing.await.map_err(|_| StreamError::Unanswered)??;
        tracing::info!("the user stream is connected");
        loop {
            let text = socket.next().await?;
            match serde_json::from_str(&text) {
                Ok(Frame::Event(frame)) => self.event(frame.event)?,
                Ok(Frame::Answer(_)) => {}
                // Said without the text, which may hold the account's numbers.
                Err(error) => tracing::warn!(%error, "an unreadable message of the user stream"),
            }
        }
    }

    async fn subscribe(&self, socket: &mut Socket) -> Result<(), StreamError> {
        // The clock must be set before anything is signed with it.
        if let Err(error) = self.rest.server_time_ms().await {
            tracing::warn!(%error, "the venue's clock is not known");
        }
        let request = WsRequest {
            id: "subscribe".into(),
            method: SUBSCRIBE.into(),
            params: self.rest.ws_params(),
        };
        socket.send(serde_json::json!(request).to_string()).await?;
        loop {
            let text = socket.next().await?;
            match serde_json::from_str(&text) {
                Ok(Frame::Answer(answer)) if answer.status == 200 => return Ok(()),
                Ok(Frame::Answer(answer)) => {
                    let status = answer.status;
                    return Err(answer.error.map_or(
                        StreamError::RefusedWithoutReason(status),
                        StreamError::Refused,
                    ));
                }
                // An event of the subscription that is about to be confirmed.
                Ok(Frame::Event(frame)) => self.event(frame.event)?,
                Err(error) => tracing::warn!(%error, "an unreadable answer of the WebSocket API"),
            }
        }
    }

    fn event(&self, event: UserEvent) -> Result<(), StreamError> {
        match event {
            UserEvent::ExecutionReport(report) => {
                if self.reports.try_send(*report).is_err() {
                    tracing::warn!("a report of the user stream is dropped");
                }
            }
            UserEvent::Terminated => return Err(StreamError::Terminated),
            UserEvent::AccountPosition(_) | UserEvent::Other => {}
        }
        Ok(())
    }
}
