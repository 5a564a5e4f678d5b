//! The service's configuration, checked whole before a port opens.

mod fix;
mod passwords;
mod session;

use std::collections::BTreeSet;
use std::path::PathBuf;

use fix_engine::{Clock, EngineConfig};
use money::Scale;
use serde::Deserialize;
use service::config::{ConfigError, Grpc, Peer};

use crate::event::DefinedSession;
use crate::request::{CashUnit, NAME_BYTES_MAX};
use crate::template::SessionTemplate;
use crate::terms::Terms;

pub use fix::{Fix, Limits, MessageLog, Tls};
pub use passwords::{LogonRefusal, Passwords};
pub use session::{Day, ExcessPolicy, Hours, Precision, Session, Store, Template, Throttle};

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
    /// What time it is for the sessions: in no file, and the machine's where nobody sets another.
    #[serde(skip)]
    pub clock: Clock,
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
        let checked = self.check()?;
        if let Some(tls) = &checked.engine.tls {
            tls.check()?;
        }
        service::grpc::connect(&self.solver)?;
        Ok(())
    }
}

/// What the configuration means.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) cash: CashUnit,
    pub(crate) engine: EngineConfig,
    pub(crate) defined: Vec<DefinedSession>,
    pub(crate) templates: Vec<SessionTemplate>,
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
        self.fix.passwords.check()?;
        let mut sessions = Vec::with_capacity(self.sessions.len());
        let mut defined = Vec::with_capacity(self.sessions.len());
        let mut engine_templates = Vec::new();
        let mut templates = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, session) in self.sessions.iter().enumerate() {
            let key = |name: &str| format!("sessions[{index}].{name}");
            let (named, of_application) = session.check(&terms, &self.fix.passwords, key)?;
            if !seen.insert(named.name.clone()) {
                return Err(ConfigError::value(
                    key("comp-id"),
                    format!("{} is there twice", named.name),
                ));
            }
            match session.template {
                Some(template) => {
                    let (of_engine, of_application) =
                        template.check(&session.comp_id, named, of_application, key)?;
                    engine_templates.push(of_engine);
                    templates.push(of_application);
                }
                None if session.comp_id.contains('*') => {
                    let problem = "a pattern needs a sessions.template";
                    return Err(ConfigError::value(key("comp-id"), problem));
                }
                None => {
                    sessions.push(named);
                    defined.push(of_application);
                }
            }
        }
        let engine = EngineConfig {
            clock: self.clock.clone(),
            ..self.fix.engine(sessions, engine_templates)?
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
            defined,
            templates,
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

#[cfg(test)]
mod tests;
