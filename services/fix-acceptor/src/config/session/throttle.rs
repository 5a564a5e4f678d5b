//! The `throttle` of a session: how many application messages it may send, and what becomes of more.

use std::time::Duration;

use fix_engine::Excess;
use serde::Deserialize;
use service::config::ConfigError;

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
    /// With `excess = "queue"`: how many may wait.
    pub queue_messages: Option<usize>,
}

/// What becomes of messages beyond a throttle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExcessPolicy {
    /// BusinessMessageReject(j).
    Reject,
    /// BusinessMessageReject(j), then Logout(5).
    Disconnect,
    /// They wait for their turn.
    Queue,
}

impl Throttle {
    pub(super) fn check(
        self,
        key: &impl Fn(&str) -> String,
    ) -> Result<fix_engine::Throttle, ConfigError> {
        let excess = match (self.excess, self.queue_messages) {
            (ExcessPolicy::Reject, None) => Excess::Reject,
            (ExcessPolicy::Disconnect, None) => Excess::Disconnect,
            (ExcessPolicy::Queue, Some(messages)) => Excess::Queue { messages },
            _ => {
                let problem = "queue-messages is for excess = \"queue\", which needs it";
                return Err(ConfigError::value(key("throttle.queue-messages"), problem));
            }
        };
        Ok(fix_engine::Throttle {
            messages: self.messages,
            interval: self.interval,
            excess,
        })
    }
}
