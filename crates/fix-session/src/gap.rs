//! The gap: what came too early, and what was asked for again.

use std::collections::BTreeMap;

use fix_codec::{Message, OwnedMessage};

/// Messages that wait for those before them, and the range that the last ResendRequest(2) asked for.
#[derive(Debug, Default)]
pub(crate) struct Gap {
    waiting: BTreeMap<u64, OwnedMessage>,
    waiting_bytes: usize,
    requested: Option<Requested>,
}

/// What a ResendRequest(2) that is not yet satisfied covers.
#[derive(Debug, Clone, Copy)]
struct Requested {
    first: u64,
    last: u64,
    /// When it was asked for, or when the last of it came.
    since_ns: i64,
}

/// All messages that wait, together: a few of the largest, or very many of the usual.
const WAITING_BYTES_MAX: usize = 1 << 20;

impl Gap {
    /// Keeps a message until its turn; beyond the limits it is dropped, and will be asked for again.
    pub(crate) fn keep(&mut self, msg_seq_num: u64, message: Message<'_>, messages_max: usize) {
        let bytes = message.bytes().len();
        if self.waiting.len() >= messages_max || self.waiting_bytes + bytes > WAITING_BYTES_MAX {
            return;
        }
        if self
            .waiting
            .insert(msg_seq_num, message.to_owned())
            .is_none()
        {
            self.waiting_bytes += bytes;
        }
    }

    /// The message whose turn it is, if it waits; those before it are no longer needed.
    pub(crate) fn take(&mut self, expected: u64) -> Option<OwnedMessage> {
        while let Some(entry) = self.waiting.first_entry() {
            if *entry.key() > expected {
                return None;
            }
            let msg_seq_num = *entry.key();
            let message = entry.remove();
            self.waiting_bytes = self
                .waiting_bytes
                .saturating_sub(message.view().bytes().len());
            if msg_seq_num == expected {
                return Some(message);
            }
        }
        None
    }

    /// The first message that waits.
    pub(crate) fn first_waiting(&self) -> Option<u64> {
        self.waiting.first_key_value().map(|(first, _)| *first)
    }

    /// Whether messages from `received` back are being waited for already.
    pub(crate) fn is_requested(&self, received: u64) -> bool {
        self.requested
            .is_some_and(|requested| received >= requested.first)
    }

    pub(crate) fn request(&mut self, first: u64, last: u64, since_ns: i64) {
        self.requested = Some(Requested {
            first,
            last,
            since_ns,
        });
    }

    /// A message came in its turn.
    pub(crate) fn advanced(&mut self, msg_seq_num: u64, now_ns: i64) {
        match &mut self.requested {
            Some(requested) if msg_seq_num < requested.last => requested.since_ns = now_ns,
            _ => self.requested = None,
        }
    }

    /// Since when a request has had no answer, and the last message that it covers.
    pub(crate) fn unanswered(&self) -> Option<(i64, u64)> {
        self.requested
            .map(|requested| (requested.since_ns, requested.last))
    }

    pub(crate) fn clear(&mut self) {
        *self = Gap::default();
    }
}
