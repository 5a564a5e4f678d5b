//! Amounts as text: one text for one value, whatever scale it was computed at.
//!
//! Every event of a journal has many of them, so the usual text is made in place, without an allocation.

use std::fmt;

use rust_decimal::Decimal;

/// The longest text: a sign, a point, and the 29 digits of the largest mantissa, or a zero and 28 decimals.
const LENGTH_MAX: usize = 31;

/// Digits of a part that 64 bits hold: dividing those is much cheaper than dividing 128.
const PART_DIGITS: u32 = 19;
const PART: u128 = 10_u128.pow(PART_DIGITS);

/// A value without trailing zeros.
pub(crate) struct Text {
    bytes: [u8; LENGTH_MAX],
    /// Where it begins: it ends where they do.
    start: usize,
    scale: usize,
}

impl Text {
    pub(crate) fn of(value: Decimal) -> Self {
        let value = value.normalize();
        let scale = value.scale();
        let mut text = Self {
            bytes: [0; LENGTH_MAX],
            start: LENGTH_MAX,
            scale: scale as usize,
        };
        let mantissa = value.mantissa().unsigned_abs();
        // A mantissa has 96 bits, so both fit.
        let part = |part| u64::try_from(part).unwrap_or(u64::MAX);
        let (mut low, mut high) = (part(mantissa % PART), part(mantissa / PART));
        let mut digits = 0;
        while digits <= scale || low > 0 || high > 0 {
            if digits == scale && scale > 0 {
                text.put(b'.');
            }
            let rest = if digits < PART_DIGITS {
                &mut low
            } else {
                &mut high
            };
            // One digit.
            text.put(b'0' + u8::try_from(*rest % 10).unwrap_or(0));
            *rest /= 10;
            digits += 1;
        }
        if value.mantissa() < 0 {
            text.put(b'-');
        }
        text
    }

    fn put(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    pub(crate) fn as_str(&self) -> &str {
        // It is ASCII.
        std::str::from_utf8(&self.bytes[self.start..]).unwrap_or_default()
    }
}

/// Writes the value without trailing zeros, or padded with zeros to the precision asked for. Never rounds.
pub(crate) fn write(value: Decimal, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let text = Text::of(value);
    let zeros = formatter
        .precision()
        .unwrap_or(0)
        .saturating_sub(text.scale);
    if zeros == 0 && formatter.width().is_none() {
        return formatter.write_str(text.as_str());
    }
    let point = if text.scale == 0 && zeros > 0 {
        "."
    } else {
        ""
    };
    let text = format!("{}{point}{:0<zeros$}", text.as_str(), "");
    // `pad` would take the precision for a length to cut at.
    let width = formatter.width().unwrap_or(0);
    write!(formatter, "{text:>width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANTISSA_MAX: i128 = (1 << 96) - 1;

    fn text(mantissa: i128, scale: u32) -> String {
        let value = Decimal::from_i128_with_scale(mantissa, scale);
        Text::of(value).as_str().to_owned()
    }

    #[test]
    fn every_length_of_mantissa_and_scale_is_written_as_the_library_writes_it() {
        let mut mantissas = vec![0, 1, 9, 10, 100, MANTISSA_MAX, MANTISSA_MAX - 5];
        for digits in 1..29 {
            let power = 10_i128.pow(digits);
            mantissas.extend([
                power,
                power - 1,
                power + 1,
                123_456_789_012_345_678_901_234_567_890 / power,
            ]);
        }
        for mantissa in mantissas {
            for scale in 0..=28 {
                for signed in [mantissa, -mantissa] {
                    let value = Decimal::from_i128_with_scale(signed, scale);
                    assert_eq!(text(signed, scale), value.normalize().to_string());
                }
            }
        }
    }

    #[test]
    fn the_longest_text_fits() {
        assert_eq!(text(-MANTISSA_MAX, 28).len(), LENGTH_MAX);
        assert_eq!(text(-MANTISSA_MAX, 0), "-79228162514264337593543950335");
        assert_eq!(text(-1, 28), "-0.0000000000000000000000000001");
    }
}
