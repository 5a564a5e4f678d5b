//! A Logon(A) with a password: it is judged by another task, and nothing counts until the verdict is here.

use std::net::IpAddr;
use std::sync::Arc;

use fix_codec::Decoder;
use fix_session::{LogonRequest, LogonVerdict, Notice, SessionStatus};

use super::{Hub, Input};
use crate::application::Application;
use crate::connection::ConnectionId;
use crate::kept::Change;
use crate::password::{Claim, Outcome};

/// The verdict on a Logon(A), and where it came from.
pub(crate) struct Judged {
    pub(super) session: usize,
    pub(super) connection: ConnectionId,
    pub(super) from: IpAddr,
    /// `None`: it could not be judged.
    pub(super) outcome: Option<Outcome>,
}

impl<A: Application> Hub<A> {
    /// Has a Logon(A) judged. The session waits, and closes when that takes too long.
    pub(super) fn judge(&mut self, index: usize, request: LogonRequest) {
        let Some(connection) = self.connection_of(index) else {
            return;
        };
        let from = connection.origin.address.ip();
        let place = &mut self.places[index];
        let Some((connection, _)) = place.connection else {
            return;
        };
        let judged = move |outcome| Judged {
            session: index,
            connection,
            from,
            outcome,
        };
        let Some(password) = place.password.clone() else {
            return;
        };
        let is_locked = place.tries.is_locked(from, &password.policy, self.now_ns);
        let chosen = place.stored.kept.password.clone();
        let claim = claim_of(request, &password.username);
        let (hashing, tell) = (Arc::clone(&self.hashing), self.tell.clone());
        tokio::spawn(async move {
            let mut outcome = None;
            if let (Some(claim), false) = (claim, is_locked)
                && let Ok(_permit) = hashing.acquire().await
            {
                let judge = tokio::task::spawn_blocking(move || {
                    let outcome = password.judge(chosen.as_ref(), &claim);
                    (outcome, password.policy.wrong_delay)
                });
                if let Ok((judged, wrong_delay)) = judge.await {
                    if judged == Outcome::Wrong {
                        tokio::time::sleep(wrong_delay).await;
                    }
                    outcome = Some(judged);
                }
            }
            let _ = tell.send(Input::Judged(judged(outcome))).await;
        });
    }

    pub(super) fn judged(&mut self, judged: Judged, decoder: &mut Decoder) {
        let Judged {
            session: index,
            connection,
            from,
            outcome,
        } = judged;
        let now_ns = self.now_ns;
        let place = &mut self.places[index];
        match &outcome {
            Some(Outcome::Wrong) => place.tries.wrong(from, now_ns),
            Some(Outcome::Right | Outcome::Changed(_)) => place.tries.right(from),
            Some(Outcome::BadNewPassword) | None => {}
        }
        // The peer may have gone, and another may have come.
        if !place.is_on(connection) {
            return;
        }
        let notice = |text: &str, status| Notice {
            text: Some(text.to_owned()),
            status: Some(status),
        };
        let verdict = match outcome {
            Some(Outcome::Right) => LogonVerdict::Accepted(Notice::default()),
            Some(Outcome::Changed(chosen)) => {
                tracing::info!(session = place.name, "the peer changed its password");
                self.keep(index, &Change::Password(chosen));
                let status = SessionStatus::SessionPasswordChanged;
                LogonVerdict::Accepted(notice("the password was changed", status))
            }
            Some(Outcome::Wrong) => LogonVerdict::Refused(notice(
                "wrong Username or Password",
                SessionStatus::InvalidUsernameOrPassword,
            )),
            Some(Outcome::BadNewPassword) => LogonVerdict::Refused(notice(
                "the new password is too short, too long, or the old one",
                SessionStatus::NewSessionPasswordDoesNotComplyWithPolicy,
            )),
            None => LogonVerdict::Refused(notice(
                "too many wrong passwords, or none that can be read",
                SessionStatus::AccountLocked,
            )),
        };
        if let LogonVerdict::Refused(Notice {
            text: Some(refused),
            ..
        }) = &verdict
        {
            let session = &self.places[index].name;
            tracing::info!(session, connection, peer = %from, refused, "logon refused");
        }
        self.session_step(index, |session, now_ns, actions| {
            session.authenticated(&verdict, now_ns, actions);
        });
        self.work_off(connection, decoder);
    }
}

/// `None` where passwords are encrypted in a way that is not known here, or there is none.
fn claim_of(request: LogonRequest, username: &str) -> Option<Claim> {
    let bytes = |secret: fix_session::Secret| secret.expose().to_vec();
    let is_encrypted = request.encrypted_password.is_some()
        || request.encrypted_new_password.is_some()
        || request.encrypted_password_method.is_some();
    // A version that has its password in RawData(96) has no Username(553).
    let (username, password) = match (request.password, request.raw_data) {
        (Some(password), _) => (request.username, password),
        (None, Some(password)) => (Some(username.to_owned()), password),
        (None, None) => return None,
    };
    (!is_encrypted).then(|| Claim {
        username,
        password: bytes(password),
        new_password: request.new_password.map(bytes),
    })
}
