//! The configuration, and what it means once it has been checked.

mod market;

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::PathBuf,
    time::Duration,
};

use serde::Deserialize;
use service::config::{ConfigError, Grpc, Secret, SecretSource};

pub use self::market::{MarketConfig, RecordingConfig};
use crate::{
    accounts::Fees,
    amount::Amount,
    http::{Key, Keys},
    limits::Limits,
    market::{Source, recording::RecordingError},
    spec::MarketSpec,
};

/// The service's configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// The journal's file; none: in memory, gone with the process.
    pub journal: Option<PathBuf>,
    /// The venue's own port and its markets in general.
    pub venue: Venue,
    /// Health and reflection.
    pub grpc: Grpc,
    /// Fee rates.
    #[serde(default)]
    pub fees: Fees,
    /// Rate limits.
    #[serde(default)]
    pub limits: Limits,
    /// Seeded markets.
    #[serde(default, rename = "market")]
    pub markets: Vec<MarketConfig>,
    /// Recorded markets.
    #[serde(default, rename = "recording")]
    pub recordings: Vec<RecordingConfig>,
    /// Accounts with their API keys.
    #[serde(default, rename = "account")]
    pub accounts: Vec<AccountConfig>,
    /// Logs and traces.
    #[serde(default)]
    pub telemetry: telemetry::Config,
}

/// `[venue]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Venue {
    /// Where REST and WebSockets are served; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The asset that seeded markets are priced in.
    #[serde(default = "default_quote")]
    pub quote: String,
    /// What the seeded markets are a function of, with the tick.
    #[serde(default)]
    pub seed: u64,
    /// How often markets move.
    #[serde(default = "default_tick", with = "humantime_serde")]
    pub tick: Duration,
    /// Whether `POST /sim/faults`, `/sim/withdrawals` and `/sim/deposits` are there. For tests only.
    #[serde(default)]
    pub faults: bool,
}

impl Venue {
    /// A free port of the loopback address, and the defaults.
    pub fn loopback(quote: impl Into<String>, seed: u64) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            quote: quote.into(),
            seed,
            tick: default_tick(),
            faults: false,
        }
    }
}

fn default_quote() -> String {
    "USDC".into()
}

fn default_tick() -> Duration {
    Duration::from_millis(100)
}

/// `[[account]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AccountConfig {
    /// Its name, in the journal.
    pub name: String,
    /// Where its API key is: letters, digits, `-` and `_`.
    pub api_key: Credential,
    /// Where the key's secret is.
    pub api_secret: Credential,
    /// What it has when it is opened, by asset. Later changes of this have no effect.
    pub balances: BTreeMap<String, Amount>,
}

/// Where a credential is: `{ env = "NAME" }` or `{ file = "path" }`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credential {
    /// An environment variable.
    Env(String),
    /// A file.
    File(PathBuf),
    /// In memory, for whoever runs the service inside its own process.
    #[serde(skip)]
    Given(Secret),
}

impl Credential {
    fn read(&self) -> Result<Secret, ConfigError> {
        match self {
            Self::Env(name) => SecretSource::Env(name.clone()).read(),
            Self::File(path) => SecretSource::File(path.clone()).read(),
            Self::Given(secret) => Ok(secret.clone()),
        }
    }
}

/// Why the service can't start with its configuration.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A value makes no sense, or a secret is not there.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A recording can't be used.
    #[error(transparent)]
    Recording(#[from] RecordingError),
}

/// What the configuration means.
pub(crate) struct Checked {
    pub(crate) markets: Vec<(MarketSpec, Source)>,
    pub(crate) keys: Keys,
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

impl Config {
    /// Checks everything, and reads the recordings and the secrets.
    pub(crate) fn check(&self) -> Result<Checked, CheckError> {
        if self.venue.tick < Duration::from_millis(1) {
            return Err(
                ConfigError::value("venue.tick", "it is shorter than a millisecond").into(),
            );
        }
        for (key, rate) in [
            ("fees.maker", self.fees.maker),
            ("fees.taker", self.fees.taker),
        ] {
            if rate >= Amount::ONE {
                return Err(ConfigError::value(key, "a fee takes everything").into());
            }
        }
        let mut markets = Vec::new();
        for (index, market) in self.markets.iter().enumerate() {
            markets.push(market.check(&format!("market[{index}]"), &self.venue)?);
        }
        for (index, recording) in self.recordings.iter().enumerate() {
            markets.push(recording.check(&format!("recording[{index}]"))?);
        }
        if markets.is_empty() {
            return Err(ConfigError::value("market", "there is no market and no recording").into());
        }
        let mut symbols = BTreeSet::new();
        if let Some((twice, _)) = markets
            .iter()
            .find(|(spec, _)| !symbols.insert(spec.symbol.clone()))
        {
            return Err(
                ConfigError::value("market", format!("{} is there twice", twice.symbol)).into(),
            );
        }
        Ok(Checked {
            markets,
            keys: self.keys()?,
        })
    }

    fn keys(&self) -> Result<Keys, ConfigError> {
        let mut seen = BTreeSet::new();
        let mut keys = Vec::new();
        for (index, account) in self.accounts.iter().enumerate() {
            let api_key = account.api_key.read()?.reveal().to_owned();
            let again = self.accounts[..index]
                .iter()
                .any(|other| other.name == account.name);
            if again || !seen.insert(api_key.clone()) {
                return Err(ConfigError::value(
                    format!("account[{index}]"),
                    "its name or its api-key is there twice",
                ));
            }
            let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            if !api_key.bytes().all(legal) {
                return Err(ConfigError::value(
                    format!("account[{index}].api-key"),
                    "it is no API key",
                ));
            }
            let secret = venue::signature::Secret::new(account.api_secret.read()?.reveal());
            keys.push((
                api_key,
                Key {
                    account: account.name.clone(),
                    secret,
                },
            ));
        }
        Ok(Keys::new(keys))
    }
}
