//! Our books beside what stands outside.

use proto::v1::*;
use tonic::Code;

use crate::running::{Running, config, purchase, start};

fn stated(balances: &[(&str, &str)]) -> Vec<StatedBalance> {
    let balance = |(asset, quantity): &(&str, &str)| StatedBalance {
        asset: (*asset).into(),
        quantity: (*quantity).into(),
    };
    balances.iter().map(balance).collect()
}

fn at_venue(balances: &[(&str, &str)]) -> ReconcileRequest {
    ReconcileRequest {
        stated: stated(balances),
        ..ReconcileRequest::default()
    }
}

fn claim(unit: &str, cause: DifferenceCause, least: &str, most: &str) -> Claim {
    Claim {
        unit: unit.into(),
        cause: cause.into(),
        least: least.into(),
        most: most.into(),
    }
}

fn counted(place: BalancePlace, unit: &str, books: &str, outside: &str) -> CountedBalance {
    CountedBalance {
        place: place.into(),
        unit: unit.into(),
        books: books.into(),
        outside: outside.into(),
    }
}

/// 2 BTC were bought for 200.2.
async fn bought() -> Running {
    let mut running = start(config(None)).await;
    let trade = purchase("t-1", "2", "100", "0.2");
    running
        .trade("c-1", trade, &[("house", "2")])
        .await
        .expect("recorded");
    running
}

async fn reconcile(running: &mut Running, request: ReconcileRequest) -> ReconcileReply {
    let reply = running.client.reconcile(request).await;
    reply.expect("an answer").into_inner()
}

#[tokio::test]
async fn every_balance_is_answered_with_what_explains_its_difference() {
    let mut running = bought().await;
    let request = ReconcileRequest {
        stated: stated(&[("BTC", "2.25"), ("USDC", "769.8")]),
        solver: stated(&[("BTC", "2"), ("USDC", "759.8")]),
        house_cash: "1000".into(),
        counted: vec![
            counted(BalancePlace::Token, "TOP2", "10", "12"),
            counted(BalancePlace::Vault, "USDC", "50", "45"),
        ],
        claims: vec![
            claim("BTC", DifferenceCause::AssetOrders, "0", "1"),
            claim("TOP2", DifferenceCause::Mints, "0", "1.5"),
            claim("USDC", DifferenceCause::Payouts, "-5", "0"),
            claim("USDC", DifferenceCause::InTransit, "0", "20"),
        ],
        cash_moved: "-40".into(),
    };
    let reply = reconcile(&mut running, request).await;
    assert!(!reply.agrees);
    let line = |balance: &Reconciled| {
        let place = balance.place().as_str_name();
        let place = place.trim_start_matches("BALANCE_PLACE_");
        let Reconciled {
            unit,
            books,
            outside,
            difference,
            unexplained,
            ..
        } = balance;
        let cause = |explained: &Explained| {
            let name = explained.cause().as_str_name();
            let name = name.trim_start_matches("DIFFERENCE_CAUSE_");
            format!("{name} {}", explained.amount)
        };
        let causes: Vec<String> = balance.causes.iter().map(cause).collect();
        let causes = causes.join(" + ");
        format!("{place} {unit} {outside} - {books} = {difference}: {causes}, {unexplained}")
    };
    let lines: Vec<String> = reply.balances.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "VENUE BTC 2.25 - 2 = 0.25: ASSET_ORDERS 0.25, 0",
            "VENUE USDC 769.8 - -200.2 = 970: HOUSE_CASH 1000 + CASH_MOVES -40 + IN_TRANSIT 10, 0",
            "TOKEN TOP2 12 - 10 = 2: MINTS 1.5, 0.5",
            "VAULT USDC 45 - 50 = -5: PAYOUTS -5, 0",
        ]
    );
    running.stop().await;
}

#[tokio::test]
async fn it_agrees_where_nothing_is_left_unexplained() {
    let mut running = bought().await;
    let same = at_venue(&[("BTC", "2"), ("USDC", "-200.2")]);
    assert!(reconcile(&mut running, same).await.agrees);
    let less = at_venue(&[("BTC", "1.5")]);
    assert!(!reconcile(&mut running, less).await.agrees);
    running.stop().await;
}

#[tokio::test]
async fn what_is_no_statement_is_refused_by_its_field() {
    let mut running = bought().await;
    for (request, text) in [
        (
            at_venue(&[("BTC", "1"), ("BTC", "1")]),
            "BTC is stated twice",
        ),
        (
            ReconcileRequest {
                counted: vec![counted(BalancePlace::Venue, "BTC", "1", "1")],
                ..ReconcileRequest::default()
            },
            "counted.place is missing",
        ),
        (
            ReconcileRequest {
                claims: vec![claim("BTC", DifferenceCause::HouseCash, "0", "1")],
                ..ReconcileRequest::default()
            },
            "HouseCash explains from 0 to 1 BTC: that can't be",
        ),
        (
            ReconcileRequest {
                claims: vec![claim("TOP2", DifferenceCause::Mints, "-1", "1")],
                ..ReconcileRequest::default()
            },
            "Mints explains from -1 to 1 TOP2: that can't be",
        ),
    ] {
        let refused = running.client.reconcile(request).await;
        let refused = refused.expect_err("no statement");
        assert_eq!(
            (refused.code(), refused.message()),
            (Code::InvalidArgument, text)
        );
    }
    running.stop().await;
}
