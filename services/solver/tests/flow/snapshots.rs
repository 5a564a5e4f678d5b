//! Starts from a snapshot: the service is as it was, to whoever asks it, and goes on.

use std::path::{Path, PathBuf};

use journal::{Journal, Snapshot};
use proto::v1;
use proto::v1::solver_event::Event;

use crate::payouts::{request, with_deposit};
use crate::peers::Peers;
use crate::running::{ADDRESS, Running, config, markets, minted, order, until};

/// The machine's form, as decision 12 has it named.
const FORM: &str = "solver 1, issuance 1";

/// Where the snapshot of a journal is.
fn beside(journal: &Path) -> PathBuf {
    let mut path = journal.as_os_str().to_owned();
    path.push(".snapshot");
    path.into()
}

/// All that can be asked of the service.
async fn answers(solver: &mut Running) -> Vec<String> {
    let client = &mut solver.client;
    let statement = v1::GetStatementRequest {
        account: "ACC-1".into(),
        ..v1::GetStatementRequest::default()
    };
    let orders = v1::ListOrdersRequest::default();
    let books = v1::GetBooksRequest::default();
    let collateral = v1::GetCollateralRequest {
        account: "ACC-1".into(),
    };
    let indexes = client.list_indexes(v1::ListIndexesRequest::default()).await;
    let accounts = client
        .list_accounts(v1::ListAccountsRequest::default())
        .await;
    vec![
        format!(
            "{:?}",
            client.list_orders(orders).await.unwrap().into_inner()
        ),
        format!(
            "{:?}",
            client.get_statement(statement).await.unwrap().into_inner()
        ),
        format!("{:?}", client.get_books(books).await.unwrap().into_inner()),
        format!(
            "{:?}",
            client
                .get_collateral(collateral)
                .await
                .unwrap()
                .into_inner()
        ),
        format!("{:?}", indexes.unwrap().into_inner()),
        format!("{:?}", accounts.unwrap().into_inner()),
    ]
}

/// A bought and minted order, a payout, a closed index, an order that waits for its collateral. The service has ended.
async fn past(peers: &Peers, journal: &Path) -> Vec<String> {
    let (mut solver, mut events) = with_deposit(peers, Some(journal)).await;
    solver.buy("1", "600").await;
    until(&mut events, minted).await;
    solver
        .client
        .request_payout(request("op-1", "50"))
        .await
        .unwrap();
    solver.buy("2", "1000").await;
    let close = v1::SetTradingRequest {
        command_id: "close".into(),
        index: "TOP2".into(),
        state: v1::TradingState::Closed.into(),
        text: "for a while".into(),
    };
    solver.client.set_trading(close).await.unwrap();
    until(
        &mut events,
        |event| matches!(event, Event::CollateralChanged(changed) if changed.cause == "payout"),
    )
    .await;
    let answers = answers(&mut solver).await;
    solver.stop().await;
    answers
}

/// Opens the journal when the process before has let go of it.
async fn open(path: &Path) -> Journal {
    loop {
        match Journal::open(path) {
            Err(journal::JournalError::InUse(_)) => tokio::task::yield_now().await,
            opened => return opened.unwrap(),
        }
    }
}

/// The last snapshot, with another text in it. One that was written before the text was there goes: the next is due only when so many
/// events have come, but at once where there is none.
async fn changed(peers: &Peers, path: &Path, from: &str, to: &str) {
    let (journal, snapshot, state) = loop {
        let journal = open(path).await;
        if let Some(snapshot) = journal.snapshot(FORM).await.unwrap() {
            let state = String::from_utf8(snapshot.state.clone()).unwrap();
            if state.contains(from) {
                break (journal, snapshot, state);
            }
        }
        drop(journal);
        let _ = std::fs::remove_file(beside(path));
        Running::start(config(peers, Some(path))).await.stop().await;
    };
    let snapshot = Snapshot {
        state: state.replace(from, to).into_bytes(),
        ..snapshot
    };
    journal.keep_snapshot(snapshot).await.unwrap();
}

#[tokio::test]
async fn a_start_from_a_snapshot_answers_as_one_from_all_events() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("solver.journal");
    let peers = markets().await;
    let before = past(&peers, &path).await;

    // A start reads it: what another one says is believed.
    changed(&peers, &path, "for a while", "as written").await;
    let mut solver = Running::start(config(&peers, Some(&path))).await;
    let found = answers(&mut solver).await;
    assert!(found.iter().any(|answer| answer.contains("as written")));
    solver.stop().await;

    changed(&peers, &path, "as written", "for a while").await;
    let mut solver = Running::start(config(&peers, Some(&path))).await;
    assert_eq!(answers(&mut solver).await, before);
    solver.stop().await;

    std::fs::remove_file(beside(&path)).unwrap();
    let mut solver = Running::start(config(&peers, Some(&path))).await;
    assert_eq!(answers(&mut solver).await, before);
    solver.stop().await;
}

#[tokio::test]
async fn a_snapshot_that_does_not_add_up_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("solver.journal");
    let peers = markets().await;
    let before = past(&peers, &path).await;
    // It would make the client richer.
    changed(
        &peers,
        &path,
        r#""deposited":"1000""#,
        r#""deposited":"9000""#,
    )
    .await;
    let mut solver = Running::start(config(&peers, Some(&path))).await;
    assert_eq!(answers(&mut solver).await, before);
    solver.stop().await;
}

#[tokio::test]
async fn what_is_under_way_goes_on_from_a_snapshot_and_is_done_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("solver.journal");
    let peers = markets().await;
    peers.adapter.hold();
    let (mut solver, mut events) = with_deposit(&peers, Some(&path)).await;
    solver.buy("1", "600").await;
    let seen = until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    let position = seen.last().unwrap().sequence;
    // The service ends between the batch's event and the adapter's answer, and again and again as soon as it has started.
    for _ in 0..3 {
        solver.task.abort();
        let _ = (&mut solver.task).await;
        drop(solver);
        solver = Running::start(config(&peers, Some(&path))).await;
        answers(&mut solver).await;
    }
    assert!(beside(&path).exists());
    peers.adapter.release();
    let mut events = solver.events(position).await;
    until(&mut events, minted).await;
    assert_eq!(peers.minter.minted.lock().unwrap().len(), 1);

    // What was told before is known: the deposit, the command, the name.
    peers.minter.deposit(ADDRESS, "5");
    solver.buy("1", "600").await;
    let mut renamed = order("1", "500");
    renamed.command_id = "acceptor-again".into();
    solver.client.submit_order(renamed).await.unwrap();
    let rejected = |event: &Event| matches!(event, Event::OrderRejected(_));
    let seen = until(&mut events, rejected).await;
    let accepted =
        |event: &&v1::SolverEvent| matches!(event.event.as_ref().unwrap(), Event::OrderAccepted(_));
    assert_eq!(seen.iter().filter(accepted).count(), 0);
    solver.stop().await;
}
