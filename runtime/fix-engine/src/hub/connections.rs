//! Connections in the hub: from bytes to messages, from the first message to its session.

use std::time::{Duration, Instant};

use fix_codec::{Decoder, Message, Step as Decoded};
use tokio::sync::OwnedSemaphorePermit;

use super::{Hub, Opened};
use crate::access::{Origin, Refused};
use crate::application::Application;
use crate::connection::{ConnectionId, Outbox};
use crate::seats::Waiting;

/// How long a logon waits for the end of the session's connection before.
const OCCUPIED_WAIT: Duration = Duration::from_millis(300);

/// A connection and what it has sent that is not worked off.
pub(crate) struct Connection {
    outbox: Outbox,
    session: Option<usize>,
    buffer: Vec<u8>,
    /// Reads that are in the buffer: the reader goes on when they are given back.
    permits: Vec<OwnedSemaphorePermit>,
    opened: Instant,
    before_logon_bytes: usize,
    pub(super) origin: Origin,
    /// The place of a peer's connection whose session is not logged on.
    pub(super) waiting: Option<Waiting>,
}

impl Connection {
    pub(super) fn outbox(&self) -> &Outbox {
        &self.outbox
    }
}

impl<A: Application> Hub<A> {
    pub(super) fn opened(&mut self, id: ConnectionId, outbox: Outbox, opened: Opened) {
        let session = opened.session;
        let is_refused = session.is_some_and(|index| self.may_connect(index).is_err());
        if is_refused || self.shutdown.is_cancelled() {
            outbox.abort();
            return;
        }
        let connection = Connection {
            outbox,
            session: None,
            buffer: Vec::new(),
            permits: Vec::new(),
            opened: opened.at,
            before_logon_bytes: 0,
            origin: opened.origin,
            waiting: opened.waiting,
        };
        self.connections.insert(id, connection);
        if let Some(index) = session {
            self.attach(id, index);
        }
    }

    pub(super) fn bytes(
        &mut self,
        id: ConnectionId,
        bytes: &[u8],
        permit: OwnedSemaphorePermit,
        decoder: &mut Decoder,
    ) {
        // A connection that was closed by us may still send; nobody listens.
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        if connection.session.is_none() {
            connection.before_logon_bytes += bytes.len();
            if connection.before_logon_bytes > self.limits.pre_logon_bytes {
                self.refuse(id, Refused::NotALogon);
                return;
            }
        }
        connection.buffer.extend_from_slice(bytes);
        connection.permits.push(permit);
        self.work_off(id, decoder);
    }

    /// Takes messages from the buffer until it is used up, its session is suspended, or the connection ends.
    pub(super) fn work_off(&mut self, id: ConnectionId, decoder: &mut Decoder) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let buffer = std::mem::take(&mut connection.buffer);
        let mut at = 0;
        while at < buffer.len() && !self.is_waiting(id) {
            match decoder.decode(&buffer[at..]) {
                Decoded::Message { message, .. } if self.has_to_wait_for_session(id, message) => {
                    break;
                }
                Decoded::Message { consumed, message } => {
                    at += consumed;
                    self.message_on(id, message);
                }
                Decoded::Garbled { consumed, reason } => {
                    at += consumed;
                    tracing::warn!(connection = id, bytes = consumed, %reason, "garbled bytes");
                    self.garbled_on(id, reason);
                }
                Decoded::Partial => break,
            }
        }
        let is_waiting = self.is_waiting(id);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.buffer = buffer;
            connection.buffer.drain(..at);
            if connection.buffer.is_empty() {
                connection.buffer = Vec::new();
            }
            if !is_waiting {
                connection.permits.clear();
            }
        }
    }

    /// Whether the connection's messages have to wait, or nobody wants them any more.
    fn is_waiting(&self, id: ConnectionId) -> bool {
        match self
            .connections
            .get(&id)
            .map(|connection| connection.session)
        {
            Some(Some(index)) => self.places[index].suspended.is_some(),
            Some(None) => false,
            None => true,
        }
    }

    /// A peer whose connection broke may be back before the end of the old one was seen: its logon waits a little.
    fn has_to_wait_for_session(&self, id: ConnectionId, message: Message<'_>) -> bool {
        self.connections.get(&id).is_some_and(|connection| {
            connection.session.is_none()
                && connection.opened.elapsed() < OCCUPIED_WAIT
                && message.msg_type() == b"A"
                && self
                    .session_of(message)
                    .is_some_and(|index| self.places[index].connection.is_some())
        })
    }

    /// Looks again at connections whose logon waits.
    pub(super) fn work_off_waiting(&mut self, decoder: &mut Decoder) {
        let is_waiting =
            |connection: &Connection| connection.session.is_none() && !connection.buffer.is_empty();
        let waiting: Vec<ConnectionId> = self
            .connections
            .iter()
            .filter(|(_, connection)| is_waiting(connection))
            .map(|(id, _)| *id)
            .collect();
        for id in waiting {
            self.work_off(id, decoder);
        }
    }

    fn message_on(&mut self, id: ConnectionId, message: Message<'_>) {
        let session = self
            .connections
            .get(&id)
            .and_then(|connection| connection.session);
        let index = match session {
            Some(index) => index,
            None => match self.admit(id, message) {
                Ok(index) => {
                    self.attach(id, index);
                    index
                }
                Err(refused) => {
                    self.refuse(id, refused);
                    return;
                }
            },
        };
        self.message(index, message);
    }

    fn garbled_on(&mut self, id: ConnectionId, reason: fix_codec::Garbled) {
        match self
            .connections
            .get(&id)
            .map(|connection| connection.session)
        {
            Some(Some(index)) => self.session_step(index, |session, now_ns, actions| {
                session.garbled(reason, now_ns, actions);
            }),
            Some(None) => self.refuse(id, Refused::NotALogon),
            None => {}
        }
    }

    fn attach(&mut self, id: ConnectionId, index: usize) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.session = Some(index);
        }
        self.places[index].connection = Some(id);
        self.session_step(index, |session, now_ns, actions| {
            session.connected(now_ns, actions);
        });
    }

    /// The peer has closed, or the line is broken.
    pub(super) fn closed(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.remove(&id) else {
            return;
        };
        if let Some(index) = connection.session {
            self.places[index].connection = None;
            self.places[index].suspended = None;
            self.session_step(index, |session, now_ns, actions| {
                session.connection_lost(now_ns, actions);
            });
        }
    }

    /// Takes a session from its connection: its last bytes are still written.
    pub(super) fn detach(&mut self, index: usize) -> Option<Outbox> {
        self.places[index].suspended = None;
        let id = self.places[index].connection.take()?;
        self.connections
            .remove(&id)
            .map(|connection| connection.outbox)
    }

    /// Ends a connection that is nobody's, or whose peer is too slow.
    pub(super) fn drop_connection(&mut self, id: ConnectionId) {
        if let Some(connection) = self.connections.get(&id) {
            connection.outbox.close();
        }
        self.closed(id);
    }

    pub(super) fn close_silent_connections(&mut self) {
        let wait = self.limits.pre_logon_wait;
        for id in self.connections_without_session(wait) {
            self.refuse(id, Refused::Silent);
        }
    }

    pub(super) fn close_connections_without_session(&mut self) {
        for id in self.connections_without_session(Duration::ZERO) {
            self.drop_connection(id);
        }
    }

    /// Those that have been so for that long.
    fn connections_without_session(&self, wait: Duration) -> Vec<ConnectionId> {
        let found = self.connections.iter().filter(|(_, connection)| {
            connection.session.is_none() && connection.opened.elapsed() >= wait
        });
        found.map(|(id, _)| *id).collect()
    }

    /// The session of a connection.
    pub(super) fn session_on(&self, id: ConnectionId) -> Option<usize> {
        self.connections.get(&id)?.session
    }

    pub(super) fn outbox_of(&self, index: usize) -> Option<(ConnectionId, Outbox)> {
        let id = self.places[index].connection?;
        Some((id, self.connections.get(&id)?.outbox().clone()))
    }
}
