//! What is recorded, refused, repeated.

use proto::v1::inventory_event::Event;
use proto::v1::*;
use tonic::Code;

use crate::running::{config, purchase, refusal, start, trade_record, transfer_record};

#[tokio::test]
async fn a_trade_becomes_lots_of_its_owners_and_a_position() {
    let mut running = start(config(None)).await;
    let shares = [("order/O-1", "1.5"), ("house", "0.5")];
    running
        .trade("c-1", purchase("BTCUSDC-1", "2", "100", "0.2"), &shares)
        .await
        .expect("recorded");
    assert_eq!(
        running.lots("").await,
        [
            "house BTCUSDC-1: 0.5 of 0.5 @ 100 fee 0.05",
            "order/O-1 BTCUSDC-1: 1.5 of 1.5 @ 100 fee 0.15"
        ]
    );
    running
        .consume("c-2", "order/O-1", "1")
        .await
        .expect("consumed");
    running
        .transfer("c-3", "order/O-1", "house", "0.5", "")
        .await
        .expect("moved");
    running
        .transfer("c-4", "house", "order/O-2", "0.25", "110")
        .await
        .expect("sold to an order");
    assert_eq!(
        running.positions().await,
        [Position {
            asset: "BTC".into(),
            quantity: "2".into(),
            backing: "1".into(),
            held: "0.25".into(),
            house: "0.75".into(),
            cost: "202.5".into(),
            realised_profit: "2.5".into(),
            fees: "0.175".into(),
            house_cost: "75".into(),
            ..Position::default()
        }]
    );
    assert_eq!(
        running.lots("order/O-2").await,
        ["order/O-2 BTCUSDC-1: 0.25 of 0.25 @ 110 fee 0"]
    );
    running.stop().await;
}

#[tokio::test]
async fn a_sale_closes_first_in_first_out_and_says_what_it_realised() {
    let mut running = start(config(None)).await;
    running
        .trade(
            "c-1",
            purchase("t-1", "10", "99", "0"),
            &[("order/O-1", "10")],
        )
        .await
        .expect("recorded");
    running
        .trade(
            "c-2",
            purchase("t-2", "20", "100", "0"),
            &[("order/O-1", "20")],
        )
        .await
        .expect("recorded");
    let sale = InventoryTrade {
        sale: true,
        ..purchase("t-3", "15", "125", "0.0125")
    };
    let sequence = running
        .trade("c-3", sale.clone(), &[("order/O-1", "15")])
        .await
        .expect("recorded");
    assert_eq!(
        running.lots("order/O-1").await,
        ["order/O-1 t-2: 15 of 20 @ 100 fee 0"]
    );
    let events = running.events(sequence - 1, 1).await;
    let Some(Event::LotsClosed(closed)) = &events[0].event else {
        panic!("a sale: {events:?}")
    };
    assert_eq!(closed.trade.as_ref(), Some(&sale));
    assert_eq!(closed.realised_profit, "385");
    let parts: Vec<_> = closed
        .closed
        .iter()
        .map(|lot| {
            (
                lot.lot_id.as_str(),
                lot.quantity.as_str(),
                lot.sale_fee.as_str(),
            )
        })
        .collect();
    assert_eq!(parts, [("t-1", "10", "0.008333"), ("t-2", "5", "0.004167")]);
    running.stop().await;
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_and_another_command_under_its_id_is_refused() {
    let mut running = start(config(None)).await;
    let lot = || purchase("t-1", "2", "100", "0.2");
    let first = running
        .trade("c-1", lot(), &[("house", "2")])
        .await
        .expect("recorded");
    running
        .trade("c-2", purchase("t-2", "1", "100", "0"), &[("house", "1")])
        .await
        .expect("recorded");
    assert_eq!(
        running
            .trade("c-1", lot(), &[("house", "2")])
            .await
            .expect("a repeat"),
        first
    );
    assert_eq!(running.positions().await[0].quantity, "3");
    assert_eq!(
        refusal(running.trade("c-1", lot(), &[("order/O-1", "2")]).await),
        (
            Code::AlreadyExists,
            "the command id c-1 was used for another command".into()
        )
    );
    assert_eq!(
        refusal(running.trade("c-3", lot(), &[("house", "2")]).await),
        (
            Code::AlreadyExists,
            "the trade t-1 is recorded already".into()
        )
    );
    running.stop().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_what_is_wrong() {
    let mut running = start(config(None)).await;
    running
        .trade("c-1", purchase("t-1", "1", "100", "0"), &[("house", "1")])
        .await
        .expect("recorded");
    let invalid = |text: &str| (Code::InvalidArgument, text.to_owned());
    let refused = refusal(
        running
            .trade("c-2", purchase("t-2", "1e3", "100", "0"), &[])
            .await,
    );
    assert_eq!(
        refused,
        invalid(r#"trade.quantity "1e3": exponents are not accepted: write the digits out"#)
    );
    let refused = refusal(
        running
            .trade("c-2", purchase("t-2", "1", "100", "0"), &[("me", "1")])
            .await,
    );
    assert_eq!(
        refused,
        invalid(r#""me" is no owner: house, order/<id> or backing/<index>"#)
    );
    let refused = refusal(
        running
            .trade("c-2", purchase("t-2", "1", "100", "0"), &[("house", "0.9")])
            .await,
    );
    assert_eq!(
        refused,
        invalid("the shares of t-2 add up to 0.9, not to 1")
    );
    let refused = refusal(
        running
            .trade("", purchase("t-2", "1", "100", "0"), &[("house", "1")])
            .await,
    );
    assert_eq!(refused, invalid("a command id has 1 to 200 characters"));
    let refused = refusal(running.transfer("c-2", "house", "order/O-1", "2", "").await);
    assert_eq!(
        refused,
        (
            Code::FailedPrecondition,
            "house has 1 BTC, 2 are needed".into()
        )
    );
    let huge = "79000000000000000000000000000";
    let refused = refusal(
        running
            .trade("c-2", purchase("t-2", huge, huge, "0"), &[("house", huge)])
            .await,
    );
    assert_eq!(refused.0, Code::OutOfRange);
    let none = running
        .record(vec![record::Record::Trade(RecordTrade::default())])
        .await
        .expect_err("empty");
    assert_eq!(
        (none.code(), none.message()),
        (Code::InvalidArgument, "trade is missing")
    );
    assert_eq!(
        running.events(0, 1).await.len(),
        1,
        "only the first trade is an event"
    );
    running.stop().await;
}

#[tokio::test]
async fn a_fee_in_the_asset_bought_reduces_the_lot() {
    let mut running = start(config(None)).await;
    let trade = InventoryTrade {
        fee_asset: "BTC".into(),
        fee_cash: String::new(),
        ..purchase("t-1", "2", "100", "0.002")
    };
    running
        .trade("c-1", trade, &[("order/O-1", "1.998")])
        .await
        .expect("recorded");
    assert_eq!(
        running.lots("").await,
        ["order/O-1 t-1: 1.998 of 1.998 @ 100 fee 0.2"]
    );
    running.stop().await;
}

#[tokio::test]
async fn records_of_one_call_are_taken_in_their_order_and_a_repeat_gets_the_first_answer() {
    let mut running = start(config(None)).await;
    let records = || {
        vec![
            trade_record(
                "c-1",
                purchase("t-1", "2", "100", "0"),
                &[("order/o-1", "2")],
            ),
            transfer_record("c-2", ("order/o-1", "house"), "2", ""),
            transfer_record("c-3", ("house", "order/o-2"), "1", ""),
        ]
    };
    let sequence = running.record(records()).await.expect("recorded");
    let again = running.record(records()).await.expect("a repeat");
    assert_eq!(again, sequence);
    assert_eq!(running.events(0, 3).await.len(), 3);
    assert_eq!(running.lots("order/o-2").await.len(), 1);
    running.stop().await;
}

#[tokio::test]
async fn what_stands_after_a_refused_record_is_not_recorded() {
    let mut running = start(config(None)).await;
    let records = || {
        vec![
            trade_record("c-1", purchase("t-1", "2", "100", "0"), &[("house", "2")]),
            transfer_record("c-2", ("order/o-1", "house"), "1", ""),
            transfer_record("c-3", ("house", "order/o-2"), "1", ""),
        ]
    };
    let refused = refusal(running.record(records()).await);
    assert_eq!(
        refused,
        (
            Code::FailedPrecondition,
            "order/o-1 has 0 BTC, 1 are needed".to_owned()
        )
    );
    assert_eq!(running.lots("house").await.len(), 1);
    assert_eq!(running.lots("order/o-2").await, Vec::<String>::new());
    // It is refused again as often as it comes, and what stands before it is not recorded twice.
    assert_eq!(refusal(running.record(records()).await), refused);
    running
        .transfer("c-4", "house", "order/o-1", "1", "")
        .await
        .expect("room");
    running.record(records()).await.expect("now it can be");
    assert_eq!(running.lots("order/o-2").await.len(), 1);
    running.stop().await;
}

#[tokio::test]
async fn a_call_has_at_least_one_record_and_not_too_many() {
    let mut running = start(config(None)).await;
    for count in [0, 1_001] {
        let record = transfer_record("c", ("house", "order/o-1"), "1", "");
        let refused = refusal(running.record(vec![record; count]).await);
        let text = format!("a call has 1 to 1000 records, not {count}");
        assert_eq!(refused, (Code::InvalidArgument, text));
    }
    running.stop().await;
}
