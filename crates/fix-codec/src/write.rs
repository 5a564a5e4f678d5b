//! Writing single fields into a buffer.
//!
//! A SOH in a value would forge a field: it is written as `?`. The one exception is a data field, which its length field
//! measures.

use std::fmt::{Display, Write as _};

use crate::SOH;

const ONES: u64 = 0x0101_0101_0101_0101;

/// Adds `tag=value|`.
#[inline]
pub(crate) fn push_bytes(buffer: &mut Vec<u8>, tag: u32, value: &[u8]) {
    let start = buffer.len();
    // Room for any short field, so that it is written in a few pieces of fixed size.
    buffer.extend_from_slice(&[0; SHORT_FIELD_BYTES]);
    let room = buffer[start..].first_chunk_mut();
    if let Some(length) = room.and_then(|room| put_short(room, tag, value)) {
        buffer.truncate(start + length);
    } else {
        buffer.truncate(start);
        push_any(buffer, tag, value);
    }
}

/// Room for a tag of four digits, `=`, a value of 32 bytes, as times have, and SOH.
const SHORT_FIELD_BYTES: usize = 48;

/// Writes a field whose tag has up to four digits and whose value has up to 32 bytes, and no SOH: its length.
#[inline]
fn put_short(room: &mut [u8; SHORT_FIELD_BYTES], tag: u32, value: &[u8]) -> Option<usize> {
    let text = match TAG_TEXTS.get(tag as usize) {
        Some(text) => *text,
        None => tag_text(tag)?,
    };
    // The length behind the text is overwritten, or cut off.
    room[..8].copy_from_slice(&text.to_le_bytes());
    let at = (text >> 56) as usize & 7;
    let end = at + value.len();
    let has_soh = match value.len() {
        0 => false,
        1..4 => {
            // Each byte in its place, some of them twice.
            let place = |at: usize| u32::from(value[at]) << (8 * at);
            let word = place(0) | place(value.len() / 2) | place(value.len() - 1);
            room[at..at + 4].copy_from_slice(&word.to_le_bytes());
            has_soh(u64::from(word))
        }
        4..8 => {
            let (first, last) = ends::<4>(value)?;
            room[at..at + 4].copy_from_slice(first);
            room[end - 4..end].copy_from_slice(last);
            let [a, b] = [*first, *last].map(u32::from_le_bytes);
            has_soh(u64::from(a) << 32 | u64::from(b))
        }
        8..=16 => {
            let (first, last) = ends::<8>(value)?;
            room[at..at + 8].copy_from_slice(first);
            room[end - 8..end].copy_from_slice(last);
            has_soh(u64::from_le_bytes(*first)) | has_soh(u64::from_le_bytes(*last))
        }
        17..=32 => {
            let (first, last) = ends::<16>(value)?;
            room[at..at + 16].copy_from_slice(first);
            room[end - 16..end].copy_from_slice(last);
            let has_soh_in = |half: &[u8; 16]| {
                let half = u128::from_le_bytes(*half);
                has_soh(low_word(half)) | has_soh(low_word(half >> 64))
            };
            has_soh_in(first) | has_soh_in(last)
        }
        _ => true,
    };
    if has_soh {
        return None;
    }
    room[end] = SOH;
    Some(end + 1)
}

/// The first and the last bytes of a value that has at least so many.
#[inline]
fn ends<const N: usize>(value: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
    Some((value.first_chunk()?, value.last_chunk()?))
}

#[inline]
#[allow(clippy::cast_possible_truncation, reason = "its meaning")]
fn low_word(half: u128) -> u64 {
    half as u64
}

/// Whether one of the bytes is SOH.
#[inline]
fn has_soh(word: u64) -> bool {
    let differs = word ^ (ONES * u64::from(SOH));
    differs.wrapping_sub(ONES) & !differs & (ONES << 7) != 0
}

/// The texts of the tags that nearly every field has.
static TAG_TEXTS: [u64; 2048] = {
    let mut texts = [0; 2048];
    let mut tag = 0;
    while (tag as usize) < texts.len() {
        if let Some(text) = tag_text(tag) {
            texts[tag as usize] = text;
        }
        tag += 1;
    }
    texts
};

/// `tag=` of a tag below 10,000, its first digit in the lowest byte, and its length in the highest.
const fn tag_text(tag: u32) -> Option<u64> {
    if tag >= 10_000 {
        return None;
    }
    let (mut text, mut length, mut rest) = (b'=' as u64, 1, tag);
    loop {
        text = text << 8 | (b'0' as u64 + rest as u64 % 10);
        length += 1;
        rest /= 10;
        if rest == 0 {
            return Some(text | length << 56);
        }
    }
}

/// The same as [`push_bytes`], of any length.
fn push_any(buffer: &mut Vec<u8>, tag: u32, value: &[u8]) {
    push_tag(buffer, tag);
    let start = buffer.len();
    buffer.extend_from_slice(value);
    blank_soh(&mut buffer[start..]);
    buffer.push(SOH);
}

/// Adds a field from anything that prints.
pub(crate) fn push_display(buffer: &mut Vec<u8>, tag: u32, value: impl Display) {
    push_tag(buffer, tag);
    let start = buffer.len();
    // Writing to memory fails only where a Display itself does; what it wrote until then is kept.
    let _ = write!(Sink(buffer), "{value}");
    blank_soh(&mut buffer[start..]);
    buffer.push(SOH);
}

/// Adds a field with a number.
#[inline]
pub(crate) fn push_unsigned(buffer: &mut Vec<u8>, tag: u32, value: u64) {
    let mut digits = Digits::default();
    push_bytes(buffer, tag, digits.of(value));
}

/// A data field with its length field: the one place where SOH may be in a value.
pub(crate) fn push_data(buffer: &mut Vec<u8>, length_tag: u32, data_tag: u32, value: &[u8]) {
    push_unsigned(buffer, length_tag, value.len() as u64);
    push_tag(buffer, data_tag);
    buffer.extend_from_slice(value);
    buffer.push(SOH);
}

/// `tag=`
fn push_tag(buffer: &mut Vec<u8>, tag: u32) {
    buffer.extend_from_slice(Digits::default().of(tag.into()));
    buffer.push(b'=');
}

/// A number as text.
#[derive(Default)]
pub(crate) struct Digits {
    /// From the last one back.
    text: [u8; 20],
}

impl Digits {
    /// The digits of a number, without leading zeros.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "a digit")]
    pub(crate) fn of(&mut self, mut value: u64) -> &[u8] {
        let mut start = self.text.len();
        loop {
            start -= 1;
            self.text[start] = b'0' + (value % 10) as u8;
            value /= 10;
            if value == 0 {
                return &self.text[start..];
            }
        }
    }
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_tag_below_ten_thousand_has_a_short_text() {
        for tag in 0..10_000u32 {
            let text = tag_text(tag).expect("below 10,000").to_le_bytes();
            let expected = format!("{tag}=");
            assert_eq!(usize::from(text[7]), expected.len());
            assert_eq!(&text[..expected.len()], expected.as_bytes());
        }
        assert_eq!(tag_text(10_000), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

        #[test]
        fn a_short_field_is_written_as_any_field(
            tag in prop_oneof![0u32..20_000, any::<u32>()],
            value in prop::collection::vec(prop_oneof![40 => any::<u8>(), 1 => Just(SOH)], 0..40),
            before in prop::collection::vec(any::<u8>(), 0..3),
        ) {
            let (mut short, mut any) = (before.clone(), before);
            push_bytes(&mut short, tag, &value);
            push_any(&mut any, tag, &value);
            prop_assert_eq!(short, any);
        }

        #[test]
        fn a_number_is_written_as_it_prints(tag in 1u32..20_000, value in any::<u64>(), shift in 0u32..64) {
            let mut written = Vec::new();
            push_unsigned(&mut written, tag, value >> shift);
            prop_assert_eq!(written, format!("{tag}={}\u{1}", value >> shift).into_bytes());
        }
    }
}
