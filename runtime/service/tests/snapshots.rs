//! A start from a snapshot gives what a replay of all events gives, whatever was written, and whenever the process ended.

use std::path::Path;

use journal::{Entry, Journal, JournalError, JournalReader, Snapshot};
use serde::{Deserialize, Serialize};
use service::machine::snapshots::{Snapshotted, start_every};
use service::machine::{Handle, Machine, start};
use tokio_stream::StreamExt as _;

/// Folds numbers in their order, so that one that is lost, doubled or moved shows. The unit is not in the state: it is
/// what the machine was made with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Fold {
    unit: u64,
    value: u64,
    events: u64,
}

impl Fold {
    fn new() -> Self {
        Fold {
            unit: 31,
            value: 1,
            events: 0,
        }
    }
}

impl Machine for Fold {
    type Command = u64;
    type Event = u64;
    type Rejection = ();

    fn decide(&self, command: u64, _now: i64) -> Result<Vec<u64>, ()> {
        Ok(vec![command, command ^ self.value])
    }

    fn apply(&mut self, event: &u64) {
        self.value = self.value.wrapping_mul(self.unit).wrapping_add(*event);
        self.events += 1;
    }
}

impl Snapshotted for Fold {
    fn form() -> String {
        "fold 1".to_owned()
    }

    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&(self.value, self.events))
    }

    fn with_state(&self, state: &[u8]) -> Result<Self, serde_json::Error> {
        let (value, events) = serde_json::from_slice(state)?;
        Ok(Fold {
            value,
            events,
            ..self.clone()
        })
    }
}

/// Waits until the process before has let go of the file.
async fn open(path: &Path) -> Journal {
    loop {
        match Journal::open(path) {
            Err(JournalError::InUse(_)) => tokio::task::yield_now().await,
            opened => return opened.unwrap(),
        }
    }
}

async fn state(handle: &Handle<Fold>) -> Fold {
    handle.query(|machine, _| machine.clone()).await.unwrap()
}

/// What all events give.
fn replayed(path: &Path) -> Fold {
    let reader = JournalReader::open(path).unwrap();
    let mut machine = Fold::new();
    for record in reader.read(0, usize::MAX >> 1).unwrap() {
        machine.apply(&serde_json::from_slice(&record.payload).unwrap());
    }
    machine
}

#[tokio::test]
async fn restarts_at_any_time_go_on_in_the_state_that_all_events_give() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let mut random = std::process::id();
    let mut was_restored = false;
    for run in 0..60_u64 {
        let journal = open(&path).await;
        was_restored |= journal.snapshot("fold 1").await.unwrap().is_some();
        let handle = start_every(Fold::new(), journal, 7).await.unwrap();
        assert_eq!(state(&handle).await, replayed(&path), "run {run}");
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        for command in 0..u64::from(random >> 28) {
            handle.command(command * run, String::new()).await.unwrap();
        }
        assert_eq!(state(&handle).await, replayed(&path), "run {run}");
        // The task is dropped in the middle of whatever it does, and the write of a snapshot with it.
    }
    assert!(was_restored, "no start was from a snapshot");
    let handle = start_every(Fold::new(), open(&path).await, 7)
        .await
        .unwrap();
    let first = handle.subscribe(0).next().await.unwrap().unwrap();
    assert_eq!(first.sequence, 1, "records stay for those who follow");
}

#[tokio::test]
async fn every_snapshot_of_a_journal_leads_to_the_same_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let journal = open(&path).await;
    let events: Vec<u64> = (0..40).map(|n| n * n).collect();
    let entries = events.iter().map(|event| Entry {
        time_unix_ns: 5,
        trace: String::new(),
        payload: serde_json::to_vec(event).unwrap(),
    });
    journal.append(entries.collect()).await.unwrap();
    let all = replayed(&path);
    let mut machine = Fold::new();
    for (sequence, event) in (1..).zip(&events) {
        machine.apply(event);
        let state_then = machine.write_state().unwrap();
        for (form, bytes) in [
            ("fold 1", state_then.clone()),
            ("fold 1", b"no state".to_vec()),
            ("fold 0", state_then),
        ] {
            let snapshot = Snapshot {
                sequence,
                form: form.to_owned(),
                state: bytes,
            };
            journal.keep_snapshot(snapshot).await.unwrap();
            let handle = start_every(Fold::new(), journal.clone(), u64::MAX)
                .await
                .unwrap();
            assert_eq!(state(&handle).await, all, "{form} after {sequence}");
        }
    }
    // A snapshot is believed: that is why it is only ever taken of durable events.
    let snapshot = Snapshot {
        sequence: 40,
        form: "fold 1".to_owned(),
        state: b"[7,40]".to_vec(),
    };
    journal.keep_snapshot(snapshot).await.unwrap();
    let handle = start_every(Fold::new(), journal.clone(), 7).await.unwrap();
    assert_eq!(state(&handle).await.value, 7);
    let handle = start(Fold::new(), journal).await.unwrap();
    assert_eq!(state(&handle).await, all, "who reads no snapshots replays");
}
