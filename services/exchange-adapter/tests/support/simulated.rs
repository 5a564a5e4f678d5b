//! The simulated exchange with an account for the adapter, on free ports.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use service::config::{Grpc, Secret};
use sim_exchange::accounts::Fees;
use sim_exchange::config::{AccountConfig, Credential, MarketConfig, RecordingConfig, Venue};
use sim_exchange::limits::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::adapter::{API_KEY, SECRET_KEY};
use super::{eventually, own_runtime};

/// A running venue, in a runtime of its own that can be killed.
pub struct Simulated {
    pub address: SocketAddr,
    config: sim_exchange::Config,
    runtime: Option<Runtime>,
}

/// Markets BTCUSDC and ETHUSDC that move every 20 ms.
pub fn config() -> sim_exchange::Config {
    let market = |asset: &str, price: &str, step: &str| {
        let parse = |text: &str| text.parse().expect("an amount");
        MarketConfig {
            replenish: Duration::from_millis(200),
            trade_every: Duration::from_millis(100),
            ..MarketConfig::new(asset, parse(price), parse("0.01"), parse(step))
        }
    };
    let balance = |asset: &str| (asset.to_owned(), "10000000".parse().expect("an amount"));
    sim_exchange::Config {
        journal: None,
        venue: Venue {
            faults: true,
            tick: Duration::from_millis(20),
            ..Venue::loopback("USDC", 7)
        },
        grpc: Grpc::loopback(),
        fees: Fees::default(),
        limits: Limits::default(),
        markets: vec![
            market("BTC", "60000", "0.00001"),
            market("ETH", "2500", "0.0001"),
        ],
        recordings: Vec::new(),
        accounts: vec![AccountConfig {
            name: "sheaf".into(),
            api_key: Credential::Given(Secret::new(API_KEY)),
            api_secret: Credential::Given(Secret::new(SECRET_KEY)),
            balances: BTreeMap::from([balance("USDC"), balance("USDT")]),
        }],
        telemetry: telemetry::Config::default(),
    }
}

pub fn recorded(recording: RecordingConfig) -> sim_exchange::Config {
    sim_exchange::Config {
        markets: Vec::new(),
        recordings: vec![recording],
        ..config()
    }
}

impl Simulated {
    pub async fn start(config: sim_exchange::Config) -> Self {
        super::show_logs();
        eventually("the venue's journal and port are free", || {
            Self::try_start(config.clone())
        })
        .await
    }

    async fn try_start(mut config: sim_exchange::Config) -> Option<Self> {
        let runtime = own_runtime();
        let (ready, listening) = oneshot::channel();
        let running = sim_exchange::run(config.clone(), ready, CancellationToken::new());
        let ended = runtime.spawn(running);
        let Ok(listening) = listening.await else {
            let outcome = ended.await.expect("an outcome");
            runtime.shutdown_background();
            let taken = matches!(
                outcome,
                Err(sim_exchange::RunError::Journal(_) | sim_exchange::RunError::Listen { .. })
            );
            assert!(taken, "{outcome:?}");
            return None;
        };
        config.venue.listen = listening.venue;
        Some(Self {
            address: listening.venue,
            config,
            runtime: Some(runtime),
        })
    }

    /// Stops it wherever it is, as a killed process, and starts it again at the same address.
    pub async fn kill_and_restart(mut self) -> Self {
        let runtime = self.runtime.take().expect("it runs");
        runtime.shutdown_background();
        Self::start(self.config.clone()).await
    }

    /// Asks for faults.
    pub async fn fail(&self, plan: &serde_json::Value) {
        let body = plan.to_string();
        let request = format!(
            "POST /sim/faults HTTP/1.1\r\nhost: sim\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = tokio::net::TcpStream::connect(self.address)
            .await
            .expect("the venue");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

impl Drop for Simulated {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
