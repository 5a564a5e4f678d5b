//! The `main` of every service: `--config FILE`, logs and traces, signals, exit status; `--check` and `--health` for those
//! who run it.

use std::{error::Error, fmt::Debug, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::{Args, Parser};
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::{config::Grpc, health};

/// What `main` needs of a service's configuration.
pub trait ServiceConfig: DeserializeOwned {
    /// The `[telemetry]` table.
    fn telemetry(&self) -> &telemetry::Config;

    /// The `[grpc]` table; none: the process has no gRPC.
    fn grpc(&self) -> Option<&Grpc>;

    /// Refuses what a start would refuse before it opens a journal or a port: values that make no sense, secrets that are
    /// not there.
    fn validate(&self) -> Result<(), Box<dyn Error + Send + Sync>>;
}

#[derive(Parser)]
#[command(version)]
struct Arguments<A: Args> {
    /// The service's configuration, a TOML file.
    #[arg(long)]
    config: PathBuf,
    /// Check the configuration and read its secrets, but start nothing.
    #[arg(long, conflicts_with = "health")]
    check: bool,
    /// Ask the running service whether it serves, and exit with 0 if it does. HOST:PORT is where the configuration says
    /// that it listens; with mutual TLS it must be a name of its certificate.
    #[arg(long, value_name = "HOST:PORT", num_args = 0..=1, default_missing_value = "")]
    health: Option<String>,
    #[command(flatten)]
    more: A,
}

#[derive(Args)]
struct NoMore {}

/// Loads the configuration, runs the service until SIGINT or SIGTERM, and lets it shut down in order. A second signal
/// ends the process at once. Failures are printed with their causes, and the exit status is 1.
pub fn main<C, L, E, F>(
    name: &'static str,
    run: impl FnOnce(C, oneshot::Sender<L>, CancellationToken) -> F,
) -> ExitCode
where
    C: ServiceConfig,
    L: Debug,
    E: Into<anyhow::Error>,
    F: Future<Output = Result<(), E>>,
{
    main_with(name, |_: &mut C, _: NoMore| {}, run)
}

/// Like [`main`], for a service with arguments of its own: `adjust` puts them into the configuration.
pub fn main_with<A, C, L, E, F>(
    name: &'static str,
    adjust: impl FnOnce(&mut C, A),
    run: impl FnOnce(C, oneshot::Sender<L>, CancellationToken) -> F,
) -> ExitCode
where
    A: Args,
    C: ServiceConfig,
    L: Debug,
    E: Into<anyhow::Error>,
    F: Future<Output = Result<(), E>>,
{
    let arguments: Arguments<A> = Arguments::parse();
    let outcome = tokio::runtime::Runtime::new()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(start(name, arguments, adjust, run)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The whole chain, once: logging may not be set up yet.
            eprintln!("{name}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn start<A, C, L, E, F>(
    name: &'static str,
    arguments: Arguments<A>,
    adjust: impl FnOnce(&mut C, A),
    run: impl FnOnce(C, oneshot::Sender<L>, CancellationToken) -> F,
) -> anyhow::Result<()>
where
    A: Args,
    C: ServiceConfig,
    L: Debug,
    E: Into<anyhow::Error>,
    F: Future<Output = Result<(), E>>,
{
    let mut config: C = crate::config::load(&arguments.config)?;
    adjust(&mut config, arguments.more);
    if let Some(address) = arguments.health {
        let grpc = config.grpc().context("the process has no gRPC")?;
        let address = Some(address).filter(|address| !address.is_empty());
        return Ok(health::probe(grpc, address).await?);
    }
    if arguments.check {
        let checked = config.validate().map_err(anyhow::Error::from_boxed);
        return checked.with_context(|| format!("{} is refused", arguments.config.display()));
    }
    let _telemetry = telemetry::init(name, config.telemetry())?;
    let shutdown = CancellationToken::new();
    let (ready, listening) = oneshot::channel();
    tokio::spawn(signals(shutdown.clone()));
    let announce = async {
        if let Ok(listening) = listening.await {
            tracing::info!(?listening, "{name} is ready");
        }
    };
    let (outcome, ()) = tokio::join!(run(config, ready, shutdown), announce);
    outcome.map_err(Into::into)
}

async fn signals(shutdown: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        tracing::error!("signals can't be caught");
        return;
    };
    loop {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        if shutdown.is_cancelled() {
            tracing::warn!("second signal: ending at once");
            std::process::exit(1);
        }
        tracing::info!("shutting down");
        shutdown.cancel();
    }
}
