//! The formats of FIX data types: whether bytes are a number, a time, a flag.
//!
//! FIX 4.4 volume 1, "Data Types". Numbers have no sign `+` and no exponent; leading zeros are allowed.

use fix_dictionary::FieldType;

/// Whether a value has the form of its field's type.
#[inline]
pub fn has_type(field_type: FieldType, value: &[u8]) -> bool {
    match field_type {
        FieldType::Amt
        | FieldType::Float
        | FieldType::Percentage
        | FieldType::Price
        | FieldType::PriceOffset
        | FieldType::Qty => is_decimal(value),
        FieldType::Int => is_int(value),
        FieldType::Length | FieldType::NumInGroup | FieldType::SeqNum | FieldType::TagNum => {
            parse_unsigned(value).is_some()
        }
        FieldType::Boolean => is_boolean(value),
        FieldType::Char => is_char(value),
        FieldType::DayOfMonth => is_day_of_month(value),
        FieldType::LocalMktDate | FieldType::UtcDateOnly => is_date(value),
        FieldType::MonthYear => is_month_year(value),
        FieldType::UtcTimeOnly => is_utc_time(value),
        FieldType::UtcTimestamp => is_utc_timestamp(value),
        FieldType::Country
        | FieldType::Currency
        | FieldType::Data
        | FieldType::Exchange
        | FieldType::Language
        | FieldType::MultipleCharValue
        | FieldType::MultipleStringValue
        | FieldType::String
        | FieldType::TzTimeOnly
        | FieldType::TzTimestamp
        | FieldType::XmlData => true,
    }
}

/// Digits only, as in SeqNum, Length and NumInGroup.
pub fn parse_unsigned(value: &[u8]) -> Option<u64> {
    if value.is_empty() || value.len() > 19 {
        return None;
    }
    value.iter().try_fold(0u64, |number, byte| match byte {
        b'0'..=b'9' => Some(number * 10 + u64::from(byte - b'0')),
        _ => None,
    })
}

/// int: an optional `-`, then digits.
pub fn is_int(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"-").unwrap_or(value);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// float and the types made of it: an optional `-`, digits, and at most one point.
pub fn is_decimal(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"-").unwrap_or(value);
    let mut points = 0;
    let mut count = 0;
    for byte in digits {
        match byte {
            b'0'..=b'9' => count += 1,
            b'.' => points += 1,
            _ => return false,
        }
    }
    count > 0 && points <= 1
}

/// char: one character.
pub fn is_char(value: &[u8]) -> bool {
    value.len() == 1
}

/// Boolean: `Y` or `N`.
pub fn is_boolean(value: &[u8]) -> bool {
    matches!(value, b"Y" | b"N")
}

/// `UTCTimestamp`: `YYYYMMDD-HH:MM:SS`, with three, six or nine decimals or none; any year, also those that no
/// [`Timestamp`](crate::Timestamp) can hold.
pub fn is_utc_timestamp(value: &[u8]) -> bool {
    value.split_at_checked(8).is_some_and(|(date, time)| {
        is_date(date) && time.strip_prefix(b"-").is_some_and(is_utc_time)
    })
}

/// `UTCTimeOnly`: `HH:MM:SS`, with three, six or nine decimals or none.
pub fn is_utc_time(value: &[u8]) -> bool {
    crate::time::parse_time(value).is_some()
}

/// `UTCDateOnly` and `LocalMktDate`: `YYYYMMDD`.
pub fn is_date(value: &[u8]) -> bool {
    crate::time::parse_civil(value).is_some()
}

/// month-year: `YYYYMM`, `YYYYMMDD` or `YYYYMMWW` with a week `w1` to `w5`.
pub fn is_month_year(value: &[u8]) -> bool {
    match value.len() {
        6 => month(value),
        8 if value[6] == b'w' => month(&value[..6]) && matches!(value[7], b'1'..=b'5'),
        8 => is_date(value),
        _ => false,
    }
}

/// day-of-month: 1 to 31.
pub fn is_day_of_month(value: &[u8]) -> bool {
    value.len() <= 2 && matches!(parse_unsigned(value), Some(1..=31))
}

fn month(value: &[u8]) -> bool {
    value.iter().all(u8::is_ascii_digit) && matches!(parse_unsigned(&value[4..6]), Some(1..=12))
}
