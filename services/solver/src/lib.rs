//! The solver: index orders, collateral, batches, contributions and holdings, served over gRPC. It is the hub between the FIX
//! acceptor, the exchange adapter, the inventory and the chain minter.
//!
//! The rules are the pure machine's, `issuance`; one task owns it and its journal. Here are the edges. Whatever still has to be done
//! outside can be read from the machine's state, so each effect is performed from there, with an id that makes a repeat harmless, and
//! its outcome comes back as a command:
//!
//! | module | effect |
//! |---|---|
//! | `batches` | at each interval a batch from the adapter's markets; durable batches to the adapter; what of a large batch is too much for one decision |
//! | `adapter`, `minter` | their events become commands; the position is part of ours |
//! | `minter` | complete orders become mints; indexes get their tokens |
//! | `payouts` | cash that is asked back is paid out |
//! | `inventory` | our own events become records |
//! | `prices` | what indexes are worth, for whoever watches |
//! | `indexes` | what the configuration defines |

mod adapter;
mod batches;
pub mod config;
mod grpc;
mod indexes;
mod inventory;
mod machine;
mod metrics;
mod minter;
mod payouts;
mod prices;
mod statement;
mod status;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

pub use config::Config;
use issuance::{Command, Event, OrderChange, RebalanceState, Rejection, ShortAsset};
use journal::{Journal, JournalError};
use money::MoneyError;
use proto::v1::chain_minter_client::ChainMinterClient;
use proto::v1::exchange_adapter_client::ExchangeAdapterClient;
use proto::v1::inventory_client::InventoryClient;
use proto::v1::solver_server::SolverServer;
use service::config::ConfigError;
use service::follow::{FollowError, follow};
use service::grpc::{Channel, GrpcError, Server, connect};
use service::machine::snapshots::start_every;
use service::machine::{CommandError, StartError};
use tokio::sync::{Notify, Semaphore, oneshot, watch};
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;

use crate::adapter::AdapterFollower;
use crate::batches::BatchSpans;
use crate::config::Definition;
use crate::machine::{Handle, Solver};
use crate::minter::MinterFollower;
use crate::prices::Prices;
use crate::statement::STATEMENTS_AT_ONCE_MAX;

/// Where the service listens.
#[derive(Debug, Clone, Copy)]
pub struct Listening {
    /// gRPC.
    pub grpc: SocketAddr,
    /// `/metrics`, where it is served.
    pub metrics: Option<SocketAddr>,
}

/// Why the service can't start, or ended before it was told to.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration makes no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The journal can't be opened.
    #[error("the journal can't be opened")]
    Journal(#[from] JournalError),
    /// The journal can't be replayed or read.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The machine refuses what must not be refused: the configuration, or an event of a stream.
    #[error("refused")]
    Refused(#[source] Rejection),
    /// An index's weights and prices make no basket.
    #[error("index {index}: its basket can't be calculated")]
    Basket {
        /// Which.
        index: String,
        /// Why.
        source: MoneyError,
    },
    /// The gRPC server or a channel failed.
    #[error(transparent)]
    Grpc(#[from] GrpcError),
    /// A stream can't be followed.
    #[error("a stream can't be followed: {0}")]
    Follow(String),
    /// The journal failed, so nothing can be acknowledged any more.
    #[error("the journal failed")]
    Stopped,
}

impl From<CommandError<Rejection>> for RunError {
    fn from(error: CommandError<Rejection>) -> Self {
        match error {
            CommandError::Rejected(rejection) => Self::Refused(rejection),
            CommandError::Stopped => Self::Stopped,
        }
    }
}

impl From<FollowError<RunError>> for RunError {
    fn from(error: FollowError<RunError>) -> Self {
        match error {
            FollowError::Take { error, .. } => error,
            FollowError::Refused { .. } => Self::Follow(error.to_string()),
        }
    }
}

/// Runs the service until `shutdown`.
pub async fn run(
    config: Config,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let checked = config.check()?;
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
    let adapter = ExchangeAdapterClient::new(connect(&config.peers.exchange_adapter)?);
    let minter = ChainMinterClient::new(connect(&config.peers.chain_minter)?);
    let inventory = InventoryClient::new(connect(&config.peers.inventory)?);
    let handle = start_every(Solver::default(), journal, config.snapshot_events).await?;
    handle
        .command(Command::Configure(checked.settings.clone()), String::new())
        .await?;
    for account in checked.accounts {
        indexes::define_account(&handle, account).await?;
    }
    for (account, limits) in checked.limits {
        indexes::set_limits(&handle, &account, limits).await?;
    }
    let mut weighted = Vec::new();
    for definition in checked.indexes {
        match definition {
            Definition::Basket(index) => indexes::define_index(&handle, index).await?,
            Definition::Weights { .. } => weighted.push(definition),
        }
    }
    let server = Server::bind(&config.grpc, proto::v1::FILE_DESCRIPTOR_SET).await?;

    // Everything ends together, whichever part ends first.
    let ending = shutdown.child_token();
    let _end = ending.clone().drop_guard();
    let collect = metrics::collect(handle.clone());
    let metrics = service::metrics::start(&config.telemetry, collect, &ending).await?;
    let prices = watch::Sender::new(Prices::default());
    let grpc = grpc::Service {
        handle: handle.clone(),
        adapter: adapter.clone(),
        book_depth: config.batch.book_depth,
        prices: prices.subscribe(),
        cash: config.cash.clone(),
        statements: Semaphore::new(STATEMENTS_AT_ONCE_MAX),
        shutdown: ending.clone(),
    };
    let server = server.add(SolverServer::new(grpc)).await;
    // Nobody may be waiting for the address.
    let _ = ready.send(Listening {
        grpc: server.address(),
        metrics,
    });

    let work = Work {
        handle,
        adapter,
        minter,
        inventory,
        weighted,
        instance: checked.settings.instance,
        batch: config.batch,
        prices: (prices, config.prices.interval),
        wake: Wake::default(),
    };
    let serving = async {
        let outcome = server.serve(ending.clone()).await;
        ending.cancel();
        outcome.map_err(RunError::from)
    };
    let working = async {
        // Boxed: ten tasks are a large future.
        let outcome = Box::pin(work.run(&ending)).await;
        ending.cancel();
        outcome
    };
    let (grpc_outcome, work_outcome) = tokio::join!(serving, working);
    work_outcome.and(grpc_outcome)
}

/// What the service does on its own, until shutdown or the first failure.
struct Work {
    handle: Handle,
    adapter: ExchangeAdapterClient<Channel>,
    minter: ChainMinterClient<Channel>,
    inventory: InventoryClient<Channel>,
    weighted: Vec<Definition>,
    instance: String,
    batch: config::Batch,
    /// Where they are said, and how often.
    prices: (watch::Sender<Prices>, Duration),
    wake: Wake,
}

impl Work {
    async fn run(self, ending: &CancellationToken) -> Result<(), RunError> {
        let Self {
            handle,
            adapter,
            minter,
            inventory,
            weighted,
            instance,
            batch,
            prices: (prices, prices_interval),
            wake,
        } = self;
        let spans = wake.spans.clone();
        let (made, complete) = (Arc::clone(&wake.batches), Arc::clone(&wake.mints));
        let asked = Arc::clone(&wake.payouts);
        let begun = Arc::clone(&wake.steps);
        let end = || ending.clone();
        let adapter_follower = AdapterFollower {
            handle: handle.clone(),
            adapter: adapter.clone(),
        };
        let minter_follower = MinterFollower {
            handle: handle.clone(),
            minter: minter.clone(),
        };
        let stopped = async {
            tokio::select! {
                () = handle.stopped() => Err(RunError::Stopped),
                () = ending.cancelled() => Ok(()),
            }
        };
        tokio::try_join!(
            stopped,
            watch(handle.clone(), wake, end()),
            indexes::define_weighted(handle.clone(), adapter.clone(), weighted, end()),
            batches::make(
                handle.clone(),
                adapter.clone(),
                batch.interval,
                batch.book_depth,
                end()
            ),
            prices::look(
                handle.clone(),
                adapter.clone(),
                prices_interval,
                prices,
                end()
            ),
            batches::place(handle.clone(), adapter, spans, made, end()),
            batches::go_on(handle.clone(), begun, end()),
            minter::mint(handle.clone(), minter.clone(), complete, end()),
            payouts::pay(handle.clone(), minter, asked, end()),
            inventory::feed(handle.clone(), inventory, instance, end()),
            async { Ok(follow("exchange-adapter", adapter_follower, end()).await?) },
            async { Ok(follow("chain-minter", minter_follower, end()).await?) },
        )?;
        Ok(())
    }
}

/// Wakes the tasks that have something to do outside.
#[derive(Clone, Default)]
struct Wake {
    batches: Arc<Notify>,
    mints: Arc<Notify>,
    payouts: Arc<Notify>,
    steps: Arc<Notify>,
    spans: BatchSpans,
}

/// Watches our own events: what they may have given the other tasks to do, and the spans of batches.
async fn watch(handle: Handle, wake: Wake, shutdown: CancellationToken) -> Result<(), RunError> {
    // What was before is in the state that those tasks read first.
    let mut events = handle.subscribe(handle.last_sequence());
    loop {
        let next = tokio::select! {
            next = events.next() => next,
            () = shutdown.cancelled() => return Ok(()),
        };
        let Some(committed) = next else {
            return Err(RunError::Stopped);
        };
        let event = committed?.event;
        if let Some(joining) = event.joining() {
            wake.spans.start(joining);
        }
        if may_go_on(&event) {
            wake.steps.notify_one();
        }
        match event {
            Event::BatchMade { .. } => wake.batches.notify_one(),
            Event::BatchSettled { batch } => wake.spans.end(batch),
            Event::RebalanceChanged {
                index,
                state,
                short,
                ..
            } => tell_rebalance(&index, state, &short),
            Event::IndexDefined { .. } => wake.mints.notify_one(),
            Event::PayoutAsked { .. } => wake.payouts.notify_one(),
            Event::Order(event) if matches!(event.change, OrderChange::Ended { .. }) => {
                wake.mints.notify_one();
            }
            _ => {}
        }
    }
}

/// Whether there may be something to decide after it that waits for nothing.
fn may_go_on(event: &Event) -> bool {
    match event {
        Event::Bought(bought) => bought.fills_later,
        Event::Sold(sold) => sold.fills_later,
        Event::BatchMade { batch } => batch.fills_later,
        event => matches!(event, Event::AssetOrderEnded { .. }),
    }
}

/// An end, and what only an operator can mend, is logged; the rest is asked for.
fn tell_rebalance(index: &str, state: RebalanceState, short: &[ShortAsset]) {
    match state {
        RebalanceState::Done => tracing::info!(index, "a rebalance is done"),
        RebalanceState::Short => {
            let assets: Vec<&str> = short.iter().map(|short| &*short.asset).collect();
            tracing::warn!(
                index,
                ?assets,
                "a rebalance is short: the holders' cash is too little for the newest basket"
            );
        }
        RebalanceState::Trading | RebalanceState::Waiting => {}
    }
}
