//! A node on a free port that mines when a transaction comes or a test says so.

#![allow(unreachable_pub, reason = "a module of a test")]

use std::fmt::Debug;
use std::future::Future;
use std::time::Duration;

use alloy::eips::eip2718::Encodable2718 as _;
use alloy::network::{
    Ethereum, EthereumWallet, NetworkTransactionBuilder as _, TransactionBuilder as _,
};
use alloy::providers::{DynProvider, PendingTransactionBuilder, Provider as _};
use alloy::rpc::types::{TransactionReceipt, TransactionRequest};
use alloy::signers::local::PrivateKeySigner;
use evm_node::{Config, DEVELOPMENT_KEYS, RunError};
use journal::JournalError;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

const DEADLINE: Duration = Duration::from_secs(30);

pub struct Node {
    pub url: String,
    stop: CancellationToken,
    task: JoinHandle<Result<(), RunError>>,
}

impl Node {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::try_start(change).await.expect("the node starts")
    }

    /// A journal that a node has just left is in use for another moment: that is waited out.
    pub async fn try_start(change: impl FnOnce(&mut Config)) -> Result<Self, RunError> {
        let mut config = Config {
            block_interval: Duration::from_hours(1),
            ..Config::in_memory()
        };
        change(&mut config);
        eventually("the journal is free", || async {
            let stop = CancellationToken::new();
            let (ready, listening) = oneshot::channel();
            let task = tokio::spawn(evm_node::run(config.clone(), ready, stop.clone()));
            match listening.await {
                Ok(listening) => Some(Ok(Self {
                    url: format!("http://{}", listening.rpc),
                    stop,
                    task,
                })),
                Err(_) => match task.await.expect("no panic").expect_err("it did not start") {
                    RunError::Journal(JournalError::InUse(_)) => None,
                    error => Some(Err(error)),
                },
            }
        })
        .await
    }

    pub async fn stop(self) {
        self.stop.cancel();
        self.task.await.expect("no panic").expect("an orderly end");
    }

    pub fn connect_as(&self, account: usize) -> DynProvider {
        contracts::rpc::connect_as(&self.url, key(account)).unwrap()
    }

    pub async fn mine(&self) {
        let provider = self.connect_as(0);
        let _: Value = provider.raw_request("evm_mine".into(), ()).await.unwrap();
    }

    /// Keeps the chain as it is now; what it is kept under.
    pub async fn snapshot(&self) -> String {
        let provider = self.connect_as(0);
        provider
            .raw_request("evm_snapshot".into(), ())
            .await
            .unwrap()
    }

    /// Takes the chain back to a snapshot. Whether there is such a one.
    pub async fn revert(&self, snapshot: String) -> bool {
        let provider = self.connect_as(0);
        provider
            .raw_request("evm_revert".into(), [snapshot])
            .await
            .unwrap()
    }

    /// The blocks from 0 to `head`, whole.
    pub async fn blocks(&self, head: u64) -> Vec<Value> {
        let ask = |number: u64| json!({ "id": number, "method": "eth_getBlockByNumber", "params": [format!("{number:#x}"), true] });
        let batch = Value::Array((0..=head).map(ask).collect());
        self.post(&batch.to_string())
            .await
            .as_array()
            .unwrap()
            .clone()
    }

    pub async fn post(&self, body: &str) -> Value {
        self.send(body).await.json().await.unwrap()
    }

    pub async fn post_for_status(&self, body: &str) -> u16 {
        self.send(body).await.status().as_u16()
    }

    async fn send(&self, body: &str) -> reqwest::Response {
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::Client::new()
            .post(&self.url)
            .body(body.to_owned())
            .send()
            .await
            .unwrap()
    }
}

fn key(account: usize) -> PrivateKeySigner {
    DEVELOPMENT_KEYS[account].parse().unwrap()
}

/// The receipt of what is sent here, once a block has it.
pub async fn receipt<E: Debug>(
    sending: impl Future<Output = Result<PendingTransactionBuilder<Ethereum>, E>>,
) -> TransactionReceipt {
    sending.await.unwrap().get_receipt().await.unwrap()
}

/// A transaction that needs nothing from the node.
pub fn filled(request: TransactionRequest, nonce: u64) -> TransactionRequest {
    let request = request
        .with_max_fee_per_gas(5_000_000_000)
        .with_max_priority_fee_per_gas(1);
    request
        .with_nonce(nonce)
        .with_gas_limit(21_000)
        .with_chain_id(31_337)
}

/// A signed transaction's bytes.
pub async fn sign(account: usize, request: TransactionRequest) -> Vec<u8> {
    let chain_id = request.chain_id.unwrap_or(31_337);
    let wallet = EthereumWallet::from(key(account));
    request
        .with_chain_id(chain_id)
        .build(&wallet)
        .await
        .unwrap()
        .encoded_2718()
}

pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut ask: impl FnMut() -> F,
) -> T {
    let until = Instant::now() + DEADLINE;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < until, "not within {DEADLINE:?}: {what}");
        sleep(Duration::from_millis(10)).await;
    }
}
