//! What operators see of sessions and do to them. A change is answered when it is durable.

use std::net::SocketAddr;

use fix_session::{Notice, Numbers, NumbersError, State};
use tokio::sync::oneshot;

use super::Hub;
use super::batch::Release;
use super::place::Definition;
use crate::application::{Application, Ending};
use crate::connection::Outbox;
use crate::kept::Change;
use crate::record::Operation;

/// What an operator does to a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Logs it out with that Text(58); its peer may log on again.
    LogOut {
        /// Text(58).
        text: Option<String>,
    },
    /// Logs it out and keeps it out, through restarts.
    Disable {
        /// Text(58) of the Logout(5).
        text: Option<String>,
    },
    /// Lets it log on again; an initiator does so at once.
    Enable,
    /// Sets its sequence numbers; both to 1 is a reset. A peer that is logged on is told: of a reset by a Logon(A) with
    /// ResetSeqNumFlag(141), of a higher outgoing number by a SequenceReset(4). What was sent before an outgoing number
    /// that goes back can't be sent again.
    SetNumbers {
        /// MsgSeqNum(34) that is expected next; none: as it is.
        next_incoming: Option<u64>,
        /// MsgSeqNum(34) that is given next; none: as it is.
        next_outgoing: Option<u64>,
    },
    /// Removes it, with its numbers and all that waits for its peer. Only while there is no connection, and none of the
    /// configuration. A peer that a template knows makes a new one with its next Logon(A).
    Remove,
}

/// Why a command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// There is no such session.
    #[error("there is no such session")]
    UnknownSession,
    /// It would be back after the next start.
    #[error("the session is in the configuration")]
    Configured,
    /// It can't be done to a session that is connected.
    #[error("the session is connected: disable it first")]
    Connected,
    /// The numbers can't be those, or not now.
    #[error(transparent)]
    Numbers(#[from] NumbersError),
    /// The engine has ended.
    #[error("the FIX engine has ended")]
    Ended,
}

/// A session as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionReport {
    /// Its name.
    pub name: String,
    /// The template that it was made of.
    pub template: Option<String>,
    /// Where it is in its life.
    pub state: State,
    /// Whether an operator lets it log on.
    pub is_enabled: bool,
    /// Whether it is within its hours.
    pub is_open: bool,
    /// Its sequence numbers.
    pub numbers: Numbers,
    /// Where its peer is.
    pub peer: Option<SocketAddr>,
    /// The names of the certificate that its peer showed.
    pub certificate_names: Vec<String>,
    /// Since when it is logged on, or not, nanoseconds since 1970; 0: since the start.
    pub since_unix_ns: i64,
    /// Messages that wait for its next logon.
    pub queued: usize,
    /// Bytes that wait to be written to its peer.
    pub outbound_bytes: usize,
    /// Messages for the application that wait for their turn, by the throttle.
    pub throttle_queue: usize,
    /// What went through since the start.
    pub traffic: Traffic,
}

/// What went through a session since the engine started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Messages that came.
    pub received: u64,
    /// Messages for the application beyond the throttle.
    pub throttled: u64,
}

/// Told when a command is durable: the journal's last record.
pub(crate) type Done = oneshot::Sender<Result<u64, CommandError>>;

impl<A: Application> Hub<A> {
    pub(super) fn command(&mut self, session: &str, command: &Command, by: &str, done: Done) {
        let index = self.names.get(session).copied();
        let outcome = index.ok_or(CommandError::UnknownSession);
        match outcome.and_then(|index| self.obey(index, command)) {
            Ok(()) => {
                tracing::info!(session, by, ?command, "an operator's command");
                let (durable, known) = oneshot::channel();
                self.batch.release(Release::Done(durable));
                tokio::spawn(async move {
                    let _ = done.send(known.await.map_err(|_| CommandError::Ended));
                });
            }
            Err(error) => {
                tracing::warn!(session, by, ?command, %error, "an operator's command is refused");
                let _ = done.send(Err(error));
            }
        }
    }

    fn obey(&mut self, index: usize, command: &Command) -> Result<(), CommandError> {
        match command {
            Command::LogOut { text } => self.log_out(index, Ending::ByUs, &notice(text.as_ref())),
            Command::Disable { text } => {
                self.keep(index, &Change::Disabled(true));
                self.log_out(index, Ending::ByUs, &notice(text.as_ref()));
                self.touch(index);
            }
            Command::Enable => {
                self.keep(index, &Change::Disabled(false));
                self.touch(index);
            }
            Command::SetNumbers {
                next_incoming,
                next_outgoing,
            } => {
                let before = self.places[index].session.numbers();
                let numbers = Numbers {
                    next_incoming: next_incoming.unwrap_or(before.next_incoming),
                    next_outgoing: next_outgoing.unwrap_or(before.next_outgoing),
                };
                self.renumber(index, numbers)?;
            }
            Command::Remove => {
                let place = &self.places[index];
                if place.definition == Definition::Configured {
                    return Err(CommandError::Configured);
                }
                if place.session.state() != State::Disconnected {
                    return Err(CommandError::Connected);
                }
                self.remove(index);
            }
        }
        Ok(())
    }

    /// Goes on from other numbers. A peer that is logged on is told; both numbers 1 are a reset.
    pub(super) fn renumber(&mut self, index: usize, numbers: Numbers) -> Result<(), NumbersError> {
        self.hand_on_all(index);
        let mut outcome = Ok(());
        self.session_step(index, |session, now_ns, actions| {
            outcome = if session.is_logged_on() && numbers == Numbers::default() {
                session.reset_numbers(now_ns, actions)
            } else {
                session.set_numbers(numbers, now_ns, actions)
            };
        });
        outcome
    }

    /// Changes what is kept of a session.
    pub(super) fn keep(&mut self, index: usize, change: &Change) {
        let place = &mut self.places[index];
        place.stored.kept.apply(change);
        match serde_json::to_vec(change) {
            Ok(json) => self
                .batch
                .store(index, &place.name, &Operation::Kept(&json)),
            Err(error) => panic!("a change of a session can't be written as JSON: {error}"),
        }
    }

    pub(super) fn report(&self) -> Vec<SessionReport> {
        let report = |index: usize| {
            let place = &self.places[index];
            let connection = self.connection_of(index);
            let origin = connection.map(|connection| &connection.origin);
            let certificate = origin.and_then(|origin| origin.certificate.as_ref());
            SessionReport {
                name: place.name.clone(),
                template: match place.definition {
                    Definition::Made(mould) => Some(self.moulds[mould].template.name()),
                    Definition::Configured | Definition::Added => None,
                },
                state: place.session.state(),
                is_enabled: !place.stored.kept.is_disabled,
                is_open: place.clock.is_open(),
                numbers: place.session.numbers(),
                peer: origin.map(|origin| origin.address),
                certificate_names: certificate.map_or_else(Vec::new, |it| it.names.clone()),
                since_unix_ns: place.since_ns,
                queued: place.stored.queued.len(),
                outbound_bytes: place.outbox().map_or(0, Outbox::queued_bytes),
                throttle_queue: place.line.waiting(),
                traffic: place.traffic,
            }
        };
        let is_there = |&index: &usize| self.names.get(&self.places[index].name) == Some(&index);
        let there = (0..self.places.len()).filter(is_there);
        there.map(report).collect()
    }
}

fn notice(text: Option<&String>) -> Notice {
    Notice::text(text.map(String::as_str))
}
