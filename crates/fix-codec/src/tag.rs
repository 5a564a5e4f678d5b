//! Tags as the wire has them.

use crate::SOH;

/// The tag of the field that starts at `start`, and where its value starts; `None` where it is no `tag=`. A number that no
/// tag can have (negative, leading zero, more than seven digits) is tag 0, which no dictionary defines, so that the session
/// can reject it by the text it was sent with.
///
/// Tags of up to four digits, which are nearly all, are read as one word and without a branch on how many digits there
/// are, which no processor could foresee. The `=` is before the field's SOH, since a SOH is no digit either.
#[inline]
pub(crate) fn parse_tag(bytes: &[u8], start: usize) -> Option<(u32, usize)> {
    if let Some(plain) = plain_number::<b'='>(bytes, start) {
        return Some(plain);
    }
    // Taken apart, so that only this path goes through memory.
    let (tag, value) = other_tag(bytes, start)?;
    Some((tag, value))
}

/// A number of one to four digits without a leading zero that ends with `END`, and where what follows it starts. There are
/// eight bytes at least, or it is not looked at.
#[inline]
pub(crate) fn plain_number<const END: u8>(bytes: &[u8], start: usize) -> Option<(u32, usize)> {
    // Compared in this way, one comparison is all.
    if start > bytes.len().checked_sub(8)? {
        return None;
    }
    let word = u64::from_le_bytes(*bytes[start..].first_chunk()?);
    let digits = low_half(word) ^ 0x3030_3030;
    // The low bit of each byte that is no digit; the lowest one is exact, and no other is used.
    let others = (digits.wrapping_add(0x7676_7676) | digits) >> 7 & 0x0101_0101;
    // How many bits the digits have: 0 to 32.
    let bits = others.trailing_zeros();
    if low_half(word >> (bits & 63)) & 0xff != u32::from(END) {
        return None;
    }
    if low_byte(word).wrapping_sub(b'1') > 8 {
        return None;
    }
    // The digits as four, the last one in the highest byte; then as two pairs; then as one number.
    let fours = digits.wrapping_shl(bits.wrapping_neg());
    let pairs = fours.wrapping_mul(0x0a01) >> 8 & 0x00ff_00ff;
    let number = pairs.wrapping_mul(0x0064_0001) >> 16;
    Some((number, start + bits as usize / 8 + 1))
}

#[inline]
#[allow(clippy::cast_possible_truncation, reason = "its meaning")]
fn low_half(word: u64) -> u32 {
    word as u32
}

#[inline]
#[allow(clippy::cast_possible_truncation, reason = "its meaning")]
fn low_byte(word: u64) -> u8 {
    word as u8
}

/// A longer number is no tag.
const TAG_DIGITS_MAX: usize = 7;

/// A tag that is not one to four digits.
#[cold]
fn other_tag(bytes: &[u8], start: usize) -> Option<(u32, usize)> {
    let field = bytes.get(start..)?;
    let equals = field
        .iter()
        .take_while(|byte| **byte != SOH)
        .position(|&byte| byte == b'=')?;
    let digits = field[..equals]
        .strip_prefix(b"-")
        .unwrap_or(&field[..equals]);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let tag = match field[..equals] {
        [b'1'..=b'9', ..] if digits.len() <= TAG_DIGITS_MAX => digits
            .iter()
            .fold(0, |tag, digit| tag * 10 + u32::from(digit - b'0')),
        _ => 0,
    };
    Some((tag, start + equals + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

        #[test]
        fn a_tag_is_read_in_one_piece_as_it_is_byte_by_byte(field in "[0-9=a\\-\x01]{0,12}", before in 0usize..4) {
            let bytes = ["x".repeat(before), field].concat().into_bytes();
            prop_assert_eq!(parse_tag(&bytes, before), other_tag(&bytes, before));
        }

        #[test]
        fn every_number_of_seven_digits_is_a_tag(tag in 1u32..10_000_000, value in "[0-9=]{0,8}") {
            let bytes = format!("{tag}={value}\u{1}").into_bytes();
            let value_at = tag.to_string().len() + 1;
            prop_assert_eq!(parse_tag(&bytes, 0), Some((tag, value_at)));
        }
    }
}
