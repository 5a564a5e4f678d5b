//! A reset of ours is on its way, or answered, when our process is killed (-9): an acceptor's and an initiator's.
//!
//! This program is the process as well: where [`ROLE`] says what it is, it is our end, and what operators say comes by its
//! standard input.

#[path = "engine/support.rs"]
#[allow(dead_code, reason = "the other tests of the engine use the rest")]
mod support;

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command as Process, Stdio};

use fix_codec::OwnedMessage;
use fix_engine::{Command, EngineConfig, NamedSession, StorePolicy};
use fix_session::Role;
use libtest_mimic::{Arguments, Trial};
use tokio::net::TcpListener;

use support::{Raw, block_on, open, session, start, within};

/// What our end is: `acceptor`, or `initiator`, which has the peer's address in [`PEER`].
const ROLE: &str = "FIX_ENGINE_ROLE";
const STORE: &str = "FIX_ENGINE_STORE";
const JOURNAL: &str = "FIX_ENGINE_JOURNAL";
const PEER: &str = "FIX_ENGINE_PEER";
/// What an operator says: both numbers start at 1.
const RESET: &str = "reset";

fn main() {
    if let Ok(role) = std::env::var(ROLE) {
        return block_on(process(&role));
    }
    let ends = [Role::Acceptor, Role::Initiator]
        .into_iter()
        .flat_map(|role| {
            [StorePolicy::Sync, StorePolicy::Buffered].map(|store| Ends { role, store })
        });
    let trials = ends.map(|ends| {
        let name = format!(
            "a_reset_is_said_again_after_a_kill_until_it_is_answered::{:?}_{:?}",
            ends.role, ends.store
        );
        Trial::test(name.to_lowercase(), move || {
            block_on(kills(&ends));
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

/// Our end, until it is killed or its input ends.
async fn process(role: &str) {
    let variable = |name| std::env::var(name).unwrap();
    let mut config = session(Role::Acceptor);
    let (listen, named) = if role == "acceptor" {
        let listen = Some("127.0.0.1:0".parse().unwrap());
        (listen, NamedSession::acceptor("client", config))
    } else {
        config.role = Role::Initiator;
        let connect = variable(PEER);
        (None, NamedSession::initiator("client", config, &connect))
    };
    let store = match &*variable(STORE) {
        "Sync" => StorePolicy::Sync,
        "Buffered" => StorePolicy::Buffered,
        other => panic!("{STORE} is {other}"),
    };
    let config = EngineConfig {
        listen,
        sessions: vec![named.stored(store)],
        ..EngineConfig::default()
    };
    let journal = open(Path::new(&variable(JOURNAL))).await;
    let engine = start(config, journal).await;
    let address = engine.local_address();
    println!("{}", address.map_or("-".to_owned(), |it| it.to_string()));
    std::io::stdout().flush().unwrap();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        let lines = std::io::stdin().lines().map_while(Result::ok);
        lines.for_each(|line| tell.send(line).unwrap());
    });
    while let Some(line) = told.recv().await {
        assert_eq!(line, RESET);
        let reset = Command::SetNumbers {
            next_incoming: Some(1),
            next_outgoing: Some(1),
        };
        let asked = engine.handle().command("client", reset, "operator").await;
        asked.unwrap();
    }
}

/// Our end in one of the roles.
struct Ends {
    role: Role,
    store: StorePolicy,
}

/// A process of ours; a SIGKILL ends it.
struct Ours {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Drop for Ours {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Ours {
    /// An operator resets the numbers.
    fn reset(&mut self) {
        let input = self.process.stdin.as_mut().unwrap();
        writeln!(input, "{RESET}").unwrap();
    }
}

impl Ends {
    /// A process of ours with that journal, and the peer's line to it.
    async fn start(&self, journal: &Path) -> (Ours, Raw) {
        let peer = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let role = match self.role {
            Role::Acceptor => "acceptor",
            Role::Initiator => "initiator",
        };
        let mut process = Process::new(std::env::current_exe().unwrap())
            .env(ROLE, role)
            .env(STORE, format!("{:?}", self.store))
            .env(JOURNAL, journal)
            .env(PEER, peer.local_addr().unwrap().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut ours = Ours { process, lines };
        let address = ours.lines.next().expect("our end is there").unwrap();
        let line = match self.role {
            Role::Acceptor => Raw::connect(address.parse().unwrap()).await,
            Role::Initiator => Raw::on(within("the connection", peer.accept()).await.unwrap().0),
        };
        (ours, line)
    }

    /// Where it is the peer that logs on, it does, with its next number; our Logon(A).
    async fn logon(&self, line: &mut Raw) -> OwnedMessage {
        if self.role == Role::Acceptor {
            line.send("A", "98=0|108=30|").await;
        }
        line.expect("A").await
    }
}

/// Our number of what proves that the session is up.
async fn tested(line: &mut Raw) -> Option<u64> {
    line.send("1", "112=up|").await;
    line.expect("0").await.view().msg_seq_num()
}

/// MsgSeqNum(34) and ResetSeqNumFlag(141).
fn says(logon: &OwnedMessage) -> (Option<u64>, bool) {
    (logon.view().msg_seq_num(), logon.fields().is_yes(141))
}

async fn kills(ends: &Ends) {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let (mut ours, mut line) = ends.start(&journal).await;
    assert_eq!(says(&ends.logon(&mut line).await), (Some(1), false));
    if ends.role == Role::Initiator {
        line.send("A", "98=0|108=30|").await;
    }
    assert_eq!(tested(&mut line).await, Some(2));
    ours.reset();
    // It goes out only when a kill can't forget it.
    assert_eq!(says(&line.expect("A").await), (Some(1), true));

    drop(ours);
    let (ours, mut line) = ends.start(&journal).await;
    // As far as the peer knows, it goes on.
    line.next = 3;
    assert_eq!(says(&ends.logon(&mut line).await), (Some(1), true));
    line.next = 1;
    line.send("A", "98=0|108=30|141=Y|").await;
    assert_eq!(tested(&mut line).await, Some(2));
    if ends.store == StorePolicy::Buffered {
        // That the answer came may be lost with a kill: then it is said once more.
        return;
    }

    drop(ours);
    let (_ours, mut line) = ends.start(&journal).await;
    line.next = 3;
    assert_eq!(says(&ends.logon(&mut line).await), (Some(3), false));
}
