//! The line that says what a script's session is, as its configuration.
//!
//! `VERSION acceptor|initiator [option ...]`, from our end's view. Options, besides those that [`Settings::config`] lists:
//! `us=NAME` and `peer=NAME` are the CompIDs, `in=N` and `out=N` the sequence numbers that it goes on from; `core`: only
//! the core has such a moment, and no shell; `tcp`: only a shell has, so that it is played over TCP alone.

use std::sync::Arc;

use fix_codec::TimePrecision;
use fix_dictionary::Release;
use fix_session::{
    Authentication, Checks, Credentials, Dictionaries, Notice, Numbers, RefusedLogon, Role,
    SessionConfig, SessionStatus, Version,
};

/// A session of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Its version.
    pub version: Version,
    /// Our role.
    pub role: Role,
    /// Our CompID.
    pub us: String,
    /// The peer's.
    pub peer: String,
    /// What it goes on from.
    pub numbers: Numbers,
    /// No shell has such a moment.
    pub is_core_only: bool,
    /// Only a shell has: no virtual clock plays it.
    pub is_tcp_only: bool,
    application: Release,
    /// What its dictionary has besides, as [`fix_dictionary::Dictionary::extend`] reads it.
    table: String,
    options: Vec<(String, String)>,
}

impl Settings {
    pub(crate) fn parse(text: &str) -> Result<Settings, String> {
        let mut words = text.split_whitespace();
        let name = words.next().ok_or("a version is missing")?;
        let release = Release::named(name).ok_or_else(|| format!("no such version: {name}"))?;
        let (version, application) = match Version::from_begin_string(name) {
            Some(Version::Fixt11) => (Version::Fixt11, Release::Fix50Sp2),
            Some(version) => (version, release),
            None => (Version::Fixt11, release),
        };
        let role = match words.next() {
            Some("acceptor") => Role::Acceptor,
            Some("initiator") => Role::Initiator,
            _ => return Err("a role is missing: acceptor or initiator".to_owned()),
        };
        let mut settings = Settings {
            version,
            role,
            us: "US".to_owned(),
            peer: "PEER".to_owned(),
            numbers: Numbers::default(),
            is_core_only: false,
            is_tcp_only: false,
            application,
            table: String::new(),
            options: Vec::new(),
        };
        for option in words {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            match name {
                "us" => value.clone_into(&mut settings.us),
                "peer" => value.clone_into(&mut settings.peer),
                "core" => settings.is_core_only = true,
                "tcp" => settings.is_tcp_only = true,
                "in" => settings.numbers.next_incoming = number(value)?,
                "out" => settings.numbers.next_outgoing = number(value)?,
                _ => settings.options.push((name.to_owned(), value.to_owned())),
            }
        }
        settings.config()?;
        Ok(settings)
    }

    /// Adds a line to its dictionary.
    pub(crate) fn extend(&mut self, line: &str) -> Result<(), String> {
        self.table.push_str(line);
        self.table.push('\n');
        self.dictionaries().map(drop)
    }

    /// The dictionaries of its version, and what it has besides.
    pub fn dictionaries(&self) -> Result<Dictionaries, String> {
        let standard = self.application.dictionary();
        let application = if self.table.is_empty() {
            standard
        } else {
            let extended = standard.extend(&self.table);
            Arc::new(extended.map_err(|error| error.to_string())?)
        };
        let session = match self.version {
            Version::Fixt11 => Release::Fixt11.dictionary(),
            _ => Arc::clone(&application),
        };
        Ok(Dictionaries {
            session,
            application,
        })
    }

    /// The configuration of our end.
    pub fn config(&self) -> Result<SessionConfig, String> {
        let dictionaries = self.dictionaries()?;
        let mut config =
            SessionConfig::new(self.role, self.version, &self.us, &self.peer, dictionaries);
        config.default_appl_ver_id =
            (self.version == Version::Fixt11).then(|| self.application.appl_ver_id().to_owned());
        for (name, value) in &self.options {
            set(&mut config, name, value)?;
        }
        Ok(config)
    }

    /// Decimals of the peer's SendingTime(52), and of ours where nothing else is set.
    pub(crate) fn precision(&self) -> TimePrecision {
        if self.version >= Version::Fix42 {
            TimePrecision::Milliseconds
        } else {
            TimePrecision::Seconds
        }
    }
}

/// One option. `no-NAME` switches a check off, `check-NAME` on.
fn set(config: &mut SessionConfig, name: &str, value: &str) -> Result<(), String> {
    match name {
        "reset-on-logon" => config.resets.on_logon = true,
        "reset-on-logout" => config.resets.on_logout = true,
        "reset-on-disconnect" => config.resets.on_disconnect = true,
        "heartbeat" => config.heart_bt_int_s = number(value)?,
        "asks" => config.authentication = Authentication::Shell,
        "silent" => config.refused_logon = RefusedLogon::Silent,
        "password" => {
            config.credentials = Some(Credentials {
                username: "user".to_owned(),
                password: value.to_owned(),
            });
        }
        "next-expected" => config.next_expected = true,
        "last-processed" => config.last_processed = true,
        "resend-messages" => config.limits.resend_request_messages = Some(number(value)?),
        "time" => {
            config.time_precision = Some(match value {
                "seconds" => TimePrecision::Seconds,
                "milliseconds" => TimePrecision::Milliseconds,
                "microseconds" => TimePrecision::Microseconds,
                "nanoseconds" => TimePrecision::Nanoseconds,
                _ => return Err(format!("no such precision: {value}")),
            });
        }
        "waiting" => config.limits.out_of_order_messages = number(value)?,
        _ => {
            let (check, is_on) = match (name.strip_prefix("no-"), name.strip_prefix("check-")) {
                (Some(check), _) => (check, false),
                (_, Some(check)) => (check, true),
                _ => return Err(format!("no such option: {name}")),
            };
            let switch = switch(&mut config.checks, check);
            *switch.ok_or_else(|| format!("no such check: {check}"))? = is_on;
        }
    }
    Ok(())
}

fn switch<'a>(checks: &'a mut Checks, name: &str) -> Option<&'a mut bool> {
    Some(match name {
        "dictionary" => &mut checks.dictionary,
        "msg-types" => &mut checks.msg_types,
        "field-order" => &mut checks.field_order,
        "required" => &mut checks.required,
        "repeated-tags" => &mut checks.repeated_tags,
        "values-present" => &mut checks.values_present,
        "formats" => &mut checks.formats,
        "values" => &mut checks.values,
        "group-counts" => &mut checks.group_counts,
        "group-order" => &mut checks.group_order,
        "unknown-tags" => &mut checks.unknown_tags,
        "user-defined-tags" => &mut checks.user_defined_tags,
        "tags-of-message" => &mut checks.tags_of_message,
        "comp-ids" => &mut checks.comp_ids,
        "sending-time" => &mut checks.sending_time,
        "orig-sending-time" => &mut checks.orig_sending_time,
        _ => return None,
    })
}

fn number<T: std::str::FromStr>(value: &str) -> Result<T, String> {
    value
        .parse()
        .map_err(|_| format!("{value:?} is not a number"))
}

/// `in=N out=N`, as in `iNUMBERS`.
pub fn numbers(text: &str) -> Result<Numbers, String> {
    let mut numbers = Numbers::default();
    for word in text.split_whitespace() {
        match word.split_once('=') {
            Some(("in", value)) => numbers.next_incoming = number(value)?,
            Some(("out", value)) => numbers.next_outgoing = number(value)?,
            _ => return Err(format!("{word} is neither in=N nor out=N")),
        }
    }
    Ok(numbers)
}

/// `[1409=N] [text]`, as in `iLOGOUT`.
pub fn notice(text: &str) -> Result<Notice, String> {
    let (status, text) = match text.strip_prefix("1409=") {
        None => (None, text),
        Some(rest) => {
            let (code, text) = rest.split_once(' ').unwrap_or((rest, ""));
            let code = number(code)?;
            let status = SessionStatus::from_code(code).ok_or("no such SessionStatus(1409)")?;
            (Some(status), text)
        }
    };
    Ok(Notice {
        text: (!text.is_empty()).then(|| text.to_owned()),
        status,
    })
}
