//! A simulated venue that speaks the Binance Spot protocol: REST, market streams, and the WebSocket API's user data stream.
//!
//! Its markets move as a function of (seed, tick) or replay recorded files; orders trade in real price-time books; what belongs to accounts is
//! journalled, so a killed process restarts with every balance, order, trade and id. `docs/venue.md` says which part of the protocol
//! it speaks and where it differs.

pub mod accounts;
pub mod amount;
pub mod clock;
pub mod config;
pub mod error;
pub mod exchange;
pub mod faults;
pub mod feed;
pub mod http;
pub mod limits;
pub mod market;
pub mod spec;
pub mod wire;
mod ws;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

pub use config::Config;
use journal::{Journal, JournalError};
use service::{
    grpc::{GrpcError, Server},
    machine::{CommandError, Handle, StartError, Stopped},
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    accounts::{Accounts, Command, Rejection},
    clock::Clock,
    config::CheckError,
    exchange::{Exchange, ExchangeError, REQUESTS_WAITING_MAX},
    faults::Faults,
    feed::Feed,
    http::Api,
    limits::RateLimiter,
    market::Market,
};

/// Where the service listens.
#[derive(Clone, Copy, Debug)]
pub struct Listening {
    /// REST and WebSockets.
    pub venue: SocketAddr,
    /// gRPC health and reflection.
    pub grpc: SocketAddr,
}

/// Why the service ended.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration is refused.
    #[error(transparent)]
    Config(#[from] CheckError),
    /// The journal can't be opened.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The journal can't be replayed.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The venue's port can't be had.
    #[error("can't listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The gRPC server.
    #[error(transparent)]
    Grpc(#[from] GrpcError),
    /// The exchange ended early.
    #[error("the exchange stopped")]
    Exchange(#[from] ExchangeError),
}

impl From<Stopped> for RunError {
    fn from(stopped: Stopped) -> Self {
        Self::Exchange(stopped.into())
    }
}

impl From<CommandError<Rejection>> for RunError {
    fn from(error: CommandError<Rejection>) -> Self {
        Self::Exchange(error.into())
    }
}

/// Runs the service until `shutdown`. `ready` is told the real addresses once both ports are open.
pub async fn run(
    config: Config,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    // A recording is read whole: not on a thread that others need.
    let (config, checked) =
        tokio::task::spawn_blocking(move || config.check().map(|checked| (config, checked)))
            .await
            .map_err(|_| Stopped)??;
    let path = config.journal.clone();
    journal::with(path.as_deref(), |journal| {
        run_on(journal, config, checked, ready, shutdown)
    })
    .await
}

async fn run_on(
    journal: Journal,
    config: Config,
    checked: config::Checked,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let accounts = service::machine::start(Accounts::new(config.fees.clone()), journal).await?;
    let started_unix_ns = open_accounts(&accounts, &config).await?;
    let last_trades = accounts
        .query(|accounts, _| accounts.last_trades.clone())
        .await?;
    let since_start = service::machine::unix_ns().saturating_sub(started_unix_ns);
    let since_start = Duration::from_nanos(u64::try_from(since_start).unwrap_or(0));
    let specs = checked
        .markets
        .iter()
        .map(|(spec, _)| (spec.symbol.clone(), spec.clone()))
        .collect();
    let start = |(spec, source): (spec::MarketSpec, market::Source)| {
        let last_trade = last_trades.get(&spec.symbol).copied().unwrap_or(0);
        Market::start(spec, source, since_start, last_trade)
    };
    let markets = checked.markets.into_iter().map(start).collect();
    let (feed, faults, clock) = (Feed::default(), Faults::default(), Clock::default());
    let exchange = Exchange::open(
        markets,
        accounts.clone(),
        started_unix_ns,
        feed.clone(),
        faults.clone(),
        clock.clone(),
    )
    .await?;

    let grpc = Server::bind(&config.grpc, proto::v1::FILE_DESCRIPTOR_SET).await?;
    let listen = |source| RunError::Listen {
        address: config.venue.listen,
        source,
    };
    let listener = TcpListener::bind(config.venue.listen)
        .await
        .map_err(listen)?;
    let listening = Listening {
        venue: listener.local_addr().map_err(listen)?,
        grpc: grpc.address(),
    };

    // Whatever ends first ends the others.
    let ending = shutdown.child_token();
    let _end = ending.clone().drop_guard();
    service::metrics::start_for_machine(&config.telemetry, &accounts, &ending).await?;
    let (requests, waiting) = mpsc::channel(REQUESTS_WAITING_MAX);
    let api = Arc::new(Api {
        requests,
        accounts,
        feed,
        markets: specs,
        keys: checked.keys,
        limiter: RateLimiter::new(config.limits),
        faults,
        faults_over_http: config.venue.faults,
        clock,
        sockets: TaskTracker::new(),
        shutdown: ending.clone(),
    });
    let exchange = tokio::spawn(exchange.run(waiting, config.venue.tick, ending.clone()));
    let grpc = tokio::spawn(grpc.serve(ending.clone()));
    let connections = tokio::spawn(http::serve(listener, api, ending.clone()));
    // Nobody waits for it in a plain process.
    let _ = ready.send(listening);

    let mut exchange = exchange;
    let outcome = tokio::select! {
        outcome = &mut exchange => outcome.map_err(|_| Stopped)?.map_err(RunError::from),
        () = shutdown.cancelled() => exchange.await.map_err(|_| Stopped)?.map_err(RunError::from),
    };
    ending.cancel();
    let (grpc, connections) = tokio::join!(grpc, connections);
    connections.map_err(|_| Stopped)?;
    grpc.map_err(|_| Stopped)??;
    outcome
}

/// Opens what is configured and not open yet, and returns when the markets began to move.
async fn open_accounts(accounts: &Handle<Accounts>, config: &Config) -> Result<i64, RunError> {
    accounts
        .command(Command::StartMarkets, String::new())
        .await?;
    for account in &config.accounts {
        let open = Command::OpenAccount {
            account: account.name.clone(),
            balances: account.balances.clone(),
        };
        accounts.command(open, String::new()).await?;
    }
    Ok(accounts
        .query(|accounts, _| accounts.started_unix_ns)
        .await?
        .unwrap_or_default())
}
