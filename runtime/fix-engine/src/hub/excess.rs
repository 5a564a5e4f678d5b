//! Messages beyond a session's throttle: they are refused, or wait.
//!
//! What waits is in memory only. It has not been received as far as the journal knows, whose number is that of the first
//! message that waits: after a kill the peer is asked for all of them again. See `docs/decisions/`.

use std::time::Duration;

use fix_codec::Message;
use fix_session::{Notice, Refusal, State};

use super::Hub;
use crate::application::{Application, Ending};
use crate::throttle::{Excess, Turn};

/// BusinessRejectReason(380): throttle limit exceeded, since FIX 5.0; other.
const THROTTLE_LIMIT_EXCEEDED: u32 = 8;
const OTHER: u32 = 0;

impl<A: Application> Hub<A> {
    /// What becomes of a message for the application.
    pub(super) fn turn_of(&mut self, index: usize, message: Message<'_>) -> Turn {
        let place = &mut self.places[index];
        let Some(throttle) = &place.throttle else {
            return Turn::Now;
        };
        let turn = place.line.offer(throttle, message, self.now_ns);
        if turn != Turn::Now {
            place.traffic.throttled += 1;
        }
        if turn == Turn::Later && place.line.waiting() == 1 {
            self.paced.push(index);
        }
        turn
    }

    /// Answers one that is too many, and ends the session if it is configured so.
    pub(super) fn refuse_excess(&mut self, index: usize, message: Message<'_>) {
        let place = &mut self.places[index];
        let Some(throttle) = place.throttle else {
            return;
        };
        let (messages, interval) = (throttle.messages, throttle.interval);
        let text = format!("more than {messages} messages in {interval:?}");
        let knows_reason = place.session.config().version == fix_session::Version::Fixt11;
        let refusal = Refusal::Business {
            reason: if knows_reason {
                THROTTLE_LIMIT_EXCEEDED
            } else {
                OTHER
            },
            ref_id: None,
            text: text.clone(),
        };
        let mut actions = Vec::new();
        place
            .session
            .refuse(message, &refusal, self.now_ns, &mut actions);
        if throttle.excess == Excess::Disconnect {
            let notice = Notice::text(Some(&text));
            place.session.logout(&notice, self.now_ns, &mut actions);
        }
        self.perform(index, &mut actions);
    }

    /// Whether nothing more can wait, so that a message for the application must not be received: it is as if it had been
    /// lost on the way. The session is logged out.
    pub(super) fn is_without_room(&mut self, index: usize, message: Message<'_>) -> bool {
        let place = &self.places[index];
        let is_full = place
            .throttle
            .as_ref()
            .is_some_and(|throttle| place.line.is_full(throttle));
        if !is_full || is_of_session_layer(message) {
            return false;
        }
        let waiting = place.line.waiting();
        let notice = Notice::text(Some(&format!("{waiting} messages wait for their turn")));
        self.log_out(index, Ending::Lost, &notice);
        true
    }

    /// How long until the next message that waits has its turn; `None` where none does.
    pub(super) fn next_turn(&self, now_ns: i64) -> Option<Duration> {
        let ready = self.paced.iter().filter(|&&index| self.may_hand_on(index));
        let next_ns = ready.filter_map(|&index| {
            let place = &self.places[index];
            place.line.next_ns(place.throttle.as_ref()?)
        });
        let left_ns = next_ns.min()?.saturating_sub(now_ns);
        Some(Duration::from_nanos(u64::try_from(left_ns).unwrap_or(0)))
    }

    /// Hands on what has its turn.
    pub(super) fn hand_on_due(&mut self) {
        for index in self.paced.clone() {
            while self.may_hand_on(index)
                && let place = &mut self.places[index]
                && let Some(throttle) = &place.throttle
                && let Some(message) = place.line.take(throttle, self.now_ns)
            {
                self.hand_on(index, message.view());
                self.settle(index);
            }
        }
        self.forget_paced();
    }

    /// Hands on all that waits, because the numbers change under it.
    pub(super) fn hand_on_all(&mut self, index: usize) {
        while let Some(message) = self.places[index].line.take_at_once() {
            self.hand_on(index, message.view());
        }
        self.forget_paced();
    }

    fn forget_paced(&mut self) {
        let places = &self.places;
        self.paced.retain(|&index| places[index].line.waiting() > 0);
    }

    /// Whether the session can answer what is handed on, or has no connection that could be answered at the wrong moment.
    fn may_hand_on(&self, index: usize) -> bool {
        let place = &self.places[index];
        let state = place.session.state();
        place.suspended.is_none() && matches!(state, State::Active | State::Disconnected)
    }
}

fn is_of_session_layer(message: Message<'_>) -> bool {
    matches!(message.msg_type(), [b'0'..=b'5' | b'A'])
}
