//! What other tasks tell the hub.

use tokio::sync::oneshot;

use super::Opened;
use super::counts::Totals;
use super::logon::Judged;
use super::operator::{Command, Done, SessionReport};
use super::sessions::RedefineError;
use crate::application::Application;
use crate::config::{ConfigError, NamedSession};
use crate::connection::{ConnectionId, FromConnection, Outbox};
use crate::store::{Chunk, ReadError};

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
    /// A verdict on a Logon(A).
    Judged(Judged),
    /// A further acceptor session.
    Add {
        session: Box<NamedSession>,
        done: oneshot::Sender<Result<(), ConfigError>>,
    },
    /// Other settings of one that was added.
    Redefine {
        session: Box<NamedSession>,
        done: oneshot::Sender<Result<(), RedefineError>>,
    },
    /// An operator does something to a session.
    Command {
        session: String,
        command: Command,
        by: String,
        done: Done,
    },
    /// An operator looks at the sessions.
    Report(oneshot::Sender<Vec<SessionReport>>),
    /// Somebody wants to know what went through.
    Totals(oneshot::Sender<Totals>),
}

pub(crate) type Query<A> = Box<dyn FnOnce(&A) -> Box<dyn FnOnce() + Send> + Send>;

impl<A: Application> From<FromConnection> for Input<A> {
    fn from(said: FromConnection) -> Self {
        Input::Connection(said)
    }
}
