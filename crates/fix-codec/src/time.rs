//! `UTCTimestamp` on the wire, as seconds since 1970 and nanoseconds in memory.

use std::fmt;

/// How many decimals a time is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimePrecision {
    /// `YYYYMMDD-HH:MM:SS`: FIX 4.0 and 4.1.
    Seconds,
    /// Three decimals: FIX 4.2 and later.
    Milliseconds,
    /// Six decimals: by agreement.
    Microseconds,
    /// Nine decimals: by agreement.
    Nanoseconds,
}

/// A time as FIX writes it, of the years 0 to 9999; prints itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    unix_s: i64,
    /// Of the second: below 1e9.
    ns: i64,
}

const NS: i64 = 1_000_000_000;
const DAY_S: i64 = 86_400;

impl Timestamp {
    /// From nanoseconds since 1970.
    pub fn from_unix_ns(unix_ns: i64) -> Self {
        Timestamp {
            unix_s: unix_ns.div_euclid(NS),
            ns: unix_ns.rem_euclid(NS),
        }
    }

    /// Nanoseconds since 1970. A time after the 11th of April 2262, such as the 99991231-23:59:59 that many write for
    /// "never", is the last that there is, and one before September 1677 the first.
    pub fn unix_ns(self) -> i64 {
        self.unix_s.saturating_mul(NS).saturating_add(self.ns)
    }

    /// Reads `YYYYMMDD-HH:MM:SS` with up to nine decimals.
    pub fn parse(value: &[u8]) -> Option<Self> {
        let (date, time) = value.split_at_checked(8)?;
        let days = parse_date(date)?;
        let time_ns = parse_time(time.strip_prefix(b"-")?)?;
        Some(Timestamp {
            unix_s: days * DAY_S + time_ns / NS,
            ns: time_ns % NS,
        })
    }

    /// The time in the form of the wire.
    pub fn format(self, precision: TimePrecision) -> Formatted {
        let seconds = self.unix_s;
        let fraction = self.ns.unsigned_abs();
        let (year, month, day) = civil_from_days(seconds.div_euclid(DAY_S));
        let second_of_day = seconds.rem_euclid(DAY_S).unsigned_abs();
        let mut text = Formatted {
            bytes: [0; 27],
            length: 0,
        };
        text.digits(year, 4);
        text.digits(month, 2);
        text.digits(day, 2);
        text.push(b'-');
        text.digits(second_of_day / 3600, 2);
        text.push(b':');
        text.digits(second_of_day / 60 % 60, 2);
        text.push(b':');
        text.digits(second_of_day % 60, 2);
        let (decimals, value) = match precision {
            TimePrecision::Seconds => return text,
            TimePrecision::Milliseconds => (3, fraction / 1_000_000),
            TimePrecision::Microseconds => (6, fraction / 1_000),
            TimePrecision::Nanoseconds => (9, fraction),
        };
        text.push(b'.');
        text.digits(value, decimals);
        text
    }
}

/// With milliseconds, as most fields have them.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(
            self.format(TimePrecision::Milliseconds).as_bytes(),
        ))
    }
}

/// A time in the form of the wire.
#[derive(Debug, Clone, Copy)]
pub struct Formatted {
    bytes: [u8; 27],
    length: usize,
}

impl Formatted {
    /// Its characters.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    #[allow(clippy::cast_possible_truncation, reason = "a digit")]
    fn digits(&mut self, mut value: u64, count: usize) {
        for place in (0..count).rev() {
            self.bytes[self.length + place] = b'0' + (value % 10) as u8;
            value /= 10;
        }
        self.length += count;
    }
}

/// Days since 1970 of `YYYYMMDD`.
pub(crate) fn parse_date(value: &[u8]) -> Option<i64> {
    let (year, month, day) = parse_civil(value)?;
    Some(days_from_civil(year, month, day))
}

/// Year, month and day of `YYYYMMDD`.
#[inline]
pub(crate) fn parse_civil(value: &[u8]) -> Option<(i64, i64, i64)> {
    let [century, year, month, day] = pairs(value.try_into().ok()?)?;
    let year = century * 100 + year;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_in_month = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    (1..=days_in_month)
        .contains(&day)
        .then_some((year, month, day))
}

/// Nanoseconds of `HH:MM:SS` with up to nine decimals; a leap second (60) is allowed.
pub(crate) fn parse_time(value: &[u8]) -> Option<i64> {
    let ([h, hh, b':', m, mm, b':', s, ss], fraction) = value.split_first_chunk::<8>()? else {
        return None;
    };
    let [hour, minute, second, _] = pairs([*h, *hh, *m, *mm, *s, *ss, b'0', b'0'])?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let fraction = match fraction {
        [] => 0,
        [b'.', decimals @ ..] if (1..=9).contains(&decimals.len()) => {
            number(decimals)? * 10i64.pow(9 - u32::try_from(decimals.len()).ok()?)
        }
        _ => return None,
    };
    Some((hour * 3600 + minute * 60 + second) * NS + fraction)
}

/// Eight digits as four numbers of two, all at once.
#[inline]
fn pairs(digits: [u8; 8]) -> Option<[i64; 4]> {
    let digits = u64::from_le_bytes(digits) ^ 0x3030_3030_3030_3030;
    // The high bit of each byte that is no digit. Only a byte that is none itself carries into the next.
    let others = digits.wrapping_add(0x7676_7676_7676_7676) | digits;
    if others & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let pairs = (digits * 10 + (digits >> 8)).to_le_bytes();
    Some([pairs[0], pairs[2], pairs[4], pairs[6]].map(i64::from))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0i64, |number, byte| match byte {
        b'0'..=b'9' => Some(number * 10 + i64::from(byte - b'0')),
        _ => None,
    })
}

/// Howard Hinnant's `days_from_civil`: days since 1970 in the proleptic Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Its inverse.
fn civil_from_days(days: i64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        year.unsigned_abs(),
        month.unsigned_abs(),
        day.unsigned_abs(),
    )
}
