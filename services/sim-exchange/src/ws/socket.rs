//! What all WebSocket connections have in common: pings, a limit on what the client sends, and the ways they end.

use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use tokio::{
    sync::watch,
    time::{Interval, MissedTickBehavior, interval_at},
};
use tokio_util::sync::CancellationToken;

/// The largest message of a client.
pub(super) const MESSAGE_BYTES_MAX: usize = 64 << 10;
/// The venue pings each connection so often.
const PING_INTERVAL: Duration = Duration::from_secs(20);
/// A connection that has not answered a ping for so long is cut.
const PONG_TIMEOUT: Duration = Duration::from_mins(1);
/// The longest that writing one message may take.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);

/// What a connection has to do next.
pub(super) enum Next {
    /// A text came.
    Text(String),
    /// Nothing for the protocol above.
    Nothing,
    /// The connection is over.
    End,
}

/// One connection.
pub(super) struct Socket {
    inner: WebSocket,
    pings: Interval,
    heard: Instant,
    drops: watch::Receiver<u64>,
    shutdown: CancellationToken,
    /// Messages of the client in the current second, at most `messages_per_second`.
    messages: u32,
    messages_per_second: u32,
    second: Instant,
}

impl Socket {
    pub(super) fn new(
        socket: WebSocket,
        drops: watch::Receiver<u64>,
        shutdown: CancellationToken,
        messages_per_second: u32,
    ) -> Self {
        let mut pings = interval_at(tokio::time::Instant::now() + PING_INTERVAL, PING_INTERVAL);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let now = Instant::now();
        Self {
            inner: socket,
            pings,
            heard: now,
            drops,
            shutdown,
            messages: 0,
            messages_per_second,
            second: now,
        }
    }

    /// Waits for what the client or the clock brings. Safe to drop before it is ready.
    pub(super) async fn next(&mut self) -> Next {
        tokio::select! {
            () = self.shutdown.cancelled() => {
                self.close(close_code::AWAY, "the venue shuts down").await;
                Next::End
            }
            // A fault: the connection is cut without a close frame.
            _ = self.drops.changed() => Next::End,
            _ = self.pings.tick() => {
                if self.heard.elapsed() > PONG_TIMEOUT {
                    return Next::End;
                }
                self.write(Message::Ping(Vec::new().into())).await
            }
            message = self.inner.recv() => self.take(message).await,
        }
    }

    async fn take(&mut self, message: Option<Result<Message, axum::Error>>) -> Next {
        let Some(Ok(message)) = message else {
            return Next::End;
        };
        self.heard = Instant::now();
        if self.second.elapsed() >= Duration::from_secs(1) {
            (self.second, self.messages) = (self.heard, 0);
        }
        self.messages += 1;
        if self.messages > self.messages_per_second {
            self.close(close_code::POLICY, "Too many requests").await;
            return Next::End;
        }
        match message {
            Message::Text(text) => Next::Text(text.as_str().to_owned()),
            Message::Close(_) => Next::End,
            Message::Binary(_) => {
                self.close(close_code::POLICY, "disconnected").await;
                Next::End
            }
            // Pings are answered by the library.
            Message::Ping(_) | Message::Pong(_) => Next::Nothing,
        }
    }

    /// Writes a text; `End` if it can't.
    pub(super) async fn send(&mut self, text: &str) -> Next {
        self.write(Message::Text(text.into())).await
    }

    /// Ends the connection in order.
    pub(super) async fn close(&mut self, code: u16, reason: &'static str) {
        self.write(Message::Close(Some(CloseFrame {
            code,
            reason: reason.into(),
        })))
        .await;
    }

    async fn write(&mut self, message: Message) -> Next {
        match tokio::time::timeout(SEND_TIMEOUT, self.inner.send(message)).await {
            Ok(Ok(())) => Next::Nothing,
            Ok(Err(_)) | Err(_) => Next::End,
        }
    }
}
