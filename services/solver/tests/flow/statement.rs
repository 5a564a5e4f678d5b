//! Statements: an account's movements, and what stands behind its units.

use proto::v1;
use proto::v1::MovementKind as K;
use proto::v1::solver_event::Event;
use tonic::Code;

use crate::payouts::{changed, collateral, request, with_deposit};
use crate::running::{Running, cash, markets, minted, until};

/// What stands behind the only order's units is what the basket says of them.
async fn check_backing(solver: &mut Running, minted: &v1::SolverEvent) {
    let Some(Event::OrderMinted(minted)) = &minted.event else {
        panic!("{minted:?}")
    };
    let ask = |index: &str| v1::GetBackingRequest {
        index: index.into(),
    };
    let backing = solver.client.get_backing(ask("TOP2")).await.unwrap();
    let backing = backing.into_inner();
    assert_eq!(backing.version, 1);
    assert_eq!(backing.units, minted.order.as_ref().unwrap().units);
    let assets: Vec<_> = backing
        .assets
        .iter()
        .map(|asset| (asset.asset.as_str(), asset.to_buy.as_str()))
        .collect();
    assert_eq!(assets, [("BTC", "0"), ("ETH", "0")]);
    let refusal = solver.client.get_backing(ask("NONE")).await.unwrap_err();
    assert_eq!(refusal.code(), Code::NotFound);
}

#[tokio::test]
async fn a_statement_tells_each_movement_and_adds_up() {
    let peers = markets().await;
    let (mut solver, mut events) = with_deposit(&peers, None).await;
    solver.buy("1", "600").await;
    let seen = until(&mut events, minted).await;
    check_backing(&mut solver, seen.last().unwrap()).await;
    solver
        .client
        .request_payout(request("op-1", "250"))
        .await
        .unwrap();
    changed(&mut events, "payout").await;

    let asked = |after_sequence, from_unix_ns| v1::GetStatementRequest {
        account: "ACC-1".into(),
        from_unix_ns,
        to_unix_ns: 0,
        after_sequence,
    };
    let statement = solver.client.get_statement(asked(0, 0)).await;
    let statement = statement.unwrap().into_inner();
    assert!(!statement.more);
    let opening = statement.opening.unwrap();
    assert_eq!(
        (opening.free.as_str(), opening.deposited.as_str()),
        ("0", "0")
    );
    let closing = statement.closing.unwrap();
    assert_eq!(closing, collateral(&mut solver).await);
    let kinds: Vec<_> = statement.movements.iter().map(v1::Movement::kind).collect();
    assert_eq!(kinds[..2], [K::Deposit, K::Reserve]);
    assert_eq!(
        kinds[kinds.len() - 3..],
        [K::Release, K::PayoutAsked, K::Payout]
    );
    assert!(
        kinds[2..kinds.len() - 3]
            .iter()
            .all(|kind| *kind == K::Fill)
    );
    let net = statement
        .movements
        .iter()
        .map(|movement| money::Cash::parse_signed(&movement.net).unwrap());
    let held = [&closing.free, &closing.reserved, &closing.paying_out].map(|text| cash(text));
    assert_eq!(money::Cash::sum(net), money::Cash::sum(held));
    let fill = &statement.movements[2];
    assert_eq!(
        (fill.cl_ord_id.as_str(), fill.index.as_str()),
        ("1", "TOP2")
    );
    assert!(!fill.venue_fees.is_empty() && !fill.issuer_fee.is_empty());

    // A later beginning: what was before is in the opening balances.
    let reserve = &statement.movements[1];
    for part in [
        asked(reserve.sequence, 0),
        asked(0, statement.movements[2].time_unix_ns),
    ] {
        let part = solver
            .client
            .get_statement(part)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(part.closing.as_ref(), Some(&closing));
        let first = &part.movements[0];
        assert!(first.sequence > reserve.sequence);
        if first == fill {
            assert_eq!(part.opening, reserve.after);
        }
    }
    // Nothing was before the first deposit, and nobody is nobody.
    let before = v1::GetStatementRequest {
        to_unix_ns: 1,
        ..asked(0, 0)
    };
    let before = solver.client.get_statement(before).await.unwrap();
    assert_eq!(before.into_inner().movements, []);
    let nobody = v1::GetStatementRequest {
        account: "ACC-9".into(),
        ..asked(0, 0)
    };
    let refusal = solver.client.get_statement(nobody).await.unwrap_err();
    assert_eq!(refusal.code(), Code::NotFound);
    solver.stop().await;
}
