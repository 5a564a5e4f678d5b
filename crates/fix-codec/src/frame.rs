//! Finding a frame: `8=FIX…|9=N|` … `10=nnn|`, and what to throw away when it is not one.
//!
//! A wrong BodyLength(9) is answered as the FIX session specification asks: the garbled message is skipped as a whole,
//! to the end of the next trailer, and never acted on. How far it is skipped is bounded by [`Limits::message_bytes`].

use crate::SOH;

/// What one message may cost the decoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From `8=` to the SOH of CheckSum(10).
    pub message_bytes: usize,
    /// Fields of one message, header and trailer included.
    pub field_count: usize,
}

impl Limits {
    /// What a desk's largest order list needs, with room.
    pub const DEFAULT: Limits = Limits {
        message_bytes: 64 * 1024,
        field_count: 4096,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Why bytes are not a message. The session ignores such bytes; the two limits end the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Garbled {
    /// Bytes between two messages that belong to neither.
    #[error("bytes outside of a message")]
    Stray,
    /// BodyLength(9) does not follow BeginString(8), or is not a number.
    #[error("BodyLength (9) is missing or is not a number")]
    BodyLength,
    /// CheckSum(10) is not where BodyLength(9) says.
    #[error("CheckSum (10) is not where BodyLength (9) puts it")]
    Trailer,
    /// The sum of the bytes is another.
    #[error("CheckSum (10) does not match")]
    CheckSum,
    /// MsgType(35) is not the third field.
    #[error("the first three fields are not 8, 9, 35")]
    FirstThreeFields,
    /// A field has no `=`, or a tag that is not a number.
    #[error("a field is not tag=value")]
    Field,
    /// A data field's length field is wrong.
    #[error("a data field does not end where its length field says")]
    DataLength,
    /// More bytes than [`Limits::message_bytes`].
    #[error("the message exceeds the limit of bytes")]
    MessageBytes,
    /// More fields than [`Limits::field_count`].
    #[error("the message exceeds the limit of fields")]
    FieldCount,
}

impl Garbled {
    /// Whether it is a limit that was exceeded: ignoring it would only make the peer send it again.
    pub fn is_limit(self) -> bool {
        matches!(self, Garbled::MessageBytes | Garbled::FieldCount)
    }
}

/// Where a frame is in the bytes given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framed {
    /// From `8=` at 0: the body starts and ends there, the trailer ends the frame.
    Whole {
        body_start: usize,
        body_end: usize,
        end: usize,
    },
    /// More bytes are needed; nothing is wrong yet.
    Partial,
    /// Drop so many bytes.
    Garbled { skip: usize, reason: Garbled },
}

const START: &[u8] = b"8=FIX";
/// `8=FIXT.1.1|` is 11 bytes: a BeginString that is much longer is none.
const BEGIN_STRING_BYTES_MAX: usize = 24;
const BODY_LENGTH_DIGITS_MAX: usize = 9;
/// `10=nnn|`
const TRAILER_BYTES: usize = 7;

/// Looks for a frame at the start of `bytes`.
pub(crate) fn frame(bytes: &[u8], limits: Limits) -> Framed {
    if !bytes.starts_with(START) {
        return stray(bytes);
    }
    let Some(begin_end) = position(&bytes[..bytes.len().min(BEGIN_STRING_BYTES_MAX)], SOH) else {
        return if bytes.len() < BEGIN_STRING_BYTES_MAX {
            Framed::Partial
        } else {
            resync(bytes, Garbled::BodyLength)
        };
    };
    let (body_start, length) = match body_length(bytes, begin_end + 1) {
        Length::Is(body_start, length) => (body_start, length),
        Length::Partial => return Framed::Partial,
        Length::Bad => return resync(bytes, Garbled::BodyLength),
    };
    let body_end = body_start + length;
    if body_end + TRAILER_BYTES > limits.message_bytes {
        return resync(bytes, Garbled::MessageBytes);
    }
    if let Some(trailer) = bytes.get(body_end..body_end + TRAILER_BYTES) {
        if bytes[body_end - 1] == SOH && is_trailer(trailer) {
            return Framed::Whole {
                body_start,
                body_end,
                end: body_end + TRAILER_BYTES,
            };
        }
        skip_trailer(bytes, body_end, limits)
    } else if bytes
        .get(body_end..)
        .is_some_and(|rest| !could_be_trailer(rest))
    {
        skip_trailer(bytes, body_end, limits)
    } else {
        Framed::Partial
    }
}

enum Length {
    /// Where the body starts, and BodyLength(9).
    Is(usize, usize),
    Partial,
    Bad,
}

fn body_length(bytes: &[u8], at: usize) -> Length {
    let rest = &bytes[at..];
    if !rest.starts_with(b"9=") {
        return if b"9=".starts_with(rest) {
            Length::Partial
        } else {
            Length::Bad
        };
    }
    let mut length = 0usize;
    for (count, &byte) in rest[2..].iter().enumerate() {
        match byte {
            b'0'..=b'9' if count < BODY_LENGTH_DIGITS_MAX => {
                length = length * 10 + usize::from(byte - b'0');
            }
            SOH if count > 0 => return Length::Is(at + 2 + count + 1, length),
            _ => return Length::Bad,
        }
    }
    Length::Partial
}

fn is_trailer(bytes: &[u8]) -> bool {
    bytes.starts_with(b"10=") && bytes[3..6].iter().all(u8::is_ascii_digit) && bytes[6] == SOH
}

/// Whether fewer than [`TRAILER_BYTES`] may still become a trailer.
fn could_be_trailer(bytes: &[u8]) -> bool {
    bytes.iter().zip(b"10=").all(|(have, want)| have == want)
}

/// The trailer is not where it should be: the message and what it ran into are one garbled message, to the end of the
/// next `10=…|`.
fn skip_trailer(bytes: &[u8], body_end: usize, limits: Limits) -> Framed {
    let from = body_end.saturating_sub(1);
    // What lies beyond the limit is not looked at, so that it does not matter how many bytes came at once.
    let within = &bytes[..bytes.len().min(limits.message_bytes)];
    if let Some(at) = find(&within[from..], b"\x0110=") {
        let value = from + at + 4;
        if let Some(end) = position(&within[value..], SOH) {
            return Framed::Garbled {
                skip: value + end + 1,
                reason: Garbled::Trailer,
            };
        }
    }
    if bytes.len() >= limits.message_bytes {
        resync(bytes, Garbled::Trailer)
    } else {
        Framed::Partial
    }
}

/// Gives up on the frame at 0 and goes on at the next start of one.
fn resync(bytes: &[u8], reason: Garbled) -> Framed {
    Framed::Garbled {
        skip: START.len() + next_start(&bytes[START.len()..]),
        reason,
    }
}

fn stray(bytes: &[u8]) -> Framed {
    let skip = next_start(bytes);
    if skip == 0 {
        Framed::Partial
    } else {
        Framed::Garbled {
            skip,
            reason: Garbled::Stray,
        }
    }
}

/// Bytes before the next `8=FIX`, or before what may become one at the end.
fn next_start(bytes: &[u8]) -> usize {
    find(bytes, START).unwrap_or_else(|| {
        let tail = (1..START.len())
            .rev()
            .find(|&length| bytes.ends_with(&START[..length]))
            .unwrap_or(0);
        bytes.len() - tail
    })
}

fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|&byte| byte == wanted)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
