//! Blocks: what agrees within one, that they come by themselves, are taken back, and are kept in a journal.

use std::time::Duration;

use alloy::consensus::BlockHeader as _;
use alloy::primitives::utils::parse_ether;
use alloy::primitives::{B256, U256};
use alloy::providers::Provider;
use contracts::TestCash;
use serde_json::Value;

use crate::support::{self, Node, eventually, receipt};
use crate::{ALICE, BOB, transfer};

async fn hash_of(provider: &impl Provider, number: u64) -> B256 {
    let block = provider.get_block_by_number(number.into()).await.unwrap();
    block.unwrap().header.hash
}

#[tokio::test]
async fn a_transfer_is_mined_and_its_receipt_block_and_balances_agree() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    let receipt = receipt(provider.send_transaction(transfer(BOB, 7))).await;
    assert!(receipt.status());
    assert_eq!(
        (receipt.gas_used, receipt.from, receipt.to),
        (21_000, ALICE, Some(BOB))
    );
    let block = provider
        .get_block_by_hash(receipt.block_hash.unwrap())
        .full()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(block.header.number, receipt.block_number.unwrap());
    assert_eq!(
        block.header.hash_slow(),
        block.header.hash,
        "the header hashes to its hash"
    );
    assert_eq!(
        block
            .clone()
            .map_transactions(alloy::rpc::types::Transaction::into_inner)
            .calculate_transactions_root(),
        Some(block.header.transactions_root)
    );
    let transactions: Vec<B256> = block.transactions.hashes().collect();
    assert_eq!(transactions, [receipt.transaction_hash]);
    let parent = provider
        .get_block_by_number((block.header.number - 1).into())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(block.header.parent_hash(), parent.header.hash);
    let before = provider
        .get_balance(BOB)
        .number(parent.header.number)
        .await
        .unwrap();
    let after = provider.get_balance(BOB).await.unwrap();
    assert_eq!(
        (before, after),
        (parse_ether("10000").unwrap(), before + U256::from(7))
    );
    let paid = U256::from(receipt.effective_gas_price) * U256::from(21_000);
    assert_eq!(
        provider.get_balance(ALICE).await.unwrap(),
        before - U256::from(7) - paid
    );
    let found = provider
        .get_transaction_by_hash(receipt.transaction_hash)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.block_number, found.inner.signer()),
        (receipt.block_number, ALICE)
    );
}

#[tokio::test]
async fn blocks_come_by_themselves_and_the_fee_history_follows_them() {
    let node = Node::start_with(|config| config.block_interval = Duration::from_millis(20)).await;
    let provider = node.connect_as(0);
    eventually("five blocks", || async {
        (provider.get_block_number().await.unwrap() >= 5).then_some(())
    })
    .await;
    let history = provider
        .get_fee_history(4, 5.into(), &[50.0])
        .await
        .unwrap();
    assert_eq!(
        (history.oldest_block, history.base_fee_per_gas.len()),
        (2, 5)
    );
    assert!(
        history
            .base_fee_per_gas
            .windows(2)
            .all(|fees| fees[1] < fees[0]),
        "empty blocks get cheaper"
    );
    assert_eq!(history.reward, Some(vec![vec![0]; 4]));
}

#[tokio::test]
async fn a_chain_taken_back_forgets_its_blocks_and_goes_on_with_others() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    node.mine().await;
    let snapshot = node.snapshot().await;
    let receipt = receipt(provider.send_transaction(transfer(BOB, 7))).await;
    node.mine().await;
    let gone = hash_of(&provider, 3).await;
    assert!(node.revert(snapshot).await);
    assert_eq!(provider.get_block_number().await.unwrap(), 1);
    assert_eq!(
        provider
            .get_transaction_receipt(receipt.transaction_hash)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        provider.get_balance(BOB).await.unwrap(),
        parse_ether("10000").unwrap()
    );
    assert_eq!(provider.get_transaction_count(ALICE).await.unwrap(), 0);
    node.mine().await;
    node.mine().await;
    let instead = hash_of(&provider, 3).await;
    assert_ne!(gone, instead);
    assert_eq!(provider.get_block_by_hash(gone).await.unwrap(), None);
}

#[tokio::test]
async fn a_chain_opened_again_has_the_same_blocks_and_mines_what_waited() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("chain.journal");
    let keep = |config: &mut evm_node::Config| config.journal = Some(journal.clone());
    let node = Node::start_with(keep).await;
    let provider = node.connect_as(0);
    let cash = TestCash::deploy(&provider).await.unwrap();
    let at = *cash.address();
    receipt(cash.mint(BOB, U256::from(5)).send()).await;
    let snapshot = node.snapshot().await;
    receipt(cash.mint(BOB, U256::from(6)).send()).await;
    assert!(node.revert(snapshot).await);
    node.mine().await;
    let next = provider.get_transaction_count(ALICE).await.unwrap();
    // Acknowledged and waiting for the nonce before it.
    let waiting = support::sign(0, support::filled(transfer(BOB, 1), next + 1)).await;
    let waiting = *provider
        .send_raw_transaction(&waiting)
        .await
        .unwrap()
        .tx_hash();
    let head = provider.get_block_number().await.unwrap();
    let before: Vec<Value> = node.blocks(head).await;
    node.stop().await;

    let node = Node::start_with(keep).await;
    assert_eq!(node.blocks(head).await, before);
    let provider = node.connect_as(0);
    assert_eq!(
        TestCash::new(at, &provider)
            .balanceOf(BOB)
            .call()
            .await
            .unwrap(),
        U256::from(5)
    );
    let missing = support::sign(0, support::filled(transfer(BOB, 1), next)).await;
    let _ = provider.send_raw_transaction(&missing).await.unwrap();
    eventually("what waited is mined", || async {
        provider.get_transaction_receipt(waiting).await.unwrap()
    })
    .await;
}

#[tokio::test]
async fn a_journal_of_another_chain_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("chain.journal");
    let node = Node::start_with(|config| config.journal = Some(journal.clone())).await;
    node.stop().await;
    let refused = Node::try_start(|config| {
        config.journal = Some(journal.clone());
        config.chain_id = 1;
    });
    let error = format!("{:?}", refused.await.err().expect("another chain"));
    assert!(
        error.contains("OtherChain { found: 31337, expected: 1 }"),
        "{error}"
    );
    let idle = Node::try_start(|config| config.block_interval = Duration::ZERO).await;
    let error = idle
        .err()
        .expect("a chain needs time between its blocks")
        .to_string();
    assert!(error.contains("block-interval"), "{error}");
}
