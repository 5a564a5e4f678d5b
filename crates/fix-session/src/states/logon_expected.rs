//! An acceptor with a connection: a good Logon(A) makes it active; anything else closes it without a word, because
//! nothing is owed to a peer that nobody knows yet.

use fix_codec::{Garbled, Message};
use fix_dictionary::tag;

use super::logon_pending;
use crate::action::{Action, DisconnectReason};
use crate::authentication::{Authentication, Notice};
use crate::logon::Said;
use crate::outbound::OurLogon;
use crate::session::{OurReset, Session, State};

pub(crate) fn received(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    if message.msg_type() != b"A" {
        session.disconnect(DisconnectReason::LogonExpected, now_ns, actions);
        return;
    }
    let said = match session.check_logon(message, now_ns) {
        Ok(said) => said,
        Err(text) => {
            session.disconnect(DisconnectReason::BadLogon(text), now_ns, actions);
            return;
        }
    };
    match session.config.authentication {
        Authentication::Shell => logon_pending::ask(session, message, said, now_ns, actions),
        Authentication::Configured if has_credentials(session, message) => {
            accept(session, message, said, &Notice::default(), now_ns, actions);
        }
        Authentication::Configured => session.disconnect(
            DisconnectReason::BadLogon("wrong Username or Password".to_owned()),
            now_ns,
            actions,
        ),
    }
}

pub(crate) fn garbled(
    session: &mut Session,
    reason: Garbled,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    session.disconnect(
        DisconnectReason::Malformed(reason.to_string()),
        now_ns,
        actions,
    );
}

/// Logon(A) within a live session: with ResetSeqNumFlag(141) both sides start again at 1.
pub(crate) fn again(
    session: &mut Session,
    message: Message<'_>,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    if !message.fields().is_yes(tag::RESET_SEQ_NUM_FLAG) {
        session.disconnect(DisconnectReason::SecondLogon, now_ns, actions);
        return;
    }
    match session.check_logon(message, now_ns) {
        Ok(_) if session.our_reset.is_sent() => session.reset_answered(),
        Ok(said) => accept(session, message, said, &Notice::default(), now_ns, actions),
        Err(text) => session.disconnect(DisconnectReason::BadLogon(text), now_ns, actions),
    }
}

/// Whether the Logon(A) has the configured Username(553) and Password(554), where there are any.
fn has_credentials(session: &Session, message: Message<'_>) -> bool {
    session
        .config
        .credentials
        .as_ref()
        .is_none_or(|credentials| {
            let username = message.get(tag::USERNAME) == Some(credentials.username.as_bytes());
            let password = message
                .get(tag::PASSWORD)
                .is_some_and(|password| same(password, credentials.password.as_bytes()));
            username && password
        })
}

/// Compares in a time that does not depend on where the difference is.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .fold(0, |differs, (left, right)| differs | (left ^ right))
            == 0
}

/// Lets the peer in, unless the numbers are wrong.
pub(crate) fn accept(
    session: &mut Session,
    message: Message<'_>,
    said: Said,
    notice: &Notice,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    // A reset of ours that the peer may not have heard of is said again; the peer's numbers mean nothing then.
    let is_ours = session.our_reset == OurReset::Due && !said.resets;
    if said.resets || is_ours || session.config.resets.on_logon {
        session.reset(actions);
    }
    if session.logon_is_too_low(message, said, now_ns, actions) {
        return;
    }
    let lacks = match session.lacks(said) {
        _ if is_ours => None,
        Ok(lacks) => lacks,
        Err(text) => {
            session.refuse_numbers(text, now_ns, actions);
            return;
        }
    };
    session.clock.set_heart_bt_int_s(said.heart_bt_int_s);
    session.clock.received(now_ns);
    let is_in_turn = said.resets || said.msg_seq_num == session.numbers.next_incoming;
    if is_in_turn && !is_ours {
        session.advance();
    }
    let ours = OurLogon {
        resets: said.resets || is_ours,
        says_expected: said.next_expected.is_some(),
        notice,
    };
    session.emit_logon(&ours, now_ns, actions);
    session.enter(State::Active, now_ns);
    session.our_reset = if is_ours {
        OurReset::Sent { since_ns: now_ns }
    } else {
        OurReset::None
    };
    session.send_lacking(said, lacks, actions);
    if !is_in_turn && !is_ours {
        session.wait_after_logon(said, now_ns, actions);
    }
}
