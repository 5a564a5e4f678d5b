//! A Logon(A) with a password: another task judges it while its connection waits, and the session hears of neither before
//! the verdict is here. So a stranger holds nothing that is somebody else's.

use std::net::IpAddr;
use std::sync::Arc;

use fix_codec::{Decoder, Message};
use fix_session::{LogonRequest, LogonVerdict, Notice, SessionStatus, State};

use super::admission::Gate;
use super::{Hub, Input};
use crate::access::Refused;
use crate::application::Application;
use crate::connection::ConnectionId;
use crate::kept::Change;
use crate::password::{Chosen, Claim, Outcome, Password, Tries};

/// What is known of the sender of a connection's Logon(A).
#[derive(Debug)]
pub(super) enum Judgement {
    /// Nothing: nobody has asked.
    None,
    /// Another task is finding out.
    Awaited,
    /// All there is to know; `None` where it could not be judged.
    Made(Option<Outcome>),
}

impl Judgement {
    pub(super) fn is_awaited(&self) -> bool {
        matches!(self, Judgement::Awaited)
    }
}

/// The verdict on a Logon(A), and where it came from.
pub(crate) struct Judged {
    gate: Gate,
    connection: ConnectionId,
    from: IpAddr,
    /// `None`: it could not be judged.
    outcome: Option<Outcome>,
}

impl<A: Application> Hub<A> {
    /// Whether all is known of the sender of a Logon(A) that has to be known. If not, it is being found out.
    pub(super) fn is_judged(
        &mut self,
        id: ConnectionId,
        gate: &Gate,
        message: Message<'_>,
    ) -> bool {
        let Some(password) = self.password_at(gate) else {
            return true;
        };
        let Some(connection) = self.connections.get_mut(&id) else {
            return true;
        };
        match connection.judgement {
            Judgement::Made(_) => true,
            Judgement::Awaited => false,
            Judgement::None => {
                connection.judgement = Judgement::Awaited;
                let from = connection.origin.address.ip();
                let claim = claim_of(LogonRequest::of(message), &password.username);
                self.judge(id, from, gate.clone(), password, claim);
                false
            }
        }
    }

    /// Whether the sender of a Logon(A) may have a session made.
    pub(super) fn may_make(&self, id: ConnectionId, mould: usize) -> Result<(), Refused> {
        let asks = self.moulds[mould].template.session.password.is_some();
        let connection = self.connections.get(&id);
        match connection.map(|connection| &connection.judgement) {
            _ if !asks => Ok(()),
            Some(Judgement::Made(Some(
                Outcome::Right | Outcome::Changed(_) | Outcome::ChangedBefore,
            ))) => Ok(()),
            _ => Err(Refused::WrongPassword),
        }
    }

    fn password_at(&self, gate: &Gate) -> Option<Password> {
        match gate {
            Gate::Session(index) => self.places[*index].password.clone(),
            Gate::Mould(mould, _) => self.moulds[*mould].template.session.password.clone(),
        }
    }

    fn tries_at(&mut self, gate: &Gate) -> &mut Tries {
        match gate {
            Gate::Session(index) => &mut self.places[*index].tries,
            Gate::Mould(mould, _) => &mut self.moulds[*mould].tries,
        }
    }

    /// The password that the peer chose.
    fn chosen_at(&self, gate: &Gate) -> Option<Chosen> {
        let stored = match gate {
            Gate::Session(index) => Some(&self.places[*index].stored),
            Gate::Mould(mould, comp_id) => {
                let name = self.moulds[*mould].template.session_name(comp_id);
                self.stored.get(&name)
            }
        };
        stored?.kept.password.clone()
    }

    /// Has what a Logon(A) says of its sender judged.
    fn judge(
        &mut self,
        connection: ConnectionId,
        from: IpAddr,
        gate: Gate,
        password: Password,
        claim: Option<Claim>,
    ) {
        let now_ns = self.now_ns;
        let tries = self.tries_at(&gate);
        let is_locked = tries.is_locked(from, &password.policy, now_ns);
        let chosen = self.chosen_at(&gate);
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
            let judged = Judged {
                gate,
                connection,
                from,
                outcome,
            };
            let _ = tell.send(Input::Judged(judged)).await;
        });
    }

    /// A Logon(A) was judged: it goes on to its session, where its peer is still there.
    pub(super) fn judged(&mut self, judged: Judged, decoder: &mut Decoder) {
        let Judged {
            gate,
            connection: id,
            from,
            outcome,
        } = judged;
        let now_ns = self.now_ns;
        let tries = self.tries_at(&gate);
        match &outcome {
            Some(Outcome::Wrong) => tries.wrong(from, now_ns),
            Some(Outcome::Right | Outcome::Changed(_) | Outcome::ChangedBefore) => {
                tries.right(from);
            }
            Some(Outcome::BadNewPassword) | None => {}
        }
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.judgement = Judgement::Made(outcome);
            self.work_off(id, decoder);
        }
    }

    /// A session has got a Logon(A), and hears the verdict on it, where it asks for one.
    pub(super) fn give_verdict(&mut self, id: ConnectionId, index: usize) {
        if self.places[index].session.state() != State::LogonPending {
            return;
        }
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let from = connection.origin.address;
        let judgement = std::mem::replace(&mut connection.judgement, Judgement::None);
        let outcome = match judgement {
            Judgement::Made(outcome) => outcome,
            Judgement::None | Judgement::Awaited => None,
        };
        let session = &self.places[index].name;
        let verdict = match outcome {
            Some(Outcome::Right) => LogonVerdict::Accepted(Notice::default()),
            Some(Outcome::Changed(chosen)) => {
                tracing::info!(session, "the peer changed its password");
                self.keep(index, &Change::Password(chosen));
                LogonVerdict::Accepted(password_changed())
            }
            Some(Outcome::ChangedBefore) => {
                tracing::info!(
                    session,
                    "the peer hears again that its password was changed"
                );
                LogonVerdict::Accepted(password_changed())
            }
            refused => {
                let (refused, status) = refusal(refused.as_ref());
                tracing::info!(session, connection = id, peer = %from, %refused, "logon refused");
                self.refusals.count(refused);
                LogonVerdict::Refused(Notice {
                    text: Some(refused.to_string()),
                    status: Some(status),
                })
            }
        };
        self.session_step(index, |session, now_ns, actions| {
            session.authenticated(&verdict, now_ns, actions);
        });
    }
}

fn password_changed() -> Notice {
    Notice {
        text: Some("the password was changed".to_owned()),
        status: Some(SessionStatus::SessionPasswordChanged),
    }
}

/// Why a Logon(A) is refused that was judged so, or that could not be judged.
fn refusal(outcome: Option<&Outcome>) -> (Refused, SessionStatus) {
    match outcome {
        Some(Outcome::BadNewPassword) => (
            Refused::BadNewPassword,
            SessionStatus::NewSessionPasswordDoesNotComplyWithPolicy,
        ),
        Some(_) => (
            Refused::WrongPassword,
            SessionStatus::InvalidUsernameOrPassword,
        ),
        None => (Refused::LockedOut, SessionStatus::AccountLocked),
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
