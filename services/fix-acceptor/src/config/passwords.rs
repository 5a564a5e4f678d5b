//! The `[fix.passwords]` table: how passwords are asked for, in all sessions that have one.

use std::num::NonZeroU32;
use std::time::Duration;

use fix_engine::PasswordPolicy;
use fix_session::RefusedLogon;
use serde::Deserialize;
use service::config::ConfigError;

/// The `[fix.passwords]` table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Passwords {
    /// Wrong passwords from one IPv4 address or IPv6 network of 64 bits before it is locked out of the session.
    pub tries: u32,
    /// For how long; and after how long wrong passwords are forgotten.
    #[serde(with = "humantime_serde")]
    pub lockout: Duration,
    /// How long the answer to a wrong password waits.
    #[serde(with = "humantime_serde")]
    pub wrong_delay: Duration,
    /// The shortest password that a client may choose.
    pub new_password_bytes_min: usize,
    /// Rounds of PBKDF2 with HMAC-SHA-256 for a password that a client chooses.
    pub hash_rounds: NonZeroU32,
    /// What a client hears whose Logon(A) is refused for its password.
    pub refusal: LogonRefusal,
}

/// What a refused client hears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogonRefusal {
    /// Logout(5) with the reason.
    #[default]
    Logout,
    /// Nothing: the connection ends.
    Silent,
}

impl LogonRefusal {
    pub(super) fn session(self) -> RefusedLogon {
        match self {
            LogonRefusal::Logout => RefusedLogon::Logout,
            LogonRefusal::Silent => RefusedLogon::Silent,
        }
    }
}

impl Default for Passwords {
    fn default() -> Self {
        let policy = PasswordPolicy::default();
        Passwords {
            tries: policy.tries,
            lockout: policy.lockout,
            wrong_delay: policy.wrong_delay,
            new_password_bytes_min: policy.new_password_bytes_min,
            hash_rounds: policy.hash_rounds,
            refusal: LogonRefusal::default(),
        }
    }
}

/// A verdict has to come before the Logon(A) is given up.
const WRONG_DELAY_MAX: Duration = Duration::from_secs(5);

impl Passwords {
    pub(crate) fn check(&self) -> Result<PasswordPolicy, ConfigError> {
        let refused = |key: &str, problem: String| {
            Err(ConfigError::value(format!("fix.passwords.{key}"), problem))
        };
        if self.tries == 0 {
            return refused("tries", "0 would let nobody in".to_owned());
        }
        if self.wrong_delay > WRONG_DELAY_MAX {
            return refused("wrong-delay", format!("more than {WRONG_DELAY_MAX:?}"));
        }
        Ok(PasswordPolicy {
            tries: self.tries,
            lockout: self.lockout,
            wrong_delay: self.wrong_delay,
            new_password_bytes_min: self.new_password_bytes_min,
            hash_rounds: self.hash_rounds,
        })
    }
}
