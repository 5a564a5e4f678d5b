//! What the engine remembers of a session between connections, and how it is read back from the journal.

use std::collections::VecDeque;

use fix_codec::Draft;
use fix_session::{Numbers, Replay};
use journal::Journal;

use crate::record::{self, Operation};

/// The stored part of a session.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub(crate) numbers: Numbers,
    /// Messages that wait for the peer to log on, or for a replay to end.
    pub(crate) queued: VecDeque<Draft>,
    /// Where in the journal the application messages are that may be asked for again, by MsgSeqNum(34).
    sent: Vec<SentAt>,
}

#[derive(Debug, Clone, Copy)]
struct SentAt {
    msg_seq_num: u64,
    sequence: u64,
}

impl Stored {
    /// Takes over an operation of a record that has that place in the journal.
    pub(crate) fn replay(&mut self, operation: Operation<'_>, sequence: u64) {
        match operation {
            Operation::Numbers(numbers) => self.numbers = numbers,
            Operation::Reset => self.reset(),
            Operation::Sent(msg_seq_num, _) => self.sent(msg_seq_num, sequence),
            Operation::Queued(draft) => self.queued.push_back(draft),
            Operation::Dequeued => {
                self.queued.pop_front();
            }
            Operation::Session(_) | Operation::Event(_) => {}
        }
    }

    pub(crate) fn reset(&mut self) {
        self.numbers = Numbers::default();
        self.sent.clear();
    }

    pub(crate) fn sent(&mut self, msg_seq_num: u64, sequence: u64) {
        self.sent.push(SentAt {
            msg_seq_num,
            sequence,
        });
    }

    /// The places in the journal of the first messages of a range.
    pub(crate) fn places(&self, replay: Replay, messages_max: usize) -> Places {
        let start = self
            .sent
            .partition_point(|sent| sent.msg_seq_num < replay.next);
        let rest = &self.sent[start..];
        let rest = &rest[..rest.partition_point(|sent| sent.msg_seq_num <= replay.last)];
        let is_last = rest.len() <= messages_max;
        Places {
            sent: rest[..rest.len().min(messages_max)].to_vec(),
            is_last,
        }
    }
}

/// Some stored messages to read.
#[derive(Debug)]
pub(crate) struct Places {
    sent: Vec<SentAt>,
    /// Nothing of the range comes after them.
    pub(crate) is_last: bool,
}

/// A stored message: its number and its bytes.
pub(crate) type StoredMessage = (u64, Vec<u8>);

/// Reads the messages at those places.
pub(crate) async fn read_messages(
    journal: &Journal,
    session: &str,
    places: &Places,
) -> Result<Vec<StoredMessage>, ReadError> {
    let mut messages = Vec::with_capacity(places.sent.len());
    let wanted = |at: usize| places.sent.get(at).map(|sent| sent.msg_seq_num);
    let mut at = 0;
    while let Some(first) = places.sent.get(at) {
        let records = journal.read(first.sequence - 1, 1).await?;
        let Some(record) = records.first() else { break };
        let mut is_ours = false;
        for operation in record::read(&record.payload) {
            match operation? {
                Operation::Session(name) => is_ours = name == session,
                Operation::Sent(msg_seq_num, bytes)
                    if is_ours && wanted(at) == Some(msg_seq_num) =>
                {
                    messages.push((msg_seq_num, bytes.to_vec()));
                    at += 1;
                }
                _ => {}
            }
        }
        // A place without its message would be read for ever.
        if places
            .sent
            .get(at)
            .is_some_and(|next| next.sequence == first.sequence)
        {
            at += 1;
        }
    }
    Ok(messages)
}

/// Why stored messages can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The journal can't be read.
    #[error("the journal can't be read")]
    Journal(#[from] journal::JournalError),
    /// A record is not the engine's.
    #[error("the journal has a record that is not the engine's")]
    Record(#[from] record::RecordError),
    /// An event is not the application's.
    #[error("the journal has an event that is not the application's, in record {sequence}")]
    Event {
        /// The record.
        sequence: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}
