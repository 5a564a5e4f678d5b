//! The service's configuration, checked whole before a port opens.

mod fix;

use std::collections::BTreeSet;
use std::path::PathBuf;

use fix_engine::{Access, Certificates, EngineConfig, Fingerprint, Networks};
use fix_session::{Credentials, Version};
use money::Scale;
use serde::Deserialize;
use service::config::{ConfigError, Grpc, Peer, SecretSource};

use crate::dialect::Dialect;
use crate::event::{Copies, DefinedSession};
use crate::request::{CashUnit, NAME_BYTES_MAX};
use crate::terms::Terms;

pub use fix::{Fix, Limits, Tls};

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

/// A `[[sessions]]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Session {
    /// BeginString(8): `FIX.4.2`, `FIX.4.4`, or `FIXT.1.1` for FIX 5.0 SP2.
    #[serde(default = "default_begin_string")]
    pub begin_string: String,
    /// DefaultApplVerID(1137), for `FIXT.1.1`: `9`, which is FIX 5.0 SP2 and the default.
    pub appl_ver_id: Option<String>,
    /// The client's SenderCompID(49).
    pub comp_id: String,
    /// The accounts it may trade.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Drop copy: the accounts whose messages it gets copies of.
    #[serde(default)]
    pub copies_of_accounts: Vec<String>,
    /// Drop copy: the sessions whose messages it gets copies of, each as `BeginString:SenderCompID->TargetCompID`.
    #[serde(default)]
    pub copies_of_sessions: Vec<String>,
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
}

impl Session {
    /// A FIX 4.4 client that may trade these accounts, from anywhere and without a password.
    pub fn new(comp_id: &str, accounts: &[&str]) -> Self {
        Session {
            begin_string: default_begin_string(),
            appl_ver_id: None,
            comp_id: comp_id.to_owned(),
            accounts: accounts.iter().map(ToString::to_string).collect(),
            copies_of_accounts: Vec::new(),
            copies_of_sessions: Vec::new(),
            username: None,
            password: None,
            networks: Vec::new(),
            certificate_names: Vec::new(),
            certificate_sha256: Vec::new(),
        }
    }
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
        let mut defined = Vec::with_capacity(self.sessions.len());
        let mut seen = BTreeSet::new();
        for (index, session) in self.sessions.iter().enumerate() {
            let key = |name: &str| format!("sessions[{index}].{name}");
            check_accounts(&key("accounts"), &session.accounts)?;
            let copies = copies(session, &terms, &key)?;
            check_appl_ver_id(session, &key)?;
            let credentials = credentials(session, &key)?;
            let mut named =
                terms.session(&session.begin_string, &session.comp_id, credentials, key)?;
            named.access = access(session, &key)?;
            let name = named.name.clone();
            if !seen.insert(name.clone()) {
                return Err(ConfigError::value(
                    key("comp-id"),
                    format!("{name} is there twice"),
                ));
            }
            sessions.push(named);
            defined.push(DefinedSession {
                session: name,
                accounts: session.accounts.clone(),
                copies,
            });
        }
        let engine = self.fix.engine(sessions)?;
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
    fn a_session_speaks_its_version_and_may_get_copies() {
        let checked = config((
            "comp-id = \"CLIENT1\"",
            "comp-id = \"CLIENT1\"\nbegin-string = \"FIXT.1.1\"\ncopies-of-accounts = [\"ACC-7\"]\n\
             copies-of-sessions = [\"FIX.4.2:SHEAF->CLIENT9\"]",
        ))
        .unwrap();
        let session = &checked.engine.sessions[0];
        assert_eq!(session.name, "FIXT.1.1:SHEAF->CLIENT1");
        assert_eq!(session.session.default_appl_ver_id.as_deref(), Some("9"));
        let copies = &checked.defined[0].copies;
        assert!(copies.includes("FIX.4.2:SHEAF->CLIENT9", "ACC-1"));
        assert!(copies.includes("FIX.4.4:SHEAF->CLIENT3", "ACC-7"));
        assert!(!copies.includes("FIX.4.4:SHEAF->CLIENT3", "ACC-1"));
    }

    #[test]
    fn the_example_says_the_default_limits() {
        let config: Config = toml::from_str(EXAMPLE).unwrap();
        assert_eq!(config.fix.limits, Limits::default());
    }

    /// The keys of a table, which serde names when it meets one that is not there.
    fn keys_of(table: &str) -> BTreeSet<String> {
        let header = if table == "sessions" {
            "[[sessions]]".to_owned()
        } else {
            format!("[{table}]")
        };
        let (before, after) = EXAMPLE.split_once(&header).expect(table);
        // A table that the example shows as a comment becomes one.
        let before = before.trim_end_matches("# ");
        let text = format!("{before}\n{header}\nno-such-key = 0\n{after}");
        let error = toml::from_str::<Config>(&text).unwrap_err().to_string();
        let (_, named) = error.split_once("expected ").expect(&error);
        let named = named.split('`').skip(1).step_by(2);
        named.map(str::to_owned).collect()
    }

    #[test]
    fn the_page_on_sessions_names_every_key_and_no_other() {
        let page = include_str!("../../../docs/fix-sessions.md");
        for table in ["fix", "fix.tls", "fix.limits", "sessions"] {
            let heading = format!("\n## `{table}`");
            let (_, section) = page.split_once(&heading).expect(table);
            let section = section.split("\n## ").next().unwrap_or_default();
            let keys = section
                .lines()
                .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
            let keys: BTreeSet<String> = keys.map(str::to_owned).collect();
            assert_eq!(keys, keys_of(table), "{table}");
        }
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
                "comp-id = \"CLIENT1\"\nbegin-string = \"FIX.4.3\"",
                "sessions[0].begin-string: ",
            ),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\nusername = \"u\"",
                "sessions[0].username: ",
            ),
            ("\"ACC-1\"", "\"\"", "sessions[0].accounts: "),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\nappl-ver-id = \"9\"",
                "sessions[0].appl-ver-id: FIX.4.4 has none",
            ),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\nbegin-string = \"FIXT.1.1\"\nappl-ver-id = \"7\"",
                "sessions[0].appl-ver-id: \"7\" is not served: 9 is",
            ),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\ncopies-of-sessions = [\"FIX.4.4:OTHER->CLIENT2\"]",
                "sessions[0].copies-of-sessions: \"FIX.4.4:OTHER->CLIENT2\" is no session of this acceptor",
            ),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\nnetworks = [\"10.0.0.0/33\"]",
                "sessions[0].networks: \"10.0.0.0/33\" is neither",
            ),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\ncertificate-sha256 = [\"ab\"]",
                "sessions[0].certificate-sha256: \"ab\" is not a SHA-256",
            ),
            (
                "comp-id = \"CLIENT1\"",
                "comp-id = \"CLIENT1\"\ncertificate-names = [\"desk-1\"]",
                "there is no TLS with client authorities",
            ),
            (
                "networks = []",
                "networks = [\"localhost\"]",
                "fix.networks: ",
            ),
            (
                "connections = 10_000",
                "connections = 0",
                "fix.limits.connections: ",
            ),
            (
                "connections = 10_000",
                "connexions = 1",
                "unknown field `connexions`",
            ),
        ];
        for (from, to, problem) in cases {
            let error = config((from, to)).map(|_| ()).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
    }
}
