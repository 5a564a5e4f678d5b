//! The chain minter: deposits seen, mints, payouts, and their transactions on an EVM chain, served over gRPC.
//!
//! The machine (`minting`) decides; `watch` and `actions` tell it what the chain says and do what it wants done; the
//! chain is an Ethereum JSON-RPC node, whichever. The signer's key comes from the environment or a file and is in no
//! log, trace or error.

mod actions;
mod chain;
mod config;
mod grpc;
mod machine;
mod spans;
mod watch;

use std::net::SocketAddr;

use contracts::rpc::ConnectError;
use journal::{Journal, JournalError};
use minting::{Command, Minting, Rejection};
use service::config::ConfigError;
use service::grpc::GrpcError;
use service::machine::snapshots::start_every;
use service::machine::{CommandError, StartError};
use service::retry::Backoff;
use tokio::sync::{oneshot, watch as slot};
use tokio_util::sync::CancellationToken;

pub use chain::{ChainError, Refusal};
pub use config::{CONFIRMATIONS_MAX, Chain, Config, Contracts};

use crate::chain::to_domain;
use crate::config::{Checked, ContractsFrom};
use crate::machine::{Handle, Machine};

/// Where the service listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listening {
    /// gRPC.
    pub grpc: SocketAddr,
}

/// Why the service cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration makes no sense.
    #[error("the configuration is refused")]
    Config(#[from] ConfigError),
    /// The journal cannot be opened.
    #[error("the journal cannot be opened")]
    Journal(#[from] JournalError),
    /// The journal cannot be replayed.
    #[error("the machine cannot start")]
    Start(#[from] StartError),
    /// The gRPC server failed.
    #[error("the gRPC server failed")]
    Grpc(#[from] GrpcError),
    /// The RPC address is unusable.
    #[error("chain.rpc-url cannot be used")]
    Connect(#[from] ConnectError),
    /// The chain or the contracts are not those of the journal.
    #[error("{0}")]
    Refused(Rejection),
    /// The contracts of the configuration cannot be used.
    #[error("chain.contracts: {0}")]
    Contracts(String),
    /// The journal failed while running.
    #[error("the machine stopped")]
    Stopped,
}

/// Opens the journal, serves gRPC, says where, and works until `shutdown`. A node that does not answer yet is waited
/// for; the calls that need it answer UNAVAILABLE until then.
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
    checked: Checked,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let provider = contracts::rpc::connect(checked.rpc_url.reveal())?;
    let machine = Machine(Minting::new(checked.chain.confirmations));
    let handle = start_every(machine, journal, config.snapshot_events).await?;
    let stop = shutdown.child_token();
    let _stops = stop.clone().drop_guard();
    let (opened, chain) = slot::channel(None);
    let server = service::grpc::Server::bind(&config.grpc, proto::v1::FILE_DESCRIPTOR_SET).await?;
    let grpc = server.address();
    service::metrics::start_for_machine(&config.telemetry, &handle, &stop).await?;
    let server = server
        .add(grpc::Service::new(handle.clone(), chain, stop.clone()))
        .await;
    // Whoever started us may not want to know.
    let _ = ready.send(Listening { grpc });
    let serving = async {
        let outcome = server.serve(stop.clone()).await;
        stop.cancel();
        outcome.map_err(RunError::Grpc)
    };
    let working = async {
        let outcome = work(checked, provider, handle, opened, &stop).await;
        stop.cancel();
        outcome
    };
    let (serving, working) = tokio::join!(serving, working);
    working.and(serving)
}

async fn work(
    checked: Checked,
    provider: alloy::providers::DynProvider,
    handle: Handle,
    opened: slot::Sender<Option<chain::Chain>>,
    stop: &CancellationToken,
) -> Result<(), RunError> {
    let pace = watch::Pace {
        poll_interval: checked.chain.poll_interval,
        raise_fee_after: checked.chain.raise_fee_after,
        logs_blocks: checked.chain.logs_blocks,
    };
    let Some(chain) = open(checked, provider, &handle, stop).await? else {
        return Ok(());
    };
    opened.send_replace(Some(chain.clone()));
    tokio::select! {
        () = watch::watch(chain, handle.clone(), pace, stop.clone()) => {}
        () = handle.stopped() => {}
    }
    if stop.is_cancelled() {
        Ok(())
    } else {
        Err(RunError::Stopped)
    }
}

/// Waits until the node answers, and checks that its chain and contracts are ours. `None`: shutdown came first.
async fn open(
    checked: Checked,
    provider: alloy::providers::DynProvider,
    handle: &Handle,
    stop: &CancellationToken,
) -> Result<Option<chain::Chain>, RunError> {
    let mut backoff = Backoff::default();
    loop {
        let attempt = async {
            let chain =
                chain::Chain::open(provider.clone(), checked.signer.clone(), checked.max_fee)
                    .await?;
            let genesis = chain.block(0).await?.hash;
            let problem = match checked.contracts {
                ContractsFrom::Deployment => None,
                ContractsFrom::Config(given) => {
                    chain.check_contracts(domain_contracts(given)).await?
                }
            };
            Ok::<_, ChainError>((chain, genesis, problem))
        };
        let outcome = tokio::select! {
            outcome = attempt => outcome,
            () = stop.cancelled() => return Ok(None),
        };
        match outcome {
            Ok((_, _, Some(problem))) => return Err(RunError::Contracts(problem)),
            Ok((chain, genesis, None)) => {
                let chain_id = chain.chain_id();
                command(handle, Command::Identify { chain_id, genesis }).await?;
                let contracts = match checked.contracts {
                    ContractsFrom::Deployment => Command::Deploy,
                    ContractsFrom::Config(given) => Command::UseContracts {
                        contracts: domain_contracts(given),
                        start_block: given.start_block,
                    },
                };
                command(handle, contracts).await?;
                tracing::info!(chain_id, signer = %chain.signer(), "watching the chain");
                return Ok(Some(chain));
            }
            Err(error) => {
                let error = chain::Causes(&error);
                tracing::warn!(%error, "the chain's node does not answer, trying again");
                if !backoff.wait(stop).await {
                    return Ok(None);
                }
            }
        }
    }
}

fn domain_contracts(given: Contracts) -> minting::Contracts {
    minting::Contracts {
        cash: to_domain::address(given.cash),
        vault: to_domain::address(given.vault),
        factory: to_domain::address(given.factory),
    }
}

async fn command(handle: &Handle, command: Command) -> Result<(), RunError> {
    match handle.command(command, String::new()).await {
        Ok(_) => Ok(()),
        Err(CommandError::Rejected(rejection)) => Err(RunError::Refused(rejection)),
        Err(CommandError::Stopped) => Err(RunError::Stopped),
    }
}
