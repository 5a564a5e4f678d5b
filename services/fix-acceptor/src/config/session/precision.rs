//! The `time-precision` of a session.

use fix_codec::TimePrecision;
use serde::Deserialize;

/// Decimals of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are their names")]
pub enum Precision {
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

impl Precision {
    pub(super) fn codec(self) -> TimePrecision {
        match self {
            Precision::Seconds => TimePrecision::Seconds,
            Precision::Milliseconds => TimePrecision::Milliseconds,
            Precision::Microseconds => TimePrecision::Microseconds,
            Precision::Nanoseconds => TimePrecision::Nanoseconds,
        }
    }
}
