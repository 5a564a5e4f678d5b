//! An acceptor with a good Logon(A), whose sender the shell has to know. Until the verdict nothing counts: neither the
//! Logon's number nor its wish to reset, so that a stranger can't move what belongs to somebody else.

use fix_codec::{Message, OwnedMessage};

use super::logon_expected;
use crate::action::{Action, DisconnectReason};
use crate::authentication::{LogonRequest, LogonVerdict, Notice, RefusedLogon};
use crate::logon::Said;
use crate::session::{Session, State};

/// The Logon(A) that waits. It is never printed: it has a password.
pub(crate) struct Pending {
    logon: OwnedMessage,
    said: Said,
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}

/// Asks the shell.
pub(crate) fn ask(
    session: &mut Session,
    message: Message<'_>,
    said: Said,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    session.pending = Some(Pending {
        logon: message.to_owned(),
        said,
    });
    session.enter(State::LogonPending, now_ns);
    actions.push(Action::Authenticate(LogonRequest::of(message)));
}

pub(crate) fn decided(
    session: &mut Session,
    verdict: &LogonVerdict,
    now_ns: i64,
    actions: &mut Vec<Action>,
) {
    match (session.pending.take(), verdict) {
        (Some(pending), LogonVerdict::Accepted(notice)) => {
            let logon = pending.logon.view();
            logon_expected::accept(session, logon, pending.said, notice, now_ns, actions);
        }
        (_, LogonVerdict::Refused(notice)) => refuse(session, notice, now_ns, actions),
        (None, LogonVerdict::Accepted(_)) => {}
    }
}

fn refuse(session: &mut Session, notice: &Notice, now_ns: i64, actions: &mut Vec<Action>) {
    match session.config.refused_logon {
        // The Logout has a number of ours like any other: a peer that counts it finds the next one in its place.
        RefusedLogon::Logout => session.emit_logout(notice, now_ns, actions),
        RefusedLogon::Silent => {}
    }
    let reason = notice.text.clone().unwrap_or_default();
    session.disconnect(DisconnectReason::Unauthenticated(reason), now_ns, actions);
}
