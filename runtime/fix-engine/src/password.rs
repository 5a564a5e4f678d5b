//! Passwords of sessions: what is configured, what replaced it, and how often a wrong one may be tried.
//!
//! A password that a peer chose (NewPassword(925)) is kept as a salted PBKDF2 hash only, together with one of the configured
//! password that it replaced: when an operator configures another password, that one counts again. A peer that never heard
//! that its change was made asks for it again, with the password of before: it is told again.

mod hash;
#[cfg(test)]
mod tests;
mod tries;

use std::num::NonZeroU32;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use hash::{Configured, PasswordHash};
pub(crate) use tries::Tries;

/// Passwords that are hashed at once; further logons wait.
pub(crate) const HASHES_AT_ONCE_MAX: usize = 2;
/// The longest password that a peer may choose.
const NEW_PASSWORD_BYTES_MAX: usize = 128;

/// What an acceptor session's Logon(A) must have.
#[derive(Clone, PartialEq, Eq)]
pub struct Password {
    /// Username(553).
    pub username: String,
    /// Password(554), or RawData(96) where the version has none; never printed.
    pub password: Configured,
    /// What else holds.
    pub policy: PasswordPolicy,
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Password")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// How passwords are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// Wrong passwords from one IPv4 address or IPv6 network of 64 bits before it is locked out of the session.
    pub tries: u32,
    /// For how long; and after how long wrong passwords are forgotten.
    pub lockout: Duration,
    /// How long the answer to a wrong password waits.
    pub wrong_delay: Duration,
    /// The shortest password that a peer may choose.
    pub new_password_bytes_min: usize,
    /// Rounds of PBKDF2 with HMAC-SHA-256 for a password that a peer chooses.
    pub hash_rounds: NonZeroU32,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        PasswordPolicy {
            tries: 5,
            lockout: Duration::from_mins(5),
            wrong_delay: Duration::from_secs(1),
            new_password_bytes_min: 12,
            // What OWASP asks for.
            hash_rounds: NonZeroU32::MIN.saturating_add(599_999),
        }
    }
}

/// A password that a peer chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chosen {
    hash: PasswordHash,
    /// The configured password that it replaced.
    replaces: PasswordHash,
    /// The chosen password that it replaced; none where that was the configured one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<PasswordHash>,
}

/// What a peer says it is.
pub(crate) struct Claim {
    pub(crate) username: Option<String>,
    pub(crate) password: Vec<u8>,
    pub(crate) new_password: Option<Vec<u8>>,
}

/// What came of a claim.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is who it says.
    Right,
    /// It is, and has chosen another password.
    Changed(Box<Chosen>),
    /// It is, and asks for the change that was made last.
    ChangedBefore,
    /// It is not.
    Wrong,
    /// It is, but its new password is none that may be chosen.
    BadNewPassword,
}

impl Password {
    /// Takes a while: not for a task that others wait for.
    pub(crate) fn judge(&self, chosen: Option<&Chosen>, claim: &Claim) -> Outcome {
        let chosen = chosen.filter(|chosen| self.password.is_hashed_as(&chosen.replaces));
        let is_password = match chosen {
            Some(chosen) => chosen.hash.is_of(&claim.password),
            None => self.password.is(&claim.password),
        };
        if claim.username.as_deref() != Some(&self.username) {
            return Outcome::Wrong;
        }
        if !is_password {
            return match chosen {
                Some(chosen) if self.is_change_to(chosen, claim) => Outcome::ChangedBefore,
                Some(_) | None => Outcome::Wrong,
            };
        }
        let Some(new) = &claim.new_password else {
            return Outcome::Right;
        };
        let lengths = self.policy.new_password_bytes_min..=NEW_PASSWORD_BYTES_MAX;
        if !lengths.contains(&new.len()) || *new == claim.password {
            return Outcome::BadNewPassword;
        }
        let rounds = self.policy.hash_rounds;
        match (PasswordHash::of(new, rounds), self.password.hash(rounds)) {
            (Some(hash), Some(replaces)) => Outcome::Changed(Box::new(Chosen {
                hash,
                replaces,
                before: chosen.map(|chosen| chosen.hash.clone()),
            })),
            _ => Outcome::BadNewPassword,
        }
    }

    /// Whether a claim with another password than the chosen one is that one's change, said again: it has the one of before and
    /// knows the chosen one. A guess at either is a wrong password like any other.
    fn is_change_to(&self, chosen: &Chosen, claim: &Claim) -> bool {
        let Some(new) = &claim.new_password else {
            return false;
        };
        let is_before = match &chosen.before {
            Some(before) => before.is_of(&claim.password),
            None => self.password.is(&claim.password),
        };
        is_before && chosen.hash.is_of(new)
    }
}
