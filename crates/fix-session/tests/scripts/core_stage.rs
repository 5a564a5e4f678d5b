//! One session core with a store, an application that knows orders and nothing else, and a clock that a script moves.

use std::collections::{BTreeMap, VecDeque};

use fix_codec::{Decoder, Limits, Message, Step};
use fix_script::{ConnectionId, Script, Stage, Told, notice};
use fix_session::{
    Action, Delivery, LogonRequest, LogonVerdict, NumbersError, Refusal, Secret, SentKind, Session,
};

const START_NS: i64 = 1_790_000_000_000_000_000;
/// The core has one connection at a time; whoever comes second is the shell's business.
const CONNECTION: ConnectionId = 1;

pub(crate) struct CoreStage {
    session: Session,
    now_ns: i64,
    stored: BTreeMap<u64, Vec<u8>>,
    told: VecDeque<Told>,
}

impl CoreStage {
    pub(crate) fn new(script: &Script) -> Result<CoreStage, String> {
        let settings = script.session(CONNECTION);
        Ok(CoreStage {
            session: Session::new(settings.config()?, settings.numbers),
            now_ns: START_NS,
            stored: BTreeMap::new(),
            told: VecDeque::new(),
        })
    }

    /// Calls the session and does what it asks for.
    fn step(&mut self, call: impl FnOnce(&mut Session, i64, &mut Vec<Action>)) {
        let mut actions = Vec::new();
        call(&mut self.session, self.now_ns, &mut actions);
        self.perform(actions);
    }

    fn one(&mut self, message: Message<'_>) {
        let mut actions = Vec::new();
        let delivery = self.session.received(message, self.now_ns, &mut actions);
        self.perform(actions);
        if delivery == Delivery::None {
            return;
        }
        let msg_type = String::from_utf8_lossy(message.msg_type()).into_owned();
        let number = message.msg_seq_num().unwrap();
        self.tell(format!("DELIVER 35={msg_type} 34={number}"));
        if msg_type != "D" {
            let refusal = Refusal::UnsupportedMessageType;
            self.step(|session, now, actions| session.refuse(message, &refusal, now, actions));
        }
    }

    fn perform(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Send(sent) => {
                    if sent.kind == SentKind::Application {
                        self.stored.insert(sent.msg_seq_num, sent.bytes.clone());
                    }
                    self.told.push_back(Told::Message {
                        connection: CONNECTION,
                        bytes: sent.bytes,
                        at_ns: self.now_ns,
                    });
                }
                Action::Reset => {
                    self.stored.clear();
                    self.tell("RESET".to_owned());
                }
                Action::Replay(mut replay) => {
                    let range = self.stored.range(replay.next..=replay.last);
                    let stored: Vec<_> = range.map(|(at, bytes)| (*at, bytes.clone())).collect();
                    self.step(|session, now, actions| {
                        for (number, bytes) in stored {
                            session.replay(&mut replay, number, &bytes, now, actions);
                        }
                        session.replay_end(replay, now, actions);
                    });
                }
                Action::Authenticate(request) => self.tell(authenticate(&request)),
                Action::Disconnect(_) => self.told.push_back(Told::Disconnected(CONNECTION)),
            }
        }
    }

    fn tell_error(&mut self, done: Result<(), NumbersError>) {
        if let Err(error) = done {
            self.tell(format!("ERROR {error}"));
        }
    }

    fn tell(&mut self, word: String) {
        self.told.push_back(Told::Word(word));
    }
}

fn authenticate(request: &LogonRequest) -> String {
    let secret = |secret: &Option<Secret>| match secret {
        Some(secret) => String::from_utf8_lossy(secret.expose()).into_owned(),
        None => "-".to_owned(),
    };
    format!(
        "AUTHENTICATE {} {} {}",
        request.username.as_deref().unwrap_or("-"),
        secret(&request.password),
        secret(&request.new_password),
    )
}

impl Stage for CoreStage {
    fn now_ns(&mut self) -> i64 {
        self.now_ns
    }

    fn connect(&mut self, _connection: ConnectionId) -> Result<(), String> {
        self.step(Session::connected);
        Ok(())
    }

    fn disconnect(&mut self, _connection: ConnectionId) -> Result<(), String> {
        self.step(Session::connection_lost);
        Ok(())
    }

    fn receive(&mut self, _connection: ConnectionId, bytes: &[u8]) -> Result<(), String> {
        let mut decoder = Decoder::new(Limits::DEFAULT);
        let mut at = 0;
        while at < bytes.len() {
            match decoder.decode(&bytes[at..]) {
                Step::Message { consumed, message } => {
                    at += consumed;
                    self.one(message);
                    while let Some(waiting) = self.session.take_waiting() {
                        self.one(waiting.view());
                    }
                }
                Step::Garbled { consumed, reason } => {
                    at += consumed;
                    self.step(|session, now, actions| session.garbled(reason, now, actions));
                }
                Step::Partial => break,
            }
        }
        Ok(())
    }

    fn advance(&mut self, ns: i64) -> Result<(), String> {
        let until = self.now_ns + ns;
        while let Some(due) = self.session.next_time_ns().filter(|due| *due <= until) {
            self.now_ns = due.max(self.now_ns);
            self.step(Session::time);
        }
        self.now_ns = until;
        Ok(())
    }

    fn word(&mut self, _connection: ConnectionId, word: &str, rest: &str) -> Result<(), String> {
        match word {
            "SEND" => {
                let draft = fix_script::draft(rest)?;
                let mut actions = Vec::new();
                if self
                    .session
                    .send(&draft, self.now_ns, &mut actions)
                    .is_none()
                {
                    self.tell("REFUSED".to_owned());
                }
                self.perform(actions);
            }
            "LOGOUT" => {
                let notice = notice(rest)?;
                self.step(|session, now, actions| session.logout(&notice, now, actions));
            }
            "ACCEPT" | "REFUSE" => {
                let verdict = if word == "ACCEPT" {
                    LogonVerdict::Accepted(notice(rest)?)
                } else {
                    LogonVerdict::Refused(notice(rest)?)
                };
                self.step(|session, now, actions| session.authenticated(&verdict, now, actions));
            }
            "RESTART" => {
                let owes_reset = self.session.owes_reset();
                self.session = Session::new(self.session.config().clone(), self.session.numbers());
                if owes_reset {
                    self.session.owe_reset();
                }
            }
            "RESET" => {
                let mut actions = Vec::new();
                let done = self.session.reset_numbers(self.now_ns, &mut actions);
                self.perform(actions);
                self.tell_error(done);
            }
            "NUMBERS" => {
                let numbers = fix_script::numbers(rest)?;
                let mut actions = Vec::new();
                let done = self.session.set_numbers(numbers, self.now_ns, &mut actions);
                self.perform(actions);
                self.tell_error(done);
            }
            _ => return Err("the core knows no such word".to_owned()),
        }
        Ok(())
    }

    fn next(&mut self, _connection: ConnectionId) -> Option<Told> {
        self.told.pop_front()
    }

    fn next_word(&mut self) -> Option<Told> {
        self.told.pop_front()
    }

    fn left(&mut self) -> Option<Told> {
        self.told.front().cloned()
    }
}
