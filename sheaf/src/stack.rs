//! The whole stack in one process: every service with its real configuration, over real sockets on the loopback
//! address, and the embedded chain and exchange.

#[cfg(test)]
mod operators;
#[cfg(test)]
mod order_entry;
#[cfg(test)]
mod rebalances;
mod settings;

use std::{net::SocketAddr, path::PathBuf};

use anyhow::{Context as _, anyhow};
use serde::de::DeserializeOwned;
use tokio::{sync::oneshot, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::{
    client, pages,
    peers::{self, Addresses, Peers},
};
use settings::Settings;

/// What a stack is started with.
pub(crate) struct Options {
    /// Folder of the journals.
    pub(crate) data: PathBuf,
    /// What the seeded markets are a function of.
    pub(crate) seed: u64,
    /// Recorded markets; none: seeded ones.
    pub(crate) markets: Vec<PathBuf>,
    /// How many clients have a session and an account.
    pub(crate) clients: usize,
    /// Where FIX listens.
    pub(crate) fix: SocketAddr,
}

/// A running stack.
pub(crate) struct Stack {
    shutdown: CancellationToken,
    services: JoinSet<(&'static str, anyhow::Result<()>)>,
    listening: Vec<(&'static str, String)>,
    fix: SocketAddr,
    rpc_url: String,
    addresses: Addresses,
}

impl Stack {
    /// Starts every service and waits until each is ready.
    pub(crate) async fn start(options: Options) -> anyhow::Result<Self> {
        let settings = Settings::new(options)?;
        let mut starting = Starting {
            shutdown: CancellationToken::new(),
            services: JoinSet::new(),
            listening: Vec::new(),
        };
        let chain = starting
            .service("evm-node", &settings.evm_node(), evm_node::run)
            .await?;
        let rpc_url = starting.listens("chain (JSON-RPC)", "http", chain.rpc);
        let venue = starting
            .service("sim-exchange", &settings.sim_exchange()?, sim_exchange::run)
            .await?;
        starting.listens("exchange", "http", venue.venue);
        let adapter = settings.exchange_adapter(venue.venue);
        let adapter = starting
            .service("exchange-adapter", &adapter, exchange_adapter::run)
            .await?;
        let inventory = starting
            .service("inventory", &settings.inventory(), inventory::run)
            .await?;
        let minter = settings.chain_minter(&rpc_url);
        let minter = starting
            .service("chain-minter", &minter, chain_minter::run)
            .await?;
        let addresses = Addresses {
            exchange_adapter: starting.listens("exchange-adapter", "http", adapter.grpc),
            inventory: starting.listens("inventory", "http", inventory.grpc),
            chain_minter: starting.listens("chain-minter", "http", minter.grpc),
            solver: String::new(),
        };
        let solver = settings.solver(&addresses)?;
        let solver = starting.service("solver", &solver, solver::run).await?;
        let addresses = Addresses {
            solver: starting.listens("solver", "http", solver.grpc),
            ..addresses
        };
        let acceptor = settings.fix_acceptor(&addresses.solver)?;
        let acceptor = starting
            .service("fix-acceptor", &acceptor, fix_acceptor::run)
            .await?;
        starting.listens("fix-acceptor", "http", acceptor.grpc);
        starting.listening.push(("FIX", acceptor.fix.to_string()));
        let stack = Self {
            shutdown: starting.shutdown,
            services: starting.services,
            listening: starting.listening,
            fix: acceptor.fix,
            rpc_url,
            addresses,
        };
        peers::indexes(&stack.peers()?.solver, settings.index_count()).await?;
        Ok(stack)
    }

    /// What listens where.
    pub(crate) fn listening(&self) -> &[(&'static str, String)] {
        &self.listening
    }

    /// Where FIX listens.
    pub(crate) fn fix_address(&self) -> SocketAddr {
        self.fix
    }

    /// The chain's JSON-RPC.
    pub(crate) fn rpc_url(&self) -> &str {
        &self.rpc_url
    }

    /// gRPC clients of the services.
    pub(crate) fn peers(&self) -> anyhow::Result<Peers> {
        Ok(Peers::connect(&self.addresses)?)
    }

    /// What to try with it: log on, buy, look.
    pub(crate) async fn suggestions(&self) -> anyhow::Result<[(&'static str, String); 3]> {
        let indexes = pages::indexes(&mut self.peers()?.solver).await?;
        let index = &indexes.first().context("there is an index")?.symbol;
        let Addresses {
            solver,
            inventory,
            exchange_adapter,
            chain_minter,
        } = &self.addresses;
        let (fix, rpc, comp_id) = (self.fix, &self.rpc_url, client::ACCEPTOR_COMP_ID);
        let sheaf =
            std::env::current_exe().map_or("sheaf".into(), |path| path.display().to_string());
        Ok([
            (
                "log on with QuickFIX, and buy (examples/quickfix-python; --fix 4.2, 4.4 or 5.0SP2)",
                format!(
                    "python examples/quickfix-python/buy.py --connect {fix} --target {comp_id} --sender {} --account {} \
                     --index {index} --cash 1000 --sheaf {sheaf} --rpc {rpc} --chain-minter {chain_minter}",
                    client::comp_id(1),
                    client::account(1)
                ),
            ),
            (
                "buy",
                format!(
                    "{sheaf} buy --fix {fix} --rpc {rpc} --chain-minter {chain_minter} --client 2 --index {index} --cash 1000"
                ),
            ),
            (
                "look",
                format!(
                    "{sheaf} look --rpc {rpc} --chain-minter {chain_minter} --solver {solver} --inventory {inventory} \
                     --exchange-adapter {exchange_adapter}"
                ),
            ),
        ])
    }

    /// Waits for SIGINT or SIGTERM, or for a service that ends by itself, which is an error.
    pub(crate) async fn ended_or_interrupted(&mut self) -> anyhow::Result<()> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
            _ = terminate.recv() => Ok(()),
            ended = self.services.join_next() => match ended.context("a service runs")?? {
                (name, Err(error)) => Err(error.context(format!("{name} failed"))),
                (name, Ok(())) => Err(anyhow!("{name} ended")),
            },
        }
    }

    /// Shuts every service down in order and waits for it.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        self.shutdown.cancel();
        let mut failed = Vec::new();
        while let Some(ended) = self.services.join_next().await {
            if let (name, Err(error)) = ended? {
                failed.push(format!("{name}: {error:#}"));
            }
        }
        if failed.is_empty() {
            Ok(())
        } else {
            Err(anyhow!(failed.join("\n")))
        }
    }
}

struct Starting {
    shutdown: CancellationToken,
    services: JoinSet<(&'static str, anyhow::Result<()>)>,
    listening: Vec<(&'static str, String)>,
}

impl Starting {
    /// Starts a service from its configuration's text, as its own process would, and waits until it is ready.
    async fn service<C, L, F, E>(
        &mut self,
        name: &'static str,
        config: &str,
        run: impl FnOnce(C, oneshot::Sender<L>, CancellationToken) -> F,
    ) -> anyhow::Result<L>
    where
        C: DeserializeOwned,
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<anyhow::Error>,
    {
        let config = toml::from_str(config).with_context(|| format!("{name}'s configuration"))?;
        let (ready, listening) = oneshot::channel();
        let running = run(config, ready, self.shutdown.clone());
        self.services
            .spawn(async move { (name, running.await.map_err(Into::into)) });
        match listening.await {
            Ok(listening) => Ok(listening),
            // It ended before it was ready; its error says why.
            Err(_) => Err(self.failure().await),
        }
    }

    async fn failure(&mut self) -> anyhow::Error {
        match self.services.join_next().await {
            Some(Ok((name, Err(error)))) => error.context(format!("{name} can't start")),
            Some(Ok((name, Ok(())))) => anyhow!("{name} ended"),
            Some(Err(error)) => error.into(),
            None => anyhow!("nothing runs"),
        }
    }

    fn listens(&mut self, name: &'static str, scheme: &str, address: SocketAddr) -> String {
        let url = format!("{scheme}://{address}");
        self.listening.push((name, url.clone()));
        url
    }
}
