//! The exchange adapter: asset orders at the venue, books, filters and the rate budget, served over gRPC.
//!
//! It speaks the Binance Spot protocol; its URLs say whether the other end is the simulated exchange, the venue's testnet, or the
//! venue. An order is durable here before it is sent, is sent at most once, and is followed until every trade of it is known.
//!
//! One task owns the asset orders (journalled), one the books (built anew at each start), one sends, and each open order has one.

mod clock;
pub mod config;
mod fees;
mod grpc;
mod machine;
mod markets;
mod orders;
mod reports;
mod rest;
mod socket;
mod user_stream;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;

pub use config::{Config, Keys};
use journal::{Journal, JournalError};
use proto::v1::exchange_adapter_server::ExchangeAdapterServer;
pub use rest::ClientError;
use service::config::ConfigError;
use service::grpc::{GrpcError, Server};
use service::machine::StartError;
use service::machine::snapshots::start_every;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// Where the service listens.
#[derive(Debug, Clone, Copy)]
pub struct Listening {
    /// gRPC.
    pub grpc: SocketAddr,
}

/// Why the service can't start, or ended before it was told to.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration makes no sense, or a secret is missing.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The journal can't be opened.
    #[error("the journal can't be opened")]
    Journal(#[from] JournalError),
    /// The journal can't be replayed.
    #[error(transparent)]
    Start(#[from] StartError),
    /// TLS can't be set up.
    #[error("TLS can't be set up")]
    Tls(#[from] rustls::Error),
    /// HTTP can't be set up.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The gRPC server failed.
    #[error(transparent)]
    Grpc(#[from] GrpcError),
    /// The journal failed, so nothing can be acknowledged any more.
    #[error("the journal failed")]
    Stopped,
}

/// Why the venue's balances are not known.
#[derive(Debug, thiserror::Error)]
pub enum BalancesError {
    /// The configuration makes no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// TLS can't be set up.
    #[error("TLS can't be set up")]
    Tls(#[from] rustls::Error),
    /// The HTTP client can't be set up.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The venue did not tell.
    #[error("the venue does not tell its balances: {0}")]
    Venue(String),
}

/// What the venue says that the account of a configuration has, asked once, without the service. It places nothing.
pub async fn balances(config: &Config) -> Result<Vec<venue::messages::Balance>, BalancesError> {
    let keys = config.venue.keys()?;
    let rest = rest::Rest::new(&config.venue, &keys, socket::tls()?)?;
    let refused = |error: rest::RestError| BalancesError::Venue(error.to_string());
    rest.server_time_ms().await.map_err(refused)?;
    Ok(rest.account().await.map_err(refused)?.balances)
}

/// Runs the service until `shutdown`, with the API key from where the configuration says.
pub async fn run(
    config: Config,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let keys = config.venue.keys()?;
    run_with_keys(config, keys, ready, shutdown).await
}

/// Runs the service until `shutdown`, with an API key that is in memory already.
pub async fn run_with_keys(
    config: Config,
    keys: Keys,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    config.check()?;
    let path = config.journal.clone();
    journal::with(path.as_deref(), |journal| {
        run_on(journal, config, keys, ready, shutdown)
    })
    .await
}

async fn run_on(
    journal: Journal,
    config: Config,
    keys: Keys,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let handle = start_every(machine::Orders::default(), journal, config.snapshot_events).await?;
    let tls = socket::tls()?;
    let rest = Arc::new(rest::Rest::new(&config.venue, &keys, tls.clone())?);
    let tls = Arc::new(tls);
    let server = Server::bind(&config.grpc, proto::v1::FILE_DESCRIPTOR_SET).await?;

    // Everything ends together, whichever part ends first.
    let ending = shutdown.child_token();
    let _end = ending.clone().drop_guard();
    service::metrics::start_for_machine(&config.telemetry, &handle, &ending).await?;
    let markets = markets::Markets::start(&config, rest.clone(), tls.clone(), &ending);
    let fees = fees::Fees::new(markets.clone(), rest.clone(), config.fee_markets.clone());
    let margin = config.venue.unknown_margin;
    let carrier = orders::Carrier::new(handle.clone(), rest.clone(), fees, margin);
    user_stream::UserStream::start(&config.venue, tls, rest.clone(), carrier.clone(), &ending);
    let adapter = grpc::Adapter {
        handle: handle.clone(),
        markets: markets.clone(),
        rest,
        depth: config.depth,
        shutdown: ending.clone(),
    };
    let server = server.add(ExchangeAdapterServer::new(adapter)).await;
    // Nobody may be waiting for the address.
    let _ = ready.send(Listening {
        grpc: server.address(),
    });

    let carrying = async {
        // Signed requests need the venue's clock, and orders its limits.
        tokio::select! {
            ready = markets.ready() => if ready.is_err() { return Err(RunError::Stopped) },
            () = ending.cancelled() => return Ok(()),
        }
        carrier
            .run(ending.clone())
            .await
            .map_err(|_| RunError::Stopped)
    };
    let serving = async { server.serve(ending.clone()).await.map_err(RunError::from) };
    let stopped = async {
        tokio::select! {
            () = handle.stopped() => Err(RunError::Stopped),
            () = ending.cancelled() => Ok(()),
        }
    };
    let ((), (), ()) = tokio::try_join!(carrying, serving, stopped)?;
    Ok(())
}
