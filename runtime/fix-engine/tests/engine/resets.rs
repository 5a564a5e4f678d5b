//! A reset of ours is on its way, or answered, when our process is killed.

use fix_codec::OwnedMessage;
use fix_engine::{Command, Engine, EngineConfig, NamedSession, StorePolicy};
use fix_session::Role;
use std::path::Path;
use tokio::net::TcpListener;

use crate::support::{Orders, Raw, block_on, leave, open, session, start, within};

/// Our end in one of the roles, and a peer of the other.
#[derive(Clone, Copy)]
struct Ends {
    ours: Role,
    store: StorePolicy,
}

impl Ends {
    /// A process of ours with that journal, and the peer's line to it.
    async fn start(self, journal: &Path) -> (Engine<Orders>, Raw) {
        let peer = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut config = session(Role::Acceptor);
        config.role = self.ours;
        let connect = peer.local_addr().unwrap().to_string();
        let named = match self.ours {
            Role::Acceptor => NamedSession::acceptor("client", config),
            Role::Initiator => NamedSession::initiator("client", config, &connect),
        };
        let config = EngineConfig {
            listen: (self.ours == Role::Acceptor).then(|| "127.0.0.1:0".parse().unwrap()),
            sessions: vec![named.stored(self.store)],
            ..EngineConfig::default()
        };
        let engine = start(config, open(journal).await).await;
        let line = match engine.local_address() {
            Some(address) => Raw::connect(address).await,
            None => Raw::on(within("the connection", peer.accept()).await.unwrap().0),
        };
        (engine, line)
    }

    /// Where it is the peer that logs on, it does, with its next number; our Logon(A).
    async fn logon(self, line: &mut Raw) -> OwnedMessage {
        if self.ours == Role::Acceptor {
            line.send("A", "98=0|108=30|").await;
        }
        line.expect("A").await
    }

    /// Our number of what proves that the session is up.
    async fn tested(line: &mut Raw) -> Option<u64> {
        line.send("1", "112=up|").await;
        line.expect("0").await.view().msg_seq_num()
    }
}

/// MsgSeqNum(34) and ResetSeqNumFlag(141).
fn says(logon: &OwnedMessage) -> (Option<u64>, bool) {
    (logon.view().msg_seq_num(), logon.fields().is_yes(141))
}

async fn a_kill_before_the_answer(ours: Role, store: StorePolicy) {
    let ends = Ends { ours, store };
    let folder = tempfile::tempdir().unwrap();
    let first = folder.path().join("first");
    let (engine, mut line) = ends.start(&first).await;
    assert_eq!(says(&ends.logon(&mut line).await), (Some(1), false));
    if ours == Role::Initiator {
        line.send("A", "98=0|108=30|").await;
    }
    assert_eq!(Ends::tested(&mut line).await, Some(2));
    let reset = Command::SetNumbers {
        next_incoming: Some(1),
        next_outgoing: Some(1),
    };
    let handle = engine.handle();
    let asked = handle.command("client", reset, "operator").await;
    asked.unwrap();
    assert_eq!(says(&line.expect("A").await), (Some(1), true));

    let second = leave(&first, folder.path().join("second"));
    let (_engine, mut line) = ends.start(&second).await;
    // As far as it knows, it goes on.
    line.next = 3;
    assert_eq!(says(&ends.logon(&mut line).await), (Some(1), true));
    line.next = 1;
    line.send("A", "98=0|108=30|141=Y|").await;
    assert_eq!(Ends::tested(&mut line).await, Some(2));
    if store == StorePolicy::Buffered {
        // That the answer came may be lost with a kill: then it is said once more.
        return;
    }

    let third = leave(&second, folder.path().join("third"));
    let (_engine, mut line) = ends.start(&third).await;
    line.next = 3;
    assert_eq!(says(&ends.logon(&mut line).await), (Some(3), false));
}

#[test]
fn a_reset_that_an_acceptor_said_is_said_again_after_a_kill_and_once_answered_no_more() {
    block_on(a_kill_before_the_answer(Role::Acceptor, StorePolicy::Sync));
}

#[test]
fn a_reset_that_an_initiator_said_is_said_again_after_a_kill_and_once_answered_no_more() {
    block_on(a_kill_before_the_answer(Role::Initiator, StorePolicy::Sync));
}

#[test]
fn a_reset_of_a_buffered_session_goes_out_only_when_a_kill_can_t_forget_it() {
    for ours in [Role::Acceptor, Role::Initiator] {
        block_on(a_kill_before_the_answer(ours, StorePolicy::Buffered));
    }
}
