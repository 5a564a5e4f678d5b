//! From a script's message to the bytes of the peer.

use fix_codec::{Draft, Encoder, TimePrecision, Timestamp};

use crate::compare::Variables;
use crate::settings::Settings;

const SOH: char = '\u{1}';

/// A message of our application, as in `iSEND 35=8|37=a`.
pub fn draft(text: &str) -> Result<Draft, String> {
    let mut fields = split(text).into_iter();
    let msg_type = fields.next().and_then(|field| field.strip_prefix("35="));
    let msg_type = msg_type.ok_or("a message starts with MsgType (35)")?;
    let mut body = Vec::new();
    for field in fields {
        body.extend_from_slice(field.as_bytes());
        body.push(fix_codec::SOH);
    }
    Ok(Draft::from_body(msg_type, body))
}

/// The bytes that the peer sends.
pub(crate) fn expand(
    text: &str,
    settings: &Settings,
    variables: &Variables,
    now_ns: i64,
) -> Result<Vec<u8>, String> {
    let precision = settings.precision();
    let text = variables.fill_in(&times(text, precision, now_ns)?)?;
    let mut fields = split(&text);
    if text.starts_with("35=") {
        let time = format(now_ns, precision);
        let msg_type = fields.remove(0);
        // The defaults come first, and a field of that tag in the text takes its default's place.
        let mut all = vec![msg_type];
        let begin_string = take(&mut fields, "8=")
            .map_or(settings.version.begin_string(), |field| &field[2..])
            .to_owned();
        let defaults = [
            format!("49={}", settings.peer),
            format!("52={time}"),
            format!("56={}", settings.us),
        ];
        for default in &defaults {
            all.push(take(&mut fields, &default[..3]).unwrap_or(default));
        }
        all.append(&mut fields);
        return Ok(whole(&begin_string, &all));
    }
    if !text.starts_with("8=") {
        return Ok(text.replace('|', "\u{1}").into_bytes());
    }
    let has = |tag: &str| fields.iter().any(|field| field.starts_with(tag));
    if has("9=") || has("10=") {
        return Ok(with_sum(&fields, has("10=")));
    }
    Ok(whole(&fields[0][2..], &fields[1..]))
}

/// A message with its length and sum.
fn whole(begin_string: &str, fields: &[&str]) -> Vec<u8> {
    let mut encoder = Encoder::new();
    let msg_type = fields.first().and_then(|field| field.strip_prefix("35="));
    encoder.begin(msg_type.unwrap_or("").as_bytes());
    let rest = if msg_type.is_some() {
        &fields[1..]
    } else {
        fields
    };
    for field in rest {
        encoder.encoded(format!("{field}{SOH}").as_bytes());
    }
    encoder.finish(begin_string.as_bytes()).to_vec()
}

/// A message whose length is as written, and whose sum is right unless it is written, too.
fn with_sum(fields: &[&str], has_sum: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    for field in fields {
        bytes.extend_from_slice(format!("{field}{SOH}").as_bytes());
    }
    if !has_sum {
        let sum = bytes.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
        bytes.extend_from_slice(format!("10={sum:03}{SOH}").as_bytes());
    }
    bytes
}

pub(crate) fn split(text: &str) -> Vec<&str> {
    text.split('|').filter(|field| !field.is_empty()).collect()
}

fn take<'a>(fields: &mut Vec<&'a str>, tag: &str) -> Option<&'a str> {
    let at = fields.iter().position(|field| field.starts_with(tag))?;
    Some(fields.remove(at))
}

pub(crate) fn format(unix_ns: i64, precision: TimePrecision) -> String {
    let time = Timestamp::from_unix_ns(unix_ns).format(precision);
    String::from_utf8_lossy(time.as_bytes()).into_owned()
}

/// The times of a text, written out.
fn times(text: &str, precision: TimePrecision, now_ns: i64) -> Result<String, String> {
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<TIME") {
        let (inner, tail) = after.split_once('>').ok_or("a > is missing after <TIME")?;
        let time = Time::parse(inner)?;
        let precision = time.precision.unwrap_or(precision);
        written.push_str(before);
        written.push_str(&format(now_ns + time.offset_ns, precision));
        rest = tail;
    }
    written.push_str(rest);
    Ok(written)
}

/// `<TIME>`, `<TIME+10>`, `<TIME.9-121>`.
pub(crate) struct Time {
    pub(crate) offset_ns: i64,
    pub(crate) precision: Option<TimePrecision>,
}

impl Time {
    /// From what stands between `<TIME` and `>`.
    pub(crate) fn parse(inner: &str) -> Result<Time, String> {
        let error = || format!("<TIME{inner}> is not a time");
        let (precision, offset) = match inner.strip_prefix('.') {
            None => (None, inner),
            Some(rest) => {
                let (decimals, offset) = rest.split_at_checked(1).ok_or_else(error)?;
                let precision = match decimals {
                    "0" => TimePrecision::Seconds,
                    "3" => TimePrecision::Milliseconds,
                    "6" => TimePrecision::Microseconds,
                    "9" => TimePrecision::Nanoseconds,
                    _ => return Err(error()),
                };
                (Some(precision), offset)
            }
        };
        let seconds: i64 = match offset {
            "" => 0,
            offset => offset.parse().map_err(|_| error())?,
        };
        Ok(Time {
            offset_ns: seconds * 1_000_000_000,
            precision,
        })
    }

    /// Whether a time that came is this one.
    pub(crate) fn is(&self, came: &str, now_ns: i64, tolerance_ns: i64) -> Option<bool> {
        let time = Timestamp::parse(came.as_bytes())?;
        let off_ns = time.unix_ns().saturating_sub(now_ns + self.offset_ns);
        let as_written = match self.precision {
            Some(precision) => format(0, precision).len() == came.len(),
            None => true,
        };
        // What came may have fewer decimals than the clock.
        let cut_ns = tolerance_ns.max(decimals_ns(came));
        Some(as_written && off_ns <= tolerance_ns && -off_ns <= cut_ns)
    }
}

/// What a time with so many decimals may leave out.
fn decimals_ns(time: &str) -> i64 {
    let decimals = time
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let decimals = u32::try_from(decimals.min(9)).unwrap_or(9);
    10i64.pow(9 - decimals) - 1
}
