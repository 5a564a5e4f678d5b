//! What came of a few inputs: entries for the journal, and what is released when they are durable.

use fix_session::Replay;
use journal::Entry;
use tokio::sync::oneshot;

use crate::connection::{ConnectionId, Outbox};
use crate::record::{self, Operation};

/// What happens when everything before it is durable.
pub(crate) enum Release {
    /// Bytes for the wire.
    Write(ConnectionId, Outbox, Vec<u8>),
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

/// A message that gets its place in the journal with this batch.
pub(crate) struct SentIn {
    pub(crate) session: usize,
    pub(crate) msg_seq_num: u64,
    /// Which entry of the batch it is in.
    pub(crate) entry: usize,
}

/// Untraced steps share an entry up to this size.
const ENTRY_BYTES: usize = 64 * 1024;

#[derive(Default)]
pub(crate) struct Batch {
    /// Traceparent and payload.
    entries: Vec<(String, Vec<u8>)>,
    /// The session that the operations of the open entry are about.
    about: Option<usize>,
    releases: Vec<Release>,
    pub(crate) sent: Vec<SentIn>,
    count: u64,
}

impl Batch {
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.releases.is_empty()
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
        if self.entries.is_empty() {
            self.start_step("");
        }
        let entry = self.entries.len() - 1;
        let payload = &mut self.entries[entry].1;
        if self.about != Some(session) {
            record::write(payload, &Operation::Session(name));
            self.about = Some(session);
        }
        record::write(payload, operation);
        if let Operation::Sent(msg_seq_num, _) = operation {
            self.sent.push(SentIn {
                session,
                msg_seq_num: *msg_seq_num,
                entry,
            });
        }
    }

    /// Adds an operation of a session that is not there to the open step.
    pub(crate) fn store_for_absent(&mut self, name: &str, operation: &Operation<'_>) {
        if self.entries.is_empty() {
            self.start_step("");
        }
        if let Some((_, payload)) = self.entries.last_mut() {
            record::write(payload, &Operation::Session(name));
            record::write(payload, operation);
        }
        self.about = None;
    }

    /// Adds an application's event to the open step.
    pub(crate) fn store_event(&mut self, json: &[u8]) {
        if self.entries.is_empty() {
            self.start_step("");
        }
        if let Some((_, payload)) = self.entries.last_mut() {
            record::write(payload, &Operation::Event(json));
        }
    }

    /// A session was reset: what it sent before is not to be found again.
    pub(crate) fn forget_sent(&mut self, session: usize) {
        self.sent.retain(|sent| sent.session != session);
    }

    pub(crate) fn release(&mut self, release: Release) {
        if let Release::Write(connection, _, bytes) = &release
            && let Some(Release::Write(last, _, before)) = self.releases.last_mut()
            && last == connection
        {
            before.extend_from_slice(bytes);
            return;
        }
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

    pub(crate) fn into_releases(self) -> Vec<Release> {
        self.releases
    }
}
