//! No connection: an acceptor waits for Logon(A) on the next one, an initiator sends it.

use crate::action::Action;
use crate::authentication::Notice;
use crate::outbound::OurLogon;
use crate::session::{OurReset, Session, State};

pub(crate) fn connected(session: &mut Session, now_ns: i64, actions: &mut Vec<Action>) {
    session.clock.start(session.config.heart_bt_int_s, now_ns);
    if !session.is_initiator() {
        session.enter(State::LogonExpected, now_ns);
        return;
    }
    let resets = session.our_reset == OurReset::Due || session.config.resets.on_logon;
    if resets {
        session.reset(actions);
        session.our_reset = OurReset::Sent { since_ns: now_ns };
    }
    let ours = OurLogon {
        resets,
        says_expected: true,
        notice: &Notice::default(),
    };
    session.emit_logon(&ours, now_ns, actions);
    session.enter(State::LogonSent, now_ns);
}
