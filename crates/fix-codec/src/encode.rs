//! The encoder: fields in, a message with exact BodyLength(9) and CheckSum(10) out.
//!
//! The body is written behind a gap, so that BeginString(8) and BodyLength(9), which need the body's length, are
//! put in front of it without moving it. A SOH in a value would forge a field: it is written as `?`.

use std::fmt::{Display, Write as _};

use crate::SOH;
use crate::scan::sum;

/// Room for `8=FIXT.1.1|9=nnnnnnnnn|`.
const GAP: usize = 40;

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
        push_tag(&mut self.buffer, tag);
        push_unsigned(&mut self.buffer, value);
        self.buffer.push(SOH);
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
        let body_length = self.buffer.len() - GAP;
        let mut prefix = Prefix {
            bytes: [0; GAP],
            start: GAP,
        };
        prefix.put(SOH);
        prefix.number(body_length);
        prefix.text(b"9=");
        prefix.put(SOH);
        prefix.text(&begin_string[..begin_string.len().min(16)]);
        prefix.text(b"8=");
        let start = prefix.start;
        self.buffer[start..GAP].copy_from_slice(&prefix.bytes[start..]);
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

/// Written from its end to its start.
struct Prefix {
    bytes: [u8; GAP],
    start: usize,
}

impl Prefix {
    fn put(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    fn text(&mut self, text: &[u8]) {
        for &byte in text.iter().rev() {
            self.put(byte);
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "a digit")]
    fn number(&mut self, mut value: usize) {
        loop {
            self.put(b'0' + (value % 10) as u8);
            value /= 10;
            if value == 0 {
                return;
            }
        }
    }
}

/// `tag=`, written from its end in one piece.
#[allow(clippy::cast_possible_truncation, reason = "a digit")]
#[inline]
pub(crate) fn push_tag(buffer: &mut Vec<u8>, mut tag: u32) {
    let mut text = [b'='; 11];
    let mut start = text.len() - 1;
    loop {
        start -= 1;
        text[start] = b'0' + (tag % 10) as u8;
        tag /= 10;
        if tag == 0 {
            break;
        }
    }
    buffer.extend_from_slice(&text[start..]);
}

pub(crate) fn push_bytes(buffer: &mut Vec<u8>, tag: u32, value: &[u8]) {
    push_tag(buffer, tag);
    let start = buffer.len();
    buffer.extend_from_slice(value);
    blank_soh(&mut buffer[start..]);
    buffer.push(SOH);
}

pub(crate) fn push_display(buffer: &mut Vec<u8>, tag: u32, value: impl Display) {
    push_tag(buffer, tag);
    let start = buffer.len();
    // Writing to memory fails only where a Display itself does; what it wrote until then is kept.
    let _ = write!(Sink(buffer), "{value}");
    blank_soh(&mut buffer[start..]);
    buffer.push(SOH);
}

/// A data field with its length field: the one place where SOH may be in a value.
pub(crate) fn push_data(buffer: &mut Vec<u8>, length_tag: u32, data_tag: u32, value: &[u8]) {
    push_tag(buffer, length_tag);
    push_unsigned(buffer, value.len() as u64);
    buffer.push(SOH);
    push_tag(buffer, data_tag);
    buffer.extend_from_slice(value);
    buffer.push(SOH);
}

#[allow(clippy::cast_possible_truncation, reason = "a digit")]
#[inline]
pub(crate) fn push_unsigned(buffer: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    buffer.extend_from_slice(&digits[start..]);
}

#[inline]
fn blank_soh(value: &mut [u8]) {
    for byte in value {
        // Without a branch, so that it is vector code.
        *byte = if *byte == SOH { b'?' } else { *byte };
    }
}

struct Sink<'a>(&'a mut Vec<u8>);

impl std::fmt::Write for Sink<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
