//! The encoder: fields in, a message with exact BodyLength(9) and CheckSum(10) out.
//!
//! The body is written behind a gap, so that BeginString(8) and BodyLength(9), which need the body's length, are put in
//! front of it without moving it.

use std::fmt::Display;

use crate::SOH;
use crate::scan::sum;
use crate::write::{Digits, push_bytes, push_display, push_unsigned};

/// Room for `8=FIXT.1.1|9=nnnnnnnnnnnnnnnnnnnn|`.
const GAP: usize = 48;

/// Writes one message after the other into a buffer that it reuses.
#[derive(Debug, Default)]
pub struct Encoder {
    buffer: Vec<u8>,
}

impl Encoder {
    /// An encoder with an empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a message.
    #[inline]
    pub fn begin(&mut self, msg_type: &[u8]) {
        self.buffer.clear();
        self.buffer.extend_from_slice(&[0; GAP]);
        self.bytes(35, msg_type);
    }

    /// Adds a field from bytes.
    #[inline]
    pub fn bytes(&mut self, tag: u32, value: &[u8]) {
        push_bytes(&mut self.buffer, tag, value);
    }

    /// Adds a field with a number.
    #[inline]
    pub fn unsigned(&mut self, tag: u32, value: u64) {
        push_unsigned(&mut self.buffer, tag, value);
    }

    /// Adds a field from anything that prints.
    pub fn display(&mut self, tag: u32, value: impl Display) {
        push_display(&mut self.buffer, tag, value);
    }

    /// Adds fields that are already encoded, each ended by SOH.
    #[inline]
    pub fn encoded(&mut self, fields: &[u8]) {
        self.buffer.extend_from_slice(fields);
    }

    /// Ends the message: its bytes.
    pub fn finish(&mut self, begin_string: &[u8]) -> &[u8] {
        let mut digits = Digits::default();
        let body_length = digits.of((self.buffer.len() - GAP) as u64);
        let parts: [&[u8]; 5] = [b"8=", begin_string, &[SOH, b'9', b'='], body_length, &[SOH]];
        let length: usize = parts.iter().map(|part| part.len()).sum();
        if length > GAP {
            // No version of FIX has such a BeginString(8).
            self.buffer.splice(..0, vec![0; length - GAP]);
        }
        let start = GAP.saturating_sub(length);
        let mut at = start;
        for part in parts {
            self.buffer[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        let sum = sum(&self.buffer[start..]);
        self.buffer.extend_from_slice(&[
            b'1',
            b'0',
            b'=',
            b'0' + sum / 100,
            b'0' + sum / 10 % 10,
            b'0' + sum % 10,
            SOH,
        ]);
        &self.buffer[start..]
    }
}
