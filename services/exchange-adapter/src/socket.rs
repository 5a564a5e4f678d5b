//! One WebSocket to the venue: connected within a deadline, read until it closes, falls silent, or is as old as the venue allows.
//!
//! Pings are answered by the library when the next message is read, which is at once: the reader does nothing else.

use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::{self, Message, protocol::WebSocketConfig};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream};

use crate::rest::CONNECT_TIMEOUT;

/// A connection is replaced after this time: the venue cuts it at 24 h.
pub(crate) const AGE_MAX: Duration = Duration::from_mins(23 * 60 + 30);
/// A connection that lasted so long was a good one: the next is tried at once. The venue bans an address that connects too often.
pub(crate) const STABLE_AFTER: Duration = Duration::from_secs(10);
/// The longest message that is read.
pub(crate) const MESSAGE_BYTES_MAX: usize = 16 << 20;
/// The longest that sending a message may take.
pub(crate) const SEND_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a connection is over.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SocketError {
    /// It can't be made, or broke.
    #[error("{0}")]
    Broken(Box<tungstenite::Error>),
    /// Connecting or sending took too long.
    #[error("no connection within {0:?}")]
    Slow(Duration),
    /// Nothing came for too long, not even a ping.
    #[error("silent for {0:?}")]
    Silent(Duration),
    /// The venue closed it.
    #[error("closed by the venue")]
    Closed,
    /// It is as old as the venue allows.
    #[error("a new connection is due")]
    Old,
}

impl From<tungstenite::Error> for SocketError {
    fn from(error: tungstenite::Error) -> Self {
        Self::Broken(Box::new(error))
    }
}

/// An open connection.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    silence: Duration,
    old_at: Instant,
}

impl Socket {
    /// Connects. A connection that is silent for `silence` is over.
    pub(crate) async fn connect(
        url: &str,
        tls: &Arc<rustls::ClientConfig>,
        silence: Duration,
    ) -> Result<Self, SocketError> {
        let config = WebSocketConfig::default()
            .max_message_size(Some(MESSAGE_BYTES_MAX))
            .max_frame_size(Some(MESSAGE_BYTES_MAX));
        let connector = Some(Connector::Rustls(tls.clone()));
        let connecting =
            tokio_tungstenite::connect_async_tls_with_config(url, Some(config), true, connector);
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, connecting).await;
        let (stream, _) = connected.map_err(|_| SocketError::Slow(CONNECT_TIMEOUT))??;
        Ok(Self {
            stream,
            silence,
            old_at: Instant::now() + AGE_MAX,
        })
    }

    /// Sends a text.
    pub(crate) async fn send(&mut self, text: String) -> Result<(), SocketError> {
        let sending = self.stream.send(Message::text(text));
        let sent = tokio::time::timeout(SEND_TIMEOUT, sending).await;
        Ok(sent.map_err(|_| SocketError::Slow(SEND_TIMEOUT))??)
    }

    /// The next text.
    pub(crate) async fn next(&mut self) -> Result<tungstenite::Utf8Bytes, SocketError> {
        loop {
            let silent_at = Instant::now() + self.silence;
            let deadline = silent_at.min(self.old_at);
            match tokio::time::timeout_at(deadline, self.stream.next()).await {
                Ok(Some(Ok(Message::Text(text)))) => return Ok(text),
                Ok(Some(Ok(Message::Close(_))) | None) => return Err(SocketError::Closed),
                Ok(Some(Ok(_))) if Instant::now() >= self.old_at => return Err(SocketError::Old),
                Ok(Some(Ok(_))) => {}
                Ok(Some(Err(error))) => return Err(error.into()),
                Err(_) if deadline == self.old_at => return Err(SocketError::Old),
                Err(_) => return Err(SocketError::Silent(self.silence)),
            }
        }
    }
}

/// TLS with the well-known roots, for REST and WebSocket alike.
pub(crate) fn tls() -> Result<rustls::ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = webpki_roots::TLS_SERVER_ROOTS
        .iter()
        .cloned()
        .collect::<rustls::RootCertStore>();
    Ok(rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
