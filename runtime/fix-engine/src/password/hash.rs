//! A password as it is configured, and the salted hash of one. What has a clear text is compared in a time that tells
//! nothing about it.

use std::num::NonZeroU32;

use ring::rand::{SecureRandom as _, SystemRandom};
use ring::{digest, pbkdf2};
use serde::{Deserialize, Serialize};

static ALGORITHM: pbkdf2::Algorithm = pbkdf2::PBKDF2_HMAC_SHA256;

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
    pub(super) fn is(&self, password: &[u8]) -> bool {
        match self {
            Configured::Clear(configured) => is_same(configured.as_bytes(), password),
            Configured::Hash(hash) => hash.is_of(password),
        }
    }

    /// What a chosen password remembers of the one that it replaced.
    pub(super) fn hash(&self, rounds: NonZeroU32) -> Option<PasswordHash> {
        match self {
            Configured::Clear(configured) => PasswordHash::of(configured.as_bytes(), rounds),
            Configured::Hash(hash) => Some(hash.clone()),
        }
    }

    pub(super) fn is_hashed_as(&self, replaced: &PasswordHash) -> bool {
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

    pub(super) fn is_of(&self, password: &[u8]) -> bool {
        pbkdf2::verify(ALGORITHM, self.rounds, &self.salt, password, &self.derived).is_ok()
    }
}

/// Compares what an attacker can't steer: the time tells about hashes, and not about passwords.
fn is_same(left: &[u8], right: &[u8]) -> bool {
    let hash = |bytes| digest::digest(&digest::SHA256, bytes);
    hash(left).as_ref() == hash(right).as_ref()
}
