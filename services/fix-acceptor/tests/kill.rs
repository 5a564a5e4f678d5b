//! The acceptor's process is killed (-9) again and again while a client sends orders as fast as it can: each order reaches
//! the solver once, and the client hears of each once.

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fix_acceptor::Dialect;
use fix_codec::Draft;
use fix_dictionary::tag;
use fix_engine::{Client, ClientConfig};
use fix_session::{Role, SessionConfig, Version};
use journal::Journal;
use support::solver::FakeSolver;

const ORDERS: usize = 300;
const KILLS: usize = 8;
/// The longest that the whole test takes.
const DEADLINE: Duration = Duration::from_mins(2);

/// The process, killed when it is dropped.
struct Acceptor(Child);

impl Acceptor {
    /// Starts the process and waits until it says where it listens.
    fn start(folder: &Path, solver: SocketAddr, listen: &str) -> (Acceptor, SocketAddr) {
        let config = folder.join("config.toml");
        let text = format!(
            "journal = \"{}\"\ncash = \"USDC\"\n[grpc]\nlisten = \"127.0.0.1:0\"\n[solver]\nurl = \"http://{solver}\"\n\
             [fix]\nlisten = \"{listen}\"\ncomp-id = \"SHEAF\"\n\
             [[sessions]]\ncomp-id = \"CLIENT1\"\naccounts = [\"ACC-1\"]\n[telemetry]\nlog = \"info\"\n",
            folder.join("journal").display()
        );
        std::fs::write(&config, text).unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_fix-acceptor"))
            .arg("--config")
            .arg(&config)
            .env_remove("RUST_LOG")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let acceptor = Acceptor(process);
        let mut said = String::new();
        loop {
            let line = lines
                .next()
                .unwrap_or_else(|| panic!("the acceptor ended: {said}"))
                .unwrap();
            if let Some((_, rest)) = line.split_once("Listening { fix: ") {
                let address = rest.split(',').next().unwrap().parse().unwrap();
                // Reads on, or the process would wait for us when the pipe is full.
                std::thread::spawn(move || lines.for_each(drop));
                return (acceptor, address);
            }
            said.push_str(&line);
            said.push('\n');
        }
    }
}

impl Drop for Acceptor {
    /// SIGKILL.
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn new_order(number: usize) -> Draft {
    Draft::new("D")
        .field(tag::CL_ORD_ID, format_args!("o-{number}"))
        .field(tag::ACCOUNT, "ACC-1")
        .field(tag::SYMBOL, "TOP5")
        .field(tag::SIDE, 1)
        .field(tag::TRANSACT_TIME, "20260131-12:00:00.000")
        .field(tag::ORD_TYPE, 1)
        .field(tag::CASH_ORDER_QTY, number + 1)
}

async fn client(acceptor: SocketAddr) -> Client {
    let dictionaries = Dialect::Fix44.dictionaries();
    let session = SessionConfig::new(
        Role::Initiator,
        Version::Fix44,
        "CLIENT1",
        "SHEAF",
        dictionaries,
    );
    let config = ClientConfig {
        connect: acceptor.to_string(),
        tls: None,
        session,
        resume_after: 0,
    };
    Client::start(config, Journal::in_memory()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acceptor_that_is_killed_loses_nothing_and_doubles_nothing() {
    let story = async {
        let folder = tempfile::tempdir().unwrap();
        let (solver, solver_address) = FakeSolver::start().await;
        solver.accept_all();
        let (mut acceptor, address) = Acceptor::start(folder.path(), solver_address, "127.0.0.1:0");
        let mut client = client(address).await;
        for number in 0..ORDERS {
            client.send(new_order(number)).await.unwrap();
        }
        for kill in 1..=KILLS {
            solver.has_orders(kill * ORDERS / (KILLS + 1)).await;
            drop(acceptor);
            acceptor = Acceptor::start(folder.path(), solver_address, &address.to_string()).0;
        }
        let mut heard: BTreeMap<String, usize> = BTreeMap::new();
        for _ in 0..ORDERS {
            let message = client.receive().await.unwrap().message;
            assert_eq!(
                message.fields().text(tag::EXEC_TYPE),
                Some("0"),
                "{message}"
            );
            *heard
                .entry(message.fields().text(tag::CL_ORD_ID).unwrap().to_owned())
                .or_default() += 1;
        }
        // One more order: what it brings is all that comes, so nothing else was on its way.
        client.send(new_order(ORDERS)).await.unwrap();
        let last = client.receive().await.unwrap().message;
        assert_eq!(
            last.fields().text(tag::CL_ORD_ID),
            Some(format!("o-{ORDERS}").as_str()),
            "{last}"
        );
        let twice: Vec<_> = heard.iter().filter(|(_, times)| **times > 1).collect();
        assert_eq!((heard.len(), twice), (ORDERS, Vec::new()));
        let submitted = solver.submitted();
        let ids: std::collections::BTreeSet<_> = submitted
            .iter()
            .map(|order| order.cl_ord_id.as_str())
            .collect();
        assert_eq!((submitted.len(), ids.len()), (ORDERS + 1, ORDERS + 1));
        drop(acceptor);
    };
    tokio::time::timeout(DEADLINE, story)
        .await
        .expect("the test ends in time");
}
