//! The peer's side of FIX scripts over TCP, for tests: it connects, or is connected to, writes what a script says, and
//! reads what comes.
//!
//! It knows nothing of the server: a test puts it into a [`fix_script::Stage`] of its own, together with the words that
//! its server knows. It blocks, with a deadline for everything that must come.

mod stream;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, SystemTime};

use fix_codec::{Decoder, Limits, Step};
use fix_script::{ConnectionId, Told};

use stream::Stream;

/// How long something that must come may take.
const WAIT: Duration = Duration::from_secs(20);

/// The buffer of a peer that reads slowly: one that holds less than a segment of this machine's own line would make the
/// system wait between any two.
const SLOW_BUFFER_BYTES: usize = 128 * 1024;
/// How a server's last words begin, where it expected TLS and got none.
const TLS_ALERT: u8 = 21;

/// Where a script's connections come from.
#[derive(Debug)]
pub enum Line {
    /// The server listens there.
    To(SocketAddr),
    /// The server connects to this.
    From(TcpListener),
}

/// All connections of a script.
#[derive(Debug)]
pub struct Peer {
    line: Line,
    open: BTreeMap<ConnectionId, Connection>,
}

#[derive(Debug)]
struct Connection {
    stream: Stream,
    buffer: Vec<u8>,
    is_ended: bool,
    /// Nothing is read but what is asked for.
    is_slow: bool,
}

impl Peer {
    /// A peer without a connection.
    pub fn new(line: Line) -> Self {
        Peer {
            line,
            open: BTreeMap::new(),
        }
    }

    /// Opens a connection, or takes the one that the server opens.
    pub fn connect(&mut self, connection: ConnectionId) -> Result<(), String> {
        let stream = self.line.open()?;
        self.open
            .insert(connection, Connection::on(Stream::Plain(stream)));
        Ok(())
    }

    /// The same with TLS, of which this is the peer's side. A server that does not agree closes the connection.
    pub fn connect_tls(
        &mut self,
        connection: ConnectionId,
        tls: rustls::Connection,
    ) -> Result<(), String> {
        let stream = self.line.open()?;
        stream
            .set_read_timeout(Some(WAIT))
            .map_err(|error| error.to_string())?;
        let (stream, is_agreed) = Stream::agree(stream, tls)?;
        let opened = Connection {
            is_ended: !is_agreed,
            ..Connection::on(stream)
        };
        self.open.insert(connection, opened);
        Ok(())
    }

    /// From now on only what a script waits for is read, through a small buffer.
    pub fn slow_down(&mut self, connection: ConnectionId) -> Result<(), String> {
        let connection = self.open.get_mut(&connection).ok_or("no such connection")?;
        connection.is_slow = true;
        socket2::SockRef::from(connection.stream.socket())
            .set_recv_buffer_size(SLOW_BUFFER_BYTES)
            .map_err(|error| error.to_string())
    }

    /// Reads on and throws away what comes, until the connection has ended.
    pub fn drain(&mut self, connection: ConnectionId) -> Result<(), String> {
        loop {
            match self.next(connection) {
                Some(Told::Disconnected(_)) => return Ok(()),
                Some(_) => {}
                None => return Err(format!("it has not ended within {WAIT:?}")),
            }
        }
    }

    /// Closes a connection.
    pub fn disconnect(&mut self, connection: ConnectionId) -> Result<(), String> {
        self.open
            .remove(&connection)
            .map(drop)
            .ok_or_else(|| "no such connection".to_owned())
    }

    /// Sends bytes.
    pub fn send(&mut self, connection: ConnectionId, bytes: &[u8]) -> Result<(), String> {
        let connection = self.open.get_mut(&connection).ok_or("no such connection")?;
        connection
            .stream
            .write_all(bytes)
            .map_err(|error| format!("the bytes can't be sent: {error}"))
    }

    /// The next message, or the end of the connection; `None` when neither came in time.
    pub fn next(&mut self, connection: ConnectionId) -> Option<Told> {
        let told = self
            .open
            .get_mut(&connection)?
            .next(connection, Some(WAIT))?;
        if matches!(told, Told::Disconnected(_)) {
            self.open.remove(&connection);
        }
        Some(told)
    }

    /// What has come on any connection already.
    pub fn left(&mut self) -> Option<Told> {
        self.open
            .iter_mut()
            .filter(|(_, connection)| !connection.is_slow)
            .find_map(|(id, connection)| connection.next(*id, None))
    }
}

impl Line {
    fn open(&self) -> Result<TcpStream, String> {
        let stream = match self {
            Line::To(address) => TcpStream::connect(address).map_err(|error| error.to_string())?,
            Line::From(listener) => accept(listener)?,
        };
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        Ok(stream)
    }
}

impl Connection {
    fn on(stream: Stream) -> Connection {
        Connection {
            stream,
            buffer: Vec::new(),
            is_ended: false,
            is_slow: false,
        }
    }

    fn next(&mut self, id: ConnectionId, wait: Option<Duration>) -> Option<Told> {
        let mut decoder = Decoder::new(Limits::DEFAULT);
        loop {
            match decoder.decode(&self.buffer) {
                Step::Message { consumed, .. } => {
                    return Some(Told::Message {
                        connection: id,
                        bytes: self.buffer.drain(..consumed).collect(),
                        at_ns: now_ns(),
                    });
                }
                Step::Garbled { .. } if self.buffer[0] == TLS_ALERT => self.buffer.clear(),
                Step::Garbled { consumed, reason } => {
                    self.buffer.drain(..consumed);
                    return Some(Told::Word(format!("GARBLED {reason}")));
                }
                Step::Partial if self.is_ended => return Some(Told::Disconnected(id)),
                Step::Partial => {}
            }
            if !self.read(wait) {
                return None;
            }
        }
    }

    /// Reads once; `false` when nothing came. Without a wait, it takes what is there.
    fn read(&mut self, wait: Option<Duration>) -> bool {
        let mut room = [0; 16 * 1024];
        let is_set = match wait {
            Some(wait) => self.stream.socket().set_read_timeout(Some(wait)),
            None => self.stream.socket().set_nonblocking(true),
        };
        let read = is_set.and_then(|()| self.stream.read(&mut room));
        if wait.is_none() && self.stream.socket().set_nonblocking(false).is_err() {
            self.is_ended = true;
        }
        match read {
            Ok(0) => self.is_ended = true,
            Ok(length) => self.buffer.extend_from_slice(&room[..length]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return false;
            }
            Err(_) => self.is_ended = true,
        }
        true
    }
}

/// A listener has no deadline of its own, so that a thread waits at it.
fn accept(listener: &TcpListener) -> Result<TcpStream, String> {
    let listener = listener.try_clone().map_err(|error| error.to_string())?;
    let (tell, accepted) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens any more who has waited too long.
        let _ = tell.send(listener.accept());
    });
    match accepted.recv_timeout(WAIT) {
        Ok(Ok((stream, _))) => Ok(stream),
        Ok(Err(error)) => Err(format!("nobody connects: {error}")),
        Err(_) => Err(format!("nobody connects within {WAIT:?}")),
    }
}

/// The time of this machine, as [`Told::Message`] has it.
pub fn now_ns() -> i64 {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
