//! An initiator and an acceptor stepped on a virtual clock over a line that breaks: every application message arrives
//! once and in order, whatever was lost on the way and whoever was killed.

use std::collections::{BTreeMap, VecDeque};

use fix_codec::{Decoder, Draft, Limits, Message, Step};
use fix_dictionary::Release;
use fix_session::{
    Action, Delivery, Dictionaries, Role, SentKind, Session, SessionConfig, Version,
};
use proptest::prelude::*;

const START_NS: i64 = 1_790_000_000_000_000_000;

/// One end: its session, its store, and what its application has seen.
struct End {
    config: SessionConfig,
    session: Session,
    stored: BTreeMap<u64, Vec<u8>>,
    delivered: Vec<u64>,
    /// What it wants to send while nobody is there.
    queued: VecDeque<u64>,
    given: u64,
    wire: VecDeque<Vec<u8>>,
    is_connected: bool,
}

impl End {
    fn new(role: Role, sender: &str, target: &str, version: Version) -> End {
        let (session, application) = match version {
            Version::Fixt11 => (Release::Fixt11, Release::Fix50Sp2),
            _ => (
                Release::named(version.begin_string()).unwrap(),
                Release::named(version.begin_string()).unwrap(),
            ),
        };
        let dictionaries = Dictionaries {
            session: session.dictionary(),
            application: application.dictionary(),
        };
        let mut config = SessionConfig::new(role, version, sender, target, dictionaries);
        config.default_appl_ver_id = (version == Version::Fixt11).then(|| "9".to_owned());
        // The message that is sent here has other fields in the oldest versions.
        config.checks.dictionary = version >= Version::Fix42;
        // Messages may be minutes on the way here, and one that is too old is rejected for good.
        config.checks.sending_time = false;
        config.limits.out_of_order_messages = 4;
        let session = Session::new(config.clone(), fix_session::Numbers::default());
        End {
            config,
            session,
            stored: BTreeMap::new(),
            delivered: Vec::new(),
            queued: VecDeque::new(),
            given: 0,
            wire: VecDeque::new(),
            is_connected: false,
        }
    }

    fn step(&mut self, now_ns: i64, call: impl FnOnce(&mut Session, i64, &mut Vec<Action>)) {
        let mut actions = Vec::new();
        call(&mut self.session, now_ns, &mut actions);
        self.perform(now_ns, actions);
        self.flush(now_ns);
    }

    fn perform(&mut self, now_ns: i64, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Send(sent) => {
                    if sent.kind == SentKind::Application {
                        self.stored.insert(sent.msg_seq_num, sent.bytes.clone());
                    }
                    self.wire.push_back(sent.bytes);
                }
                Action::Reset => self.stored.clear(),
                Action::Replay(mut replay) => {
                    let mut again = Vec::new();
                    for (number, bytes) in self.stored.range(replay.next..=replay.last) {
                        self.session
                            .replay(&mut replay, *number, bytes, now_ns, &mut again);
                    }
                    self.session.replay_end(replay, now_ns, &mut again);
                    self.perform(now_ns, again);
                }
                Action::Authenticate(_) => unreachable!("not configured"),
                Action::Disconnect(_) => self.is_connected = false,
            }
        }
    }

    fn send(&mut self, now_ns: i64) {
        self.given += 1;
        self.queued.push_back(self.given);
        self.flush(now_ns);
    }

    fn flush(&mut self, now_ns: i64) {
        while self.session.is_logged_on()
            && let Some(id) = self.queued.pop_front()
        {
            let mut actions = Vec::new();
            let draft = Draft::new("B")
                .field(148, id)
                .group(33, ["text"], |line, text| line.push(58, text));
            self.session
                .send(&draft, now_ns, &mut actions)
                .expect("logged on");
            self.perform(now_ns, actions);
        }
    }

    fn receive(&mut self, bytes: &[u8], now_ns: i64) {
        let mut decoder = Decoder::new(Limits::DEFAULT);
        let Step::Message { message, .. } = decoder.decode(bytes) else {
            panic!("garbled: {bytes:?}")
        };
        self.one(message, now_ns);
        while let Some(waiting) = self.session.take_waiting() {
            self.one(waiting.view(), now_ns);
        }
        self.flush(now_ns);
    }

    fn one(&mut self, message: Message<'_>, now_ns: i64) {
        let mut actions = Vec::new();
        if self.session.received(message, now_ns, &mut actions) == Delivery::Application {
            self.delivered.push(message.fields().unsigned(148).unwrap());
        }
        self.perform(now_ns, actions);
    }

    /// Killed: what was stored is all that is left.
    fn restart(&mut self) {
        self.session = Session::new(self.config.clone(), self.session.numbers());
        self.wire.clear();
        self.is_connected = false;
    }
}

#[derive(Debug, Clone)]
enum Event {
    ClientSends,
    ServerSends,
    ClientToServer,
    ServerToClient,
    Break,
    KillClient,
    KillServer,
    Time(u8),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => Just(Event::ClientSends),
        4 => Just(Event::ServerSends),
        8 => Just(Event::ClientToServer),
        8 => Just(Event::ServerToClient),
        1 => Just(Event::Break),
        1 => Just(Event::KillClient),
        1 => Just(Event::KillServer),
        2 => (1u8..60).prop_map(Event::Time),
    ]
}

struct Line {
    client: End,
    server: End,
    now_ns: i64,
}

impl Line {
    fn play(&mut self, event: &Event) {
        match event {
            Event::ClientSends => self.client.send(self.now_ns),
            Event::ServerSends => self.server.send(self.now_ns),
            Event::ClientToServer => {
                if let Some(bytes) = self.client.wire.pop_front() {
                    self.server.receive(&bytes, self.now_ns);
                }
            }
            Event::ServerToClient => {
                if let Some(bytes) = self.server.wire.pop_front() {
                    self.client.receive(&bytes, self.now_ns);
                }
            }
            Event::Break => self.disconnect(),
            Event::KillClient => {
                self.client.restart();
                self.disconnect();
            }
            Event::KillServer => {
                self.server.restart();
                self.disconnect();
            }
            Event::Time(seconds) => {
                self.now_ns += i64::from(*seconds) * 1_000_000_000;
                self.client.step(self.now_ns, Session::time);
                self.server.step(self.now_ns, Session::time);
            }
        }
        // A side that closes still gets its last bytes through; then the line is gone for both.
        if self.client.is_connected != self.server.is_connected {
            while let Some(bytes) = self
                .server
                .wire
                .pop_front()
                .filter(|_| self.client.is_connected)
            {
                self.client.receive(&bytes, self.now_ns);
            }
            while let Some(bytes) = self
                .client
                .wire
                .pop_front()
                .filter(|_| self.server.is_connected)
            {
                self.server.receive(&bytes, self.now_ns);
            }
            self.disconnect();
        }
        if !self.client.is_connected {
            self.connect();
        }
    }

    fn disconnect(&mut self) {
        for end in [&mut self.client, &mut self.server] {
            end.wire.clear();
            end.is_connected = false;
            end.step(self.now_ns, Session::connection_lost);
        }
    }

    fn connect(&mut self) {
        for end in [&mut self.server, &mut self.client] {
            end.is_connected = true;
            end.step(self.now_ns, Session::connected);
        }
    }

    /// Delivers everything that is under way, both ways, until nothing is.
    fn settle(&mut self) {
        for _ in 0..10_000 {
            if self.client.wire.is_empty() && self.server.wire.is_empty() {
                return;
            }
            self.play(&Event::ClientToServer);
            self.play(&Event::ServerToClient);
        }
        panic!("the two ends talk for ever");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_message_arrives_once_and_in_order(events in prop::collection::vec(event(), 1..200), version in 0usize..Version::ALL.len()) {
        let version = Version::ALL[version];
        let client = End::new(Role::Initiator, "CLIENT", "SERVER", version);
        let server = End::new(Role::Acceptor, "SERVER", "CLIENT", version);
        let mut line = Line { client, server, now_ns: START_NS };
        line.connect();
        for event in &events {
            line.play(event);
        }
        line.settle();
        // A lost message at the very end shows at the next message: here, at a new logon.
        line.disconnect();
        line.connect();
        line.settle();
        prop_assert_eq!(&line.server.delivered, &(1..=line.client.given).collect::<Vec<_>>());
        prop_assert_eq!(&line.client.delivered, &(1..=line.server.given).collect::<Vec<_>>());
        prop_assert!(line.client.session.is_logged_on() && line.server.session.is_logged_on());
    }
}
