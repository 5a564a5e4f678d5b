//! Requests about orders that are there: replaced, listed, cancelled together; and requests that make no sense.

use proto::v1;
use proto::v1::solver_event::Event;
use tonic::Code;

use crate::running::{Running, SESSION, config, markets, name, order, until};

#[tokio::test]
async fn waiting_orders_are_replaced_listed_and_cancelled_together() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    solver.buy("1", "1000").await;
    solver.buy("2", "2000").await;
    let replace = |cl_ord_id: &str, orig: &str| v1::ReplaceOrderRequest {
        command_id: format!("acceptor-{cl_ord_id}"),
        session: SESSION.into(),
        cl_ord_id: cl_ord_id.into(),
        orig_cl_ord_id: orig.into(),
        cash: "1500".into(),
        units: String::new(),
        limit_price: "120.5".into(),
    };
    solver
        .client
        .replace_order(replace("3", "1"))
        .await
        .unwrap();
    solver
        .client
        .replace_order(replace("4", "none"))
        .await
        .unwrap();
    let listed = solver
        .client
        .list_orders(v1::ListOrdersRequest {
            session: SESSION.into(),
            index: "TOP2".into(),
            open_only: true,
            ..v1::ListOrdersRequest::default()
        })
        .await
        .unwrap()
        .into_inner();
    let names_and_amounts: Vec<_> = listed
        .orders
        .iter()
        .map(|order| (order.cl_ord_id.as_str(), order.cash.as_str()))
        .collect();
    assert_eq!(names_and_amounts, [("3", "1500"), ("2", "2000")]);
    let all = v1::CancelOrdersRequest {
        command_id: "acceptor-all".into(),
        session: SESSION.into(),
        text: "the session was lost".into(),
        ..v1::CancelOrdersRequest::default()
    };
    solver.client.cancel_orders(all).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrdersCancelled(_))
    })
    .await;
    assert_eq!(
        seen.iter()
            .rev()
            .take(5)
            .rev()
            .map(name)
            .collect::<Vec<_>>(),
        [
            "replaced",
            "cancel rejected",
            "cancelled",
            "cancelled",
            "orders cancelled"
        ]
    );
    let [.., replaced, refused, cancelled, _, all] = &seen[..] else {
        panic!("{seen:?}")
    };
    let Some(Event::OrderReplaced(replaced)) = &replaced.event else {
        panic!("{replaced:?}")
    };
    assert_eq!(replaced.orig_cl_ord_id, "1");
    let Some(Event::CancelRejected(refused)) = &refused.event else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (refused.response_to(), refused.reason()),
        (
            v1::CancelResponseTo::Replace,
            v1::RejectReason::UnknownOrder
        )
    );
    let Some(Event::OrderCancelled(cancelled)) = &cancelled.event else {
        panic!("{cancelled:?}")
    };
    assert_eq!(
        cancelled.order.as_ref().unwrap().text,
        "the session was lost"
    );
    let Some(Event::OrdersCancelled(all)) = &all.event else {
        panic!("{all:?}")
    };
    assert_eq!(
        (all.cancelled, all.pending, all.command_id.as_str()),
        (2, 0, "acceptor-all")
    );
    solver.stop().await;
}

#[tokio::test]
async fn orders_are_listed_by_their_state() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    solver.buy("1", "1000").await;
    solver.buy("2", "2000").await;
    let mut in_state = async |status: i32| {
        let request = v1::ListOrdersRequest {
            status,
            ..v1::ListOrdersRequest::default()
        };
        let listed = solver.client.list_orders(request).await?;
        Ok::<_, tonic::Status>(listed.into_inner().orders.len())
    };
    assert_eq!(in_state(v1::OrderStatus::Waiting.into()).await.unwrap(), 2);
    assert_eq!(in_state(v1::OrderStatus::Minting.into()).await.unwrap(), 0);
    let refused = in_state(99).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument);
    assert_eq!(refused.message(), "status: there is no state 99");
    solver.stop().await;
}

#[tokio::test]
async fn what_makes_no_sense_gets_an_answer() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut bad = order("1", "12..5");
    assert_eq!(
        solver
            .client
            .submit_order(bad.clone())
            .await
            .unwrap_err()
            .code(),
        Code::InvalidArgument
    );
    bad.cash = "100".into();
    bad.command_id = String::new();
    assert_eq!(
        solver.client.submit_order(bad).await.unwrap_err().code(),
        Code::InvalidArgument
    );
    let unknown = v1::GetOrderRequest {
        session: SESSION.into(),
        cl_ord_id: "none".into(),
    };
    assert_eq!(
        solver.client.get_order(unknown).await.unwrap_err().code(),
        Code::NotFound
    );
    let ahead = v1::SubscribeRequest {
        from_sequence: 1_000_000,
    };
    assert_eq!(
        solver.client.subscribe(ahead).await.unwrap_err().code(),
        Code::OutOfRange
    );

    let index = v1::Index {
        symbol: "ONE".into(),
        name: "One".into(),
        basket: vec![v1::BasketEntry {
            asset: "BTC".into(),
            quantity: "0.01".into(),
        }],
        units_scale: 8,
        fee_basis_points: "12.5".into(),
        smallest_tradable: "10".into(),
        ..v1::Index::default()
    };
    let define = v1::DefineIndexRequest {
        command_id: "d1".into(),
        index: Some(index.clone()),
    };
    solver.client.define_index(define).await.unwrap();
    let listed = solver
        .client
        .list_indexes(v1::ListIndexesRequest::default())
        .await
        .unwrap()
        .into_inner();
    let listed_so = v1::Index {
        version: 1,
        state: v1::TradingState::Open.into(),
        ..index
    };
    assert!(listed.indexes.contains(&listed_so), "{listed:?}");
    solver.stop().await;
}
