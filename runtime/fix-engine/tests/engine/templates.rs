//! Sessions that a peer's first good Logon(A) makes of a template.

use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use fix_engine::{
    Command, CommandError, CompIds, EngineConfig, NamedSession, Password, PasswordPolicy,
    SessionReport, Template,
};
use fix_session::{Role, State};

use crate::support::{Raw, Server, block_on, order, session};

fn template() -> Template {
    Template {
        session: NamedSession::acceptor("to ", session(Role::Acceptor)),
        comp_ids: CompIds::parse("DESK*").unwrap(),
        sessions_max: 2,
        is_certificate_named: false,
    }
}

/// A server with the session `client` and a template.
fn server(journal: Option<&Path>, adjust: impl FnOnce(&mut Template)) -> Server {
    let mut template = template();
    adjust(&mut template);
    let config = EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![NamedSession::acceptor("client", session(Role::Acceptor))],
        templates: vec![template],
        ..EngineConfig::default()
    };
    Server::run(journal, config)
}

impl Server {
    async fn desk(&self, comp_id: &'static str) -> Raw {
        let mut peer = Raw::connect(self.address).await;
        peer.comp_id = comp_id;
        peer
    }

    /// The sessions that were made.
    async fn made(&self) -> Vec<SessionReport> {
        let all = self.handle.report().await.unwrap();
        let made = all.into_iter().filter(|report| report.template.is_some());
        made.collect()
    }

    async fn made_names(&self) -> Vec<String> {
        let made = self.made().await.into_iter();
        made.map(|report| report.name).collect()
    }

    async fn remove(&self, session: &str) -> Result<u64, CommandError> {
        self.handle
            .command(session, Command::Remove, "the tests")
            .await
    }
}

async fn log_out(mut peer: Raw) {
    peer.send("5", "").await;
    peer.expect("5").await;
    assert!(peer.receive().await.is_none());
}

fn body(id: &str) -> String {
    let draft = order(id);
    String::from_utf8_lossy(draft.body()).into_owned()
}

#[test]
fn a_session_that_a_logon_made_has_its_numbers_and_messages_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let first = server(Some(&journal), |_| {});
    let report = block_on(async {
        let mut one = first.desk("DESK1").await;
        let mut two = first.desk("DESK2").await;
        one.log_on().await;
        two.log_on().await;
        one.send("D", &body("of one")).await;
        let report = one.expect("8").await;
        two.send("D", &body("of two")).await;
        two.expect("8").await;
        let made = first.made().await;
        let seen: Vec<_> = made.iter().map(|it| (it.name.as_str(), it.state)).collect();
        let expected = [("to DESK1", State::Active), ("to DESK2", State::Active)];
        assert_eq!(seen, expected);
        assert_eq!(made[0].template.as_deref(), Some("to DESK*"));
        report
    });
    first.kill();
    let second = server(Some(&journal), |_| {});
    block_on(async {
        let made = second.made().await;
        let numbers = made
            .iter()
            .map(|it| (it.numbers.next_incoming, it.numbers.next_outgoing));
        assert_eq!(numbers.collect::<Vec<_>>(), [(3, 3), (3, 3)]);
        let mut one = second.desk("DESK1").await;
        one.next = 3;
        one.log_on().await;
        one.send("2", "7=2|16=2|").await;
        let again = one.expect("8").await;
        assert_eq!(again.fields().text(37), report.fields().text(37));
    });
}

#[test]
fn there_are_no_more_sessions_of_a_template_than_it_says_and_an_operator_makes_room() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let first = server(Some(&journal), |template| template.sessions_max = 1);
    block_on(async {
        let mut one = first.desk("DESK1").await;
        one.log_on().await;
        assert!(!first.desk("DESK2").await.try_log_on().await);
        assert_eq!(first.remove("to DESK1").await, Err(CommandError::Connected));
        assert_eq!(first.remove("client").await, Err(CommandError::Configured));
        log_out(one).await;
        first.remove("to DESK1").await.unwrap();
        let unknown = Err(CommandError::UnknownSession);
        assert_eq!(first.remove("to DESK1").await, unknown);
        let mut two = first.desk("DESK2").await;
        two.log_on().await;
        assert_eq!(first.made_names().await, ["to DESK2"]);
    });
    first.kill();
    let second = server(Some(&journal), |_| {});
    block_on(async {
        assert_eq!(second.made_names().await, ["to DESK2"]);
        // The one that was removed is forgotten: it starts at 1.
        let mut one = second.desk("DESK1").await;
        one.log_on().await;
    });
}

#[test]
fn a_disabled_session_of_a_template_stays_out() {
    let server = server(None, |_| {});
    block_on(async {
        let mut one = server.desk("DESK1").await;
        one.log_on().await;
        let disable = Command::Disable { text: None };
        let disabled = server.handle.command("to DESK1", disable, "the tests");
        disabled.await.unwrap();
        one.expect("5").await;
        one.send("5", "").await;
        assert!(one.receive().await.is_none());
        let mut again = server.desk("DESK1").await;
        again.next = one.next;
        assert!(!again.try_log_on().await);
    });
}

#[test]
fn a_logon_that_is_not_good_makes_nothing() {
    let server = server(None, |template| {
        template.session.password = Some(Password {
            username: "desks".into(),
            password: "of all desks".into(),
            policy: PasswordPolicy {
                tries: 2,
                wrong_delay: Duration::from_millis(10),
                hash_rounds: NonZeroU32::MIN,
                ..PasswordPolicy::default()
            },
        });
    });
    block_on(async {
        let right = "553=desks|554=of all desks|";
        let cases = [
            ("DESK1", "98=0|108=30|553=desks|554=wrong|".to_owned()),
            ("DESK1", "98=0|108=30|".to_owned()),
            ("DESK1", format!("98=0|108=99999|{right}")),
            ("DESK 1", format!("98=0|108=30|{right}")),
            ("CHAIR1", format!("98=0|108=30|{right}")),
        ];
        for (comp_id, logon) in cases {
            let mut peer = server.desk(comp_id).await;
            peer.send("A", &logon).await;
            assert!(peer.receive().await.is_none(), "{comp_id} {logon}");
            assert_eq!(server.made_names().await, Vec::<String>::new());
        }
        let logon = format!("98=0|108=30|{right}");
        let mut peer = server.desk("DESK1").await;
        peer.send("A", &logon).await;
        peer.expect("A").await;
        assert_eq!(server.made_names().await, ["to DESK1"]);
        for _ in 0..2 {
            let mut wrong = server.desk("DESK2").await;
            wrong.send("A", "98=0|108=30|553=desks|554=wrong|").await;
            assert!(wrong.receive().await.is_none());
        }
        // Locked out, whatever its name.
        let mut locked = server.desk("DESK3").await;
        locked.send("A", &logon).await;
        assert!(locked.receive().await.is_none());
        assert_eq!(server.made_names().await, ["to DESK1"]);
    });
}
