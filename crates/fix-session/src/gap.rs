//! The gap: what came too early, and what was asked for again.

use std::collections::BTreeMap;

use fix_codec::{Message, OwnedMessage};

/// Messages that wait for those before them, and the range that the last ResendRequest(2) asked for.
#[derive(Debug, Default)]
pub(crate) struct Gap {
    waiting: BTreeMap<u64, Waiting>,
    messages: usize,
    bytes: usize,
    /// The highest number that came too early, kept or not.
    highest: u64,
    requested: Option<Requested>,
}

/// What came too early.
#[derive(Debug)]
pub(crate) enum Waiting {
    /// To be acted upon in its turn.
    Message(OwnedMessage),
    /// Acted upon when it came: only its turn is missing.
    Acted,
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
/// Numbers that wait without their message. More than messages, as two sides that close long gaps in small parts send as
/// many requests as there are parts, and a request that has to be sent again must not make the gap longer.
const WAITING_ACTED_MAX: usize = 16 * 1024;

impl Gap {
    /// Keeps a message until its turn; beyond the limits it is dropped, and will be asked for again.
    pub(crate) fn keep(&mut self, msg_seq_num: u64, message: Message<'_>, messages_max: usize) {
        self.highest = self.highest.max(msg_seq_num);
        let bytes = message.bytes().len();
        if self.messages >= messages_max
            || self.bytes + bytes > WAITING_BYTES_MAX
            || self.waiting.contains_key(&msg_seq_num)
        {
            return;
        }
        let message = Waiting::Message(message.to_owned());
        self.waiting.insert(msg_seq_num, message);
        self.messages += 1;
        self.bytes += bytes;
    }

    /// Keeps the number of a message that has been acted upon.
    pub(crate) fn keep_acted(&mut self, msg_seq_num: u64) {
        self.highest = self.highest.max(msg_seq_num);
        if self.waiting.len() - self.messages < WAITING_ACTED_MAX {
            self.waiting.entry(msg_seq_num).or_insert(Waiting::Acted);
        }
    }

    /// What has its turn, if it waits; what comes before it is no longer needed.
    pub(crate) fn take(&mut self, expected: u64) -> Option<Waiting> {
        while let Some(entry) = self.waiting.first_entry() {
            if *entry.key() > expected {
                return None;
            }
            let (msg_seq_num, waiting) = entry.remove_entry();
            if let Waiting::Message(message) = &waiting {
                self.messages -= 1;
                self.bytes -= message.view().bytes().len();
            }
            if msg_seq_num == expected {
                return Some(waiting);
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
