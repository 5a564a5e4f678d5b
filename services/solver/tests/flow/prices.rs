//! Quotes and prices.

use proto::v1;
use proto::v1::solver_event::Event;
use tokio_stream::StreamExt as _;

use crate::peers::market;
use crate::running::{ADDRESS, DEADLINE, Running, SESSION, config, markets, minted, order, until};

#[tokio::test]
async fn a_quote_is_answered_from_the_books_and_holds_an_order_to_its_price() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "1000");
    until(&mut events, |event| {
        matches!(event, Event::CollateralChanged(_))
    })
    .await;
    let ask = v1::RequestQuoteRequest {
        command_id: "acceptor-q".into(),
        session: SESSION.into(),
        quote_req_id: "r1".into(),
        account: "ACC-1".into(),
        index: "TOP2".into(),
        side: v1::Side::Buy.into(),
        cash: String::new(),
        units: "5".into(),
    };
    let quote = solver.client.request_quote(ask.clone()).await.unwrap();
    let quote = quote.into_inner();
    // 0.001 BTC at 60000 and 0.02 ETH at 2500, one level each.
    assert_eq!(
        (
            quote.quote_id.as_str(),
            quote.price.as_str(),
            quote.units.as_str()
        ),
        ("q1", "110", "5")
    );
    let again = solver.client.request_quote(ask).await.unwrap();
    assert_eq!(again.into_inner(), quote, "a repeat");
    let mut held = order("1", &quote.cash);
    held.quote_id.clone_from(&quote.quote_id);
    solver.client.submit_order(held.clone()).await.unwrap();
    let seen = until(&mut events, minted).await;
    let Some(Event::OrderMinted(minted)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let minted = minted.order.as_ref().unwrap();
    assert_eq!(
        (minted.limit_price.as_str(), minted.quote_id.as_str()),
        ("110", "q1")
    );
    assert!(
        money::Price::parse(&minted.average_price).unwrap() <= money::Price::parse("110").unwrap()
    );
    // Used.
    (held.command_id, held.cl_ord_id) = ("acceptor-2".into(), "2".into());
    solver.client.submit_order(held).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrderRejected(_))
    })
    .await;
    let Some(Event::OrderRejected(rejected)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    assert_eq!(
        rejected.order.as_ref().unwrap().reject_reason(),
        v1::RejectReason::StaleQuote
    );
    solver.stop().await;
}

#[tokio::test]
async fn prices_are_told_when_they_change_and_limit_prices_compared_with_them() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let watch = v1::WatchPricesRequest {
        indexes: vec!["TOP2".into()],
    };
    let mut prices = solver
        .client
        .watch_prices(watch)
        .await
        .unwrap()
        .into_inner();
    let mut next = async || {
        let next = tokio::time::timeout(DEADLINE, prices.next());
        next.await.expect("in time").expect("it goes on").unwrap()
    };
    let first = next().await;
    assert_eq!(
        (first.bid.as_str(), first.ask.as_str(), first.mid.as_str()),
        ("109.97", "110", "109.985")
    );
    assert_eq!((first.index.as_str(), first.version), ("TOP2", 1));
    peers.adapter.set_markets(vec![
        market("BTC", "60000", "59990"),
        market("ETH", "2600", "2599"),
    ]);
    let second = next().await;
    assert_eq!(
        (second.bid.as_str(), second.ask.as_str()),
        ("111.97", "112")
    );
    // One market alone is no price.
    peers
        .adapter
        .set_markets(vec![market("BTC", "60000", "59990")]);
    let third = next().await;
    assert_eq!((third.bid.as_str(), third.mid.as_str()), ("", ""));
    assert!(third.time_unix_ns > second.time_unix_ns);
    peers.adapter.set_markets(vec![
        market("BTC", "60000", "59990"),
        market("ETH", "2600", "2599"),
    ]);
    next().await;
    let mut events = solver.events(0).await;
    let mut far = order("1", "500");
    far.limit_price = "170".into();
    solver.client.submit_order(far).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrderRejected(_))
    })
    .await;
    let Some(Event::OrderRejected(rejected)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let rejected = rejected.order.as_ref().unwrap();
    assert_eq!(rejected.reject_reason(), v1::RejectReason::PriceBand);
    assert!(rejected.text.contains("111.985"), "{}", rejected.text);
    solver.stop().await;
}

#[tokio::test]
async fn a_replacement_keeps_the_price_of_the_quote_that_its_order_named_or_is_refused() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    let ask = v1::RequestQuoteRequest {
        command_id: "acceptor-q".into(),
        session: SESSION.into(),
        quote_req_id: "r1".into(),
        account: "ACC-1".into(),
        index: "TOP2".into(),
        side: v1::Side::Buy.into(),
        cash: "500".into(),
        units: String::new(),
    };
    let quote = solver.client.request_quote(ask).await.unwrap().into_inner();
    // It waits for its collateral.
    let mut held = order("1", "300");
    held.quote_id.clone_from(&quote.quote_id);
    solver.client.submit_order(held).await.unwrap();
    let replace = |name: &str, cash: &str, limit_price: &str| v1::ReplaceOrderRequest {
        command_id: format!("acceptor-{name}"),
        session: SESSION.into(),
        cl_ord_id: name.into(),
        orig_cl_ord_id: "1".into(),
        cash: cash.into(),
        units: String::new(),
        limit_price: limit_price.into(),
    };
    let more = replace("2", "500.01", "");
    solver.client.replace_order(more).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::CancelRejected(_))
    })
    .await;
    let Some(Event::CancelRejected(refused)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    assert_eq!(
        (refused.reason(), refused.response_to(), &*refused.text),
        (
            v1::RejectReason::StaleQuote,
            v1::CancelResponseTo::Replace,
            "the order is held to quote q1, which is for 500 at most"
        )
    );
    for (name, limit_price) in [("3", ""), ("4", "150")] {
        let replaced = replace(name, "500", limit_price);
        solver.client.replace_order(replaced).await.unwrap();
        let seen = until(&mut events, |event| {
            matches!(event, Event::OrderReplaced(_))
        })
        .await;
        let Some(Event::OrderReplaced(replaced)) = &seen.last().unwrap().event else {
            unreachable!()
        };
        let replaced = replaced.order.as_ref().unwrap();
        assert_eq!(
            (&*replaced.cash, &replaced.limit_price),
            ("500", &quote.price)
        );
    }
    solver.stop().await;
}
