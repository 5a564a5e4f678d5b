//! The `throttle` of a session: how many application messages it may send, and what becomes of more.

use std::time::Duration;

use fix_engine::Excess;
use serde::Deserialize;

/// The `throttle` of a session.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Throttle {
    /// Application messages in any interval of that length.
    pub messages: usize,
    /// Its length.
    #[serde(with = "humantime_serde")]
    pub interval: Duration,
    /// What becomes of more.
    pub excess: ExcessPolicy,
}

/// What becomes of messages beyond a throttle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExcessPolicy {
    /// BusinessMessageReject(j).
    Reject,
    /// BusinessMessageReject(j), then Logout(5).
    Disconnect,
}

impl Throttle {
    pub(super) fn engine(self) -> fix_engine::Throttle {
        fix_engine::Throttle {
            messages: self.messages,
            interval: self.interval,
            excess: match self.excess {
                ExcessPolicy::Reject => Excess::Reject,
                ExcessPolicy::Disconnect => Excess::Disconnect,
            },
        }
    }
}
