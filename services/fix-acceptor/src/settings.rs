//! What an operator says of a session over gRPC: the same keys, checks and defaults as a `[[sessions]]` table has, kept in
//! the journal as such a table. A password is kept as a salted hash, and given back to nobody.

use fix_engine::{NamedSession, Password, PasswordHash};
use proto::v1;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use service::config::ConfigError;

use crate::config::{Passwords, Session};
use crate::event::DefinedSession;
use crate::terms::Terms;

/// The longest password that an operator may set.
const PASSWORD_BYTES_MAX: usize = 128;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionSettings {
    /// A `[[sessions]]` table without credentials.
    table: Value,
    credentials: Option<Credentials>,
}

/// What a Logon(A) must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    username: String,
    password: PasswordHash,
}

impl SessionSettings {
    /// From a request; `before` is what the session has.
    pub(crate) fn new(
        request: &v1::DefineSessionRequest,
        said: &v1::SessionSettings,
        before: Option<&SessionSettings>,
        passwords: &Passwords,
    ) -> Result<SessionSettings, ConfigError> {
        let before = before.and_then(|before| before.credentials.as_ref());
        Ok(SessionSettings {
            table: table(request, said),
            credentials: credentials(said, before, passwords)?,
        })
    }

    /// The engine's session and the application's.
    pub(crate) fn check(
        &self,
        terms: &Terms,
        passwords: &Passwords,
    ) -> Result<(NamedSession, DefinedSession), ConfigError> {
        let table = Session::deserialize(&self.table);
        let table = table.map_err(|error| ConfigError::value("settings", error))?;
        let key = |name: &str| name.replace("comp-id", "target_comp_id").replace('-', "_");
        let (mut named, mut defined) = table.check(terms, passwords, key)?;
        if let Some(Credentials { username, password }) = &self.credentials {
            named.password = Some(Password {
                username: username.clone(),
                password: password.clone().into(),
                policy: passwords.check()?,
            });
        }
        defined.settings = Some(Box::new(self.clone()));
        Ok((named, defined))
    }
}

fn credentials(
    said: &v1::SessionSettings,
    before: Option<&Credentials>,
    passwords: &Passwords,
) -> Result<Option<Credentials>, ConfigError> {
    let (username, password) = (said.username.clone(), &said.password);
    let lengths = passwords.new_password_bytes_min..=PASSWORD_BYTES_MAX;
    match (username.is_empty(), before) {
        (true, _) if password.is_empty() => Ok(None),
        (true, _) => Err(ConfigError::value("username", "a password needs one")),
        (false, Some(before)) if password.is_empty() => Ok(Some(Credentials {
            username,
            password: before.password.clone(),
        })),
        (false, _) if lengths.contains(&password.len()) => {
            let hash = PasswordHash::of(password.as_bytes(), passwords.hash_rounds);
            let no_randomness = || ConfigError::value("password", "the system has no randomness");
            Ok(Some(Credentials {
                username,
                password: hash.ok_or_else(no_randomness)?,
            }))
        }
        (false, _) => {
            let problem = format!("not {} to {} bytes", lengths.start(), lengths.end());
            Err(ConfigError::value("password", problem))
        }
    }
}

/// The `[[sessions]]` table: what is empty is not in it.
fn table(request: &v1::DefineSessionRequest, said: &v1::SessionSettings) -> Value {
    let mut table = Table::default();
    table.text("begin-string", &request.begin_string);
    table.text("comp-id", &request.target_comp_id);
    table.texts("accounts", &request.accounts);
    table.texts("copies-of-accounts", &said.copies_of_accounts);
    table.texts("copies-of-sessions", &said.copies_of_sessions);
    table.text("cancel-on-disconnect", &said.cancel_on_disconnect);
    table.value("cancel-on-logout", json!(said.cancel_on_logout));
    table.texts("networks", &said.networks);
    table.texts("certificate-names", &said.certificate_names);
    table.texts("certificate-sha256", &said.certificate_sha256);
    table.text("store", &said.store);
    table.text("time-precision", &said.time_precision);
    table.value("reset-on-logon", json!(said.reset_on_logon));
    table.value("reset-on-logout", json!(said.reset_on_logout));
    table.value("reset-on-disconnect", json!(said.reset_on_disconnect));
    if let Some(hours) = &said.hours {
        table.value("hours", hours_table(hours));
    }
    if let Some(throttle) = &said.throttle {
        table.value("throttle", throttle_table(throttle));
    }
    Value::Object(table.0)
}

fn hours_table(hours: &v1::SessionHours) -> Value {
    let mut table = Table::default();
    table.text("time-zone", &hours.time_zone);
    table.text("start", &hours.start);
    table.text("end", &hours.end);
    table.texts("days", &hours.days);
    table.text("start-day", &hours.start_day);
    table.text("end-day", &hours.end_day);
    if let Some(reset_at_start) = hours.reset_at_start {
        table.value("reset-at-start", json!(reset_at_start));
    }
    Value::Object(table.0)
}

fn throttle_table(throttle: &v1::SessionThrottle) -> Value {
    let mut table = Table::default();
    table.value("messages", json!(throttle.messages));
    table.text("interval", &throttle.interval);
    table.text("excess", &throttle.excess);
    if throttle.queue_messages > 0 {
        table.value("queue-messages", json!(throttle.queue_messages));
    }
    Value::Object(table.0)
}

#[derive(Default)]
struct Table(Map<String, Value>);

impl Table {
    fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.value(key, json!(text));
        }
    }

    fn texts(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.value(key, json!(texts));
        }
    }

    fn value(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }
}
