//! The one task that owns the sessions and the application.
//!
//! It takes what is waiting (bytes, inputs, time), works it off in memory, and hands everything that came of it to the
//! journal as one append. What has to happen outside, on the wire or to a caller, is released when the append is
//! durable, in order. Several appends may be under way: a later step sees the effects of an earlier one in memory.
//! When an append fails, nothing more is released and the engine ends.

mod admission;
mod batch;
mod connections;
mod replays;
mod steps;

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use fix_codec::Decoder;
use fix_session::{Action, Notice, Session};
use journal::{Journal, JournalError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::access::Access;
use crate::application::{Application, Ending};
use crate::config::{ConfigError, EngineLimits, NamedSession, check_added};
use crate::connection::{ConnectionId, FromConnection, Outbox};
use crate::engine::EngineError;
use crate::store::{ReadError, Stored};
pub(crate) use admission::Opened;
use batch::{Batch, Release};
use connections::Connection;
use replays::{Chunk, Suspended};

/// Inputs that may wait for the hub.
pub(crate) const INPUTS_WAITING_MAX: usize = 4096;
/// Inputs that are worked off before the journal gets them.
const INPUTS_PER_BATCH_MAX: usize = 256;
/// Appends that may be under way.
const APPENDS_UNDER_WAY_MAX: usize = 64;
/// How long shutdown waits for peers to log out and to take their last bytes.
const SHUTDOWN_WAIT: Duration = Duration::from_secs(10);
/// How often timers are looked at.
const TICK: Duration = Duration::from_millis(100);

/// What the hub is told.
pub(crate) enum Input<A: Application> {
    /// A connection.
    Opened(ConnectionId, Outbox, Box<Opened>),
    Connection(FromConnection),
    Application(A::Input, oneshot::Sender<u64>),
    /// Runs on the application; what it returns runs when all that it saw is durable.
    Query(Query<A>),
    /// Stored messages that a peer asked for.
    Replayed {
        session: usize,
        generation: u64,
        read: Result<Chunk, ReadError>,
    },
    /// A further acceptor session.
    Add {
        session: Box<NamedSession>,
        done: oneshot::Sender<Result<Added, ConfigError>>,
    },
    /// Logs a session out and keeps it out, or lets it in again.
    Enable {
        session: usize,
        enabled: bool,
        done: oneshot::Sender<u64>,
    },
}

/// Where a session is, and its state.
pub(crate) type Added = (usize, watch::Receiver<SessionStatus>);

pub(crate) type Query<A> = Box<dyn FnOnce(&A) -> Box<dyn FnOnce() + Send> + Send>;

impl<A: Application> From<FromConnection> for Input<A> {
    fn from(said: FromConnection) -> Self {
        Input::Connection(said)
    }
}

/// What a session's state looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionStatus {
    /// Whether Logon(A) was exchanged.
    pub is_logged_on: bool,
    /// Whether it may log on.
    pub is_enabled: bool,
    /// Its sequence numbers.
    pub numbers: fix_session::Numbers,
    /// Messages that wait for its next logon.
    pub queued: usize,
}

/// A session in the hub.
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) session: Session,
    pub(crate) stored: Stored,
    access: Access,
    connection: Option<ConnectionId>,
    suspended: Option<Suspended>,
    replays: u64,
    was_logged_on: bool,
    /// How the session ends, as far as that is known while it is logged on.
    ending: Ending,
    is_enabled: bool,
    pub(crate) status: watch::Sender<SessionStatus>,
}

impl Place {
    pub(crate) fn new(named: NamedSession, stored: Stored) -> Self {
        let session = Session::new(named.session, stored.numbers);
        let status = SessionStatus {
            is_logged_on: false,
            is_enabled: true,
            numbers: stored.numbers,
            queued: stored.queued.len(),
        };
        Place {
            name: named.name,
            session,
            stored,
            access: named.access,
            connection: None,
            suspended: None,
            replays: 0,
            was_logged_on: false,
            ending: Ending::Lost,
            is_enabled: true,
            status: watch::Sender::new(status),
        }
    }
}

type Append = Pin<Box<dyn Future<Output = Result<u64, JournalError>> + Send>>;

pub(crate) struct Hub<A: Application> {
    application: A,
    places: Vec<Place>,
    /// What the journal has of sessions that are not there (any more): they may be added again.
    stored: HashMap<String, Stored>,
    connections: HashMap<ConnectionId, Connection>,
    limits: EngineLimits,
    journal: Journal,
    inputs: mpsc::Receiver<Input<A>>,
    /// To itself, for the tasks it starts.
    tell: mpsc::Sender<Input<A>>,
    batch: Batch,
    under_way: VecDeque<(Append, Batch)>,
    /// Connections that were closed with bytes to write.
    closing: Vec<Outbox>,
    actions: Vec<Action>,
    now_ns: i64,
    shutdown: CancellationToken,
}

impl<A: Application> Hub<A> {
    #[allow(clippy::too_many_arguments, reason = "called once")]
    pub(crate) fn new(
        application: A,
        places: Vec<Place>,
        stored: HashMap<String, Stored>,
        limits: EngineLimits,
        journal: Journal,
        inputs: mpsc::Receiver<Input<A>>,
        tell: mpsc::Sender<Input<A>>,
        shutdown: CancellationToken,
    ) -> Self {
        Hub {
            application,
            places,
            stored,
            connections: HashMap::new(),
            limits,
            journal,
            inputs,
            tell,
            batch: Batch::default(),
            under_way: VecDeque::new(),
            closing: Vec::new(),
            actions: Vec::new(),
            now_ns: now_unix_ns(),
            shutdown,
        }
    }

    /// Runs until shutdown, or until the journal fails.
    pub(crate) async fn run(mut self) -> Result<(), EngineError> {
        let mut decoder = Decoder::new(self.limits.message);
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        let shutdown = self.shutdown.clone();
        let mut ending: Option<Instant> = None;
        self.application_step(A::started);
        self.append().await?;
        loop {
            let has_room = self.under_way.len() < APPENDS_UNDER_WAY_MAX;
            tokio::select! {
                biased;
                durable = first_of(&mut self.under_way) => self.release(durable?),
                input = self.inputs.recv(), if has_room => {
                    self.now_ns = now_unix_ns();
                    let mut next = input;
                    let mut taken = 0;
                    while let Some(input) = next.take() {
                        self.take(input, &mut decoder);
                        taken += 1;
                        if taken < INPUTS_PER_BATCH_MAX {
                            next = self.inputs.try_recv().ok();
                        }
                    }
                    self.append().await?;
                }
                _ = tick.tick(), if has_room => {
                    self.now_ns = now_unix_ns();
                    self.time(&mut decoder);
                    self.append().await?;
                    self.closing.retain(|outbox| !outbox.is_flushed());
                    if ending.is_some_and(|since| self.is_quiet() || since.elapsed() > SHUTDOWN_WAIT) {
                        return Ok(());
                    }
                }
                () = shutdown.cancelled(), if ending.is_none() => {
                    ending = Some(Instant::now());
                    self.now_ns = now_unix_ns();
                    self.log_out_all();
                    self.append().await?;
                }
            }
        }
    }

    fn take(&mut self, input: Input<A>, decoder: &mut Decoder) {
        match input {
            Input::Opened(id, outbox, opened) => self.opened(id, outbox, *opened),
            Input::Connection(FromConnection::Bytes(id, bytes, permit)) => {
                self.bytes(id, &bytes, permit, decoder);
            }
            Input::Connection(FromConnection::Drained(id)) => self.drained(id),
            Input::Connection(FromConnection::Closed(id)) => self.closed(id),
            Input::Application(input, done) => {
                self.application_step(|application, step| application.input(input, step));
                self.batch.release(Release::Done(done));
            }
            Input::Query(query) => {
                let answer = query(&self.application);
                self.batch.release(Release::Answer(answer));
            }
            Input::Replayed {
                session,
                generation,
                read,
            } => self.replayed(session, generation, read, decoder),
            Input::Add { session, done } => {
                // Whoever asked may have gone; the session is there all the same.
                let _ = done.send(self.add(*session));
            }
            Input::Enable {
                session,
                enabled,
                done,
            } => {
                self.enable(session, enabled);
                self.batch.release(Release::Done(done));
            }
        }
    }

    fn time(&mut self, decoder: &mut Decoder) {
        let now_ns = self.now_ns;
        for index in 0..self.places.len() {
            if self.places[index]
                .session
                .next_time_ns()
                .is_some_and(|due| due <= now_ns)
            {
                self.session_step(index, |session, now_ns, actions| {
                    session.time(now_ns, actions);
                });
            }
        }
        let due = self.application.next_time_unix_ns();
        if due.is_some_and(|due| due <= now_ns) {
            self.application_step(A::time);
        }
        self.close_silent_connections();
        self.work_off_waiting(decoder);
    }

    fn log_out_all(&mut self) {
        for index in 0..self.places.len() {
            self.log_out(index, Ending::Shutdown);
        }
        self.close_connections_without_session();
    }

    fn log_out(&mut self, index: usize, ending: Ending) {
        self.places[index].ending = ending;
        self.session_step(index, |session, now_ns, actions| {
            session.logout(&Notice::default(), now_ns, actions);
        });
    }

    fn add(&mut self, named: NamedSession) -> Result<Added, ConfigError> {
        let others = self
            .places
            .iter()
            .map(|place| (place.name.as_str(), place.session.config()));
        check_added(&named, others)?;
        let stored = self.stored.remove(&named.name).unwrap_or_default();
        let place = Place::new(named, stored);
        let status = place.status.subscribe();
        self.places.push(place);
        Ok((self.places.len() - 1, status))
    }

    fn enable(&mut self, index: usize, enabled: bool) {
        self.places[index].is_enabled = enabled;
        if !enabled {
            self.log_out(index, Ending::ByUs);
        }
        self.publish(index);
    }

    /// Nothing is open and nothing is under way.
    fn is_quiet(&self) -> bool {
        self.under_way.is_empty()
            && self.closing.is_empty()
            && self.places.iter().all(|place| place.connection.is_none())
    }

    /// Hands the batch to the journal. With nothing to store and nothing under way, it is released at once.
    async fn append(&mut self) -> Result<(), EngineError> {
        let mut batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        let entries = batch.take_entries(self.now_ns);
        if entries.is_empty() && self.under_way.is_empty() {
            let last = self.journal.last_sequence();
            self.release((last, batch));
            return Ok(());
        }
        let durable = self.journal.append_later(entries).await?;
        self.under_way.push_back((Box::pin(durable), batch));
        Ok(())
    }
}

/// The oldest append, when it is durable: the sequence number of its last record, and what it releases.
async fn first_of(under_way: &mut VecDeque<(Append, Batch)>) -> Result<(u64, Batch), JournalError> {
    let Some((append, _)) = under_way.front_mut() else {
        return std::future::pending().await;
    };
    let last = append.await?;
    match under_way.pop_front() {
        Some((_, batch)) => Ok((last, batch)),
        None => std::future::pending().await,
    }
}

pub(crate) fn now_unix_ns() -> i64 {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
