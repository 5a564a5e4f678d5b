//! An acceptor with a connection: a good Logon(A) makes it active; anything else closes it without a word, because
//! nothing is owed to a peer that nobody knows yet.

use fix_codec::{Garbled, Message};
use fix_dictionary::tag;

use super::logon_pending;
use crate::action::{Action, DisconnectReason};
use crate::authentication::{Authentication, Notice};
use crate::session::{Session, State};
use crate::validate::validate;

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
    match check(session, message, now_ns) {
        Ok(interval) if session.config.authentication == Authentication::Shell => {
            logon_pending::ask(session, message, interval, now_ns, actions);
        }
        Ok(_) if !has_credentials(session, message) => session.disconnect(
            DisconnectReason::BadLogon("wrong Username or Password".to_owned()),
            now_ns,
            actions,
        ),
        Ok(interval) => {
            accept(
                session,
                message,
                interval,
                &Notice::default(),
                now_ns,
                actions,
            );
        }
        Err(text) => session.disconnect(DisconnectReason::BadLogon(text), now_ns, actions),
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
    match check(session, message, now_ns) {
        Ok(_) if session.reset_sent => {
            session.reset_sent = false;
            session.advance();
        }
        Ok(interval) => {
            accept(
                session,
                message,
                interval,
                &Notice::default(),
                now_ns,
                actions,
            );
        }
        Err(text) => session.disconnect(DisconnectReason::BadLogon(text), now_ns, actions),
    }
}

/// Everything about a Logon(A) but its number; the interval it asks for.
fn check(session: &Session, message: Message<'_>, now_ns: i64) -> Result<u32, String> {
    if message.begin_string() != session.config.version.begin_string().as_bytes() {
        return Err("another BeginString".to_owned());
    }
    let says = |problem: crate::reject::Problem| match problem.tag {
        Some(tag) => format!("{} ({tag})", problem.reason.text()),
        None => problem.reason.text().to_owned(),
    };
    validate(&session.config, message).map_err(says)?;
    session.check_time_and_ids(message, now_ns).map_err(says)?;
    if message.fields().text(tag::DEFAULT_APPL_VER_ID)
        != session.config.default_appl_ver_id.as_deref()
    {
        return Err("another DefaultApplVerID (1137)".to_owned());
    }
    let interval = message.fields().unsigned(tag::HEART_BT_INT).unwrap_or(0);
    let interval_max = session.config.limits.heart_bt_int_max_s;
    u32::try_from(interval)
        .ok()
        .filter(|&interval| interval <= interval_max)
        .ok_or_else(|| format!("HeartBtInt (108) is more than {interval_max}"))
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

/// Lets the peer in, unless its number is too low.
pub(crate) fn accept(
    session: &mut Session,
    message: Message<'_>,
    heart_bt_int_s: u32,
    notice: &Notice,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    let asked = message.fields().is_yes(tag::RESET_SEQ_NUM_FLAG);
    if asked || session.config.resets.on_logon {
        session.reset(actions);
    }
    let Some(msg_seq_num) = message.msg_seq_num() else {
        session.disconnect_for_missing_number(now_ns, actions);
        return;
    };
    if msg_seq_num < session.numbers.next_incoming {
        session.enter(State::Active, now_ns);
        session.too_low(message, msg_seq_num, now_ns, actions);
        if session.state == State::Active {
            session.disconnect(DisconnectReason::SequenceTooLow, now_ns, actions);
        }
        return;
    }
    session.clock.set_heart_bt_int_s(heart_bt_int_s);
    session.clock.received(now_ns);
    session.emit_logon(asked, notice, now_ns, actions);
    session.enter(State::Active, now_ns);
    take_turn(session, message, msg_seq_num, asked, now_ns, actions);
}

/// The Logon(A) of the peer has been accepted: its number counts, or shows a gap.
pub(crate) fn take_turn(
    session: &mut Session,
    message: Message<'_>,
    msg_seq_num: u64,
    reset: bool,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    if msg_seq_num > session.numbers.next_incoming && !reset {
        session.wait_for_gap(message, msg_seq_num, now_ns, actions);
    } else {
        session.advance();
    }
}
