//! Start and end of the service: configuration, journal, engine, ports, then the solver.

use std::net::SocketAddr;

use fix_engine::{AddError, Ended, Engine, EngineError, Handle};
use journal::{Journal, JournalError};
use proto::v1::fix_acceptor_server::FixAcceptorServer;
use proto::v1::solver_client::SolverClient;
use service::config::ConfigError;
use service::follow::{FollowError, follow};
use service::grpc::{GrpcError, Server};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::admin::Admin;
use crate::application::{Input, OrderEntry};
use crate::config::{Config, Passwords};
use crate::follow::SolverFollower;
use crate::metrics;
use crate::submit::submit;
use crate::terms::Terms;
use crate::watch::PriceWatcher;

/// Where the service listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listening {
    /// FIX sessions.
    pub fix: SocketAddr,
    /// gRPC.
    pub grpc: SocketAddr,
    /// Metrics, where they are served.
    pub metrics: Option<SocketAddr>,
}

/// Why the service can't start or go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration makes no sense.
    #[error("the configuration is refused")]
    Config(#[from] ConfigError),
    /// The journal can't be opened.
    #[error("the journal can't be opened")]
    Journal(#[from] JournalError),
    /// The FIX engine failed.
    #[error("the FIX engine failed")]
    Engine(#[from] EngineError),
    /// The FIX engine ended before shutdown.
    #[error(transparent)]
    Ended(#[from] Ended),
    /// The gRPC server or a channel failed.
    #[error("gRPC failed")]
    Grpc(#[from] GrpcError),
    /// The solver's stream can't be followed.
    #[error("the solver can't be followed")]
    Follow(#[from] FollowError<Ended>),
    /// There is no address that clients could connect to.
    #[error("the FIX engine does not listen")]
    NotListening,
}

/// Runs the service until `shutdown`: everything that was stored by then is on disk, and every session is logged out.
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
    checked: crate::config::Checked,
    ready: oneshot::Sender<Listening>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let channel = service::grpc::connect(&config.solver)?;
    let solver = SolverClient::new(channel);
    // The engine gets its own end: it goes on until everybody who uses it has stopped.
    let engine_shutdown = CancellationToken::new();
    let _engine_ends = engine_shutdown.clone().drop_guard();
    let after = journal.last_sequence();
    let server = Server::bind(&config.grpc, proto::v1::FILE_DESCRIPTOR_SET).await?;
    let application = OrderEntry::new(checked.cash).with_templates(checked.templates);
    let engine = Engine::start(
        checked.engine,
        application,
        journal,
        engine_shutdown.clone(),
    )
    .await?;
    let handle = engine.handle();
    handle.input(Input::Configured(checked.defined)).await?;
    add_defined(&handle, &checked.terms, &config.fix.passwords).await?;
    // One task that fails ends the others, and the service.
    let stop = shutdown.child_token();
    let _stops = stop.clone().drop_guard();
    let collect = metrics::collect(handle.clone());
    let metrics = service::metrics::start(&config.telemetry, collect, &stop).await?;
    let listening = Listening {
        fix: engine.local_address().ok_or(RunError::NotListening)?,
        grpc: server.address(),
        metrics,
    };
    let admin = Admin {
        handle: handle.clone(),
        terms: checked.terms,
        passwords: config.fix.passwords,
    };
    let server = server.add(FixAcceptorServer::new(admin)).await;
    // Nobody may be waiting for it.
    let _ = ready.send(listening);

    let follower = SolverFollower {
        handle: handle.clone(),
        solver: solver.clone(),
    };
    let watcher = PriceWatcher {
        handle: handle.clone(),
        solver: solver.clone(),
    };
    let outcomes = tokio::join!(
        ending(&stop, async { Ok(server.serve(stop.clone()).await?) }),
        ending(&stop, async {
            Ok(follow("solver", follower, stop.clone()).await?)
        }),
        ending(&stop, async {
            Ok(follow("the solver's prices", watcher, stop.clone()).await?)
        }),
        ending(&stop, async {
            Ok(submit(handle.clone(), solver, after, stop.clone()).await?)
        }),
    );
    drop(handle);
    engine_shutdown.cancel();
    let finished = engine.finished().await.map_err(RunError::from);
    // The engine's own failure explains the others'.
    finished
        .and(outcomes.0)
        .and(outcomes.1)
        .and(outcomes.2)
        .and(outcomes.3)
}

/// Sessions that an operator defined are in the journal only.
async fn add_defined(
    handle: &Handle<OrderEntry>,
    terms: &Terms,
    passwords: &Passwords,
) -> Result<(), RunError> {
    let defined = |application: &OrderEntry| {
        let state = application.state();
        let names = state.sessions().map(|(name, _)| name);
        // What the configuration says, or a template, the engine has, or must not have.
        let by_operators = names.filter(|name| state.configured_as(name).is_none());
        let defined = by_operators.filter_map(|name| state.session(name));
        defined.cloned().collect::<Vec<_>>()
    };
    for defined in handle.query(defined).await? {
        let name = defined.session;
        if handle.status(&name).is_some() {
            continue;
        }
        let session = match &defined.settings {
            Some(settings) => settings.check(terms, passwords).map(|(named, _)| named),
            None => terms.session_named(&name).ok_or_else(|| {
                ConfigError::value("fix.comp-id", "the session is of another CompID")
            }),
        };
        let added = match session {
            Ok(session) => handle.add(session).await,
            Err(error) => {
                tracing::warn!(session = name, %error, "a session is left out");
                continue;
            }
        };
        match added {
            Ok(()) => {}
            Err(AddError::Config(error)) => {
                tracing::warn!(session = name, %error, "a session is left out");
            }
            Err(AddError::Ended(ended)) => return Err(ended.into()),
        }
    }
    Ok(())
}

async fn ending(
    stop: &CancellationToken,
    work: impl Future<Output = Result<(), RunError>>,
) -> Result<(), RunError> {
    let _stops = stop.clone().drop_guard();
    work.await
}
