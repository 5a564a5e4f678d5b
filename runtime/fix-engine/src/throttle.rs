//! How many application messages a session takes in an interval, and what becomes of more. Session messages are never
//! throttled: a peer that is too eager must still be able to keep its session.

use std::collections::VecDeque;
use std::time::Duration;

/// The most messages of one interval: each is remembered by its time.
pub const THROTTLE_MESSAGES_MAX: usize = 10_000;

/// So many application messages in any interval of that length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// How many, up to [`THROTTLE_MESSAGES_MAX`].
    pub messages: usize,
    /// In what time.
    pub interval: Duration,
    /// What becomes of more.
    pub excess: Excess,
}

impl Throttle {
    pub(crate) fn is_sound(&self) -> bool {
        (1..=THROTTLE_MESSAGES_MAX).contains(&self.messages) && !self.interval.is_zero()
    }
}

/// What becomes of a message beyond a throttle. The application never sees it; its sender is told by a
/// BusinessMessageReject(j) with BusinessRejectReason(380) 8 since FIX 5.0 and 0 before, or a Reject(3) before FIX 4.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// That is all.
    Reject,
    /// Then the session is logged out.
    Disconnect,
}

/// The times of a session's last messages.
#[derive(Debug, Default)]
pub(crate) struct Recent(VecDeque<i64>);

impl Recent {
    /// Counts a message of that time, unless there were too many in the interval that it ends.
    pub(crate) fn admit(&mut self, throttle: &Throttle, now_ns: i64) -> bool {
        let interval_ns = i64::try_from(throttle.interval.as_nanos()).unwrap_or(i64::MAX);
        let since_ns = now_ns.saturating_sub(interval_ns);
        while self.0.front().is_some_and(|&at_ns| at_ns <= since_ns) {
            self.0.pop_front();
        }
        let has_room = self.0.len() < throttle.messages;
        if has_room {
            self.0.push_back(now_ns);
        }
        has_room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_interval_has_more_than_the_throttle_says_and_refused_messages_do_not_count() {
        let throttle = Throttle {
            messages: 3,
            interval: Duration::from_nanos(10),
            excess: Excess::Reject,
        };
        let mut recent = Recent::default();
        let times = [0, 4, 8, 9, 10, 13, 14, 18, 19, 20];
        let admitted: Vec<i64> = times
            .into_iter()
            .filter(|&now_ns| recent.admit(&throttle, now_ns))
            .collect();
        assert_eq!(admitted, [0, 4, 8, 10, 14, 18, 20]);
        for window in admitted.windows(4) {
            assert!(window[3] - window[0] >= 10);
        }
    }
}
