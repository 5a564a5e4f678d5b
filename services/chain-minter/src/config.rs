//! The service's configuration, checked whole before a port opens.

use std::path::PathBuf;
use std::time::Duration;

use alloy::primitives::Address;
use alloy::signers::local::PrivateKeySigner;
use minting::CHECKPOINT_BLOCKS;
use serde::Deserialize;
use service::config::{ConfigError, Grpc, Secret, SecretSource};
use service::machine::snapshots::events_min;

/// Confirmations that make sense: on the common chains 64 blocks are final for good.
pub const CONFIRMATIONS_MAX: u64 = 256;

/// A unit of gas that costs a thousandth of the chain's coin is a mistake, not a price.
pub(crate) const MAX_FEE_GWEI_MAX: u64 = 1_000_000;

/// The configuration file.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// The journal's file. None: kept in memory, and forgotten when the process ends.
    pub journal: Option<PathBuf>,
    /// Events between two snapshots of the state, at least.
    #[serde(default = "events_min")]
    pub snapshot_events: u64,
    /// Where the service listens.
    pub grpc: Grpc,
    /// The chain and the account there.
    pub chain: Chain,
    /// Logs and traces.
    #[serde(default)]
    pub telemetry: telemetry::Config,
}

/// The `[chain]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Chain {
    /// The node's JSON-RPC over HTTP, e.g. `http://127.0.0.1:8545`.
    pub rpc_url: Option<String>,
    /// The same where the address holds a key, as hosted nodes have it.
    pub rpc_url_secret: Option<SecretSource>,
    /// The private key that deploys, mints and pays, in hex. Nothing else may send transactions with it.
    pub key: SecretSource,
    /// How many blocks must agree on a deposit or transaction, its own included.
    pub confirmations: u64,
    /// How often the chain is looked at.
    #[serde(default = "default_poll_interval", with = "humantime_serde")]
    pub poll_interval: Duration,
    /// How long a transaction may wait for a block before its fee is raised.
    #[serde(default = "default_raise_fee_after", with = "humantime_serde")]
    pub raise_fee_after: Duration,
    /// The most that is ever paid for a unit of gas, in gwei.
    #[serde(default = "default_max_fee_gwei")]
    pub max_fee_gwei: u64,
    /// Blocks in one question for logs: hosted nodes have limits.
    #[serde(default = "default_logs_blocks")]
    pub logs_blocks: u64,
    /// Deploy contracts, with a test cash, at the first start. For development.
    #[serde(default)]
    pub deploy: bool,
    /// The contracts to use.
    pub contracts: Option<Contracts>,
}

/// The `[chain.contracts]` table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Contracts {
    /// The cash token.
    pub cash: Address,
    /// The vault for that cash.
    pub vault: Address,
    /// The factory of index tokens.
    pub factory: Address,
    /// The block in which the first of them was deployed: events are looked for from there on.
    pub start_block: u64,
}

/// Where the contracts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContractsFrom {
    Deployment,
    Config(Contracts),
}

/// The configuration with its secrets read.
pub(crate) struct Checked {
    pub(crate) rpc_url: Secret,
    pub(crate) signer: PrivateKeySigner,
    pub(crate) contracts: ContractsFrom,
    pub(crate) max_fee: u64,
    pub(crate) chain: Chain,
}

impl Config {
    /// Reads the secrets and checks every value.
    pub(crate) fn check(&self) -> Result<Checked, ConfigError> {
        let chain = &self.chain;
        let rpc_url = match (&chain.rpc_url, &chain.rpc_url_secret) {
            (Some(url), None) => Secret::new(url.clone()),
            (None, Some(source)) => source.read()?,
            (Some(_), Some(_)) | (None, None) => {
                return Err(ConfigError::value(
                    "chain.rpc-url",
                    "give either this or chain.rpc-url-secret",
                ));
            }
        };
        let contracts = match (chain.deploy, chain.contracts) {
            (true, None) => ContractsFrom::Deployment,
            (false, Some(contracts)) => ContractsFrom::Config(contracts),
            (true, Some(_)) | (false, None) => {
                return Err(ConfigError::value(
                    "chain.contracts",
                    "give either this table or deploy = true",
                ));
            }
        };
        if !(1..=CONFIRMATIONS_MAX).contains(&chain.confirmations) {
            return Err(ConfigError::value(
                "chain.confirmations",
                format!("must be 1 to {CONFIRMATIONS_MAX}"),
            ));
        }
        let positive = [
            ("chain.poll-interval", chain.poll_interval),
            ("chain.raise-fee-after", chain.raise_fee_after),
        ];
        for (key, duration) in positive {
            if duration.is_zero() {
                return Err(ConfigError::value(key, "must not be zero"));
            }
        }
        if !(1..=MAX_FEE_GWEI_MAX).contains(&chain.max_fee_gwei) {
            let problem = format!("must be 1 to {MAX_FEE_GWEI_MAX}");
            return Err(ConfigError::value("chain.max-fee-gwei", problem));
        }
        if chain.logs_blocks < CHECKPOINT_BLOCKS {
            let problem = format!("must be at least {CHECKPOINT_BLOCKS}");
            return Err(ConfigError::value("chain.logs-blocks", problem));
        }
        let key = chain.key.read()?;
        // The parser's own words could repeat the key.
        let signer = key
            .reveal()
            .parse()
            .map_err(|_| ConfigError::value("chain.key", "is not 32 bytes of hex"))?;
        Ok(Checked {
            rpc_url,
            signer,
            contracts,
            max_fee: chain.max_fee_gwei * 1_000_000_000,
            chain: chain.clone(),
        })
    }
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
        Ok(())
    }
}

fn default_poll_interval() -> Duration {
    Duration::from_millis(500)
}

fn default_raise_fee_after() -> Duration {
    Duration::from_mins(1)
}

fn default_max_fee_gwei() -> u64 {
    500
}

fn default_logs_blocks() -> u64 {
    1000
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../example.toml");

    #[test]
    fn the_example_is_valid() {
        let config: Config = toml::from_str(EXAMPLE).unwrap();
        assert!(config.chain.deploy);
        assert_eq!(config.chain.confirmations, 3);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let text = format!("colour = \"blue\"\n{EXAMPLE}");
        let error = toml::from_str::<Config>(&text).unwrap_err();
        assert!(
            error.to_string().contains("unknown field `colour`"),
            "{error}"
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_key() {
        type Spoil = fn(&mut Chain);
        let cases: [(Spoil, &str); 6] = [
            (|chain| chain.rpc_url = None, "chain.rpc-url"),
            (|chain| chain.deploy = false, "chain.contracts"),
            (|chain| chain.confirmations = 0, "chain.confirmations"),
            (
                |chain| chain.poll_interval = Duration::ZERO,
                "chain.poll-interval",
            ),
            (|chain| chain.max_fee_gwei = 0, "chain.max-fee-gwei"),
            (|chain| chain.logs_blocks = 0, "chain.logs-blocks"),
        ];
        for (spoil, key) in cases {
            let mut config: Config = toml::from_str(EXAMPLE).unwrap();
            spoil(&mut config.chain);
            let error = config.check().err().expect(key).to_string();
            assert!(error.contains(key), "{error}");
        }
    }

    #[test]
    fn a_key_that_is_none_is_not_repeated() {
        let mut config: Config = toml::from_str(EXAMPLE).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "0xdeadbeef").unwrap();
        config.chain.key = SecretSource::File(file.path().to_owned());
        let error = config.check().err().unwrap().to_string();
        assert!(
            error.contains("chain.key") && !error.contains("dead"),
            "{error}"
        );
    }
}
