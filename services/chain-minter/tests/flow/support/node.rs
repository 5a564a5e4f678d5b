//! The chain: the in-process node or anvil, mining only when a transaction comes or a test says so.

use std::process::Stdio;
use std::time::Duration;

use alloy::primitives::{Address, B256};
use alloy::providers::{DynProvider, Provider};
use contracts::client::ChainClient;
use evm_node::{Config, DEVELOPMENT_KEYS};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::anvil;

enum Running {
    InProcess { _stop: DropGuard, _folder: TempDir },
    Anvil { _child: Child },
}

pub struct Node {
    pub url: String,
    pub provider: DynProvider,
    _running: Running,
}

/// The minter's key.
pub const MINTER_KEY: &str = DEVELOPMENT_KEYS[0];

impl Node {
    pub async fn in_process() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let stop = CancellationToken::new();
        let config = Config {
            block_interval: Duration::from_hours(1),
            journal: Some(folder.path().join("node.journal")),
            ..Config::in_memory()
        };
        let (ready, listening) = oneshot::channel();
        tokio::spawn(evm_node::run(config, ready, stop.clone()));
        let url = format!("http://{}", listening.await.expect("the node starts").rpc);
        Self::at(
            url,
            Running::InProcess {
                _stop: stop.drop_guard(),
                _folder: folder,
            },
        )
    }

    /// `None`, with a word on the test's output, when anvil is not installed.
    pub async fn anvil() -> Option<Self> {
        let program = match anvil::find() {
            Ok(program) => program,
            Err(problem) => {
                println!("NOT RUN against anvil: {problem}");
                return None;
            }
        };
        let mut child = Command::new(program)
            .args(["--port", "0", "--host", "127.0.0.1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("anvil starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = lines
                .next_line()
                .await
                .unwrap()
                .expect("anvil says where it listens");
            if let Some((_, address)) = line.split_once("Listening on ") {
                break address.trim().to_owned();
            }
        };
        // What it goes on to print must not fill the pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Some(Self::at(
            format!("http://{address}"),
            Running::Anvil { _child: child },
        ))
    }

    fn at(url: String, running: Running) -> Self {
        let provider = contracts::rpc::connect(&url).unwrap();
        Self {
            url,
            provider,
            _running: running,
        }
    }

    pub async fn mine(&self, blocks: u64) {
        for _ in 0..blocks {
            let _: serde_json::Value = self
                .provider
                .raw_request("evm_mine".into(), ())
                .await
                .unwrap();
        }
    }

    pub async fn snapshot(&self) -> String {
        self.provider
            .raw_request("evm_snapshot".into(), ())
            .await
            .unwrap()
    }

    /// Takes back every block since the snapshot.
    pub async fn revert(&self, snapshot: &str) {
        let done: bool = self
            .provider
            .raw_request("evm_revert".into(), [snapshot])
            .await
            .unwrap();
        assert!(done, "the chain goes back to {snapshot}");
    }

    pub async fn send_raw(&self, raw: &str) {
        let _: B256 = self
            .provider
            .raw_request("eth_sendRawTransaction".into(), [raw])
            .await
            .unwrap();
    }

    pub async fn raw_transaction(&self, hash: B256) -> String {
        self.provider
            .raw_request("eth_getRawTransactionByHash".into(), [hash])
            .await
            .unwrap()
    }

    pub async fn nonce(&self, address: Address) -> u64 {
        self.provider
            .get_transaction_count(address)
            .latest()
            .await
            .unwrap()
    }

    /// The client with the development key of this number; 0 is the minter itself.
    pub fn client(&self, number: usize, cash: &str, vault: &str) -> ChainClient {
        ChainClient::new(
            &self.url,
            DEVELOPMENT_KEYS[number],
            cash.parse().unwrap(),
            vault.parse().unwrap(),
        )
        .unwrap()
    }
}
