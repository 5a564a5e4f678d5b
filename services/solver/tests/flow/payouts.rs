//! Cash that is asked back, over the wire and across restarts.

use proto::v1;
use proto::v1::solver_event::Event;
use tonic::{Code, Status};

use crate::peers::Peers;
use crate::running::{ADDRESS, DEADLINE, Running, SESSION, config, markets, until};

pub(crate) fn request(command_id: &str, amount: &str) -> v1::RequestPayoutRequest {
    v1::RequestPayoutRequest {
        command_id: command_id.into(),
        account: "ACC-1".into(),
        amount: amount.into(),
        session: SESSION.into(),
        request_id: "x-1".into(),
    }
}

pub(crate) async fn collateral(solver: &mut Running) -> v1::Collateral {
    let request = v1::GetCollateralRequest {
        account: "ACC-1".into(),
    };
    let answer = solver.client.get_collateral(request).await.unwrap();
    answer.into_inner()
}

/// The next change of collateral by this cause.
pub(crate) async fn changed(
    events: &mut tonic::Streaming<v1::SolverEvent>,
    cause: &str,
) -> v1::CollateralChanged {
    let is_it = |event: &Event| matches!(event, Event::CollateralChanged(changed) if changed.cause == cause);
    let mut seen = until(events, is_it).await;
    match seen.pop().unwrap().event {
        Some(Event::CollateralChanged(changed)) => changed,
        other => panic!("{other:?}"),
    }
}

/// A solver with a thousand of ACC-1.
pub(crate) async fn with_deposit(
    peers: &Peers,
    journal: Option<&std::path::Path>,
) -> (Running, tonic::Streaming<v1::SolverEvent>) {
    let mut solver = Running::start(config(peers, journal)).await;
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "1000");
    changed(&mut events, "deposit").await;
    (solver, events)
}

#[tokio::test]
async fn free_cash_is_paid_out_and_each_step_is_told() {
    let peers = markets().await;
    let (mut solver, mut events) = with_deposit(&peers, None).await;
    let first = solver.client.request_payout(request("op-1", "250.5")).await;
    let first = first.unwrap().into_inner();
    let asked = changed(&mut events, "payout-asked").await;
    assert_eq!(
        (
            asked.amount.as_str(),
            asked.payout_id.as_str(),
            asked.request_id.as_str()
        ),
        ("250.5", "tp1", "x-1")
    );
    let after = asked.collateral.unwrap();
    assert_eq!(
        (after.free.as_str(), after.paying_out.as_str()),
        ("749.5", "250.5")
    );
    let paid = changed(&mut events, "payout").await;
    assert_eq!(
        (paid.transaction_hash.as_str(), paid.payout_id.as_str()),
        ("0xp", "tp1")
    );
    let asked: Vec<_> = peers
        .minter
        .paid
        .lock()
        .unwrap()
        .values()
        .cloned()
        .collect();
    assert_eq!(
        asked
            .iter()
            .map(|payout| (payout.to.as_str(), payout.amount.as_str()))
            .collect::<Vec<_>>(),
        [(ADDRESS, "250.5")]
    );
    let again = solver.client.request_payout(request("op-1", "250.5")).await;
    assert!(again.unwrap().into_inner().sequence >= first.sequence);
    solver
        .client
        .request_payout(request("op-2", "all"))
        .await
        .unwrap();
    changed(&mut events, "payout").await;
    let collateral = collateral(&mut solver).await;
    assert_eq!(
        [
            &collateral.free,
            &collateral.paying_out,
            &collateral.paid_out,
            &collateral.deposited
        ],
        ["0", "0", "1000", "1000"]
    );
    assert_eq!(peers.minter.paid.lock().unwrap().len(), 2);
    solver.stop().await;
}

#[tokio::test]
async fn a_kill_between_a_payout_s_event_and_its_end_pays_once() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("solver.journal");
    let peers = markets().await;
    *peers.minter.payouts_held.lock().unwrap() = true;
    let (mut solver, mut events) = with_deposit(&peers, Some(&journal)).await;
    solver
        .client
        .request_payout(request("op-1", "all"))
        .await
        .unwrap();
    changed(&mut events, "payout-asked").await;
    // It ends anywhere between the payout's event and the minter's answer.
    solver.task.abort();
    let _ = (&mut solver.task).await;
    drop(solver);

    let mut solver = Running::start(config(&peers, Some(&journal))).await;
    let asked = async {
        while peers.minter.paid.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, asked)
        .await
        .expect("in time");
    assert_eq!(collateral(&mut solver).await.paying_out, "1000");
    // The asker did not hear the answer: the same command is the same payout.
    solver
        .client
        .request_payout(request("op-1", "all"))
        .await
        .unwrap();
    solver.stop().await;

    // The chain has it while nobody listens.
    peers.minter.pay("tp1");
    let mut solver = Running::start(config(&peers, Some(&journal))).await;
    let mut events = solver.events(0).await;
    changed(&mut events, "payout").await;
    let collateral = collateral(&mut solver).await;
    assert_eq!(
        [
            &collateral.free,
            &collateral.paying_out,
            &collateral.paid_out
        ],
        ["0", "0", "1000"]
    );
    assert_eq!(peers.minter.paid.lock().unwrap().len(), 1);
    solver.stop().await;
}

#[tokio::test]
async fn what_the_chain_or_the_minter_refuses_is_free_again() {
    let peers = markets().await;
    *peers.minter.payouts_held.lock().unwrap() = true;
    let (mut solver, mut events) = with_deposit(&peers, None).await;
    peers
        .minter
        .payout_refusals
        .lock()
        .unwrap()
        .push(Status::invalid_argument("to: no address"));
    solver
        .client
        .request_payout(request("op-1", "300"))
        .await
        .unwrap();
    let failed = changed(&mut events, "payout-failed").await;
    assert_eq!(
        (failed.amount.as_str(), failed.text.as_str()),
        ("300", "to: no address")
    );
    assert_eq!(failed.collateral.unwrap().free, "1000");

    solver
        .client
        .request_payout(request("op-2", "300"))
        .await
        .unwrap();
    changed(&mut events, "payout-asked").await;
    peers.minter.fail("tp2");
    let failed = changed(&mut events, "payout-failed").await;
    assert_eq!(
        (failed.payout_id.as_str(), failed.text.as_str()),
        ("tp2", "reverted")
    );
    assert_eq!(collateral(&mut solver).await.free, "1000");
    solver.stop().await;
}

#[tokio::test]
async fn a_payout_that_can_t_be_is_refused_over_the_wire() {
    let peers = markets().await;
    let (mut solver, _events) = with_deposit(&peers, None).await;
    for (amount, code, text) in [
        (
            "1000.01",
            Code::FailedPrecondition,
            "payout of ACC-1: 1000.01 was asked for, 1000 is free",
        ),
        (
            "0",
            Code::InvalidArgument,
            "payout of ACC-1: the amount is not above zero",
        ),
        ("", Code::InvalidArgument, "amount is missing"),
    ] {
        let refusal = solver.client.request_payout(request("op", amount)).await;
        let refusal = refusal.unwrap_err();
        assert_eq!((refusal.code(), refusal.message()), (code, text));
    }
    let mut unknown = request("op", "all");
    unknown.account = "ACC-9".into();
    let refusal = solver.client.request_payout(unknown).await.unwrap_err();
    assert_eq!(refusal.code(), Code::NotFound);
    solver.stop().await;
}
