//! From a connection to its session: who may log on as whom, and why not.

use std::net::SocketAddr;
use std::time::Instant;

use fix_codec::Message;
use fix_dictionary::tag;

use super::Hub;
use super::place::Identity;
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

impl<A: Application> Hub<A> {
    /// The session that a connection's first message is for, if it may log on.
    pub(super) fn admit(&self, id: ConnectionId, message: Message<'_>) -> Result<usize, Refused> {
        if message.msg_type() != b"A" {
            return Err(Refused::NotALogon);
        }
        let index = self.session_of(message).ok_or(Refused::UnknownSession)?;
        self.may_connect(index)?;
        if let Some(connection) = self.connections.get(&id) {
            self.places[index].access.admit(&connection.origin)?;
        }
        Ok(index)
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
        let text = |value: &[u8]| Some(std::str::from_utf8(value).ok()?.to_owned());
        let identity = Identity(
            text(message.begin_string())?,
            text(message.get(tag::SENDER_COMP_ID)?)?,
            text(message.get(tag::TARGET_COMP_ID)?)?,
        );
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
