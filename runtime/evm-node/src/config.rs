//! The node's configuration.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use service::config::ConfigError;

use crate::node::Pace;

/// The node's configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// Where JSON-RPC is served; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The chain's id.
    #[serde(default = "default_chain_id")]
    pub chain_id: u64,
    /// The longest time without a block.
    #[serde(default = "default_block_interval", with = "humantime_serde")]
    pub block_interval: Duration,
    /// How long a transaction waits for others before its block is mined.
    #[serde(default = "default_coalesce", with = "humantime_serde")]
    pub coalesce: Duration,
    /// Where the chain is kept; without it, it is gone with the process.
    pub journal: Option<PathBuf>,
    /// Traces and logs, for the binary.
    #[serde(default)]
    pub telemetry: telemetry::Config,
}

impl Config {
    /// A chain in memory on a free loopback port.
    pub fn in_memory() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            chain_id: default_chain_id(),
            block_interval: default_block_interval(),
            coalesce: default_coalesce(),
            journal: None,
            telemetry: telemetry::Config::default(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        if self.block_interval.is_zero() {
            return Err(ConfigError::value("block-interval", "must not be zero"));
        }
        if self.telemetry.metrics_listen.is_some() {
            let problem = "a development chain serves no metrics";
            return Err(ConfigError::value("telemetry.metrics-listen", problem));
        }
        Ok(())
    }

    pub(crate) fn pace(&self) -> Pace {
        Pace {
            interval: self.block_interval,
            coalesce: self.coalesce,
        }
    }
}

impl service::ServiceConfig for Config {
    fn telemetry(&self) -> &telemetry::Config {
        &self.telemetry
    }

    fn grpc(&self) -> Option<&service::config::Grpc> {
        None
    }

    fn validate(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.check()?;
        Ok(())
    }
}

fn default_chain_id() -> u64 {
    31_337
}

fn default_block_interval() -> Duration {
    Duration::from_secs(1)
}

fn default_coalesce() -> Duration {
    Duration::from_millis(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_valid_and_unknown_keys_are_refused_by_name() {
        let example = include_str!("../example.toml");
        let config: Config = toml::from_str(example).unwrap();
        assert_eq!(
            (config.chain_id, config.block_interval),
            (31_337, Duration::from_secs(1))
        );
        let error = toml::from_str::<Config>(&format!("colour = 1\n{example}")).unwrap_err();
        assert!(
            error.to_string().contains("unknown field `colour`"),
            "{error}"
        );
    }
}
