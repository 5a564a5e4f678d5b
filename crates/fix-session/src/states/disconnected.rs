//! No connection: an acceptor waits for Logon(A) on the next one, an initiator sends it.

use crate::action::Action;
use crate::authentication::Notice;
use crate::session::{Session, State};

pub(crate) fn connected(session: &mut Session, now_ns: i64, actions: &mut Vec<Action>) {
    session.clock.start(session.config.heart_bt_int_s, now_ns);
    if !session.is_initiator() {
        session.enter(State::LogonExpected, now_ns);
        return;
    }
    let reset = session.config.resets.on_logon;
    if reset {
        session.reset(actions);
    }
    session.reset_sent = reset;
    session.emit_logon(reset, &Notice::default(), now_ns, actions);
    session.enter(State::LogonSent, now_ns);
}
