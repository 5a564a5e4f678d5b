//! What arrives on the chain, deposits and burns: counted once, after its confirmations, and not when it is reorganised away.

use alloy::primitives::B256;
use proto::v1::minter_event::Event;
use proto::v1::{GetTokenBalanceRequest, GetVaultBalanceRequest};

use crate::support;
use crate::support::minter::{Minter, config};
use crate::support::node::Node;
use crate::{Bench, DEPLOY, deposits, ensured, lower, while_mining};

pub(crate) async fn a_deposit_counts_after_its_confirmations(node: Node) {
    let bench = Bench::new(node).await;
    let client = bench.client(1);
    client.take_test_cash("1000").await.unwrap();
    let first = client.deposit("250.5").await.unwrap();
    // Two blocks agree, three are needed: a later deposit brings the third.
    bench.node.mine(1).await;
    let second = client.deposit("1.000001").await.unwrap();
    bench.node.mine(2).await;
    let events = bench
        .minter
        .events_until(
            0,
            |event| matches!(event, Event::DepositConfirmed(d) if d.amount == "1.000001"),
        )
        .await;
    let confirmed: Vec<_> = events
        .iter()
        .map(|event| match event.event.as_ref().unwrap() {
            Event::DepositConfirmed(deposit) => deposit.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        deposits(&events),
        [
            (lower(first), "250.5".into()),
            (lower(second), "1.000001".into())
        ]
    );
    assert_eq!(confirmed[0].from, lower(client.address()));
    assert_eq!(confirmed[0].deposit_id, format!("{}-0", lower(first)));
    assert_eq!(bench.minter.vault_balance().await, "251.500001");
    assert_eq!(client.cash_balance().await.unwrap(), "748.499999");
}

pub(crate) async fn a_deposit_that_is_reorganised_away_never_counts(node: Node) {
    let bench = Bench::new(node).await;
    let client = bench.client(1);
    client.take_test_cash("1000").await.unwrap();
    let snapshot = bench.node.snapshot().await;
    client.deposit("100").await.unwrap();
    bench.node.mine(1).await;
    bench.node.revert(&snapshot).await;
    bench.node.mine(6).await;
    let kept = client.deposit("7").await.unwrap();
    bench.node.mine(2).await;
    let events = bench
        .minter
        .events_until(0, |event| matches!(event, Event::DepositConfirmed(_)))
        .await;
    assert_eq!(deposits(&events), [(lower(kept), "7".into())]);
}

pub(crate) async fn a_confirmed_deposit_counts_once_even_after_a_deep_reorganisation(node: Node) {
    let bench = Bench::new(node).await;
    let client = bench.client(1);
    client.take_test_cash("1000").await.unwrap();
    let snapshot = bench.node.snapshot().await;
    let deposit = client.deposit("100").await.unwrap();
    let raw = bench.node.raw_transaction(deposit).await;
    let approval = raw_approval(&bench.node, deposit).await;
    bench.node.mine(2).await;
    bench
        .minter
        .events_until(0, |event| matches!(event, Event::DepositConfirmed(_)))
        .await;
    bench.node.revert(&snapshot).await;
    bench.node.mine(1).await;
    bench.node.send_raw(&approval).await;
    bench.node.mine(1).await;
    bench.node.send_raw(&raw).await;
    bench.node.mine(1).await;
    let second = client.deposit("5").await.unwrap();
    bench.node.mine(3).await;
    let events = bench
        .minter
        .events_until(
            0,
            |event| matches!(event, Event::DepositConfirmed(d) if d.amount == "5"),
        )
        .await;
    assert_eq!(
        deposits(&events),
        [(lower(deposit), "100".into()), (lower(second), "5".into())]
    );
}

/// The transaction in the block before that of `deposit`: its approval.
async fn raw_approval(node: &Node, deposit: B256) -> String {
    use alloy::providers::Provider as _;
    let receipt = node
        .provider
        .get_transaction_receipt(deposit)
        .await
        .unwrap()
        .unwrap();
    let before = receipt.block_number.unwrap() - 1;
    let block = node
        .provider
        .get_block_by_number(before.into())
        .await
        .unwrap()
        .unwrap();
    node.raw_transaction(block.transactions.hashes().next().unwrap())
        .await
}

fn burns(events: &[proto::v1::MinterEvent]) -> Vec<proto::v1::BurnConfirmed> {
    let burn = |event: &proto::v1::MinterEvent| match event.event.as_ref()? {
        Event::BurnConfirmed(burn) => Some(burn.clone()),
        _ => None,
    };
    events.iter().filter_map(burn).collect()
}

pub(crate) async fn a_burn_counts_once_after_its_confirmations_and_not_when_it_is_reorganised_away(
    node: Node,
) {
    let (bench, token) = Bench::with_index(node).await;
    let token = token.parse().unwrap();
    let client = bench.client(1);
    let holder = lower(client.address());
    bench
        .minter
        .mint("order-1", "TOP2", &holder, "1.5")
        .await
        .unwrap();
    while_mining(&bench.node, bench.minter.minted("order-1")).await;
    let snapshot = bench.node.snapshot().await;
    client.redeem(token, "1").await.unwrap();
    bench.node.mine(1).await;
    bench.node.revert(&snapshot).await;
    bench.node.mine(6).await;
    let kept = client.redeem(token, "0.25").await.unwrap();
    bench.node.mine(2).await;
    let is_burn = |event: &Event| matches!(event, Event::BurnConfirmed(_));
    let events = bench.minter.events_until(0, is_burn).await;
    let [burn] = &burns(&events)[..] else {
        panic!("{events:?}");
    };
    let id = format!("TOP2-{}-0", lower(kept));
    assert_eq!(
        (&burn.burn_id, &burn.index, &burn.from, &burn.units),
        (&id, &"TOP2".to_owned(), &holder, &"0.25".to_owned())
    );
    assert_eq!(burn.transaction_hash, lower(kept));
    // After a restart it is not told again: the next is the only new one.
    let told = events.last().unwrap().sequence;
    bench.minter.kill().await;
    let config = config(bench.folder.path(), &bench.node.url, DEPLOY);
    let minter = Minter::start(&config).await;
    client.redeem(token, "0.5").await.unwrap();
    bench.node.mine(2).await;
    let events = minter.events_until(told, is_burn).await;
    let units: Vec<_> = burns(&events).into_iter().map(|burn| burn.units).collect();
    assert_eq!(units, ["0.5"]);
    let balance = minter.token_balance("TOP2", &holder).await;
    assert_eq!(balance, ("0.75".into(), "0.75".into()));
}

/// What a balance says has too few confirmations: the reconciliation's causes.
async fn unconfirmed(bench: &Bench, symbol: &str) -> [String; 2] {
    let mut client = bench.minter.client.clone();
    let vault = client.get_vault_balance(GetVaultBalanceRequest {}).await;
    let request = GetTokenBalanceRequest {
        index: symbol.into(),
        address: lower(bench.client(1).address()),
    };
    let token = client.get_token_balance(request).await.unwrap();
    [
        vault.unwrap().into_inner().unconfirmed_deposits,
        token.into_inner().unconfirmed_burns,
    ]
}

async fn until_unconfirmed(bench: &Bench, expected: [&str; 2]) {
    support::eventually("the minter has looked", || async {
        (unconfirmed(bench, "TOP2").await == expected).then_some(())
    })
    .await;
}

pub(crate) async fn what_has_too_few_confirmations_is_told_beside_the_balances(node: Node) {
    let (bench, token) = Bench::with_index(node).await;
    ensured(&bench.node, &bench.minter, "TOP5").await;
    let token = token.parse().unwrap();
    let client = bench.client(1);
    let holder = lower(client.address());
    let mint = bench.minter.mint("order-1", "TOP2", &holder, "1.5");
    mint.await.unwrap();
    while_mining(&bench.node, bench.minter.minted("order-1")).await;
    client.take_test_cash("1000").await.unwrap();
    until_unconfirmed(&bench, ["0", "0"]).await;

    // Each is a block, and the third after it confirms: the approval before a deposit is one as well.
    let before = bench.node.snapshot().await;
    client.deposit("250.5").await.unwrap();
    until_unconfirmed(&bench, ["250.5", "0"]).await;
    client.redeem(token, "0.25").await.unwrap();
    until_unconfirmed(&bench, ["250.5", "0.25"]).await;
    assert_eq!(unconfirmed(&bench, "TOP5").await[1], "0");
    // The chain's own words have them already.
    assert_eq!(bench.minter.vault_balance().await, "250.5");
    let supply = bench.minter.token_balance("TOP2", &holder).await;
    assert_eq!(supply, ("1.25".into(), "1.25".into()));

    // Another branch has neither.
    bench.node.revert(&before).await;
    bench.node.mine(6).await;
    until_unconfirmed(&bench, ["0", "0"]).await;

    client.redeem(token, "0.75").await.unwrap();
    until_unconfirmed(&bench, ["0", "0.75"]).await;
    client.redeem(token, "0.5").await.unwrap();
    until_unconfirmed(&bench, ["0", "1.25"]).await;
    // Confirmed, it is under way no longer.
    bench.node.mine(1).await;
    until_unconfirmed(&bench, ["0", "0.5"]).await;
    bench.node.mine(1).await;
    until_unconfirmed(&bench, ["0", "0"]).await;
    let is_second =
        |event: &Event| matches!(event, Event::BurnConfirmed(burn) if burn.units == "0.5");
    let events = bench.minter.events_until(0, is_second).await;
    assert_eq!((burns(&events).len(), deposits(&events).len()), (2, 0));
}
