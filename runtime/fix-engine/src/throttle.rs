//! How many application messages a session takes in an interval, and what becomes of more. Session messages are never
//! throttled: a peer that is too eager must still be able to keep its session.

use std::collections::VecDeque;
use std::time::Duration;

use fix_codec::{Message, OwnedMessage};

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
        (1..=THROTTLE_MESSAGES_MAX).contains(&self.messages)
            && !self.interval.is_zero()
            && self.excess.is_sound()
    }

    fn interval_ns(&self) -> i64 {
        i64::try_from(self.interval.as_nanos()).unwrap_or(i64::MAX)
    }
}

/// What becomes of a message beyond a throttle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// The application never sees it; its sender is told by a BusinessMessageReject(j) with BusinessRejectReason(380) 8
    /// since FIX 5.0 and 0 before, or a Reject(3) before FIX 4.2.
    Reject,
    /// Then the session is logged out.
    Disconnect,
    /// It waits until the throttle lets it through. A session of which so many wait is logged out, and what it sent beyond
    /// has not been received. See `docs/decisions/` for what a kill makes of those that wait.
    Queue {
        /// How many, up to [`THROTTLE_MESSAGES_MAX`].
        messages: usize,
    },
}

impl Excess {
    fn is_sound(self) -> bool {
        match self {
            Excess::Reject | Excess::Disconnect => true,
            Excess::Queue { messages } => (1..=THROTTLE_MESSAGES_MAX).contains(&messages),
        }
    }
}

/// What a session does with a message for the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It is handed on.
    Now,
    /// It waits.
    Later,
    /// It is one too many.
    Never,
}

/// A session's messages for the application: the times of those that were handed on, and those that wait, in order.
#[derive(Debug, Default)]
pub(crate) struct Line {
    handed_on_ns: VecDeque<i64>,
    waiting: VecDeque<OwnedMessage>,
}

impl Line {
    /// A message came: what becomes of it. One that has to wait is kept.
    pub(crate) fn offer(&mut self, throttle: &Throttle, message: Message<'_>, now_ns: i64) -> Turn {
        if self.waiting.is_empty() && self.admit(throttle, now_ns) {
            return Turn::Now;
        }
        match throttle.excess {
            Excess::Reject | Excess::Disconnect => Turn::Never,
            Excess::Queue { .. } => {
                self.waiting.push_back(message.to_owned());
                Turn::Later
            }
        }
    }

    /// Whether no further message can wait.
    pub(crate) fn is_full(&self, throttle: &Throttle) -> bool {
        match throttle.excess {
            Excess::Reject | Excess::Disconnect => false,
            Excess::Queue { messages } => self.waiting.len() >= messages,
        }
    }

    /// The first message that waits, if it may be handed on now.
    pub(crate) fn take(&mut self, throttle: &Throttle, now_ns: i64) -> Option<OwnedMessage> {
        let has_turn = !self.waiting.is_empty() && self.admit(throttle, now_ns);
        has_turn.then(|| self.waiting.pop_front()).flatten()
    }

    /// The first message that waits, whether the throttle lets it through or not.
    pub(crate) fn take_at_once(&mut self) -> Option<OwnedMessage> {
        self.waiting.pop_front()
    }

    /// When [`Line::take`] has something, where anything waits.
    pub(crate) fn next_ns(&self, throttle: &Throttle) -> Option<i64> {
        self.waiting.front()?;
        let is_used_up = self.handed_on_ns.len() >= throttle.messages;
        let oldest_ns = self.handed_on_ns.front().filter(|_| is_used_up);
        Some(oldest_ns.map_or(i64::MIN, |at_ns| {
            at_ns.saturating_add(throttle.interval_ns())
        }))
    }

    /// MsgSeqNum(34) of the first message that waits.
    pub(crate) fn first_waiting(&self) -> Option<u64> {
        self.waiting.front()?.view().msg_seq_num()
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Counts a message of that time, unless there were too many in the interval that it ends.
    fn admit(&mut self, throttle: &Throttle, now_ns: i64) -> bool {
        let since_ns = now_ns.saturating_sub(throttle.interval_ns());
        while self
            .handed_on_ns
            .front()
            .is_some_and(|&at_ns| at_ns <= since_ns)
        {
            self.handed_on_ns.pop_front();
        }
        let has_room = self.handed_on_ns.len() < throttle.messages;
        if has_room {
            self.handed_on_ns.push_back(now_ns);
        }
        has_room
    }
}

#[cfg(test)]
mod tests {
    use fix_codec::Encoder;

    use super::*;

    fn throttle(excess: Excess) -> Throttle {
        Throttle {
            messages: 3,
            interval: Duration::from_nanos(10),
            excess,
        }
    }

    fn message(msg_seq_num: u64) -> OwnedMessage {
        let mut encoder = Encoder::new();
        encoder.begin(b"D");
        encoder.unsigned(34, msg_seq_num);
        OwnedMessage::decode(encoder.finish(b"FIX.4.4")).unwrap()
    }

    #[test]
    fn no_interval_has_more_than_the_throttle_says_and_refused_messages_do_not_count() {
        let (throttle, mut line) = (throttle(Excess::Reject), Line::default());
        let times = [0, 4, 8, 9, 10, 13, 14, 18, 19, 20];
        let order = message(2);
        let admitted: Vec<i64> = times
            .into_iter()
            .filter(|&now_ns| line.offer(&throttle, order.view(), now_ns) == Turn::Now)
            .collect();
        assert_eq!(admitted, [0, 4, 8, 10, 14, 18, 20]);
        for window in admitted.windows(4) {
            assert!(window[3] - window[0] >= 10);
        }
    }

    #[test]
    fn what_waits_is_handed_on_in_order_at_the_throttles_pace() {
        let (throttle, mut line) = (throttle(Excess::Queue { messages: 7 }), Line::default());
        // A virtual clock: ten messages at once, then each at the time that the line says.
        let mut handed_on = Vec::new();
        for number in 2..12 {
            assert!(!line.is_full(&throttle));
            match line.offer(&throttle, message(number).view(), 0) {
                Turn::Now => handed_on.push((0, number)),
                turn => assert_eq!(turn, Turn::Later),
            }
        }
        assert!(line.is_full(&throttle) && line.waiting() == 7);
        assert_eq!(line.first_waiting(), Some(5));
        let mut now_ns = 0;
        while let Some(next_ns) = line.next_ns(&throttle) {
            if next_ns > now_ns {
                assert!(line.take(&throttle, next_ns - 1).is_none(), "not before");
                now_ns = next_ns;
            }
            // One that comes now goes behind those that wait.
            if handed_on.len() == 3 {
                line.offer(&throttle, message(12).view(), now_ns);
            }
            let number = line.take(&throttle, now_ns).unwrap().view().msg_seq_num();
            handed_on.push((now_ns, number.unwrap()));
        }
        let times = [0, 0, 0, 10, 10, 10, 20, 20, 20, 30, 30];
        assert_eq!(handed_on, times.into_iter().zip(2..13).collect::<Vec<_>>());
        assert_eq!(line.first_waiting(), None);
    }
}
