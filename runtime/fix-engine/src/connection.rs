//! One TCP connection: a task that reads, a task that writes, and the hub's end of both.
//!
//! The reader waits while the hub has not consumed what it read, so that a peer can't fill the memory; the writer's
//! queue has a limit that the hub checks, so that a slow peer can't either.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
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
    Bytes(Vec<u8>),
    /// Write what is queued, then end.
    Close,
}

/// The hub's end of a connection. Dropping it closes the connection without writing what is queued.
#[derive(Clone)]
pub(crate) struct Outbox {
    queue: mpsc::UnboundedSender<ToWriter>,
    queued_bytes: Arc<AtomicUsize>,
    wants_drained: Arc<AtomicBool>,
    ended: CancellationToken,
}

impl Outbox {
    /// Counts bytes that will be written: how many wait now.
    pub(crate) fn reserve(&self, length: usize) -> usize {
        self.queued_bytes.fetch_add(length, Ordering::Relaxed) + length
    }

    /// Bytes that wait.
    pub(crate) fn queued_bytes(&self) -> usize {
        self.queued_bytes.load(Ordering::Relaxed)
    }

    /// Asks to be told when everything has been written.
    pub(crate) fn tell_when_drained(&self) {
        self.wants_drained.store(true, Ordering::Release);
    }

    /// Queues bytes that were reserved.
    pub(crate) fn write(&self, bytes: Vec<u8>) {
        let _ = self.queue.send(ToWriter::Bytes(bytes));
    }

    /// Writes what is queued, then closes.
    pub(crate) fn close(&self) {
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

/// The two tasks of a connection, not yet running: the hub has to know the connection before it hears from it.
pub(crate) struct Tasks<Reader, Writer> {
    id: ConnectionId,
    reader: Reader,
    writer: Writer,
    queued: mpsc::UnboundedReceiver<ToWriter>,
    outbox: Outbox,
}

/// Prepares a connection.
pub(crate) fn prepare<Reader, Writer>(
    id: ConnectionId,
    reader: Reader,
    writer: Writer,
) -> (Outbox, Tasks<Reader, Writer>) {
    let (queue, queued) = mpsc::unbounded_channel();
    let outbox = Outbox {
        queue,
        queued_bytes: Arc::default(),
        wants_drained: Arc::default(),
        ended: CancellationToken::new(),
    };
    (
        outbox.clone(),
        Tasks {
            id,
            reader,
            writer,
            queued,
            outbox,
        },
    )
}

impl<Reader, Writer> Tasks<Reader, Writer>
where
    Reader: AsyncRead + Unpin + Send + 'static,
    Writer: AsyncWrite + Unpin + Send + 'static,
{
    /// Starts both; what they have to say goes through `tell`. The seat is given up when the socket is closed.
    pub(crate) fn start<Tell: From<FromConnection> + Send + 'static>(
        self,
        tell: mpsc::Sender<Tell>,
        seat: impl Send + 'static,
    ) {
        let Tasks {
            id,
            reader,
            writer,
            queued,
            outbox,
        } = self;
        let Outbox {
            queued_bytes,
            wants_drained,
            ended,
            ..
        } = outbox;
        tokio::spawn(read(id, reader, tell.clone(), ended.clone()));
        let wrote = move |length| {
            let is_drained = queued_bytes.fetch_sub(length, Ordering::AcqRel) == length;
            is_drained && wants_drained.swap(false, Ordering::AcqRel)
        };
        tokio::spawn(async move {
            tokio::select! {
                () = ended.cancelled() => {}
                () = write(id, writer, queued, wrote, tell) => {}
            }
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

/// Writes what is queued; `wrote` says whether the hub wants to know that nothing is queued any more.
async fn write<Tell: From<FromConnection>>(
    id: ConnectionId,
    mut writer: impl AsyncWrite + Unpin,
    mut queued: mpsc::UnboundedReceiver<ToWriter>,
    wrote: impl Fn(usize) -> bool,
    tell: mpsc::Sender<Tell>,
) {
    while let Some(next) = queued.recv().await {
        match next {
            ToWriter::Bytes(bytes) => {
                if writer.write_all(&bytes).await.is_err() || writer.flush().await.is_err() {
                    return;
                }
                if wrote(bytes.len()) {
                    let _ = tell.send(FromConnection::Drained(id).into()).await;
                }
            }
            ToWriter::Close => break,
        }
    }
    // The peer reads our last bytes and then the end; closing outright could take them away from it.
    let _ = writer.shutdown().await;
    tokio::time::sleep(LINGER).await;
}
