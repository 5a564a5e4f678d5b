//! Logged on: every message is checked, then acted upon by its type.

use fix_codec::{Draft, Garbled, Message};
use fix_dictionary::tag;

use super::logon_expected;
use crate::action::{Action, Delivery, DisconnectReason};
use crate::authentication::Notice;
use crate::reject::{Problem, RejectReason};
use crate::session::{Session, State};
use crate::timers::Due;
use crate::validate::validate;
use crate::verify::{Sequence, Verified};

pub(crate) fn received(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) -> Delivery {
    session.clock.received(now_ns);
    let delivery = checked(session, message, now_ns, actions);
    session.ask_further(now_ns, actions);
    session.further_logout(now_ns, actions);
    delivery
}

fn checked(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) -> Delivery {
    if message.begin_string() != session.config.version.begin_string().as_bytes() {
        wrong_version(session, message, now_ns, actions);
        return Delivery::None;
    }
    if message.msg_seq_num().is_none() {
        session.disconnect_for_missing_number(now_ns, actions);
        return Delivery::None;
    }
    if let Err(problem) = validate(&session.config, message) {
        session.reject(message, &problem, now_ns, actions);
        return Delivery::None;
    }
    match message.msg_type() {
        b"0" => heartbeat(session, message, now_ns, actions),
        b"3" => in_turn(session, message, now_ns, actions, |_, _, _, _| {}),
        b"1" => in_turn(session, message, now_ns, actions, test_request),
        b"2" => resend_request(session, message, now_ns, actions),
        b"4" => sequence_reset(session, message, now_ns, actions),
        b"5" => logout(session, message, now_ns, actions),
        b"A" => logon_expected::again(session, message, now_ns, actions),
        _ => {
            if session.verify(message, Sequence::Checked, now_ns, actions) == Verified::Go {
                session.advance();
                return Delivery::Application;
            }
        }
    }
    Delivery::None
}

/// Garbled bytes are ignored, FIX 4.4 volume 2, "Garbled messages"; a limit that is exceeded would be exceeded again. While a
/// reset of ours has no answer they may have been the answer: then the peer counts from 1, and numbers of before and after
/// can't be told apart. The next Logon(A) says the reset again.
pub(crate) fn garbled(
    session: &mut Session,
    reason: Garbled,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    if reason.is_limit() {
        let text = reason.to_string();
        session.emit_logout(&Notice::text(Some(&text)), now_ns, actions);
        session.disconnect(DisconnectReason::Malformed(text), now_ns, actions);
    } else if session.our_reset.is_sent() {
        session.disconnect(
            DisconnectReason::Malformed(reason.to_string()),
            now_ns,
            actions,
        );
    }
}

pub(crate) fn time(session: &mut Session, now_ns: i64, actions: &mut Vec<Action>) {
    match session.clock.due(now_ns) {
        Due::Nothing => {}
        Due::Heartbeat => session.emit_session(&Draft::new("0"), now_ns, actions),
        Due::TestRequest => {
            session.emit_session(
                &Draft::new("1").field(tag::TEST_REQ_ID, "TEST"),
                now_ns,
                actions,
            );
            session.clock.tested();
        }
        Due::Silence => session.disconnect(DisconnectReason::Silent, now_ns, actions),
    }
    if session.reset_due_ns().is_some_and(|due| due <= now_ns) {
        session.disconnect(DisconnectReason::LogonTimeout, now_ns, actions);
    }
    if session.resend_due_ns().is_some_and(|due| due <= now_ns)
        && let Some((_, last)) = session.gap.unanswered()
    {
        session.request_gap(last, now_ns, actions);
    }
    session.further_logout(now_ns, actions);
}

/// A message that is acted upon in its turn only.
fn in_turn(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
    act: impl FnOnce(&mut Session, Message<'_>, i64, &mut Vec<Action>),
) {
    if session.verify(message, Sequence::Checked, now_ns, actions) == Verified::Go {
        session.advance();
        act(session, message, now_ns, actions);
    }
}

/// What it answers counts even when it comes early: the peer has given it in its turn.
fn heartbeat(session: &mut Session, message: Message<'_>, now_ns: i64, actions: &mut Vec<Action>) {
    session.heard(message);
    in_turn(session, message, now_ns, actions, |_, _, _, _| {});
}

fn test_request(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    let mut draft = Draft::new("0");
    // As it came: where values may be empty, an empty one as well, as QuickFIX's suite has it.
    if let Some(id) = message.get(tag::TEST_REQ_ID) {
        draft.push_bytes(tag::TEST_REQ_ID, id);
    }
    session.emit_session(&draft, now_ns, actions);
}

/// Answered whatever its number: both sides may have lost messages, and one of them has to begin.
fn resend_request(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    if session.verify(message, Sequence::Free, now_ns, actions) == Verified::Stop {
        return;
    }
    let newest = session.numbers.next_outgoing - 1;
    let fields = message.fields();
    let first = fields.unsigned(tag::BEGIN_SEQ_NO).unwrap_or(0);
    let end = fields.unsigned(tag::END_SEQ_NO).unwrap_or(0);
    let last = if end == 0 || end == session.config.version.infinity() {
        newest
    } else {
        end.min(newest)
    };
    if first == 0 || first > newest {
        session.reject(
            message,
            &Problem::at(RejectReason::ValueIncorrect, tag::BEGIN_SEQ_NO),
            now_ns,
            actions,
        );
        return;
    }
    if last < first {
        session.reject(
            message,
            &Problem::at(RejectReason::ValueIncorrect, tag::END_SEQ_NO),
            now_ns,
            actions,
        );
        return;
    }
    session.start_replay(first, last, actions);
    let msg_seq_num = message.msg_seq_num().unwrap_or(0);
    if msg_seq_num == session.numbers.next_incoming {
        session.advance();
    } else if msg_seq_num > session.numbers.next_incoming {
        session.gap.keep_acted(msg_seq_num);
    }
}

fn sequence_reset(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    let is_gap_fill = message.fields().is_yes(tag::GAP_FILL_FLAG);
    let sequence = if is_gap_fill {
        Sequence::Checked
    } else {
        Sequence::Free
    };
    if session.verify(message, sequence, now_ns, actions) == Verified::Stop {
        return;
    }
    let Some(next) = message.fields().unsigned(tag::NEW_SEQ_NO) else {
        session.reject(
            message,
            &Problem::at(RejectReason::RequiredTagMissing, tag::NEW_SEQ_NO),
            now_ns,
            actions,
        );
        return;
    };
    match next.cmp(&session.numbers.next_incoming) {
        std::cmp::Ordering::Greater => {
            session.numbers.next_incoming = next;
            session.gap.advanced(next - 1, now_ns);
        }
        // FIX 4.4 volume 2, test case 10e: a gap fill that fills nothing. Its number counts, or it would come again.
        std::cmp::Ordering::Equal if is_gap_fill => {
            session.advance();
            session.reject(
                message,
                &Problem::at(RejectReason::ValueIncorrect, tag::NEW_SEQ_NO),
                now_ns,
                actions,
            );
        }
        std::cmp::Ordering::Equal => {}
        std::cmp::Ordering::Less => {
            session.reject(
                message,
                &Problem::of(RejectReason::ValueIncorrect),
                now_ns,
                actions,
            );
        }
    }
}

/// Accepted whatever its number. Only the expected one counts: a gap before it is found at the next Logon(A).
pub(crate) fn logout(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    if session.verify(message, Sequence::Free, now_ns, actions) == Verified::Stop {
        return;
    }
    if message.msg_seq_num() == Some(session.numbers.next_incoming) {
        session.advance();
    }
    if session.state == State::Active {
        let notice = session.take_notice();
        session.emit_logout(&notice, now_ns, actions);
    }
    if session.config.resets.on_logout {
        session.reset(actions);
    }
    session.disconnect(DisconnectReason::LoggedOut, now_ns, actions);
}

fn wrong_version(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    if message.msg_type() == b"5" {
        logout(session, message, now_ns, actions);
        return;
    }
    let notice = Notice::text(Some("Incorrect BeginString"));
    session.start_logout(&notice, now_ns, actions);
    if message.msg_seq_num() == Some(session.numbers.next_incoming) {
        session.advance();
    }
}
