//! What operators do to sessions and to the engine.

use crate::support::{Orders, Raw, Server, block_on, client, session, within};
use fix_engine::{Engine, EngineConfig, EngineLimits, NamedSession};
use fix_session::Role;
use journal::Journal;
use tokio_util::sync::CancellationToken;

#[test]
fn a_session_that_is_disabled_stays_out_until_it_is_enabled() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        let client = client(server.address, Journal::in_memory(), 0).await;
        within("the logon", client.logged_on()).await.unwrap();
        let mut status = server.handle.status("client").unwrap();
        assert!(server.handle.disable("client").await.unwrap());
        within("the logout", status.wait_for(|status| !status.is_logged_on))
            .await
            .unwrap();
        let mut peer = Raw::connect(server.address).await;
        peer.send("A", "98=0|108=30|").await;
        assert!(peer.receive().await.is_none());
        assert!(server.handle.enable("client").await.unwrap());
        within("the logon", client.logged_on()).await.unwrap();
        assert!(!server.handle.disable("nobody").await.unwrap());
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
