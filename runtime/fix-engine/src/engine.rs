//! Starting an engine, and the handle through which other tasks talk to it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use journal::{Journal, JournalError, WriteTimes};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio_stream::{Stream, StreamExt as _};
use tokio_util::sync::CancellationToken;

use crate::access::Refusals;
use crate::application::Application;
use crate::config::{ConfigError, EngineConfig, NamedSession};
use crate::hub::{
    Command, CommandError, Directory, Hub, INPUTS_WAITING_MAX, Input, RedefineError, SessionReport,
    SessionStatus, Totals,
};
use crate::message_log::Writer;
use crate::network::{self, ConnectionIds, Door};
use crate::record::{self, Operation};
use crate::seats::Seats;
use crate::snapshot;
use crate::store::{ReadError, Stored};
use crate::tls::{self, TlsError};

/// Records read at once at the start.
const READ_RECORDS: usize = 512;

/// Why an engine does not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The configuration is wrong.
    #[error("the FIX engine's configuration is wrong")]
    Config(#[from] ConfigError),
    /// The address can't be listened on.
    #[error("can't listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The message log can't be opened.
    #[error("the message log in {folder} can't be opened")]
    MessageLog {
        /// Its folder.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// TLS can't be set up.
    #[error("TLS of the FIX engine can't be set up")]
    Tls(#[from] TlsError),
    /// What was stored can't be read.
    #[error("the FIX engine's store can't be read")]
    Read(#[from] ReadError),
    /// The journal failed.
    #[error("the FIX engine's journal failed")]
    Journal(#[from] JournalError),
    /// A task of the engine panicked.
    #[error("the FIX engine's task failed")]
    Task(#[from] tokio::task::JoinError),
}

/// Why a session can't be added to a running engine.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// It does not fit the others.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The engine has ended.
    #[error(transparent)]
    Ended(#[from] Ended),
}

/// The engine has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the FIX engine has ended")]
pub struct Ended;

/// A running engine.
pub struct Engine<A: Application> {
    handle: Handle<A>,
    local_address: Option<SocketAddr>,
    task: JoinHandle<Result<(), EngineError>>,
}

impl<A: Application> Engine<A> {
    /// Replays the journal, opens the port and starts the sessions. The journal is the engine's alone.
    pub async fn start(
        config: EngineConfig,
        mut application: A,
        journal: Journal,
        shutdown: CancellationToken,
    ) -> Result<Self, EngineError> {
        config.check()?;
        let mut stored = replay(&mut application, &journal).await?;
        let refusals = Refusals::default();
        let door = Door {
            refusals: refusals.clone(),
            networks: config.networks,
            seats: Seats::new(config.limits),
            tls: config.tls.map(tls::serve).transpose()?,
            handshake_wait: config.limits.pre_logon_wait,
        };
        let message_log = config.message_log.map(|log| {
            let folder = log.folder.clone();
            Writer::start(log).map_err(|source| EngineError::MessageLog { folder, source })
        });
        let message_log = message_log.transpose()?;
        let (listener, local_address) = network::listen(config.listen).await?;
        let (tell, inputs) = mpsc::channel(INPUTS_WAITING_MAX);
        let mut sessions = Vec::with_capacity(config.sessions.len());
        let mut targets = Vec::new();
        for (index, named) in config.sessions.into_iter().enumerate() {
            if let Some(target) = named.target()? {
                targets.push((index, target));
            }
            let stored = stored.remove(&named.name).unwrap_or_default();
            sessions.push((named, stored));
        }
        let hub = Hub::new(
            application,
            sessions,
            config.templates,
            stored,
            config.limits,
            config.clock,
            refusals,
            message_log,
            journal.clone(),
            inputs,
            tell.clone(),
            shutdown.clone(),
        );
        let ids = Arc::new(ConnectionIds::default());
        if let Some(listener) = listener {
            tokio::spawn(network::accept(
                listener,
                door,
                Arc::clone(&ids),
                tell.clone(),
                shutdown.clone(),
            ));
        }
        for (index, target) in targets {
            tokio::spawn(network::connect(
                index,
                target,
                hub.status(index),
                Arc::clone(&ids),
                tell.clone(),
                shutdown.clone(),
            ));
        }
        let handle = Handle {
            tell,
            directory: hub.directory(),
            journal,
        };
        Ok(Engine {
            handle,
            local_address,
            task: tokio::spawn(hub.run()),
        })
    }

    /// The handle; clones share the engine.
    pub fn handle(&self) -> Handle<A> {
        self.handle.clone()
    }

    /// Where acceptor sessions are reached.
    pub fn local_address(&self) -> Option<SocketAddr> {
        self.local_address
    }

    /// Resolves when the engine has ended: after shutdown, when every session is logged out and everything is durable.
    pub async fn finished(self) -> Result<(), EngineError> {
        drop(self.handle);
        self.task.await?
    }
}

/// Reads the journal, from the newest snapshot on where one can be used: events go to the application, the sessions'
/// parts are returned by name.
async fn replay<A: Application>(
    application: &mut A,
    journal: &Journal,
) -> Result<HashMap<String, Stored>, ReadError> {
    let (mut sessions, from) = snapshot::restored(application, journal).await?;
    let mut after = from;
    loop {
        let records = journal.read(after, READ_RECORDS).await?;
        let Some(last) = records.last() else {
            snapshot::keep(application, &sessions, (from, after), journal);
            return Ok(sessions);
        };
        after = last.sequence;
        for record in &records {
            let mut about: Option<&mut Stored> = None;
            for operation in record::read(&record.payload) {
                match operation? {
                    Operation::Session(name) => {
                        about = Some(sessions.entry(name.to_owned()).or_default());
                    }
                    Operation::Kept(json) => {
                        if let Some(stored) = &mut about {
                            stored.replay_kept(json, record.sequence)?;
                        }
                    }
                    Operation::Event(json) => {
                        application.apply(&event::<A>(json, record.sequence)?);
                    }
                    operation => {
                        if let Some(stored) = &mut about {
                            stored.replay(operation, record.sequence);
                        }
                    }
                }
            }
        }
    }
}

fn event<A: Application>(json: &[u8], sequence: u64) -> Result<A::Event, ReadError> {
    serde_json::from_slice(json).map_err(|source| ReadError::Event { sequence, source })
}

/// The application's events of one record of the journal.
#[derive(Debug)]
pub struct Committed<Event> {
    /// The record's sequence number.
    pub sequence: u64,
    /// When it was decided, nanoseconds since 1970.
    pub time_unix_ns: i64,
    /// The traceparent that the step was given.
    pub trace: String,
    /// The events, in their order.
    pub events: Vec<Event>,
}

/// A handle to a running engine.
pub struct Handle<A: Application> {
    tell: mpsc::Sender<Input<A>>,
    directory: Directory,
    journal: Journal,
}

impl<A: Application> Clone for Handle<A> {
    fn clone(&self) -> Self {
        Handle {
            tell: self.tell.clone(),
            directory: self.directory.clone(),
            journal: self.journal.clone(),
        }
    }
}

impl<A: Application> Handle<A> {
    /// Gives an input to the application; resolves when everything that came of it is durable.
    pub async fn input(&self, input: A::Input) -> Result<u64, Ended> {
        let (done, durable) = oneshot::channel();
        self.tell
            .send(Input::Application(input, done))
            .await
            .map_err(|_| Ended)?;
        durable.await.map_err(|_| Ended)
    }

    /// Reads the application's state; resolves when all that was seen is durable.
    pub async fn query<R: Send + 'static>(
        &self,
        read: impl FnOnce(&A) -> R + Send + 'static,
    ) -> Result<R, Ended> {
        let (answer, durable) = oneshot::channel();
        let query = move |application: &A| -> Box<dyn FnOnce() + Send> {
            let result = read(application);
            Box::new(move || {
                let _ = answer.send(result);
            })
        };
        self.tell
            .send(Input::Query(Box::new(query)))
            .await
            .map_err(|_| Ended)?;
        durable.await.map_err(|_| Ended)
    }

    /// The application's events after a record of the journal: the durable past, then each as it becomes durable.
    pub fn subscribe(
        &self,
        after: u64,
    ) -> impl Stream<Item = Result<Committed<A::Event>, ReadError>> + Send + Unpin + use<A> {
        self.journal.subscribe(after).map(|record| {
            let record = record?;
            let mut events = Vec::new();
            for operation in record::read(&record.payload) {
                if let Operation::Event(json) = operation? {
                    events.push(event::<A>(json, record.sequence)?);
                }
            }
            Ok(Committed {
                sequence: record.sequence,
                time_unix_ns: record.time_unix_ns,
                trace: record.trace,
                events,
            })
        })
    }

    /// The state of a session, to look at and to wait for.
    pub fn status(&self, session: &str) -> Option<watch::Receiver<SessionStatus>> {
        self.directory.status(session)
    }

    /// The names of all sessions.
    pub fn sessions(&self) -> Vec<String> {
        self.directory.names()
    }

    /// Adds a session that peers log on to. It is not kept: after a restart it has to be added again, or be in the
    /// configuration, and then goes on with its sequence numbers.
    pub async fn add(&self, session: NamedSession) -> Result<(), AddError> {
        let (done, added) = oneshot::channel();
        let session = Box::new(session);
        self.tell
            .send(Input::Add { session, done })
            .await
            .map_err(|_| Ended)?;
        Ok(added.await.map_err(|_| Ended)??)
    }

    /// Gives a session that was added other settings, and keeps its numbers and messages. Only while there is no
    /// connection; not kept either.
    pub async fn redefine(&self, session: NamedSession) -> Result<(), RedefineError> {
        let (done, redefined) = oneshot::channel();
        let session = Box::new(session);
        let input = Input::Redefine { session, done };
        let ended = RedefineError::Command(CommandError::Ended);
        self.tell.send(input).await.map_err(|_| ended.clone())?;
        redefined.await.map_err(|_| ended)?
    }

    /// Does something to a session for an operator, whom the log names; resolves when it is durable: the journal's last
    /// record.
    pub async fn command(
        &self,
        session: &str,
        command: Command,
        by: &str,
    ) -> Result<u64, CommandError> {
        let (done, durable) = oneshot::channel();
        let command = Input::Command {
            session: session.to_owned(),
            command,
            by: by.to_owned(),
            done,
        };
        let ended = CommandError::Ended;
        self.tell.send(command).await.map_err(|_| ended)?;
        durable.await.map_err(|_| ended)?
    }

    /// All sessions as an operator sees them, in the order in which they were configured and added.
    pub async fn report(&self) -> Result<Vec<SessionReport>, Ended> {
        let (done, report) = oneshot::channel();
        self.tell
            .send(Input::Report(done))
            .await
            .map_err(|_| Ended)?;
        report.await.map_err(|_| Ended)
    }

    /// What went through all sessions since the start.
    pub async fn totals(&self) -> Result<Totals, Ended> {
        let (done, totals) = oneshot::channel();
        let input = Input::Totals(done);
        self.tell.send(input).await.map_err(|_| Ended)?;
        totals.await.map_err(|_| Ended)
    }

    /// The number of the journal's last record.
    pub fn last_sequence(&self) -> u64 {
        self.journal.last_sequence()
    }

    /// How long the journal's writes took until they were on disk, since the start.
    pub fn write_times(&self) -> WriteTimes {
        self.journal.write_times()
    }
}
