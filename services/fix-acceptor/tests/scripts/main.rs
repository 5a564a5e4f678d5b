//! The order-entry scripts: a client over TCP, the running acceptor, and a scripted solver behind it. One file a case, in
//! `tests/scripts/`; `fix-script` says what the lines mean. The stage's own words:
//!
//! | line | what it is |
//! | --- | --- |
//! | `iSOLVER accepted o-1` | the solver says what happened to an order, see `says.rs` |
//! | `eSUBMIT o-1 1000` | the next command that the solver has got: `CANCEL o-1 c-1`, `REPLACE …`, `CANCEL-ALL …` |
//! | `iPRICE TOP5 999 1001` | the solver says an index's bid and ask |
//! | `iREFUSE-QUOTE HALTED` | the solver refuses the next request for a quote |
//! | `iREFUSE no` | the solver refuses every command from now on, with these words |
//! | `iRESTART` | the acceptor ends, and starts again on its journal |

mod says;
#[path = "../support/mod.rs"]
mod support;

use std::path::Path;

use fix_acceptor::Config;
use fix_engine::{Clock, Hand};
use fix_peer::{Line, Peer};
use fix_script::{ConnectionId, Script, Told, play};
use proto::v1;
use proto::v1::fix_acceptor_client::FixAcceptorClient;
use says::reason;
use support::acceptor::{Acceptor, soon};
use support::solver::FakeSolver;
use tokio::runtime::Runtime;
use tonic::Status;

/// The time at which every script begins, a moment before what the scripted solver says happens: 2026-01-31, 12:00 UTC.
const START_NS: i64 = 1_769_860_800_000_000_000;

/// Every client of the scripts, in each version, and those who get copies.
const SESSIONS: &str = r#"
cash = "USDC"
[grpc]
listen = "127.0.0.1:0"
[solver]
url = "http://SOLVER"
[fix]
listen = "127.0.0.1:0"
comp-id = "SHEAF"
[[sessions]]
comp-id = "CLIENT1"
accounts = ["ACC-1", "ACC-2"]
[[sessions]]
comp-id = "CLIENT2"
accounts = ["ACC-3"]
[[sessions]]
comp-id = "LOST"
accounts = ["ACC-1"]
cancel-on-disconnect = "1s"
[[sessions]]
comp-id = "POLITE"
accounts = ["ACC-1"]
cancel-on-disconnect = "0s"
cancel-on-logout = true
[[sessions]]
begin-string = "FIX.4.2"
comp-id = "CLIENT1"
accounts = ["ACC-1"]
[[sessions]]
begin-string = "FIXT.1.1"
comp-id = "CLIENT1"
accounts = ["ACC-1"]
[[sessions]]
begin-string = "FIX.4.2"
comp-id = "COPIES"
copies-of-accounts = ["ACC-3"]
[[sessions]]
comp-id = "COPIES"
copies-of-sessions = ["FIX.4.4:SHEAF->CLIENT2"]
"#;

#[test]
fn every_script_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "def"))
        .collect();
    paths.sort();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let mut failures = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = std::fs::read_to_string(path).unwrap();
        let script = Script::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut stage = Stage::start(&runtime);
        if let Err(failure) = play(&script, &mut stage) {
            failures.push(format!("{name}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(paths.len() > 40, "only {} scripts", paths.len());
}

struct Stage<'a> {
    runtime: &'a Runtime,
    _folder: tempfile::TempDir,
    config: Config,
    acceptor: Option<Acceptor>,
    hand: Hand,
    solver: FakeSolver,
    /// Commands of the solver's that were told.
    told: usize,
    peer: Peer,
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        if let Some(acceptor) = self.acceptor.take() {
            acceptor.end();
        }
    }
}

impl<'a> Stage<'a> {
    fn start(runtime: &'a Runtime) -> Stage<'a> {
        let folder = tempfile::tempdir().unwrap();
        let (solver, address) = runtime.block_on(FakeSolver::start());
        let text = SESSIONS.replace("SOLVER", &address.to_string());
        let mut config: Config = toml::from_str(&text).unwrap();
        config.journal = Some(folder.path().join("journal"));
        let (clock, hand) = Clock::by_hand(START_NS);
        config.clock = clock;
        let acceptor = runtime.block_on(Acceptor::run(config.clone()));
        config.fix.listen = acceptor.listening.fix;
        let peer = Peer::new(Line::To(acceptor.listening.fix));
        Stage {
            runtime,
            _folder: folder,
            config,
            acceptor: Some(acceptor),
            hand,
            solver,
            told: 0,
            peer,
        }
    }

    fn restart(&mut self) -> Result<(), String> {
        let acceptor = self.acceptor.take().ok_or("the acceptor is gone")?;
        self.runtime.block_on(acceptor.stop());
        let acceptor = self.runtime.block_on(Acceptor::run(self.config.clone()));
        self.acceptor = Some(acceptor);
        Ok(())
    }

    /// How many sessions have a connection.
    fn connected(&self) -> Result<usize, String> {
        let acceptor = self.acceptor.as_ref().ok_or("the acceptor is gone")?;
        let address = format!("http://{}", acceptor.listening.grpc);
        let listed = self.runtime.block_on(async {
            let mut admin = FixAcceptorClient::connect(address).await.unwrap();
            admin
                .list_sessions(v1::ListSessionsRequest::default())
                .await
        });
        let sessions = listed.map_err(|status| status.to_string())?.into_inner();
        let sessions = sessions.sessions.iter();
        Ok(sessions.filter(|session| !session.peer.is_empty()).count())
    }
}

impl fix_script::Stage for Stage<'_> {
    fn now_ns(&mut self) -> i64 {
        self.hand.unix_ns()
    }

    fn connect(&mut self, connection: ConnectionId) -> Result<(), String> {
        self.peer.connect(connection)
    }

    fn disconnect(&mut self, connection: ConnectionId) -> Result<(), String> {
        let before = self.connected()?;
        self.peer.disconnect(connection)?;
        // Time may go on only when the acceptor has noticed.
        while self.connected()? == before {}
        Ok(())
    }

    fn receive(&mut self, connection: ConnectionId, bytes: &[u8]) -> Result<(), String> {
        self.peer.send(connection, bytes)
    }

    fn advance(&mut self, ns: i64) -> Result<(), String> {
        self.hand.advance(ns);
        Ok(())
    }

    fn word(&mut self, _connection: ConnectionId, word: &str, rest: &str) -> Result<(), String> {
        match word {
            "SOLVER" => self.say(rest),
            "PRICE" => self.price(rest),
            "REFUSE-QUOTE" => {
                self.solver.refuse_quote(reason(&[rest])?);
                Ok(())
            }
            "REFUSE" => {
                self.solver.refuse(Status::failed_precondition(rest));
                Ok(())
            }
            "RESTART" => self.restart(),
            _ => Err("this stage knows no such word".to_owned()),
        }
    }

    fn next(&mut self, connection: ConnectionId) -> Option<Told> {
        let told = self.peer.next(connection)?;
        Some(told.seen_at(self.hand.unix_ns()))
    }

    fn next_word(&mut self) -> Option<Told> {
        let at = self.told;
        let waited = self.solver.until(|solver| solver.commands().len() > at);
        self.runtime.block_on(soon("a command", waited));
        self.told += 1;
        self.solver.commands().get(at).cloned().map(Told::Word)
    }

    fn left(&mut self) -> Option<Told> {
        self.peer.left()
    }
}
