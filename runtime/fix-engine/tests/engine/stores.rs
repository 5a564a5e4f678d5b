//! What each store policy keeps, and what a kill at any moment leaves of it.

use std::collections::BTreeMap;
use std::path::Path;

use fix_codec::Draft;
use fix_engine::{EngineConfig, EngineLimits, NamedSession, StorePolicy};
use fix_session::Role;
use tokio_util::sync::CancellationToken;

use crate::support::{Raw, block_on, leave, open, order, report, session, start, within};

fn config(store: StorePolicy, limits: EngineLimits) -> EngineConfig {
    EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![NamedSession::acceptor("client", session(Role::Acceptor)).stored(store)],
        limits,
        ..EngineConfig::default()
    }
}

/// What the peer has: its next number, the last of ours that it saw, and the orders that were answered.
#[derive(Clone, Debug)]
struct Peer {
    next: u64,
    seen: u64,
    orders: u64,
}

/// A peer that goes on with a new process of ours. Whatever was lost, its numbers fit: all that it asks for is sent
/// again or filled, all that it is asked for it sends.
async fn goes_on(journal: &Path, store: StorePolicy, peer: Peer) {
    let journal = open(journal).await;
    let engine = start(config(store, EngineLimits::default()), journal).await;
    let handle = engine.handle();
    let orders = handle.query(|orders| orders.seen.len() as u64).await;
    assert!(orders.unwrap() >= peer.orders, "an event was lost");
    let mut raw = Raw::connect(engine.local_address().unwrap()).await;
    raw.next = peer.next;
    raw.send("A", "98=0|108=30|").await;
    let logon = raw.expect("A").await.view().msg_seq_num().unwrap();
    assert!(logon > peer.seen, "{logon} was given before, {peer:?}");
    let begin = peer.seen + 1;
    raw.send("2", &format!("7={begin}|16=0|")).await;
    raw.send("1", "112=end|").await;
    let (mut expected, mut resent) = (begin, 0);
    loop {
        let message = raw.receive().await.expect("the session goes on");
        let fields = message.fields();
        match message.view().msg_type() {
            // It lost some of ours; they had no event.
            b"2" => {
                let first = fields.unsigned(7).unwrap();
                assert!((1..peer.next).contains(&first), "asked for {first}");
                let numbered = raw.next;
                raw.next = first;
                let fill = format!("43=Y|123=Y|36={}|", peer.next);
                raw.send("4", &fill).await;
                raw.next = numbered;
                resent += 1;
            }
            b"0" => break,
            _ if !fields.is_yes(43) => {}
            b"4" => expected = fields.unsigned(36).unwrap(),
            _ => {
                assert_eq!(message.view().msg_seq_num(), Some(expected));
                expected += 1;
            }
        }
    }
    assert!(expected > logon, "everything up to {logon} was filled");
    assert!(resent <= 1);
    assert!(store == StorePolicy::Buffered || resent == 0);
}

fn a_kill_at_any_moment(store: StorePolicy) {
    const ROUNDS: u64 = 40;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    block_on(async {
        let journal = open(&path).await;
        let engine = start(config(store, EngineLimits::default()), journal).await;
        let mut raw = Raw::connect(engine.local_address().unwrap()).await;
        raw.log_on().await;
        let mut peer = Peer {
            next: 2,
            seen: 1,
            orders: 0,
        };
        let mut left = BTreeMap::new();
        for round in 0..ROUNDS {
            // An order has an event; the other two have none.
            let body = format!("11={round}|55=BTC|54=1|60=20261123-05:14:54|40=1|");
            let (msg_type, body, answer) = match round % 3 {
                0 => ("D", body, "8"),
                1 => ("H", "11=a|54=1|55=BTC|".to_owned(), "j"),
                _ => ("1", "112=x|".to_owned(), "0"),
            };
            raw.send(msg_type, &body).await;
            let answer = raw.expect(answer).await;
            peer.next = raw.next;
            peer.seen = answer.view().msg_seq_num().unwrap();
            peer.orders += u64::from(round % 3 == 0);
            left.insert(
                round,
                (
                    leave(&path, folder.path().join(round.to_string())),
                    peer.clone(),
                ),
            );
        }
        for (copy, peer) in left.into_values() {
            goes_on(&copy, store, peer).await;
        }
    });
}

#[test]
fn a_synced_session_loses_nothing() {
    a_kill_at_any_moment(StorePolicy::Sync);
}

#[test]
fn a_buffered_session_loses_no_event_and_gives_no_number_twice() {
    a_kill_at_any_moment(StorePolicy::Buffered);
}

#[test]
fn an_orderly_end_of_a_buffered_session_skips_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let logon = |next| {
        let path = path.clone();
        async move {
            let shutdown = CancellationToken::new();
            let config = config(StorePolicy::Buffered, EngineLimits::default());
            let journal = open(&path).await;
            let orders = crate::support::Orders::default();
            let engine = fix_engine::Engine::start(config, orders, journal, shutdown.clone());
            let engine = engine.await.unwrap();
            let mut raw = Raw::connect(engine.local_address().unwrap()).await;
            raw.next = next;
            raw.send("A", "98=0|108=30|").await;
            let logon = raw.expect("A").await.view().msg_seq_num();
            raw.send("5", "").await;
            raw.expect("5").await;
            shutdown.cancel();
            within("the end", engine.finished()).await.unwrap();
            logon
        }
    };
    block_on(async {
        assert_eq!(logon(1).await, Some(1));
        assert_eq!(logon(3).await, Some(3));
    });
}

#[test]
fn a_session_in_memory_starts_again_at_1_and_resends_what_it_still_has() {
    let limits = EngineLimits {
        memory_sent_bytes: 1000,
        ..EngineLimits::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    block_on(async {
        let journal = open(&path).await;
        let engine = start(config(StorePolicy::Memory, limits), journal).await;
        let mut raw = Raw::connect(engine.local_address().unwrap()).await;
        raw.log_on().await;
        for count in 0..20 {
            raw.send(
                "D",
                &format!("11={count}|55=BTC|54=1|60=20261123-05:14:54|40=1|"),
            )
            .await;
            raw.expect("8").await;
        }
        raw.send("2", "7=1|16=0|").await;
        let fill = raw.expect("4").await;
        let first = fill.fields().unsigned(36).unwrap();
        assert!((15..=19).contains(&first), "filled up to {first}");
        for number in first..=21 {
            assert_eq!(raw.expect("8").await.view().msg_seq_num(), Some(number));
        }
        let copy = leave(&path, folder.path().join("copy"));
        let engine = start(config(StorePolicy::Memory, limits), open(&copy).await).await;
        let handle = engine.handle();
        let orders = handle.query(|orders| orders.seen.len()).await.unwrap();
        assert_eq!(orders, 20, "events are kept all the same");
        let mut raw = Raw::connect(engine.local_address().unwrap()).await;
        raw.send("A", "98=0|108=30|141=Y|").await;
        assert_eq!(raw.expect("A").await.view().msg_seq_num(), Some(1));
    });
}

#[test]
fn what_the_journal_has_of_a_session_is_forgotten_when_it_moves_to_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    for (store, number, early) in [
        (StorePolicy::Sync, 1, true),
        (StorePolicy::Memory, 1, true),
        (StorePolicy::Sync, 1, false),
    ] {
        block_on(async {
            let journal = open(&path).await;
            let engine = start(config(store, EngineLimits::default()), journal).await;
            if store == StorePolicy::Sync && early {
                engine.handle().input(report("early", 1)).await.unwrap();
                return;
            }
            let mut raw = Raw::connect(engine.local_address().unwrap()).await;
            raw.send("A", "98=0|108=30|").await;
            assert_eq!(raw.expect("A").await.view().msg_seq_num(), Some(number));
            raw.send("1", "112=end|").await;
            if early {
                raw.expect("8").await;
            }
            raw.expect("0").await;
            // Something durable behind it: what was forgotten is forgotten on disk.
            engine.handle().input(order("x")).await.unwrap();
        });
    }
}

#[test]
fn what_is_stale_when_it_is_asked_for_is_filled_and_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let journal = open(&folder.path().join("journal")).await;
        let limits = EngineLimits {
            queued_messages: 1,
            ..EngineLimits::default()
        };
        let engine = start(config(StorePolicy::Sync, limits), journal).await;
        let handle = engine.handle();
        let price = || Draft::new("W").field(55, "BTC").field(268, 0);
        // Nobody is there and one may wait: the prices are given up, and the reports are numbered as if they had been sent.
        for _ in 0..2 {
            handle.input(price()).await.unwrap();
        }
        for count in 1..=2 {
            handle.input(report("kept", count)).await.unwrap();
        }
        let mut raw = Raw::connect(engine.local_address().unwrap()).await;
        raw.log_on().await;
        handle.input(price()).await.unwrap();
        handle.input(report("kept", 3)).await.unwrap();
        raw.expect("W").await;
        raw.expect("8").await;
        raw.send("2", "7=1|16=0|").await;
        let mut again = Vec::new();
        while again.len() < 4 {
            let message = raw.receive().await.expect("the session goes on");
            let fields = message.fields();
            let msg_type = String::from_utf8_lossy(message.view().msg_type()).into_owned();
            again.push((msg_type, fields.unsigned(34), fields.unsigned(36)));
        }
        let filled = |msg_type: &str, number, next| (msg_type.to_owned(), Some(number), next);
        let expected = [
            filled("8", 1, None),
            filled("8", 2, None),
            filled("4", 3, Some(5)),
            filled("8", 5, None),
        ];
        assert_eq!(again, expected);
    });
}
