//! A session's hours and its throttle, in what is seen of them from within. What its peer sees is in `fix-script`'s scripts.

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

async fn send_order(peer: &mut Raw, id: usize) {
    let order = format!("11={id}|55=BTC|54=1|60=20261123-05:14:54|40=1|");
    peer.send("D", &order).await;
}

#[test]
fn messages_beyond_the_throttle_are_rejected_and_session_messages_are_not() {
    let throttle = Throttle {
        messages: 2,
        interval: Duration::from_hours(1),
        excess: Excess::Reject,
    };
    let server = server(|named| named.throttle = Some(throttle));
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
