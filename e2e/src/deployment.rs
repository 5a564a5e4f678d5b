//! A whole deployment in a temporary folder: every service's example configuration, with free ports and paths of its own
//! put in, and nothing else changed unless a test asks for it.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use tempfile::TempDir;
use toml::{Table, Value};

use crate::processes::{Process, free_address};

/// The API key of the simulated exchange's account, and the chain's first well-known account.
const ENVIRONMENT: [(&str, &str); 3] = [
    ("SHEAF_VENUE_API_KEY", "e2e-api-key"),
    ("SHEAF_VENUE_SECRET_KEY", "e2e-secret-key"),
    ("SHEAF_MINTER_KEY", evm_node::DEVELOPMENT_KEYS[0]),
];

/// The services in the order in which they are started; each finds the ones it needs whenever they come.
pub const SERVICES: [&str; 7] = [
    "evm-node",
    "sim-exchange",
    "inventory",
    "exchange-adapter",
    "chain-minter",
    "solver",
    "fix-acceptor",
];

/// The processes of one deployment.
pub struct Deployment {
    folder: TempDir,
    grpc: BTreeMap<&'static str, SocketAddr>,
    fix: SocketAddr,
    rpc: SocketAddr,
    venue: SocketAddr,
    processes: BTreeMap<&'static str, Process>,
}

/// So few events between two snapshots of a service that it starts from one when it was killed.
const SNAPSHOT_EVENTS: i64 = 10;

/// Changes that a test makes to a service's configuration.
pub type Change<'a> = (&'static str, &'a dyn Fn(&mut Table) -> anyhow::Result<()>);

impl Deployment {
    /// Writes the configurations and starts every process.
    pub async fn start(changes: &[Change<'_>]) -> anyhow::Result<Self> {
        let mut deployment = Self::configure(changes)?;
        for name in SERVICES {
            deployment.process(name).spawn()?;
        }
        for name in SERVICES {
            deployment.process(name).ready().await?;
        }
        Ok(deployment)
    }

    fn configure(changes: &[Change<'_>]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut grpc = BTreeMap::new();
        for name in SERVICES {
            grpc.insert(name, free_address()?);
        }
        let (fix, rpc, venue) = (free_address()?, grpc["evm-node"], free_address()?);
        let url = |name: &str| format!("http://{}", grpc[name]);
        let mut processes = BTreeMap::new();
        for name in SERVICES {
            let mut config = example(name)?;
            let journal = folder.path().join(format!("{name}.journal"));
            set(&mut config, "journal", journal.display().to_string())?;
            if name == "evm-node" {
                set(&mut config, "listen", rpc.to_string())?;
            } else {
                set(&mut config, "grpc.listen", grpc[name].to_string())?;
            }
            if config.contains_key("snapshot-events") {
                set(&mut config, "snapshot-events", SNAPSHOT_EVENTS)?;
            }
            match name {
                "sim-exchange" => set(&mut config, "venue.listen", venue.to_string())?,
                "exchange-adapter" => {
                    set(&mut config, "venue.rest-url", format!("http://{venue}"))?;
                    set(&mut config, "venue.stream-url", format!("ws://{venue}"))?;
                    set(
                        &mut config,
                        "venue.websocket-api-url",
                        format!("ws://{venue}/ws-api/v3"),
                    )?;
                }
                "chain-minter" => set(&mut config, "chain.rpc-url", format!("http://{rpc}"))?,
                "solver" => {
                    set(
                        &mut config,
                        "peers.exchange-adapter.url",
                        url("exchange-adapter"),
                    )?;
                    set(&mut config, "peers.inventory.url", url("inventory"))?;
                    set(&mut config, "peers.chain-minter.url", url("chain-minter"))?;
                }
                "fix-acceptor" => {
                    set(&mut config, "fix.listen", fix.to_string())?;
                    set(&mut config, "solver.url", url("solver"))?;
                }
                _ => {}
            }
            for (_, change) in changes.iter().filter(|(service, _)| *service == name) {
                change(&mut config)?;
            }
            let path = folder.path().join(format!("{name}.toml"));
            std::fs::write(&path, config.to_string())?;
            processes.insert(name, Process::new(name, path, grpc[name], &ENVIRONMENT));
        }
        Ok(Self {
            folder,
            grpc,
            fix,
            rpc,
            venue,
            processes,
        })
    }

    /// One of the processes.
    ///
    /// # Panics
    ///
    /// When there is no such service.
    pub fn process(&mut self, name: &str) -> &mut Process {
        self.processes
            .get_mut(name)
            .unwrap_or_else(|| panic!("there is no service {name}"))
    }

    /// Where FIX listens.
    pub fn fix(&self) -> SocketAddr {
        self.fix
    }

    /// Where the simulated exchange's REST API listens.
    pub fn venue(&self) -> SocketAddr {
        self.venue
    }

    /// The chain's JSON-RPC.
    pub fn rpc_url(&self) -> String {
        format!("http://{}", self.rpc)
    }

    /// A service's gRPC.
    pub fn grpc_url(&self, name: &str) -> String {
        format!("http://{}", self.grpc[name])
    }

    /// The folder with configurations, journals and logs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Every process's log, for a failing test to show.
    pub fn logs(&self) -> String {
        let logs = self
            .processes
            .values()
            .map(|p| format!("=== {}\n{}", p.name(), p.log()));
        logs.collect::<Vec<_>>().join("\n")
    }
}

/// The committed example configuration of a service.
pub fn example(name: &str) -> anyhow::Result<Table> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let folder = if name == "evm-node" {
        "runtime"
    } else {
        "services"
    };
    let path = root.join(folder).join(name).join("example.toml");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    text.parse().with_context(|| path.display().to_string())
}

/// Sets a key that the table has already; `a.b` is key `b` of table `a`.
pub fn set(table: &mut Table, key: &str, value: impl Into<Value>) -> anyhow::Result<()> {
    if let Some((name, rest)) = key.split_once('.') {
        let inner = table.get_mut(name).and_then(Value::as_table_mut);
        return set(
            inner.with_context(|| format!("the example has no table {name}"))?,
            rest,
            value,
        );
    }
    ensure!(table.contains_key(key), "the example has no key {key}");
    table.insert(key.to_owned(), value.into());
    Ok(())
}

/// So that each order takes several batches.
pub fn small_batches(config: &mut Table) -> anyhow::Result<()> {
    set(config, "batch.interval", "200ms")?;
    set(config, "batch.order-cap", "3000")
}

/// So that deposits, mints and burns get their confirmations soon.
pub fn quick_blocks(config: &mut Table) -> anyhow::Result<()> {
    set(config, "block-interval", "200ms")
}
