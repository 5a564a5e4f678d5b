//! The decoder: one pass from bytes to an index of fields.
//!
//! The pass looks for SOHs a block at a time, adds the block to the checksum while it is in the cache, and turns each
//! SOH into a slot. A length field (RawDataLength(95) and the like) makes the pass ignore SOHs inside the data field
//! that follows it.

use crate::frame::{Framed, Garbled, Limits, frame};
use crate::message::{Message, Slot};
use crate::scan::{BLOCK, soh_mask, sum};
use fix_dictionary::tag;

/// What the decoder found at the start of the bytes.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// A message; go on after `consumed` bytes.
    Message {
        /// The bytes of the frame.
        consumed: usize,
        /// Its fields.
        message: Message<'a>,
    },
    /// Bytes to ignore; go on after `consumed` bytes.
    Garbled {
        /// The bytes to drop, at least one.
        consumed: usize,
        /// Why.
        reason: Garbled,
    },
    /// The bytes end within a message.
    Partial,
}

/// Frames, sums and indexes messages into slots that it reuses.
#[derive(Debug)]
pub struct Decoder {
    limits: Limits,
    slots: Vec<Slot>,
}

impl Decoder {
    /// A decoder that holds messages within `limits`.
    pub fn new(limits: Limits) -> Self {
        Decoder {
            limits,
            slots: Vec::new(),
        }
    }

    /// The limits it was made with.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Decodes the message at the start of `bytes`.
    #[inline]
    pub fn decode<'a>(&'a mut self, bytes: &'a [u8]) -> Step<'a> {
        match frame(bytes, self.limits) {
            Framed::Whole {
                body_start,
                body_end,
                end,
            } => {
                let bytes = &bytes[..end];
                match self.index(bytes, body_start, body_end) {
                    Ok(()) => Step::Message {
                        consumed: end,
                        message: Message::new(bytes, &self.slots),
                    },
                    Err(reason) => Step::Garbled {
                        consumed: end,
                        reason,
                    },
                }
            }
            Framed::Partial => Step::Partial,
            Framed::Garbled { skip, reason } => Step::Garbled {
                consumed: skip,
                reason,
            },
        }
    }

    /// Fills the slots; the frame's first two fields and its trailer are known to be well formed.
    fn index(&mut self, bytes: &[u8], body_start: usize, body_end: usize) -> Result<(), Garbled> {
        if !bytes[body_start..].starts_with(b"35=") {
            return Err(Garbled::FirstThreeFields);
        }
        self.slots.clear();
        let mut fields = FieldIndex {
            bytes,
            slots: &mut self.slots,
            count_max: self.limits.field_count,
            start: 0,
            data_end: 0,
        };
        let (blocks, rest) = bytes[..body_end].as_chunks::<BLOCK>();
        let mut total = 0u8;
        for (index, block) in blocks.iter().enumerate() {
            total = total.wrapping_add(sum(block));
            fields.block(index * BLOCK, soh_mask(block))?;
        }
        if !rest.is_empty() {
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            total = total.wrapping_add(sum(&block));
            fields.block(blocks.len() * BLOCK, soh_mask(&block))?;
        }
        if fields.start != body_end {
            return Err(Garbled::DataLength);
        }
        let digits = &bytes[body_end + 3..body_end + 6];
        let stated = digits
            .iter()
            .fold(0u32, |value, digit| value * 10 + u32::from(digit - b'0'));
        if stated != u32::from(total) {
            return Err(Garbled::CheckSum);
        }
        fields.push(tag::CHECK_SUM, body_end + 3, body_end + 6)
    }
}

/// The fields found so far.
struct FieldIndex<'a> {
    bytes: &'a [u8],
    slots: &'a mut Vec<Slot>,
    count_max: usize,
    /// Where the next field starts.
    start: usize,
    /// SOHs before here are inside a data field.
    data_end: usize,
}

impl FieldIndex<'_> {
    #[inline]
    fn block(&mut self, offset: usize, mut mask: u64) -> Result<(), Garbled> {
        while mask != 0 {
            let end = offset + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if end >= self.data_end {
                self.field(end)?;
            }
        }
        Ok(())
    }

    /// The field from `start` to the SOH at `end`.
    #[inline]
    fn field(&mut self, end: usize) -> Result<(), Garbled> {
        let (tag, value) = parse_tag(&self.bytes[self.start..end])?;
        let value = self.start + value;
        self.push(tag, value, end)?;
        self.start = end + 1;
        if let Some(data_tag) = data_tag_of(tag) {
            self.expect_data(data_tag, value, end)?;
        }
        Ok(())
    }

    #[inline]
    fn push(&mut self, tag: u32, start: usize, end: usize) -> Result<(), Garbled> {
        if self.slots.len() == self.count_max {
            return Err(Garbled::FieldCount);
        }
        // A frame is shorter than Limits::message_bytes, whose BodyLength has at most nine digits.
        self.slots.push(Slot::new(tag, start, end));
        Ok(())
    }

    /// After a length field: if its data field follows, the data ends where the length says.
    #[cold]
    fn expect_data(&mut self, data_tag: u32, value: usize, end: usize) -> Result<(), Garbled> {
        let rest = &self.bytes[self.start..];
        let Ok((tag, data)) = parse_tag(rest) else {
            return Ok(());
        };
        if tag != data_tag {
            return Ok(());
        }
        let length =
            crate::format::parse_unsigned(&self.bytes[value..end]).ok_or(Garbled::DataLength)?;
        let length = usize::try_from(length).map_err(|_| Garbled::DataLength)?;
        let data_end = length
            .checked_add(self.start + data)
            .ok_or(Garbled::DataLength)?;
        match self.bytes.get(data_end) {
            Some(&crate::SOH) => {
                self.data_end = data_end;
                Ok(())
            }
            _ => Err(Garbled::DataLength),
        }
    }
}

/// More digits do not fit a `u32` with certainty, and no dictionary has them.
const TAG_DIGITS_MAX: usize = 9;

/// The tag and where the value starts. A number that no tag can have (negative, leading zero, too long) is tag 0,
/// which no dictionary defines, so that the session can reject it by the text it was sent with.
#[inline]
fn parse_tag(field: &[u8]) -> Result<(u32, usize), Garbled> {
    let mut tag = 0u32;
    for (index, &byte) in field.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 && index < TAG_DIGITS_MAX {
            tag = tag * 10 + u32::from(digit);
        } else if byte == b'=' && index > 0 && field[0] != b'0' {
            return Ok((tag, index + 1));
        } else {
            return odd_tag(field);
        }
    }
    Err(Garbled::Field)
}

#[cold]
fn odd_tag(field: &[u8]) -> Result<(u32, usize), Garbled> {
    let equals = field
        .iter()
        .position(|&byte| byte == b'=')
        .ok_or(Garbled::Field)?;
    let digits = field[..equals]
        .strip_prefix(b"-")
        .unwrap_or(&field[..equals]);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Garbled::Field);
    }
    Ok((0, equals + 1))
}

/// The data field that a length field measures, in every version of FIX.
#[inline]
fn data_tag_of(tag: u32) -> Option<u32> {
    Some(match tag {
        90 => 91,
        93 => 89,
        95 => 96,
        212 => 213,
        348 => 349,
        350 => 351,
        352 => 353,
        354 => 355,
        356 => 357,
        358 => 359,
        360 => 361,
        362 => 363,
        364 => 365,
        445 => 446,
        618 => 619,
        621 => 622,
        1184 => 1185,
        1277 => 1278,
        1280 => 1281,
        1282 => 1283,
        1397 => 1398,
        1401 => 1402,
        1403 => 1404,
        1468 => 1469,
        1525 => 1527,
        1578 => 1579,
        1621 => 1622,
        1664 => 1665,
        1678 => 1697,
        1733 => 1734,
        1777 => 1778,
        _ => return None,
    })
}
