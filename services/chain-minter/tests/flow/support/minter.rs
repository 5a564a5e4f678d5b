//! The chain-minter as a process that can be killed, and its gRPC client.

use std::path::Path;
use std::process::Stdio;

use proto::v1::chain_minter_client::ChainMinterClient;
use proto::v1::minter_event::Event;
use proto::v1::{
    Contracts, EnsureIndexRequest, GetContractsRequest, GetTokenBalanceRequest,
    GetVaultBalanceRequest, MintRequest, MinterEvent, PayoutRequest, SubscribeMinterRequest,
};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tonic::transport::Channel;
use tonic::{Code, Status};

use super::node::MINTER_KEY;
use super::{DEADLINE, eventually};

/// The trace that mints belong to.
pub const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

pub struct Minter {
    child: Child,
    pub client: ChainMinterClient<Channel>,
}

/// A configuration in `folder` with what a test wants in its `[chain]` table.
pub fn config(folder: &Path, rpc_url: &str, chain: &str) -> std::path::PathBuf {
    let journal = folder.join("minter.journal");
    let text = format!(
        r#"journal = "{}"
snapshot-events = 1
[grpc]
listen = "127.0.0.1:0"
[chain]
rpc-url = "{rpc_url}"
key = {{ env = "SHEAF_MINTER_KEY" }}
poll-interval = "20ms"
{chain}
"#,
        journal.display()
    );
    let path = folder.join("minter.toml");
    std::fs::write(&path, text).unwrap();
    path
}

impl Minter {
    pub async fn start(config: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chain-minter"))
            .arg("--config")
            .arg(config)
            .env("SHEAF_MINTER_KEY", MINTER_KEY)
            .env("RUST_LOG", "info")
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the minter starts");
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut log = String::new();
        let address = loop {
            let line = lines
                .next_line()
                .await
                .unwrap()
                .unwrap_or_else(|| panic!("the minter ended:\n{log}"));
            assert!(!line.contains(&MINTER_KEY[2..]), "the key is in the log");
            if let Some((_, rest)) = line.split_once("grpc: ") {
                break rest
                    .chars()
                    .take_while(|c| !matches!(c, '}' | ' '))
                    .collect::<String>();
            }
            log.push_str(&line);
            log.push('\n');
        };
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                assert!(!line.contains(&MINTER_KEY[2..]), "the key is in the log");
                println!("{line}");
            }
        });
        let client = ChainMinterClient::connect(format!("http://{address}"))
            .await
            .unwrap();
        Self { child, client }
    }

    /// kill -9.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Until the contracts are there.
    pub async fn contracts(&self) -> Contracts {
        eventually("the contracts are deployed", || async {
            let answer = self
                .client
                .clone()
                .get_contracts(GetContractsRequest {})
                .await;
            answer.map(tonic::Response::into_inner).ok()
        })
        .await
    }

    pub async fn ensure_index(&self, symbol: &str) -> Result<String, Status> {
        let request = EnsureIndexRequest {
            symbol: symbol.into(),
            name: format!("Index {symbol}"),
            units_scale: 8,
        };
        Ok(self
            .client
            .clone()
            .ensure_index(request)
            .await?
            .into_inner()
            .token)
    }

    pub async fn mint(
        &self,
        mint_id: &str,
        index: &str,
        to: &str,
        units: &str,
    ) -> Result<u64, Status> {
        let request = MintRequest {
            mint_id: mint_id.into(),
            index: index.into(),
            to: to.into(),
            units: units.into(),
            traceparent: TRACEPARENT.into(),
        };
        Ok(self
            .client
            .clone()
            .mint(request)
            .await?
            .into_inner()
            .sequence)
    }

    pub async fn payout(&self, payout_id: &str, to: &str, amount: &str) -> Result<u64, Status> {
        let request = PayoutRequest {
            payout_id: payout_id.into(),
            to: to.into(),
            amount: amount.into(),
            traceparent: String::new(),
        };
        Ok(self
            .client
            .clone()
            .payout(request)
            .await?
            .into_inner()
            .sequence)
    }

    pub async fn token_balance(&self, index: &str, address: &str) -> (String, String) {
        let request = GetTokenBalanceRequest {
            index: index.into(),
            address: address.into(),
        };
        let balance = self
            .client
            .clone()
            .get_token_balance(request)
            .await
            .unwrap()
            .into_inner();
        (balance.units, balance.total_supply)
    }

    pub async fn vault_balance(&self) -> String {
        self.client
            .clone()
            .get_vault_balance(GetVaultBalanceRequest {})
            .await
            .unwrap()
            .into_inner()
            .amount
    }

    /// Every event after `from` up to the first that `last` says is the last.
    pub async fn events_until(&self, from: u64, last: impl Fn(&Event) -> bool) -> Vec<MinterEvent> {
        let request = SubscribeMinterRequest {
            from_sequence: from,
        };
        let mut stream = self
            .client
            .clone()
            .subscribe(request)
            .await
            .unwrap()
            .into_inner();
        let mut events = Vec::new();
        let read = async {
            while let Some(event) = stream.message().await.unwrap() {
                let is_last = last(event.event.as_ref().unwrap());
                events.push(event);
                if is_last {
                    return;
                }
            }
            panic!("the stream ended: {events:?}");
        };
        let in_time = tokio::time::timeout(DEADLINE, read).await;
        assert!(in_time.is_ok(), "the last event comes; so far: {events:?}");
        events
    }

    /// The transaction of a mint's confirmation.
    pub async fn minted(&self, mint_id: &str) -> String {
        let events = self.events_until(
            0,
            |event| matches!(event, Event::MintConfirmed(m) if m.mint_id == mint_id),
        );
        let confirmed: Vec<_> = events
            .await
            .into_iter()
            .filter_map(|event| match event.event {
                Some(Event::MintConfirmed(mint)) if mint.mint_id == mint_id => {
                    Some(mint.transaction_hash)
                }
                _ => None,
            })
            .collect();
        assert_eq!(confirmed.len(), 1, "one confirmation of {mint_id}");
        confirmed[0].clone()
    }
}

pub fn code<T: std::fmt::Debug>(answer: Result<T, Status>) -> Code {
    answer.unwrap_err().code()
}
