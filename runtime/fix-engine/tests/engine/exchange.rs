//! Messages there and back: answered, refused, kept for a peer that is away, sent again.

use crate::support::{Raw, Server, block_on, client, open, order, report, session, within};
use fix_engine::{Client, ClientConfig, EngineLimits, NamedSession};
use fix_session::Role;
use journal::Journal;

#[test]
fn an_order_is_answered() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        let mut client = client(server.address, Journal::in_memory(), 0).await;
        within("the logon", client.logged_on()).await.unwrap();
        client.send(order("a")).await.unwrap();
        let answer = within("the answer", client.receive())
            .await
            .unwrap()
            .message;
        assert_eq!(answer.view().msg_type(), b"8");
        assert_eq!(answer.fields().text(37), Some("a"));
        assert_eq!(
            server
                .handle
                .query(|orders| orders.seen.clone())
                .await
                .unwrap(),
            ["a"]
        );
        within("the logout", client.logout()).await.unwrap();
    });
}

#[test]
fn a_message_for_a_peer_that_is_away_comes_with_its_logon_even_if_it_resets() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        server.handle.input(report("early", 1)).await.unwrap();
        let mut config = session(Role::Initiator);
        config.resets.on_logon = true;
        let config = ClientConfig {
            connect: server.address.to_string(),
            tls: None,
            session: config,
            resume_after: 0,
        };
        let mut client = Client::start(config, Journal::in_memory()).await.unwrap();
        let came = within("the message", client.receive())
            .await
            .unwrap()
            .message;
        assert_eq!(came.fields().text(37), Some("early"));
        assert_eq!(came.view().msg_seq_num(), Some(2));
        assert_eq!(
            server.handle.query(|orders| orders.resets).await.unwrap(),
            1
        );
    });
}

#[test]
fn a_long_resend_comes_in_chunks_and_in_order() {
    const MESSAGES: u64 = 1000;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(
        Some(&folder.path().join("server")),
        "127.0.0.1:0",
        EngineLimits::default(),
    );
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        for count in 0..MESSAGES {
            peer.send(
                "D",
                &format!("11={count}|55=BTC|54=1|60=20261123-05:14:54|40=1|"),
            )
            .await;
        }
        for _ in 0..MESSAGES {
            peer.expect("8").await;
        }
        peer.send("2", "7=1|16=0|").await;
        peer.send("1", "112=after|").await;
        let fill = peer.expect("4").await;
        assert_eq!(
            (fill.fields().unsigned(34), fill.fields().unsigned(36)),
            (Some(1), Some(2))
        );
        for count in 0..MESSAGES {
            let again = peer.expect("8").await;
            assert!(again.fields().is_yes(43));
            assert_eq!(again.fields().unsigned(34), Some(count + 2));
            assert_eq!(again.fields().unsigned(37), Some(count));
        }
        let heartbeat = peer.expect("0").await;
        assert_eq!(
            heartbeat.fields().text(112),
            Some("after"),
            "what came meanwhile is answered after"
        );
    });
}

#[test]
fn unsupported_messages_and_second_connections_are_refused() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        let mut other = Raw::connect(server.address).await;
        other.send("A", "98=0|108=30|").await;
        assert!(other.receive().await.is_none(), "closed without a word");
        peer.send("H", "11=a|54=1|55=BTC|").await;
        assert_eq!(peer.expect("j").await.fields().unsigned(380), Some(3));
        peer.send("5", "").await;
        peer.expect("5").await;
        assert!(peer.receive().await.is_none());
    });
}

#[test]
fn a_message_for_a_session_that_is_added_later_finds_its_way() {
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    block_on(async {
        server.handle.input(report("late", 1)).await.unwrap();
        let mut added = session(Role::Acceptor);
        added.target_comp_id = "LATE".to_owned();
        let added = NamedSession::acceptor("late", added);
        server.handle.add(added).await.unwrap();
        let mut config = session(Role::Initiator);
        config.sender_comp_id = "LATE".to_owned();
        let connect = server.address.to_string();
        let config = ClientConfig {
            connect,
            tls: None,
            session: config,
            resume_after: 0,
        };
        let mut client = Client::start(config, Journal::in_memory()).await.unwrap();
        let came = within("the message", client.receive())
            .await
            .unwrap()
            .message;
        assert_eq!(came.fields().text(37), Some("late"));
    });
}

#[test]
fn a_message_with_a_number_is_sent_once_also_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("client");
    let server = Server::start(None, "127.0.0.1:0", EngineLimits::default());
    // A runtime that is dropped takes the client with it in the middle of whatever it does.
    let killed = tokio::runtime::Runtime::new().unwrap();
    killed.block_on(async {
        let client = client(server.address, open(&journal).await, 0).await;
        assert_eq!(client.sent().await.unwrap(), 0);
        for number in [3, 4, 4, 3] {
            client.send_once(number, order(number)).await.unwrap();
        }
    });
    killed.shutdown_background();
    block_on(async {
        let mut client = client(server.address, open(&journal).await, 0).await;
        assert_eq!(client.sent().await.unwrap(), 4);
        for number in [4, 9] {
            client.send_once(number, order(number)).await.unwrap();
        }
        for number in [3, 4, 9] {
            let answer = within("an answer", client.receive()).await.unwrap().message;
            assert_eq!(answer.fields().unsigned(37), Some(number));
        }
        let seen = server.handle.query(|orders| orders.seen.clone()).await;
        assert_eq!(seen.unwrap(), ["3", "4", "9"]);
    });
}
