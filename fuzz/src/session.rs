//! A conversation with one end of a session: any version and role, logons, gaps, resends, resets, time, breaks, kills.
//!
//! The input is a script: a byte for each step, then what the step needs. This side plays the peer, and the shell with
//! its store. What has to hold after each step:
//!
//! * sequence numbers never go back without a reset, and every number is given once;
//! * an application message is delivered in its turn, once;
//! * whatever is emitted can be decoded, and its receiver's dictionary accepts it;
//! * after a disconnect nothing is emitted, and no timer is due at once for ever;
//! * of what comes out of order no more is kept than the limit allows.

mod peer;
mod script;

use std::collections::BTreeMap;

use fix_codec::{Decoder, Draft, Garbled, Limits, Message, Step};
use fix_session::{
    Action, Authentication, Credentials, Delivery, LogonVerdict, Notice, Numbers, Replay, Role,
    SentKind, Session, SessionConfig, State, Version, validate,
};

use script::{HAPPENS, Happens};
pub use script::{opening, step_input};

use crate::input::Input;
use crate::sample::{self, Dialect};

/// Messages that the session keeps out of order.
const OUT_OF_ORDER_MAX: usize = 8;
/// Messages that the harness's store keeps for a resend; what is older is filled.
const STORED_MAX: usize = 32;
/// The session with what it keeps out of order, the harness's store, the actions of one step.
pub const HELD_BYTES_MAX: usize = 512 * 1024;
/// Steps of one conversation.
const STEPS_MAX: usize = 128;
const START_NS: i64 = 1_790_000_000_000_000_000;
const SECOND_NS: i64 = 1_000_000_000;

const LIMITS: Limits = Limits {
    message_bytes: 8192,
    field_count: 512,
};

/// Plays a script.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let mut run = Run::new(&mut input);
    for _ in 0..STEPS_MAX {
        if input.is_empty() {
            return;
        }
        run.step(&mut input);
    }
}

fn config(dialect: Dialect, options: u8, more: u8) -> SessionConfig {
    let is = |bit: u8| options & bit != 0;
    let is_more = |bit: u8| more & bit != 0;
    let role = if is(1) {
        Role::Initiator
    } else {
        Role::Acceptor
    };
    let mut config =
        SessionConfig::new(role, dialect.version, "US", "PEER", dialect.dictionaries());
    config.default_appl_ver_id =
        (dialect.version == Version::Fixt11).then(|| dialect.release.appl_ver_id().to_owned());
    config.resets.on_logon = is(2);
    config.resets.on_logout = is(4);
    config.resets.on_disconnect = is(8);
    config.checks.dictionary = !is(16);
    config.checks.sending_time = !is(32);
    if is(64) {
        config.authentication = Authentication::Shell;
    } else if is(128) && dialect.version >= Version::Fix43 {
        config.credentials = Some(Credentials {
            username: "user".to_owned(),
            password: "secret".to_owned(),
        });
    }
    config.next_expected = is_more(1);
    config.last_processed = is_more(2);
    config.checks.values_present = !is_more(4);
    config.checks.group_counts = !is_more(8);
    config.limits.resend_request_messages = is_more(16).then_some(3);
    config.limits.out_of_order_messages = OUT_OF_ORDER_MAX;
    config
}

/// One end and all that is around it.
struct Run {
    dialect: Dialect,
    config: SessionConfig,
    /// Whose dictionary has to accept what is emitted.
    receiver: SessionConfig,
    session: Session,
    now_ns: i64,
    /// What the number of the next message that is emitted must be.
    next_outgoing: u64,
    /// The last number that was delivered since the last reset.
    delivered: u64,
    stored: BTreeMap<u64, Vec<u8>>,
    /// The shell owes a verdict; no message may come before.
    owes_verdict: bool,
    /// A reset of ours was told to the peer, whose answer takes its own numbers back.
    reset_unanswered: bool,
}

impl Run {
    fn new(input: &mut Input<'_>) -> Run {
        let dialect = input.pick(&Dialect::ALL);
        let config = config(dialect, input.byte(), input.byte());
        let mut receiver = SessionConfig::new(
            Role::Acceptor,
            dialect.version,
            "PEER",
            "US",
            dialect.dictionaries(),
        );
        // A TestReqID(112) goes back as it came: an empty one comes only where both sides let it pass.
        receiver.checks.values_present = config.checks.dictionary && config.checks.values_present;
        let session = Session::new(config.clone(), Numbers::default());
        Run {
            dialect,
            config,
            receiver,
            session,
            now_ns: START_NS,
            next_outgoing: 1,
            delivered: 0,
            stored: BTreeMap::new(),
            owes_verdict: false,
            reset_unanswered: false,
        }
    }

    fn step(&mut self, input: &mut Input<'_>) {
        let now = self.now_ns;
        match input.pick(&HAPPENS) {
            Happens::Connect => self.call(|session, out| session.connected(now, out)),
            Happens::Break => self.call(|session, out| session.connection_lost(now, out)),
            Happens::Kill => {
                let owes_reset = self.session.owes_reset();
                self.session = Session::new(self.config.clone(), self.session.numbers());
                if owes_reset {
                    self.session.owe_reset();
                }
                self.owes_verdict = false;
            }
            Happens::Time => {
                self.now_ns += i64::from(input.byte()) * SECOND_NS / 2;
                self.time();
            }
            Happens::Wait => {
                self.now_ns = self.session.next_time_ns().unwrap_or(0).max(self.now_ns);
                self.time();
            }
            Happens::OurLogout => {
                let text = (input.byte() & 1 == 1).then_some("bye");
                self.call(|session, out| session.logout(&Notice::text(text), now, out));
            }
            Happens::OurMessage => {
                let (msg_type, body) = self.sample(input.byte());
                let draft = Draft::from_body(msg_type, sample::encoded(body));
                self.call(|session, out| {
                    let _ = session.send(&draft, now, out);
                });
            }
            Happens::Message => {
                let bytes = self.peer_message(input);
                self.receive(&bytes);
            }
            Happens::Early => self.early(input),
            Happens::GapFill => {
                let bytes = self.gap_fill(input.byte());
                self.receive(&bytes);
            }
            Happens::Bytes => {
                let length = usize::from(input.byte());
                self.receive(input.bytes(length));
            }
            Happens::Garbled => {
                let reason = input.pick(&[
                    Garbled::Stray,
                    Garbled::CheckSum,
                    Garbled::MessageBytes,
                    Garbled::FieldCount,
                ]);
                self.call(|session, out| session.garbled(reason, now, out));
            }
            Happens::Verdict => {
                let notice = Notice::default();
                let verdict = if input.byte() % 4 == 3 {
                    LogonVerdict::Refused(notice)
                } else {
                    LogonVerdict::Accepted(notice)
                };
                self.owes_verdict = false;
                self.call(|session, out| session.authenticated(&verdict, now, out));
            }
            Happens::ResetNumbers => {
                self.call(|session, out| {
                    let _ = session.reset_numbers(now, out);
                });
            }
            Happens::SetNumbers => self.set_numbers(input),
        }
    }

    fn set_numbers(&mut self, input: &mut Input<'_>) {
        let numbers = self.session.numbers();
        let mut moved = |number: u64| (number + u64::from(input.byte() % 16)).saturating_sub(4);
        let numbers = Numbers {
            next_incoming: moved(numbers.next_incoming),
            next_outgoing: moved(numbers.next_outgoing),
        };
        let now = self.now_ns;
        let mut actions = Vec::new();
        let done = self.session.set_numbers(numbers, now, &mut actions);
        self.perform(actions, &mut Vec::new());
        if done.is_ok() {
            assert_eq!(self.session.numbers(), numbers);
            self.next_outgoing = numbers.next_outgoing;
            self.delivered = numbers.next_incoming - 1;
            self.stored.split_off(&numbers.next_outgoing);
        }
    }

    /// A timer that has been served is not due again at once.
    fn time(&mut self) {
        let now = self.now_ns;
        self.call(|session, out| session.time(now, out));
        let due = self.session.next_time_ns();
        assert!(
            due.is_none_or(|due| due > now),
            "a timer is due for ever: {:?}",
            self.session.state()
        );
    }

    /// Bytes of the peer come over the wire.
    fn receive(&mut self, bytes: &[u8]) {
        let mut decoder = Decoder::new(LIMITS);
        let mut at = 0;
        while at < bytes.len() && !self.owes_verdict {
            match decoder.decode(&bytes[at..]) {
                Step::Message { consumed, message } => {
                    at += consumed;
                    self.received(message);
                    self.take_waiting();
                }
                Step::Garbled { consumed, reason } => {
                    at += consumed;
                    let now = self.now_ns;
                    self.call(|session, out| session.garbled(reason, now, out));
                }
                Step::Partial => return,
            }
        }
    }

    fn take_waiting(&mut self) {
        let mut taken = 0;
        while let Some(waiting) = self.session.take_waiting() {
            taken += 1;
            assert!(taken <= OUT_OF_ORDER_MAX, "more is kept than the limit");
            self.received(waiting.view());
        }
    }

    fn received(&mut self, message: Message<'_>) {
        let now = self.now_ns;
        let expected = self.session.numbers().next_incoming;
        let mut delivery = Delivery::None;
        self.call(|session, out| delivery = session.received(message, now, out));
        if delivery == Delivery::Application {
            assert_eq!(
                message.msg_seq_num(),
                Some(expected),
                "delivered in its turn"
            );
            assert_eq!(self.session.numbers().next_incoming, expected + 1);
            assert!(expected > self.delivered, "delivered twice");
            self.delivered = expected;
        }
    }

    /// Calls the session and does what it says, checking all of it.
    fn call(&mut self, call: impl FnOnce(&mut Session, &mut Vec<Action>)) {
        let before = self.session.numbers();
        let mut actions = Vec::new();
        call(&mut self.session, &mut actions);
        let resets = actions.contains(&Action::Reset);
        let mut replays = Vec::new();
        self.perform(actions, &mut replays);
        for replay in replays {
            self.replay(replay);
        }
        let after = self.session.numbers();
        assert_eq!(
            after.next_outgoing, self.next_outgoing,
            "a number is given once"
        );
        let goes_back = after.next_incoming < before.next_incoming;
        let answers_reset = self.reset_unanswered && goes_back && after.next_incoming == 2;
        if answers_reset {
            self.delivered = 0;
        }
        if self.session.is_logged_on() {
            self.reset_unanswered = self.session.owes_reset();
        }
        assert!(
            resets || answers_reset || !goes_back,
            "only a reset goes back: {before:?}, {after:?}"
        );
        assert!(resets || after.next_outgoing >= before.next_outgoing);
        assert!(after.next_incoming > 0 && after.next_outgoing > 0);
    }

    fn perform(&mut self, actions: Vec<Action>, replays: &mut Vec<Replay>) {
        let mut closed = false;
        for action in actions {
            let is_sent = matches!(action, Action::Send(_) | Action::Replay(_));
            assert!(!(closed && is_sent), "{action:?} after a disconnect");
            match action {
                Action::Send(sent) => {
                    self.check_sent(&sent.bytes, sent.msg_seq_num);
                    if sent.kind == SentKind::Duplicate {
                        assert!(sent.msg_seq_num < self.next_outgoing);
                        continue;
                    }
                    assert_eq!(sent.msg_seq_num, self.next_outgoing);
                    self.next_outgoing += 1;
                    if sent.kind == SentKind::Application {
                        self.stored.insert(sent.msg_seq_num, sent.bytes);
                        if self.stored.len() > STORED_MAX {
                            self.stored.pop_first();
                        }
                    }
                }
                Action::Reset => {
                    self.next_outgoing = 1;
                    self.delivered = 0;
                    self.stored.clear();
                }
                Action::Replay(replay) => {
                    assert!(replay.next >= 1 && replay.next <= replay.last);
                    assert!(
                        replay.last < self.next_outgoing,
                        "nothing that was not sent"
                    );
                    replays.push(replay);
                }
                Action::Authenticate(_) => self.owes_verdict = true,
                Action::Disconnect(_) => {
                    closed = true;
                    self.owes_verdict = false;
                }
            }
        }
        if closed {
            assert_eq!(self.session.state(), State::Disconnected);
        }
    }

    /// The shell answers from its store.
    fn replay(&mut self, mut replay: Replay) {
        let (first, last, now) = (replay.next, replay.last, self.now_ns);
        let mut actions = Vec::new();
        for (number, bytes) in self.stored.range(first..=last) {
            self.session
                .replay(&mut replay, *number, bytes, now, &mut actions);
        }
        self.session.replay_end(replay, now, &mut actions);
        let again = actions.iter().filter_map(|action| match action {
            Action::Send(sent) if sent.kind == SentKind::Duplicate => Some(sent.msg_seq_num),
            _ => None,
        });
        let again: Vec<u64> = again.collect();
        assert!(again.is_sorted_by(|one, next| one < next));
        assert_eq!(again.first(), Some(&first));
        assert!(again.iter().all(|number| *number <= last));
        let mut more = Vec::new();
        self.perform(actions, &mut more);
        assert_eq!(more, [], "a replay asks for no replay");
    }

    /// What is emitted can be read, and its receiver accepts it.
    fn check_sent(&self, bytes: &[u8], msg_seq_num: u64) {
        let mut decoder = Decoder::new(Limits::DEFAULT);
        let Step::Message { consumed, message } = decoder.decode(bytes) else {
            panic!("emitted garbled: {}", printed(bytes));
        };
        assert_eq!(consumed, bytes.len());
        assert_eq!(message.msg_seq_num(), Some(msg_seq_num));
        if let Err(problem) = validate(&self.receiver, message) {
            panic!("emitted {}: {problem:?}", printed(bytes));
        }
    }
}

fn printed(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\u{1}', "|")
}
