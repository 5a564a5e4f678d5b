//! An initiator that waits for the Logon(A) of its peer.

use fix_codec::Message;
use fix_dictionary::tag;

use super::logon_expected::take_turn;
use crate::action::{Action, DisconnectReason};
use crate::authentication::Notice;
use crate::session::{Session, State};
use crate::validate::validate;

pub(crate) fn received(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    match message.msg_type() {
        b"A" => logon(session, message, now_ns, actions),
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

fn logon(session: &mut Session, message: Message<'_>, now_ns: i64, actions: &mut Vec<Action>) {
    let checked = validate(&session.config, message)
        .and_then(|()| session.check_time_and_ids(message, now_ns));
    if message.begin_string() != session.config.version.begin_string().as_bytes() {
        session.disconnect(
            DisconnectReason::BadLogon("another BeginString".to_owned()),
            now_ns,
            actions,
        );
        return;
    }
    if let Err(problem) = checked {
        session.disconnect(
            DisconnectReason::BadLogon(problem.reason.text().to_owned()),
            now_ns,
            actions,
        );
        return;
    }
    let Some(msg_seq_num) = message.msg_seq_num() else {
        session.disconnect_for_missing_number(now_ns, actions);
        return;
    };
    let reset = message.fields().is_yes(tag::RESET_SEQ_NUM_FLAG);
    let unasked = reset && !session.reset_sent;
    if unasked {
        session.reset(actions);
    }
    session.clock.received(now_ns);
    session.enter(State::Active, now_ns);
    session.reset_sent = false;
    if unasked {
        session.emit_logon(true, &Notice::default(), now_ns, actions);
    }
    if msg_seq_num < session.numbers.next_incoming {
        session.too_low(message, msg_seq_num, now_ns, actions);
        return;
    }
    take_turn(session, message, msg_seq_num, reset, now_ns, actions);
}
