//! Logons with a password: judged, delayed, locked out, changed, and blanked in the message log.

use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use fix_dictionary::Release;
use fix_engine::{
    Client, ClientConfig, EngineConfig, MessageLog, NamedSession, Password, PasswordPolicy,
};
use fix_session::{Credentials, Dictionaries, RefusedLogon, Role, Secret, Version};
use journal::Journal;

use crate::support::{Raw, Server, block_on, session, within};

const FIRST: &str = "the first password";
const SECOND: &str = "the second password";

fn server(journal: Option<&Path>, adjust: impl FnOnce(&mut NamedSession)) -> Server {
    Server::run(journal, config(adjust))
}

fn config(adjust: impl FnOnce(&mut NamedSession)) -> EngineConfig {
    let mut named = NamedSession::acceptor("client", session(Role::Acceptor));
    named.password = Some(Password {
        username: "desk".into(),
        password: FIRST.into(),
        policy: PasswordPolicy {
            tries: 2,
            wrong_delay: Duration::from_millis(10),
            // Unoptimised, the real number takes many seconds.
            hash_rounds: NonZeroU32::MIN,
            ..PasswordPolicy::default()
        },
    });
    adjust(&mut named);
    EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![named],
        ..EngineConfig::default()
    }
}

/// Logs on as the session's peer; FIXT.1.1 has more to say.
async fn logon(server: &Server, next: u64, begin_string: &'static str, fields: &str) -> Raw {
    let mut peer = Raw::connect(server.address).await;
    peer.next = next;
    peer.begin_string = begin_string;
    peer.send("A", &format!("98=0|108=30|{fields}")).await;
    peer
}

async fn logon44(server: &Server, username: &str, password: &str) -> Raw {
    let fields = format!("553={username}|554={password}|");
    logon(server, 1, "FIX.4.4", &fields).await
}

#[test]
fn a_wrong_password_is_refused_in_words_and_a_right_one_logs_on() {
    let server = server(None, |_| {});
    block_on(async {
        for (username, password) in [("desk", "wrong"), ("other", FIRST)] {
            let mut wrong = logon44(&server, username, password).await;
            let logout = wrong.expect("5").await;
            assert_eq!(logout.fields().text(58), Some("wrong Username or Password"));
            assert!(wrong.receive().await.is_none());
            // The right password forgets the wrong one.
            let mut right = Raw::connect(server.address).await;
            right
                .send("A", &format!("98=0|108=30|141=Y|553=desk|554={FIRST}|"))
                .await;
            // What comes behind the Logon waits for the verdict.
            right.send("1", "112=early|").await;
            right.expect("A").await;
            assert_eq!(right.expect("0").await.fields().text(112), Some("early"));
            right.send("5", "").await;
            right.expect("5").await;
            assert!(right.receive().await.is_none());
            server
                .handle
                .command("client", reset(), "the tests")
                .await
                .unwrap();
        }
    });
}

fn reset() -> fix_engine::Command {
    fix_engine::Command::SetNumbers {
        next_incoming: Some(1),
        next_outgoing: Some(1),
    }
}

#[test]
fn a_stranger_whose_password_is_judged_keeps_nobody_out() {
    let server = server(None, |named| {
        let password = named.password.as_mut().unwrap();
        password.policy.wrong_delay = Duration::from_secs(1);
    });
    block_on(async {
        let mut stranger = logon44(&server, "desk", "wrong").await;
        let mut peer = logon44(&server, "desk", FIRST).await;
        peer.expect("A").await;
        // There is no session left to say anything.
        assert!(stranger.receive().await.is_none());
        peer.send("1", "112=still here|").await;
        let heartbeat = peer.expect("0").await;
        assert_eq!(heartbeat.fields().text(112), Some("still here"));
    });
}

#[test]
fn too_many_wrong_passwords_lock_their_source_out() {
    let server = server(None, |_| {});
    block_on(async {
        for _ in 0..2 {
            let mut wrong = logon44(&server, "desk", "wrong").await;
            wrong.expect("5").await;
            assert!(wrong.receive().await.is_none());
        }
        let mut right = logon44(&server, "desk", FIRST).await;
        let logout = right.expect("5").await;
        assert_eq!(
            logout.fields().text(58),
            Some("too many wrong passwords, or none that can be read")
        );
    });
}

#[test]
fn a_refusal_may_be_silent() {
    let server = server(None, |named| {
        named.session.refused_logon = RefusedLogon::Silent;
    });
    block_on(async {
        let mut wrong = logon44(&server, "desk", "wrong").await;
        assert!(wrong.receive().await.is_none());
        let mut without = logon(&server, 1, "FIX.4.4", "").await;
        assert!(without.receive().await.is_none());
    });
}

#[test]
fn a_version_without_password_fields_has_it_in_its_raw_data() {
    let server = server(None, |named| {
        named.session.version = Version::Fix42;
        named.session.dictionaries = Dictionaries {
            session: Release::Fix42.dictionary(),
            application: Release::Fix42.dictionary(),
        };
    });
    block_on(async {
        let raw = |password: &str| format!("95={}|96={password}|", password.len());
        let mut wrong = logon(&server, 1, "FIX.4.2", &raw("wrong")).await;
        wrong.expect("5").await;
        let mut right = logon(&server, 1, "FIX.4.2", &raw(FIRST)).await;
        right.expect("A").await;
    });
}

fn fixt(named: &mut NamedSession) {
    let config = &mut named.session;
    config.version = Version::Fixt11;
    config.default_appl_ver_id = Some("9".into());
    config.dictionaries = Dictionaries {
        session: Release::Fixt11.dictionary(),
        application: Release::Fix50Sp2.dictionary(),
    };
}

async fn logon_fixt(server: &Server, next: u64, password: &str, more: &str) -> Raw {
    let fields = format!("553=desk|554={password}|{more}1137=9|");
    logon(server, next, "FIXT.1.1", &fields).await
}

#[test]
fn a_password_that_the_peer_changed_outlives_a_kill_and_is_never_stored() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let first = server(Some(&journal), fixt);
    block_on(async {
        let mut short = logon_fixt(&first, 1, FIRST, "925=short|").await;
        let logout = short.expect("5").await;
        assert_eq!(logout.fields().unsigned(1409), Some(3));
        let mut peer = logon_fixt(&first, 1, FIRST, &format!("925={SECOND}|")).await;
        let logon = peer.expect("A").await;
        assert_eq!(logon.fields().unsigned(1409), Some(1));
        assert_eq!(logon.fields().text(58), Some("the password was changed"));
    });
    first.kill();
    let second = server(Some(&journal), fixt);
    block_on(async {
        let mut old = logon_fixt(&second, 2, FIRST, "").await;
        let logout = old.expect("5").await;
        assert_eq!(logout.fields().unsigned(1409), Some(5));
        assert!(old.receive().await.is_none());
        let mut new = logon_fixt(&second, 2, SECOND, "").await;
        new.expect("A").await;
    });
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let stored = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [FIRST, SECOND] {
            let mut places = stored.windows(secret.len());
            assert!(!places.any(|place| place == secret.as_bytes()), "{secret}");
        }
    }
}

#[test]
fn a_peer_that_never_heard_that_its_password_was_changed_asks_again_and_is_locked_out_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let change = format!("925={SECOND}|");
    let first = server(Some(&journal), fixt);
    block_on(async {
        let mut peer = logon_fixt(&first, 1, FIRST, &change).await;
        peer.expect("A").await;
    });
    first.kill();
    let second = server(Some(&journal), fixt);
    block_on(async {
        // More often than a wrong password may be tried.
        for next in [2, 4, 6, 8] {
            let mut again = logon_fixt(&second, next, FIRST, &change).await;
            let logon = again.expect("A").await;
            assert_eq!(logon.fields().unsigned(1409), Some(1));
            again.send("5", "").await;
            again.expect("5").await;
            assert!(again.receive().await.is_none());
        }
    });
    block_on(async {
        let mut other = logon_fixt(&second, 10, FIRST, "925=another long password|").await;
        let logout = other.expect("5").await;
        assert_eq!(logout.fields().unsigned(1409), Some(5));
    });
}

#[test]
fn a_client_that_was_killed_before_it_heard_of_its_new_password_logs_on() {
    let server = server(None, fixt);
    block_on(async {
        for _ in 0..3 {
            let client = changing(&server).await;
            within("the logon", client.logged_on()).await.unwrap();
            let reset = server.handle.command("client", reset(), "the tests");
            client.logout().await.unwrap();
            reset.await.unwrap();
        }
    });
}

#[test]
fn the_message_log_has_both_ways_and_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(|_| {});
    config.message_log = Some(MessageLog {
        folder: folder.path().to_owned(),
        file_bytes: 1_000_000,
        file_age: Duration::from_hours(1),
        files: 1,
    });
    let server = Server::run(None, config);
    block_on(async {
        let mut peer = logon44(&server, "desk", FIRST).await;
        peer.expect("A").await;
        // Written a moment later, by another thread.
        let lines = loop {
            let text = std::fs::read_to_string(folder.path().join("messages.log")).unwrap();
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            if lines.len() == 2 {
                break lines;
            }
            tokio::task::yield_now().await;
        };
        assert!(
            lines[0].contains(" client < 8=FIX.4.4\u{1}"),
            "{}",
            lines[0]
        );
        assert!(
            lines[0].contains("\u{1}553=desk\u{1}554=***\u{1}"),
            "{}",
            lines[0]
        );
        assert!(
            lines[1].contains(" client > 8=FIX.4.4\u{1}"),
            "{}",
            lines[1]
        );
    });
}

/// A client that is to change the first password to the second, and has no memory of having done so.
async fn changing(server: &Server) -> Client {
    let mut named = NamedSession::initiator("client", session(Role::Initiator), "");
    fixt(&mut named);
    let mut session = named.session;
    session.credentials = Some(Credentials {
        username: "desk".into(),
        password: FIRST.into(),
    });
    session.new_password = Some(Secret::from(SECOND));
    let config = ClientConfig {
        connect: server.address.to_string(),
        tls: None,
        session,
        resume_after: 0,
    };
    Client::start(config, Journal::in_memory()).await.unwrap()
}

#[test]
fn a_client_changes_its_password_and_logs_on_with_it_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let first = server(Some(&journal), fixt);
    block_on(async {
        let client = changing(&first).await;
        within("the logon", client.logged_on()).await.unwrap();
        let mut old = logon_fixt(&first, 1, FIRST, "").await;
        assert!(old.receive().await.is_none());
        // It reconnects by itself, with the new one.
        let mut status = client.status().unwrap();
        let log_out = fix_engine::Command::LogOut { text: None };
        let logged_out = first.handle.command("client", log_out, "the tests");
        logged_out.await.unwrap();
        let gone = status.wait_for(|status| !status.is_logged_on);
        within("the logout", gone).await.unwrap();
        within("the logon", client.logged_on()).await.unwrap();
    });
}
