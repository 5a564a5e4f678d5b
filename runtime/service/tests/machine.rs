//! A machine's task: what is answered is durable, a restart is a replay, repeats and rejections change nothing.

use std::collections::BTreeMap;

use journal::Journal;
use serde::{Deserialize, Serialize};
use service::machine::{CommandError, Handle, Machine, start};
use tokio_stream::StreamExt as _;

/// Adds up amounts, each id once, never above 100.
#[derive(Default)]
struct Adder {
    sum: u32,
    ids: BTreeMap<u32, u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Added {
    id: u32,
    amount: u32,
}

#[derive(Debug, PartialEq)]
struct OverLimit;

impl Machine for Adder {
    type Command = Added;
    type Event = Added;
    type Rejection = OverLimit;

    fn decide(&self, command: Added, _now: i64) -> Result<Vec<Added>, OverLimit> {
        if self.ids.contains_key(&command.id) {
            return Ok(vec![]);
        }
        if self.sum + command.amount > 100 {
            return Err(OverLimit);
        }
        Ok(vec![command])
    }

    fn apply(&mut self, event: &Added) {
        self.sum += event.amount;
        self.ids.insert(event.id, event.amount);
    }
}

async fn add(handle: &Handle<Adder>, id: u32, amount: u32) -> Result<u64, OverLimit> {
    match handle.command(Added { id, amount }, "t".into()).await {
        Ok(sequence) => Ok(sequence),
        Err(CommandError::Rejected(rejection)) => Err(rejection),
        Err(CommandError::Stopped) => panic!("the machine stopped"),
    }
}

#[tokio::test]
async fn answers_carry_the_sequence_and_repeats_change_nothing() {
    let handle = start(Adder::default(), Journal::in_memory()).await.unwrap();
    assert_eq!(add(&handle, 1, 60).await, Ok(1));
    assert_eq!(add(&handle, 1, 60).await, Ok(1));
    assert_eq!(add(&handle, 2, 60).await, Err(OverLimit));
    assert_eq!(add(&handle, 3, 40).await, Ok(2));
    assert_eq!(
        handle.query(|m, sequence| (m.sum, sequence)).await.unwrap(),
        (100, 2)
    );
}

#[tokio::test]
async fn a_restart_replays_into_the_same_state() {
    let journal = Journal::in_memory();
    let first = start(Adder::default(), journal.clone()).await.unwrap();
    for id in 0..700 {
        let _ = add(&first, id, id % 2).await;
    }
    let before = first
        .query(|m, sequence| (m.sum, m.ids.clone(), sequence))
        .await
        .unwrap();
    drop(first);
    let second = start(Adder::default(), journal).await.unwrap();
    let after = second
        .query(|m, sequence| (m.sum, m.ids.clone(), sequence))
        .await
        .unwrap();
    assert_eq!(before, after);
}

#[tokio::test]
async fn a_subscription_gives_events_in_their_place() {
    let handle = start(Adder::default(), Journal::in_memory()).await.unwrap();
    add(&handle, 1, 1).await.unwrap();
    add(&handle, 2, 2).await.unwrap();
    let mut events = handle.subscribe(1);
    let second = events.next().await.unwrap().unwrap();
    assert_eq!(
        (second.sequence, second.trace.as_str(), second.event),
        (2, "t", Added { id: 2, amount: 2 })
    );
    add(&handle, 3, 3).await.unwrap();
    assert_eq!(
        events.next().await.unwrap().unwrap().event,
        Added { id: 3, amount: 3 }
    );
}

#[tokio::test]
async fn many_callers_are_each_answered_with_their_own_sequence() {
    let handle = start(Adder::default(), Journal::in_memory()).await.unwrap();
    let callers = (0..100).map(|id| {
        let handle = handle.clone();
        tokio::spawn(async move { add(&handle, id, 1).await.unwrap() })
    });
    let mut sequences = Vec::new();
    for caller in callers.collect::<Vec<_>>() {
        sequences.push(caller.await.unwrap());
    }
    sequences.sort_unstable();
    assert_eq!(sequences, (1..=100).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_record_of_something_else_stops_the_start() {
    let journal = Journal::in_memory();
    let entry = journal::Entry {
        time_unix_ns: 1,
        trace: String::new(),
        payload: b"{}".to_vec(),
    };
    journal.append(vec![entry]).await.unwrap();
    let error = start(Adder::default(), journal).await.err().unwrap();
    assert_eq!(
        error.to_string(),
        "record 1 of the journal is not an event of this service"
    );
}
