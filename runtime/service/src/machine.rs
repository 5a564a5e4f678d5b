//! One task owns one machine. It reads inputs from a bounded queue, decides and applies as many as wait, stores all
//! their events with one sync, and only then answers: nothing is acknowledged that is not durable, nobody sees a state
//! that is not durable, and there is no lock.
//!
//! Events are stored as JSON. Starting replays them: the state is a function of the journal. A machine that can write its
//! state down ([`snapshots`]) starts from its last snapshot and replays only what came after.

pub mod snapshots;

use std::time::{SystemTime, UNIX_EPOCH};

use journal::{Entry, Journal, JournalError, READ_RECORDS_MAX, Record};
use serde::{Serialize, de::DeserializeOwned};
use telemetry::metrics::Scrape;
use tokio::sync::{mpsc, oneshot};
use tokio_stream::{Stream, StreamExt as _};

use snapshots::Snapshots;

/// Inputs that may wait for the machine before callers wait.
pub const INPUTS_WAITING_MAX: usize = 1024;
/// Inputs decided together and stored with one sync.
pub const GROUP_INPUTS_MAX: usize = 256;

/// A business state machine. Both functions are pure; only `apply` changes the state.
pub trait Machine: Send + 'static {
    /// What it can be asked to do.
    type Command: Send + 'static;
    /// What can happen to it.
    type Event: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;
    /// Why it may refuse.
    type Rejection: Send + 'static;

    /// What would happen. No events: the command is a repeat, and has the first one's answer.
    fn decide(
        &self,
        command: Self::Command,
        now_unix_ns: i64,
    ) -> Result<Vec<Self::Event>, Self::Rejection>;

    /// It happened.
    fn apply(&mut self, event: &Self::Event);
}

/// Why a command has no result.
#[derive(Debug, thiserror::Error)]
pub enum CommandError<R> {
    /// The machine refused.
    #[error("{0}")]
    Rejected(R),
    /// The machine's task has ended; the process is about to.
    #[error("the service is stopping")]
    Stopped,
}

/// The machine's task has ended; the process is about to.
#[derive(Debug, thiserror::Error)]
#[error("the service is stopping")]
pub struct Stopped;

/// Why a machine can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The journal can't be read.
    #[error("the journal can't be replayed")]
    Journal(#[from] JournalError),
    /// A record is not an event of this machine.
    #[error("record {sequence} of the journal is not an event of this service")]
    Event {
        /// Which one.
        sequence: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// An event in its place.
#[derive(Clone, Debug)]
pub struct Committed<E> {
    /// Its place in the journal.
    pub sequence: u64,
    /// When it was decided.
    pub time_unix_ns: i64,
    /// The traceparent of the command that caused it.
    pub trace: String,
    /// What happened.
    pub event: E,
}

impl<E: DeserializeOwned> Committed<E> {
    fn read(record: Record) -> Result<Self, StartError> {
        let event =
            serde_json::from_slice(&record.payload).map_err(|source| StartError::Event {
                sequence: record.sequence,
                source,
            })?;
        Ok(Self {
            sequence: record.sequence,
            time_unix_ns: record.time_unix_ns,
            trace: record.trace,
            event,
        })
    }
}

type Query<M> = Box<dyn FnOnce(&M, u64) + Send>;

enum Input<M: Machine> {
    Command {
        command: M::Command,
        trace: String,
        reply: oneshot::Sender<Result<u64, M::Rejection>>,
    },
    Query(Query<M>),
}

/// Talks to a machine's task; clones share it. When the last one is dropped, the task ends.
pub struct Handle<M: Machine> {
    inputs: mpsc::Sender<Input<M>>,
    journal: Journal,
}

impl<M: Machine> Clone for Handle<M> {
    fn clone(&self) -> Self {
        Self {
            inputs: self.inputs.clone(),
            journal: self.journal.clone(),
        }
    }
}

impl<M: Machine> Handle<M> {
    /// Resolves when what the command caused is durable, with the sequence number of its last event (of the last
    /// durable event, for a repeat), or when it is refused. `trace` is the traceparent stored with the events.
    pub async fn command(
        &self,
        command: M::Command,
        trace: String,
    ) -> Result<u64, CommandError<M::Rejection>> {
        self.command_later(command, trace).await?.await
    }

    /// Like [`Handle::command`], in two steps: the first resolves when the command has its place in the order, the second with its
    /// answer. Several commands of one caller can thus wait for one sync.
    pub async fn command_later(
        &self,
        command: M::Command,
        trace: String,
    ) -> Result<
        impl Future<Output = Result<u64, CommandError<M::Rejection>>> + Send + use<M>,
        CommandError<M::Rejection>,
    > {
        let (reply, answer) = oneshot::channel();
        let input = Input::Command {
            command,
            trace,
            reply,
        };
        self.inputs
            .send(input)
            .await
            .map_err(|_| CommandError::Stopped)?;
        Ok(async move {
            let decided = answer.await.map_err(|_| CommandError::Stopped)?;
            decided.map_err(CommandError::Rejected)
        })
    }

    /// Reads the state and the sequence number of the last event in it.
    pub async fn query<R: Send + 'static>(
        &self,
        read: impl FnOnce(&M, u64) -> R + Send + 'static,
    ) -> Result<R, Stopped> {
        let (reply, answer) = oneshot::channel();
        let query: Query<M> = Box::new(move |machine, sequence| {
            // A caller that no longer waits does not need the answer.
            let _ = reply.send(read(machine, sequence));
        });
        let sent = self.inputs.send(Input::Query(query)).await;
        sent.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    /// The sequence number of the last durable event.
    pub fn last_sequence(&self) -> u64 {
        self.journal.last_sequence()
    }

    /// What there is to tell of the machine's queue and journal.
    pub fn measure(&self, scrape: &mut Scrape) {
        let waiting = self.inputs.max_capacity() - self.inputs.capacity();
        scrape.add(&telemetry::metrics::MACHINE_INPUTS, &[], waiting as u64);
        crate::metrics::add_journal_of(scrape, &self.journal);
    }

    /// Every event after `after`, then every event as it becomes durable.
    pub fn subscribe(
        &self,
        after: u64,
    ) -> impl Stream<Item = Result<Committed<M::Event>, StartError>> + Send + Unpin + use<M> {
        self.journal
            .subscribe(after)
            .map(|record| Committed::read(record?))
    }

    /// Up to `limit` durable events after `after`.
    pub async fn read(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Committed<M::Event>>, StartError> {
        let records = self.journal.read(after, limit).await?;
        records.into_iter().map(Committed::read).collect()
    }

    /// Resolves when the machine's task has ended, which it does early only when the journal failed.
    pub async fn stopped(&self) {
        self.inputs.closed().await;
    }
}

/// Replays the journal into `machine` and starts its task.
pub async fn start<M: Machine>(machine: M, journal: Journal) -> Result<Handle<M>, StartError> {
    let past = Past::new(machine).replayed(&journal).await?;
    Ok(past.go_on(journal, None))
}

/// A machine and how far into the journal its state is.
struct Past<M> {
    machine: M,
    sequence: u64,
    time_unix_ns: i64,
}

impl<M: Machine> Past<M> {
    fn new(machine: M) -> Self {
        Self {
            machine,
            sequence: 0,
            time_unix_ns: 0,
        }
    }

    /// Applies the rest of the journal.
    async fn replayed(mut self, journal: &Journal) -> Result<Self, StartError> {
        let from = self.sequence;
        loop {
            let records = journal.read(self.sequence, READ_RECORDS_MAX).await?;
            let Some(newest) = records.last() else { break };
            self.sequence = newest.sequence;
            self.time_unix_ns = newest.time_unix_ns;
            for record in records {
                self.machine.apply(&Committed::read(record)?.event);
            }
        }
        tracing::info!(from, sequence = self.sequence, "journal replayed");
        Ok(self)
    }

    /// Starts the task.
    fn go_on(self, journal: Journal, snapshots: Option<Snapshots<M>>) -> Handle<M> {
        let (inputs, waiting) = mpsc::channel(INPUTS_WAITING_MAX);
        let task = Task {
            machine: self.machine,
            journal: journal.clone(),
            waiting,
            time_unix_ns: self.time_unix_ns,
            snapshots,
        };
        tokio::spawn(task.run());
        Handle { inputs, journal }
    }
}

struct Task<M: Machine> {
    machine: M,
    journal: Journal,
    waiting: mpsc::Receiver<Input<M>>,
    // The latest time a decision was given: it never goes back, also across restarts.
    time_unix_ns: i64,
    snapshots: Option<Snapshots<M>>,
}

/// The answers of one group, held back until its events are durable.
struct Group<M: Machine> {
    entries: Vec<Entry>,
    answers: Vec<Answer<M>>,
}

enum Answer<M: Machine> {
    /// The first `entries` of the group include the command's own; none of its own: a repeat.
    Accepted {
        reply: oneshot::Sender<Result<u64, M::Rejection>>,
        entries: Option<usize>,
    },
    Rejected {
        reply: oneshot::Sender<Result<u64, M::Rejection>>,
        rejection: M::Rejection,
    },
    Query(Query<M>),
}

impl<M: Machine> Task<M> {
    async fn run(mut self) {
        let mut inputs = Vec::with_capacity(GROUP_INPUTS_MAX);
        while self.waiting.recv_many(&mut inputs, GROUP_INPUTS_MAX).await > 0 {
            let mut group = Group {
                entries: Vec::new(),
                answers: Vec::new(),
            };
            for input in inputs.drain(..) {
                self.take(input, &mut group);
            }
            let first = self.journal.last_sequence();
            match self.journal.append(group.entries).await {
                Ok(last) => {
                    self.answer(group.answers, first, last);
                    if let Some(snapshots) = &mut self.snapshots {
                        snapshots.keep(&self.machine, last, &self.journal);
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the machine stops: its events can't be stored");
                    return;
                }
            }
        }
    }

    fn take(&mut self, input: Input<M>, group: &mut Group<M>) {
        let (command, trace, reply) = match input {
            Input::Query(query) => return group.answers.push(Answer::Query(query)),
            Input::Command {
                command,
                trace,
                reply,
            } => (command, trace, reply),
        };
        self.time_unix_ns = self.time_unix_ns.max(unix_ns());
        match self.machine.decide(command, self.time_unix_ns) {
            Err(rejection) => group.answers.push(Answer::Rejected { reply, rejection }),
            Ok(events) => {
                for event in &events {
                    self.machine.apply(event);
                    group.entries.push(Entry {
                        time_unix_ns: self.time_unix_ns,
                        trace: trace.clone(),
                        payload: serde_json::to_vec(event)
                            .expect("an event can be written as JSON"),
                    });
                }
                let entries = (!events.is_empty()).then_some(group.entries.len());
                group.answers.push(Answer::Accepted { reply, entries });
            }
        }
    }

    fn answer(&self, answers: Vec<Answer<M>>, first: u64, last: u64) {
        for answer in answers {
            // A caller that no longer waits does not need the answer.
            match answer {
                Answer::Accepted { reply, entries } => {
                    let sequence = entries.map_or(last, |entries| first + entries as u64);
                    let _ = reply.send(Ok(sequence));
                }
                Answer::Rejected { reply, rejection } => {
                    let _ = reply.send(Err(rejection));
                }
                Answer::Query(query) => query(&self.machine, last),
            }
        }
    }
}

/// The time now, Unix nanoseconds, UTC.
pub fn unix_ns() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
    })
}
