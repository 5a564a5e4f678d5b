//! Finding a frame: `8=FIX…|9=N|` … `10=nnn|`, and what to throw away when it is not one.
//!
//! A wrong BodyLength(9) is answered as the FIX session specification asks: the garbled message is skipped as a whole,
//! to the end of the next trailer, and never acted on. How far it is skipped is bounded by [`Limits::message_bytes`].

use crate::SOH;
use crate::tag::plain_number;

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
    Whole(Frame),
    /// More bytes are needed; nothing is wrong yet.
    Partial,
    /// Drop so many bytes.
    Garbled {
        skip: usize,
        reason: Garbled,
    },
}

/// A frame from `8=` at 0 to the SOH of CheckSum(10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The SOH of BeginString(8); BodyLength(9) follows.
    pub(crate) begin_end: usize,
    /// Where the body starts.
    pub(crate) body_start: usize,
    /// Where the body ends and the trailer starts.
    pub(crate) body_end: usize,
}

impl Frame {
    /// All its bytes.
    pub(crate) fn len(self) -> usize {
        self.body_end + TRAILER_BYTES
    }
}

const START: &[u8] = b"8=FIX";
/// `8=FIXT.1.1|` is 11 bytes: a BeginString that is much longer is none.
const BEGIN_STRING_BYTES_MAX: usize = 24;
const BODY_LENGTH_DIGITS_MAX: usize = 9;
/// `10=nnn|`
const TRAILER_BYTES: usize = 7;

/// Looks for a frame at the start of `bytes`.
#[inline]
pub(crate) fn frame(bytes: &[u8], limits: Limits) -> Framed {
    match plain_frame(bytes, limits) {
        Some(frame) => Framed::Whole(frame),
        None => any_frame(bytes, limits),
    }
}

/// A whole frame as nearly all are, found with a few loads: BeginString(8) is short, BodyLength(9) has up to four digits.
/// `None` says nothing.
#[inline]
fn plain_frame(bytes: &[u8], limits: Limits) -> Option<Frame> {
    const TRAILER: [u8; 8] = *b"\x0110=000\x01";
    /// The high half of a digit and all of what is none.
    const TRAILER_MASK: u64 = 0xfff0_f0f0_ffff_ffff;
    let (start, rest) = bytes.split_first_chunk::<5>()?;
    let begin_end = START.len() + soh_in(*rest.first_chunk()?)?;
    if start != START || bytes.get(begin_end + 1..begin_end + 3)? != b"9=" {
        return None;
    }
    let (length, body_start) = plain_number::<SOH>(bytes, begin_end + 3)?;
    let frame = Frame {
        begin_end,
        body_start,
        body_end: body_start + length as usize,
    };
    // From the body's last SOH on.
    let trailer = bytes.get(frame.body_end - 1..)?;
    let word = u64::from_le_bytes(*trailer.first_chunk()?);
    // Of bytes that are `0` to `?`, those above `9` carry into the high half.
    let above_nine = word.wrapping_add(0x0006_0606_0000_0000) ^ word;
    let is_trailer = word & TRAILER_MASK == u64::from_le_bytes(TRAILER)
        && above_nine & 0x00f0_f0f0_0000_0000 == 0;
    (is_trailer && frame.len() <= limits.message_bytes).then_some(frame)
}

/// Where the first SOH of eight bytes is.
#[inline]
fn soh_in(bytes: [u8; 8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let differs = u64::from_le_bytes(bytes) ^ (ONES * u64::from(SOH));
    // The high bit of each byte that is SOH; the lowest one is exact.
    let sohs = differs.wrapping_sub(ONES) & !differs & (ONES << 7);
    (sohs != 0).then(|| sohs.trailing_zeros() as usize / 8)
}

/// Looks for a frame at the start of any bytes.
fn any_frame(bytes: &[u8], limits: Limits) -> Framed {
    if !bytes.starts_with(START) {
        return stray(bytes);
    }
    let head = &bytes[..bytes.len().min(BEGIN_STRING_BYTES_MAX)];
    let Some(begin_end) = position(head, SOH) else {
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
    let frame = Frame {
        begin_end,
        body_start,
        body_end: body_start + length,
    };
    if frame.len() > limits.message_bytes {
        return resync(bytes, Garbled::MessageBytes);
    }
    let body_end = frame.body_end;
    if let Some(trailer) = bytes.get(body_end..frame.len()) {
        if bytes[body_end - 1] == SOH && is_trailer(trailer) {
            return Framed::Whole(frame);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn nearly_a_frame() -> impl Strategy<Value = Vec<u8>> {
        let text = "8=FIX[.T4]{0,9}\u{1}9=[0-9]{1,3}\u{1}[a=\u{1}]{0,15}\u{1}10=[0-9:?@/]{3}\u{1}[8=]{0,9}";
        text.prop_map(String::into_bytes)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4096) })]

        #[test]
        fn a_frame_found_quickly_is_the_frame(
            mut bytes in nearly_a_frame(),
            length in prop::option::of(0usize..20),
            flip in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
            message_bytes in 20usize..80,
        ) {
            // Mostly a BodyLength(9) that is right.
            if let (None, Some(at)) = (length, find(&bytes, b"\x0110=")) {
                let body_start = position(&bytes, SOH).and_then(|begin| Some(begin + 2 + position(&bytes[begin + 1..], SOH)?));
                let body_start = body_start.expect("two fields");
                let digits = (at + 1).saturating_sub(body_start).to_string();
                let length_at = position(&bytes, SOH).expect("a field") + 3;
                bytes.splice(length_at..body_start - 1, digits.into_bytes());
            }
            if let Some((at, byte)) = flip {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let limits = Limits { message_bytes, ..Limits::DEFAULT };
            prop_assert_eq!(frame(&bytes, limits), any_frame(&bytes, limits));
        }
    }
}
