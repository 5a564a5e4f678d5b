//! Our Logout(5) is out. What the peer sent before it saw that still counts, and still gets its answers; its own
//! Logout(5), or time, ends the session.

use fix_codec::Message;

use super::active;
use crate::action::{Action, Delivery, DisconnectReason};
use crate::session::Session;

pub(crate) fn received(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) -> Delivery {
    active::received(session, message, now_ns, actions)
}

pub(crate) fn time(session: &mut Session, now_ns: i64, actions: &mut Vec<Action>) {
    if now_ns
        >= session
            .clock
            .state_end_ns(session.config.limits.logout_wait_s)
    {
        session.disconnect(DisconnectReason::LogoutTimeout, now_ns, actions);
    }
}
