//! A throttle that lets messages wait for their turn.

use std::path::Path;
use std::time::Duration;

use fix_engine::{Clock, EngineConfig, Excess, NamedSession, Throttle};
use fix_session::Role;
use journal::Journal;

use crate::support::{Raw, Server, block_on, client, order, session, within};

const NEVER: Duration = Duration::from_hours(1);

/// So many messages in an interval; three may wait.
fn server(journal: Option<&Path>, messages: usize, interval: Duration) -> Server {
    Server::run(journal, config(messages, interval))
}

fn config(messages: usize, interval: Duration) -> EngineConfig {
    let mut named = NamedSession::acceptor("client", session(Role::Acceptor));
    named.throttle = Some(Throttle {
        messages,
        interval,
        excess: Excess::Queue { messages: 3 },
    });
    EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![named],
        ..EngineConfig::default()
    }
}

impl Raw {
    async fn send_order(&mut self, id: &str) {
        let draft = order(id);
        self.send("D", std::str::from_utf8(draft.body()).unwrap())
            .await;
    }
}

impl Server {
    async fn seen_orders(&self) -> Vec<String> {
        let seen = self.handle.query(|orders| orders.seen.clone());
        seen.await.unwrap()
    }

    /// So many messages wait.
    async fn lets_wait(&self, count: usize) {
        let waiting = async {
            while self.handle.report().await.unwrap()[0].throttle_queue != count {
                tokio::task::yield_now().await;
            }
        };
        within("the queue", waiting).await;
    }
}

#[test]
fn what_is_beyond_the_throttle_comes_at_its_time_in_order_and_the_session_is_answered_meanwhile() {
    let interval = Duration::from_secs(10);
    let (clock, hand) = Clock::by_hand(1_769_860_800_000_000_000);
    let mut config = config(2, interval);
    config.clock = clock;
    // The peer's times are the machine's.
    config.sessions[0].session.checks.sending_time = false;
    let server = Server::run(None, config);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        for id in ["a", "b", "c", "d", "e"] {
            peer.send_order(id).await;
        }
        for (asks, orders) in [("1", &["a", "b"][..]), ("2", &["c", "d"]), ("3", &["e"])] {
            peer.send("1", &format!("112={asks}|")).await;
            let mut came = Vec::new();
            loop {
                let message = peer.receive().await.unwrap();
                let fields = message.fields();
                if fields.text(112) == Some(asks) {
                    break;
                }
                came.push(fields.text(37).unwrap().to_owned());
            }
            assert_eq!(came, orders);
            hand.advance(i64::try_from(interval.as_nanos()).unwrap());
        }
    });
}

#[test]
fn what_waits_when_the_process_is_killed_is_asked_for_again_and_taken_once() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let first = server(Some(&journal), 2, NEVER);
    let orders = ["a", "b", "c", "d", "e"];
    block_on(async {
        let client = client(first.address, Journal::in_memory(), 0).await;
        for id in orders {
            client.send(order(id)).await.unwrap();
        }
        first.lets_wait(3).await;
        assert_eq!(first.seen_orders().await, ["a", "b"]);
        let address = first.kill();
        let second = Server::start_on_thread(address, Some(journal));
        let all = async {
            while second.seen_orders().await.len() < orders.len() {
                tokio::task::yield_now().await;
            }
        };
        within("the rest", all).await;
        assert_eq!(second.seen_orders().await, orders);
        second.kill();
    });
}

#[test]
fn a_session_of_which_too_many_wait_is_logged_out_and_loses_nothing() {
    let server = server(None, 1, NEVER);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        for id in ["a", "b", "c", "d", "e"] {
            peer.send_order(id).await;
        }
        peer.expect("8").await;
        let logout = peer.expect("5").await;
        let text = logout.fields().text(58);
        assert_eq!(text, Some("3 messages wait for their turn"));
        peer.send("5", "").await;
        assert!(peer.receive().await.is_none());
        // The fifth was not received: it is asked for.
        let mut again = Raw::connect(server.address).await;
        again.next = peer.next;
        again.send("A", "98=0|108=30|").await;
        again.expect("A").await;
        let request = again.expect("2").await;
        assert_eq!(request.fields().unsigned(7), Some(6));
    });
}

#[test]
fn a_reset_hands_on_what_waits_as_nobody_could_ask_for_it_again() {
    let server = server(None, 1, NEVER);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        for id in ["a", "b", "c"] {
            peer.send_order(id).await;
        }
        server.lets_wait(2).await;
        peer.next = 1;
        peer.send("A", "98=0|108=30|141=Y|").await;
        server.lets_wait(0).await;
        assert_eq!(server.seen_orders().await, ["a", "b", "c"]);
        peer.expect("8").await;
        let logon = peer.expect("A").await;
        assert_eq!(logon.fields().unsigned(34), Some(1));
        for number in [2, 3] {
            let report = peer.expect("8").await;
            assert_eq!(report.fields().unsigned(34), Some(number));
        }
    });
}
