//! Replays: stored messages are read in chunks, and their session waits meanwhile, so that the answer is in order.
//!
//! A chunk is whole records of the journal, which may hold many messages. They go out one by one, while no more than half of
//! what may wait for the peer does: the other half is for what is said meanwhile and right after.

use std::collections::VecDeque;

use fix_codec::Decoder;
use fix_session::Replay;

use super::{Hub, Input};
use crate::application::Application;
use crate::connection::ConnectionId;
use crate::store::{Chunk, ReadError, StoredMessage};

/// A session that answers a ResendRequest(2): what it receives and what it should send waits.
#[derive(Debug)]
pub(crate) struct Suspended {
    replay: Replay,
    generation: u64,
    /// What comes next waits for the peer to take what it was sent.
    is_paced: bool,
    /// Messages that have been read and not sent yet.
    ahead: VecDeque<StoredMessage>,
    /// Nothing of the range comes after them.
    is_read: bool,
}

impl Suspended {
    /// From the start of a range, of which nothing has been read.
    pub(super) fn new(replay: Replay, generation: u64) -> Self {
        Suspended {
            replay,
            generation,
            is_paced: false,
            ahead: VecDeque::new(),
            is_read: false,
        }
    }
}

impl<A: Application> Hub<A> {
    /// Starts reading the first messages of a range; everything before it is durable.
    pub(super) fn read_stored(&mut self, index: usize, generation: u64, replay: Replay) {
        let place = &self.places[index];
        let suspended = place.suspended.as_ref();
        if suspended.is_none_or(|suspended| suspended.generation != generation) {
            return;
        }
        let found = place.stored.find(replay);
        let (journal, name, tell) = (self.journal.clone(), place.name.clone(), self.tell.clone());
        tokio::spawn(async move {
            let read = found.read(&journal, &name, replay).await;
            let _ = tell
                .send(Input::Replayed {
                    session: index,
                    generation,
                    read,
                })
                .await;
        });
    }

    /// Messages have been read: they go out, and the next ones are read, or the session goes on.
    pub(super) fn replayed(
        &mut self,
        index: usize,
        generation: u64,
        read: Result<Chunk, ReadError>,
        decoder: &mut Decoder,
    ) {
        let place = &mut self.places[index];
        let suspended = place.suspended.as_mut();
        let Some(suspended) = suspended.filter(|suspended| suspended.generation == generation)
        else {
            return;
        };
        let chunk = read.unwrap_or_else(|error| {
            // The peer gets gap fills for what can't be read; the log says what was lost.
            tracing::error!(
                session = place.name,
                error = &error as &dyn std::error::Error,
                "stored messages can't be read"
            );
            Chunk::nothing()
        });
        suspended.ahead = chunk.messages.into();
        suspended.is_read = chunk.is_last;
        self.send_ahead(index, decoder);
    }

    /// Sends what has been read, as fast as the peer takes it; then the next ones are read, or the session goes on.
    fn send_ahead(&mut self, index: usize, decoder: &mut Decoder) {
        let mut actions = Vec::new();
        loop {
            let has_room = self.has_room(index);
            let place = &mut self.places[index];
            let Some(suspended) = &mut place.suspended else {
                return;
            };
            if suspended.ahead.is_empty() && suspended.is_read {
                break;
            }
            suspended.is_paced = !has_room;
            if suspended.is_paced {
                return;
            }
            let Some((msg_seq_num, bytes)) = suspended.ahead.pop_front() else {
                return self.read_next(index);
            };
            let replay = &mut suspended.replay;
            let session = &mut place.session;
            session.replay(replay, msg_seq_num, &bytes, self.now_ns, &mut actions);
            self.perform(index, &mut actions);
        }
        let place = &mut self.places[index];
        if let Some(suspended) = place.suspended.take() {
            let session = &mut place.session;
            session.replay_end(suspended.replay, self.now_ns, &mut actions);
            self.perform(index, &mut actions);
        }
        self.settle(index);
        let id = self.places[index].connection.as_ref().map(|(id, _)| *id);
        if let Some(id) = id {
            self.resume(index);
            self.work_off(id, decoder);
        }
    }

    fn read_next(&mut self, index: usize) {
        if let Some(suspended) = &self.places[index].suspended {
            let (generation, replay) = (suspended.generation, suspended.replay);
            self.batch.release(super::Release::Replay {
                session: index,
                generation,
                replay,
            });
        }
    }

    /// A peer has taken everything it was sent: what was held back for it goes on.
    pub(super) fn drained(&mut self, id: ConnectionId, decoder: &mut Decoder) {
        let Some(index) = self.session_on(id) else {
            return;
        };
        match &self.places[index].suspended {
            Some(suspended) if suspended.is_paced => self.send_ahead(index, decoder),
            Some(_) => {}
            None => self.settle(index),
        }
    }

    /// Messages that came early, and whose turn came while the session was suspended.
    fn resume(&mut self, index: usize) {
        while self.places[index].suspended.is_none()
            && let Some(waiting) = self.places[index].session.take_waiting()
        {
            self.message(index, waiting.view());
        }
    }
}
