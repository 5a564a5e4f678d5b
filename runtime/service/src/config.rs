//! Configuration: one TOML file a service, kebab-case, unknown keys refused by name, secrets from the environment or a
//! file only. A relative path in it is relative to the process's working directory.

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, de::DeserializeOwned};

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("configuration {path} can't be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not TOML, or a key is unknown, missing or of the wrong kind. The source names the line and the key.
    #[error("configuration {path} is not valid")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Line, key, and what was expected.
        source: Box<toml::de::Error>,
    },
    /// A value is of the right kind and still makes no sense.
    #[error("configuration key {key}: {problem}")]
    Value {
        /// The key with its tables, e.g. `batch.interval`.
        key: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A secret's source is not there.
    #[error("the secret from {from} can't be read: {problem}")]
    Secret {
        /// Variable or file.
        from: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl ConfigError {
    /// A value that makes no sense.
    pub fn value(key: impl Into<String>, problem: impl fmt::Display) -> Self {
        Self::Value {
            key: key.into(),
            problem: problem.to_string(),
        }
    }
}

/// Reads and parses the file.
pub fn load<T: DeserializeOwned>(path: &Path) -> Result<T, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.to_owned(),
        source,
    })?;
    toml::from_str(&text).map_err(|source| ConfigError::Parse {
        path: path.to_owned(),
        source: Box::new(source),
    })
}

/// The `[grpc]` table: where the service itself listens.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Grpc {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Mutual TLS; none: plain text, for loopback and private networks.
    pub tls: Option<Tls>,
}

impl Grpc {
    /// A free port of the loopback address, in plain text.
    pub fn loopback() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            tls: None,
        }
    }
}

/// A table that says where another service is.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Peer {
    /// e.g. `http://solver:7001`, `https` with mutual TLS.
    pub url: String,
    /// The longest that one call may take.
    #[serde(default = "default_deadline", with = "humantime_serde")]
    pub deadline: Duration,
    /// Our certificate and the authority that signed the peer's.
    pub tls: Option<Tls>,
}

impl Peer {
    /// A peer in plain text with the default deadline.
    pub fn at(address: SocketAddr) -> Self {
        Self {
            url: format!("http://{address}"),
            deadline: default_deadline(),
            tls: None,
        }
    }
}

fn default_deadline() -> Duration {
    Duration::from_secs(5)
}

/// PEM files for mutual TLS.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tls {
    /// Our certificate chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// The authority that the other side's certificate must come from.
    pub authority: PathBuf,
}

/// A secret's source: `{ env = "NAME" }` or `{ file = "/run/secrets/name" }`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SecretSource {
    /// An environment variable.
    Env(String),
    /// A file; white space at its ends is dropped.
    File(PathBuf),
}

impl SecretSource {
    /// Reads it. An empty one is an error.
    pub fn read(&self) -> Result<Secret, ConfigError> {
        let (from, read) = match self {
            Self::Env(name) => (
                format!("the environment variable {name}"),
                std::env::var(name).map_err(|e| e.to_string()),
            ),
            Self::File(path) => (
                format!("the file {}", path.display()),
                std::fs::read_to_string(path).map_err(|e| e.to_string()),
            ),
        };
        let found = read.and_then(|text| match text.trim() {
            "" => Err("it is empty".into()),
            text => Ok(text.to_owned()),
        });
        found
            .map(Secret)
            .map_err(|problem| ConfigError::Secret { from, problem })
    }
}

/// A secret that does not show itself in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret that is already in memory.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself: only for the call that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
