//! A start from a snapshot: sessions, application and resends are what all records give.

use fix_engine::{EngineConfig, EngineLimits, NamedSession, SNAPSHOT_RECORDS_MIN, SessionStatus};
use fix_session::Role;
use journal::{Journal, Snapshot};

use crate::support::{Raw, block_on, order, report, session, start, within};

const FORM: &str = "fix-engine 1, orders 1";
/// What waits for the peer: what is beyond it is numbered.
const QUEUED: usize = 3;

fn config() -> EngineConfig {
    EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![NamedSession::acceptor("client", session(Role::Acceptor))],
        limits: EngineLimits {
            queued_messages: QUEUED,
            ..EngineLimits::default()
        },
        ..EngineConfig::default()
    }
}

/// What a start makes of the journal: the session, the orders and how many of them were in a snapshot.
async fn started(journal: &Journal) -> (SessionStatus, Vec<String>, Option<usize>) {
    let engine = start(config(), journal.clone()).await;
    let handle = engine.handle();
    let status = *handle.status("client").unwrap().borrow();
    let state = handle.query(|orders| (orders.seen.clone(), orders.restored));
    let (seen, restored) = state.await.unwrap();
    (status, seen, restored)
}

/// The order of the messages that a peer gets again.
async fn resent(journal: &Journal, next: u64, messages: u64) -> Vec<(u64, String)> {
    let engine = start(config(), journal.clone()).await;
    let mut peer = Raw::connect(engine.local_address().unwrap()).await;
    peer.next = next;
    peer.log_on().await;
    peer.send("2", "7=1|16=0|").await;
    let mut again = Vec::new();
    while again.len() < usize::try_from(messages).unwrap() {
        let message = peer.receive().await.expect("the session goes on");
        let fields = message.fields();
        if message.view().msg_type() == b"8" && fields.is_yes(43) {
            let id = fields.text(37).unwrap_or_default().to_owned();
            again.push((fields.unsigned(34).unwrap(), id));
        }
    }
    again
}

#[test]
fn a_start_from_a_snapshot_gives_what_all_records_give() {
    block_on(async {
        let journal = Journal::in_memory();
        let engine = start(config(), journal.clone()).await;
        let handle = engine.handle();
        let mut peer = Raw::connect(engine.local_address().unwrap()).await;
        peer.log_on().await;
        for id in ["a", "b"] {
            let body = order(id).body().to_vec();
            let body = String::from_utf8(body).unwrap().replace('\u{1}', "|");
            peer.send("D", &body).await;
            peer.expect("8").await;
        }
        peer.send("5", "").await;
        peer.expect("5").await;
        let next = peer.next;
        let reports = SNAPSHOT_RECORDS_MIN + 7;
        // One after the other, so that each has a record of its own.
        for number in 0..reports {
            let draft = report(&format!("order-{number}"), 1);
            handle.input(draft).await.unwrap();
        }
        drop((handle, engine));

        assert_eq!(journal.snapshot(FORM).await.unwrap(), None);
        let (status, seen, restored) = started(&journal).await;
        assert_eq!(
            (seen, restored),
            (vec!["a".to_owned(), "b".to_owned()], None)
        );
        assert!(status.queued > 0);
        let all = status.numbers.next_outgoing;
        // The first start has left a snapshot, behind its back.
        let left = within("a snapshot", async {
            loop {
                match journal.snapshot(FORM).await.unwrap() {
                    Some(snapshot) => break snapshot,
                    None => tokio::task::yield_now().await,
                }
            }
        });
        let left = left.await;
        let again = started(&journal).await;
        assert_eq!(
            again,
            (status, vec!["a".to_owned(), "b".to_owned()], Some(2))
        );

        // One that can't be used changes nothing.
        for cut in [0, 4, left.state.len() / 2, left.state.len() - 1] {
            let snapshot = Snapshot {
                state: left.state[..cut].to_vec(),
                ..left.clone()
            };
            journal.keep_snapshot(snapshot).await.unwrap();
            let (without, seen, restored) = started(&journal).await;
            assert_eq!(
                (without, seen.len(), restored),
                (status, 2, None),
                "cut to {cut}"
            );
        }
        journal.keep_snapshot(left).await.unwrap();
        // Two answers, then the reports that were numbered; what waited comes with the logon.
        let numbered = all - 1 - 2;
        let again = resent(&journal, next, numbered).await;
        assert!(again.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(again[2].1, "order-0");
    });
}
