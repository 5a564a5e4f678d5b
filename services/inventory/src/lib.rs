//! The inventory: positions, lots, realised profit and the house's lots, served over gRPC.
//!
//! The rules are the pure machine's, `lots::inventory`; one task owns it and its journal. Here are the edges: messages to actions and back,
//! refusals to gRPC codes, and a short span in the trace of each index order that shares in a trade. It calls no other service.

pub mod config;
mod grpc;
mod machine;
mod metrics;
mod status;
mod wire;

use std::net::SocketAddr;

pub use config::Config;
use journal::{Journal, JournalError};
use lots::inventory::{Command, Rejection};
use proto::v1::inventory_server::InventoryServer;
use service::config::ConfigError;
use service::grpc::{GrpcError, Server};
use service::machine::snapshots::start_every;
use service::machine::{CommandError, StartError};
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
    /// The configuration makes no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The journal can't be opened.
    #[error("the journal can't be opened")]
    Journal(#[from] JournalError),
    /// The journal can't be replayed.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The journal was written with other settings.
    #[error(transparent)]
    Settings(Rejection),
    /// The gRPC server failed.
    #[error(transparent)]
    Grpc(#[from] GrpcError),
    /// The journal failed, so nothing can be acknowledged any more.
    #[error("the journal failed")]
    Stopped,
}

/// Runs the service until `shutdown`.
pub async fn run(
    config: Config,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let settings = config.settings()?;
    let path = config.journal.clone();
    journal::with(path.as_deref(), |journal| {
        run_on(journal, config, settings, ready, shutdown)
    })
    .await
}

async fn run_on(
    journal: Journal,
    config: Config,
    settings: lots::inventory::Settings,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let handle = start_every(
        machine::Recorder::default(),
        journal,
        config.snapshot_events,
    )
    .await?;
    let configure = machine::InOrder {
        command: Command::Configure(settings.clone()),
        after: None,
    };
    let configured = handle.command(configure, String::new());
    configured.await.map_err(|error| match error {
        CommandError::Rejected(machine::Refused::Rejected(rejection)) => {
            RunError::Settings(rejection)
        }
        CommandError::Rejected(machine::Refused::After(_)) | CommandError::Stopped => {
            RunError::Stopped
        }
    })?;
    let server = Server::bind(&config.grpc, proto::v1::FILE_DESCRIPTOR_SET).await?;

    // Everything ends together, whichever part ends first.
    let ending = shutdown.child_token();
    let _end = ending.clone().drop_guard();
    let reconciliations = metrics::Reconciliations::default();
    let collect = reconciliations.collect(&handle);
    service::metrics::start(&config.telemetry, collect, &ending).await?;
    let inventory = grpc::Inventory {
        handle: handle.clone(),
        cash: settings.cash,
        cash_scale: settings.cash_scale,
        reconciliations,
        shutdown: ending.clone(),
    };
    let server = server.add(InventoryServer::new(inventory)).await;
    // Nobody may be waiting for the address.
    let _ = ready.send(Listening {
        grpc: server.address(),
    });
    tokio::select! {
        ended = server.serve(ending.clone()) => Ok(ended?),
        () = handle.stopped() => Err(RunError::Stopped),
    }
}
