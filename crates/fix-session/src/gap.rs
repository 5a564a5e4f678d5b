//! The gap: what came too early, and what was asked for again.

use std::collections::BTreeMap;

use fix_codec::{Message, OwnedMessage};

/// Messages that wait for those before them, and the range that the last ResendRequest(2) asked for.
#[derive(Debug, Default)]
pub(crate) struct Gap {
    waiting: BTreeMap<u64, OwnedMessage>,
    waiting_bytes: usize,
    /// The highest number that came too early, kept or not.
    highest: u64,
    requested: Option<Requested>,
}

/// What a ResendRequest(2) that is not yet satisfied covers.
#[derive(Debug, Clone, Copy)]
struct Requested {
    last: u64,
    /// When it was asked for, or when the last of it came.
    since_ns: i64,
}

/// All messages that wait, together: a few of the largest, or very many of the usual.
const WAITING_BYTES_MAX: usize = 1 << 20;

impl Gap {
    /// Keeps a message until its turn; beyond the limits it is dropped, and will be asked for again.
    pub(crate) fn keep(&mut self, msg_seq_num: u64, message: Message<'_>, messages_max: usize) {
        self.highest = self.highest.max(msg_seq_num);
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

    /// The last message that is known to be missing, where nobody has been asked for it: `expected` is the first.
    pub(crate) fn missing(&self, expected: u64) -> Option<u64> {
        if self.requested.is_some() || self.highest < expected {
            return None;
        }
        let first_waiting = self.waiting.range(expected..).next();
        match first_waiting.map(|(first, _)| *first) {
            Some(first) if first == expected => None,
            Some(first) => Some(first - 1),
            None => Some(self.highest),
        }
    }

    /// Everything up to `last` has been asked for.
    pub(crate) fn request(&mut self, last: u64, since_ns: i64) {
        self.requested = Some(Requested { last, since_ns });
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
