//! TLS on both sides.

use std::net::SocketAddr;
use std::time::Duration;

use fix_engine::{
    Client, ClientConfig, ClientTls, CompIds, Engine, EngineConfig, EngineError, EngineLimits,
    NamedSession, ServerTls, Template, TlsError,
};
use fix_session::Role;
use journal::Journal;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::authority::Authority;
use crate::support::{Orders, Raw, Server, block_on, order, session, within};

/// A server with the certificate `server.pem`, which takes clients of this authority; sessions as `adjust` says.
fn server_config(authority: &Authority, adjust: impl FnOnce(&mut NamedSession)) -> EngineConfig {
    let mut named = NamedSession::acceptor("client", session(Role::Acceptor));
    adjust(&mut named);
    EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        tls: Some(ServerTls {
            certificate: authority.path("server.pem"),
            key: authority.path("server.key"),
            client_authority: Some(authority.path("authority.pem")),
            reload_interval: Duration::from_millis(20),
        }),
        sessions: vec![named],
        ..EngineConfig::default()
    }
}

fn client(authority: &Authority, server: SocketAddr, identity: Option<&str>) -> ClientConfig {
    let file = |name: &str, end: &str| authority.path(&format!("{name}.{end}"));
    ClientConfig {
        connect: server.to_string(),
        tls: Some(ClientTls {
            authority: Some(authority.path("authority.pem")),
            identity: identity.map(|name| (file(name, "pem"), file(name, "key"))),
            server_name: Some("sheaf.example".into()),
        }),
        session: session(Role::Initiator),
        resume_after: 0,
    }
}

async fn logs_on(config: ClientConfig) {
    let client = Client::start(config, Journal::in_memory()).await.unwrap();
    within("the logon", client.logged_on()).await.unwrap();
    client.logout().await.unwrap();
}

/// Whether the server closes what this client opens, as often as it tries.
async fn is_refused(config: ClientConfig) -> bool {
    let client = Client::start(config, Journal::in_memory()).await.unwrap();
    tokio::time::timeout(Duration::from_millis(500), client.logged_on())
        .await
        .is_err()
}

#[test]
fn orders_go_over_tls_in_both_roles() {
    let authority = Authority::new();
    authority.certify("server", &["sheaf.example"], None);
    let server = Server::run(None, server_config(&authority, |_| {}));
    block_on(async {
        let config = client(&authority, server.address, None);
        let mut client = Client::start(config, Journal::in_memory()).await.unwrap();
        for id in ["a", "b"] {
            client.send(order(id)).await.unwrap();
            let answer = within("the answer", client.receive()).await.unwrap();
            assert_eq!(answer.message.fields().text(37), Some(id));
        }
        within("the logout", client.logout()).await.unwrap();
    });
}

#[test]
fn a_server_that_is_not_who_it_should_be_gets_no_logon() {
    let authority = Authority::new();
    authority.certify("server", &["other.example"], None);
    let server = Server::run(None, server_config(&authority, |_| {}));
    block_on(async {
        assert!(is_refused(client(&authority, server.address, None)).await);
    });
}

#[test]
fn a_session_takes_the_certificate_of_its_name_or_fingerprint_and_no_other() {
    let authority = Authority::new();
    authority.certify("server", &["sheaf.example"], None);
    authority.certify("common", &[], Some("desk-1"));
    authority.certify("dns", &["desk-1"], None);
    authority.certify("other", &["desk-2"], Some("desk-2"));
    let sha256 = authority.certify("unnamed", &[], None);
    let config = server_config(&authority, |named| {
        named.access.certificates.names = vec!["desk-1".into()];
        named.access.certificates.sha256 = vec![sha256];
    });
    let server = Server::run(None, config);
    block_on(async {
        for good in ["common", "dns", "unnamed"] {
            logs_on(client(&authority, server.address, Some(good))).await;
        }
        assert!(is_refused(client(&authority, server.address, Some("other"))).await);
        assert!(is_refused(client(&authority, server.address, None)).await);
        // Of the right name, but from another authority.
        let forger = Authority::new();
        forger.certify("desk", &["desk-1"], Some("desk-1"));
        let mut config = client(&authority, server.address, None);
        let identity = Some((forger.path("desk.pem"), forger.path("desk.key")));
        config.tls.as_mut().unwrap().identity = identity;
        assert!(is_refused(config).await);
    });
}

#[test]
fn a_template_may_ask_for_a_certificate_of_the_peers_name() {
    let authority = Authority::new();
    authority.certify("server", &["sheaf.example"], None);
    authority.certify("own", &[], Some("CLIENT"));
    authority.certify("other", &[], Some("DESK"));
    let mut config = server_config(&authority, |_| {});
    config.templates = vec![Template {
        session: config.sessions.remove(0),
        comp_ids: CompIds::parse("C*").unwrap(),
        sessions_max: 1,
        is_certificate_named: true,
    }];
    let server = Server::run(None, config);
    block_on(async {
        assert!(is_refused(client(&authority, server.address, Some("other"))).await);
        assert!(is_refused(client(&authority, server.address, None)).await);
        logs_on(client(&authority, server.address, Some("own"))).await;
    });
}

#[test]
fn a_handshake_takes_its_place_and_its_time() {
    let authority = Authority::new();
    authority.certify("server", &["sheaf.example"], None);
    let mut config = server_config(&authority, |_| {});
    config.limits = EngineLimits {
        connections_before_logon: 1,
        pre_logon_wait: Duration::from_millis(300),
        ..EngineLimits::default()
    };
    let server = Server::run(None, config);
    block_on(async {
        let mut silent = TcpStream::connect(server.address).await.unwrap();
        let mut beyond = Raw::connect(server.address).await;
        assert!(beyond.receive().await.is_none(), "beyond the limit");
        let mut rest = Vec::new();
        let end = within("the end", silent.read_to_end(&mut rest)).await;
        assert!(end.is_err() || rest.is_empty(), "time is up");
        logs_on(client(&authority, server.address, None)).await;
    });
}

#[test]
fn a_peer_without_tls_is_not_heard() {
    let authority = Authority::new();
    authority.certify("server", &["sheaf.example"], None);
    let server = Server::run(None, server_config(&authority, |_| {}));
    block_on(async {
        let mut plain = Raw::connect(server.address).await;
        plain.send("A", "98=0|108=30|").await;
        assert!(plain.receive().await.is_none());
    });
}

#[test]
fn a_new_certificate_counts_without_a_restart_and_a_bad_one_does_not() {
    let authority = Authority::new();
    authority.certify("server", &["old.example"], None);
    let server = Server::run(None, server_config(&authority, |_| {}));
    block_on(async {
        std::fs::write(authority.path("server.key"), "not a key").unwrap();
        let mut config = client(&authority, server.address, None);
        config.tls.as_mut().unwrap().server_name = Some("old.example".into());
        logs_on(config).await;
        authority.certify("server", &["sheaf.example"], None);
        // The client tries again until the server has the new name.
        logs_on(client(&authority, server.address, None)).await;
    });
}

#[test]
fn files_that_are_missing_or_wrong_are_refused_by_their_path_before_a_port_opens() {
    let authority = Authority::new();
    authority.certify("server", &["sheaf.example"], None);
    authority.certify("other", &["sheaf.example"], None);
    let config = |certificate: &str, key: &str| {
        let mut config = server_config(&authority, |_| {});
        let tls = config.tls.as_mut().unwrap();
        tls.certificate = authority.path(certificate);
        tls.key = authority.path(key);
        config
    };
    let refusal = |config| {
        let journal = Journal::in_memory();
        let start = Engine::start(config, Orders::default(), journal, CancellationToken::new());
        match block_on(start) {
            Err(EngineError::Tls(error)) => error,
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("it started"),
        }
    };
    let path_of = |error| match error {
        TlsError::Read { path, .. }
        | TlsError::Pem { path, .. }
        | TlsError::Certificate { path, .. } => path,
        other => panic!("{other}"),
    };
    let missing = path_of(refusal(config("missing.pem", "server.key")));
    assert_eq!(missing, authority.path("missing.pem"));
    let wrong_kind = path_of(refusal(config("server.pem", "server.pem")));
    assert_eq!(wrong_kind, authority.path("server.pem"));
    let not_together = path_of(refusal(config("server.pem", "other.key")));
    assert_eq!(not_together, authority.path("server.pem"));
}
