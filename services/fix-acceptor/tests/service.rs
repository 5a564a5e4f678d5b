//! The running service between a real FIX client over TCP and a scripted solver over gRPC: nothing is lost and nothing
//! happens twice, whoever is away in between.

mod support;

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use fix_acceptor::{Config, Dialect, Fix, Listening, RunError, Session};
use fix_codec::{Draft, OwnedMessage};
use fix_dictionary::tag;
use fix_engine::{Client, ClientConfig};
use fix_session::{Role, SessionConfig, Version};
use journal::Journal;
use proto::v1::fix_acceptor_client::FixAcceptorClient;
use proto::v1::{self, solver_event::Event as Solver};
use support::solver::FakeSolver;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::Status;

/// The longest that a test waits for anything.
const DEADLINE: Duration = Duration::from_secs(20);

async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let waited = tokio::time::timeout(DEADLINE, future).await;
    waited.unwrap_or_else(|_| panic!("{what} did not happen in {DEADLINE:?}"))
}

struct Acceptor {
    listening: Listening,
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), RunError>>,
}

impl Acceptor {
    async fn start(journal: &Path, solver: SocketAddr, listen: Option<SocketAddr>) -> Acceptor {
        let config = Config {
            journal: Some(journal.to_owned()),
            cash: "USDC".to_owned(),
            cash_decimals: 6,
            grpc: service::config::Grpc::loopback(),
            solver: service::config::Peer::at(solver),
            fix: Fix::new(
                listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 0))),
                "SHEAF",
            ),
            sessions: vec![
                Session::new("CLIENT1", &["ACC-1"]),
                Session::new("CLIENT2", &["ACC-2"]),
            ],
            telemetry: telemetry::Config::default(),
        };
        // In one process, the journal of a service that has ended is let go a moment later.
        let started = async {
            loop {
                let shutdown = CancellationToken::new();
                let (ready, listening) = oneshot::channel();
                let task = tokio::spawn(fix_acceptor::run(config.clone(), ready, shutdown.clone()));
                match listening.await {
                    Ok(listening) => {
                        return Acceptor {
                            listening,
                            shutdown,
                            task,
                        };
                    }
                    Err(_) => match task.await.unwrap() {
                        Err(RunError::Journal(journal::JournalError::InUse(_))) => {
                            tokio::task::yield_now().await;
                        }
                        outcome => panic!("the service does not start: {outcome:?}"),
                    },
                }
            }
        };
        soon("the start", started).await
    }

    async fn stop(self) {
        self.shutdown.cancel();
        soon("the end", self.task).await.unwrap().unwrap();
    }
}

async fn client(acceptor: SocketAddr) -> Client {
    client_of("CLIENT1", acceptor).await
}

async fn client_of(comp_id: &str, acceptor: SocketAddr) -> Client {
    let dictionaries = Dialect::Fix44.dictionaries();
    let session = SessionConfig::new(
        Role::Initiator,
        Version::Fix44,
        comp_id,
        "SHEAF",
        dictionaries,
    );
    let config = ClientConfig {
        connect: acceptor.to_string(),
        tls: None,
        session,
        resume_after: 0,
    };
    let client = Client::start(config, Journal::in_memory()).await.unwrap();
    soon("the logon", client.logged_on()).await.unwrap();
    client
}

async fn next(client: &mut Client) -> OwnedMessage {
    soon("a message", client.receive()).await.unwrap().message
}

/// `8 150=F 39=1`: a message by its type and the fields named.
fn shown(message: &OwnedMessage, tags: &[u32]) -> String {
    let msg_type = String::from_utf8_lossy(message.view().msg_type()).into_owned();
    let field = |tag: &u32| format!(" {tag}={}", message.fields().text(*tag).unwrap_or("-"));
    msg_type + &tags.iter().map(field).collect::<String>()
}

fn new_order(cl_ord_id: &str) -> Draft {
    Draft::new("D")
        .field(tag::CL_ORD_ID, cl_ord_id)
        .field(tag::ACCOUNT, "ACC-1")
        .field(tag::SYMBOL, "TOP5")
        .field(tag::SIDE, 1)
        .field(tag::TRANSACT_TIME, "20260131-12:00:00.000")
        .field(tag::ORD_TYPE, 1)
        .field(tag::CASH_ORDER_QTY, "1000")
}

fn order(cl_ord_id: &str) -> v1::IndexOrder {
    let amount = |text: &str| text.to_owned();
    v1::IndexOrder {
        order_id: format!("O-{cl_ord_id}"),
        session: "FIX.4.4:SHEAF->CLIENT1".to_owned(),
        cl_ord_id: cl_ord_id.to_owned(),
        account: "ACC-1".to_owned(),
        index: "TOP5".to_owned(),
        side: v1::Side::Buy.into(),
        status: v1::OrderStatus::Working.into(),
        cash: amount("1000"),
        remaining_cash: amount("0"),
        spent: amount("1000"),
        gross: amount("999"),
        venue_fees: amount("0.5"),
        issuer_fees: amount("0.5"),
        units: amount("1"),
        average_price: amount("999"),
        returned: amount("0"),
        ..v1::IndexOrder::default()
    }
}

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
        }),
        cause: "deposit".to_owned(),
        transaction_hash: "0xdef".to_owned(),
        amount: "1000".to_owned(),
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

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_sessions_and_change_their_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let (_solver, address) = FakeSolver::start().await;
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    let mut client = client(acceptor.listening.fix).await;
    let mut admin = FixAcceptorClient::connect(format!("http://{}", acceptor.listening.grpc))
        .await
        .unwrap();
    let sessions = admin
        .list_sessions(v1::ListSessionsRequest {})
        .await
        .unwrap()
        .into_inner()
        .sessions;
    let seen: Vec<_> = sessions
        .iter()
        .map(|session| (session.session.as_str(), session.logged_on))
        .collect();
    assert_eq!(
        seen,
        [
            ("FIX.4.4:SHEAF->CLIENT1", true),
            ("FIX.4.4:SHEAF->CLIENT2", false)
        ]
    );
    assert!(sessions[0].peer.starts_with("127.0.0.1:") && sessions[1].peer.is_empty());
    assert_eq!(sessions[0].accounts, ["ACC-1"]);
    assert_eq!(sessions[0].next_incoming, 2);
    let define = |comp_id: &str| v1::DefineSessionRequest {
        command_id: "op-1".to_owned(),
        begin_string: "FIX.4.4".to_owned(),
        target_comp_id: comp_id.to_owned(),
        accounts: vec!["ACC-9".to_owned()],
    };
    admin.define_session(define("CLIENT1")).await.unwrap();
    client.send(new_order("o-1")).await.unwrap();
    let report = next(&mut client).await;
    assert_eq!(shown(&report, &[150, 103]), "8 150=8 103=15");
    let bad = v1::DefineSessionRequest {
        begin_string: "FIX.4.3".to_owned(),
        ..define("CLIENT3")
    };
    let refused = admin.define_session(bad).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument);
    assert_eq!(
        refused.message(),
        "begin_string: \"FIX.4.3\" is not served: FIX.4.2, FIX.4.4, FIXT.1.1 are"
    );
    acceptor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_adds_a_session_that_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let (solver, address) = FakeSolver::start().await;
    let acceptor = Acceptor::start(&journal, address, None).await;
    let listening = acceptor.listening.fix;
    let mut admin = FixAcceptorClient::connect(format!("http://{}", acceptor.listening.grpc))
        .await
        .unwrap();
    let define = v1::DefineSessionRequest {
        command_id: "op-1".to_owned(),
        begin_string: "FIX.4.4".to_owned(),
        target_comp_id: "CLIENT7".to_owned(),
        accounts: vec!["ACC-1".to_owned()],
    };
    admin.define_session(define.clone()).await.unwrap();
    admin.define_session(define).await.unwrap();
    drop(admin);
    let mut client = client_of("CLIENT7", listening).await;
    client.send(new_order("o-1")).await.unwrap();
    soon("the order", solver.has_orders(1)).await;
    assert_eq!(solver.submitted()[0].session, "FIX.4.4:SHEAF->CLIENT7");
    acceptor.stop().await;
    let order = v1::IndexOrder {
        session: "FIX.4.4:SHEAF->CLIENT7".to_owned(),
        ..order("o-1")
    };
    solver.say(Solver::OrderAccepted(v1::OrderAccepted {
        order: Some(order),
    }));
    let acceptor = Acceptor::start(&journal, address, Some(listening)).await;
    assert_eq!(
        shown(&next(&mut client).await, &[11, 17, 150]),
        "8 11=o-1 17=E-1 150=0"
    );
    acceptor.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_log_sessions_out_keep_them_out_and_set_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let (_solver, address) = FakeSolver::start().await;
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    let client = client(acceptor.listening.fix).await;
    let mut admin = FixAcceptorClient::connect(format!("http://{}", acceptor.listening.grpc))
        .await
        .unwrap();
    let session = || "FIX.4.4:SHEAF->CLIENT1".to_owned();
    let set = |next_incoming| v1::SetSessionNumbersRequest {
        session: session(),
        next_incoming,
        next_outgoing: None,
    };
    let refused = admin.set_session_numbers(set(Some(1))).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::FailedPrecondition);
    let disable = |text: &str| v1::DisableSessionRequest {
        session: session(),
        text: text.to_owned(),
    };
    let refused = admin.disable_session(disable("\u{1}")).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument);
    admin
        .disable_session(disable("by an operator"))
        .await
        .unwrap();
    let mut status = client.status().unwrap();
    status
        .wait_for(|status| !status.is_logged_on)
        .await
        .unwrap();
    loop {
        match admin.set_session_numbers(set(Some(40))).await {
            Ok(_) => break,
            // The connection ends a moment after the client knows.
            Err(refused) => assert_eq!(refused.code(), tonic::Code::FailedPrecondition),
        }
    }
    let sessions = admin
        .list_sessions(v1::ListSessionsRequest {})
        .await
        .unwrap();
    let seen = sessions.into_inner().sessions.swap_remove(0);
    assert_eq!(seen.state(), v1::SessionState::Disconnected);
    assert_eq!((seen.enabled, seen.next_incoming), (false, 40));
    let unknown = v1::EnableSessionRequest {
        session: "nobody".to_owned(),
    };
    let refused = admin.enable_session(unknown).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::NotFound);
    // The client's Logon(A) and Logout(5) were 1 and 2.
    admin.set_session_numbers(set(Some(3))).await.unwrap();
    admin
        .enable_session(v1::EnableSessionRequest { session: session() })
        .await
        .unwrap();
    status.wait_for(|status| status.is_logged_on).await.unwrap();
    acceptor.stop().await;
}
