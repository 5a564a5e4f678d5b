//! Decimal texts as peers send them: digits with at most one decimal point. Nothing is rounded, nothing is guessed.

use rust_decimal::Decimal;

use crate::error::ParseError;
use crate::exact;

/// The longest text that is looked at.
pub const TEXT_LENGTH_MAX: usize = 64;

/// A decimal of zero or more.
pub(crate) fn parse(text: &str) -> Result<Decimal, ParseError> {
    match text.strip_prefix('-') {
        // What follows the sign decides whether it is a negative number or no number at all.
        Some(rest) => digits(rest).and_then(|value| {
            if value.is_zero() {
                Ok(value)
            } else {
                Err(ParseError::Negative)
            }
        }),
        None => digits(text),
    }
}

/// A decimal that may be negative.
pub(crate) fn parse_signed(text: &str) -> Result<Decimal, ParseError> {
    match text.strip_prefix('-') {
        Some(rest) => digits(rest).map(|value| if value.is_zero() { value } else { -value }),
        None => digits(text),
    }
}

fn digits(text: &str) -> Result<Decimal, ParseError> {
    if text.is_empty() {
        return Err(ParseError::Empty);
    }
    if text.len() > TEXT_LENGTH_MAX {
        return Err(ParseError::TooLong);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(if is_exponent_form(text) {
            ParseError::Exponent
        } else {
            ParseError::NotADecimal
        });
    }
    let kept = if fraction.len() > 28 {
        fraction.trim_end_matches('0')
    } else {
        fraction
    };
    let scale = u32::try_from(kept.len())
        .ok()
        .filter(|scale| *scale <= 28)
        .ok_or(ParseError::TooPrecise)?;
    let mantissa = whole
        .bytes()
        .chain(kept.bytes())
        .try_fold(0_i128, |value, digit| {
            value.checked_mul(10)?.checked_add(i128::from(digit - b'0'))
        })
        .ok_or(ParseError::TooLarge)?;
    exact::build(mantissa, scale).map_err(|_| ParseError::TooLarge)
}

fn is_exponent_form(text: &str) -> bool {
    text.contains(['e', 'E'])
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
}
