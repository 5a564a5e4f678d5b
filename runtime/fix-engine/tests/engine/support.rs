//! What the tests of the engine have in common: an application, servers that can be killed, a peer that speaks bytes.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fix_codec::{
    Decoder, Draft, Encoder, Limits, OwnedMessage, Step as Decoded, TimePrecision, Timestamp,
};
use fix_dictionary::Release;
use fix_engine::{
    Application, Client, ClientConfig, Engine, EngineConfig, EngineError, EngineLimits, Handle,
    NamedSession, Received, SessionChange, Step, Verdict,
};
use fix_session::{Dictionaries, Role, SessionConfig, Version};
use journal::Journal;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// Counts orders and answers each with an ExecutionReport(8) that has its count.
#[derive(Default)]
pub(crate) struct Orders {
    pub(crate) seen: Vec<String>,
    pub(crate) resets: usize,
    /// How many orders it had when it was read from a snapshot.
    pub(crate) restored: Option<usize>,
}

#[derive(Serialize, Deserialize)]
pub(crate) enum Event {
    Order(String),
    Reset,
}

impl Application for Orders {
    type Event = Event;
    type Input = Draft;

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Order(id) => self.seen.push(id.clone()),
            Event::Reset => self.resets += 1,
        }
    }

    fn received(&self, received: &Received<'_>, step: &mut Step<Event>) -> Verdict {
        let fields = received.message.fields();
        match (received.message.msg_type(), fields.text(11)) {
            (b"D", Some(id)) => {
                step.store(Event::Order(id.to_owned()));
                step.send(received.session, report(id, self.seen.len() + 1));
                Verdict::Accepted
            }
            _ => Verdict::UnsupportedMessageType,
        }
    }

    fn input(&self, draft: Draft, step: &mut Step<Event>) {
        let is_late = draft.body().starts_with(b"37=late");
        step.send(if is_late { "late" } else { "client" }, draft);
    }

    fn snapshot_form(&self) -> Option<String> {
        Some("orders 1".to_owned())
    }

    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&(&self.seen, self.resets))
    }

    fn read_state(&mut self, state: &[u8]) -> Result<(), serde_json::Error> {
        (self.seen, self.resets) = serde_json::from_slice(state)?;
        self.restored = Some(self.seen.len());
        Ok(())
    }

    fn is_resent(&self, draft: &Draft) -> bool {
        draft.msg_type() != "W"
    }

    fn session(&self, _session: &str, change: SessionChange, step: &mut Step<Event>) {
        if change == SessionChange::Reset {
            step.store(Event::Reset);
        }
    }
}

pub(crate) fn report(id: &str, count: usize) -> Draft {
    let draft = Draft::new("8")
        .field(37, id)
        .field(17, count)
        .field(150, 0)
        .field(39, 0)
        .field(55, "BTC");
    draft.field(54, 1).field(151, 1).field(14, 0).field(6, 0)
}

pub(crate) fn order(id: impl std::fmt::Display) -> Draft {
    Draft::new("D")
        .field(11, id)
        .field(55, "BTC")
        .field(54, 1)
        .field(60, "20261123-05:14:54")
        .field(40, 1)
}

pub(crate) fn session(role: Role) -> SessionConfig {
    let dictionary = Release::Fix44.dictionary();
    let dictionaries = Dictionaries {
        session: dictionary.clone(),
        application: dictionary,
    };
    let (sender, target) = if role == Role::Acceptor {
        ("SHEAF", "CLIENT")
    } else {
        ("CLIENT", "SHEAF")
    };
    SessionConfig::new(role, Version::Fix44, sender, target, dictionaries)
}

/// A server in a runtime of its own, so that it can be killed: its tasks stop where they are.
pub(crate) struct Server {
    pub(crate) runtime: Runtime,
    pub(crate) handle: Handle<Orders>,
    pub(crate) address: SocketAddr,
}

impl Server {
    pub(crate) fn start(journal: Option<&Path>, address: &str, limits: EngineLimits) -> Server {
        let sessions = vec![NamedSession::acceptor("client", session(Role::Acceptor))];
        let config = EngineConfig {
            listen: Some(address.parse().unwrap()),
            sessions,
            limits,
            ..EngineConfig::default()
        };
        Server::run(journal, config)
    }

    pub(crate) fn run(journal: Option<&Path>, config: EngineConfig) -> Server {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (handle, address) = runtime.block_on(async {
            let journal = match journal {
                Some(path) => open(path).await,
                None => Journal::in_memory(),
            };
            let engine = start(config, journal).await;
            (engine.handle(), engine.local_address().unwrap())
        });
        Server {
            runtime,
            handle,
            address,
        }
    }

    pub(crate) fn kill(self) -> SocketAddr {
        drop(self.handle);
        self.runtime.shutdown_background();
        self.address
    }
}

/// Ports may be taken for a moment by the connections of a server before.
pub(crate) async fn start(config: EngineConfig, journal: Journal) -> Engine<Orders> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        match Engine::start(
            config.clone(),
            Orders::default(),
            journal.clone(),
            CancellationToken::new(),
        )
        .await
        {
            Ok(engine) => return engine,
            Err(EngineError::Listen { .. }) if Instant::now() < deadline => {
                tokio::task::yield_now().await;
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// A journal that was killed is in use until its thread has noticed.
pub(crate) async fn open(path: &Path) -> Journal {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        match Journal::open(path) {
            Ok(journal) => return journal,
            Err(error) if Instant::now() > deadline => panic!("{error}"),
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

/// What a kill leaves, which is what the next process finds: a copy of the journal's files while the engine runs. The log
/// first would miss what was moved to the database in between.
pub(crate) fn leave(journal: &Path, to: PathBuf) -> PathBuf {
    std::fs::copy(journal, &to).unwrap();
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    std::fs::copy(log(journal), log(&to)).unwrap();
    to
}

pub(crate) async fn client(address: SocketAddr, journal: Journal, resume_after: u64) -> Client {
    let config = ClientConfig {
        connect: address.to_string(),
        tls: None,
        session: session(Role::Initiator),
        resume_after,
    };
    Client::start(config, journal).await.unwrap()
}

pub(crate) async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), future)
        .await
        .unwrap_or_else(|_| panic!("{what} took too long"))
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

impl Server {
    /// From within a runtime; without a journal, one that nobody talks to.
    pub(crate) fn start_on_thread(
        address: SocketAddr,
        journal: Option<std::path::PathBuf>,
    ) -> Server {
        let start = move || match journal {
            Some(path) => Server::start(Some(&path), &address.to_string(), EngineLimits::default()),
            None => Server::start(None, "127.0.0.1:0", EngineLimits::default()),
        };
        std::thread::spawn(start).join().unwrap()
    }
}

/// TCP, or TLS over it.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Stream for T {}

/// A peer that speaks bytes.
pub(crate) struct Raw {
    pub(crate) stream: Box<dyn Stream>,
    pub(crate) buffer: Vec<u8>,
    pub(crate) next: u64,
    /// SenderCompID(49)
    pub(crate) comp_id: &'static str,
    /// BeginString(8)
    pub(crate) begin_string: &'static str,
}

impl Raw {
    pub(crate) async fn connect(address: SocketAddr) -> Raw {
        Raw::on(TcpStream::connect(address).await.unwrap())
    }

    pub(crate) fn on(stream: impl Stream + 'static) -> Raw {
        Raw {
            stream: Box::new(stream),
            buffer: Vec::new(),
            next: 1,
            comp_id: "CLIENT",
            begin_string: "FIX.4.4",
        }
    }

    pub(crate) async fn send(&mut self, msg_type: &str, body: &str) {
        let bytes = self.encoded(msg_type, body);
        // A peer that closed on us is noticed by whoever reads.
        let _ = self.stream.write_all(&bytes).await;
        let _ = self.stream.flush().await;
    }

    /// Its next message.
    pub(crate) fn encoded(&mut self, msg_type: &str, body: &str) -> Vec<u8> {
        let mut encoder = Encoder::new();
        encoder.begin(msg_type.as_bytes());
        encoder.unsigned(34, self.next);
        self.next += 1;
        encoder.bytes(49, self.comp_id.as_bytes());
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_nanos();
        encoder.bytes(
            52,
            Timestamp::from_unix_ns(i64::try_from(now).unwrap())
                .format(TimePrecision::Milliseconds)
                .as_bytes(),
        );
        encoder.bytes(56, b"SHEAF");
        encoder.encoded(body.replace('|', "\u{1}").as_bytes());
        encoder.finish(self.begin_string.as_bytes()).to_vec()
    }

    /// The next message, or `None` at the end of the connection.
    pub(crate) async fn receive(&mut self) -> Option<OwnedMessage> {
        let mut decoder = Decoder::new(Limits::DEFAULT);
        loop {
            if let Decoded::Message { consumed, message } = decoder.decode(&self.buffer) {
                let message = message.to_owned();
                self.buffer.drain(..consumed);
                return Some(message);
            }
            let read = within("a message", self.stream.read_buf(&mut self.buffer)).await;
            if !matches!(read, Ok(1..)) {
                return None;
            }
        }
    }

    pub(crate) async fn expect(&mut self, msg_type: &str) -> OwnedMessage {
        let message = self
            .receive()
            .await
            .unwrap_or_else(|| panic!("closed instead of {msg_type}"));
        assert_eq!(message.view().msg_type(), msg_type.as_bytes(), "{message}");
        message
    }

    pub(crate) async fn log_on(&mut self) {
        self.send("A", "98=0|108=30|").await;
        self.expect("A").await;
    }

    /// Proves that it has everything, and gets the Logout.
    pub(crate) async fn logged_out(&mut self) -> OwnedMessage {
        let test = self.expect("1").await;
        let id = test.fields().text(112).unwrap_or_default().to_owned();
        self.send("0", &format!("112={id}|")).await;
        self.expect("5").await
    }

    /// Whether the logon was answered.
    pub(crate) async fn try_log_on(&mut self) -> bool {
        self.send("A", "98=0|108=30|").await;
        self.receive().await.is_some()
    }
}
