//! Messages beyond a session's throttle.

use fix_codec::Message;
use fix_session::{Notice, Refusal};

use super::Hub;
use crate::application::Application;
use crate::throttle::Excess;

/// BusinessRejectReason(380): throttle limit exceeded, since FIX 5.0; other.
const THROTTLE_LIMIT_EXCEEDED: u32 = 8;
const OTHER: u32 = 0;

impl<A: Application> Hub<A> {
    /// Whether a message for the application is one too many.
    pub(super) fn is_beyond_throttle(&mut self, index: usize) -> bool {
        let place = &mut self.places[index];
        let Some(throttle) = &place.throttle else {
            return false;
        };
        let is_beyond = !place.recent.admit(throttle, self.now_ns);
        place.traffic.throttled += u64::from(is_beyond);
        is_beyond
    }

    /// Answers it, and ends the session if it is configured so.
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
}
