//! What the engine remembers of a session between connections, and how it is read back from the journal.

use std::collections::VecDeque;

use fix_codec::Draft;
use fix_session::{Numbers, Replay};
use journal::Journal;

use crate::kept::{Change, Kept};
use crate::record::{self, Operation};
use crate::snapshot::Written;

/// Messages of one session read at once, unless one record has more.
const CHUNK_MESSAGES: usize = 64;
/// Their bytes, unless one message has more.
const CHUNK_BYTES: usize = 64 * 1024;

/// The stored part of a session.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub(crate) numbers: Numbers,
    /// Outgoing numbers below may have been given, whatever `numbers` says; 0 for none.
    pub(crate) reserved: u64,
    /// Messages that wait for the peer to log on, or for a replay to end.
    pub(crate) queued: VecDeque<Draft>,
    /// What operators and schedules changed.
    pub(crate) kept: Kept,
    sent: SentMessages,
}

/// The application messages that may be asked for again.
#[derive(Debug)]
enum SentMessages {
    /// In which records of the journal they are.
    Journal(Vec<Run>),
    /// Themselves.
    Memory {
        messages: VecDeque<StoredMessage>,
        bytes: usize,
    },
}

/// Messages from `first` up to the next run's are in that record: one run a record, however many it holds.
#[derive(Debug, Clone, Copy)]
struct Run {
    first: u64,
    sequence: u64,
}

/// A stored message: its number and its bytes.
pub(crate) type StoredMessage = (u64, Vec<u8>);

impl Default for SentMessages {
    fn default() -> Self {
        SentMessages::Journal(Vec::new())
    }
}

impl Stored {
    /// As a snapshot has it.
    pub(crate) fn written(&self) -> Written {
        let mut queued = Vec::new();
        for draft in &self.queued {
            record::write(&mut queued, &Operation::Queued(draft.clone()));
        }
        let runs = match &self.sent {
            SentMessages::Journal(runs) => {
                runs.iter().map(|run| (run.first, run.sequence)).collect()
            }
            SentMessages::Memory { .. } => Vec::new(),
        };
        Written {
            next_incoming: self.numbers.next_incoming,
            next_outgoing: self.numbers.next_outgoing,
            reserved: self.reserved,
            queued,
            kept: self.kept.clone(),
            runs,
        }
    }

    /// From a snapshot, and the messages that wait in it.
    pub(crate) fn of(written: Written, queued: Vec<Draft>) -> Self {
        let run = |(first, sequence)| Run { first, sequence };
        Stored {
            numbers: Numbers {
                next_incoming: written.next_incoming,
                next_outgoing: written.next_outgoing,
            },
            reserved: written.reserved,
            queued: queued.into(),
            kept: written.kept,
            sent: SentMessages::Journal(written.runs.into_iter().map(run).collect()),
        }
    }

    /// Whether there is anything to remember.
    pub(crate) fn is_something(&self) -> bool {
        self.numbers != Numbers::default() || self.reserved > 0 || !self.queued.is_empty()
    }

    /// What a session without a journal starts with: its queue, which nobody else has.
    pub(crate) fn without_journal(self) -> Self {
        Stored {
            queued: self.queued,
            kept: self.kept,
            sent: SentMessages::Memory {
                messages: VecDeque::new(),
                bytes: 0,
            },
            ..Stored::default()
        }
    }

    /// The numbers to go on from: past everything that may have been given.
    pub(crate) fn numbers_after_restart(&self) -> Numbers {
        Numbers {
            next_outgoing: self.numbers.next_outgoing.max(self.reserved),
            ..self.numbers
        }
    }

    /// Takes over an operation of a record that has that place in the journal.
    pub(crate) fn replay(&mut self, operation: Operation<'_>, sequence: u64) {
        match operation {
            Operation::Numbers(numbers) => self.numbers = numbers,
            Operation::Reset => self.reset(),
            Operation::Sent(msg_seq_num, _) => self.sent_in(msg_seq_num, sequence),
            Operation::Queued(draft) => self.queued.push_back(draft),
            Operation::Dequeued => {
                self.queued.pop_front();
            }
            Operation::Reserved(next) => self.reserved = next,
            Operation::Session(_) | Operation::Event(_) | Operation::Kept(_) => {}
        }
    }

    /// Takes over a change that operators or schedules made.
    pub(crate) fn replay_kept(&mut self, json: &[u8], sequence: u64) -> Result<(), ReadError> {
        let change: Change = serde_json::from_slice(json)
            .map_err(|source| ReadError::Change { sequence, source })?;
        if change == Change::Removed {
            *self = Stored::default();
        }
        self.kept.apply(&change);
        Ok(())
    }

    pub(crate) fn reset(&mut self) {
        self.numbers = Numbers::default();
        self.reserved = 0;
        match &mut self.sent {
            SentMessages::Journal(runs) => *runs = Vec::new(),
            SentMessages::Memory { messages, bytes } => {
                *messages = VecDeque::new();
                *bytes = 0;
            }
        }
    }

    /// A message, and maybe those after it, is in that record.
    pub(crate) fn sent_in(&mut self, msg_seq_num: u64, sequence: u64) {
        if let SentMessages::Journal(runs) = &mut self.sent
            && runs.last().is_none_or(|last| last.sequence != sequence)
        {
            runs.push(Run {
                first: msg_seq_num,
                sequence,
            });
        }
    }

    /// Keeps a message in memory; the oldest go when there are more than `bytes_max` bytes.
    pub(crate) fn keep_sent(&mut self, msg_seq_num: u64, message: &[u8], bytes_max: usize) {
        if let SentMessages::Memory { messages, bytes } = &mut self.sent {
            messages.push_back((msg_seq_num, message.to_vec()));
            *bytes += message.len();
            while *bytes > bytes_max
                && let Some((_, oldest)) = messages.pop_front()
            {
                *bytes -= oldest.len();
            }
        }
    }

    /// The first messages of a range, or where they are.
    pub(crate) fn find(&self, range: Replay) -> Found {
        match &self.sent {
            SentMessages::Journal(runs) => {
                let after = runs.partition_point(|run| run.first <= range.next);
                let from = &runs[after.saturating_sub(1)..];
                let runs = &from[..from.partition_point(|run| run.first <= range.last)];
                let some = runs.len().min(CHUNK_MESSAGES);
                Found::Records {
                    sequences: runs[..some].iter().map(|run| run.sequence).collect(),
                    is_last: some == runs.len(),
                }
            }
            SentMessages::Memory { messages, .. } => {
                let start = messages.partition_point(|(number, _)| *number < range.next);
                let mut chunk = Chunk::default();
                let rest = messages.range(start..);
                for (number, message) in rest.take_while(|(number, _)| *number <= range.last) {
                    if chunk.is_full() {
                        return Found::Messages(chunk);
                    }
                    chunk.push(*number, message.clone());
                }
                chunk.is_last = true;
                Found::Messages(chunk)
            }
        }
    }
}

/// Some stored messages, or where to read them.
pub(crate) enum Found {
    Messages(Chunk),
    Records { sequences: Vec<u64>, is_last: bool },
}

/// Some stored messages of a range.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    pub(crate) messages: Vec<StoredMessage>,
    bytes: usize,
    /// Nothing of the range comes after them.
    pub(crate) is_last: bool,
}

impl Chunk {
    /// Of what can't be read: the range ends here.
    pub(crate) fn nothing() -> Self {
        Chunk {
            is_last: true,
            ..Chunk::default()
        }
    }

    fn push(&mut self, msg_seq_num: u64, message: Vec<u8>) {
        self.bytes += message.len();
        self.messages.push((msg_seq_num, message));
    }

    fn is_full(&self) -> bool {
        self.messages.len() >= CHUNK_MESSAGES || self.bytes >= CHUNK_BYTES
    }
}

impl Found {
    /// Reads a session's messages of a range, whole records until there are enough.
    pub(crate) async fn read(
        self,
        journal: &Journal,
        session: &str,
        range: Replay,
    ) -> Result<Chunk, ReadError> {
        let (sequences, is_last) = match self {
            Found::Messages(chunk) => return Ok(chunk),
            Found::Records { sequences, is_last } => (sequences, is_last),
        };
        let mut chunk = Chunk::default();
        for sequence in sequences {
            if chunk.is_full() {
                return Ok(chunk);
            }
            let records = journal.read(sequence - 1, 1).await?;
            let Some(record) = records.first() else {
                return Err(ReadError::Missing(sequence));
            };
            let mut is_ours = false;
            for operation in record::read(&record.payload) {
                match operation? {
                    Operation::Session(name) => is_ours = name == session,
                    Operation::Reset if is_ours => chunk = Chunk::default(),
                    Operation::Sent(msg_seq_num, bytes)
                        if is_ours && (range.next..=range.last).contains(&msg_seq_num) =>
                    {
                        chunk.push(msg_seq_num, bytes.to_vec());
                    }
                    _ => {}
                }
            }
        }
        // Without a message there would be no end.
        chunk.is_last = is_last || chunk.messages.is_empty();
        Ok(chunk)
    }
}

/// Why stored messages can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The journal can't be read.
    #[error("the journal can't be read")]
    Journal(#[from] journal::JournalError),
    /// A record that has messages is not there.
    #[error("the journal has no record {0}")]
    Missing(u64),
    /// A record is not the engine's.
    #[error("the journal has a record that is not the engine's")]
    Record(#[from] record::RecordError),
    /// A change of a session is not one.
    #[error("the journal has a change of a session that is not one, in record {sequence}")]
    Change {
        /// The record.
        sequence: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// An event is not the application's.
    #[error("the journal has an event that is not the application's, in record {sequence}")]
    Event {
        /// The record.
        sequence: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}
