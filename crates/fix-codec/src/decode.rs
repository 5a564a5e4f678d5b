//! The decoder: one pass from bytes to an index of fields.
//!
//! The pass looks for SOHs a block at a time, adds the block to the checksum at once, and turns each SOH into a slot. A length field (RawDataLength(95) and the like) makes the pass ignore SOHs inside the data field
//! that follows it.

use crate::data::{self, may_be_length};
use crate::frame::{Frame, Framed, Garbled, Limits, frame};
use crate::message::{Message, Slot};
use crate::scan::{BLOCK, Scanner};
use crate::tag::parse_tag;
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
            Framed::Whole(frame) => {
                let bytes = &bytes[..frame.len()];
                match self.index(bytes, frame) {
                    Ok(count) => Step::Message {
                        consumed: bytes.len(),
                        message: Message::new(bytes, &self.slots[..count]),
                    },
                    Err(reason) => Step::Garbled {
                        consumed: bytes.len(),
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
    #[inline]
    fn index(&mut self, bytes: &[u8], frame: Frame) -> Result<usize, Garbled> {
        let body = &bytes[..frame.body_end];
        if !body[frame.body_start..].starts_with(b"35=") {
            return Err(Garbled::FirstThreeFields);
        }
        let mut slots = &mut self.slots[..];
        if slots.len() < BLOCK {
            slots = make_slots(&mut self.slots, BLOCK, self.limits);
        }
        let [begin_string, body_length, ..] = slots else {
            return Err(Garbled::FieldCount);
        };
        *begin_string = Slot::new(tag::BEGIN_STRING, 2, frame.begin_end);
        *body_length = Slot::new(tag::BODY_LENGTH, frame.begin_end + 3, frame.body_start - 1);
        // Locals, so that they stay in registers: a few instructions for each field are all there is.
        let (mut scanner, mut offset) = (Scanner::new(), 0);
        // SOHs before `data_end` end no field: they are within a data field, or dealt with.
        let (mut count, mut start, mut data_end) = (2, frame.body_start, frame.body_start);
        while offset < body.len() {
            let mut mask = match body[offset..].first_chunk::<BLOCK>() {
                Some(block) => scanner.block(block),
                None => scanner.rest(body, offset),
            };
            if slots.len() < count + BLOCK {
                slots = make_slots(&mut self.slots, count + BLOCK, self.limits);
            }
            if data_end > offset {
                mask &= from(data_end, offset);
            }
            while mask != 0 {
                let end = offset + mask.trailing_zeros() as usize;
                let (tag, value) = parse_tag(bytes, start).ok_or(Garbled::Field)?;
                let slot = slots.get_mut(count).ok_or(Garbled::FieldCount)?;
                *slot = Slot::new(tag, value, end);
                count += 1;
                start = end + 1;
                if may_be_length(tag) {
                    data_end = data::data_end(bytes, tag, value, end)?;
                    mask &= from(data_end, offset) | 1 << (end - offset);
                }
                mask &= mask - 1;
            }
            offset += BLOCK;
        }
        if start != body.len() {
            return Err(Garbled::DataLength);
        }
        if stated_sum(&bytes[body.len()..]) != u32::from(scanner.sum()) {
            return Err(Garbled::CheckSum);
        }
        if slots.len() == count {
            slots = make_slots(&mut self.slots, count + 1, self.limits);
        }
        let slot = slots.get_mut(count).ok_or(Garbled::FieldCount)?;
        *slot = Slot::new(tag::CHECK_SUM, body.len() + 3, body.len() + 6);
        Ok(count + 1)
    }
}

/// CheckSum(10) of a trailer, `10=nnn|`, which is known to be one.
#[inline]
fn stated_sum(trailer: &[u8]) -> u32 {
    trailer[3..6]
        .iter()
        .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

/// At least `wanted` slots, as far as the limits allow.
#[cold]
fn make_slots(slots: &mut Vec<Slot>, wanted: usize, limits: Limits) -> &mut [Slot] {
    let wanted = (wanted + SLOTS_MORE).min(limits.field_count);
    slots.resize(wanted.max(slots.len()), Slot::new(0, 0, 0));
    slots
}

/// Slots that are made at once when there are too few.
const SLOTS_MORE: usize = 64;

/// The bits of a block at `offset` for the bytes from `position` on.
#[inline]
fn from(position: usize, offset: usize) -> u64 {
    match position.saturating_sub(offset) {
        before @ ..BLOCK => u64::MAX << before,
        _ => 0,
    }
}
