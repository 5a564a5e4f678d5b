//! The scripts of the session layer over TCP: the same files that the core is played with on its virtual clock.
//!
//! Not played here: scripts that go on from sequence numbers, which an engine has from its journal; those in which time
//! passes, which the virtual clock does exactly; and those with words that this stage does not know.

use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use fix_codec::Draft;
use fix_engine::{
    Application, Command, Engine, EngineConfig, Handle, NamedSession, Received, SessionChange,
    Step, Verdict,
};
use fix_peer::{Line, Peer, now_ns};
use fix_script::{ConnectionId, Deed, Script, Stage, Told, play};
use fix_session::{Numbers, Role};
use journal::Journal;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// How far the times of what comes may be from the test's own.
const TOLERANCE: Duration = Duration::from_secs(5);
/// How long a word of the application may take.
const WORD_WAIT: Duration = Duration::from_secs(20);

#[test]
fn every_script_holds_over_tcp() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/fix-script/scripts/session");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let mut failures = Vec::new();
    let mut played = 0;
    for path in paths {
        let script = Script::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        if !can_be_played(&script) {
            continue;
        }
        played += 1;
        let mut stage = TcpStage::start(&runtime, &script);
        if let Err(failure) = play(&script, &mut stage) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            failures.push(format!("{name}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(played > 60, "only {played} scripts were played");
}

fn can_be_played(script: &Script) -> bool {
    let settings = script.session(1);
    let knows_words = script.lines.iter().all(|line| match &line.step {
        fix_script::Step::Do(Deed::Word(_, word, rest)) => match word.as_str() {
            "SEND" => true,
            "LOGOUT" => rest.is_empty(),
            _ => false,
        },
        _ => true,
    });
    knows_words
        && !settings.is_core_only
        && settings.numbers == Numbers::default()
        && script.time_ns() == 0
        && settings.config().unwrap().authentication == fix_session::Authentication::Configured
}

/// An application that knows orders and nothing else, and tells what it gets.
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

/// The one session's name.
const NAME: &str = "session";

struct TcpStage<'a> {
    runtime: &'a Runtime,
    handle: Handle<Teller>,
    words: mpsc::Receiver<String>,
    peer: Peer,
    shutdown: CancellationToken,
}

impl Drop for TcpStage<'_> {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl<'a> TcpStage<'a> {
    fn start(runtime: &'a Runtime, script: &Script) -> TcpStage<'a> {
        let config = script.session(1).config().unwrap();
        let (tell, words) = mpsc::channel();
        let mut engine_config = EngineConfig::default();
        let listener = match config.role {
            Role::Acceptor => {
                engine_config.listen = Some("127.0.0.1:0".parse().unwrap());
                engine_config.sessions = vec![NamedSession::acceptor(NAME, config)];
                None
            }
            Role::Initiator => {
                let listener = TcpListener::bind("127.0.0.1:0").unwrap();
                let address = listener.local_addr().unwrap().to_string();
                engine_config.sessions = vec![NamedSession::initiator(NAME, config, &address)];
                Some(listener)
            }
        };
        let shutdown = CancellationToken::new();
        let engine = runtime
            .block_on(Engine::start(
                engine_config,
                Teller { tell },
                Journal::in_memory(),
                shutdown.clone(),
            ))
            .unwrap();
        let line = match listener {
            Some(listener) => Line::From(listener),
            None => Line::To(engine.local_address().unwrap()),
        };
        TcpStage {
            runtime,
            handle: engine.handle(),
            words,
            peer: Peer::new(line),
            shutdown,
        }
    }
}

impl Stage for TcpStage<'_> {
    fn now_ns(&mut self) -> i64 {
        now_ns()
    }

    fn tolerance_ns(&self) -> i64 {
        i64::try_from(TOLERANCE.as_nanos()).unwrap()
    }

    fn connect(&mut self, connection: ConnectionId) -> Result<(), String> {
        // A script's logout is no end for ever.
        self.runtime
            .block_on(self.handle.command(NAME, Command::Enable, "the script"))
            .map_err(|ended| ended.to_string())?;
        self.peer.connect(connection)
    }

    fn disconnect(&mut self, connection: ConnectionId) -> Result<(), String> {
        self.peer.disconnect(connection)
    }

    fn receive(&mut self, connection: ConnectionId, bytes: &[u8]) -> Result<(), String> {
        self.peer.send(connection, bytes)
    }

    fn advance(&mut self, _ns: i64) -> Result<(), String> {
        Err("real time is not in the hands of a script".to_owned())
    }

    fn word(&mut self, _connection: ConnectionId, word: &str, rest: &str) -> Result<(), String> {
        match word {
            "SEND" => {
                let draft = fix_script::draft(rest)?;
                self.runtime
                    .block_on(self.handle.input(draft))
                    .map_err(|ended| ended.to_string())?;
            }
            "LOGOUT" => {
                let disable = Command::Disable { text: None };
                self.runtime
                    .block_on(self.handle.command(NAME, disable, "the script"))
                    .map_err(|error| error.to_string())?;
            }
            _ => return Err("the engine knows no such word".to_owned()),
        }
        Ok(())
    }

    fn next(&mut self, connection: ConnectionId) -> Option<Told> {
        self.peer.next(connection)
    }

    fn next_word(&mut self) -> Option<Told> {
        self.words.recv_timeout(WORD_WAIT).ok().map(Told::Word)
    }

    fn left(&mut self) -> Option<Told> {
        self.peer.left()
    }
}
