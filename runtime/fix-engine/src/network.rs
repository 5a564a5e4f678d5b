//! Sockets: accepting on the one port, and connecting for each initiator session, again and again; TLS on both.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsStream;
use tokio_util::sync::CancellationToken;

use crate::access::{Networks, Refusals, Refused};
use crate::application::Application;
use crate::connection::{self, ConnectionId, Outbox};
use crate::engine::EngineError;
use crate::hub::{Input, Opened, SessionStatus};
use crate::seats::{Seat, Seats};
use crate::tls::{Dialer, Handshakes, PeerCertificate};

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

/// Who gets in at the port, and how.
pub(crate) struct Door {
    pub(crate) networks: Networks,
    pub(crate) seats: Arc<Seats>,
    pub(crate) refusals: Refusals,
    pub(crate) tls: Option<Handshakes>,
    /// How long a handshake may take.
    pub(crate) handshake_wait: Duration,
}

/// Takes connections until shutdown.
pub(crate) async fn accept<A: Application>(
    listener: TcpListener,
    door: Door,
    ids: Arc<ConnectionIds>,
    tell: mpsc::Sender<Input<A>>,
    shutdown: CancellationToken,
) {
    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, or a peer that left: the next one may do better.
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a connection could not be accepted"
                );
                sleep(BACKOFF_MIN).await;
                continue;
            }
        };
        let places = if door.networks.admit(peer.ip()) {
            door.seats.take(peer.ip())
        } else {
            Err(Refused::Network)
        };
        let (seat, waiting) = match places {
            Ok(places) => places,
            Err(refused) => {
                tracing::info!(%peer, %refused, "connection refused");
                door.refusals.count(refused);
                continue;
            }
        };
        let opened = Opened::by_peer(peer, waiting);
        let connection = ids.next();
        tracing::info!(connection, %peer, "connected");
        if let Some(tls) = &door.tls {
            let handshake = shake_hands(
                connection,
                tls.acceptor().accept(stream),
                door.handshake_wait,
                opened,
                seat,
                door.refusals.clone(),
                tell.clone(),
            );
            tokio::spawn(handshake);
        } else if open(connection, stream, opened, seat, &tell)
            .await
            .is_none()
        {
            return;
        }
    }
}

/// A handshake that takes too long, or fails, ends the connection.
async fn shake_hands<A: Application>(
    connection: ConnectionId,
    handshake: tokio_rustls::Accept<TcpStream>,
    wait: Duration,
    mut opened: Opened,
    seat: Seat,
    refusals: Refusals,
    tell: mpsc::Sender<Input<A>>,
) {
    let peer = opened.origin.address;
    match timeout(wait, handshake).await {
        Ok(Ok(stream)) => {
            let shown = stream.get_ref().1.peer_certificates();
            opened.origin.certificate = PeerCertificate::of(shown);
            open(connection, TlsStream::from(stream), opened, seat, &tell).await;
        }
        Ok(Err(error)) => {
            tracing::info!(connection, %peer, %error, refused = %Refused::Handshake, "connection refused");
            refusals.count(Refused::Handshake);
        }
        Err(_) => {
            tracing::info!(connection, %peer, ?wait, refused = %Refused::Handshake, "connection refused");
            refusals.count(Refused::Handshake);
        }
    }
}

/// Keeps an initiator session connected until shutdown, while it is enabled.
pub(crate) async fn connect<A: Application>(
    session: usize,
    target: Target,
    mut status: watch::Receiver<SessionStatus>,
    ids: Arc<ConnectionIds>,
    tell: mpsc::Sender<Input<A>>,
    shutdown: CancellationToken,
) {
    let keep_connected = async {
        let mut backoff = BACKOFF_MIN;
        while becomes(&mut status, |status| status.is_enabled).await {
            if let Some((stream, peer)) = target.reach(session).await {
                let opened = Opened::by_us(session, peer);
                let outbox = match stream {
                    Reached::Plain(stream) => open(ids.next(), stream, opened, (), &tell).await,
                    Reached::Tls(stream) => open(ids.next(), *stream, opened, (), &tell).await,
                };
                let Some(outbox) = outbox else { return };
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

/// Where an initiator connects to.
pub(crate) struct Target {
    /// `host:port`.
    pub(crate) address: String,
    pub(crate) tls: Option<Dialer>,
}

enum Reached {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Target {
    async fn reach(&self, session: usize) -> Option<(Reached, SocketAddr)> {
        let reach = async {
            let stream = TcpStream::connect(&self.address).await?;
            let peer = stream.peer_addr()?;
            let Some(dialer) = &self.tls else {
                return Ok::<_, io::Error>((Reached::Plain(stream), peer));
            };
            let name = dialer.server_name.clone();
            let stream = dialer.connector.connect(name, stream).await?;
            Ok((Reached::Tls(Box::new(TlsStream::from(stream))), peer))
        };
        let reached = timeout(CONNECT_WAIT, reach).await;
        match reached.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            Ok(reached) => Some(reached),
            Err(error) => {
                tracing::debug!(session, address = self.address, %error, "not connected");
                None
            }
        }
    }
}

/// What a connection is made of.
trait Stream {
    type Reader: AsyncRead + Unpin + Send + 'static;
    type Writer: AsyncWrite + Unpin + Send + 'static;

    fn socket(&self) -> &TcpStream;
    fn split(self) -> (Self::Reader, Self::Writer);
}

impl Stream for TcpStream {
    type Reader = tokio::net::tcp::OwnedReadHalf;
    type Writer = tokio::net::tcp::OwnedWriteHalf;

    fn socket(&self) -> &TcpStream {
        self
    }

    fn split(self) -> (Self::Reader, Self::Writer) {
        self.into_split()
    }
}

impl Stream for TlsStream<TcpStream> {
    type Reader = tokio::io::ReadHalf<Self>;
    type Writer = tokio::io::WriteHalf<Self>;

    fn socket(&self) -> &TcpStream {
        self.get_ref().0
    }

    fn split(self) -> (Self::Reader, Self::Writer) {
        tokio::io::split(self)
    }
}

/// Tells the hub of a connection, then starts it: its outbox, or `None` when the hub has ended. The seat is kept until
/// the socket is closed.
async fn open<A: Application, S: Stream>(
    id: ConnectionId,
    stream: S,
    opened: Opened,
    seat: impl Send + 'static,
    tell: &mpsc::Sender<Input<A>>,
) -> Option<Outbox> {
    // Answers are small and should not wait for more; without the option the session still works.
    let _ = stream.socket().set_nodelay(true);
    let (reader, writer) = stream.split();
    let (outbox, tasks) = connection::prepare(id, reader, writer);
    tell.send(Input::Opened(id, outbox.clone(), Box::new(opened)))
        .await
        .ok()?;
    tasks.start(tell.clone(), seat);
    Some(outbox)
}
