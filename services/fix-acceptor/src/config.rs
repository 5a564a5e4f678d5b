//! The service's configuration, checked whole before a port opens.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;

use fix_engine::{EngineConfig, EngineLimits};
use fix_session::{Credentials, Version};
use money::Scale;
use serde::Deserialize;
use service::config::{ConfigError, Grpc, Peer, SecretSource};

use crate::event::SessionAccounts;
use crate::request::{CashUnit, NAME_BYTES_MAX};
use crate::terms::Terms;

/// Sessions of one acceptor.
pub(crate) const SESSIONS_MAX: usize = 10_000;
/// Accounts of one session.
pub(crate) const ACCOUNTS_MAX: usize = 10_000;

/// The configuration file.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// The journal's file. None: kept in memory, and forgotten when the process ends.
    pub journal: Option<PathBuf>,
    /// Currency(15): the cash of this deployment.
    pub cash: String,
    /// Decimals of its amounts.
    #[serde(default = "default_cash_decimals")]
    pub cash_decimals: u8,
    /// Where the admin service listens.
    pub grpc: Grpc,
    /// The solver.
    pub solver: Peer,
    /// Where clients reach us.
    pub fix: Fix,
    /// Who they are.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// Logs and traces.
    #[serde(default)]
    pub telemetry: telemetry::Config,
}

/// The `[fix]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fix {
    /// Address and port of all sessions; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Our SenderCompID(49).
    pub comp_id: String,
}

/// A `[[sessions]]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Session {
    /// BeginString(8).
    #[serde(default = "default_begin_string")]
    pub begin_string: String,
    /// The client's SenderCompID(49).
    pub comp_id: String,
    /// The accounts it may trade.
    pub accounts: Vec<String>,
    /// Username(553) that its Logon(A) must have, with `password`.
    pub username: Option<String>,
    /// Where Password(554) is.
    pub password: Option<SecretSource>,
}

fn default_begin_string() -> String {
    Version::Fix44.begin_string().to_owned()
}

fn default_cash_decimals() -> u8 {
    6
}

impl service::ServiceConfig for Config {
    fn telemetry(&self) -> &telemetry::Config {
        &self.telemetry
    }

    fn grpc(&self) -> Option<&Grpc> {
        Some(&self.grpc)
    }

    fn validate(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.check()?;
        service::grpc::connect(&self.solver)?;
        Ok(())
    }
}

/// What the configuration means.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) cash: CashUnit,
    pub(crate) engine: EngineConfig,
    pub(crate) accounts: Vec<SessionAccounts>,
    pub(crate) terms: Terms,
}

impl Config {
    /// Checks everything but whether the ports and files can be had.
    pub(crate) fn check(&self) -> Result<Checked, ConfigError> {
        let scale = Scale::new(self.cash_decimals)
            .map_err(|error| ConfigError::value("cash-decimals", error))?;
        check_name("cash", &self.cash)?;
        if self.sessions.len() > SESSIONS_MAX {
            return Err(ConfigError::value(
                "sessions",
                format!("more than {SESSIONS_MAX}"),
            ));
        }
        let terms = Terms::new(&self.fix.comp_id)?;
        let mut sessions = Vec::with_capacity(self.sessions.len());
        let mut accounts = Vec::with_capacity(self.sessions.len());
        let mut seen = BTreeSet::new();
        for (index, session) in self.sessions.iter().enumerate() {
            let key = |name: &str| format!("sessions[{index}].{name}");
            check_accounts(&key("accounts"), &session.accounts)?;
            let credentials = credentials(session, &key)?;
            let named = terms.session(&session.begin_string, &session.comp_id, credentials, key)?;
            let name = named.name.clone();
            if !seen.insert(name.clone()) {
                return Err(ConfigError::value(
                    key("comp-id"),
                    format!("{name} is there twice"),
                ));
            }
            sessions.push(named);
            accounts.push(SessionAccounts {
                session: name,
                accounts: session.accounts.clone(),
            });
        }
        let engine = EngineConfig {
            listen: Some(self.fix.listen),
            sessions,
            limits: EngineLimits::default(),
            ..EngineConfig::default()
        };
        engine
            .check()
            .map_err(|error| ConfigError::value("sessions", error))?;
        Ok(Checked {
            cash: CashUnit {
                label: self.cash.clone(),
                scale,
            },
            engine,
            accounts,
            terms,
        })
    }
}

pub(crate) fn check_accounts(key: &str, accounts: &[String]) -> Result<(), ConfigError> {
    if accounts.len() > ACCOUNTS_MAX {
        return Err(ConfigError::value(key, format!("more than {ACCOUNTS_MAX}")));
    }
    accounts
        .iter()
        .try_for_each(|account| check_name(key, account))
}

pub(crate) fn check_name(key: &str, name: &str) -> Result<(), ConfigError> {
    let is_good = (1..=NAME_BYTES_MAX).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_graphic());
    if is_good {
        return Ok(());
    }
    Err(ConfigError::value(
        key,
        format!("{name:?} is not 1 to {NAME_BYTES_MAX} printable characters without spaces"),
    ))
}

fn credentials(
    session: &Session,
    key: &impl Fn(&str) -> String,
) -> Result<Option<Credentials>, ConfigError> {
    match (&session.username, &session.password) {
        (None, None) => Ok(None),
        (Some(username), Some(source)) => {
            let password = source.read()?.reveal().to_owned();
            Ok(Some(Credentials {
                username: username.clone(),
                password,
            }))
        }
        _ => Err(ConfigError::value(
            key("username"),
            "a username needs a password, and a password a username",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../example.toml");

    fn config(change: (&str, &str)) -> Result<Checked, String> {
        assert!(
            change.0.is_empty() || EXAMPLE.contains(change.0),
            "{} is in the example",
            change.0
        );
        let text = EXAMPLE.replacen(change.0, change.1, usize::from(!change.0.is_empty()));
        let config: Config = toml::from_str(&text).map_err(|error| error.to_string())?;
        config.check().map_err(|error| error.to_string())
    }

    #[test]
    fn the_example_is_good() {
        let checked = config(("", "")).unwrap();
        let names: Vec<&str> = checked
            .engine
            .sessions
            .iter()
            .map(|session| session.name.as_str())
            .collect();
        assert_eq!(names, ["FIX.4.4:SHEAF->CLIENT1", "FIX.4.4:SHEAF->CLIENT2"]);
        assert_eq!(checked.cash.label, "USDC");
    }

    #[test]
    fn a_bad_configuration_is_refused_by_the_name_of_its_key() {
        let cases = [
            ("[fix]", "[fix]\ncolour = 1", "unknown field `colour`"),
            (
                "cash = \"USDC\"",
                "cash = \"US DC\"",
                "configuration key cash: ",
            ),
            (
                "\"CLIENT2\"",
                "\"CLIENT1\"",
                "sessions[1].comp-id: FIX.4.4:SHEAF->CLIENT1 is there twice",
            ),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\nbegin-string = \"FIX.4.2\"",
                "sessions[0].begin-string: ",
            ),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\nusername = \"u\"",
                "sessions[0].username: ",
            ),
            ("\"ACC-1\"", "\"\"", "sessions[0].accounts: "),
        ];
        for (from, to, problem) in cases {
            let error = config((from, to)).map(|_| ()).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
    }
}
