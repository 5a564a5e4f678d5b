//! The engine over real sockets and a journal on disk: what was taken is answered once, through kills of either side.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use fix_codec::{
    Decoder, Draft, Encoder, Limits, OwnedMessage, Step as Decoded, TimePrecision, Timestamp,
};
use fix_dictionary::Release;
use fix_engine::{
    Application, Client, ClientConfig, ConfigError, Engine, EngineConfig, EngineError,
    EngineLimits, Handle, NamedSession, Received, SessionChange, Step, Verdict,
};
use fix_session::{Dictionaries, Role, SessionConfig, Version};
use journal::Journal;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// Counts orders and answers each with an ExecutionReport(8) that has its count.
#[derive(Default)]
struct Orders {
    seen: Vec<String>,
    resets: usize,
}

#[derive(Serialize, Deserialize)]
enum Event {
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

    fn session(&self, _session: &str, change: SessionChange, step: &mut Step<Event>) {
        if change == SessionChange::Reset {
            step.store(Event::Reset);
        }
    }
}

fn report(id: &str, count: usize) -> Draft {
    let draft = Draft::new("8")
        .field(37, id)
        .field(17, count)
        .field(150, 0)
        .field(39, 0)
        .field(55, "BTC");
    draft.field(54, 1).field(151, 1).field(14, 0).field(6, 0)
}

fn order(id: impl std::fmt::Display) -> Draft {
    Draft::new("D")
        .field(11, id)
        .field(55, "BTC")
        .field(54, 1)
        .field(60, "20261123-05:14:54")
        .field(40, 1)
}

fn session(role: Role) -> SessionConfig {
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
struct Server {
    runtime: Runtime,
    handle: Handle<Orders>,
    address: SocketAddr,
}

impl Server {
    fn start(journal: Option<&Path>, address: &str, limits: EngineLimits) -> Server {
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
            let sessions = vec![NamedSession::acceptor("client", session(Role::Acceptor))];
            let config = EngineConfig {
                listen: Some(address.parse().unwrap()),
                sessions,
                limits,
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

    fn kill(self) -> SocketAddr {
        drop(self.handle);
        self.runtime.shutdown_background();
        self.address
    }
}

/// Ports may be taken for a moment by the connections of a server before.
async fn start(config: EngineConfig, journal: Journal) -> Engine<Orders> {
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
async fn open(path: &Path) -> Journal {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        match Journal::open(path) {
            Ok(journal) => return journal,
            Err(error) if Instant::now() > deadline => panic!("{error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}

async fn client(address: SocketAddr, journal: Journal, resume_after: u64) -> Client {
    let config = ClientConfig {
        connect: address.to_string(),
        session: session(Role::Initiator),
        resume_after,
    };
    Client::start(config, journal).await.unwrap()
}

async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), future)
        .await
        .unwrap_or_else(|_| panic!("{what} took too long"))
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

#[test]
fn an_order_is_answered() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        let mut client = client(server.address, Journal::in_memory(), 0).await;
        within("the logon", client.logged_on()).await.unwrap();
        client.send(order("a")).await.unwrap();
        let answer = within("the answer", client.receive())
            .await
            .unwrap()
            .message;
        assert_eq!(answer.view().msg_type(), b"8");
        assert_eq!(answer.fields().text(37), Some("a"));
        assert_eq!(
            server
                .handle
                .query(|orders| orders.seen.clone())
                .await
                .unwrap(),
            ["a"]
        );
        within("the logout", client.logout()).await.unwrap();
    });
}

#[test]
fn a_message_for_a_peer_that_is_away_comes_with_its_logon_even_if_it_resets() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        server.handle.input(report("early", 1)).await.unwrap();
        let mut config = session(Role::Initiator);
        config.resets.on_logon = true;
        let config = ClientConfig {
            connect: server.address.to_string(),
            session: config,
            resume_after: 0,
        };
        let mut client = Client::start(config, Journal::in_memory()).await.unwrap();
        let came = within("the message", client.receive())
            .await
            .unwrap()
            .message;
        assert_eq!(came.fields().text(37), Some("early"));
        assert_eq!(came.view().msg_seq_num(), Some(2));
        assert_eq!(
            server.handle.query(|orders| orders.resets).await.unwrap(),
            1
        );
    });
}

#[test]
fn nothing_is_lost_or_doubled_when_either_side_is_killed() {
    const ORDERS: usize = 120;
    let folder = tempfile::tempdir().unwrap();
    let (server_journal, client_journal) =
        (folder.path().join("server"), folder.path().join("client"));
    let mut server = Server::start(
        Some(&server_journal),
        "127.0.0.1:0",
        EngineLimits::default(),
    );
    let mut answers: Vec<String> = Vec::new();
    let mut position = 0;
    let mut sent = 0;
    while answers.len() < ORDERS {
        // The client runs in a runtime of its own, too, and is killed with answers under way.
        let runtime = Runtime::new().unwrap();
        let stop_at = (answers.len() + 20).min(ORDERS);
        runtime.block_on(async {
            let mut client = client(server.address, open(&client_journal).await, position).await;
            while sent < (stop_at + 10).min(ORDERS) {
                client.send(order(sent)).await.unwrap();
                sent += 1;
            }
            while answers.len() < stop_at {
                let incoming = within("an answer", client.receive()).await.unwrap();
                position = incoming.position;
                assert_eq!(
                    incoming.message.fields().unsigned(17),
                    Some(position),
                    "in order"
                );
                answers.push(incoming.message.fields().text(37).unwrap().to_owned());
                if answers.len().is_multiple_of(13) && answers.len() < stop_at {
                    let address = server.address;
                    let old =
                        std::mem::replace(&mut server, Server::start_on_thread(address, None));
                    std::thread::spawn(move || old.kill()).join().unwrap();
                    let held = std::mem::replace(
                        &mut server,
                        Server::start_on_thread(address, Some(server_journal.clone())),
                    );
                    std::thread::spawn(move || held.kill()).join().unwrap();
                }
            }
        });
        runtime.shutdown_background();
    }
    let expected: Vec<String> = (0..ORDERS).map(|id| id.to_string()).collect();
    assert_eq!(answers, expected);
    let seen = block_on(server.handle.query(|orders| orders.seen.clone())).unwrap();
    assert_eq!(seen, expected, "each order was taken once");
}

impl Server {
    /// From within a runtime; without a journal, one that nobody talks to.
    fn start_on_thread(address: SocketAddr, journal: Option<std::path::PathBuf>) -> Server {
        let start = move || match journal {
            Some(path) => Server::start(Some(&path), &address.to_string(), EngineLimits::default()),
            None => Server::start(None, "127.0.0.1:0", EngineLimits::default()),
        };
        std::thread::spawn(start).join().unwrap()
    }
}

/// A peer that speaks bytes.
struct Raw {
    stream: TcpStream,
    buffer: Vec<u8>,
    next: u64,
}

impl Raw {
    async fn connect(address: SocketAddr) -> Raw {
        Raw {
            stream: TcpStream::connect(address).await.unwrap(),
            buffer: Vec::new(),
            next: 1,
        }
    }

    async fn send(&mut self, msg_type: &str, body: &str) {
        let mut encoder = Encoder::new();
        encoder.begin(msg_type.as_bytes());
        encoder.unsigned(34, self.next);
        self.next += 1;
        encoder.bytes(49, b"CLIENT");
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
        let bytes = encoder.finish(b"FIX.4.4").to_vec();
        self.stream.write_all(&bytes).await.unwrap();
    }

    /// The next message, or `None` at the end of the connection.
    async fn receive(&mut self) -> Option<OwnedMessage> {
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

    async fn expect(&mut self, msg_type: &str) -> OwnedMessage {
        let message = self
            .receive()
            .await
            .unwrap_or_else(|| panic!("closed instead of {msg_type}"));
        assert_eq!(message.view().msg_type(), msg_type.as_bytes(), "{message}");
        message
    }

    async fn log_on(&mut self) {
        self.send("A", "98=0|108=30|").await;
        self.expect("A").await;
    }
}

#[test]
fn a_long_resend_comes_in_chunks_and_in_order() {
    const MESSAGES: u64 = 1000;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(
        Some(&folder.path().join("server")),
        "127.0.0.1:0",
        EngineLimits::default(),
    );
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        for count in 0..MESSAGES {
            peer.send(
                "D",
                &format!("11={count}|55=BTC|54=1|60=20261123-05:14:54|40=1|"),
            )
            .await;
        }
        for _ in 0..MESSAGES {
            peer.expect("8").await;
        }
        peer.send("2", "7=1|16=0|").await;
        peer.send("1", "112=after|").await;
        let fill = peer.expect("4").await;
        assert_eq!(
            (fill.fields().unsigned(34), fill.fields().unsigned(36)),
            (Some(1), Some(2))
        );
        for count in 0..MESSAGES {
            let again = peer.expect("8").await;
            assert!(again.fields().is_yes(43));
            assert_eq!(again.fields().unsigned(34), Some(count + 2));
            assert_eq!(again.fields().unsigned(37), Some(count));
        }
        let heartbeat = peer.expect("0").await;
        assert_eq!(
            heartbeat.fields().text(112),
            Some("after"),
            "what came meanwhile is answered after"
        );
    });
}

#[test]
fn unsupported_messages_and_second_connections_are_refused() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        let mut other = Raw::connect(server.address).await;
        other.send("A", "98=0|108=30|").await;
        assert!(other.receive().await.is_none(), "closed without a word");
        peer.send("H", "11=a|54=1|55=BTC|").await;
        assert_eq!(peer.expect("j").await.fields().unsigned(380), Some(3));
        peer.send("5", "").await;
        peer.expect("5").await;
        assert!(peer.receive().await.is_none());
    });
}

#[test]
fn limits_before_the_logon_close_the_connection() {
    let limits = EngineLimits {
        pre_logon_wait: Duration::from_millis(200),
        pre_logon_bytes: 100,
        connections: 1,
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        let mut silent = Raw::connect(server.address).await;
        assert!(silent.receive().await.is_none(), "nothing came in time");
        let mut talkative = Raw::connect(server.address).await;
        talkative.stream.write_all(&[b'x'; 101]).await.unwrap();
        assert!(talkative.receive().await.is_none(), "too many bytes");
        let mut first = Raw::connect(server.address).await;
        first.log_on().await;
        let mut second = Raw::connect(server.address).await;
        assert!(second.receive().await.is_none(), "too many connections");
    });
}

#[test]
fn a_message_beyond_the_limit_is_logged_out_with_its_reason() {
    let limits = EngineLimits {
        message: Limits {
            message_bytes: 400,
            field_count: 64,
        },
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        peer.send("B", &format!("148={}|", "x".repeat(500))).await;
        let logout = peer.expect("5").await;
        assert_eq!(
            logout.fields().text(58),
            Some("the message exceeds the limit of bytes")
        );
        assert!(peer.receive().await.is_none());
    });
}

#[test]
fn a_peer_that_reads_too_slowly_is_disconnected_and_gets_everything_later() {
    const MESSAGES: usize = 4000;
    let limits = EngineLimits {
        outbound_bytes: 64 * 1024,
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        let mut status = server.handle.status("client").unwrap();
        let text = "x".repeat(4000);
        for count in 0..MESSAGES {
            server
                .handle
                .input(report("slow", count).field(58, &text))
                .await
                .unwrap();
        }
        within(
            "the disconnect",
            status.wait_for(|status| !status.is_logged_on),
        )
        .await
        .unwrap();
        let mut again = Raw::connect(server.address).await;
        again.next = 2;
        again.log_on().await;
        again.send("2", "7=2|16=0|").await;
        // Some come twice, marked as such: in their turn, and because they were asked for.
        let mut counts = std::collections::BTreeSet::new();
        while counts.len() < MESSAGES {
            let message = again.receive().await.expect("the rest");
            if message.view().msg_type() == b"8" {
                counts.insert(message.fields().unsigned(17).unwrap());
            }
        }
    });
}

#[test]
fn messages_beyond_the_queue_of_a_peer_that_is_away_wait_on_disk() {
    const MESSAGES: usize = 50;
    let limits = EngineLimits {
        queued_messages: 10,
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        for count in 0..MESSAGES {
            server.handle.input(report("away", count)).await.unwrap();
        }
        let mut client = client(server.address, Journal::in_memory(), 0).await;
        for count in 0..MESSAGES {
            let came = within("a message", client.receive()).await.unwrap().message;
            assert_eq!(came.fields().unsigned(17), Some(count as u64));
        }
    });
}

#[test]
fn a_message_for_a_session_that_is_added_later_finds_its_way() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        server.handle.input(report("late", 1)).await.unwrap();
        let mut added = session(Role::Acceptor);
        added.target_comp_id = "LATE".to_owned();
        let added = NamedSession::acceptor("late", added);
        server.handle.add(added).await.unwrap();
        let mut config = session(Role::Initiator);
        config.sender_comp_id = "LATE".to_owned();
        let connect = server.address.to_string();
        let config = ClientConfig {
            connect,
            session: config,
            resume_after: 0,
        };
        let mut client = Client::start(config, Journal::in_memory()).await.unwrap();
        let came = within("the message", client.receive())
            .await
            .unwrap()
            .message;
        assert_eq!(came.fields().text(37), Some("late"));
    });
}

#[test]
fn a_session_that_is_disabled_stays_out_until_it_is_enabled() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        let client = client(server.address, Journal::in_memory(), 0).await;
        within("the logon", client.logged_on()).await.unwrap();
        let mut status = server.handle.status("client").unwrap();
        assert!(server.handle.disable("client").await.unwrap());
        within("the logout", status.wait_for(|status| !status.is_logged_on))
            .await
            .unwrap();
        let mut peer = Raw::connect(server.address).await;
        peer.send("A", "98=0|108=30|").await;
        assert!(peer.receive().await.is_none());
        assert!(server.handle.enable("client").await.unwrap());
        within("the logon", client.logged_on()).await.unwrap();
        assert!(!server.handle.disable("nobody").await.unwrap());
    });
}

#[test]
fn a_shutdown_logs_peers_out() {
    block_on(async {
        let sessions = vec![NamedSession::acceptor("client", session(Role::Acceptor))];
        let config = EngineConfig {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            sessions,
            limits: EngineLimits::default(),
        };
        let shutdown = CancellationToken::new();
        let engine = Engine::start(
            config,
            Orders::default(),
            Journal::in_memory(),
            shutdown.clone(),
        )
        .await
        .unwrap();
        let mut peer = Raw::connect(engine.local_address().unwrap()).await;
        peer.log_on().await;
        shutdown.cancel();
        peer.expect("5").await;
        peer.send("5", "").await;
        assert!(peer.receive().await.is_none());
        within("the end", engine.finished()).await.unwrap();
    });
}

#[test]
fn wrong_configurations_are_refused_by_name() {
    let acceptor = |name: &str| NamedSession::acceptor(name, session(Role::Acceptor));
    let listen = Some("127.0.0.1:0".parse().unwrap());
    let check = |listen, sessions| {
        EngineConfig {
            listen,
            sessions,
            limits: EngineLimits::default(),
        }
        .check()
    };
    assert_eq!(check(listen, vec![acceptor("a")]), Ok(()));
    assert_eq!(
        check(None, vec![acceptor("a")]),
        Err(ConfigError::Listen("a".into()))
    );
    assert_eq!(
        check(listen, vec![acceptor("a"), acceptor("a")]),
        Err(ConfigError::DuplicateName("a".into()))
    );
    assert_eq!(
        check(listen, vec![acceptor("a"), acceptor("b")]),
        Err(ConfigError::DuplicateIdentity("b".into()))
    );
    assert_eq!(
        check(
            listen,
            vec![NamedSession::acceptor("a", session(Role::Initiator))]
        ),
        Err(ConfigError::Connect("a".into()))
    );
    let mut fixt = session(Role::Acceptor);
    fixt.version = Version::Fixt11;
    assert_eq!(
        check(listen, vec![NamedSession::acceptor("a", fixt)]),
        Err(ConfigError::ApplVerId("a".into()))
    );
}
