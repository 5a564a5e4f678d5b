//! Sockets: accepting on the one port, and connecting for each initiator session, again and again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::application::Application;
use crate::connection::{self, ConnectionId, Outbox};
use crate::engine::EngineError;
use crate::hub::{Input, SessionStatus};

/// How long a connection attempt may take.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// The pause after the first attempt that failed; it doubles with each one more.
const BACKOFF_MIN: Duration = Duration::from_millis(50);
/// The longest pause.
const BACKOFF_MAX: Duration = Duration::from_secs(5);

/// Gives each connection its number.
#[derive(Debug, Default)]
pub(crate) struct ConnectionIds(AtomicU64);

impl ConnectionIds {
    fn next(&self) -> ConnectionId {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

pub(crate) async fn listen(
    address: Option<SocketAddr>,
) -> Result<(Option<TcpListener>, Option<SocketAddr>), EngineError> {
    let Some(address) = address else {
        return Ok((None, None));
    };
    let failed = |source| EngineError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let local = listener.local_addr().map_err(failed)?;
    Ok((Some(listener), Some(local)))
}

/// Takes connections until shutdown.
pub(crate) async fn accept<A: Application>(
    listener: TcpListener,
    ids: Arc<ConnectionIds>,
    tell: mpsc::Sender<Input<A>>,
    shutdown: CancellationToken,
) {
    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                tracing::info!(%peer, "connected");
                if open(stream, None, &ids, &tell).await.is_none() {
                    return;
                }
            }
            Err(error) => {
                // Out of file descriptors, or a peer that left: the next one may do better.
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a connection could not be accepted"
                );
                sleep(BACKOFF_MIN).await;
            }
        }
    }
}

/// Keeps an initiator session connected until shutdown, while it is enabled.
pub(crate) async fn connect<A: Application>(
    session: usize,
    address: String,
    mut status: watch::Receiver<SessionStatus>,
    ids: Arc<ConnectionIds>,
    tell: mpsc::Sender<Input<A>>,
    shutdown: CancellationToken,
) {
    let keep_connected = async {
        let mut backoff = BACKOFF_MIN;
        while becomes(&mut status, |status| status.is_enabled).await {
            if let Ok(Ok(stream)) = timeout(CONNECT_WAIT, TcpStream::connect(&address)).await {
                let Some(outbox) = open(stream, Some(session), &ids, &tell).await else {
                    return;
                };
                let ended = outbox.ended();
                drop(outbox);
                tokio::select! {
                    () = ended.cancelled() => {}
                    // A session that got as far as a logon starts its pauses from the shortest again.
                    _ = becomes(&mut status, |status| status.is_logged_on) => {
                        backoff = BACKOFF_MIN;
                        ended.cancelled().await;
                    }
                }
            }
            sleep(backoff).await;
            backoff = (backoff * 2).min(BACKOFF_MAX);
        }
    };
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = keep_connected => {}
    }
}

/// Waits for a state; `false` when the hub has ended.
async fn becomes(
    status: &mut watch::Receiver<SessionStatus>,
    wanted: impl Fn(&SessionStatus) -> bool,
) -> bool {
    status.wait_for(|status| wanted(status)).await.is_ok()
}

/// Tells the hub of a connection, then starts it: its outbox, or `None` when the hub has ended.
async fn open<A: Application>(
    stream: TcpStream,
    session: Option<usize>,
    ids: &ConnectionIds,
    tell: &mpsc::Sender<Input<A>>,
) -> Option<Outbox> {
    // Answers are small and should not wait for more; without the option the session still works.
    let _ = stream.set_nodelay(true);
    let id = ids.next();
    let (reader, writer) = stream.into_split();
    let (outbox, tasks) = connection::prepare(id, reader, writer);
    tell.send(Input::Opened(id, outbox.clone(), session))
        .await
        .ok()?;
    tasks.start(tell.clone());
    Some(outbox)
}
