//! A `[[sessions]]` table: who a client is, what it may trade, when it may come and how much it may send.

mod hours;
mod precision;
mod template;
mod throttle;

use std::time::Duration;

use fix_engine::{
    Access, Certificates, Fingerprint, NamedSession, Networks, Password, StorePolicy,
};
use fix_session::{Resets, Version};
use serde::Deserialize;
use service::config::{ConfigError, SecretSource};

use super::check_accounts;
use super::passwords::Passwords;
use crate::dialect::Dialect;
use crate::event::{CancelOnDisconnect, Copies, DefinedSession};
use crate::terms::Terms;

pub use hours::{Day, Hours};
pub use precision::Precision;
pub use template::Template;
pub use throttle::{ExcessPolicy, Throttle};

/// The longest that a lost session may be waited for: a week.
const GRACE_MAX: Duration = Duration::from_hours(7 * 24);

/// A `[[sessions]]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the file"
)]
pub struct Session {
    /// BeginString(8): `FIX.4.2`, `FIX.4.4`, or `FIXT.1.1` for FIX 5.0 SP2.
    #[serde(default = "default_begin_string")]
    pub begin_string: String,
    /// DefaultApplVerID(1137), for `FIXT.1.1`: `9`, which is FIX 5.0 SP2 and the default.
    pub appl_ver_id: Option<String>,
    /// The client's SenderCompID(49); with `template`, a pattern.
    pub comp_id: String,
    /// It is none itself: each client of the pattern that logs on has such a session.
    pub template: Option<Template>,
    /// The accounts it may trade.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Drop copy: the accounts whose messages it gets copies of.
    #[serde(default)]
    pub copies_of_accounts: Vec<String>,
    /// Drop copy: the sessions whose messages it gets copies of, each as `BeginString:SenderCompID->TargetCompID`.
    #[serde(default)]
    pub copies_of_sessions: Vec<String>,
    /// Cancel on disconnect: how long a session that is lost may stay away before its open orders are cancelled. None: for
    /// ever.
    #[serde(default, with = "humantime_serde")]
    pub cancel_on_disconnect: Option<Duration>,
    /// Cancels them also where the session logged out.
    #[serde(default)]
    pub cancel_on_logout: bool,
    /// Username(553) that its Logon(A) must have, with `password`.
    pub username: Option<String>,
    /// Where Password(554) is.
    pub password: Option<SecretSource>,
    /// Addresses and networks that it may come from; none: from anywhere that `fix.networks` allows.
    #[serde(default)]
    pub networks: Vec<String>,
    /// Its client certificate's names, of which one is enough; none, and no `certificate-sha256`: it needs no certificate.
    #[serde(default)]
    pub certificate_names: Vec<String>,
    /// Its client certificates' SHA-256, of which one is enough.
    #[serde(default)]
    pub certificate_sha256: Vec<String>,
    /// What of it is on disk before its messages go out.
    #[serde(default)]
    pub store: Store,
    /// When it may be logged on; none: always.
    pub hours: Option<Hours>,
    /// How many application messages are taken from it; none: all.
    pub throttle: Option<Throttle>,
    /// Decimals of SendingTime(52) in what it is sent; none: what its version prescribes.
    pub time_precision: Option<Precision>,
    /// Both sequence numbers start at 1 with each Logon(A).
    #[serde(default)]
    pub reset_on_logon: bool,
    /// Both sequence numbers start at 1 after each Logout(5).
    #[serde(default)]
    pub reset_on_logout: bool,
    /// Both sequence numbers start at 1 when the connection ends.
    #[serde(default)]
    pub reset_on_disconnect: bool,
}

/// What of a session is on disk before its messages go out; see [`StorePolicy`] for what each one costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Store {
    /// Everything.
    #[default]
    Sync,
    /// What its events are; its messages follow.
    Buffered,
    /// What its events are; its messages are gone with the process.
    Memory,
}

impl From<Store> for StorePolicy {
    fn from(store: Store) -> Self {
        match store {
            Store::Sync => StorePolicy::Sync,
            Store::Buffered => StorePolicy::Buffered,
            Store::Memory => StorePolicy::Memory,
        }
    }
}

impl Session {
    /// A FIX 4.4 client that may trade these accounts, from anywhere and without a password.
    pub fn new(comp_id: &str, accounts: &[&str]) -> Self {
        Session {
            begin_string: default_begin_string(),
            appl_ver_id: None,
            comp_id: comp_id.to_owned(),
            template: None,
            accounts: accounts.iter().map(ToString::to_string).collect(),
            copies_of_accounts: Vec::new(),
            copies_of_sessions: Vec::new(),
            cancel_on_disconnect: None,
            cancel_on_logout: false,
            username: None,
            password: None,
            networks: Vec::new(),
            certificate_names: Vec::new(),
            certificate_sha256: Vec::new(),
            store: Store::default(),
            hours: None,
            throttle: None,
            time_precision: None,
            reset_on_logon: false,
            reset_on_logout: false,
            reset_on_disconnect: false,
        }
    }
}

fn default_begin_string() -> String {
    Version::Fix44.begin_string().to_owned()
}

impl Session {
    /// The engine's session and the application's; `key` makes the name of what is wrong.
    pub(crate) fn check(
        &self,
        terms: &Terms,
        passwords: &Passwords,
        key: impl Fn(&str) -> String,
    ) -> Result<(NamedSession, DefinedSession), ConfigError> {
        check_accounts(&key("accounts"), &self.accounts)?;
        let copies = copies(self, terms, &key)?;
        check_appl_ver_id(self, &key)?;
        let mut named = terms.session(&self.begin_string, &self.comp_id, &key)?;
        named.password = password(self, passwords, &key)?;
        named.session.refused_logon = passwords.refusal.session();
        named.access = access(self, &key)?;
        named.store = self.store.into();
        let hours = self.hours.as_ref().map(|hours| hours.check(&key));
        named.hours = hours.transpose()?;
        let throttle = self.throttle.map(|throttle| throttle.check(&key));
        named.throttle = throttle.transpose()?;
        named.session.time_precision = self.time_precision.map(Precision::codec);
        named.session.resets = Resets {
            on_logon: self.reset_on_logon,
            on_logout: self.reset_on_logout,
            on_disconnect: self.reset_on_disconnect,
        };
        let defined = DefinedSession {
            session: named.name.clone(),
            accounts: self.accounts.clone(),
            copies,
            cancel_on_disconnect: cancel_on_disconnect(self, &key)?,
            settings: None,
        };
        Ok((named, defined))
    }
}

fn copies(
    session: &Session,
    terms: &Terms,
    key: &impl Fn(&str) -> String,
) -> Result<Copies, ConfigError> {
    check_accounts(&key("copies-of-accounts"), &session.copies_of_accounts)?;
    let is_no_name = |name: &&String| !terms.is_name(name);
    if let Some(name) = session.copies_of_sessions.iter().find(is_no_name) {
        return Err(ConfigError::value(
            key("copies-of-sessions"),
            format!(
                "{name:?} is no session of this acceptor: they are called FIX.4.4:{}->CLIENT1 or the like",
                terms.comp_id()
            ),
        ));
    }
    Ok(Copies {
        sessions: session.copies_of_sessions.clone(),
        accounts: session.copies_of_accounts.clone(),
    })
}

fn cancel_on_disconnect(
    session: &Session,
    key: &impl Fn(&str) -> String,
) -> Result<Option<CancelOnDisconnect>, ConfigError> {
    match session.cancel_on_disconnect {
        None if session.cancel_on_logout => Err(ConfigError::value(
            key("cancel-on-logout"),
            "it needs the time that cancel-on-disconnect gives",
        )),
        None => Ok(None),
        Some(grace) if grace > GRACE_MAX => Err(ConfigError::value(
            key("cancel-on-disconnect"),
            format!("more than {GRACE_MAX:?}"),
        )),
        Some(grace) => Ok(Some(CancelOnDisconnect {
            grace_ns: u64::try_from(grace.as_nanos()).unwrap_or(u64::MAX),
            after_logout: session.cancel_on_logout,
        })),
    }
}

fn check_appl_ver_id(session: &Session, key: &impl Fn(&str) -> String) -> Result<(), ConfigError> {
    let served =
        Dialect::of_begin_string(&session.begin_string).and_then(Dialect::default_appl_ver_id);
    match (&session.appl_ver_id, served) {
        (None, _) => Ok(()),
        (Some(given), Some(served)) if given == served => Ok(()),
        (Some(given), Some(served)) => Err(ConfigError::value(
            key("appl-ver-id"),
            format!("{given:?} is not served: {served} is"),
        )),
        (Some(_), None) => Err(ConfigError::value(
            key("appl-ver-id"),
            format!("{} has none", session.begin_string),
        )),
    }
}

fn access(session: &Session, key: &impl Fn(&str) -> String) -> Result<Access, ConfigError> {
    let networks = Networks::parse(&session.networks)
        .map_err(|error| ConfigError::value(key("networks"), error))?;
    let sha256 = session.certificate_sha256.iter();
    let sha256 = sha256
        .map(|text| Fingerprint::parse(text))
        .collect::<Result<_, _>>()
        .map_err(|error| ConfigError::value(key("certificate-sha256"), error))?;
    let certificates = Certificates {
        names: session.certificate_names.clone(),
        sha256,
    };
    Ok(Access {
        networks,
        certificates,
    })
}

fn password(
    session: &Session,
    passwords: &Passwords,
    key: &impl Fn(&str) -> String,
) -> Result<Option<Password>, ConfigError> {
    match (&session.username, &session.password) {
        (None, None) => Ok(None),
        (Some(username), Some(source)) => {
            let password = source.read()?.reveal().into();
            Ok(Some(Password {
                username: username.clone(),
                password,
                policy: passwords.check()?,
            }))
        }
        _ => Err(ConfigError::value(
            key("username"),
            "a username needs a password, and a password a username",
        )),
    }
}
