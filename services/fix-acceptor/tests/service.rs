//! The running service between a real FIX client over TCP and a scripted solver over gRPC: nothing is lost and nothing
//! happens twice, whoever is away in between.

mod support;

use fix_codec::Draft;
use fix_dictionary::tag;
use proto::v1::{self, solver_event::Event as Solver};
use support::acceptor::{Acceptor, client, new_order, next, order, shown, soon};
use support::solver::FakeSolver;
use tonic::Status;

fn accepted(cl_ord_id: &str) -> Solver {
    Solver::OrderAccepted(v1::OrderAccepted {
        order: Some(order(cl_ord_id)),
    })
}

fn fill(cl_ord_id: &str) -> Solver {
    let amount = |text: &str| text.to_owned();
    Solver::IndexFill(v1::IndexFill {
        order: Some(order(cl_ord_id)),
        fill_id: format!("{cl_ord_id}-1"),
        units: amount("1"),
        price: amount("999"),
        gross: amount("999"),
        venue_fees: amount("0.5"),
        issuer_fee: amount("0.5"),
        net: amount("1000"),
        batch_id: amount("B-1"),
    })
}

fn minted(cl_ord_id: &str) -> Solver {
    Solver::OrderMinted(v1::OrderMinted {
        order: Some(order(cl_ord_id)),
        mint_id: format!("M-{cl_ord_id}"),
        transaction_hash: "0xabc".to_owned(),
        block_number: 5,
        further_lots: 0,
        lots: vec![v1::LotShare {
            lot_id: "L-1".to_owned(),
            asset: "BTC".to_owned(),
            quantity: "0.01".to_owned(),
            price: "99900".to_owned(),
            fee: "0.5".to_owned(),
        }],
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_goes_to_the_solver_and_its_story_to_the_client() {
    let folder = tempfile::tempdir().unwrap();
    let (solver, address) = FakeSolver::start().await;
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    let mut client = client(acceptor.listening.fix).await;
    client.send(new_order("o-1")).await.unwrap();
    soon("the order", solver.has_orders(1)).await;
    let submitted = &solver.submitted()[0];
    assert_eq!(
        (submitted.cl_ord_id.as_str(), submitted.cash.as_str()),
        ("o-1", "1000")
    );
    solver.say(accepted("o-1"));
    solver.say(fill("o-1"));
    solver.say(minted("o-1"));
    assert_eq!(
        shown(&next(&mut client).await, &[11, 37, 17, 150, 39]),
        "8 11=o-1 37=O-o-1 17=E-1 150=0 39=0"
    );
    assert_eq!(
        shown(&next(&mut client).await, &[17, 150, 39, 32, 118]),
        "8 17=F-o-1-1 150=F 39=1 32=1 118=1000"
    );
    assert_eq!(
        shown(&next(&mut client).await, &[664, 80, 5001, 5010]),
        "AK 664=M-o-1 80=1 5001=0xabc 5010=1"
    );
    acceptor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_call_or_answer_is_repeated_and_the_order_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let (solver, address) = FakeSolver::start().await;
    solver.fail(1, 1);
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    let mut client = client(acceptor.listening.fix).await;
    client.send(new_order("o-1")).await.unwrap();
    client.send(new_order("o-2")).await.unwrap();
    soon("the orders", solver.has_orders(2)).await;
    solver.say(accepted("o-1"));
    solver.say(accepted("o-2"));
    assert_eq!(
        shown(&next(&mut client).await, &[11, 150]),
        "8 11=o-1 150=0"
    );
    assert_eq!(
        shown(&next(&mut client).await, &[11, 150]),
        "8 11=o-2 150=0"
    );
    assert_eq!(solver.submitted().len(), 2);
    acceptor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_while_the_acceptor_was_away_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let (solver, address) = FakeSolver::start().await;
    let acceptor = Acceptor::start(&journal, address, None).await;
    let listening = acceptor.listening.fix;
    let mut client = client(listening).await;
    client.send(new_order("o-1")).await.unwrap();
    soon("the order", solver.has_orders(1)).await;
    solver.say(accepted("o-1"));
    assert_eq!(
        shown(&next(&mut client).await, &[17, 150]),
        "8 17=E-1 150=0"
    );
    let calls = solver.calls();
    acceptor.stop().await;
    solver.say(fill("o-1"));
    let acceptor = Acceptor::start(&journal, address, Some(listening)).await;
    assert_eq!(
        shown(&next(&mut client).await, &[17, 150]),
        "8 17=F-o-1-1 150=F"
    );
    assert!(
        solver.calls() <= calls + 1,
        "a command whose answer is stored is not made again"
    );
    assert_eq!(solver.submitted().len(), 1);
    // The ClOrdID is still used.
    client.send(new_order("o-1")).await.unwrap();
    assert_eq!(
        shown(&next(&mut client).await, &[150, 103]),
        "8 150=8 103=6"
    );
    acceptor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_the_client_is_away_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (solver, address) = FakeSolver::start().await;
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    solver.say(Solver::CollateralChanged(v1::CollateralChanged {
        collateral: Some(v1::Collateral {
            account: "ACC-1".to_owned(),
            currency: "USDC".to_owned(),
            free: "1000".to_owned(),
            reserved: "0".to_owned(),
            spent: "0".to_owned(),
            deposited: "1000".to_owned(),
            paid_out: "0".to_owned(),
            paying_out: "0".to_owned(),
            redeemed: "0".to_owned(),
            ..v1::Collateral::default()
        }),
        cause: "deposit".to_owned(),
        transaction_hash: "0xdef".to_owned(),
        amount: "1000".to_owned(),
        ..v1::CollateralChanged::default()
    }));
    let mut client = client(acceptor.listening.fix).await;
    assert_eq!(
        shown(&next(&mut client).await, &[908, 1, 5020, 5006]),
        "BA 908=C-1 1=ACC-1 5020=1000 5006=deposit"
    );
    acceptor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_messages_get_the_protocols_own_rejects() {
    let folder = tempfile::tempdir().unwrap();
    let (solver, address) = FakeSolver::start().await;
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    let mut client = client(acceptor.listening.fix).await;
    client
        .send(
            Draft::new("E")
                .field(66, "l-1")
                .field(394, 3)
                .field(68, 1)
                .group(73, ["o-1"], |entry, order| {
                    entry.push(11, order);
                    entry.push(67, 1);
                    entry.push(55, "TOP5");
                    entry.push(54, 1);
                }),
        )
        .await
        .unwrap();
    assert_eq!(
        shown(&next(&mut client).await, &[372, 380]),
        "j 372=E 380=3"
    );
    client
        .send(Draft::new("BB").field(909, "q-1"))
        .await
        .unwrap();
    assert_eq!(
        shown(&next(&mut client).await, &[372, 380]),
        "j 372=BB 380=5"
    );
    client
        .send(
            new_order("o-1")
                .field(tag::TEXT, "twice")
                .field(tag::CURRENCY, "EUR"),
        )
        .await
        .unwrap();
    assert_eq!(
        shown(&next(&mut client).await, &[150, 103]),
        "8 150=8 103=11"
    );
    assert!(solver.submitted().is_empty());
    acceptor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_the_solver_will_not_have_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let (solver, address) = FakeSolver::start().await;
    solver.refuse(Status::invalid_argument("no such thing"));
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    let mut client = client(acceptor.listening.fix).await;
    client.send(new_order("o-1")).await.unwrap();
    let report = next(&mut client).await;
    assert_eq!(
        shown(&report, &[150, 39, 103, 58]),
        "8 150=8 39=8 103=99 58=the request could not be handed on: no such thing"
    );
    acceptor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_request_reaches_the_solver_after_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let (solver, address) = FakeSolver::start().await;
    solver.fail(2, 0);
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    let mut client = client(acceptor.listening.fix).await;
    client.send(new_order("o-1")).await.unwrap();
    let cancel = Draft::new("F")
        .field(tag::ORIG_CL_ORD_ID, "o-1")
        .field(tag::CL_ORD_ID, "c-1")
        .field(tag::SYMBOL, "TOP5")
        .field(tag::SIDE, 1)
        .field(tag::TRANSACT_TIME, "20260131-12:00:00.000");
    client.send(cancel).await.unwrap();
    soon("the order", solver.has_orders(1)).await;
    let cancelled = Solver::OrderCancelled(v1::OrderCancelled {
        order: Some(order("o-1")),
        cancel_cl_ord_id: "c-1".to_owned(),
    });
    solver.say(cancelled);
    assert_eq!(
        shown(&next(&mut client).await, &[11, 41, 150]),
        "8 11=c-1 41=o-1 150=4"
    );
    let reached = async {
        while solver.cancelled().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    soon("the cancel request", reached).await;
    assert_eq!(solver.cancelled()[0].orig_cl_ord_id, "o-1");
    acceptor.stop().await;
}
