//! Replays: stored messages are read in chunks, and their session waits meanwhile, so that the answer is in order.

use fix_codec::Decoder;
use fix_session::Replay;

use super::{Hub, Input};
use crate::application::Application;
use crate::connection::ConnectionId;
use crate::store::{Chunk, ReadError};

/// A session that answers a ResendRequest(2): what it receives and what it should send waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Suspended {
    pub(super) replay: Replay,
    pub(super) generation: u64,
    /// The next chunk waits for the peer to take what it was sent.
    pub(super) is_paced: bool,
}

impl<A: Application> Hub<A> {
    /// Starts reading the first messages of a range; everything before it is durable.
    pub(super) fn read_stored(&mut self, index: usize, generation: u64, replay: Replay) {
        let place = &self.places[index];
        if place
            .suspended
            .is_none_or(|suspended| suspended.generation != generation)
        {
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
        let place = &self.places[index];
        let Some(mut suspended) = place
            .suspended
            .filter(|suspended| suspended.generation == generation)
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
        self.send_again(index, &mut suspended.replay, &chunk);
        if chunk.is_last {
            self.places[index].suspended = None;
            self.settle(index);
            let id = self.places[index].connection.as_ref().map(|(id, _)| *id);
            if let Some(id) = id {
                self.resume(index);
                self.work_off(id, decoder);
            }
        } else {
            suspended.is_paced = !self.has_room(index);
            self.places[index].suspended = Some(suspended);
            if !suspended.is_paced {
                self.read_next(index);
            }
        }
    }

    fn read_next(&mut self, index: usize) {
        if let Some(Suspended {
            replay, generation, ..
        }) = self.places[index].suspended
        {
            self.batch.release(super::Release::Replay {
                session: index,
                generation,
                replay,
            });
        }
    }

    /// A peer has taken everything it was sent: what was held back for it goes on.
    pub(super) fn drained(&mut self, id: ConnectionId) {
        let Some(index) = self.session_on(id) else {
            return;
        };
        match &mut self.places[index].suspended {
            Some(suspended) if suspended.is_paced => {
                suspended.is_paced = false;
                self.read_next(index);
            }
            Some(_) => {}
            None => self.settle(index),
        }
    }

    fn send_again(&mut self, index: usize, replay: &mut Replay, chunk: &Chunk) {
        let mut actions = Vec::new();
        let session = &mut self.places[index].session;
        for (msg_seq_num, bytes) in &chunk.messages {
            session.replay(replay, *msg_seq_num, bytes, self.now_ns, &mut actions);
        }
        if chunk.is_last {
            session.replay_end(*replay, self.now_ns, &mut actions);
        }
        self.perform(index, &mut actions);
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
