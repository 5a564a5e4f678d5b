//! The service's configuration, checked whole before a port opens.

use std::path::PathBuf;

use lots::inventory::Settings;
use money::Scale;
use serde::Deserialize;
use service::config::{ConfigError, Grpc};
use service::machine::snapshots::events_min;

/// `inventory --config FILE`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// Where it listens.
    pub grpc: Grpc,
    /// The journal's file; none: what is recorded is gone with the process.
    pub journal: Option<PathBuf>,
    /// Events between two snapshots of the state, at least.
    #[serde(default = "events_min")]
    pub snapshot_events: u64,
    /// What everything is bought with.
    pub cash: String,
    /// Its decimals.
    pub cash_decimals: Scale,
    /// Logs and traces.
    #[serde(default)]
    pub telemetry: telemetry::Config,
}

impl service::ServiceConfig for Config {
    fn telemetry(&self) -> &telemetry::Config {
        &self.telemetry
    }

    fn grpc(&self) -> Option<&Grpc> {
        Some(&self.grpc)
    }

    fn validate(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.settings()?;
        Ok(())
    }
}

impl Config {
    /// What the journal must have been written with.
    pub(crate) fn settings(&self) -> Result<Settings, ConfigError> {
        if self.cash.trim().is_empty() {
            return Err(ConfigError::value("cash", "it has no name"));
        }
        Ok(Settings {
            cash: self.cash.as_str().into(),
            cash_scale: self.cash_decimals,
        })
    }
}
