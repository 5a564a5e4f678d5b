//! The one task that owns the sessions and the application.
//!
//! It works in rounds: it takes what is waiting (bytes, inputs, time) and works it off in memory into the open batch.
//! One batch at a time is with the journal, as one append; meanwhile the next one fills, so that under load a sync
//! carries as much as came during the one before. What has to happen outside, on the wire or to a caller, is released
//! when its batch is durable, in order; `outgoing` has the exceptions that a session's store policy makes. A later step
//! sees the effects of an earlier one in memory. When an append fails, nothing more is released and the engine ends.

mod admission;
mod batch;
mod connections;
mod counts;
mod excess;
mod hours;
mod input;
mod logon;
mod operator;
mod outgoing;
mod place;
mod replays;
mod rounds;
mod sessions;
mod steps;
mod timers;

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fix_codec::Decoder;
use fix_session::{Action, Notice};
use journal::{Journal, JournalError};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::access::Refusals;
use crate::application::{Application, Ending};
use crate::clock::Clock;
use crate::config::{EngineLimits, NamedSession};
use crate::connection::{ConnectionId, FromConnection, Outbox};
use crate::message_log::Writer;
use crate::password::HASHES_AT_ONCE_MAX;
use crate::store::Stored;
use crate::template::Template;
pub(crate) use admission::Opened;
use batch::{Batch, Release};
use connections::Connection;
use counts::Counts;
pub use counts::Totals;
pub(crate) use input::Input;
pub use operator::{Command, CommandError, SessionReport, Traffic};
pub use place::SessionStatus;
use place::{Definition, Identity, Place};
pub(crate) use sessions::Directory;
use sessions::Mould;
pub use sessions::RedefineError;
use timers::{NEVER, Timers};

/// Inputs that may wait for the hub.
pub(crate) const INPUTS_WAITING_MAX: usize = 4096;
/// How long what went out without waiting for the journal may wait for it: a sync that carries more is cheaper.
const WRITE_BEHIND: Duration = Duration::from_millis(20);
/// So many bytes do not wait so long: more is not cheaper, and the hub takes nothing more when a batch is full.
const WRITE_BEHIND_BYTES: usize = 256 * 1024;
/// Connections that the hub writes to by itself at a time. With few it is the shortest way; with more, the writers' tasks
/// share the work among the cores.
const OWN_WRITES_MAX: usize = 4;

type Append = Pin<Box<dyn Future<Output = Result<u64, JournalError>> + Send>>;

/// How bytes are written to so many connections.
fn writing(connections: usize) -> fn(&Outbox, Vec<u8>) {
    if connections <= OWN_WRITES_MAX {
        Outbox::write_now
    } else {
        Outbox::write
    }
}

pub(crate) struct Hub<A: Application> {
    application: A,
    places: Vec<Place>,
    /// Places whose sessions were removed.
    vacant: Vec<usize>,
    names: HashMap<String, usize>,
    directory: Directory,
    moulds: Vec<Mould>,
    /// Acceptor sessions by what a first message says.
    identities: HashMap<Identity, usize>,
    /// What the journal has of sessions that are not there (any more): they may be added again.
    stored: HashMap<String, Stored>,
    connections: HashMap<ConnectionId, Connection>,
    limits: EngineLimits,
    journal: Journal,
    inputs: mpsc::Receiver<Input<A>>,
    /// To itself, for the tasks it starts.
    tell: mpsc::Sender<Input<A>>,
    batch: Batch,
    /// The batch that the journal has, and when it is durable.
    under_way: Option<(Append, Batch)>,
    /// The last batch that was released.
    released: Option<u64>,
    /// Something in the batch has waited for a tick, and nothing more urgent came.
    is_overdue: bool,
    /// Sessions that something happened to in this round.
    touched: Vec<usize>,
    timers: Timers,
    /// Sessions with messages that wait for their turn.
    paced: Vec<usize>,
    counts: Counts,
    refusals: Refusals,
    /// Counts replays.
    replays: u64,
    /// A permit for each password that is hashed.
    hashing: Arc<Semaphore>,
    message_log: Option<Writer>,
    /// Connections that were closed with bytes to write.
    closing: Vec<Outbox>,
    actions: Vec<Action>,
    clock: Clock,
    now_ns: i64,
    shutdown: CancellationToken,
}

impl<A: Application> Hub<A> {
    #[allow(clippy::too_many_arguments, reason = "called once")]
    pub(crate) fn new(
        application: A,
        sessions: Vec<(NamedSession, Stored)>,
        templates: Vec<Template>,
        stored: HashMap<String, Stored>,
        limits: EngineLimits,
        clock: Clock,
        refusals: Refusals,
        message_log: Option<Writer>,
        journal: Journal,
        inputs: mpsc::Receiver<Input<A>>,
        tell: mpsc::Sender<Input<A>>,
        shutdown: CancellationToken,
    ) -> Self {
        let mut hub = Hub {
            application,
            places: Vec::with_capacity(sessions.len()),
            vacant: Vec::new(),
            names: HashMap::new(),
            directory: Directory::default(),
            moulds: templates.into_iter().map(Mould::new).collect(),
            identities: HashMap::new(),
            stored,
            connections: HashMap::new(),
            limits,
            journal,
            inputs,
            tell,
            batch: Batch::default(),
            under_way: None,
            released: None,
            is_overdue: false,
            touched: Vec::new(),
            timers: Timers::default(),
            paced: Vec::new(),
            counts: Counts::default(),
            refusals,
            replays: 0,
            message_log,
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE_MAX)),
            closing: Vec::new(),
            actions: Vec::new(),
            now_ns: clock.now_unix_ns(),
            clock,
            shutdown,
        };
        for (named, stored) in sessions {
            hub.place(named, stored, Definition::Configured);
        }
        hub.place_made();
        hub
    }

    pub(crate) fn status(&self, index: usize) -> watch::Receiver<SessionStatus> {
        self.places[index].status.subscribe()
    }

    /// All sessions, for everybody.
    pub(crate) fn directory(&self) -> Directory {
        self.directory.clone()
    }

    fn take(&mut self, input: Input<A>, decoder: &mut Decoder) {
        match input {
            Input::Opened(id, outbox, opened) => self.opened(id, outbox, *opened),
            Input::Connection(FromConnection::Bytes(id, bytes, permit)) => {
                self.bytes(id, bytes, permit, decoder);
            }
            Input::Connection(FromConnection::Drained(id)) => self.drained(id, decoder),
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
            Input::Judged(judged) => self.judged(judged, decoder),
            Input::Add { session, done } => {
                // Whoever asked may have gone; the session is there all the same.
                let _ = done.send(self.add(*session));
            }
            Input::Redefine { session, done } => {
                let _ = done.send(self.redefine(*session));
            }
            Input::Command {
                session,
                command,
                by,
                done,
            } => self.command(&session, &command, &by, done),
            Input::Report(done) => {
                // Whoever asked may have gone.
                let _ = done.send(self.report());
            }
            Input::Totals(done) => {
                let _ = done.send(self.totals());
            }
        }
    }

    fn time(&mut self, decoder: &mut Decoder) {
        self.keep_hours();
        self.hand_on_due();
        while let Some((at_ns, index)) = self.timers.take_due(self.now_ns) {
            let place = &mut self.places[index];
            if at_ns != place.timer_ns {
                continue;
            }
            place.timer_ns = NEVER;
            // Mostly something was sent meanwhile, and the end of the round sets the next timer.
            if place
                .session
                .next_time_ns()
                .is_some_and(|due_ns| due_ns <= self.now_ns)
            {
                self.session_step(index, |session, now_ns, actions| {
                    session.time(now_ns, actions);
                });
            } else {
                self.touch(index);
            }
        }
        let due = self.application.next_time_unix_ns();
        if due.is_some_and(|due| due <= self.now_ns) {
            self.application_step(A::time);
        }
        self.close_silent_connections();
        self.work_off_waiting(decoder);
        self.closing.retain(|outbox| !outbox.is_flushed());
    }

    fn log_out_all(&mut self) {
        for index in 0..self.places.len() {
            self.log_out(index, Ending::Shutdown, &Notice::default());
        }
        self.close_connections_without_session();
    }

    fn log_out(&mut self, index: usize, ending: Ending, notice: &Notice) {
        self.places[index].ending = ending;
        self.session_step(index, |session, now_ns, actions| {
            session.logout(notice, now_ns, actions);
        });
    }

    /// The end of the round looks at the session.
    fn touch(&mut self, index: usize) {
        let place = &mut self.places[index];
        if !place.is_touched {
            place.is_touched = true;
            self.touched.push(index);
        }
    }

    /// Nothing is open and nothing is under way.
    fn is_quiet(&self) -> bool {
        self.under_way.is_none()
            && self.closing.is_empty()
            && self.places.iter().all(|place| place.connection.is_none())
    }
}
