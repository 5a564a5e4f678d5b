//! The metrics endpoint: `GET /metrics` in the text that Prometheus reads. Each scrape asks the service for its numbers.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use journal::{Journal, WRITE_SECONDS, WriteTimes};
use telemetry::metrics::{self, Scrape};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::grpc::GrpcError;
use crate::machine::{Handle, Machine};

/// The longest that a service may take to tell its numbers.
const COLLECT_DEADLINE: Duration = Duration::from_secs(5);

/// Opens the port of `[telemetry] metrics-listen`, if there is one, and serves until `shutdown`: where it listens.
/// `collect` gives no scrape when the service is stopping.
pub async fn start<C, F>(
    config: &telemetry::Config,
    collect: C,
    shutdown: &CancellationToken,
) -> Result<Option<SocketAddr>, GrpcError>
where
    C: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Option<Scrape>> + Send + 'static,
{
    let Some(address) = config.metrics_listen else {
        return Ok(None);
    };
    let failed = |source| GrpcError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let local = listener.local_addr().map_err(failed)?;
    let routes = Router::new().route("/metrics", get(move || answer(collect())));
    let shutdown = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            served = axum::serve(listener, routes) => {
                if let Err(error) = served {
                    tracing::error!(%error, "metrics are no longer served");
                }
            }
            () = shutdown.cancelled() => {}
        }
    });
    tracing::info!(address = %local, "metrics are served");
    Ok(Some(local))
}

/// The same for a service that is a machine and has nothing else to tell.
pub async fn start_for_machine<M: Machine>(
    config: &telemetry::Config,
    handle: &Handle<M>,
    shutdown: &CancellationToken,
) -> Result<Option<SocketAddr>, GrpcError> {
    let handle = handle.clone();
    let collect = move || {
        let mut scrape = Scrape::default();
        handle.measure(&mut scrape);
        std::future::ready(Some(scrape))
    };
    start(config, collect, shutdown).await
}

/// What there is to tell of a journal.
pub fn add_journal(scrape: &mut Scrape, last_sequence: u64, times: &WriteTimes) {
    scrape.add(&metrics::JOURNAL_RECORDS, &[], last_sequence);
    scrape.add_durations(
        &metrics::JOURNAL_WRITES,
        &WRITE_SECONDS,
        &times.buckets,
        times.sum,
    );
}

pub(crate) fn add_journal_of(scrape: &mut Scrape, journal: &Journal) {
    add_journal(scrape, journal.last_sequence(), &journal.write_times());
}

async fn answer(collected: impl Future<Output = Option<Scrape>>) -> Response {
    let scrape = tokio::time::timeout(COLLECT_DEADLINE, collected).await;
    match scrape.ok().flatten().map(|scrape| scrape.text()) {
        // One scrape a connection: none is left open that would keep the service's end waiting.
        Some(Ok(text)) => (
            [
                (header::CONTENT_TYPE, metrics::CONTENT_TYPE),
                (header::CONNECTION, "close"),
            ],
            text,
        )
            .into_response(),
        Some(Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
