//! Whatever bytes come, in whatever state: a session does not panic, keeps its numbers in order, answers with messages
//! that can be read, and delivers nothing out of turn.

use fix_codec::{Decoder, Encoder, Limits, Step, TimePrecision, Timestamp};
use fix_dictionary::Release;
use fix_session::{
    Action, Authentication, Delivery, Dictionaries, LogonVerdict, Notice, Numbers, Replay, Role,
    Session, SessionConfig, Version,
};
use proptest::prelude::*;

const START_NS: i64 = 1_790_000_000_000_000_000;

fn session(version: Version, role: Role, authentication: Authentication) -> Session {
    let (transport, application) = match version {
        Version::Fixt11 => (Release::Fixt11, Release::Fix50Sp2),
        other => (
            Release::named(other.begin_string()).unwrap(),
            Release::named(other.begin_string()).unwrap(),
        ),
    };
    let dictionaries = Dictionaries {
        session: transport.dictionary(),
        application: application.dictionary(),
    };
    let mut config = SessionConfig::new(role, version, "US", "PEER", dictionaries);
    config.default_appl_ver_id = (version == Version::Fixt11).then(|| "9".to_owned());
    config.authentication = authentication;
    Session::new(config, Numbers::default())
}

/// A message that a peer may send: mostly of the session layer, mostly about right.
fn message() -> impl Strategy<Value = (String, u64, Vec<(u32, String)>)> {
    let msg_type = prop::sample::select(vec![
        "A", "0", "1", "2", "3", "4", "5", "D", "8", "j", "*", "AE",
    ]);
    let tag = prop::sample::select(vec![
        7u32, 16, 36, 43, 45, 49, 52, 56, 58, 97, 98, 108, 112, 115, 122, 123, 141, 386, 336, 453,
        448, 1137, 5000, 11, 55, 54, 60, 40,
    ]);
    let value = prop_oneof![
        Just("Y".to_owned()),
        Just("0".to_owned()),
        Just(String::new()),
        Just("99999999999999999999".to_owned()),
        Just("18446744073709551615".to_owned()),
        Just("20261123-05:14:54".to_owned()),
        Just("9".to_owned()),
        (0u64..30).prop_map(|number| number.to_string()),
        "[ -~]{0,12}",
    ];
    (
        msg_type.prop_map(str::to_owned),
        0u64..12,
        prop::collection::vec((tag, value), 0..8),
    )
}

#[derive(Debug, Clone)]
enum Event {
    Connect,
    Lost,
    Message(String, u64, Vec<(u32, String)>),
    Good(String),
    Flip(usize, u8),
    Time(u8),
    Logout,
    Verdict(bool),
    Send,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        2 => Just(Event::Connect),
        1 => Just(Event::Lost),
        6 => message().prop_map(|(msg_type, number, fields)| Event::Message(msg_type, number, fields)),
        6 => prop::sample::select(vec!["A", "0", "1", "5", "D"]).prop_map(|msg_type| Event::Good(msg_type.to_owned())),
        1 => (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Event::Flip(at, byte)),
        1 => (0u8..100).prop_map(Event::Time),
        1 => Just(Event::Logout),
        3 => any::<bool>().prop_map(Event::Verdict),
        2 => Just(Event::Send),
    ]
}

fn encode(
    version: Version,
    now_ns: i64,
    msg_type: &str,
    number: u64,
    fields: &[(u32, String)],
) -> Vec<u8> {
    let mut encoder = Encoder::new();
    encoder.begin(msg_type.as_bytes());
    encoder.unsigned(34, number);
    encoder.bytes(49, b"PEER");
    encoder.bytes(
        52,
        Timestamp::from_unix_ns(now_ns)
            .format(TimePrecision::Seconds)
            .as_bytes(),
    );
    encoder.bytes(56, b"US");
    for (tag, value) in fields {
        encoder.bytes(*tag, value.as_bytes());
    }
    encoder.finish(version.begin_string().as_bytes()).to_vec()
}

fn good(msg_type: &str, version: Version) -> Vec<(u32, String)> {
    let fields: &[(u32, &str)] = match msg_type {
        "A" if version == Version::Fixt11 => &[(98, "0"), (108, "30"), (1137, "9")],
        "A" => &[(98, "0"), (108, "30")],
        "1" => &[(112, "id")],
        "D" => &[
            (11, "id"),
            (21, "1"),
            (38, "100"),
            (40, "1"),
            (54, "1"),
            (55, "BTC"),
        ],
        _ => &[],
    };
    fields
        .iter()
        .map(|(tag, value)| (*tag, (*value).to_owned()))
        .collect()
}

struct Run {
    version: Version,
    session: Session,
    now_ns: i64,
    delivered: Vec<u64>,
}

impl Run {
    fn receive(&mut self, bytes: &[u8]) {
        let mut decoder = Decoder::new(Limits::DEFAULT);
        let mut actions = Vec::new();
        match decoder.decode(bytes) {
            Step::Message { message, .. } => {
                if self.session.received(message, self.now_ns, &mut actions)
                    == Delivery::Application
                {
                    self.delivered.push(message.msg_seq_num().unwrap());
                }
                self.check(&mut actions);
                while let Some(waiting) = self.session.take_waiting() {
                    if self
                        .session
                        .received(waiting.view(), self.now_ns, &mut actions)
                        == Delivery::Application
                    {
                        self.delivered.push(waiting.view().msg_seq_num().unwrap());
                    }
                    self.check(&mut actions);
                }
            }
            Step::Garbled { reason, .. } => self.session.garbled(reason, self.now_ns, &mut actions),
            Step::Partial => {}
        }
        self.check(&mut actions);
    }

    /// What we send can be read, and what we are asked for is bounded by what was sent.
    fn check(&mut self, actions: &mut Vec<Action>) {
        for action in actions.drain(..) {
            match action {
                Action::Send(sent) => {
                    let mut decoder = Decoder::new(Limits::DEFAULT);
                    let Step::Message { consumed, message } = decoder.decode(&sent.bytes) else {
                        panic!("garbled: {:?}", sent.bytes)
                    };
                    assert_eq!(consumed, sent.bytes.len());
                    assert_eq!(message.msg_seq_num(), Some(sent.msg_seq_num));
                    assert!(sent.msg_seq_num < self.session.numbers().next_outgoing);
                }
                Action::Replay(Replay { next, last }) => {
                    assert!(
                        next >= 1 && next <= last && last < self.session.numbers().next_outgoing
                    );
                }
                Action::Reset => self.delivered.clear(),
                Action::Authenticate(_) | Action::Disconnect(_) => {}
            }
        }
    }

    fn play(&mut self, event: &Event) {
        let mut actions = Vec::new();
        match event {
            Event::Connect => self.session.connected(self.now_ns, &mut actions),
            Event::Lost => self.session.connection_lost(self.now_ns, &mut actions),
            Event::Time(seconds) => {
                self.now_ns += i64::from(*seconds) * 1_000_000_000;
                self.session.time(self.now_ns, &mut actions);
            }
            Event::Logout => {
                let bye = Notice::text(Some("bye"));
                self.session.logout(&bye, self.now_ns, &mut actions);
            }
            Event::Verdict(accepted) => {
                let verdict = if *accepted {
                    LogonVerdict::Accepted(Notice::default())
                } else {
                    LogonVerdict::Refused(Notice::text(Some("no")))
                };
                self.session
                    .authenticated(&verdict, self.now_ns, &mut actions);
            }
            Event::Send => {
                let _ = self.session.send(
                    &fix_codec::Draft::new("8").field(37, "x"),
                    self.now_ns,
                    &mut actions,
                );
            }
            Event::Message(msg_type, number, fields) => {
                let bytes = encode(self.version, self.now_ns, msg_type, *number, fields);
                self.receive(&bytes);
            }
            Event::Good(msg_type) => {
                let number = self.session.numbers().next_incoming;
                let bytes = encode(
                    self.version,
                    self.now_ns,
                    msg_type,
                    number,
                    &good(msg_type, self.version),
                );
                self.receive(&bytes);
            }
            Event::Flip(at, byte) => {
                let mut bytes = encode(self.version, self.now_ns, "D", 2, &good("D", self.version));
                let at = at % bytes.len();
                bytes[at] = *byte;
                self.receive(&bytes);
            }
        }
        self.check(&mut actions);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_messages_leave_a_session_in_order(
        events in prop::collection::vec(event(), 1..60),
        version in 0usize..Version::ALL.len(),
        role in prop::sample::select(vec![Role::Acceptor, Role::Initiator]),
        authentication in prop::sample::select(vec![Authentication::Configured, Authentication::Shell]),
    ) {
        let version = Version::ALL[version];
        let mut run = Run { version, session: session(version, role, authentication), now_ns: START_NS, delivered: Vec::new() };
        for event in &events {
            let before = run.session.numbers();
            run.play(event);
            let after = run.session.numbers();
            prop_assert!(after.next_incoming >= 1 && after.next_outgoing >= 1);
            prop_assert!(after.next_outgoing >= before.next_outgoing || run.delivered.is_empty(), "only a reset goes back");
            prop_assert!(run.delivered.windows(2).all(|pair| pair[0] < pair[1]), "delivered {:?}", run.delivered);
            prop_assert!(run.delivered.iter().all(|number| *number < after.next_incoming));
        }
    }
}
