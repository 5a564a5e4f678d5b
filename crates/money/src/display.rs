//! Amounts as text: one text for one value, whatever scale it was computed at.

use std::fmt;

use rust_decimal::Decimal;

/// Writes the value without trailing zeros, or padded with zeros to the precision asked for. Never rounds.
pub(crate) fn write(value: Decimal, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let value = value.normalize();
    let scale = value.scale() as usize;
    let digits = value.mantissa().unsigned_abs().to_string();
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let decimals = formatter.precision().unwrap_or(0).max(scale);
    let text = if decimals == 0 {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction:0<decimals$}")
    };
    let sign = if value.mantissa() < 0 { "-" } else { "" };
    match formatter.width() {
        // `pad` would take the precision for a length to cut at.
        Some(width) => write!(formatter, "{:>width$}", format!("{sign}{text}")),
        None => write!(formatter, "{sign}{text}"),
    }
}
