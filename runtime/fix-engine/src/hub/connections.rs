//! Connections in the hub: from bytes to messages, from the first message to its session.
//!
//! Messages are decoded where they were read to; only a part of one is copied, to wait for the rest.

use std::time::{Duration, Instant};

use fix_codec::{Decoder, Message, Step as Decoded};
use tokio::sync::OwnedSemaphorePermit;

use super::admission::Gate;
use super::logon::Judgement;
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
    /// What was read and could not be worked off.
    buffer: Vec<u8>,
    /// Reads that are in the buffer: the reader goes on when they are given back.
    permits: Vec<OwnedSemaphorePermit>,
    opened: Instant,
    before_logon_bytes: usize,
    pub(super) origin: Origin,
    /// What is known of the sender of its Logon(A).
    pub(super) judgement: Judgement,
    /// The place of a peer's connection whose session is not logged on.
    pub(super) waiting: Option<Waiting>,
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
            judgement: Judgement::None,
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
        bytes: Vec<u8>,
        permit: OwnedSemaphorePermit,
        decoder: &mut Decoder,
    ) {
        // A connection that was closed by us may still send; nobody listens.
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        // While its Logon(A) is judged, what comes behind it is limited by the permits.
        if connection.session.is_none() && !connection.judgement.is_awaited() {
            connection.before_logon_bytes += bytes.len();
            if connection.before_logon_bytes > self.limits.pre_logon_bytes {
                self.refuse(id, Refused::NotALogon);
                return;
            }
        }
        if connection.buffer.is_empty() {
            connection.buffer = bytes;
        } else {
            connection.buffer.extend_from_slice(&bytes);
        }
        connection.permits.push(permit);
        self.work_off(id, decoder);
    }

    /// Takes messages from the buffer until it is used up, its session is suspended, or the connection ends.
    pub(super) fn work_off(&mut self, id: ConnectionId, decoder: &mut Decoder) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let mut buffer = std::mem::take(&mut connection.buffer);
        let mut session = connection.session;
        let mut at = 0;
        while at < buffer.len() && self.listens(id, session) {
            match decoder.decode(&buffer[at..]) {
                Decoded::Message { consumed, message } => {
                    if session.is_none() && self.has_to_wait(id, message) {
                        break;
                    }
                    at += consumed;
                    if self.message_log.is_some() {
                        self.log_received(session, message);
                    }
                    match session {
                        Some(index) => self.message(index, message),
                        None => session = self.first_message(id, message),
                    }
                }
                Decoded::Garbled { consumed, reason } => {
                    at += consumed;
                    tracing::warn!(connection = id, bytes = consumed, %reason, "garbled bytes");
                    self.garbled_on(id, session, reason);
                }
                Decoded::Partial => break,
            }
        }
        let is_suspended = session.is_some_and(|index| self.places[index].suspended.is_some());
        if let Some(connection) = self.connections.get_mut(&id) {
            let is_held = is_suspended || connection.judgement.is_awaited();
            buffer.drain(..at);
            // What is left of a large read must not keep its room.
            buffer.shrink_to(buffer.len() * 2);
            connection.buffer = buffer;
            if !is_held {
                connection.permits.clear();
            }
        }
    }

    /// Whether the next message can be worked off: the connection is there, and its session holds nothing back.
    fn listens(&self, id: ConnectionId, session: Option<usize>) -> bool {
        match session {
            Some(index) => {
                let place = &self.places[index];
                place.suspended.is_none() && place.is_on(id)
            }
            None => self.connections.contains_key(&id),
        }
    }

    /// Whether a first message has to wait: for the verdict on its sender, or for the end of the session's connection
    /// before, as a peer whose connection broke may be back before that was seen.
    fn has_to_wait(&mut self, id: ConnectionId, message: Message<'_>) -> bool {
        let Some(connection) = self.connections.get(&id) else {
            return false;
        };
        let is_new = connection.opened.elapsed() < OCCUPIED_WAIT;
        match self.admit(id, message) {
            Ok(gate) => !self.is_judged(id, &gate, message),
            Err(refused) => refused == Refused::Occupied && is_new,
        }
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

    /// The first message of a connection says which session it is of.
    fn first_message(&mut self, id: ConnectionId, message: Message<'_>) -> Option<usize> {
        match self.enter(id, message) {
            Ok(index) => Some(index),
            Err(refused) => {
                self.refuse(id, refused);
                None
            }
        }
    }

    fn enter(&mut self, id: ConnectionId, message: Message<'_>) -> Result<usize, Refused> {
        match self.admit(id, message)? {
            Gate::Session(index) => {
                self.log_on(id, index, message);
                Ok(index)
            }
            Gate::Mould(mould, comp_id) => {
                self.may_make(id, mould)?;
                let index = self.make(mould, &comp_id);
                self.log_on(id, index, message);
                // Only a good Logon(A) makes a session.
                if !self.places[index].session.is_logged_on() {
                    self.drop_connection(id);
                    self.remove(index);
                }
                Ok(index)
            }
        }
    }

    /// A session gets its connection, the Logon(A), and the verdict on that.
    fn log_on(&mut self, id: ConnectionId, index: usize, message: Message<'_>) {
        self.attach(id, index);
        self.message(index, message);
        self.give_verdict(id, index);
    }

    fn garbled_on(&mut self, id: ConnectionId, session: Option<usize>, reason: fix_codec::Garbled) {
        match session {
            Some(index) => self.session_step(index, |session, now_ns, actions| {
                session.garbled(reason, now_ns, actions);
            }),
            None => self.refuse(id, Refused::NotALogon),
        }
    }

    fn attach(&mut self, id: ConnectionId, index: usize) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        connection.session = Some(index);
        let place = &mut self.places[index];
        place.connection = Some((id, connection.outbox.clone()));
        place.held = None;
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
            let place = &mut self.places[index];
            place.connection = None;
            place.suspended = None;
            place.wire = Vec::new();
            self.session_step(index, |session, now_ns, actions| {
                session.connection_lost(now_ns, actions);
            });
        }
    }

    /// Takes a session from its connection: its last bytes are still written.
    pub(super) fn detach(&mut self, index: usize) -> Option<Outbox> {
        self.places[index].suspended = None;
        let (id, outbox) = self.places[index].connection.take()?;
        self.connections.remove(&id);
        Some(outbox)
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

    pub(super) fn connection_of(&self, index: usize) -> Option<&Connection> {
        let (id, _) = self.places[index].connection.as_ref()?;
        self.connections.get(id)
    }

    /// The session of a connection.
    pub(super) fn session_on(&self, id: ConnectionId) -> Option<usize> {
        self.connections.get(&id)?.session
    }
}
