//! Service processes: built once, started from a configuration file, killed with -9, started again.

use std::{
    fs::File,
    io::Write as _,
    net::{SocketAddr, TcpListener},
    ops::Range,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::{Context as _, bail, ensure};
use tonic::transport::Endpoint;

/// The longest that a process may take until it reports that it serves.
const READY_TIMEOUT: Duration = Duration::from_mins(1);
/// Time between two looks at a process that starts.
const READY_INTERVAL: Duration = Duration::from_millis(20);

/// The ports that deployments listen at: none that the system gives to who connects. Of those, one could be taken while its server is
/// down, and even by a client that waits for this server: it would be connected with itself.
const PORTS: Range<u16> = 10_000..32_000;

/// A port of the loopback address that nobody listens at, and that no other call in this process has got.
pub fn free_address() -> anyhow::Result<SocketAddr> {
    // Processes of neighbouring numbers begin far from each other.
    static NEXT: LazyLock<AtomicUsize> =
        LazyLock::new(|| AtomicUsize::new(std::process::id() as usize * 7_919));
    let next = || {
        let place = NEXT.fetch_add(1, Ordering::Relaxed) % PORTS.len();
        let port = PORTS.clone().nth(place)?;
        TcpListener::bind(("127.0.0.1", port)).ok()
    };
    let free = PORTS.clone().find_map(|_| next());
    Ok(free.context("no port is free")?.local_addr()?)
}

/// The folder with this build's binaries, after building them.
pub fn binaries() -> anyhow::Result<&'static Path> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| build().map_err(|error| format!("{error:#}")));
    match built {
        Ok(folder) => Ok(folder),
        Err(error) => bail!("the services can't be built: {error}"),
    }
}

fn build() -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--workspace", "--bins"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .status()?;
    ensure!(status.success(), "cargo build: {status}");
    // This test's binary is in target/debug/deps.
    let test = std::env::current_exe()?;
    let folder = test
        .ancestors()
        .nth(2)
        .context("the test's binary has a folder")?;
    Ok(folder.to_owned())
}

/// One service process.
pub struct Process {
    name: &'static str,
    config: PathBuf,
    log: PathBuf,
    health: SocketAddr,
    environment: &'static [(&'static str, &'static str)],
    child: Option<Child>,
}

impl Process {
    /// Describes a process: binary `name`, its configuration file, where it listens, and variables of its environment.
    /// Its log is beside the configuration.
    pub fn new(
        name: &'static str,
        config: PathBuf,
        health: SocketAddr,
        environment: &'static [(&'static str, &'static str)],
    ) -> Self {
        let log = config.with_extension("log");
        Self {
            name,
            config,
            log,
            health,
            environment,
            child: None,
        }
    }

    /// Its binary's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Starts it and waits until it serves.
    pub async fn start(&mut self) -> anyhow::Result<()> {
        self.spawn()?;
        self.ready().await
    }

    /// Starts it.
    pub fn spawn(&mut self) -> anyhow::Result<()> {
        ensure!(self.child.is_none(), "{} runs already", self.name);
        let mut log = File::options().create(true).append(true).open(&self.log)?;
        writeln!(log, "--- started")?;
        let child = Command::new(binaries()?.join(self.name))
            .arg("--config")
            .arg(&self.config)
            .envs(self.environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("can't start {}", self.name))?;
        self.child = Some(child);
        Ok(())
    }

    /// Waits until it serves.
    pub async fn ready(&mut self) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + READY_TIMEOUT;
        let mut interval = tokio::time::interval(READY_INTERVAL);
        loop {
            interval.tick().await;
            if let Some(child) = &mut self.child
                && let Some(status) = child.try_wait()?
            {
                bail!("{} ended: {status}\n{}", self.name, self.log());
            }
            if self.serves().await {
                return Ok(());
            }
            ensure!(
                tokio::time::Instant::now() < deadline,
                "{} does not serve after {READY_TIMEOUT:?}\n{}",
                self.name,
                self.log()
            );
        }
    }

    /// The chain has no gRPC: it serves when its port is open.
    async fn serves(&self) -> bool {
        if self.name == "evm-node" {
            tokio::net::TcpStream::connect(self.health).await.is_ok()
        } else {
            grpc_serves(self.health).await
        }
    }

    /// Ends it as a power cut would: SIGKILL.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        let mut child = self.child.take().context("it runs")?;
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Stops it where it is, as a machine that hangs does: what it was asked waits until [`Process::thaw`] or its end.
    pub fn freeze(&self) -> anyhow::Result<()> {
        self.signal("STOP")
    }

    /// Lets it go on.
    pub fn thaw(&self) -> anyhow::Result<()> {
        self.signal("CONT")
    }

    fn signal(&self, name: &str) -> anyhow::Result<()> {
        let id = self.child.as_ref().context("it runs")?.id();
        let status = Command::new("sh")
            .args(["-c", r#"kill -s "$0" "$1""#, name, &id.to_string()])
            .status()?;
        ensure!(status.success(), "SIG{name} for {}: {status}", self.name);
        Ok(())
    }

    /// What it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.child.is_some() {
            // It may have ended by itself.
            let _ = self.kill();
        }
    }
}

async fn grpc_serves(address: SocketAddr) -> bool {
    use tonic_health::pb::{
        HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
    };
    let Ok(endpoint) = Endpoint::from_shared(format!("http://{address}")) else {
        return false;
    };
    let Ok(channel) = endpoint.connect().await else {
        return false;
    };
    let answer = HealthClient::new(channel)
        .check(HealthCheckRequest::default())
        .await;
    answer.is_ok_and(|answer| answer.into_inner().status() == ServingStatus::Serving)
}
