//! The session's rules as wire text: each file in `tests/cases` is a case of the specification, named by it.
//!
//! ```text
//! # session FIX.4.4 acceptor [option ...]     the first line: what the session is
//! connect | lost | +6s                        what happens: a connection, its end, time
//! logout [text] | send TYPE fields            what the shell does
//! accept [notice] | refuse [notice]           what the shell answers to `authenticate`; a notice is `[1409=N] [text]`
//! < TYPE fields                               what the peer sends: 8, 9, 49, 52, 56 and 10 are filled in
//! <~ TYPE fields                              the same, in the order given: only 8, 9 and 10 are filled in
//! << bytes                                    exactly these bytes
//! > TYPE fields                               what must come next: all fields but 8, 9, 49, 52, 56 and 10
//! > deliver TYPE | > disconnect | > reset | > authenticate USERNAME PASSWORD [NEW]     what else must come next
//! ```
//!
//! After each line that makes something happen, everything that came of it must be asserted. `|` is SOH.

use std::collections::{BTreeMap, VecDeque};

use fix_codec::{Decoder, Draft, Encoder, Limits, Message, Step, TimePrecision, Timestamp};
use fix_dictionary::Release;
use fix_session::{
    Action, Authentication, Delivery, Dictionaries, LogonVerdict, Notice, Numbers, Refusal,
    RefusedLogon, Role, SentKind, Session, SessionConfig, SessionStatus, Version,
};

const START_NS: i64 = 1_790_000_000_000_000_000;

#[test]
fn every_case_holds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() > 30, "the cases are missing");
    let mut failures = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        if let Err(failure) = play(&text) {
            failures.push(format!(
                "{}: {failure}",
                path.file_name().unwrap().to_string_lossy()
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn play(text: &str) -> Result<(), String> {
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let (_, first) = lines.next().ok_or("empty")?;
    let mut bench = Bench::new(first)?;
    for (number, line) in lines {
        if line.starts_with('#') {
            continue;
        }
        bench
            .line(line)
            .map_err(|failure| format!("line {}: {line}: {failure}", number + 1))?;
    }
    bench.nothing_left()
}

/// A session with a store, and its peer's voice.
struct Bench {
    session: Session,
    now_ns: i64,
    stored: BTreeMap<u64, Vec<u8>>,
    came: VecDeque<String>,
    begin_string: &'static str,
    precision: TimePrecision,
}

impl Bench {
    fn new(first: &str) -> Result<Bench, String> {
        let words: Vec<&str> = first.trim_start_matches('#').split_whitespace().collect();
        let ["session", begin_string, role, options @ ..] = words.as_slice() else {
            return Err(format!("not a session: {first}"));
        };
        let version = Version::from_begin_string(begin_string).ok_or("no such version")?;
        let release = Release::named(begin_string).ok_or("no such version")?;
        let application = if version == Version::Fixt11 {
            Release::Fix50Sp2
        } else {
            release
        };
        let dictionaries = Dictionaries {
            session: release.dictionary(),
            application: application.dictionary(),
        };
        let role = if *role == "initiator" {
            Role::Initiator
        } else {
            Role::Acceptor
        };
        let mut config = SessionConfig::new(role, version, "US", "PEER", dictionaries);
        config.default_appl_ver_id = (version == Version::Fixt11).then(|| "9".to_owned());
        let mut numbers = Numbers::default();
        for option in options {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            match name {
                "in" => numbers.next_incoming = value.parse().unwrap(),
                "out" => numbers.next_outgoing = value.parse().unwrap(),
                "reset-on-logon" => config.resets.on_logon = true,
                "reset-on-logout" => config.resets.on_logout = true,
                "reset-on-disconnect" => config.resets.on_disconnect = true,
                "unchecked" => config.checks.dictionary = false,
                "empty-values" => config.checks.values_present = false,
                "user-defined" => config.checks.user_defined_tags = false,
                "any-tags" => config.checks.tags_of_message = false,
                "any-order" => config.checks.field_order = false,
                "any-time" => config.checks.sending_time = false,
                "password" => {
                    config.credentials = Some(fix_session::Credentials {
                        username: "user".into(),
                        password: value.into(),
                    });
                }
                "asks" => config.authentication = Authentication::Shell,
                "silent" => config.refused_logon = RefusedLogon::Silent,
                "waiting" => config.limits.out_of_order_messages = value.parse().unwrap(),
                _ => return Err(format!("no such option: {option}")),
            }
        }
        let precision = if version >= Version::Fix42 {
            TimePrecision::Milliseconds
        } else {
            TimePrecision::Seconds
        };
        let begin_string = version.begin_string();
        Ok(Bench {
            session: Session::new(config, numbers),
            now_ns: START_NS,
            stored: BTreeMap::new(),
            came: VecDeque::new(),
            begin_string,
            precision,
        })
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let line = line.trim();
        if let Some(expected) = line.strip_prefix("> ") {
            let came = self
                .came
                .pop_front()
                .unwrap_or_else(|| "nothing".to_owned());
            return if came == expected {
                Ok(())
            } else {
                Err(format!("came: {came}"))
            };
        }
        self.nothing_left()?;
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut actions = Vec::new();
        match word {
            "connect" => self.session.connected(self.now_ns, &mut actions),
            "lost" => self.session.connection_lost(self.now_ns, &mut actions),
            "logout" => self
                .session
                .logout(&notice(rest), self.now_ns, &mut actions),
            "accept" => self.session.authenticated(
                &LogonVerdict::Accepted(notice(rest)),
                self.now_ns,
                &mut actions,
            ),
            "refuse" => self.session.authenticated(
                &LogonVerdict::Refused(notice(rest)),
                self.now_ns,
                &mut actions,
            ),
            "send" => {
                let (msg_type, body) = rest.split_once(' ').unwrap_or((rest, ""));
                let body = if body.is_empty() {
                    String::new()
                } else {
                    format!("{body}|").replace('|', "\u{1}")
                };
                let sent = self.session.send(
                    &Draft::from_body(msg_type, body.into_bytes()),
                    self.now_ns,
                    &mut actions,
                );
                if sent.is_none() {
                    self.came.push_back("refused".to_owned());
                }
            }
            "<" | "<~" => {
                let bytes = self.message(rest, word == "<");
                self.receive(&bytes);
            }
            "<<" => self.receive(rest.replace('|', "\u{1}").as_bytes()),
            _ => {
                let seconds = word
                    .strip_prefix('+')
                    .and_then(|time| time.strip_suffix('s'))
                    .ok_or("not a line")?;
                let until = self.now_ns + tenths(seconds) * 100_000_000;
                while let Some(due) = self.session.next_time_ns().filter(|due| *due <= until) {
                    self.now_ns = due.max(self.now_ns);
                    self.session.time(self.now_ns, &mut actions);
                    self.perform(&mut actions);
                }
                self.now_ns = until;
            }
        }
        self.perform(&mut actions);
        Ok(())
    }

    fn nothing_left(&self) -> Result<(), String> {
        match self.came.front() {
            None => Ok(()),
            Some(came) => Err(format!("not asserted: {came}")),
        }
    }

    /// A message of the peer from its short form.
    fn message(&self, text: &str, fill_in: bool) -> Vec<u8> {
        let (msg_type, rest) = text.split_once(' ').unwrap_or((text, ""));
        let given: Vec<(String, String)> = fields(rest)
            .map(|(tag, value)| (tag.to_owned(), self.expand(value)))
            .collect();
        let mut encoder = Encoder::new();
        encoder.begin(msg_type.as_bytes());
        let fixed = [
            ("49", "PEER".to_owned()),
            ("52", self.expand("NOW")),
            ("56", "US".to_owned()),
        ];
        let header = |tag: &str| {
            matches!(
                tag,
                "34" | "43" | "49" | "52" | "56" | "97" | "115" | "116" | "122" | "128" | "129"
            )
        };
        let mut all: Vec<(String, String)> = Vec::new();
        let begin_string = given
            .iter()
            .find(|(tag, _)| tag == "8")
            .map_or(self.begin_string, |(_, value)| value);
        for (tag, value) in fixed.into_iter().filter(|_| fill_in) {
            if !given.iter().any(|(other, _)| other == tag)
                && !given.iter().any(|(other, _)| other == &format!("-{tag}"))
            {
                all.push((tag.to_owned(), value));
            }
        }
        let mut sorted: Vec<_> = given
            .iter()
            .filter(|(tag, _)| !["8", "-49", "-52", "-56"].contains(&tag.as_str()))
            .cloned()
            .collect();
        sorted.sort_by_key(|(tag, _)| fill_in && !header(tag));
        all.extend(sorted);
        for (tag, value) in all {
            encoder.encoded(format!("{tag}={value}\u{1}").as_bytes());
        }
        encoder.finish(begin_string.as_bytes()).to_vec()
    }

    /// `NOW`, `NOW-121`, `NOW+10` as a time.
    fn expand(&self, value: &str) -> String {
        match value.strip_prefix("NOW") {
            Some(offset) => {
                let seconds: i64 = if offset.is_empty() {
                    0
                } else {
                    offset.parse().unwrap()
                };
                let time = Timestamp::from_unix_ns(self.now_ns + seconds * 1_000_000_000)
                    .format(self.precision);
                String::from_utf8(time.as_bytes().to_vec()).unwrap()
            }
            None => value.to_owned(),
        }
    }

    fn receive(&mut self, bytes: &[u8]) {
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
                    let mut actions = Vec::new();
                    self.session.garbled(reason, self.now_ns, &mut actions);
                    self.perform(&mut actions);
                }
                Step::Partial => break,
            }
        }
    }

    fn one(&mut self, message: Message<'_>) {
        let mut actions = Vec::new();
        let delivery = self.session.received(message, self.now_ns, &mut actions);
        self.perform(&mut actions);
        if delivery == Delivery::Application {
            let msg_type = String::from_utf8_lossy(message.msg_type()).into_owned();
            self.came.push_back(format!(
                "deliver {msg_type} 34={}",
                message.msg_seq_num().unwrap()
            ));
            // An application that knows orders and nothing else.
            if msg_type != "D" {
                self.session.refuse(
                    message,
                    &Refusal::UnsupportedMessageType,
                    self.now_ns,
                    &mut actions,
                );
                self.perform(&mut actions);
            }
        }
    }

    fn perform(&mut self, actions: &mut Vec<Action>) {
        for action in std::mem::take(actions) {
            match action {
                Action::Send(sent) => {
                    self.came.push_back(self.short(&sent.bytes));
                    if sent.kind == SentKind::Application {
                        self.stored.insert(sent.msg_seq_num, sent.bytes);
                    }
                }
                Action::Reset => {
                    self.stored.clear();
                    self.came.push_back("reset".to_owned());
                }
                Action::Replay(mut replay) => {
                    let mut again = Vec::new();
                    let stored: Vec<_> = self
                        .stored
                        .range(replay.next..=replay.last)
                        .map(|(number, bytes)| (*number, bytes.clone()))
                        .collect();
                    for (number, bytes) in stored {
                        self.session
                            .replay(&mut replay, number, &bytes, self.now_ns, &mut again);
                    }
                    self.session.replay_end(replay, self.now_ns, &mut again);
                    self.perform(&mut again);
                }
                Action::Authenticate(request) => {
                    let secret = |secret: Option<fix_session::Secret>| {
                        secret.map_or("-".to_owned(), |secret| {
                            String::from_utf8_lossy(secret.expose()).into_owned()
                        })
                    };
                    self.came.push_back(format!(
                        "authenticate {} {} {}",
                        request.username.unwrap_or("-".to_owned()),
                        secret(request.password),
                        secret(request.new_password),
                    ));
                }
                Action::Disconnect(_) => self.came.push_back("disconnect".to_owned()),
            }
        }
    }

    /// A message of ours in its short form; its length and sum must be right, its `CompIDs` ours, its time now.
    fn short(&self, bytes: &[u8]) -> String {
        let mut decoder = Decoder::new(Limits::DEFAULT);
        let Step::Message { consumed, message } = decoder.decode(bytes) else {
            panic!("we sent garbled bytes")
        };
        assert_eq!(consumed, bytes.len());
        assert_eq!(message.begin_string(), self.begin_string.as_bytes());
        assert_eq!(message.get(49), Some(&b"US"[..]));
        assert_eq!(message.get(56), Some(&b"PEER"[..]));
        assert_eq!(message.get(52), Some(self.expand("NOW").as_bytes()));
        let mut text = String::from_utf8_lossy(message.msg_type()).into_owned();
        let shown = message
            .fields()
            .iter()
            .filter(|field| ![8, 9, 35, 49, 52, 56, 10].contains(&field.tag));
        let shown: Vec<String> = shown
            .map(|field| format!("{}={}", field.tag, String::from_utf8_lossy(field.value)))
            .collect();
        if !shown.is_empty() {
            text.push(' ');
            text.push_str(&shown.join("|").replace(&self.expand("NOW"), "NOW"));
        }
        text
    }
}

/// `[1409=N] [text]`.
fn notice(text: &str) -> Notice {
    let (status, text) = match text
        .strip_prefix("1409=")
        .map(|rest| rest.split_once(' ').unwrap_or((rest, "")))
    {
        Some(("1", text)) => (Some(SessionStatus::SessionPasswordChanged), text),
        Some(("5", text)) => (Some(SessionStatus::InvalidUsernameOrPassword), text),
        Some((other, _)) => panic!("not a status of these cases: {other}"),
        None => (None, text),
    };
    Notice {
        text: (!text.is_empty()).then(|| text.to_owned()),
        status,
    }
}

/// `5.9` as 59.
fn tenths(seconds: &str) -> i64 {
    let (whole, tenth) = seconds.split_once('.').unwrap_or((seconds, "0"));
    whole.parse::<i64>().unwrap() * 10 + tenth.parse::<i64>().unwrap()
}

/// `34=2|112=HELLO` as tags and values.
fn fields(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('|')
        .filter(|field| !field.is_empty())
        .map(|field| field.split_once('=').unwrap_or((field, "")))
}
