//! One session of a running engine over TCP, with an application that knows orders and nothing else, and a clock that the
//! script moves.
//!
//! Besides the words of `fix-script`, a script may say:
//!
//! | line | what it is |
//! | --- | --- |
//! | `iSHELL …` | what the engine has around the session (`shell.rs`) |
//! | `iTLS [as NAME [of another authority]]` | the peer opens a connection with TLS, with that certificate or none |
//! | `iSLOW` | from now on the peer reads only what the script waits for, through a small buffer |
//! | `iFLOOD 400 20000` | our application sends so many News(B) with texts of so many bytes, counted in Headline(148), until the peer is disconnected |
//! | `iDRAIN` | the peer reads on and throws away what comes, to the end of the connection |
//! | `iGATHER 400` | the peer reads until it has a Heartbeat(0), and each of so many News(B): numbered in their order, and again only as possible duplicates |

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use fix_codec::{Decoder, Draft, Limits, OwnedMessage, Step as Decoded};
use fix_engine::{
    Application, Clock, Command, Engine, EngineConfig, Hand, Handle, Received, SessionChange,
    SessionReport, Step, Verdict,
};
use fix_peer::{Line, Peer};
use fix_script::{ConnectionId, Script, Settings, Stage, Told};
use fix_session::Numbers;
use journal::Journal;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::shell::{self, Certificates, NAME};

/// The time at which every script begins: 2026-09-21, 14:13:20 UTC.
const START_NS: i64 = 1_790_000_000_000_000_000;
/// How far the clock is moved at once: as far as the engine's own clock moves between two looks at it.
const CLOCK_STEP_NS: i64 = 100_000_000;
/// How long anything may take that has to happen.
const WAIT: Duration = Duration::from_secs(20);
/// Whoever does what the script says.
const SCRIPT: &str = "the script";

/// Tells what it gets.
struct Teller {
    tell: mpsc::Sender<String>,
}

impl Application for Teller {
    type Event = ();
    type Input = Draft;

    fn apply(&mut self, _event: &()) {}

    fn received(&self, received: &Received<'_>, _step: &mut Step<()>) -> Verdict {
        let msg_type = String::from_utf8_lossy(received.message.msg_type());
        let number = received.msg_seq_num;
        let _ = self.tell.send(format!("DELIVER 35={msg_type} 34={number}"));
        if msg_type == "D" {
            Verdict::Accepted
        } else {
            Verdict::UnsupportedMessageType
        }
    }

    fn input(&self, draft: Draft, step: &mut Step<()>) {
        step.send(NAME, draft);
    }

    fn session(&self, _session: &str, change: SessionChange, _step: &mut Step<()>) {
        if change == SessionChange::Reset {
            let _ = self.tell.send("RESET".to_owned());
        }
    }
}

/// The engine, its peer, and what the script has done so far.
pub(crate) struct TcpStage<'a> {
    runtime: &'a Runtime,
    handle: Handle<Teller>,
    hand: Hand,
    tell: mpsc::Sender<String>,
    words: mpsc::Receiver<String>,
    peer: Peer,
    certificates: Option<Certificates>,
    /// Messages that the peer has sent.
    sent: u64,
    /// How far the clock was moved since.
    advanced_ns: i64,
    shutdown: CancellationToken,
}

impl Drop for TcpStage<'_> {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl<'a> TcpStage<'a> {
    pub(crate) fn start(runtime: &'a Runtime, script: &Script) -> Result<TcpStage<'a>, String> {
        let settings = script.session(1);
        let journal = Journal::in_memory();
        if settings.numbers != Numbers::default() {
            runtime.block_on(go_on(settings, journal.clone()));
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let mut config = shell::plain(settings, &address)?;
        let certificates = shell::surround(&mut config, script)?;
        let (clock, hand) = Clock::by_hand(START_NS);
        let config = EngineConfig { clock, ..config };
        let (tell, words) = mpsc::channel();
        let shutdown = CancellationToken::new();
        let teller = Teller { tell: tell.clone() };
        let started = Engine::start(config, teller, journal, shutdown.clone());
        let engine = runtime.block_on(started).unwrap();
        let line = match engine.local_address() {
            Some(address) => Line::To(address),
            None => Line::From(listener),
        };
        Ok(TcpStage {
            runtime,
            handle: engine.handle(),
            hand,
            tell,
            words,
            peer: Peer::new(line),
            certificates,
            sent: 0,
            advanced_ns: 0,
            shutdown,
        })
    }

    fn command(&self, command: Command) -> Result<(), String> {
        let done = self.handle.command(NAME, command, SCRIPT);
        let done = self.runtime.block_on(done);
        done.map(drop).map_err(|error| error.to_string())
    }

    /// What is not possible is told.
    fn set_numbers(&self, numbers: Numbers) {
        if let Err(error) = self.command(set_numbers(numbers)) {
            let _ = self.tell.send(format!("ERROR {error}"));
        }
    }

    fn input(&self, draft: Draft) -> Result<(), String> {
        let sent = self.runtime.block_on(self.handle.input(draft));
        sent.map(drop).map_err(|ended| ended.to_string())
    }

    fn flood(&self, text: &str) -> Result<(), String> {
        let (messages, bytes) = text.split_once(' ').ok_or("how many, and how long?")?;
        let text = "x".repeat(number(bytes)?);
        for count in 1..=number(messages)? {
            let news = Draft::new("B").field(148, count);
            self.input(news.group(33, [&text], |line, text| line.push(58, text.as_str())))?;
        }
        self.until(|report| report.peer.is_none())
    }

    fn gather(&mut self, connection: ConnectionId, text: &str) -> Result<(), String> {
        let messages = number(text)? as u64;
        // Headline(148) by MsgSeqNum(34): the rest may come in its turn before what was asked for again.
        let mut gathered = BTreeMap::new();
        let mut is_answered = false;
        while !is_answered || !gathered.values().copied().eq(1..=messages) {
            let told = self.peer.next(connection).ok_or("nothing comes any more")?;
            let Told::Message { bytes, .. } = &told else {
                return Err(format!("after {}: {told}", gathered.len()));
            };
            let message = OwnedMessage::decode(bytes).ok_or("garbled")?;
            let fields = message.fields();
            match (message.view().msg_type(), fields.unsigned(148)) {
                (b"0", None) if !is_answered => is_answered = true,
                (b"4", None) if fields.is_yes(123) => {}
                (b"B", Some(count)) => {
                    let before = gathered.insert(message.view().msg_seq_num(), count);
                    if before.is_some_and(|before| before != count || !fields.is_yes(43)) {
                        return Err(format!("{before:?} came again as {count}"));
                    }
                }
                _ => return Err(format!("after {}: {told}", gathered.len())),
            }
        }
        Ok(())
    }

    /// Waits until the session has what the peer has sent.
    fn catch_up(&self) -> Result<(), String> {
        self.until(|report| report.traffic.received >= self.sent)
    }

    /// Waits until the session is as wanted.
    fn until(&self, wanted: impl Fn(&SessionReport) -> bool) -> Result<(), String> {
        let deadline = Instant::now() + WAIT;
        loop {
            let report = self.runtime.block_on(self.handle.report());
            let report = report.map_err(|ended| ended.to_string())?;
            if report.iter().all(&wanted) {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(format!("the session is still {report:?}"));
            }
        }
    }
}

/// An engine that nobody reaches leaves the session's numbers in the journal.
async fn go_on(settings: &Settings, journal: Journal) {
    let nowhere = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = nowhere.local_addr().unwrap().to_string();
    drop(nowhere);
    let config = shell::plain(settings, &address).unwrap();
    let (tell, _words) = mpsc::channel();
    let shutdown = CancellationToken::new();
    let engine = Engine::start(config, Teller { tell }, journal, shutdown.clone());
    let engine = engine.await.unwrap();
    let numbered = engine.handle();
    let command = set_numbers(settings.numbers);
    numbered.command(NAME, command, SCRIPT).await.unwrap();
    shutdown.cancel();
    drop(numbered);
    engine.finished().await.unwrap();
}

fn set_numbers(numbers: Numbers) -> Command {
    Command::SetNumbers {
        next_incoming: Some(numbers.next_incoming),
        next_outgoing: Some(numbers.next_outgoing),
    }
}

fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{text} is no number"))
}

/// How many messages there are in what a peer sends.
fn count(bytes: &[u8]) -> u64 {
    let mut decoder = Decoder::new(Limits::DEFAULT);
    let (mut at, mut messages) = (0, 0);
    loop {
        match decoder.decode(&bytes[at..]) {
            Decoded::Message { consumed, .. } => {
                at += consumed;
                messages += 1;
            }
            Decoded::Garbled { consumed, .. } => at += consumed,
            Decoded::Partial => return messages,
        }
    }
}

impl Stage for TcpStage<'_> {
    fn now_ns(&mut self) -> i64 {
        self.hand.unix_ns()
    }

    /// What came with a step of time was sent within it; where time stands still, its times are exact.
    fn tolerance_ns(&self) -> i64 {
        self.advanced_ns
    }

    fn connect(&mut self, connection: ConnectionId) -> Result<(), String> {
        // A script's logout is no end for ever.
        self.command(Command::Enable)?;
        self.peer.connect(connection)
    }

    fn disconnect(&mut self, connection: ConnectionId) -> Result<(), String> {
        self.peer.disconnect(connection)?;
        self.until(|report| report.peer.is_none())
    }

    fn receive(&mut self, connection: ConnectionId, bytes: &[u8]) -> Result<(), String> {
        self.sent += count(bytes);
        self.advanced_ns = 0;
        self.peer.send(connection, bytes)
    }

    fn advance(&mut self, ns: i64) -> Result<(), String> {
        self.catch_up()?;
        self.advanced_ns = ns;
        let mut left_ns = ns;
        while left_ns > 0 {
            let step_ns = left_ns.min(CLOCK_STEP_NS);
            self.hand.advance(step_ns);
            // What is due is done when this is answered.
            let done = self.runtime.block_on(self.handle.query(|_| ()));
            done.map_err(|ended| ended.to_string())?;
            left_ns -= step_ns;
        }
        Ok(())
    }

    fn word(&mut self, connection: ConnectionId, word: &str, rest: &str) -> Result<(), String> {
        if matches!(word, "SEND" | "LOGOUT" | "RESET" | "NUMBERS" | "FLOOD") {
            self.catch_up()?;
        }
        match word {
            "SHELL" => Ok(()),
            "TLS" => {
                let certificates = self.certificates.as_ref().ok_or("there is no TLS")?;
                let tls = certificates.peer(rest)?;
                self.command(Command::Enable)?;
                self.peer.connect_tls(connection, tls)
            }
            "SLOW" => self.peer.slow_down(connection),
            "DRAIN" => self.peer.drain(connection),
            "FLOOD" => self.flood(rest),
            "GATHER" => self.gather(connection, rest),
            "SEND" => self.input(fix_script::draft(rest)?),
            "LOGOUT" => {
                let text = (!rest.is_empty()).then(|| rest.to_owned());
                self.command(Command::Disable { text })
            }
            "RESET" => {
                self.set_numbers(Numbers::default());
                Ok(())
            }
            "NUMBERS" => {
                self.set_numbers(fix_script::numbers(rest)?);
                Ok(())
            }
            _ => Err("the engine knows no such word".to_owned()),
        }
    }

    fn next(&mut self, connection: ConnectionId) -> Option<Told> {
        let told = self.peer.next(connection)?;
        Some(told.seen_at(self.hand.unix_ns()))
    }

    fn next_word(&mut self) -> Option<Told> {
        self.words.recv_timeout(WAIT).ok().map(Told::Word)
    }

    fn left(&mut self) -> Option<Told> {
        self.peer.left()
    }
}
