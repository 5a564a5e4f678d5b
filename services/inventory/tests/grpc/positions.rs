//! Positions, marked to market.

use proto::v1::*;
use tonic::Code;

use crate::running::{config, purchase, start};

#[tokio::test]
async fn positions_are_marked_to_market_where_a_mark_is_given() {
    let mut running = start(config(None)).await;
    let shares = [("order/o-1", "3"), ("house", "1")];
    running
        .trade("c-1", purchase("t-1", "4", "100", "0.4"), &shares)
        .await
        .expect("recorded");
    let request = GetPositionsRequest {
        marks: vec![Mark {
            asset: "BTC".into(),
            price: "101.5".into(),
        }],
    };
    let valued = running.client.get_positions(request).await.expect("valued");
    let [position] = &valued.into_inner().positions[..] else {
        panic!("one asset")
    };
    let found = [
        &position.cost,
        &position.value,
        &position.unrealised_profit,
        &position.house_cost,
        &position.house_unrealised_profit,
    ];
    assert_eq!(found, ["400", "406", "6", "100", "1.5"]);
    let plain = GetPositionsRequest::default();
    let plain = running.client.get_positions(plain).await.expect("plain");
    assert_eq!(plain.into_inner().positions[0].value, "");
    let twice = Mark {
        asset: "BTC".into(),
        price: "1".into(),
    };
    let request = GetPositionsRequest {
        marks: vec![twice.clone(), twice],
    };
    let refused = running.client.get_positions(request).await;
    assert_eq!(refused.expect_err("twice").code(), Code::InvalidArgument);
    running.stop().await;
}
