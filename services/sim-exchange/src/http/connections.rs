//! The accept loop. Its own, and not axum's, because a connection must be able to end without an answer: that is the fault that a client
//! of a venue has to survive.

use std::{io, sync::Arc, time::Duration};

use axum::{body::Body, extract::Request, response::Response};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

use super::{Api, Peer};

/// Connections open at once; further ones wait.
const CONNECTIONS_MAX: usize = 1_024;
/// Connections still open so long after shutdown began are cut.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(3);
/// The longest that a connection may wait for a request's head, also between two requests: longer than clients keep idle
/// connections, so that it is they who close them.
const HEAD_TIMEOUT: Duration = Duration::from_mins(2);

/// An extension of a response that is not to be sent: the connection is cut instead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut;

/// The connection is cut on purpose.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut on request")]
struct CutError;

/// Accepts and serves connections until `shutdown`.
pub async fn serve(listener: TcpListener, api: Arc<Api>, shutdown: CancellationToken) {
    let sockets = api.sockets.clone();
    let router = super::router(api);
    let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let tasks = TaskTracker::new();
    loop {
        let accepted = async {
            let slot = Arc::clone(&slots)
                .acquire_owned()
                .await
                .expect("the semaphore is never closed");
            (listener.accept().await, slot)
        };
        let (accepted, slot) = tokio::select! {
            accepted = accepted => accepted,
            () = shutdown.cancelled() => break,
        };
        match accepted {
            Ok((stream, address)) => {
                // Small answers go out at once; a failure to set it costs only time.
                let _ = stream.set_nodelay(true);
                let connection = connection(
                    TokioIo::new(stream),
                    Peer(address),
                    router.clone(),
                    shutdown.clone(),
                );
                tasks.spawn(async move {
                    connection.await;
                    drop(slot);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection can't be accepted");
                // Out of file descriptors, mostly: others have to end first.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    tasks.close();
    sockets.close();
    let drained = async { tokio::join!(tasks.wait(), sockets.wait()) };
    if tokio::time::timeout(DRAIN_TIMEOUT, drained).await.is_err() {
        tracing::warn!("connections are still open at the end");
    }
}

async fn connection(
    stream: TokioIo<tokio::net::TcpStream>,
    peer: Peer,
    router: axum::Router,
    shutdown: CancellationToken,
) {
    let answer = tower::service_fn(move |request: Request<hyper::body::Incoming>| {
        let router = router.clone();
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            let response: Response = match router.oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            if response.extensions().get::<Cut>().is_some() {
                Err(CutError)
            } else {
                Ok(response)
            }
        }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT);
    let connection =
        builder.serve_connection_with_upgrades(stream, TowerToHyperService::new(answer));
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        log_end(error.as_ref());
    }
}

fn log_end(error: &(dyn std::error::Error + 'static)) {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let quiet = error.downcast_ref::<io::Error>().is_some()
            || error.downcast_ref::<CutError>().is_some();
        if quiet {
            return;
        }
        cause = error.source();
    }
    tracing::debug!(error, "a connection ended with an error");
}
