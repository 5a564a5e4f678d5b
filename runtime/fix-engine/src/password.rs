//! Passwords of sessions: what is configured, what replaced it, and how often a wrong one may be tried.
//!
//! A password that a peer chose (NewPassword(925)) is kept as a salted PBKDF2 hash only, together with one of the configured
//! password that it replaced: when an operator configures another password, that one counts again. A peer that never heard
//! that its change was made asks for it again, with the password of before: it is told again.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use ring::rand::{SecureRandom as _, SystemRandom};
use ring::{digest, pbkdf2};
use serde::{Deserialize, Serialize};

use crate::seats::source_of;

static ALGORITHM: pbkdf2::Algorithm = pbkdf2::PBKDF2_HMAC_SHA256;

/// Passwords that are hashed at once; further logons wait.
pub(crate) const HASHES_AT_ONCE_MAX: usize = 2;
/// The longest password that a peer may choose.
const NEW_PASSWORD_BYTES_MAX: usize = 128;
/// Sources of wrong passwords that are remembered for a session; the oldest is forgotten.
const SOURCES_MAX: usize = 64;

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

/// A password as it is configured.
#[derive(Clone, PartialEq, Eq)]
pub enum Configured {
    /// Itself.
    Clear(String),
    /// What only shows whether a password is it.
    Hash(PasswordHash),
}

impl From<&str> for Configured {
    fn from(password: &str) -> Self {
        Configured::Clear(password.to_owned())
    }
}

impl From<String> for Configured {
    fn from(password: String) -> Self {
        Configured::Clear(password)
    }
}

impl From<PasswordHash> for Configured {
    fn from(hash: PasswordHash) -> Self {
        Configured::Hash(hash)
    }
}

impl Configured {
    fn is(&self, password: &[u8]) -> bool {
        match self {
            Configured::Clear(configured) => is_same(configured.as_bytes(), password),
            Configured::Hash(hash) => hash.is_of(password),
        }
    }

    /// What a chosen password remembers of the one that it replaced.
    fn hash(&self, rounds: NonZeroU32) -> Option<PasswordHash> {
        match self {
            Configured::Clear(configured) => PasswordHash::of(configured.as_bytes(), rounds),
            Configured::Hash(hash) => Some(hash.clone()),
        }
    }

    fn is_hashed_as(&self, replaced: &PasswordHash) -> bool {
        match self {
            Configured::Clear(configured) => replaced.is_of(configured.as_bytes()),
            Configured::Hash(hash) => hash == replaced,
        }
    }
}

/// A salted hash of a password: PBKDF2 with HMAC-SHA-256.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash {
    salt: [u8; 16],
    rounds: NonZeroU32,
    derived: [u8; 32],
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordHash").finish_non_exhaustive()
    }
}

impl PasswordHash {
    /// Takes a while: not for a task that others wait for. `None` without randomness.
    pub fn of(password: &[u8], rounds: NonZeroU32) -> Option<PasswordHash> {
        let mut salt = [0; 16];
        SystemRandom::new().fill(&mut salt).ok()?;
        let mut derived = [0; 32];
        pbkdf2::derive(ALGORITHM, rounds, &salt, password, &mut derived);
        Some(PasswordHash {
            salt,
            rounds,
            derived,
        })
    }

    fn is_of(&self, password: &[u8]) -> bool {
        pbkdf2::verify(ALGORITHM, self.rounds, &self.salt, password, &self.derived).is_ok()
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

/// Compares what an attacker can't steer: the time tells about hashes, and not about passwords.
fn is_same(left: &[u8], right: &[u8]) -> bool {
    let hash = |bytes| digest::digest(&digest::SHA256, bytes);
    hash(left).as_ref() == hash(right).as_ref()
}

/// Wrong passwords for one session, by where they came from.
#[derive(Debug, Default)]
pub(crate) struct Tries(VecDeque<Source>);

#[derive(Debug)]
struct Source {
    address: IpAddr,
    wrong: u32,
    last_ns: i64,
}

impl Tries {
    /// Whether nobody may try from there.
    pub(crate) fn is_locked(&mut self, from: IpAddr, policy: &PasswordPolicy, now_ns: i64) -> bool {
        let lockout_ns = i64::try_from(policy.lockout.as_nanos()).unwrap_or(i64::MAX);
        self.0
            .retain(|source| now_ns.saturating_sub(source.last_ns) < lockout_ns);
        let address = source_of(from);
        let mut sources = self.0.iter();
        sources.any(|source| source.address == address && source.wrong >= policy.tries)
    }

    pub(crate) fn wrong(&mut self, from: IpAddr, now_ns: i64) {
        let address = source_of(from);
        let known = self.0.iter().position(|source| source.address == address);
        let before = known.and_then(|index| self.0.remove(index));
        if self.0.len() >= SOURCES_MAX {
            self.0.pop_front();
        }
        self.0.push_back(Source {
            address,
            wrong: before.map_or(1, |source| source.wrong.saturating_add(1)),
            last_ns: now_ns,
        });
    }

    pub(crate) fn right(&mut self, from: IpAddr) {
        let address = source_of(from);
        self.0.retain(|source| source.address != address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(configured: &str) -> Password {
        Password {
            username: "desk".into(),
            password: configured.into(),
            policy: PasswordPolicy {
                hash_rounds: NonZeroU32::MIN,
                ..PasswordPolicy::default()
            },
        }
    }

    fn claim(password: &str, new: Option<&str>) -> Claim {
        Claim {
            username: Some("desk".into()),
            password: password.as_bytes().to_vec(),
            new_password: new.map(|new| new.as_bytes().to_vec()),
        }
    }

    #[test]
    fn a_chosen_password_counts_until_another_one_is_configured() {
        let configured = password("first");
        let change = configured.judge(None, &claim("first", Some("a better password")));
        let Outcome::Changed(chosen) = change else {
            panic!("{change:?}");
        };
        let judge = |password: &Password, given| password.judge(Some(&chosen), &claim(given, None));
        assert_eq!(judge(&configured, "a better password"), Outcome::Right);
        assert_eq!(judge(&configured, "first"), Outcome::Wrong);
        let again = password("second");
        assert_eq!(judge(&again, "second"), Outcome::Right);
        assert_eq!(judge(&again, "a better password"), Outcome::Wrong);
        let json = serde_json::to_string(&chosen).unwrap();
        assert!(!json.contains("first") && !json.contains("better"));
        // The same of one that is configured as a hash.
        let hash = PasswordHash::of(b"first", NonZeroU32::MIN).unwrap();
        let hashed = Password {
            password: hash.into(),
            ..configured
        };
        assert_eq!(hashed.judge(None, &claim("other", None)), Outcome::Wrong);
        let change = hashed.judge(None, &claim("first", Some("a better password")));
        let Outcome::Changed(chosen) = change else {
            panic!("{change:?}");
        };
        let judge = |password: &Password, given| password.judge(Some(&chosen), &claim(given, None));
        assert_eq!(judge(&hashed, "a better password"), Outcome::Right);
        assert_eq!(judge(&hashed, "first"), Outcome::Wrong);
    }

    /// What is chosen after that change.
    fn changed(of: &Password, chosen: Option<&Chosen>, from: &str, to: &str) -> Chosen {
        match of.judge(chosen, &claim(from, Some(to))) {
            Outcome::Changed(chosen) => *chosen,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_last_change_may_be_asked_for_again_with_the_password_of_before_and_no_other() {
        let (second, third) = ("the second password", "the third password");
        let configured = password("first");
        let chosen = changed(&configured, None, "first", second);
        let judge = |chosen: &Chosen, from, to| configured.judge(Some(chosen), &claim(from, to));
        assert_eq!(
            judge(&chosen, "first", Some(second)),
            Outcome::ChangedBefore
        );
        assert_eq!(judge(&chosen, "other", Some(second)), Outcome::Wrong);
        assert_eq!(judge(&chosen, "first", Some(third)), Outcome::Wrong);
        let mut stranger = claim("first", Some(second));
        stranger.username = None;
        assert_eq!(configured.judge(Some(&chosen), &stranger), Outcome::Wrong);

        let chosen = changed(&configured, Some(&chosen), second, third);
        assert_eq!(judge(&chosen, second, Some(third)), Outcome::ChangedBefore);
        assert_eq!(judge(&chosen, "first", Some(third)), Outcome::Wrong);
        assert_eq!(judge(&chosen, "first", Some(second)), Outcome::Wrong);
        assert_eq!(judge(&chosen, second, None), Outcome::Wrong);
        // Another one is configured, and nothing of this counts any more.
        let other = password("fourth");
        let outcome = other.judge(Some(&chosen), &claim(second, Some(third)));
        assert_eq!(outcome, Outcome::Wrong);
    }

    #[test]
    fn what_earlier_journals_have_of_a_change_is_read() {
        let configured = password("first");
        let chosen = changed(&configured, None, "first", "the second password");
        let json = serde_json::to_value(&chosen).unwrap();
        assert_eq!(json.as_object().unwrap().len(), 2);
        assert_eq!(serde_json::from_value::<Chosen>(json).unwrap(), chosen);
    }

    #[test]
    fn a_username_is_part_of_it_and_a_new_password_has_to_be_one() {
        let configured = password("first");
        let mut other = claim("first", None);
        other.username = Some("other".into());
        assert_eq!(configured.judge(None, &other), Outcome::Wrong);
        for bad in ["short", "first"] {
            let outcome = configured.judge(None, &claim("first", Some(bad)));
            assert_eq!(outcome, Outcome::BadNewPassword);
        }
        let long = "x".repeat(NEW_PASSWORD_BYTES_MAX + 1);
        let outcome = configured.judge(None, &claim("first", Some(&long)));
        assert_eq!(outcome, Outcome::BadNewPassword);
    }

    #[test]
    fn a_source_is_locked_after_its_tries_and_for_its_time_and_others_are_not() {
        let policy = PasswordPolicy {
            tries: 2,
            lockout: Duration::from_nanos(10),
            ..PasswordPolicy::default()
        };
        let (from, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let mut tries = Tries::default();
        tries.wrong(from, 1);
        assert!(!tries.is_locked(from, &policy, 2));
        tries.wrong(from, 3);
        assert!(tries.is_locked(from, &policy, 12) && !tries.is_locked(other, &policy, 12));
        assert!(!tries.is_locked(from, &policy, 13), "time is up");
        tries.wrong(from, 14);
        tries.right(from);
        tries.wrong(from, 15);
        assert!(!tries.is_locked(from, &policy, 16));
        for host in 0..=u8::MAX {
            tries.wrong(IpAddr::from([10, 0, 0, host]), 17);
        }
        assert_eq!(tries.0.len(), SOURCES_MAX);
    }
}
