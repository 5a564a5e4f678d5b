//! The form of the engine's records in the journal: a list of operations, the sessions' and the application's together.
//!
//! Binary, because messages are bytes; lengths are little-endian. A kind byte starts each operation, and a session's
//! operations follow its name.

use fix_codec::Draft;
use fix_session::Numbers;

/// What a record says happened.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Operation<'a> {
    /// What follows is about this session.
    Session(&'a str),
    /// Its numbers.
    Numbers(Numbers),
    /// Its stored messages are forgotten, its numbers are 1.
    Reset,
    /// An application message was given that number.
    Sent(u64, &'a [u8]),
    /// A message waits for its peer.
    Queued(Draft),
    /// The first message that waited has got its number.
    Dequeued,
    /// Numbers below may be in use without a record of it: after a restart the session goes on from here.
    Reserved(u64),
    /// A change that operators or schedules made, as JSON.
    Kept(&'a [u8]),
    /// The application's event, as JSON.
    Event(&'a [u8]),
}

/// A record that is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a record of the engine is malformed at byte {0}")]
pub struct RecordError(pub usize);

const SESSION: u8 = b'S';
const NUMBERS: u8 = b'N';
const RESET: u8 = b'R';
const SENT: u8 = b'M';
const QUEUED: u8 = b'Q';
const DEQUEUED: u8 = b'D';
const RESERVED: u8 = b'V';
const KEPT: u8 = b'K';
const EVENT: u8 = b'E';

/// Writes an operation at the end of a payload.
pub(crate) fn write(payload: &mut Vec<u8>, operation: &Operation<'_>) {
    match operation {
        Operation::Session(name) => {
            payload.push(SESSION);
            write_bytes(payload, name.as_bytes());
        }
        Operation::Numbers(numbers) => {
            payload.push(NUMBERS);
            payload.extend_from_slice(&numbers.next_incoming.to_le_bytes());
            payload.extend_from_slice(&numbers.next_outgoing.to_le_bytes());
        }
        Operation::Reset => payload.push(RESET),
        Operation::Sent(msg_seq_num, bytes) => {
            payload.push(SENT);
            payload.extend_from_slice(&msg_seq_num.to_le_bytes());
            write_bytes(payload, bytes);
        }
        Operation::Queued(draft) => {
            payload.push(QUEUED);
            write_bytes(payload, draft.msg_type().as_bytes());
            write_length(payload, draft.header().count());
            for (tag, value) in draft.header() {
                payload.extend_from_slice(&tag.to_le_bytes());
                write_bytes(payload, value);
            }
            write_bytes(payload, draft.body());
        }
        Operation::Dequeued => payload.push(DEQUEUED),
        Operation::Reserved(next) => {
            payload.push(RESERVED);
            payload.extend_from_slice(&next.to_le_bytes());
        }
        Operation::Kept(json) => {
            payload.push(KEPT);
            write_bytes(payload, json);
        }
        Operation::Event(json) => {
            payload.push(EVENT);
            write_bytes(payload, json);
        }
    }
}

fn write_length(payload: &mut Vec<u8>, length: usize) {
    // The journal takes no payload of 4 GiB, so a longer length never gets there.
    payload.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
}

fn write_bytes(payload: &mut Vec<u8>, bytes: &[u8]) {
    write_length(payload, bytes.len());
    payload.extend_from_slice(bytes);
}

/// Reads the operations of a payload in their order.
pub(crate) fn read(payload: &[u8]) -> Reader<'_> {
    Reader { payload, at: 0 }
}

/// The application's events in a record of the engine's journal, as the JSON that they were stored as.
pub fn application_events(payload: &[u8]) -> Result<Vec<&[u8]>, RecordError> {
    let mut events = Vec::new();
    for operation in read(payload) {
        if let Operation::Event(json) = operation? {
            events.push(json);
        }
    }
    Ok(events)
}

pub(crate) struct Reader<'a> {
    payload: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Operation<'a>, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.payload.len() {
            return None;
        }
        let start = self.at;
        let operation = self.operation();
        if operation.is_none() {
            self.at = self.payload.len();
        }
        Some(operation.ok_or(RecordError(start)))
    }
}

impl<'a> Reader<'a> {
    fn operation(&mut self) -> Option<Operation<'a>> {
        let [kind] = self.array()?;
        Some(match kind {
            SESSION => Operation::Session(self.text()?),
            NUMBERS => Operation::Numbers(Numbers {
                next_incoming: self.number()?,
                next_outgoing: self.number()?,
            }),
            RESET => Operation::Reset,
            SENT => Operation::Sent(self.number()?, self.bytes()?),
            QUEUED => Operation::Queued(self.draft()?),
            DEQUEUED => Operation::Dequeued,
            RESERVED => Operation::Reserved(self.number()?),
            KEPT => Operation::Kept(self.bytes()?),
            EVENT => Operation::Event(self.bytes()?),
            _ => return None,
        })
    }

    fn draft(&mut self) -> Option<Draft> {
        let msg_type = self.text()?;
        let mut header = Vec::new();
        for _ in 0..u32::from_le_bytes(self.array()?) {
            header.push((u32::from_le_bytes(self.array()?), self.bytes()?));
        }
        let draft = Draft::from_body(msg_type, self.bytes()?.to_vec());
        Some(
            header
                .into_iter()
                .fold(draft, |draft, (tag, value)| draft.header_field(tag, value)),
        )
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_le_bytes(self.array()?) as usize;
        let bytes = self.payload.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(bytes)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.array()?))
    }

    fn array<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let array = self.payload.get(self.at..)?.first_chunk::<LENGTH>()?;
        self.at += LENGTH;
        Some(*array)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_reads_as_it_was_written() {
        let draft = Draft::new("8").header_field(128, b"JCD").field(37, "O-1");
        let operations = [
            Operation::Session("client-a"),
            Operation::Numbers(Numbers {
                next_incoming: 7,
                next_outgoing: 9,
            }),
            Operation::Reset,
            Operation::Sent(3, b"8=FIX.4.4\x01"),
            Operation::Queued(draft),
            Operation::Dequeued,
            Operation::Reserved(20_001),
            Operation::Kept(b"{\"disabled\":true}"),
            Operation::Event(b"{}"),
        ];
        let mut payload = Vec::new();
        for operation in &operations {
            write(&mut payload, operation);
        }
        let again: Result<Vec<_>, _> = read(&payload).collect();
        assert_eq!(again.unwrap(), operations);
        assert_eq!(application_events(&payload), Ok(vec![b"{}".as_slice()]));
    }

    #[test]
    fn a_payload_that_is_cut_off_is_an_error_and_not_a_panic() {
        let mut payload = Vec::new();
        write(&mut payload, &Operation::Sent(3, b"8=FIX.4.4\x01"));
        for length in 1..payload.len() {
            assert_eq!(
                read(&payload[..length]).last(),
                Some(Err(RecordError(0))),
                "cut to {length}"
            );
        }
    }
}
