//! Transactions through kills, lost answers, taken nonces, low fees and reorganisations.

use proto::v1::minter_event::Event;

use crate::support;
use crate::support::minter::{Minter, config};
use crate::support::node::Node;
use crate::support::proxy::{Proxy, Rule};
use crate::{Bench, DEPLOY, deployed, ensured, lower, while_mining};

pub(crate) async fn a_mint_survives_a_kill_at_every_stage(node: Node) {
    let (mut bench, _) = Bench::with_index(node).await;
    let holder = lower(bench.client(1).address());
    let stages = [
        // Accepted, not signed.
        ("eth_estimateGas", Rule::Hold),
        // Signed and durable, not broadcast.
        ("eth_sendRawTransaction", Rule::Hold),
        // Broadcast, the answer is lost.
        ("eth_sendRawTransaction", Rule::LoseAnswer),
        // Broadcast, and the node says no more of it.
        ("eth_getTransactionReceipt", Rule::Hold),
    ];
    for (number, (method, rule)) in stages.into_iter().enumerate() {
        let id = format!("order-{number}");
        let proxy = Proxy::start(&bench.node.url).await;
        proxy.rule(method, rule);
        bench = bench.restart_behind(&proxy, DEPLOY).await;
        bench.minter.mint(&id, "TOP2", &holder, "1").await.unwrap();
        proxy.until_seen(method, 1).await;
        let open = Proxy::start(&bench.node.url).await;
        bench = bench.restart_behind(&open, DEPLOY).await;
        while_mining(&bench.node, bench.minter.minted(&id)).await;
        let mut sent = [
            proxy.seen("eth_sendRawTransaction"),
            open.seen("eth_sendRawTransaction"),
        ]
        .concat();
        sent.dedup();
        assert_eq!(sent.len(), 1, "{id}: the same bytes each time");
    }
    // Mined, its block is not deep enough.
    bench
        .minter
        .mint("order-last", "TOP2", &holder, "1")
        .await
        .unwrap();
    support::eventually("the mint is mined", || async {
        (bench.minter.token_balance("TOP2", &holder).await.0 == "5").then_some(())
    })
    .await;
    let open = Proxy::start(&bench.node.url).await;
    bench = bench.restart_behind(&open, DEPLOY).await;
    while_mining(&bench.node, bench.minter.minted("order-last")).await;
    assert_eq!(
        bench.minter.token_balance("TOP2", &holder).await,
        ("5".into(), "5".into())
    );
}

pub(crate) async fn a_deployment_survives_a_kill_at_every_transaction(node: Node) {
    let folder = tempfile::tempdir().unwrap();
    let signer = evm_node::DEVELOPMENT_ACCOUNTS[0];
    for _ in 0..3 {
        let proxy = Proxy::start(&node.url).await;
        proxy.rule("eth_sendRawTransaction", Rule::LoseAnswer);
        let minter = Minter::start(&config(folder.path(), &proxy.url, DEPLOY)).await;
        while_mining(&node, proxy.until_seen("eth_sendRawTransaction", 1)).await;
        minter.kill().await;
    }
    let minter = Minter::start(&config(folder.path(), &node.url, DEPLOY)).await;
    let contracts = deployed(&node, &minter).await;
    assert_eq!(
        node.nonce(signer).await,
        3,
        "three contracts, three transactions"
    );
    assert_eq!(contracts.cash_decimals, 6);
    assert_eq!(contracts.confirmations, 3);
}

pub(crate) async fn a_mint_that_is_on_the_chain_already_is_found_and_not_sent_again(node: Node) {
    let (bench, token) = Bench::with_index(node).await;
    let holder = lower(bench.client(1).address());
    bench
        .minter
        .mint("order-1", "TOP2", &holder, "1")
        .await
        .unwrap();
    let transaction = while_mining(&bench.node, bench.minter.minted("order-1")).await;
    let contracts = bench.minter.contracts().await;
    bench.minter.kill().await;

    // A minter whose journal was lost, with the same key and contracts.
    let folder = tempfile::tempdir().unwrap();
    let chain = format!(
        "confirmations = 3\ncontracts = {{ cash = \"{}\", vault = \"{}\", factory = \"{}\", start-block = 0 }}",
        contracts.cash, contracts.vault, contracts.factory
    );
    let proxy = Proxy::start(&bench.node.url).await;
    let minter = Minter::start(&config(folder.path(), &proxy.url, &chain)).await;
    minter.contracts().await;
    assert_eq!(ensured(&bench.node, &minter, "TOP2").await, token);
    minter.mint("order-1", "TOP2", &holder, "1").await.unwrap();
    assert_eq!(minter.minted("order-1").await, transaction);
    assert_eq!(proxy.seen("eth_sendRawTransaction"), Vec::<String>::new());

    // With other contents, the id is refused for good.
    let folder = tempfile::tempdir().unwrap();
    let minter = Minter::start(&config(folder.path(), &bench.node.url, &chain)).await;
    minter.contracts().await;
    ensured(&bench.node, &minter, "TOP2").await;
    minter.mint("order-1", "TOP2", &holder, "2").await.unwrap();
    let events = minter
        .events_until(0, |event| matches!(event, Event::TransactionFailed(_)))
        .await;
    let Some(Event::TransactionFailed(failed)) = &events.last().unwrap().event else {
        panic!("{events:?}")
    };
    assert_eq!(
        failed.text,
        "the mint id was used on the chain for other contents"
    );
}

pub(crate) async fn a_mint_whose_nonce_was_taken_is_signed_anew(node: Node) {
    let (bench, _) = Bench::with_index(node).await;
    let holder = lower(bench.client(1).address());
    let proxy = Proxy::start(&bench.node.url).await;
    proxy.rule("eth_sendRawTransaction", Rule::Hold);
    let bench = bench.restart_behind(&proxy, DEPLOY).await;
    bench
        .minter
        .mint("order-1", "TOP2", &holder, "1")
        .await
        .unwrap();
    proxy.until_seen("eth_sendRawTransaction", 1).await;
    // Someone else uses the minter's key, which nobody should.
    bench
        .client(0)
        .send_gas(bench.client(2).address(), "1")
        .await
        .unwrap();
    bench.node.mine(4).await;
    let open = Proxy::start(&bench.node.url).await;
    let bench = bench.restart_behind(&open, DEPLOY).await;
    while_mining(&bench.node, bench.minter.minted("order-1")).await;
    assert_eq!(
        bench.minter.token_balance("TOP2", &holder).await,
        ("1".into(), "1".into())
    );
}

pub(crate) async fn a_transaction_that_waits_too_long_pays_more_with_the_same_nonce(node: Node) {
    use alloy::consensus::{Transaction as _, TxEnvelope};
    use alloy::eips::eip2718::Decodable2718 as _;

    let (bench, _) = Bench::with_index(node).await;
    let holder = lower(bench.client(1).address());
    let proxy = Proxy::start(&bench.node.url).await;
    proxy.rule("eth_sendRawTransaction", Rule::Swallow);
    let bench = bench
        .restart_behind(&proxy, &format!("{DEPLOY}\nraise-fee-after = \"100ms\""))
        .await;
    bench
        .minter
        .mint("order-1", "TOP2", &holder, "1")
        .await
        .unwrap();
    proxy.until_seen("eth_sendRawTransaction", 2).await;
    proxy.lift();
    while_mining(&bench.node, bench.minter.minted("order-1")).await;
    let sent: Vec<TxEnvelope> = proxy
        .seen("eth_sendRawTransaction")
        .iter()
        .map(|raw| {
            TxEnvelope::decode_2718(&mut alloy::hex::decode(raw).unwrap().as_slice()).unwrap()
        })
        .collect();
    assert!(
        sent.iter()
            .all(|transaction| transaction.nonce() == sent[0].nonce()),
        "one nonce"
    );
    assert!(
        sent.windows(2)
            .all(|pair| pair[0].max_fee_per_gas() <= pair[1].max_fee_per_gas()),
        "rising fees"
    );
    assert!(sent[1].max_fee_per_gas() > sent[0].max_fee_per_gas());
    assert_eq!(
        bench.minter.token_balance("TOP2", &holder).await,
        ("1".into(), "1".into())
    );
}

pub(crate) async fn a_transaction_whose_block_goes_away_is_mined_again(node: Node) {
    let (bench, _) = Bench::with_index(node).await;
    let holder = lower(bench.client(1).address());
    let snapshot = bench.node.snapshot().await;
    bench
        .minter
        .mint("order-1", "TOP2", &holder, "1")
        .await
        .unwrap();
    support::eventually("the mint is mined", || async {
        (bench.minter.token_balance("TOP2", &holder).await.0 == "1").then_some(())
    })
    .await;
    bench.node.revert(&snapshot).await;
    assert_eq!(bench.minter.token_balance("TOP2", &holder).await.0, "0");
    let folder = bench.folder.path().to_owned();
    // A restart broadcasts at once what the chain has forgotten.
    let Bench {
        node,
        folder: _folder,
        minter,
        ..
    } = bench;
    minter.kill().await;
    let minter = Minter::start(&config(&folder, &node.url, DEPLOY)).await;
    while_mining(&node, minter.minted("order-1")).await;
    assert_eq!(
        minter.token_balance("TOP2", &holder).await,
        ("1".into(), "1".into())
    );
}
