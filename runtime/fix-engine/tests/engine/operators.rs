//! What operators do to sessions and to the engine, and what they see.

use std::path::Path;

use crate::support::{Orders, Raw, Server, block_on, client, order, report, session, within};
use fix_engine::{
    Command, CommandError, Engine, EngineConfig, EngineLimits, NamedSession, SessionReport,
};
use fix_session::{Numbers, NumbersError, Role, State};
use journal::Journal;
use tokio_util::sync::CancellationToken;

fn server(journal: Option<&Path>) -> Server {
    Server::start(journal, "127.0.0.1:0", EngineLimits::default())
}

impl Server {
    async fn command(&self, command: Command) -> Result<u64, CommandError> {
        self.handle.command("client", command, "the tests").await
    }

    async fn seen(&self) -> SessionReport {
        self.handle.report().await.unwrap().swap_remove(0)
    }
}

fn disable(text: Option<&str>) -> Command {
    let text = text.map(str::to_owned);
    Command::Disable { text }
}

fn set(next_incoming: Option<u64>, next_outgoing: Option<u64>) -> Command {
    Command::SetNumbers {
        next_incoming,
        next_outgoing,
    }
}

#[test]
fn a_session_that_is_disabled_stays_out_until_it_is_enabled() {
    let server = server(None);
    block_on(async {
        let client = client(server.address, Journal::in_memory(), 0).await;
        within("the logon", client.logged_on()).await.unwrap();
        let mut status = server.handle.status("client").unwrap();
        server.command(disable(None)).await.unwrap();
        within("the logout", status.wait_for(|status| !status.is_logged_on))
            .await
            .unwrap();
        let mut peer = Raw::connect(server.address).await;
        peer.send("A", "98=0|108=30|").await;
        assert!(peer.receive().await.is_none());
        server.command(Command::Enable).await.unwrap();
        within("the logon", client.logged_on()).await.unwrap();
        let unknown = server
            .handle
            .command("nobody", Command::Enable, "the tests");
        assert_eq!(unknown.await, Err(CommandError::UnknownSession));
    });
}

#[test]
fn what_an_operator_did_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let first = server(Some(&journal));
    block_on(async {
        first.command(set(Some(7), Some(9))).await.unwrap();
        first.command(disable(None)).await.unwrap();
    });
    first.kill();
    let second = server(Some(&journal));
    block_on(async {
        let seen = second.seen().await;
        assert!(!seen.is_enabled);
        let numbers = Numbers {
            next_incoming: 7,
            next_outgoing: 9,
        };
        assert_eq!(seen.numbers, numbers);
        second.command(Command::Enable).await.unwrap();
        let mut peer = Raw::connect(second.address).await;
        peer.next = 7;
        peer.send("A", "98=0|108=30|").await;
        let logon = peer.expect("A").await;
        assert_eq!(logon.fields().unsigned(34), Some(9));
    });
}

#[test]
fn a_logout_says_why_and_the_peer_may_come_again() {
    let server = server(None);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        let text = Some("maintenance".to_owned());
        server.command(Command::LogOut { text }).await.unwrap();
        let logout = peer.expect("5").await;
        assert_eq!(logout.fields().text(58), Some("maintenance"));
        peer.send("5", "").await;
        assert!(peer.receive().await.is_none());
        let mut again = Raw::connect(server.address).await;
        again.next = peer.next;
        again.log_on().await;
    });
}

#[test]
fn numbers_are_set_while_nobody_is_connected_and_start_at_one() {
    let server = server(None);
    block_on(async {
        let zero = server.command(set(Some(0), None)).await;
        assert_eq!(zero, Err(CommandError::Numbers(NumbersError::Zero)));
        // A reset: what waits for the peer still comes, with a number of the new count.
        server.command(set(Some(5), Some(5))).await.unwrap();
        server.handle.input(report("kept", 1)).await.unwrap();
        server.command(set(Some(1), Some(1))).await.unwrap();
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        let kept = peer.expect("8").await;
        assert_eq!(kept.fields().unsigned(34), Some(2));
    });
}

#[test]
fn a_peer_that_is_logged_on_is_told_of_other_numbers() {
    let server = server(None);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        server.command(set(None, Some(10))).await.unwrap();
        let told = peer.expect("4").await;
        assert_eq!(told.fields().unsigned(36), Some(10));
        let back = server.command(set(None, Some(9))).await;
        assert_eq!(back, Err(CommandError::Numbers(NumbersError::Back)));
        server.command(set(Some(1), Some(1))).await.unwrap();
        let reset = peer.expect("A").await;
        let numbers = (reset.fields().unsigned(34), reset.fields().text(141));
        assert_eq!(numbers, (Some(1), Some("Y")));
        let again = server.command(set(Some(3), None)).await;
        assert_eq!(again, Err(CommandError::Numbers(NumbersError::NotNow)));
        peer.next = 1;
        peer.send("A", "98=0|108=30|141=Y|").await;
        peer.send("1", "112=after|").await;
        let heartbeat = peer.expect("0").await;
        assert_eq!(heartbeat.fields().unsigned(34), Some(2));
        let numbers = server.seen().await.numbers;
        assert_eq!((numbers.next_incoming, numbers.next_outgoing), (3, 3));
    });
}

#[test]
fn a_report_says_who_is_there_and_what_went_through() {
    let server = server(None);
    block_on(async {
        let before = server.seen().await;
        assert_eq!((before.state, before.peer), (State::Disconnected, None));
        assert!(before.is_enabled && before.is_open);
        server.handle.input(report("waits", 1)).await.unwrap();
        assert_eq!(server.seen().await.queued, 1);
        let client = client(server.address, Journal::in_memory(), 0).await;
        within("the logon", client.logged_on()).await.unwrap();
        client.send(order("a")).await.unwrap();
        let mut status = server.handle.status("client").unwrap();
        let taken = status.wait_for(|status| status.numbers.next_incoming == 3);
        within("the order", taken).await.unwrap();
        let seen = server.seen().await;
        assert_eq!((seen.state, seen.queued), (State::Active, 0));
        assert!(seen.peer.is_some_and(|peer| peer.ip().is_loopback()));
        assert!(seen.since_unix_ns > before.since_unix_ns);
        assert_eq!(seen.traffic.received, 2);
    });
}

#[test]
fn a_shutdown_logs_peers_out() {
    block_on(async {
        let sessions = vec![NamedSession::acceptor("client", session(Role::Acceptor))];
        let config = EngineConfig {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            sessions,
            ..EngineConfig::default()
        };
        let shutdown = CancellationToken::new();
        let engine = Engine::start(
            config,
            Orders::default(),
            Journal::in_memory(),
            shutdown.clone(),
        )
        .await
        .unwrap();
        let mut peer = Raw::connect(engine.local_address().unwrap()).await;
        peer.log_on().await;
        shutdown.cancel();
        peer.expect("5").await;
        peer.send("5", "").await;
        assert!(peer.receive().await.is_none());
        within("the end", engine.finished()).await.unwrap();
    });
}
