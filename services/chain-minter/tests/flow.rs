//! Deposits, mints, payouts and burns, on the in-process node and on anvil.

mod support;

use alloy::primitives::B256;
use contracts::IndexToken;
use proto::v1::minter_event::Event;
use support::minter::{Minter, TRACEPARENT, code, config};
use support::node::{MINTER_KEY, Node};
use support::proxy::{Proxy, Rule};
use tempfile::TempDir;
use tonic::Code;

const DEPLOY: &str = "confirmations = 3\ndeploy = true";

/// Each case runs on both chains.
macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        mod on_the_in_process_node {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::Node::in_process().await).await;
            })*
        }
        mod on_anvil {
            $(#[tokio::test]
            async fn $name() {
                if let Some(node) = super::Node::anvil().await {
                    super::$name(node).await;
                }
            })*
        }
    };
}

cases!(
    a_deposit_counts_after_its_confirmations,
    a_deposit_that_is_reorganised_away_never_counts,
    a_confirmed_deposit_counts_once_even_after_a_deep_reorganisation,
    units_are_minted_once_and_read_back,
    a_burn_counts_once_after_its_confirmations_and_not_when_it_is_reorganised_away,
    the_contract_refuses_a_second_mint_with_an_id,
    cash_is_paid_out_once,
    a_payout_waits_for_cash_in_the_vault_and_holds_up_nothing,
    more_payouts_without_cash_than_a_round_looks_at_hold_up_no_mint,
    a_mint_survives_a_kill_at_every_stage,
    a_deployment_survives_a_kill_at_every_transaction,
    a_mint_that_is_on_the_chain_already_is_found_and_not_sent_again,
    a_mint_whose_nonce_was_taken_is_signed_anew,
    a_transaction_that_waits_too_long_pays_more_with_the_same_nonce,
    a_transaction_whose_block_goes_away_is_mined_again,
);

struct Bench {
    node: Node,
    folder: TempDir,
    minter: Minter,
    cash: String,
    vault: String,
}

impl Bench {
    /// A minter with its contracts deployed and confirmed.
    async fn new(node: Node) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let minter = Minter::start(&config(folder.path(), &node.url, DEPLOY)).await;
        let contracts = deployed(&node, &minter).await;
        Self {
            cash: contracts.cash,
            vault: contracts.vault,
            node,
            folder,
            minter,
        }
    }

    async fn with_index(node: Node) -> (Self, String) {
        let bench = Self::new(node).await;
        let token = ensured(&bench.node, &bench.minter, "TOP2").await;
        (bench, token)
    }

    /// The address of the client with this key.
    fn client(&self, number: usize) -> contracts::client::ChainClient {
        self.node.client(number, &self.cash, &self.vault)
    }

    /// Through the proxy from now on.
    async fn restart_behind(self, proxy: &Proxy, chain: &str) -> Self {
        self.minter.kill().await;
        let minter = Minter::start(&config(self.folder.path(), &proxy.url, chain)).await;
        Self { minter, ..self }
    }
}

/// Mines while waiting, as chains do.
async fn while_mining<T>(node: &Node, waiting: impl Future<Output = T>) -> T {
    let mut pace = tokio::time::interval(std::time::Duration::from_millis(20));
    let mining = async {
        loop {
            pace.tick().await;
            node.mine(1).await;
        }
    };
    tokio::select! {
        done = waiting => done,
        () = mining => unreachable!("a chain does not end"),
    }
}

async fn deployed(node: &Node, minter: &Minter) -> proto::v1::Contracts {
    while_mining(node, minter.contracts()).await
}

async fn ensured(node: &Node, minter: &Minter, symbol: &str) -> String {
    while_mining(node, minter.ensure_index(symbol))
        .await
        .unwrap()
}

fn lower(address: impl std::fmt::Display) -> String {
    address.to_string().to_lowercase()
}

fn deposits(events: &[proto::v1::MinterEvent]) -> Vec<(String, String)> {
    let deposit = |event: &proto::v1::MinterEvent| match event.event.as_ref()? {
        Event::DepositConfirmed(deposit) => {
            Some((deposit.transaction_hash.clone(), deposit.amount.clone()))
        }
        _ => None,
    };
    events.iter().filter_map(deposit).collect()
}

async fn a_deposit_counts_after_its_confirmations(node: Node) {
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

async fn a_deposit_that_is_reorganised_away_never_counts(node: Node) {
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

async fn a_confirmed_deposit_counts_once_even_after_a_deep_reorganisation(node: Node) {
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

async fn a_burn_counts_once_after_its_confirmations_and_not_when_it_is_reorganised_away(
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

async fn units_are_minted_once_and_read_back(node: Node) {
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

async fn the_contract_refuses_a_second_mint_with_an_id(node: Node) {
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

async fn cash_is_paid_out_once(node: Node) {
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

async fn a_payout_waits_for_cash_in_the_vault_and_holds_up_nothing(node: Node) {
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

async fn more_payouts_without_cash_than_a_round_looks_at_hold_up_no_mint(node: Node) {
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

async fn a_mint_survives_a_kill_at_every_stage(node: Node) {
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

async fn a_deployment_survives_a_kill_at_every_transaction(node: Node) {
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

async fn a_mint_that_is_on_the_chain_already_is_found_and_not_sent_again(node: Node) {
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

async fn a_mint_whose_nonce_was_taken_is_signed_anew(node: Node) {
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

async fn a_transaction_that_waits_too_long_pays_more_with_the_same_nonce(node: Node) {
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

async fn a_transaction_whose_block_goes_away_is_mined_again(node: Node) {
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
