//! What clients of an Ethereum node rely on: answers, errors, fees, logs, batches, and that nothing is lost.

mod support;

use std::time::Duration;

use alloy::consensus::BlockHeader as _;
use alloy::network::TransactionBuilder as _;
use alloy::primitives::utils::parse_ether;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::Provider;
use alloy::rpc::types::{Filter, TransactionRequest};
use contracts::{IndexToken, TestCash, chain_id_of};
use evm_node::{BLOCK_GAS_LIMIT, DEVELOPMENT_ACCOUNTS, DEVELOPMENT_KEYS};
use serde_json::{Value, json};
use support::{Node, eventually};

const ALICE: Address = DEVELOPMENT_ACCOUNTS[0];
const BOB: Address = DEVELOPMENT_ACCOUNTS[1];

fn transfer(to: Address, wei: u64) -> TransactionRequest {
    TransactionRequest::default()
        .with_to(to)
        .with_value(U256::from(wei))
}

#[tokio::test]
async fn a_transfer_is_mined_and_its_receipt_block_and_balances_agree() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    let receipt = provider
        .send_transaction(transfer(BOB, 7))
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
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
async fn a_contract_is_deployed_called_and_its_logs_are_found_by_address_topic_and_range() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    let cash = TestCash::deploy(&provider).await.unwrap();
    let other = TestCash::deploy(&provider).await.unwrap();
    for (token, to, amount) in [(&cash, ALICE, 1), (&cash, BOB, 2), (&other, BOB, 3)] {
        token
            .mint(to, U256::from(amount))
            .send()
            .await
            .unwrap()
            .get_receipt()
            .await
            .unwrap();
    }
    assert_eq!(cash.balanceOf(BOB).call().await.unwrap(), U256::from(2));
    assert_eq!(cash.decimals().call().await.unwrap(), 6);
    let find = |filter: Filter| {
        let provider = &provider;
        async move {
            let logs = provider.get_logs(&filter.from_block(0)).await.unwrap();
            let amount =
                |log: &alloy::rpc::types::Log| U256::from_be_slice(&log.data().data).to::<u64>();
            logs.iter().map(amount).collect::<Vec<_>>()
        }
    };
    assert_eq!(find(Filter::new()).await, [1, 2, 3]);
    assert_eq!(find(Filter::new().address(*cash.address())).await, [1, 2]);
    assert_eq!(
        find(
            Filter::new()
                .event("Transfer(address,address,uint256)")
                .topic2(BOB.into_word())
        )
        .await,
        [2, 3]
    );
    let head = provider.get_block_number().await.unwrap();
    assert_eq!(
        provider
            .get_logs(&Filter::new().from_block(head).to_block(head))
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        provider
            .get_logs(&Filter::new().from_block(head + 1).to_block(head + 9))
            .await
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn a_revert_gives_its_data_in_calls_and_estimates_and_a_failed_receipt_on_chain() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    let token = IndexToken::deploy(&provider, "Top two".into(), "TOP2".into(), 8, ALICE, ALICE)
        .await
        .unwrap();
    let mint = token.mint(chain_id_of("order-1"), BOB, U256::from(5));
    mint.send().await.unwrap().get_receipt().await.unwrap();
    for refused in [
        mint.call().await.map(|_| 0).unwrap_err(),
        mint.estimate_gas().await.unwrap_err(),
    ] {
        let error = refused
            .as_decoded_error::<IndexToken::MintIdUsed>()
            .expect("the contract's error");
        assert_eq!(error.mintId, chain_id_of("order-1"));
    }
    let receipt = mint
        .gas(200_000)
        .send()
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    assert!(!receipt.status() && receipt.logs().is_empty());
    let unauthorized = token
        .mint(chain_id_of("order-2"), BOB, U256::from(5))
        .from(BOB)
        .call()
        .await
        .map(|_| ())
        .unwrap_err();
    unauthorized
        .as_decoded_error::<IndexToken::AccessControlUnauthorizedAccount>()
        .expect("the role is checked");
}

#[tokio::test]
async fn estimated_gas_is_enough_and_no_more_than_that() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    let cash = TestCash::deploy(&provider).await.unwrap();
    let mint = cash.mint(BOB, U256::from(5));
    let gas = mint.estimate_gas().await.unwrap();
    assert!(mint.clone().gas(gas - 1).call().await.is_err());
    let receipt = mint
        .gas(gas)
        .send()
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    assert!(receipt.status());
    assert_eq!(
        provider.estimate_gas(transfer(BOB, 1)).await.unwrap(),
        21_000
    );
}

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
async fn requests_come_alone_in_batches_and_malformed() {
    let node = Node::start().await;
    let chain_id = json!({ "jsonrpc": "2.0", "id": 1, "method": "eth_chainId" });
    let cases = [
        (
            chain_id.to_string(),
            json!({ "jsonrpc": "2.0", "id": 1, "result": "0x7a69" }),
        ),
        (
            json!([chain_id, { "id": "b", "method": "net_version", "params": [] }]).to_string(),
            json!([
                { "jsonrpc": "2.0", "id": 1, "result": "0x7a69" },
                { "jsonrpc": "2.0", "id": "b", "result": "31337" }
            ]),
        ),
        ("{".into(), error(&Value::Null, -32700, "parse error")),
        (
            "[]".into(),
            error(&Value::Null, -32600, "invalid request: the batch is empty"),
        ),
        (
            "7".into(),
            error(&Value::Null, -32600, "invalid request: not an object"),
        ),
        (
            json!({ "id": 2 }).to_string(),
            error(&json!(2), -32600, "invalid request: no method"),
        ),
        (
            json!({ "id": 2, "method": "eth_mystery" }).to_string(),
            error(
                &json!(2),
                -32601,
                "the method eth_mystery does not exist/is not available",
            ),
        ),
        (
            json!({ "id": 2, "method": "eth_getBalance", "params": [] }).to_string(),
            error(&json!(2), -32602, "missing value for required argument 0"),
        ),
        (
            json!({ "id": 2, "method": "eth_getBalance", "params": [ALICE, "0x999"] }).to_string(),
            error(&json!(2), -32000, "header not found"),
        ),
        (
            json!({ "id": 2, "method": "eth_sendRawTransaction", "params": ["0x02c0"] })
                .to_string(),
            error(&json!(2), -32602, "failed to decode signed transaction"),
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(node.post(&request).await, expected, "{request}");
    }
    assert_eq!(
        node.post_for_status(&json!({ "method": "eth_chainId" }).to_string())
            .await,
        204,
        "a notification"
    );
}

fn error(id: &Value, code: i64, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
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
    let snapshot: String = provider
        .raw_request("evm_snapshot".into(), ())
        .await
        .unwrap();
    let receipt = provider
        .send_transaction(transfer(BOB, 7))
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    node.mine().await;
    let gone = provider
        .get_block_by_number(3.into())
        .await
        .unwrap()
        .unwrap()
        .header
        .hash;
    assert!(
        provider
            .raw_request::<_, bool>("evm_revert".into(), [snapshot])
            .await
            .unwrap()
    );
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
    let instead = provider
        .get_block_by_number(3.into())
        .await
        .unwrap()
        .unwrap()
        .header
        .hash;
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
    cash.mint(BOB, U256::from(5))
        .send()
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    let snapshot: String = provider
        .raw_request("evm_snapshot".into(), ())
        .await
        .unwrap();
    cash.mint(BOB, U256::from(6))
        .send()
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    let _: bool = provider
        .raw_request("evm_revert".into(), [snapshot])
        .await
        .unwrap();
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
