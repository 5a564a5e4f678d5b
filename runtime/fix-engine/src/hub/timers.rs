//! When which session has to be looked at: the cost is that of what is due, not of all there are.
//!
//! A timer is never moved: where a session's time is later by the time its timer is due, it gets another one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The time of no timer.
pub(super) const NEVER: i64 = i64::MAX;

#[derive(Debug, Default)]
pub(super) struct Timers(BinaryHeap<Reverse<(i64, usize)>>);

impl Timers {
    /// Sets a timer; `set_ns` is when the session is looked at anyway.
    pub(super) fn set(&mut self, session: usize, at_ns: i64, set_ns: &mut i64) {
        if at_ns < *set_ns {
            self.0.push(Reverse((at_ns, session)));
            *set_ns = at_ns;
        }
    }

    /// The next timer that is due, and its time: one that is not its session's newest has nothing to say.
    pub(super) fn take_due(&mut self, now_ns: i64) -> Option<(i64, usize)> {
        let Reverse((at_ns, _)) = *self.0.peek()?;
        if at_ns > now_ns {
            return None;
        }
        self.0.pop().map(|Reverse(timer)| timer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_is_due_once_and_a_later_one_waits() {
        let mut timers = Timers::default();
        let mut set_ns = [NEVER; 2];
        timers.set(0, 20, &mut set_ns[0]);
        timers.set(1, 10, &mut set_ns[1]);
        timers.set(1, 30, &mut set_ns[1]);
        assert_eq!(set_ns, [20, 10]);
        assert_eq!(timers.take_due(9), None);
        assert_eq!(timers.take_due(25), Some((10, 1)));
        assert_eq!(timers.take_due(25), Some((20, 0)));
        assert_eq!(timers.take_due(25), None);
    }
}
