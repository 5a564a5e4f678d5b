//! What the shell is asked before a peer is let in, and what it may answer.
//!
//! The core checks that a Logon(A) is a good one; whether its sender is who it says is for the shell, which has the
//! secrets. The session waits in [`crate::State::LogonPending`] meanwhile, and nothing has been stored, sent or counted.

use std::fmt;

use fix_codec::Message;
use fix_dictionary::tag;

/// Who says whether the peer of an acceptor may log on, once its Logon(A) is good in itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Authentication {
    /// The configuration: the Logon(A) must have its [`crate::Credentials`], where there are any.
    #[default]
    Configured,
    /// The shell, which gets [`crate::Action::Authenticate`] and answers with [`crate::Session::authenticated`].
    Shell,
}

/// What a peer hears whose Logon(A) the shell refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RefusedLogon {
    /// Logout(5) with the reason, then the end of the connection.
    #[default]
    Logout,
    /// The end of the connection: nobody can tell an unknown session from a wrong password.
    Silent,
}

/// Bytes that are never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// The bytes, for those who compare them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Secret(text.as_bytes().to_vec())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What a Logon(A) says about its sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogonRequest {
    /// Username(553).
    pub username: Option<String>,
    /// Password(554).
    pub password: Option<Secret>,
    /// NewPassword(925): what the password should be from now on.
    pub new_password: Option<Secret>,
    /// RawData(96): where versions before FIX 4.3 put what they log on with.
    pub raw_data: Option<Secret>,
    /// EncryptedPasswordMethod(1400).
    pub encrypted_password_method: Option<u64>,
    /// EncryptedPassword(1402).
    pub encrypted_password: Option<Secret>,
    /// EncryptedNewPassword(1404).
    pub encrypted_new_password: Option<Secret>,
}

impl LogonRequest {
    /// What that Logon(A) says.
    pub fn of(message: Message<'_>) -> Self {
        let secret = |tag| message.get(tag).map(|value| Secret(value.to_vec()));
        LogonRequest {
            username: message.fields().text(tag::USERNAME).map(str::to_owned),
            password: secret(tag::PASSWORD),
            new_password: secret(tag::NEW_PASSWORD),
            raw_data: secret(tag::RAW_DATA),
            encrypted_password_method: message.fields().unsigned(tag::ENCRYPTED_PASSWORD_METHOD),
            encrypted_password: secret(tag::ENCRYPTED_PASSWORD),
            encrypted_new_password: secret(tag::ENCRYPTED_NEW_PASSWORD),
        }
    }
}

/// SessionStatus(1409), which FIXT.1.1 has in Logon(A) and Logout(5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are FIX's own")]
pub enum SessionStatus {
    SessionActive = 0,
    SessionPasswordChanged = 1,
    SessionPasswordDueToExpire = 2,
    NewSessionPasswordDoesNotComplyWithPolicy = 3,
    SessionLogoutComplete = 4,
    InvalidUsernameOrPassword = 5,
    AccountLocked = 6,
    LogonsAreNotAllowedAtThisTime = 7,
    PasswordExpired = 8,
}

impl SessionStatus {
    /// All of them, by their codes.
    pub const ALL: [SessionStatus; 9] = [
        SessionStatus::SessionActive,
        SessionStatus::SessionPasswordChanged,
        SessionStatus::SessionPasswordDueToExpire,
        SessionStatus::NewSessionPasswordDoesNotComplyWithPolicy,
        SessionStatus::SessionLogoutComplete,
        SessionStatus::InvalidUsernameOrPassword,
        SessionStatus::AccountLocked,
        SessionStatus::LogonsAreNotAllowedAtThisTime,
        SessionStatus::PasswordExpired,
    ];

    /// From its code on the wire.
    pub fn from_code(code: u64) -> Option<SessionStatus> {
        SessionStatus::ALL
            .into_iter()
            .find(|status| *status as u64 == code)
    }
}

/// Text(58) and SessionStatus(1409), which say what a Logon(A) or Logout(5) is about. Versions before FIXT.1.1 have the
/// text only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notice {
    /// Text(58).
    pub text: Option<String>,
    /// SessionStatus(1409).
    pub status: Option<SessionStatus>,
}

impl Notice {
    /// Only a text, or nothing.
    pub fn text(text: Option<&str>) -> Self {
        Notice {
            text: text.map(str::to_owned),
            status: None,
        }
    }
}

/// What the shell answers to [`crate::Action::Authenticate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogonVerdict {
    /// The peer is let in; the notice goes into our Logon(A), e.g. that its password was changed.
    Accepted(Notice),
    /// It is not: its number does not count, and nothing is reset.
    Refused(Notice),
}
