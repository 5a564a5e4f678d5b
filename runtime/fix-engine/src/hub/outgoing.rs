//! What goes out to a peer, and when: at the end of the round, or when the batch is durable.
//!
//! A session's policy says which, with two things that no policy takes away: nothing goes out before the application's
//! events that came before it are durable, and a connection's bytes stay in order. A buffered session's numbers are
//! reserved durably before they are given, so that none is given twice after a kill.

use fix_session::{Sent, SentKind};

use super::Hub;
use super::batch::Release;
use crate::application::Application;
use crate::config::StorePolicy;
use crate::connection::Outbox;
use crate::message_log::Way;
use crate::record::Operation;

/// Numbers that a buffered session reserves at once: as many may be skipped by a kill.
const RESERVED_NUMBERS: u64 = 20_000;

impl<A: Application> Hub<A> {
    /// Adds an operation of a session to the open step, if it is stored at all.
    pub(super) fn store(&mut self, index: usize, operation: &Operation<'_>) {
        let place = &self.places[index];
        if place.store != StorePolicy::Memory {
            self.batch.store(index, &place.name, operation);
        }
    }

    /// Keeps a message of the application's for a resend.
    pub(super) fn keep_sent(&mut self, index: usize, sent: &Sent) {
        let place = &mut self.places[index];
        if place.store == StorePolicy::Memory {
            let bytes_max = self.limits.memory_sent_bytes;
            place
                .stored
                .keep_sent(sent.msg_seq_num, &sent.bytes, bytes_max);
        } else {
            self.batch.store(
                index,
                &place.name,
                &Operation::Sent(sent.msg_seq_num, &sent.bytes),
            );
        }
    }

    /// Writes a message to the session's connection, where it has one.
    pub(super) fn write(&mut self, index: usize, sent: &Sent) {
        self.reserve(index);
        let is_free = self.is_free(index);
        let place = &mut self.places[index];
        let Some((id, outbox)) = &place.connection else {
            return;
        };
        self.counts.sent(sent);
        if let Some(log) = &self.message_log {
            log.write(self.now_ns, &place.name, Way::Out, &sent.bytes);
        }
        let queued_bytes = outbox.reserve(sent.bytes.len());
        // What is sent again is paced, and has its own limit.
        if queued_bytes > self.limits.outbound_bytes && sent.kind != SentKind::Duplicate {
            tracing::warn!(connection = id, queued_bytes, "the peer reads too slowly");
            outbox.abort();
        }
        match place.held {
            _ if is_free => {
                place.wire.extend_from_slice(&sent.bytes);
                if place.store == StorePolicy::Buffered {
                    self.batch.gone_out(self.now_ns);
                }
            }
            Some((batch, at)) if batch == self.batch.number => {
                self.batch.hold_more(at, &sent.bytes);
            }
            _ => {
                let at = self.batch.hold(outbox, &sent.bytes);
                place.held = Some((self.batch.number, at));
            }
        }
    }

    /// Closes the session's connection behind what was written to it.
    pub(super) fn close_behind(&mut self, index: usize) {
        let is_free = self.is_free(index);
        self.places[index].flush(Outbox::write);
        let Some(outbox) = self.detach(index) else {
            return;
        };
        if is_free {
            outbox.close();
            self.closing.push(outbox);
        } else {
            self.batch.release(Release::Close(outbox));
        }
    }

    /// Whether bytes may go out without waiting for the batch.
    fn is_free(&self, index: usize) -> bool {
        let place = &self.places[index];
        let waits_for_event = self.batch.has_events
            || self
                .under_way
                .as_ref()
                .is_some_and(|(_, batch)| batch.has_events);
        // Numbers are reserved ahead, so that this holds only at first and after a reset.
        let waits_for_numbers = place.session.numbers().next_outgoing > place.reserved;
        let waits_for_others = place
            .held
            .is_some_and(|(batch, _)| Some(batch) > self.released);
        match place.store {
            StorePolicy::Sync => false,
            StorePolicy::Buffered => !(waits_for_event || waits_for_numbers || waits_for_others),
            StorePolicy::Memory => !(waits_for_event || waits_for_others),
        }
    }

    /// Sees to it that a buffered session has numbers ahead.
    fn reserve(&mut self, index: usize) {
        let place = &mut self.places[index];
        let next = place.session.numbers().next_outgoing;
        if place.store == StorePolicy::Buffered
            && next + RESERVED_NUMBERS / 2 > place.stored.reserved
        {
            place.stored.reserved = next + RESERVED_NUMBERS;
            let reserved = Operation::Reserved(place.stored.reserved);
            self.batch.store(index, &place.name, &reserved);
        }
    }

    /// In an orderly end, what was reserved and not given is given back.
    pub(super) fn give_back_reserved(&mut self) {
        for index in 0..self.places.len() {
            let place = &mut self.places[index];
            let next = place.session.numbers().next_outgoing;
            if place.store == StorePolicy::Buffered && place.stored.reserved > next {
                place.stored.reserved = next;
                let reserved = Operation::Reserved(next);
                self.batch.store(index, &place.name, &reserved);
            }
        }
    }
}
