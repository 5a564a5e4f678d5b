//! A journal that stalls: nothing that says "accepted" leaves before its event is durable.

use std::time::Duration;

use fix_engine::{Command, EngineConfig, Handle, NamedSession, StorePolicy};
use fix_session::Role;
use journal::{Gate, Journal};
use tokio::io::AsyncReadExt as _;

use crate::support::{Orders, Raw, block_on, order, report, session, start, within};

/// How long nothing has to come.
const QUIET: Duration = Duration::from_millis(200);

/// A logged on peer of a server whose journal is behind the gate.
async fn logged_on(store: StorePolicy, gate: &Gate) -> (Handle<Orders>, Raw) {
    let named = NamedSession::acceptor("client", session(Role::Acceptor));
    let config = EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![named.stored(store)],
        ..EngineConfig::default()
    };
    let engine = start(config, Journal::in_memory_behind(gate.clone())).await;
    let mut peer = Raw::connect(engine.local_address().unwrap()).await;
    peer.log_on().await;
    (engine.handle(), peer)
}

impl Raw {
    async fn hears_nothing(&mut self) {
        let read = tokio::time::timeout(QUIET, self.stream.read_buf(&mut self.buffer));
        assert!(read.await.is_err(), "something came");
    }
}

fn body(id: &str) -> String {
    String::from_utf8(order(id).body().to_vec()).unwrap()
}

#[test]
fn no_report_and_no_answer_leaves_before_it_is_durable() {
    for store in [
        StorePolicy::Sync,
        StorePolicy::Buffered,
        StorePolicy::Memory,
    ] {
        block_on(async {
            let gate = Gate::default();
            let (handle, mut peer) = logged_on(store, &gate).await;
            gate.close();
            peer.send("D", &body("a")).await;
            // The application has it, in memory.
            let taken = async {
                while handle.report().await.unwrap()[0].numbers.next_incoming < 3 {
                    tokio::task::yield_now().await;
                }
            };
            within("the order", taken).await;
            peer.hears_nothing().await;
            gate.open();
            let answer = peer.expect("8").await;
            assert_eq!(answer.fields().text(37), Some("a"), "{store:?}");
        });
    }
}

#[test]
fn callers_and_operators_are_answered_when_it_is_durable() {
    block_on(async {
        let gate = Gate::default();
        let (handle, mut peer) = logged_on(StorePolicy::Sync, &gate).await;
        gate.close();
        let disable = Command::Disable { text: None };
        let mut disabled = Box::pin(handle.command("client", disable, "the tests"));
        assert!(tokio::time::timeout(QUIET, &mut disabled).await.is_err());
        let mut sent = Box::pin(handle.input(report("late", 1)));
        assert!(tokio::time::timeout(QUIET, &mut sent).await.is_err());
        peer.hears_nothing().await;
        gate.open();
        within("the answer", disabled).await.unwrap();
        within("the answer", sent).await.unwrap();
        peer.expect("5").await;
    });
}
