//! The `[fix]` table: the port, and what a peer may cost.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use fix_engine::{EngineConfig, EngineLimits, NamedSession, Networks, ServerTls, Template};
use serde::Deserialize;
use service::config::ConfigError;

use super::passwords::Passwords;

/// The `[fix]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fix {
    /// Address and port of all sessions; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Our SenderCompID(49).
    pub comp_id: String,
    /// Addresses and networks that peers may come from; none: from anywhere.
    #[serde(default)]
    pub networks: Vec<String>,
    /// TLS; none: the port takes plain TCP.
    pub tls: Option<Tls>,
    /// What a peer may cost.
    #[serde(default)]
    pub limits: Limits,
    /// How passwords are asked for.
    #[serde(default)]
    pub passwords: Passwords,
    /// Where raw messages go; none: nowhere.
    pub message_log: Option<MessageLog>,
}

/// The `[fix.message-log]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MessageLog {
    /// A folder of its own, which is made if it is not there.
    pub folder: PathBuf,
    /// The file is rotated when it has so many bytes,
    #[serde(default = "default_file_bytes")]
    pub file_bytes: u64,
    /// and when it is so old.
    #[serde(default = "default_file_age", with = "humantime_serde")]
    pub file_age: Duration,
    /// Rotated files that are kept.
    #[serde(default = "default_files")]
    pub files: usize,
}

fn default_file_bytes() -> u64 {
    100_000_000
}

fn default_file_age() -> Duration {
    Duration::from_hours(24)
}

fn default_files() -> usize {
    30
}

/// Rotated files of the message log.
const FILES_MAX: usize = 10_000;

/// The `[fix.tls]` table. Files are PEM.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tls {
    /// Our certificate, and those between it and its authority.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// The authorities of client certificates; none: nobody is asked for one.
    pub client_authority: Option<PathBuf>,
    /// How often the files are looked at again.
    #[serde(default = "default_reload_interval", with = "humantime_serde")]
    pub reload_interval: Duration,
}

fn default_reload_interval() -> Duration {
    Duration::from_mins(1)
}

/// The `[fix.limits]` table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Of these, from one IPv4 address or one IPv6 network of 64 bits.
    pub connections_per_address: usize,
    /// Of these, not logged on.
    pub connections_before_logon: usize,
    /// How long a TLS handshake may take, and then how long a connection may stay without a Logon(A).
    #[serde(with = "humantime_serde")]
    pub pre_logon_wait: Duration,
    /// Bytes that a connection may send without a Logon(A).
    pub pre_logon_bytes: usize,
    /// Bytes of one message.
    pub message_bytes: usize,
    /// Fields of one message.
    pub message_fields: usize,
    /// Bytes that wait to be written to one peer; a slower one is disconnected, and finds its messages at its next logon.
    pub outbound_bytes: usize,
    /// Messages that wait in memory for a peer to log on; beyond, they wait on disk.
    pub queued_messages: usize,
    /// Bytes of sent messages that a session with the memory store keeps.
    pub memory_sent_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let engine = EngineLimits::default();
        Limits {
            connections: 10_000,
            connections_per_address: 1_000,
            connections_before_logon: 1_000,
            pre_logon_wait: engine.pre_logon_wait,
            pre_logon_bytes: engine.pre_logon_bytes,
            message_bytes: engine.message.message_bytes,
            message_fields: engine.message.field_count,
            outbound_bytes: engine.outbound_bytes,
            queued_messages: engine.queued_messages,
            memory_sent_bytes: engine.memory_sent_bytes,
        }
    }
}

impl Limits {
    fn check(&self) -> Result<EngineLimits, ConfigError> {
        let counts = [
            ("connections", self.connections),
            ("connections-per-address", self.connections_per_address),
            ("connections-before-logon", self.connections_before_logon),
            ("pre-logon-bytes", self.pre_logon_bytes),
            ("message-bytes", self.message_bytes),
            ("message-fields", self.message_fields),
            ("outbound-bytes", self.outbound_bytes),
            ("queued-messages", self.queued_messages),
            ("memory-sent-bytes", self.memory_sent_bytes),
        ];
        let refused = |key: &str| {
            let problem = "0 would let nobody in";
            Err(ConfigError::value(format!("fix.limits.{key}"), problem))
        };
        if let Some((key, _)) = counts.iter().find(|(_, count)| *count == 0) {
            return refused(key);
        }
        if self.pre_logon_wait.is_zero() {
            return refused("pre-logon-wait");
        }
        Ok(EngineLimits {
            connections: self.connections,
            connections_per_address: self.connections_per_address,
            connections_before_logon: self.connections_before_logon,
            pre_logon_wait: self.pre_logon_wait,
            pre_logon_bytes: self.pre_logon_bytes,
            message: fix_codec::Limits {
                message_bytes: self.message_bytes,
                field_count: self.message_fields,
            },
            outbound_bytes: self.outbound_bytes,
            queued_messages: self.queued_messages,
            memory_sent_bytes: self.memory_sent_bytes,
        })
    }
}

impl Fix {
    /// Plain TCP with the default limits.
    pub fn new(listen: SocketAddr, comp_id: &str) -> Self {
        Fix {
            listen,
            comp_id: comp_id.to_owned(),
            networks: Vec::new(),
            tls: None,
            limits: Limits::default(),
            passwords: Passwords::default(),
            message_log: None,
        }
    }

    /// The engine with those sessions and templates.
    pub(super) fn engine(
        &self,
        sessions: Vec<NamedSession>,
        templates: Vec<Template>,
    ) -> Result<EngineConfig, ConfigError> {
        let networks = Networks::parse(&self.networks)
            .map_err(|error| ConfigError::value("fix.networks", error))?;
        let tls = self.tls.as_ref().map(Tls::check).transpose()?;
        Ok(EngineConfig {
            listen: Some(self.listen),
            tls,
            networks,
            sessions,
            templates,
            limits: self.limits.check()?,
            message_log: self
                .message_log
                .as_ref()
                .map(MessageLog::check)
                .transpose()?,
            ..EngineConfig::default()
        })
    }
}

impl MessageLog {
    fn check(&self) -> Result<fix_engine::MessageLog, ConfigError> {
        let refused = |key: &str, problem: String| {
            Err(ConfigError::value(
                format!("fix.message-log.{key}"),
                problem,
            ))
        };
        if self.file_bytes == 0 || self.file_age.is_zero() {
            return refused("file-bytes", "every message would have a file".to_owned());
        }
        if self.files > FILES_MAX {
            return refused("files", format!("more than {FILES_MAX}"));
        }
        Ok(fix_engine::MessageLog {
            folder: self.folder.clone(),
            file_bytes: self.file_bytes,
            file_age: self.file_age,
            files: self.files,
        })
    }
}

impl Tls {
    fn check(&self) -> Result<ServerTls, ConfigError> {
        if self.reload_interval.is_zero() {
            let problem = "0s would look at the files all the time";
            return Err(ConfigError::value("fix.tls.reload-interval", problem));
        }
        Ok(ServerTls {
            certificate: self.certificate.clone(),
            key: self.key.clone(),
            client_authority: self.client_authority.clone(),
            reload_interval: self.reload_interval,
        })
    }
}
