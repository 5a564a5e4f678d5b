//! What a peer may cost.

use crate::support::{Raw, Server, block_on, client, report, within};
use fix_codec::Limits;
use fix_engine::EngineLimits;
use journal::Journal;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;

#[test]
fn limits_before_the_logon_close_the_connection() {
    let limits = EngineLimits {
        pre_logon_wait: Duration::from_millis(200),
        pre_logon_bytes: 100,
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        let mut silent = Raw::connect(server.address).await;
        assert!(silent.receive().await.is_none(), "nothing came in time");
        let mut talkative = Raw::connect(server.address).await;
        talkative.stream.write_all(&[b'x'; 101]).await.unwrap();
        assert!(talkative.receive().await.is_none(), "too many bytes");
    });
}

#[test]
fn connections_beyond_the_limit_are_closed() {
    let limits = EngineLimits {
        connections: 1,
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        let mut first = Raw::connect(server.address).await;
        first.log_on().await;
        let mut second = Raw::connect(server.address).await;
        assert!(second.receive().await.is_none(), "too many connections");
    });
}

#[test]
fn a_message_beyond_the_limit_is_logged_out_with_its_reason() {
    let limits = EngineLimits {
        message: Limits {
            message_bytes: 400,
            field_count: 64,
        },
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        peer.send("B", &format!("148={}|", "x".repeat(500))).await;
        let logout = peer.expect("5").await;
        assert_eq!(
            logout.fields().text(58),
            Some("the message exceeds the limit of bytes")
        );
        assert!(peer.receive().await.is_none());
    });
}

#[test]
fn a_peer_that_reads_too_slowly_is_disconnected_and_gets_everything_later() {
    const MESSAGES: usize = 4000;
    let limits = EngineLimits {
        outbound_bytes: 64 * 1024,
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        let mut status = server.handle.status("client").unwrap();
        let text = "x".repeat(4000);
        for count in 0..MESSAGES {
            server
                .handle
                .input(report("slow", count).field(58, &text))
                .await
                .unwrap();
        }
        within(
            "the disconnect",
            status.wait_for(|status| !status.is_logged_on),
        )
        .await
        .unwrap();
        let mut again = Raw::connect(server.address).await;
        again.next = 2;
        again.log_on().await;
        again.send("2", "7=2|16=0|").await;
        // Some come twice, marked as such: in their turn, and because they were asked for.
        let mut counts = std::collections::BTreeSet::new();
        while counts.len() < MESSAGES {
            let message = again.receive().await.expect("the rest");
            if message.view().msg_type() == b"8" {
                counts.insert(message.fields().unsigned(17).unwrap());
            }
        }
    });
}

#[test]
fn what_is_sent_again_leaves_room_for_what_is_said_right_after() {
    // Each of them fits four times; together they are many times as much, in few records of the journal.
    const OUTBOUND_BYTES: usize = 4096;
    const MESSAGES: u64 = 1000;
    let limits = EngineLimits {
        outbound_bytes: OUTBOUND_BYTES,
        // They are numbered and stored at once.
        queued_messages: 0,
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        let stored: Vec<_> = (1..=MESSAGES)
            .map(|count| {
                let handle = server.handle.clone();
                let draft = report("again", usize::try_from(count).unwrap());
                tokio::spawn(async move { handle.input(draft).await.unwrap() })
            })
            .collect();
        for stored in stored {
            stored.await.unwrap();
        }
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        // In one write, so that the test is answered where the resend ends.
        let both = [
            peer.encoded("2", "7=1|16=0|"),
            peer.encoded("1", "112=behind|"),
        ];
        peer.stream.write_all(&both.concat()).await.unwrap();
        let mut numbers = Vec::new();
        loop {
            let message = peer.receive().await.expect("the session goes on");
            match message.view().msg_type() {
                b"8" => numbers.extend(message.fields().unsigned(34)),
                b"4" => {}
                b"0" if message.fields().text(112) == Some("behind") => break,
                _ => panic!("{message}"),
            }
        }
        assert_eq!(numbers, (1..=MESSAGES).collect::<Vec<_>>());
    });
}

#[test]
fn messages_beyond_the_queue_of_a_peer_that_is_away_wait_on_disk() {
    const MESSAGES: usize = 50;
    let limits = EngineLimits {
        queued_messages: 10,
        ..EngineLimits::default()
    };
    let server = Server::start(None, "127.0.0.1:0", limits);
    block_on(async {
        for count in 0..MESSAGES {
            server.handle.input(report("away", count)).await.unwrap();
        }
        let mut client = client(server.address, Journal::in_memory(), 0).await;
        for count in 0..MESSAGES {
            let came = within("a message", client.receive()).await.unwrap().message;
            assert_eq!(came.fields().unsigned(17), Some(count as u64));
        }
    });
}
