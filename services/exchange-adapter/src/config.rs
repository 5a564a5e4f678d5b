//! The service's configuration, checked whole before a port opens.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use service::config::{ConfigError, Grpc, Secret, SecretSource};
use service::machine::snapshots::events_min;

/// The longest `recvWindow` that the venue takes.
pub const RECV_WINDOW_MAX: Duration = Duration::from_mins(1);
/// Levels of each side in a `GetMarkets` answer, at most.
pub const DEPTH_MAX: u32 = 5_000;

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
    /// The venue and the account there.
    pub venue: Venue,
    /// The markets that are followed, e.g. `BTCUSDC`.
    pub markets: BTreeSet<String>,
    /// The quote asset of all of them, e.g. `USDC`.
    pub cash: String,
    /// Markets that say what a fee in a third asset is worth, e.g. `BNB = "BNBUSDC"`.
    #[serde(default)]
    pub fee_markets: BTreeMap<String, String>,
    /// Levels of each side in a `GetMarkets` answer that does not ask for a number.
    #[serde(default = "default_depth")]
    pub depth: u32,
    /// Logs and traces.
    #[serde(default)]
    pub telemetry: telemetry::Config,
}

/// The `[venue]` table. The URLs say whether it is the simulated exchange, the venue's testnet, or the venue.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Venue {
    /// e.g. `https://api.binance.com`.
    pub rest_url: String,
    /// e.g. `wss://stream.binance.com:9443`.
    pub stream_url: String,
    /// e.g. `wss://ws-api.binance.com:443/ws-api/v3`.
    pub websocket_api_url: String,
    /// Public half of the API key.
    pub api_key: SecretSource,
    /// Secret half of the API key.
    pub secret_key: SecretSource,
    /// How long after its timestamp the venue may still take a request.
    #[serde(default = "default_recv_window", with = "humantime_serde")]
    pub recv_window: Duration,
    /// How long after that an order that the venue does not know is given up: the venue's own time limit for a request it has
    /// taken (10 s), and what its clock and ours may differ.
    #[serde(default = "default_unknown_margin", with = "humantime_serde")]
    pub unknown_margin: Duration,
    /// The longest that a request may take.
    #[serde(default = "default_request_timeout", with = "humantime_serde")]
    pub request_timeout: Duration,
    /// A WebSocket that is silent for so long, pings among it, is taken as dead.
    #[serde(default = "default_silence", with = "humantime_serde")]
    pub silence: Duration,
    /// Levels of each side in a book's snapshot.
    #[serde(default = "default_snapshot_depth")]
    pub snapshot_depth: u32,
}

/// The API key, read from where the configuration says.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Public half.
    pub api_key: Secret,
    /// Secret half.
    pub secret_key: Secret,
}

fn default_depth() -> u32 {
    100
}

fn default_recv_window() -> Duration {
    Duration::from_secs(5)
}

fn default_unknown_margin() -> Duration {
    Duration::from_secs(11)
}

fn default_request_timeout() -> Duration {
    Duration::from_secs(10)
}

fn default_silence() -> Duration {
    Duration::from_mins(1)
}

fn default_snapshot_depth() -> u32 {
    1_000
}

impl Config {
    /// Refuses values that make no sense, by the key's name.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.markets.is_empty() {
            return Err(ConfigError::value("markets", "names no market"));
        }
        for market in self.markets.iter().chain(self.fee_markets.values()) {
            let good = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
            if market.is_empty() || !market.bytes().all(good) {
                let problem = format!("{market:?} is not a market's name such as BTCUSDC");
                return Err(ConfigError::value("markets", problem));
            }
        }
        if self.depth == 0 || self.depth > DEPTH_MAX {
            return Err(ConfigError::value(
                "depth",
                format!("is not 1 to {DEPTH_MAX}"),
            ));
        }
        self.venue.check()
    }
}

impl Venue {
    fn check(&self) -> Result<(), ConfigError> {
        for (key, url, schemes) in [
            ("venue.rest-url", &self.rest_url, ["http://", "https://"]),
            ("venue.stream-url", &self.stream_url, ["ws://", "wss://"]),
            (
                "venue.websocket-api-url",
                &self.websocket_api_url,
                ["ws://", "wss://"],
            ),
        ] {
            if !schemes
                .iter()
                .any(|scheme| url.len() > scheme.len() && url.starts_with(scheme))
            {
                let problem = format!("does not begin with {} or {}", schemes[0], schemes[1]);
                return Err(ConfigError::value(key, problem));
            }
        }
        if self.recv_window.as_millis() == 0 || self.recv_window > RECV_WINDOW_MAX {
            return Err(ConfigError::value("venue.recv-window", "is not 1ms to 60s"));
        }
        if self.request_timeout.is_zero() {
            return Err(ConfigError::value("venue.request-timeout", "is zero"));
        }
        if self.silence.is_zero() {
            return Err(ConfigError::value("venue.silence", "is zero"));
        }
        if self.snapshot_depth == 0 || self.snapshot_depth > DEPTH_MAX {
            let problem = format!("is not 1 to {DEPTH_MAX}");
            return Err(ConfigError::value("venue.snapshot-depth", problem));
        }
        Ok(())
    }

    /// Reads the API key.
    pub fn keys(&self) -> Result<Keys, ConfigError> {
        Ok(Keys {
            api_key: self.api_key.read()?,
            secret_key: self.secret_key.read()?,
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
        self.venue.keys()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../example.toml");

    fn refused(text: &str) -> String {
        let config: Config = toml::from_str(text).expect("a configuration");
        config
            .check()
            .expect_err("a value that makes no sense")
            .to_string()
    }

    #[test]
    fn the_example_is_accepted() {
        let config: Config = toml::from_str(EXAMPLE).expect("the example");
        config.check().expect("good values");
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let text = format!("shards = 3\n{EXAMPLE}");
        let error = toml::from_str::<Config>(&text).expect_err("an unknown key");
        assert!(error.to_string().contains("shards"), "{error}");
    }

    #[test]
    fn values_that_make_no_sense_are_refused_by_key() {
        let replaced = |from: &str, to: &str| {
            assert!(EXAMPLE.contains(from), "{from}");
            refused(&EXAMPLE.replacen(from, to, 1))
        };
        assert!(replaced("\"BTCUSDC\"", "\"btc-usdc\"").starts_with("configuration key markets"));
        assert!(replaced("depth = 100", "depth = 0").starts_with("configuration key depth"));
        assert!(replaced("http://", "ftp://").starts_with("configuration key venue.rest-url"));
        assert!(
            replaced("recv-window = \"2s\"", "recv-window = \"61s\"")
                .starts_with("configuration key venue.recv-window")
        );
    }
}
