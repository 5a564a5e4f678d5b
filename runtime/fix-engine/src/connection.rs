//! One TCP connection: a task that reads, a task that writes, and the hub's end of both.
//!
//! The reader waits while the hub has not consumed what it read, so that a peer can't fill the memory; the writer's
//! queue has a limit that the hub checks, so that a slow peer can't either. While nothing is queued, the hub may write
//! by itself what the socket takes at once: that spares the way over the task.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

/// Which connection; never used again.
pub(crate) type ConnectionId = u64;

/// The least room for a read: what an idle connection costs.
const READ_BYTES_MIN: usize = 1024;
/// The most room for a read; it grows with what comes.
const READ_BYTES_MAX: usize = 16 * 1024;
/// Reads of one connection that the hub may have before it.
const READS_AHEAD_MAX: usize = 4;
/// How long a peer has to take our last bytes and to close its end.
const LINGER: Duration = Duration::from_secs(2);

/// What a connection tells the hub.
pub(crate) enum FromConnection {
    /// Bytes came; the permit lets the reader go on.
    Bytes(ConnectionId, Vec<u8>, OwnedSemaphorePermit),
    /// Everything that was queued has been written; told once after [`Outbox::tell_when_drained`].
    Drained(ConnectionId),
    /// The connection has ended.
    Closed(ConnectionId),
}

enum ToWriter {
    /// Bytes, and what the socket holds back before them.
    Bytes(Vec<u8>),
    /// Write what is queued, then end.
    Close,
}

/// The hub's end of a connection. Dropping it closes the connection without writing what is queued.
#[derive(Clone)]
pub(crate) struct Outbox {
    queue: mpsc::UnboundedSender<ToWriter>,
    shared: Arc<Shared>,
    ended: CancellationToken,
}

/// What the hub and the writer's task share.
struct Shared {
    wire: Mutex<Wire>,
    queued_bytes: AtomicUsize,
    wants_drained: AtomicBool,
}

impl Outbox {
    /// Counts bytes that will be written: how many wait now.
    pub(crate) fn reserve(&self, length: usize) -> usize {
        self.shared
            .queued_bytes
            .fetch_add(length, Ordering::Relaxed)
            + length
    }

    /// Bytes that wait.
    pub(crate) fn queued_bytes(&self) -> usize {
        self.shared.queued_bytes.load(Ordering::Relaxed)
    }

    /// Asks to be told when everything has been written.
    pub(crate) fn tell_when_drained(&self) {
        self.shared.wants_drained.store(true, Ordering::Release);
    }

    /// Queues bytes that were reserved.
    pub(crate) fn write(&self, bytes: Vec<u8>) {
        self.shared.wire().handed_over += 1;
        let _ = self.queue.send(ToWriter::Bytes(bytes));
    }

    /// Writes bytes that were reserved, as far as the socket takes them at once, and queues the rest.
    pub(crate) fn write_now(&self, bytes: Vec<u8>) {
        // Who waits to be told is told by the task.
        if self.shared.wants_drained.load(Ordering::Acquire) {
            self.write(bytes);
            return;
        }
        let length = bytes.len();
        let written = self.shared.wire().write_now(bytes);
        match written {
            Ok(None) => {
                self.shared.wrote(length);
            }
            Ok(Some(rest)) => {
                self.shared.wrote(length - rest.len());
                self.write(rest);
            }
            Err(_) => self.abort(),
        }
    }

    /// Writes what is queued, then closes.
    pub(crate) fn close(&self) {
        self.shared.wire().handed_over += 1;
        let _ = self.queue.send(ToWriter::Close);
    }

    /// Closes at once.
    pub(crate) fn abort(&self) {
        self.ended.cancel();
    }

    /// Whether everything has been written, or never will be.
    pub(crate) fn is_flushed(&self) -> bool {
        self.queued_bytes() == 0 || self.ended.is_cancelled()
    }

    /// Resolves when the connection has ended.
    pub(crate) fn ended(&self) -> CancellationToken {
        self.ended.clone()
    }
}

impl Shared {
    fn wire(&self) -> MutexGuard<'_, Wire> {
        self.wire.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts bytes that were written; whether the hub wants to know that now nothing is queued any more.
    fn wrote(&self, length: usize) -> bool {
        let is_drained = self.queued_bytes.fetch_sub(length, Ordering::AcqRel) == length;
        is_drained && self.wants_drained.swap(false, Ordering::AcqRel)
    }
}

/// Where the hub and the writer's task write to, one after the other.
struct Wire {
    /// None when the connection has ended.
    socket: Option<Box<dyn AsyncWrite + Unpin + Send>>,
    /// What is the task's to do and is not done.
    handed_over: usize,
}

impl Wire {
    /// Writes what the socket takes at once, if nothing has to go before it: what is left for the task.
    fn write_now(&mut self, mut bytes: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
        // Nobody is woken: the task asks the socket again.
        let mut ctx = Context::from_waker(Waker::noop());
        let mut rest = &bytes[..];
        let is_done = self.handed_over == 0 && self.poll_write(&mut ctx, &mut rest)?.is_ready();
        let written = bytes.len() - rest.len();
        bytes.drain(..written);
        Ok((!is_done).then_some(bytes))
    }

    /// Writes all of it, and what the socket holds back.
    fn poll_write(&mut self, ctx: &mut Context<'_>, rest: &mut &[u8]) -> Poll<io::Result<()>> {
        let Some(socket) = &mut self.socket else {
            return Poll::Ready(Err(io::ErrorKind::NotConnected.into()));
        };
        let mut socket = Pin::new(socket);
        while !rest.is_empty() {
            let length = ready!(socket.as_mut().poll_write(ctx, rest))?;
            if length == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            *rest = &rest[length..];
        }
        socket.poll_flush(ctx)
    }

    /// Tells the peer that nothing more comes.
    fn poll_shutdown(&mut self, ctx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.socket {
            Some(socket) => Pin::new(socket).poll_shutdown(ctx),
            None => Poll::Ready(Ok(())),
        }
    }
}

/// The two tasks of a connection, not yet running: the hub has to know the connection before it hears from it.
pub(crate) struct Tasks<Reader> {
    id: ConnectionId,
    reader: Reader,
    queued: mpsc::UnboundedReceiver<ToWriter>,
    outbox: Outbox,
}

/// Prepares a connection.
pub(crate) fn prepare<Reader>(
    id: ConnectionId,
    reader: Reader,
    writer: impl AsyncWrite + Unpin + Send + 'static,
) -> (Outbox, Tasks<Reader>) {
    let (queue, queued) = mpsc::unbounded_channel();
    let wire = Wire {
        socket: Some(Box::new(writer)),
        handed_over: 0,
    };
    let outbox = Outbox {
        queue,
        shared: Arc::new(Shared {
            wire: Mutex::new(wire),
            queued_bytes: AtomicUsize::new(0),
            wants_drained: AtomicBool::new(false),
        }),
        ended: CancellationToken::new(),
    };
    (
        outbox.clone(),
        Tasks {
            id,
            reader,
            queued,
            outbox,
        },
    )
}

impl<Reader: AsyncRead + Unpin + Send + 'static> Tasks<Reader> {
    /// Starts both; what they have to say goes through `tell`. The seat is given up when the socket is closed.
    pub(crate) fn start<Tell: From<FromConnection> + Send + 'static>(
        self,
        tell: mpsc::Sender<Tell>,
        seat: impl Send + 'static,
    ) {
        let Tasks {
            id,
            reader,
            queued,
            outbox,
        } = self;
        let Outbox { shared, ended, .. } = outbox;
        tokio::spawn(read(id, reader, tell.clone(), ended.clone()));
        tokio::spawn(async move {
            tokio::select! {
                () = ended.cancelled() => {}
                () = write(id, &shared, queued, tell) => {}
            }
            shared.wire().socket = None;
            ended.cancel();
            drop(seat);
        });
    }
}

async fn read<Tell: From<FromConnection>>(
    id: ConnectionId,
    mut reader: impl AsyncRead + Unpin,
    tell: mpsc::Sender<Tell>,
    ended: CancellationToken,
) {
    let credit = Arc::new(Semaphore::new(READS_AHEAD_MAX));
    let read_all = async {
        let mut room = READ_BYTES_MIN;
        while let Ok(permit) = Arc::clone(&credit).acquire_owned().await {
            let mut bytes = Vec::with_capacity(room);
            match reader.read_buf(&mut bytes).await {
                Ok(1..) => {}
                Ok(0) | Err(_) => break,
            }
            room = if bytes.len() >= room {
                room * 4
            } else {
                room.min(bytes.len() * 4)
            };
            room = room.clamp(READ_BYTES_MIN, READ_BYTES_MAX);
            bytes.shrink_to_fit();
            if tell
                .send(FromConnection::Bytes(id, bytes, permit).into())
                .await
                .is_err()
            {
                break;
            }
        }
    };
    tokio::select! {
        () = ended.cancelled() => {}
        () = read_all => {}
    }
    ended.cancel();
    let _ = tell.send(FromConnection::Closed(id).into()).await;
}

/// Writes what is queued.
async fn write<Tell: From<FromConnection>>(
    id: ConnectionId,
    shared: &Shared,
    mut queued: mpsc::UnboundedReceiver<ToWriter>,
    tell: mpsc::Sender<Tell>,
) {
    while let Some(next) = queued.recv().await {
        match next {
            ToWriter::Bytes(bytes) => {
                let mut rest = &bytes[..];
                let written = poll_fn(|ctx| shared.wire().poll_write(ctx, &mut rest)).await;
                if written.is_err() {
                    return;
                }
                shared.wire().handed_over -= 1;
                if shared.wrote(bytes.len()) {
                    let _ = tell.send(FromConnection::Drained(id).into()).await;
                }
            }
            ToWriter::Close => break,
        }
    }
    // The peer reads our last bytes and then the end; closing outright could take them away from it.
    let _ = poll_fn(|ctx| shared.wire().poll_shutdown(ctx)).await;
    tokio::time::sleep(LINGER).await;
}
