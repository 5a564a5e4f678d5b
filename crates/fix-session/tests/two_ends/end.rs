//! One end: its session, its store, and what its application has sent and seen.

use std::collections::{BTreeMap, VecDeque};

use fix_codec::{Decoder, Draft, Limits, Message, Step};
use fix_dictionary::Release;
use fix_session::{
    Action, Delivery, Dictionaries, Numbers, Replay, Role, SentKind, Session, SessionConfig,
    Version,
};

/// How the two sessions are configured.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) version: Version,
    /// Whether the client, and the server, uses NextExpectedMsgSeqNum(789).
    pub(crate) next_expected: [bool; 2],
    pub(crate) last_processed: bool,
    pub(crate) resend_request_messages: Option<u64>,
    pub(crate) logout_hold_s: u32,
    pub(crate) out_of_order_messages: usize,
}

pub(crate) struct End {
    config: SessionConfig,
    pub(crate) session: Session,
    pub(crate) stored: BTreeMap<u64, Vec<u8>>,
    pub(crate) delivered: Vec<u64>,
    /// What it wants to send while nobody is there.
    queued: VecDeque<u64>,
    pub(crate) given: u64,
    /// What is under way to the other end.
    pub(crate) wire: VecDeque<Vec<u8>>,
    pub(crate) is_connected: bool,
    /// What the other end asked for and has not got yet: nothing is received meanwhile.
    pub(crate) replay: Option<Replay>,
}

impl End {
    pub(crate) fn new(role: Role, options: &Options) -> End {
        let version = options.version;
        let application = match version {
            Version::Fixt11 => Release::Fix50Sp2,
            version => Release::named(version.begin_string()).unwrap(),
        };
        let session = match version {
            Version::Fixt11 => Release::Fixt11,
            _ => application,
        };
        let dictionaries = Dictionaries {
            session: session.dictionary(),
            application: application.dictionary(),
        };
        let (us, peer, place) = match role {
            Role::Initiator => ("CLIENT", "SERVER", 0),
            Role::Acceptor => ("SERVER", "CLIENT", 1),
        };
        let mut config = SessionConfig::new(role, version, us, peer, dictionaries);
        config.default_appl_ver_id = (version == Version::Fixt11).then(|| "9".to_owned());
        config.next_expected = options.next_expected[place];
        config.last_processed = options.last_processed;
        config.limits.resend_request_messages = options.resend_request_messages;
        config.limits.logout_hold_s = options.logout_hold_s;
        config.limits.out_of_order_messages = options.out_of_order_messages;
        // The message that is sent here has other fields in the oldest versions.
        config.checks.dictionary = version >= Version::Fix42;
        // Messages may be minutes on the way here, and one that is too old is rejected for good.
        config.checks.sending_time = false;
        let session = Session::new(config.clone(), Numbers::default());
        End {
            config,
            session,
            stored: BTreeMap::new(),
            delivered: Vec::new(),
            queued: VecDeque::new(),
            given: 0,
            wire: VecDeque::new(),
            is_connected: false,
            replay: None,
        }
    }

    /// Calls the session, does what it asks for, and sends what can be sent then.
    pub(crate) fn step(
        &mut self,
        now_ns: i64,
        call: impl FnOnce(&mut Session, i64, &mut Vec<Action>),
    ) {
        let mut actions = Vec::new();
        call(&mut self.session, now_ns, &mut actions);
        self.perform(actions);
        self.flush(now_ns);
    }

    fn perform(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Send(sent) => {
                    if sent.kind == SentKind::Application {
                        self.stored.insert(sent.msg_seq_num, sent.bytes.clone());
                    }
                    self.wire.push_back(sent.bytes);
                }
                Action::Reset => self.stored.clear(),
                Action::Replay(replay) => self.replay = Some(replay),
                Action::Authenticate(_) => unreachable!("not configured"),
                Action::Disconnect(_) => {
                    self.is_connected = false;
                    self.replay = None;
                }
            }
        }
    }

    pub(crate) fn send(&mut self, now_ns: i64) {
        self.given += 1;
        self.queued.push_back(self.given);
        self.flush(now_ns);
    }

    fn flush(&mut self, now_ns: i64) {
        while self.session.can_send()
            && self.replay.is_none()
            && let Some(id) = self.queued.pop_front()
        {
            let mut actions = Vec::new();
            let draft = Draft::new("B")
                .field(148, id)
                .group(33, ["text"], |line, text| line.push(58, text));
            let sent = self.session.send(&draft, now_ns, &mut actions);
            assert!(sent.is_some(), "it said that it can");
            self.perform(actions);
        }
    }

    pub(crate) fn receive(&mut self, bytes: &[u8], now_ns: i64) {
        let mut decoder = Decoder::new(Limits::DEFAULT);
        let Step::Message { message, .. } = decoder.decode(bytes) else {
            panic!("garbled: {bytes:?}")
        };
        self.one(message, now_ns);
        self.resume(now_ns);
    }

    /// Messages that waited, as far as nothing has to be sent again first.
    fn resume(&mut self, now_ns: i64) {
        while self.replay.is_none()
            && let Some(waiting) = self.session.take_waiting()
        {
            self.one(waiting.view(), now_ns);
        }
        self.flush(now_ns);
    }

    fn one(&mut self, message: Message<'_>, now_ns: i64) {
        let mut actions = Vec::new();
        if self.session.received(message, now_ns, &mut actions) == Delivery::Application {
            self.delivered.push(message.fields().unsigned(148).unwrap());
        }
        self.perform(actions);
    }

    /// Sends some of what was asked for again, or the rest of it.
    pub(crate) fn replay_some(&mut self, messages: usize, now_ns: i64) {
        let Some(mut replay) = self.replay.take() else {
            return;
        };
        let mut actions = Vec::new();
        let range = self.stored.range(replay.next..);
        let some: Vec<_> = range
            .take_while(|(number, _)| **number <= replay.last)
            .take(messages)
            .map(|(number, bytes)| (*number, bytes.clone()))
            .collect();
        let is_last = some.len() < messages;
        for (number, bytes) in some {
            self.session
                .replay(&mut replay, number, &bytes, now_ns, &mut actions);
        }
        if is_last {
            self.session.replay_end(replay, now_ns, &mut actions);
            self.perform(actions);
            self.resume(now_ns);
        } else {
            self.replay = Some(replay);
            self.perform(actions);
        }
    }

    /// Killed: what was stored is all that is left.
    pub(crate) fn restart(&mut self) {
        let owes_reset = self.session.owes_reset();
        self.session = Session::new(self.config.clone(), self.session.numbers());
        if owes_reset {
            self.session.owe_reset();
        }
        self.wire.clear();
        self.is_connected = false;
        self.replay = None;
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.session.is_logged_on() && self.queued.is_empty() && self.replay.is_none()
    }
}
