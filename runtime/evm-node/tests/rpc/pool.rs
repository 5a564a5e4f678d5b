//! Transactions that wait for a block: which may, which replace others, and that each happens once.

use alloy::network::TransactionBuilder as _;
use alloy::primitives::utils::parse_ether;
use alloy::primitives::{Address, U256};
use alloy::providers::Provider as _;
use alloy::rpc::types::TransactionRequest;
use evm_node::{BLOCK_GAS_LIMIT, DEVELOPMENT_KEYS};

use crate::support::{self, Node, eventually};
use crate::{ALICE, BOB, transfer};

/// Account 0's transfer with this nonce, filled.
fn numbered(nonce: u64) -> TransactionRequest {
    support::filled(transfer(BOB, 1), nonce)
}

#[tokio::test]
async fn what_cannot_wait_for_a_block_is_refused_with_the_common_texts() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    let first = provider.send_transaction(numbered(0)).await.unwrap();
    first.get_receipt().await.unwrap();
    // Waits, because nonce 1 is missing.
    let _ = provider.send_transaction(numbered(2)).await.unwrap();
    let cases = [
        (numbered(2), "already known"),
        (
            numbered(2).with_value(U256::from(9)),
            "replacement transaction underpriced",
        ),
        (
            numbered(0).with_value(U256::from(9)),
            "nonce too low: next nonce 1, tx nonce 0",
        ),
        (numbered(5000), "nonce too high"),
        (numbered(1).with_gas_limit(20_999), "intrinsic gas too low"),
        (
            numbered(1).with_gas_limit(BLOCK_GAS_LIMIT + 1),
            "exceeds block gas limit",
        ),
        (
            numbered(1).with_max_priority_fee_per_gas(6_000_000_000),
            "max priority fee",
        ),
        (
            numbered(1).with_value(parse_ether("10001").unwrap()),
            "insufficient funds",
        ),
        (numbered(1).with_chain_id(1), "invalid chain id"),
    ];
    for (request, text) in cases {
        let refused = support::sign(0, request).await;
        let error = provider
            .send_raw_transaction(&refused)
            .await
            .expect_err(text);
        let payload = error.as_error_resp().expect(text);
        assert_eq!(payload.code, -32000);
        assert!(
            payload.message.contains(text),
            "{text}: {}",
            payload.message
        );
    }
}

#[tokio::test]
async fn a_tenth_more_replaces_a_transaction_and_a_gap_of_nonces_is_waited_out() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    let waiting = *provider
        .send_transaction(numbered(1))
        .await
        .unwrap()
        .tx_hash();
    let more = numbered(1)
        .with_max_fee_per_gas(5_500_000_000)
        .with_max_priority_fee_per_gas(2);
    let more = provider.send_transaction(more).await.unwrap();
    assert_eq!(
        provider.get_transaction_by_hash(waiting).await.unwrap(),
        None,
        "replaced"
    );
    assert_eq!(
        provider
            .get_transaction_count(ALICE)
            .pending()
            .await
            .unwrap(),
        0
    );
    let _ = provider.send_transaction(numbered(0)).await.unwrap();
    assert_eq!(
        provider
            .get_transaction_count(ALICE)
            .pending()
            .await
            .unwrap(),
        2
    );
    assert!(more.get_receipt().await.unwrap().status());
    assert_eq!(
        provider
            .get_transaction_count(ALICE)
            .latest()
            .await
            .unwrap(),
        2
    );
}

#[tokio::test]
async fn many_transactions_at_once_each_happen_once() {
    let node = Node::start().await;
    let to = Address::repeat_byte(0x42);
    let sends = (0..DEVELOPMENT_KEYS.len()).map(|sender| {
        let provider = node.connect_as(sender);
        async move {
            for nonce in 0..10 {
                let raw = support::sign(sender, support::filled(transfer(to, 1), nonce)).await;
                let _ = provider.send_raw_transaction(&raw).await.unwrap();
            }
        }
    });
    futures::future::join_all(sends).await;
    let provider = node.connect_as(0);
    eventually("all are mined", || async {
        (provider.get_balance(to).await.unwrap() == U256::from(100)).then_some(())
    })
    .await;
}
