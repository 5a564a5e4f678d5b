//! What the minter does on the chain: mints and payouts, each once, none in the way of another.

use alloy::consensus::Transaction as _;
use alloy::providers::Provider as _;
use contracts::IndexToken;
use proto::v1::minter_event::Event;
use tonic::Code;

use crate::support::minter::{TRACEPARENT, code};
use crate::support::node::{MINTER_KEY, Node};
use crate::{Bench, deposits, ensured, lower, while_mining};

pub(crate) async fn units_are_minted_once_and_read_back(node: Node) {
    let (bench, token) = Bench::with_index(node).await;
    assert_eq!(ensured(&bench.node, &bench.minter, "TOP2").await, token);
    let holder = lower(bench.client(1).address());
    let minter = &bench.minter;
    let sequence = minter
        .mint("order-1", "TOP2", &holder, "1.5")
        .await
        .unwrap();
    assert!(
        minter
            .mint("order-1", "TOP2", &holder, "1.5")
            .await
            .unwrap()
            >= sequence
    );
    assert_eq!(
        code(minter.mint("order-1", "TOP2", &holder, "2").await),
        Code::AlreadyExists
    );
    assert_eq!(
        code(minter.mint("order-2", "NONE", &holder, "1").await),
        Code::NotFound
    );
    assert_eq!(
        code(minter.mint("order-2", "TOP2", "0x12", "1").await),
        Code::InvalidArgument
    );
    assert_eq!(
        code(minter.mint("order-2", "TOP2", &holder, "0.000000001").await),
        Code::InvalidArgument
    );
    assert_eq!(
        code(minter.mint("order-2", "TOP2", &holder, "0").await),
        Code::InvalidArgument
    );
    minter
        .mint("order-2", "TOP2", &holder, "0.00000001")
        .await
        .unwrap();
    let transaction = while_mining(&bench.node, minter.minted("order-1")).await;
    while_mining(&bench.node, minter.minted("order-2")).await;
    assert_eq!(
        minter.token_balance("TOP2", &holder).await,
        ("1.50000001".into(), "1.50000001".into())
    );
    let receipt = bench
        .node
        .raw_transaction(transaction.parse().unwrap())
        .await;
    assert!(receipt.len() > 2, "the transaction is on the chain");
    let events = minter.events_until(
        0,
        |event| matches!(event, Event::MintConfirmed(m) if m.mint_id == "order-2"),
    );
    let events = events.await;
    let kind = |event: &proto::v1::MinterEvent| match event.event.as_ref().unwrap() {
        Event::MintAccepted(mint) => format!("accepted {}", mint.mint_id),
        Event::MintConfirmed(mint) => format!("confirmed {}", mint.mint_id),
        other => panic!("{other:?}"),
    };
    let kinds: Vec<String> = events.iter().map(kind).collect();
    assert_eq!(
        kinds,
        [
            "accepted order-1",
            "accepted order-2",
            "confirmed order-1",
            "confirmed order-2"
        ]
    );
    assert!(
        events.iter().all(|event| event.traceparent == TRACEPARENT),
        "one trace from request to confirmation: {events:?}"
    );
    let later = minter.events_until(events[2].sequence, |_| true).await;
    assert_eq!(
        later,
        events[3..],
        "a subscription goes on where it was left"
    );
}

/// What the first mint to a holder uses is what any mint uses that is mined after he has burned all that there is.
pub(crate) async fn a_mint_has_gas_for_a_holder_who_burns_everything_first(node: Node) {
    let (bench, _) = Bench::with_index(node).await;
    let holder = lower(bench.client(1).address());
    let mut transactions = Vec::new();
    for id in ["order-1", "order-2"] {
        let minter = &bench.minter;
        minter.mint(id, "TOP2", &holder, "1").await.unwrap();
        let hash = while_mining(&bench.node, minter.minted(id)).await;
        transactions.push(hash.parse().unwrap());
    }
    let provider = contracts::rpc::connect(&bench.node.url).unwrap();
    let first = provider.get_transaction_receipt(transactions[0]).await;
    let second = provider.get_transaction_by_hash(transactions[1]).await;
    let (used, allowed) = (
        first.unwrap().unwrap().gas_used,
        second.unwrap().unwrap().gas_limit(),
    );
    assert!(
        used <= allowed,
        "{used} may be needed, {allowed} is allowed"
    );
}

pub(crate) async fn the_contract_refuses_a_second_mint_with_an_id(node: Node) {
    let (bench, token) = Bench::with_index(node).await;
    let holder = bench.client(1).address();
    bench
        .minter
        .mint("order-1", "TOP2", &lower(holder), "1")
        .await
        .unwrap();
    while_mining(&bench.node, bench.minter.minted("order-1")).await;
    let provider =
        contracts::rpc::connect_as(&bench.node.url, MINTER_KEY.parse().unwrap()).unwrap();
    let contract = IndexToken::new(token.parse().unwrap(), provider);
    let id = contracts::chain_id_of("order-1");
    let again = contract
        .mint(id, holder, alloy::primitives::U256::from(1))
        .send()
        .await
        .unwrap_err();
    let refused = again
        .as_decoded_error::<IndexToken::MintIdUsed>()
        .expect("the contract's own error");
    assert_eq!(refused.mintId, id);
}

pub(crate) async fn cash_is_paid_out_once(node: Node) {
    let bench = Bench::new(node).await;
    let client = bench.client(1);
    client.take_test_cash("100").await.unwrap();
    client.deposit("100").await.unwrap();
    let to = lower(client.address());
    let minter = &bench.minter;
    minter.payout("payout-1", &to, "40.25").await.unwrap();
    minter.payout("payout-1", &to, "40.25").await.unwrap();
    assert_eq!(
        code(minter.payout("payout-1", &to, "41").await),
        Code::AlreadyExists
    );
    assert_eq!(
        code(minter.payout("payout-2", &to, "0.0000001").await),
        Code::InvalidArgument
    );
    let is_paid =
        |event: &Event| matches!(event, Event::PayoutConfirmed(p) if p.payout_id == "payout-1");
    while_mining(&bench.node, minter.events_until(0, is_paid)).await;
    assert_eq!(client.cash_balance().await.unwrap(), "40.250000");
    assert_eq!(minter.vault_balance().await, "59.75");
}

pub(crate) async fn a_payout_waits_for_cash_in_the_vault_and_holds_up_nothing(node: Node) {
    let (bench, _) = Bench::with_index(node).await;
    let client = bench.client(1);
    let address = lower(client.address());
    bench
        .minter
        .payout("payout-1", &address, "40")
        .await
        .unwrap();
    bench
        .minter
        .mint("order-1", "TOP2", &address, "1")
        .await
        .unwrap();
    while_mining(&bench.node, bench.minter.minted("order-1")).await;
    client.take_test_cash("100").await.unwrap();
    client.deposit("100").await.unwrap();
    // In whichever order they are told: what is done is looked at before what arrives.
    let (paid, deposited) = (std::cell::Cell::new(false), std::cell::Cell::new(false));
    let both = |event: &Event| {
        match event {
            Event::PayoutConfirmed(payout) => paid.set(payout.payout_id == "payout-1"),
            Event::DepositConfirmed(_) => deposited.set(true),
            _ => {}
        }
        paid.get() && deposited.get()
    };
    let events = while_mining(&bench.node, bench.minter.events_until(0, both)).await;
    assert_eq!(deposits(&events).len(), 1);
    assert_eq!(client.cash_balance().await.unwrap(), "40.000000");
}

pub(crate) async fn more_payouts_without_cash_than_a_round_looks_at_hold_up_no_mint(node: Node) {
    let (bench, _) = Bench::with_index(node).await;
    let client = bench.client(1);
    let address = lower(client.address());
    let payouts = minting::ACTIONS_AT_ONCE_MAX + 2;
    for number in 0..payouts {
        let id = format!("payout-{number}");
        bench.minter.payout(&id, &address, "40").await.unwrap();
    }
    let mint = bench.minter.mint("order-1", "TOP2", &address, "1");
    mint.await.unwrap();
    while_mining(&bench.node, bench.minter.minted("order-1")).await;

    // Cash for two of them.
    client.take_test_cash("1000").await.unwrap();
    client.deposit("80").await.unwrap();
    let paid = std::cell::Cell::new(0);
    let both = |event: &Event| {
        paid.set(paid.get() + usize::from(matches!(event, Event::PayoutConfirmed(_))));
        paid.get() == 2
    };
    while_mining(&bench.node, bench.minter.events_until(0, both)).await;
    assert_eq!(client.cash_balance().await.unwrap(), "1000.000000");
}
