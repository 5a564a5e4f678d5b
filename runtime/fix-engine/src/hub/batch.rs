//! What came of a few inputs: entries for the journal, and what is released when they are durable.

use std::time::Duration;

use fix_session::Replay;
use journal::Entry;
use tokio::sync::oneshot;

use super::{WRITE_BEHIND, WRITE_BEHIND_BYTES, writing};
use crate::connection::Outbox;
use crate::record::{self, Operation};

/// What happens when everything before it is durable, after the messages have gone out.
pub(crate) enum Release {
    /// The end of a connection.
    Close(Outbox),
    /// A caller waits; it gets the journal's last sequence number.
    Done(oneshot::Sender<u64>),
    /// An answer of a query.
    Answer(Box<dyn FnOnce() + Send>),
    /// Stored messages can be read now.
    Replay {
        session: usize,
        generation: u64,
        replay: Replay,
    },
}

/// The first message of a session in an entry: it gets its place in the journal with this batch.
pub(crate) struct SentIn {
    pub(crate) session: usize,
    pub(crate) msg_seq_num: u64,
    /// Which entry of the batch it is in.
    pub(crate) entry: usize,
}

/// Untraced steps share an entry up to this size: a resend reads whole entries.
const ENTRY_BYTES: usize = 64 * 1024;

#[derive(Default)]
pub(crate) struct Batch {
    /// Counts batches.
    pub(crate) number: u64,
    /// Traceparent and payload.
    entries: Vec<(String, Vec<u8>)>,
    /// Bytes of all entries.
    bytes: usize,
    /// The session that the operations of the open entry are about.
    about: Option<usize>,
    pub(crate) has_events: bool,
    /// When something of it was first sent without waiting.
    gone_out_ns: Option<i64>,
    /// Bytes that go out when the entries are durable, a buffer a connection.
    writes: Vec<(Outbox, Vec<u8>)>,
    releases: Vec<Release>,
    pub(crate) sent: Vec<SentIn>,
    /// Numbers that are safe to give when the entries are durable, by session.
    pub(crate) reserved: Vec<(usize, u64)>,
    count: u64,
}

impl Batch {
    pub(crate) fn new(number: u64) -> Self {
        Batch {
            number,
            ..Batch::default()
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes == 0 && self.writes.is_empty() && self.releases.is_empty()
    }

    /// Whether it should be with the journal as soon as can be. What nobody waits for is not worth a sync of its own:
    /// that a peer's Heartbeat(0) was taken is soon enough on disk with what comes next.
    pub(crate) fn is_urgent(&self, now_unix_ns: i64) -> bool {
        let is_behind = |since_ns: i64| {
            let behind_ns = u64::try_from(now_unix_ns - since_ns).unwrap_or(u64::MAX);
            Duration::from_nanos(behind_ns) >= WRITE_BEHIND
        };
        self.has_events
            || !self.writes.is_empty()
            || !self.releases.is_empty()
            || self.bytes >= WRITE_BEHIND_BYTES
            || self.gone_out_ns.is_some_and(is_behind)
    }

    /// Something of it was sent without waiting for it.
    pub(crate) fn has_gone_out(&self) -> bool {
        self.gone_out_ns.is_some()
    }

    pub(crate) fn gone_out(&mut self, now_unix_ns: i64) {
        self.gone_out_ns.get_or_insert(now_unix_ns);
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The next operations belong to a step with that traceparent.
    pub(crate) fn start_step(&mut self, trace: &str) {
        let fits = self.entries.last().is_some_and(|(open, payload)| {
            open == trace && trace.is_empty() && payload.len() < ENTRY_BYTES
        });
        if !fits {
            self.entries.push((trace.to_owned(), Vec::new()));
            self.about = None;
        }
    }

    /// Adds an operation of a session to the open step.
    pub(crate) fn store(&mut self, session: usize, name: &str, operation: &Operation<'_>) {
        if self.about != Some(session) {
            self.write(&Operation::Session(name));
            self.about = Some(session);
        }
        self.write(operation);
        let entry = self.entries.len() - 1;
        match *operation {
            Operation::Sent(msg_seq_num, _)
                if self
                    .sent
                    .last()
                    .is_none_or(|last| (last.session, last.entry) != (session, entry)) =>
            {
                self.sent.push(SentIn {
                    session,
                    msg_seq_num,
                    entry,
                });
            }
            Operation::Reserved(next) => self.reserved.push((session, next)),
            _ => {}
        }
    }

    /// Adds an operation of a session that is not there to the open step.
    pub(crate) fn store_for_absent(&mut self, name: &str, operation: &Operation<'_>) {
        self.write(&Operation::Session(name));
        self.write(operation);
        self.about = None;
    }

    /// Adds an application's event to the open step.
    pub(crate) fn store_event(&mut self, json: &[u8]) {
        self.write(&Operation::Event(json));
        self.has_events = true;
    }

    fn write(&mut self, operation: &Operation<'_>) {
        if self.entries.is_empty() {
            self.start_step("");
        }
        if let Some((_, payload)) = self.entries.last_mut() {
            let before = payload.len();
            record::write(payload, operation);
            self.bytes += payload.len() - before;
        }
    }

    /// A session was reset: what it sent before is not to be found again, and its numbers start again.
    pub(crate) fn forget_sent(&mut self, session: usize) {
        self.sent.retain(|sent| sent.session != session);
        self.reserved.retain(|(other, _)| *other != session);
    }

    /// Holds bytes back until the entries are durable: where.
    pub(crate) fn hold(&mut self, outbox: &Outbox, bytes: &[u8]) -> usize {
        self.writes.push((outbox.clone(), bytes.to_vec()));
        self.writes.len() - 1
    }

    /// Holds more bytes back at a place that was given before.
    pub(crate) fn hold_more(&mut self, at: usize, bytes: &[u8]) {
        self.writes[at].1.extend_from_slice(bytes);
    }

    pub(crate) fn release(&mut self, release: Release) {
        self.releases.push(release);
    }

    /// The entries for the journal. A step that stored nothing has none.
    pub(crate) fn take_entries(&mut self, now_unix_ns: i64) -> Vec<Entry> {
        let mut kept = Vec::with_capacity(self.entries.len());
        let mut places = Vec::with_capacity(self.entries.len());
        for (trace, payload) in std::mem::take(&mut self.entries) {
            places.push(kept.len());
            if !payload.is_empty() {
                kept.push(Entry {
                    time_unix_ns: now_unix_ns,
                    trace,
                    payload,
                });
            }
        }
        for sent in &mut self.sent {
            sent.entry = places.get(sent.entry).copied().unwrap_or(sent.entry);
        }
        self.count = kept.len() as u64;
        kept
    }

    /// The journal's number of an entry of this batch, once the last one's is known.
    pub(crate) fn sequence_of(&self, entry: usize, last: u64) -> u64 {
        last + 1 + entry as u64 - self.count
    }

    /// Sends what was held back; the rest is for the hub.
    pub(crate) fn into_releases(self) -> Vec<Release> {
        let write = writing(self.writes.len());
        for (outbox, bytes) in self.writes {
            write(&outbox, bytes);
        }
        self.releases
    }
}
