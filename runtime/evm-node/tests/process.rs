//! The node as a process: what it acknowledged is there after kill -9.

use std::path::Path;
use std::process::Stdio;

use alloy::primitives::{Address, U256};
use alloy::providers::Provider as _;
use alloy::rpc::types::TransactionRequest;
use evm_node::DEVELOPMENT_KEYS;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

async fn start(config: &Path) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_evm-node"))
        .arg("--config")
        .arg(config)
        .env("NO_COLOR", "1")
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = loop {
        let line = lines
            .next_line()
            .await
            .unwrap()
            .expect("the node says where it listens");
        if let Some((_, rest)) = line.split_once("rpc: ") {
            break rest.trim_end_matches([' ', '}']).to_owned();
        }
    };
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, format!("http://{address}"))
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("node.toml");
    let journal = folder.path().join("chain.journal");
    let text = format!(
        "listen = \"127.0.0.1:0\"\njournal = \"{}\"\nblock-interval = \"1h\"\ncoalesce = \"1h\"\n",
        journal.display()
    );
    std::fs::write(&config, text).unwrap();
    let to = Address::repeat_byte(0x42);
    let mut waiting = Vec::new();
    for round in 0..3 {
        let (mut node, url) = start(&config).await;
        let provider =
            contracts::rpc::connect_as(&url, DEVELOPMENT_KEYS[0].parse().unwrap()).unwrap();
        for hash in &waiting {
            let found = provider.get_transaction_by_hash(*hash).await.unwrap();
            assert!(
                found.is_some(),
                "a transaction that was acknowledged before kill {round}"
            );
        }
        let request = TransactionRequest::default().to(to).value(U256::from(1));
        waiting.push(*provider.send_transaction(request).await.unwrap().tx_hash());
        node.kill().await.unwrap();
    }
    let (mut node, url) = start(&config).await;
    let provider = contracts::rpc::connect(&url).unwrap();
    let _: serde_json::Value = provider.raw_request("evm_mine".into(), ()).await.unwrap();
    let block = provider
        .get_block_by_number(1.into())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(block.transactions.hashes().collect::<Vec<_>>(), waiting);
    node.kill().await.unwrap();

    let (_node, url) = start(&config).await;
    let provider = contracts::rpc::connect(&url).unwrap();
    let again = provider
        .get_block_by_number(1.into())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(again.header.hash, block.header.hash);
    assert_eq!(provider.get_balance(to).await.unwrap(), U256::from(3));
}
