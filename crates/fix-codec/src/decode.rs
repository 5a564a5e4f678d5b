//! The decoder: one pass from bytes to an index of fields.
//!
//! The pass looks for SOHs a block at a time, adds the block to the checksum while it is in the cache, and turns each
//! SOH into a slot. A length field (RawDataLength(95) and the like) makes the pass ignore SOHs inside the data field
//! that follows it.

use crate::SOH;
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
                    Ok(count) => Step::Message {
                        consumed: end,
                        message: Message::new(bytes, &self.slots[..count]),
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

    /// Fills the slots and counts them; the frame's first two fields and its trailer are known to be well formed.
    fn index(
        &mut self,
        bytes: &[u8],
        body_start: usize,
        body_end: usize,
    ) -> Result<usize, Garbled> {
        if !bytes[body_start..].starts_with(b"35=") {
            return Err(Garbled::FirstThreeFields);
        }
        let mut fields = FieldIndex {
            bytes,
            slots: &mut self.slots,
            count: 0,
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
        fields.push(tag::CHECK_SUM, body_end + 3, body_end + 6)?;
        Ok(fields.count)
    }
}

/// The fields found so far.
struct FieldIndex<'a> {
    bytes: &'a [u8],
    /// All slots there are; the first `count` are in use.
    slots: &'a mut Vec<Slot>,
    count: usize,
    count_max: usize,
    /// Where the next field starts.
    start: usize,
    /// SOHs before here are inside a data field.
    data_end: usize,
}

/// Slots that are made at once when there are too few.
const SLOTS_MORE: usize = 64;

impl FieldIndex<'_> {
    /// The fields that end in a block, from the mask of its SOHs.
    #[inline]
    fn block(&mut self, offset: usize, mut mask: u64) -> Result<(), Garbled> {
        // Locals, so that they stay in registers: a byte's worth of work for each field is all there is.
        let (bytes, mut start, mut count) = (self.bytes, self.start, self.count);
        if self.slots.len() < count + BLOCK {
            self.make_slots(count);
        }
        let slots = &mut self.slots[..];
        while mask != 0 {
            let end = offset + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if end < self.data_end {
                continue;
            }
            let (tag, value) = parse_tag(&bytes[start..])?;
            let value = start + value;
            let Some(slot) = slots.get_mut(count).filter(|_| value <= end) else {
                return Err(self.refuse(count));
            };
            *slot = Slot::new(tag, value, end);
            count += 1;
            start = end + 1;
            if is_length(tag) {
                self.data_end = data_end(bytes, tag, value, end)?;
            }
        }
        (self.start, self.count) = (start, count);
        Ok(())
    }

    #[cold]
    fn refuse(&self, count: usize) -> Garbled {
        if count >= self.slots.len() {
            Garbled::FieldCount
        } else {
            Garbled::Field
        }
    }

    #[cold]
    fn make_slots(&mut self, count: usize) {
        let wanted = (count + BLOCK + SLOTS_MORE).min(self.count_max);
        self.slots
            .resize(wanted.max(self.slots.len()), Slot::new(0, 0, 0));
    }

    fn push(&mut self, tag: u32, start: usize, end: usize) -> Result<(), Garbled> {
        if self.slots.len() == self.count {
            self.make_slots(self.count);
        }
        let slot = self.slots.get_mut(self.count).ok_or(Garbled::FieldCount)?;
        *slot = Slot::new(tag, start, end);
        self.count += 1;
        Ok(())
    }
}

/// After a length field whose value is `start..end`: where its data field ends, if that follows; else 0.
#[cold]
fn data_end(bytes: &[u8], length_tag: u32, start: usize, end: usize) -> Result<usize, Garbled> {
    let Ok((tag, data)) = parse_tag(&bytes[end + 1..]) else {
        return Ok(0);
    };
    if !LENGTHS.contains(&(length_tag, tag)) {
        return Ok(0);
    }
    let length = crate::format::parse_unsigned(&bytes[start..end]).ok_or(Garbled::DataLength)?;
    let length = usize::try_from(length).map_err(|_| Garbled::DataLength)?;
    let data_end = length
        .checked_add(end + 1 + data)
        .ok_or(Garbled::DataLength)?;
    if bytes.get(data_end) == Some(&SOH) {
        Ok(data_end)
    } else {
        Err(Garbled::DataLength)
    }
}

/// The tag at the start of `field`, and where its value starts. A number that no tag can have (negative, leading zero,
/// more than seven digits) is tag 0, which no dictionary defines, so that the session can reject it by the text it was
/// sent with.
///
/// Eight bytes at once and without a branch on how many digits there are, which no processor could foresee. There are
/// always eight: the shortest field is its SOH alone, and the trailer has seven more bytes.
#[inline]
fn parse_tag(field: &[u8]) -> Result<(u32, usize), Garbled> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const EQUALS: u64 = 0x3d3d_3d3d_3d3d_3d3d;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let Some(eight) = field.first_chunk::<8>() else {
        return odd_tag(field);
    };
    let word = u64::from_le_bytes(*eight);
    let digits = word ^ ZEROS;
    // The high bit of each byte that is `=`; the lowest one is exact, and no other is used.
    let differs = word ^ EQUALS;
    let equals = differs.wrapping_sub(0x0101_0101_0101_0101) & !differs & HIGH;
    // The high bit of each byte that is no digit.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & HIGH;
    let count = equals.trailing_zeros() / 8;
    let is_plain = equals != 0 && others.trailing_zeros() == equals.trailing_zeros();
    if !is_plain || count == 0 || digits.trailing_zeros() >= 8 {
        return odd_tag(field);
    }
    // The digits, right aligned as eight of them: the last one is in the highest byte.
    let aligned = digits << (64 - 8 * count);
    let pairs = (aligned * 10 + (aligned >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    let tag = (fours * 10_000 + (fours >> 32)) & 0xffff_ffff;
    #[allow(clippy::cast_possible_truncation, reason = "masked")]
    Ok((tag as u32, count as usize + 1))
}

#[cold]
fn odd_tag(field: &[u8]) -> Result<(u32, usize), Garbled> {
    let end = field
        .iter()
        .position(|&byte| byte == SOH)
        .unwrap_or(field.len());
    let field = &field[..end];
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

/// Each length field and the data field that it measures, in every version of FIX.
const LENGTHS: [(u32, u32); 31] = [
    (90, 91),
    (93, 89),
    (95, 96),
    (212, 213),
    (348, 349),
    (350, 351),
    (352, 353),
    (354, 355),
    (356, 357),
    (358, 359),
    (360, 361),
    (362, 363),
    (364, 365),
    (445, 446),
    (618, 619),
    (621, 622),
    (1184, 1185),
    (1277, 1278),
    (1280, 1281),
    (1282, 1283),
    (1397, 1398),
    (1401, 1402),
    (1403, 1404),
    (1468, 1469),
    (1525, 1527),
    (1578, 1579),
    (1621, 1622),
    (1664, 1665),
    (1678, 1697),
    (1733, 1734),
    (1777, 1778),
];

/// A bit for each length field.
const LENGTH_BITS: [u64; 32] = {
    let mut bits = [0; 32];
    let mut index = 0;
    while index < LENGTHS.len() {
        let tag = LENGTHS[index].0 as usize;
        bits[tag / 64] |= 1 << (tag % 64);
        index += 1;
    }
    bits
};

/// Whether a data field may follow.
#[inline]
fn is_length(tag: u32) -> bool {
    LENGTH_BITS
        .get(tag as usize / 64)
        .is_some_and(|bits| bits >> (tag % 64) & 1 == 1)
}
