//! From a connection to its session: who may log on as whom, and why not.

use std::net::SocketAddr;
use std::time::Instant;

use fix_codec::Message;

use super::Hub;
use super::place::Identity;
use super::sessions::Mould;
use crate::access::{Origin, Refused};
use crate::application::Application;
use crate::connection::ConnectionId;
use crate::message_log::Way;
use crate::seats::Waiting;

/// A connection as the hub hears of it.
pub(crate) struct Opened {
    pub(crate) origin: Origin,
    /// For an initiator: its session.
    pub(super) session: Option<usize>,
    /// The socket is there since then.
    pub(super) at: Instant,
    pub(super) waiting: Option<Waiting>,
}

impl Opened {
    /// A peer has connected to us.
    pub(crate) fn by_peer(address: SocketAddr, waiting: Waiting) -> Opened {
        Opened {
            waiting: Some(waiting),
            ..Opened::at(address, None)
        }
    }

    /// We have connected for a session.
    pub(crate) fn by_us(session: usize, address: SocketAddr) -> Opened {
        Opened::at(address, Some(session))
    }

    fn at(address: SocketAddr, session: Option<usize>) -> Opened {
        let certificate = None;
        Opened {
            origin: Origin {
                address,
                certificate,
            },
            session,
            at: Instant::now(),
            waiting: None,
        }
    }
}

/// Where a Logon(A) leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gate {
    /// To a session.
    Session(usize),
    /// To one that is to be made of a template, for that CompID.
    Mould(usize, String),
}

impl<A: Application> Hub<A> {
    /// Where a connection's first message leads to, if it may log on.
    pub(super) fn admit(&self, id: ConnectionId, message: Message<'_>) -> Result<Gate, Refused> {
        if message.msg_type() != b"A" {
            return Err(Refused::NotALogon);
        }
        let connection = self.connections.get(&id);
        let origin = connection.map(|connection| &connection.origin);
        match self.session_of(message) {
            Some(index) => {
                self.may_connect(index)?;
                let access = &self.places[index].access;
                origin.map_or(Ok(()), |origin| access.admit(origin))?;
                Ok(Gate::Session(index))
            }
            None => self.admit_to_mould(origin, message),
        }
    }

    /// The template that makes a session for a Logon(A).
    fn admit_to_mould(
        &self,
        origin: Option<&Origin>,
        message: Message<'_>,
    ) -> Result<Gate, Refused> {
        let said = Identity::said_in(message).ok_or(Refused::UnknownSession)?;
        let knows = |mould: &Mould| {
            let session = &mould.template.session.session;
            (session.version.begin_string(), &session.sender_comp_id) == (said.0.as_str(), &said.2)
                && mould.template.comp_ids.wildcard(&said.1).is_some()
        };
        let found = self.moulds.iter().position(knows);
        let index = found.ok_or(Refused::UnknownSession)?;
        let mould = &self.moulds[index];
        let before = self.stored.get(&mould.template.session_name(&said.1));
        if before.is_some_and(|stored| stored.kept.is_disabled) {
            return Err(Refused::Disabled);
        }
        let hours = mould.template.session.hours.as_ref();
        if hours.is_some_and(|hours| hours.schedule.window_at(self.now_ns).is_none()) {
            return Err(Refused::Closed);
        }
        let access = mould.template.access(&said.1);
        origin.map_or(Ok(()), |origin| access.admit(origin))?;
        if mould.made >= mould.template.sessions_max {
            return Err(Refused::TooManySessions);
        }
        Ok(Gate::Mould(index, said.1))
    }

    /// Writes a message that came to the message log.
    pub(super) fn log_received(&self, session: Option<usize>, message: Message<'_>) {
        // A first message is its session's, whether it is let in or not.
        let session = session.or_else(|| self.session_of(message));
        let name = session.map_or("-", |index| &self.places[index].name);
        if let Some(log) = &self.message_log {
            log.write(self.now_ns, name, Way::In, message.bytes());
        }
    }

    /// The acceptor session that a first message is for.
    pub(super) fn session_of(&self, message: Message<'_>) -> Option<usize> {
        let identity = Identity::said_in(message)?;
        self.identities.get(&identity).copied()
    }

    pub(super) fn may_connect(&self, index: usize) -> Result<(), Refused> {
        let place = &self.places[index];
        if place.stored.kept.is_disabled {
            return Err(Refused::Disabled);
        }
        if !place.clock.is_open() {
            return Err(Refused::Closed);
        }
        if place.connection.is_some() {
            return Err(Refused::Occupied);
        }
        Ok(())
    }

    /// Ends a connection that has no session, and says why to the log alone.
    pub(super) fn refuse(&mut self, id: ConnectionId, refused: Refused) {
        if let Some(connection) = self.connections.get(&id) {
            let peer = connection.origin.address;
            tracing::info!(connection = id, %peer, %refused, "logon refused");
            self.refusals.count(refused);
        }
        self.drop_connection(id);
    }

    /// The session of a connection is logged on: it no longer counts among those that wait.
    pub(super) fn leave_waiting(&mut self, index: usize) {
        if let Some((id, _)) = &self.places[index].connection
            && let Some(connection) = self.connections.get_mut(id)
        {
            connection.waiting = None;
        }
    }
}
