//! Who may connect, from where, and how many at once.

use std::net::SocketAddr;
use std::time::Duration;

use fix_engine::{EngineConfig, EngineLimits, NamedSession, Networks};
use fix_session::Role;
use tokio::net::TcpSocket;

use crate::support::{Raw, Server, block_on, session};

/// A server with sessions CLIENT and OTHER; `adjust` changes its configuration.
fn server(adjust: impl FnOnce(&mut EngineConfig)) -> Server {
    let mut other = session(Role::Acceptor);
    other.target_comp_id = "OTHER".into();
    let mut config = EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![
            NamedSession::acceptor("client", session(Role::Acceptor)),
            NamedSession::acceptor("other", other),
        ],
        ..EngineConfig::default()
    };
    adjust(&mut config);
    Server::run(None, config)
}

/// The loopback network has as many addresses as one likes.
async fn connect_from(source: &str, server: SocketAddr) -> Raw {
    let socket = TcpSocket::new_v4().unwrap();
    socket
        .bind(SocketAddr::new(source.parse().unwrap(), 0))
        .unwrap();
    Raw::on(socket.connect(server).await.unwrap())
}

#[test]
fn only_the_named_networks_get_in() {
    let server = server(|config| config.networks = Networks::parse(&["127.0.0.2/31"]).unwrap());
    block_on(async {
        let mut stranger = connect_from("127.0.0.4", server.address).await;
        assert!(stranger.receive().await.is_none());
        let mut known = connect_from("127.0.0.3", server.address).await;
        known.log_on().await;
    });
}

#[test]
fn a_session_may_be_reached_from_its_own_networks_only() {
    let server = server(|config| {
        config.sessions[0].access.networks = Networks::parse(&["127.0.0.2"]).unwrap();
    });
    block_on(async {
        let mut stranger = connect_from("127.0.0.1", server.address).await;
        stranger.send("A", "98=0|108=30|").await;
        assert!(stranger.receive().await.is_none());
        let mut known = connect_from("127.0.0.2", server.address).await;
        known.log_on().await;
        let mut elsewhere = connect_from("127.0.0.1", server.address).await;
        elsewhere.comp_id = "OTHER";
        elsewhere.log_on().await;
    });
}

#[test]
fn one_address_has_so_many_connections_and_gets_their_places_back() {
    let server = server(|config| config.limits.connections_per_address = 1);
    block_on(async {
        let mut first = Raw::connect(server.address).await;
        first.log_on().await;
        let mut second = Raw::connect(server.address).await;
        assert!(second.receive().await.is_none());
        let mut elsewhere = connect_from("127.0.0.2", server.address).await;
        elsewhere.comp_id = "OTHER";
        elsewhere.log_on().await;
        first.send("5", "").await;
        first.expect("5").await;
        assert!(first.receive().await.is_none());
        drop(first);
        logs_on_at_last(server.address).await;
    });
}

#[test]
fn so_many_connections_wait_for_a_logon_and_those_logged_on_do_not_count() {
    let server = server(|config| {
        config.limits = EngineLimits {
            connections_before_logon: 1,
            pre_logon_wait: Duration::from_millis(300),
            ..EngineLimits::default()
        };
    });
    block_on(async {
        let mut first = Raw::connect(server.address).await;
        first.log_on().await;
        let mut waits = Raw::connect(server.address).await;
        let mut beyond = Raw::connect(server.address).await;
        assert!(beyond.receive().await.is_none(), "beyond the limit");
        assert!(waits.receive().await.is_none(), "and time is up");
        let mut other = Raw::connect(server.address).await;
        other.comp_id = "OTHER";
        other.log_on().await;
    });
}

/// The place of a connection that we saw end is free a moment later.
async fn logs_on_at_last(server: SocketAddr) {
    for _ in 0..1000 {
        let mut again = Raw::connect(server).await;
        again.next = 3;
        if again.try_log_on().await {
            return;
        }
    }
    panic!("the place did not come back");
}
