//! What went through all sessions since the start, for metrics.

use std::collections::BTreeMap;

use fix_session::{Sent, SentKind};

use super::Hub;
use crate::access::Refused;
use crate::application::Application;

/// Types that are counted one by one; a peer may invent more.
const TYPES_MAX: usize = 128;

/// What went through an engine since it started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Messages that came, by MsgType(35); `other` for those that are no types, and for the rest of very many.
    pub received: Vec<(String, u64)>,
    /// Messages that went out for the first time, by MsgType(35).
    pub sent: Vec<(String, u64)>,
    /// Messages and gap fills that were sent again.
    pub resent: u64,
    /// Connections and logons that were refused.
    pub refused: Vec<(Refused, u64)>,
    /// Connections that are open now.
    pub connections: usize,
}

#[derive(Debug, Default)]
pub(super) struct Counts {
    received: ByType,
    sent: ByType,
    resent: u64,
}

/// Counts by MsgType(35), which has one or two characters.
#[derive(Debug, Default)]
struct ByType {
    types: BTreeMap<[u8; 2], u64>,
    other: u64,
}

impl ByType {
    fn count(&mut self, msg_type: &[u8]) {
        let key = match *msg_type {
            [one] if one.is_ascii_alphanumeric() => [one, b' '],
            [one, two] if one.is_ascii_alphanumeric() && two.is_ascii_alphanumeric() => [one, two],
            _ => {
                self.other += 1;
                return;
            }
        };
        if self.types.len() < TYPES_MAX || self.types.contains_key(&key) {
            *self.types.entry(key).or_default() += 1;
        } else {
            self.other += 1;
        }
    }

    fn read(&self) -> Vec<(String, u64)> {
        let name = |key: &[u8; 2]| String::from_utf8_lossy(key).trim_end().to_owned();
        let types = self.types.iter().map(|(key, count)| (name(key), *count));
        let other = (self.other > 0).then(|| ("other".to_owned(), self.other));
        types.chain(other).collect()
    }
}

impl Counts {
    pub(super) fn received(&mut self, msg_type: &[u8]) {
        self.received.count(msg_type);
    }

    pub(super) fn sent(&mut self, sent: &Sent) {
        match sent.kind {
            SentKind::Duplicate => self.resent += 1,
            SentKind::Application | SentKind::Session => self.sent.count(type_of(&sent.bytes)),
        }
    }
}

/// MsgType(35) of a message of ours: its third field.
fn type_of(message: &[u8]) -> &[u8] {
    let third = message.split(|&byte| byte == 1).nth(2);
    third
        .and_then(|field| field.strip_prefix(b"35="))
        .unwrap_or_default()
}

impl<A: Application> Hub<A> {
    pub(super) fn totals(&self) -> Totals {
        Totals {
            received: self.counts.received.read(),
            sent: self.counts.sent.read(),
            resent: self.counts.resent,
            refused: self.refusals.read(),
            connections: self.connections.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_a_peer_invents_are_counted_together() {
        let mut counts = ByType::default();
        for msg_type in ["D", "D", "AK", "", "D\u{7f}", "long"] {
            counts.count(msg_type.as_bytes());
        }
        for first in b'a'..=b'z' {
            for second in b'a'..=b'z' {
                counts.count(&[first, second]);
            }
        }
        let read = counts.read();
        assert_eq!(read.len(), TYPES_MAX + 1);
        assert_eq!(
            read.iter().map(|(_, count)| count).sum::<u64>(),
            6 + 26 * 26
        );
        assert!(read.contains(&("D".to_owned(), 2)) && read.contains(&("AK".to_owned(), 1)));
        assert_eq!(type_of(b"8=FIX.4.4\x019=5\x0135=AK\x01"), b"AK");
    }
}
