//! An in-process EVM behind Ethereum JSON-RPC over HTTP: the chain of the demo and of the tests.
//!
//! It speaks what an Ethereum client needs to read the chain and to send transactions, so the same client code runs
//! against it, against anvil and against a real chain. Blocks, receipts and logs are real; there is no peer, no
//! consensus and no state trie. Transactions and blocks are in a journal: a transaction that was accepted is still
//! there after the process was killed, and replaying gives the same block hashes.
//!
//! `evm_mine`, `evm_snapshot` and `evm_revert` are there for tests that need a reorganisation; a snapshot's id is the
//! number of the block to go back to.

mod accounts;
mod block;
mod chain;
mod config;
mod error;
mod execution;
mod node;
mod pool;
mod query;
mod request;
mod server;
mod state;
mod transaction;

use std::net::SocketAddr;

use journal::{Journal, JournalError};
use service::config::ConfigError;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

pub use accounts::{DEVELOPMENT_ACCOUNTS, DEVELOPMENT_BALANCE, DEVELOPMENT_KEYS};
pub use chain::{BLOCK_GAS_LIMIT, ReplayError};
pub use config::Config;
pub use node::NodeError;

/// Where the node listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listening {
    /// JSON-RPC over HTTP.
    pub rpc: SocketAddr,
}

/// Why the node cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration makes no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The journal cannot be opened.
    #[error("the journal cannot be opened")]
    Journal(#[from] JournalError),
    /// The port cannot be had.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The HTTP server failed.
    #[error("the HTTP server failed")]
    Serve(#[source] std::io::Error),
    /// The chain failed.
    #[error("the chain failed")]
    Node(#[from] NodeError),
}

/// Opens the chain, says where it listens and serves until `shutdown`.
pub async fn run(
    config: Config,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let path = config.journal.clone();
    journal::with(path.as_deref(), |journal| {
        run_on(journal, config, ready, shutdown)
    })
    .await
}

/// The same on a journal that is open already, whatever the configuration says of one.
pub async fn run_on(
    journal: Journal,
    config: Config,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    config.check()?;
    let (node, task) = node::open(
        journal,
        config.chain_id,
        &DEVELOPMENT_ACCOUNTS,
        DEVELOPMENT_BALANCE,
        config.pace(),
    )
    .await?;
    let listen = |source| RunError::Listen {
        address: config.listen,
        source,
    };
    let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
    let rpc = listener.local_addr().map_err(listen)?;
    // Whoever started us may not want to know.
    let _ = ready.send(Listening { rpc });
    let stop = shutdown.child_token();
    let serving = async {
        let served = axum::serve(listener, server::router(node))
            .with_graceful_shutdown(stop.clone().cancelled_owned());
        served.await.map_err(RunError::Serve)
    };
    let owning = async {
        let outcome = task.run(stop.clone()).await;
        stop.cancel();
        outcome.map_err(RunError::Node)
    };
    let (served, owned) = tokio::join!(serving, owning);
    owned.and(served)
}
