//! What operators set: switches, limits, indexes.

use std::path::Path;

use proto::v1;
use proto::v1::solver_event::Event;

use crate::peers::market;
use crate::running::{Running, config, markets, name, order, until};

#[tokio::test]
async fn operators_halt_and_limit_over_the_wire() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    let client = &mut solver.client;
    let halt = v1::SetTradingRequest {
        command_id: "operator-1".into(),
        index: "TOP2".into(),
        state: v1::TradingState::Halted.into(),
        text: "a market is down".into(),
    };
    client.set_trading(halt.clone()).await.unwrap();
    let limits = v1::AccountLimits {
        order_max: "900".into(),
        price_band: "0.2".into(),
        ..v1::AccountLimits::default()
    };
    let set = v1::SetAccountLimitsRequest {
        command_id: "operator-2".into(),
        account: "ACC-1".into(),
        limits: Some(limits.clone()),
    };
    client.set_account_limits(set).await.unwrap();
    let indexes = client
        .list_indexes(v1::ListIndexesRequest::default())
        .await
        .unwrap();
    let indexes = indexes.into_inner();
    assert_eq!(indexes.next_page_token, "", "one page");
    let page_token = "TOP2".to_owned();
    let rest = client.list_indexes(v1::ListIndexesRequest { page_token });
    assert_eq!(rest.await.unwrap().into_inner().indexes, [], "after it");
    let [index] = &indexes.indexes[..] else {
        panic!("one index")
    };
    assert_eq!(
        (index.state(), index.state_text.as_str(), index.version),
        (v1::TradingState::Halted, "a market is down", 1)
    );
    let accounts = client
        .list_accounts(v1::ListAccountsRequest::default())
        .await
        .unwrap();
    assert_eq!(accounts.into_inner().accounts[0].limits, Some(limits));
    client.submit_order(order("1", "500")).await.unwrap();
    let open = v1::SetTradingRequest {
        command_id: "operator-3".into(),
        state: v1::TradingState::Open.into(),
        ..halt
    };
    client.set_trading(open).await.unwrap();
    client.submit_order(order("2", "901")).await.unwrap();
    let rejected = |event: &Event| matches!(event, Event::OrderRejected(_));
    let mut seen = until(&mut events, rejected).await;
    seen.extend(until(&mut events, rejected).await);
    let reasons: Vec<_> = seen
        .iter()
        .filter_map(|event| match event.event.as_ref().unwrap() {
            Event::OrderRejected(rejected) => Some(rejected.order.as_ref()?.reject_reason()),
            _ => None,
        })
        .collect();
    assert_eq!(
        reasons,
        [v1::RejectReason::Halted, v1::RejectReason::LimitExceeded]
    );
    assert_eq!(
        seen.iter().map(name).collect::<Vec<_>>(),
        [
            "account", "index", "trading", "limits", "rejected", "trading", "rejected"
        ]
    );
    solver.stop().await;
}

#[tokio::test]
async fn an_index_by_weights_gets_its_basket_from_the_markets_once() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("solver.journal");
    let peers = markets().await;
    let by_weights = |journal: &Path| {
        let mut config = config(&peers, Some(journal));
        let weight =
            |asset: &str, weight: &str| (asset.to_owned(), money::Rate::parse(weight).unwrap());
        let index = &mut config.indexes[0];
        index.basket = None;
        index.weights = Some(
            [weight("BTC", "0.6"), weight("ETH", "0.4")]
                .into_iter()
                .collect(),
        );
        index.target_price = Some(money::Price::parse("100").unwrap());
        config
    };
    let mut solver = Running::start(by_weights(&journal)).await;
    let mut events = solver.events(0).await;
    let seen = until(&mut events, |event| matches!(event, Event::IndexDefined(_))).await;
    let Some(Event::IndexDefined(defined)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let basket: Vec<_> = defined
        .index
        .iter()
        .flat_map(|index| &index.basket)
        .collect();
    let amounts: Vec<_> = basket
        .iter()
        .map(|entry| (entry.asset.as_str(), entry.quantity.as_str()))
        .collect();
    assert_eq!(amounts, [("BTC", "0.001"), ("ETH", "0.016")]);
    solver.stop().await;

    // At other prices, the same configuration is the same index.
    peers.adapter.set_markets(vec![
        market("BTC", "30000", "29990"),
        market("ETH", "1000", "999"),
    ]);
    let mut solver = Running::start(by_weights(&journal)).await;
    solver.buy("1", "1000").await;
    let listed = solver
        .client
        .list_indexes(v1::ListIndexesRequest::default())
        .await
        .unwrap()
        .into_inner();
    let [listed] = &listed.indexes[..] else {
        panic!("{listed:?}")
    };
    assert_eq!(
        (&listed.basket, listed.version),
        (&defined.index.as_ref().unwrap().basket, 1)
    );
    solver.stop().await;
}
