//! Ids: counters of the state, so they are the same in every replay and never random.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A text that is no id of ours.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no such id")]
pub struct ParseIdError(pub String);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!($letter, "{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                text.strip_prefix($letter)
                    .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
                    .and_then(|digits| digits.parse().ok())
                    .map(Self)
                    .ok_or_else(|| ParseIdError(text.to_owned()))
            }
        }
    };
}

id! {
    /// An index order; a smaller one is older. `o17` in text.
    OrderId, "o"
}
id! {
    /// A batch. `b3` in text.
    BatchId, "b"
}
id! {
    /// A payout. `p4` in text.
    PayoutId, "p"
}
id! {
    /// A quote. `q9` in text.
    QuoteId, "q"
}
