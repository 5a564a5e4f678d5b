//! The thread that owns the engine: it takes every append that waits, writes them in one transaction, and answers each.

use std::sync::Arc;
use std::time::Instant;

use thread_priority::{ThreadPriority, ThreadSchedulePolicy};
use tokio::sync::{mpsc, oneshot, watch};

use crate::gate::Gate;
use crate::timing::Counting;
use crate::{Entry, GROUP_RECORDS_MAX, JournalError, memory, sqlite};

pub(crate) struct Append {
    pub(crate) entries: Vec<Entry>,
    pub(crate) reply: oneshot::Sender<Result<u64, JournalError>>,
}

pub(crate) enum Engine {
    Sqlite(sqlite::Writer),
    Memory(memory::Records, Gate),
}

impl Engine {
    fn write(&mut self, last: u64, group: &mut [Append]) -> Result<(), JournalError> {
        match self {
            Self::Sqlite(writer) => {
                writer.write(last, group.iter().flat_map(|append| &append.entries))?;
            }
            Self::Memory(records, gate) => {
                gate.pass();
                let entries = group.iter().flat_map(|append| append.entries.clone());
                records.write(last, entries.collect());
            }
        }
        Ok(())
    }
}

pub(crate) fn spawn(
    mut engine: Engine,
    mut waiting: mpsc::Receiver<Append>,
    announce: watch::Sender<u64>,
    times: Arc<Counting>,
) {
    let run = move || {
        give_way();
        write(&mut engine, &mut waiting, &announce, &times);
        // In this order: who is told of the end finds the lock free.
        drop(engine);
        drop(announce);
    };
    std::thread::Builder::new()
        .name("journal".into())
        .spawn(run)
        .expect("the system can start a thread");
}

/// Writes what comes, until nobody can send any more or a write fails.
fn write(
    engine: &mut Engine,
    waiting: &mut mpsc::Receiver<Append>,
    announce: &watch::Sender<u64>,
    times: &Counting,
) {
    while let Some(first) = waiting.blocking_recv() {
        let mut group = vec![first];
        let mut records = group[0].entries.len();
        while records < GROUP_RECORDS_MAX
            && let Ok(append) = waiting.try_recv()
        {
            records += append.entries.len();
            group.push(append);
        }
        if let Err(error) = commit(engine, announce, times, group) {
            tracing::error!(error = %error, "journal write failed");
            refuse_all(waiting, &error);
            return;
        }
    }
}

/// A thread of a real-time class runs until it waits, so this one would hold up those that answer on the same core while it
/// writes what nobody waits for. With the least priority of the class they go first. The other classes share by themselves.
fn give_way() {
    let policy = thread_priority::thread_schedule_policy();
    if let Ok(ThreadSchedulePolicy::Realtime(_)) = policy
        && let Err(error) = thread_priority::set_current_thread_priority(ThreadPriority::Min)
    {
        tracing::warn!(%error, "the journal's thread keeps the priority of the process");
    }
}

fn commit(
    engine: &mut Engine,
    announce: &watch::Sender<u64>,
    times: &Counting,
    mut group: Vec<Append>,
) -> Result<(), Arc<str>> {
    let mut last = *announce.borrow();
    let records: usize = group.iter().map(|append| append.entries.len()).sum();
    let start = Instant::now();
    if records > 0
        && let Err(error) = engine.write(last, &mut group)
    {
        let said: Arc<str> = chain(&error).into();
        for append in group {
            let _ = append
                .reply
                .send(Err(JournalError::Stopped(Arc::clone(&said))));
        }
        return Err(said);
    }
    if records > 0 {
        times.count(start.elapsed());
    }
    announce.send_replace(last + records as u64);
    for append in group {
        last += append.entries.len() as u64;
        // A caller that no longer waits does not need the answer.
        let _ = append.reply.send(Ok(last));
    }
    Ok(())
}

fn refuse_all(waiting: &mut mpsc::Receiver<Append>, said: &Arc<str>) {
    waiting.close();
    while let Some(append) = waiting.blocking_recv() {
        let _ = append
            .reply
            .send(Err(JournalError::Stopped(Arc::clone(said))));
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}
