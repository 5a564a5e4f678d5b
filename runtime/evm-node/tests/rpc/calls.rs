//! Calls of contracts, what they revert with, their estimates and their logs.

use alloy::primitives::U256;
use alloy::providers::Provider as _;
use alloy::rpc::types::Filter;
use contracts::{IndexToken, TestCash, chain_id_of};

use crate::support::{Node, receipt};
use crate::{ALICE, BOB, transfer};

#[tokio::test]
async fn a_contract_is_deployed_called_and_its_logs_are_found_by_address_topic_and_range() {
    let node = Node::start().await;
    let provider = node.connect_as(0);
    let cash = TestCash::deploy(&provider).await.unwrap();
    let other = TestCash::deploy(&provider).await.unwrap();
    for (token, to, amount) in [(&cash, ALICE, 1), (&cash, BOB, 2), (&other, BOB, 3)] {
        receipt(token.mint(to, U256::from(amount)).send()).await;
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
    receipt(mint.send()).await;
    for refused in [
        mint.call().await.map(|_| 0).unwrap_err(),
        mint.estimate_gas().await.unwrap_err(),
    ] {
        let error = refused
            .as_decoded_error::<IndexToken::MintIdUsed>()
            .expect("the contract's error");
        assert_eq!(error.mintId, chain_id_of("order-1"));
    }
    let receipt = receipt(mint.gas(200_000).send()).await;
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
    let receipt = receipt(mint.gas(gas).send()).await;
    assert!(receipt.status());
    assert_eq!(
        provider.estimate_gas(transfer(BOB, 1)).await.unwrap(),
        21_000
    );
}
