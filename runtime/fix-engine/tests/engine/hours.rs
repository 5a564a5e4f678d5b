//! A session's hours and its throttle.

use std::time::{Duration, SystemTime};

use fix_engine::{EngineConfig, Excess, Hours, NamedSession, Throttle};
use fix_schedule::Schedule;
use fix_session::Role;

use crate::support::{Raw, Server, block_on, session};

const EVERY_DAY: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

fn server(adjust: impl FnOnce(&mut NamedSession)) -> Server {
    let mut named = NamedSession::acceptor("client", session(Role::Acceptor));
    adjust(&mut named);
    let config = EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![named],
        ..EngineConfig::default()
    };
    Server::run(None, config)
}

/// The time of day so many seconds from now, in UTC.
fn in_seconds(seconds: u64) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let of_day = (now.unwrap().as_secs() + seconds) % 86_400;
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{hour:02}:{minute:02}:{second:02}")
}

fn hours(start: &str, end: &str) -> Hours {
    Hours {
        schedule: Schedule::daily("UTC", start, end, &EVERY_DAY).unwrap(),
        reset_at_start: true,
    }
}

#[test]
fn nobody_logs_on_outside_of_the_hours() {
    let server = server(|named| named.hours = Some(hours(&in_seconds(3600), &in_seconds(7200))));
    block_on(async {
        let mut early = Raw::connect(server.address).await;
        assert!(!early.try_log_on().await);
        let seen = server.handle.report().await.unwrap();
        assert!(seen[0].is_enabled && !seen[0].is_open);
    });
}

#[test]
fn the_end_of_a_window_logs_out_and_the_next_one_starts_at_number_one() {
    let boundary = in_seconds(3);
    let server = server(|named| named.hours = Some(hours(&boundary, &boundary)));
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        let logout = peer.expect("5").await;
        assert_eq!(
            logout.fields().text(58),
            Some("the session's hours are over")
        );
        assert_eq!(logout.fields().unsigned(34), Some(2));
        peer.send("5", "").await;
        assert!(peer.receive().await.is_none());
        // The numbers start again a tick after the logout.
        loop {
            let mut next_day = Raw::connect(server.address).await;
            next_day.send("A", "98=0|108=30|").await;
            match next_day.receive().await {
                Some(logon) if logon.view().msg_type() == b"A" => {
                    assert_eq!(logon.fields().unsigned(34), Some(1));
                    return;
                }
                _ => tokio::task::yield_now().await,
            }
        }
    });
}

fn throttle(excess: Excess) -> Throttle {
    Throttle {
        messages: 2,
        interval: Duration::from_hours(1),
        excess,
    }
}

async fn send_order(peer: &mut Raw, id: usize) {
    let order = format!("11={id}|55=BTC|54=1|60=20261123-05:14:54|40=1|");
    peer.send("D", &order).await;
}

#[test]
fn messages_beyond_the_throttle_are_rejected_and_session_messages_are_not() {
    let server = server(|named| named.throttle = Some(throttle(Excess::Reject)));
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        for id in 0..4 {
            send_order(&mut peer, id).await;
        }
        peer.send("1", "112=still here|").await;
        peer.expect("8").await;
        peer.expect("8").await;
        for _ in 0..2 {
            let reject = peer.expect("j").await;
            assert_eq!(reject.fields().unsigned(380), Some(0));
            assert_eq!(
                reject.fields().text(58),
                Some("more than 2 messages in 3600s")
            );
        }
        let heartbeat = peer.expect("0").await;
        assert_eq!(heartbeat.fields().text(112), Some("still here"));
        let seen = server.handle.report().await.unwrap();
        assert_eq!(seen[0].traffic.throttled, 2);
        let taken = server.handle.query(|orders| orders.seen.clone()).await;
        assert_eq!(taken.unwrap(), ["0", "1"]);
    });
}

#[test]
fn a_session_beyond_a_strict_throttle_is_logged_out_and_knows_what_was_not_taken() {
    let server = server(|named| named.throttle = Some(throttle(Excess::Disconnect)));
    block_on(async {
        let mut peer = Raw::connect(server.address).await;
        peer.log_on().await;
        for id in 0..3 {
            send_order(&mut peer, id).await;
        }
        peer.expect("8").await;
        peer.expect("8").await;
        peer.expect("j").await;
        let logout = peer.expect("5").await;
        assert_eq!(
            logout.fields().text(58),
            Some("more than 2 messages in 3600s")
        );
    });
}
