//! What operators see of sessions and do to them over gRPC, and the sessions that a template makes.

mod support;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use fix_acceptor::{Session, Template};
use fix_codec::Draft;
use fix_dictionary::tag;
use fix_engine::Client;
use proto::v1::{self, solver_event::Event as Solver};
use support::acceptor::{
    Acceptor, Admin, client, client_of, client_with, new_order, next, order, shown, soon,
};
use support::solver::FakeSolver;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The sessions as operators see them.
async fn listed(admin: &mut Admin) -> Vec<v1::Session> {
    let sessions = admin
        .list_sessions(v1::ListSessionsRequest::default())
        .await;
    sessions.unwrap().into_inner().sessions
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_sessions_and_change_their_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let (_solver, address) = FakeSolver::start().await;
    let acceptor = Acceptor::start(&folder.path().join("journal"), address, None).await;
    let mut client = client(acceptor.listening.fix).await;
    let mut admin = acceptor.admin().await;
    let sessions = listed(&mut admin).await;
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
        settings: None,
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
    let mut admin = acceptor.admin().await;
    let define = v1::DefineSessionRequest {
        command_id: "op-1".to_owned(),
        begin_string: "FIX.4.4".to_owned(),
        target_comp_id: "CLIENT7".to_owned(),
        accounts: vec!["ACC-1".to_owned()],
        settings: None,
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
    let mut admin = acceptor.admin().await;
    let session = || "FIX.4.4:SHEAF->CLIENT1".to_owned();
    let set = |next_incoming| v1::SetSessionNumbersRequest {
        session: session(),
        next_incoming,
        next_outgoing: None,
    };
    let refused = admin.set_session_numbers(set(Some(0))).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument);
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
    let seen = listed(&mut admin).await.swap_remove(0);
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

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_only_a_template_knows_trades_its_own_account_and_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (solver, address) = FakeSolver::start().await;
    let config = |listen| {
        let mut config = Acceptor::config(&folder.path().join("journal"), address, listen);
        config.sessions = vec![Session {
            template: Some(Template {
                sessions: 1,
                certificate_of_comp_id: false,
                open: true,
            }),
            ..Session::new("DESK*", &["ACC-{*}"])
        }];
        config
    };
    let acceptor = Acceptor::run(config(None)).await;
    let listening = acceptor.listening.fix;
    let mut client = client_of("DESK1", listening).await;
    client.send(new_order("o-1")).await.unwrap();
    soon("the order", solver.has_orders(1)).await;
    assert_eq!(solver.submitted()[0].session, "FIX.4.4:SHEAF->DESK1");
    acceptor.stop().await;
    let order = v1::IndexOrder {
        session: "FIX.4.4:SHEAF->DESK1".to_owned(),
        ..order("o-1")
    };
    solver.say(Solver::OrderAccepted(v1::OrderAccepted {
        order: Some(order),
    }));
    let acceptor = Acceptor::run(config(Some(listening))).await;
    assert_eq!(
        shown(&next(&mut client).await, &[11, 17, 150]),
        "8 11=o-1 17=E-1 150=0"
    );
    let mut admin = acceptor.admin().await;
    let seen = listed(&mut admin).await.swap_remove(0);
    assert_eq!(seen.template, "FIX.4.4:SHEAF->DESK*");
    assert_eq!(seen.accounts, ["ACC-1"]);
    let remove = || v1::RemoveSessionRequest {
        session: seen.session.clone(),
    };
    let refused = admin.remove_session(remove()).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::FailedPrecondition);
    soon("the logout", client.logout()).await.unwrap();
    admin.remove_session(remove()).await.unwrap();
    assert_eq!(listed(&mut admin).await, []);
    acceptor.stop().await;
}

/// What is served at `/metrics`.
async fn scrape(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /metrics HTTP/1.1\r\nhost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    soon("the scrape", read).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scrape_says_what_went_through_and_who_was_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (_solver, address) = FakeSolver::start().await;
    let mut config = Acceptor::config(&folder.path().join("journal"), address, None);
    config.telemetry.metrics_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    let acceptor = Acceptor::run(config).await;
    let mut client = client(acceptor.listening.fix).await;
    client
        .send(new_order("o-1").field(tag::CURRENCY, "EUR"))
        .await
        .unwrap();
    client
        .send(Draft::new("BB").field(909, "q-1"))
        .await
        .unwrap();
    next(&mut client).await;
    next(&mut client).await;
    let mut stranger = TcpStream::connect(acceptor.listening.fix).await.unwrap();
    stranger.write_all(&[b'x'; 10_000]).await.unwrap();
    let mut nothing = [0; 1];
    let refused = stranger.read(&mut nothing);
    assert!(matches!(soon("the refusal", refused).await, Ok(0) | Err(_)));
    let text = scrape(acceptor.listening.metrics.unwrap()).await;
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    for line in [
        "sheaf_fix_sessions{state=\"logged-on\"} 1",
        "sheaf_fix_sessions{state=\"disconnected\"} 1",
        "sheaf_fix_connections{} 1",
        "sheaf_fix_received_messages_total{type=\"A\"} 1",
        "sheaf_fix_received_messages_total{type=\"D\"} 1",
        "sheaf_fix_sent_messages_total{type=\"8\"} 1",
        "sheaf_fix_rejects_total{} 1",
        "sheaf_fix_gaps_total{} 0",
        "sheaf_fix_refusals_total{reason=\"not-a-logon\"} 1",
        "sheaf_fix_waiting_messages{queue=\"logon\"} 0",
        "sheaf_fix_pending_commands{} 0",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    let writes = "sheaf_journal_write_seconds_count ";
    let writes = text.lines().find_map(|line| line.strip_prefix(writes));
    assert!(writes.unwrap().parse::<u64>().unwrap() > 0);
    acceptor.stop().await;
}

const PASSWORD: &str = "a password of an operator's";

fn with_settings(settings: v1::SessionSettings) -> v1::DefineSessionRequest {
    v1::DefineSessionRequest {
        command_id: "op-1".to_owned(),
        begin_string: "FIX.4.4".to_owned(),
        target_comp_id: "CLIENT7".to_owned(),
        accounts: vec!["ACC-1".to_owned()],
        settings: Some(settings),
    }
}

fn password_and_more() -> v1::SessionSettings {
    v1::SessionSettings {
        username: "desk".to_owned(),
        password: PASSWORD.to_owned(),
        networks: vec!["127.0.0.0/8".to_owned()],
        cancel_on_disconnect: "30s".to_owned(),
        throttle: Some(v1::SessionThrottle {
            messages: 1,
            interval: "1h".to_owned(),
            excess: "reject".to_owned(),
            queue_messages: 0,
        }),
        ..v1::SessionSettings::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_defines_a_session_with_all_that_the_configuration_knows() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let (_solver, address) = FakeSolver::start().await;
    let config = |listen| {
        let mut config = Acceptor::config(&journal, address, listen);
        // Unoptimised, the real number takes many seconds.
        config.fix.passwords.hash_rounds = NonZeroU32::MIN;
        config.fix.passwords.wrong_delay = Duration::ZERO;
        config
    };
    let acceptor = Acceptor::run(config(None)).await;
    let listening = acceptor.listening.fix;
    let mut admin = acceptor.admin().await;
    let defined = admin.define_session(with_settings(password_and_more()));
    defined.await.unwrap();
    let right = Some(("desk", PASSWORD));
    for wrong in [None, Some(("desk", "another password"))] {
        let client = client_with("CLIENT7", listening, wrong).await;
        let logged_on = tokio::time::timeout(Duration::from_millis(300), client.logged_on());
        assert!(logged_on.await.is_err());
    }
    drop(admin);
    acceptor.stop().await;
    let acceptor = Acceptor::run(config(Some(listening))).await;
    let mut client = client_with("CLIENT7", listening, right).await;
    soon("the logon", client.logged_on()).await.unwrap();
    // The journal is open, so its files stay.
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let stored = std::fs::read(file.unwrap().path()).unwrap();
        let mut places = stored.windows(PASSWORD.len());
        assert!(!places.any(|place| place == PASSWORD.as_bytes()));
    }
    client
        .send(Draft::new("BB").field(909, "q-1"))
        .await
        .unwrap();
    next(&mut client).await;
    is_beyond(&mut client).await;
    let mut admin = acceptor.admin().await;
    let other = || v1::SessionSettings {
        password: String::new(),
        throttle: None,
        ..password_and_more()
    };
    let refused = admin.define_session(with_settings(other())).await;
    assert_eq!(refused.unwrap_err().code(), tonic::Code::FailedPrecondition);
    soon("the logout", client.logout()).await.unwrap();
    // Without a password it keeps the one that it has; what is not said is gone.
    admin.define_session(with_settings(other())).await.unwrap();
    let bad = |adjust: fn(&mut v1::SessionSettings)| {
        let mut settings = password_and_more();
        adjust(&mut settings);
        with_settings(settings)
    };
    for (request, problem) in [
        (
            bad(|it| it.password = "short".to_owned()),
            "password: not 12 to 128 bytes",
        ),
        (
            bad(|it| it.username = String::new()),
            "username: a password needs one",
        ),
        (
            bad(|it| it.store = "tape".to_owned()),
            "settings: unknown variant `tape`",
        ),
        (
            bad(|it| it.networks = vec!["here".to_owned()]),
            "networks: \"here\" is neither",
        ),
    ] {
        let refused = admin.define_session(request).await.unwrap_err();
        assert_eq!(refused.code(), tonic::Code::InvalidArgument);
        assert!(
            refused.message().starts_with(problem),
            "{}",
            refused.message()
        );
        assert!(!refused.message().contains(PASSWORD));
    }
    acceptor.stop().await;
}

/// A second application message is beyond the throttle.
async fn is_beyond(client: &mut Client) {
    client
        .send(Draft::new("BB").field(909, "q-2"))
        .await
        .unwrap();
    let refused = next(client).await;
    assert_eq!(
        shown(&refused, &[372, 58]),
        "j 372=BB 58=more than 1 messages in 3600s"
    );
}
