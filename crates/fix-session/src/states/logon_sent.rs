//! An initiator that waits for the Logon(A) of its peer. One that is not acceptable is answered with Logout(5): the peer
//! has to know why its side is not let go on.

use fix_codec::Message;
use fix_dictionary::tag;

use crate::action::{Action, DisconnectReason};
use crate::authentication::{Notice, SessionStatus};
use crate::logon::Said;
use crate::outbound::OurLogon;
use crate::session::{OurReset, Session, State};

pub(crate) fn received(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    match message.msg_type() {
        b"A" => match session.check_logon(message, now_ns) {
            Ok(said) => logon(session, message, said, now_ns, actions),
            Err(text) => session.refuse_numbers(text, now_ns, actions),
        },
        b"5" => {
            if message.msg_seq_num() == Some(session.numbers.next_incoming) {
                session.advance();
            }
            let text = message
                .fields()
                .text(tag::TEXT)
                .unwrap_or("no reason given")
                .to_owned();
            session.disconnect(DisconnectReason::Refused(text), now_ns, actions);
        }
        _ => session.disconnect(DisconnectReason::LogonExpected, now_ns, actions),
    }
}

pub(crate) fn time(session: &mut Session, now_ns: i64, actions: &mut Vec<Action>) {
    if now_ns
        >= session
            .clock
            .state_end_ns(session.config.limits.logon_wait_s)
    {
        session.disconnect(DisconnectReason::LogonTimeout, now_ns, actions);
    }
}

fn logon(
    session: &mut Session,
    message: Message<'_>,
    said: Said,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    if said.resets && !session.our_reset.is_sent() {
        reset_unasked(session, now_ns, actions);
        return;
    }
    if session.logon_is_too_low(message, said, now_ns, actions) {
        return;
    }
    let lacks = match session.lacks(said) {
        Ok(lacks) => lacks,
        Err(text) => {
            session.refuse_numbers(text, now_ns, actions);
            return;
        }
    };
    let status = message.fields().unsigned(tag::SESSION_STATUS);
    if status == Some(SessionStatus::SessionPasswordChanged as u64)
        && let Some(credentials) = &mut session.config.credentials
        && let Some(new_password) = session.config.new_password.take()
    {
        credentials.password = String::from_utf8_lossy(new_password.expose()).into_owned();
    }
    session.clock.received(now_ns);
    session.enter(State::Active, now_ns);
    session.our_reset = OurReset::None;
    session.send_lacking(said, lacks, actions);
    if said.resets || said.msg_seq_num == session.numbers.next_incoming {
        session.advance();
    } else {
        session.wait_after_logon(said, now_ns, actions);
    }
}

/// The peer starts again at 1, which we did not ask for: it gets a Logon(A) that does so, too.
fn reset_unasked(session: &mut Session, now_ns: i64, actions: &mut Vec<Action>) {
    session.reset(actions);
    session.advance();
    session.clock.received(now_ns);
    session.enter(State::Active, now_ns);
    let ours = OurLogon {
        resets: true,
        says_expected: false,
        notice: &Notice::default(),
    };
    session.emit_logon(&ours, now_ns, actions);
}
