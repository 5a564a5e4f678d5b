//! Carries traces through gRPC: a span for each call on either side, joined by the `traceparent` metadata.
//!
//! Health checks and reflection are not traced: they come every few seconds and tell nothing.

use std::task::{Context, Poll};

use http::{HeaderValue, Request};
use tower::{Layer, Service};
use tracing::{Instrument as _, Span, instrument::Instrumented};

use crate::{TRACEPARENT, set_parent, traceparent_of};

/// Paths that begin with this are the infrastructure's own.
const UNTRACED: &str = "/grpc.";

/// Makes a server span for each call.
#[derive(Clone, Copy, Debug, Default)]
pub struct TraceServer;

/// Makes a client span for each call, child of the current one.
#[derive(Clone, Copy, Debug, Default)]
pub struct TraceClient;

impl<S> Layer<S> for TraceServer {
    type Service = TracedServer<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TracedServer(inner)
    }
}

impl<S> Layer<S> for TraceClient {
    type Service = TracedClient<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TracedClient(inner)
    }
}

/// See [`TraceServer`].
#[derive(Clone, Debug)]
pub struct TracedServer<S>(S);

impl<S, B> Service<Request<B>> for TracedServer<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Instrumented<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let span = span("server", request.uri().path());
        let parent = request.headers().get(TRACEPARENT);
        if let Some(parent) = parent.and_then(|value| value.to_str().ok()) {
            set_parent(&span, parent);
        }
        let future = span.in_scope(|| self.0.call(request));
        future.instrument(span)
    }
}

/// See [`TraceClient`].
#[derive(Clone, Debug)]
pub struct TracedClient<S>(S);

impl<S, B> Service<Request<B>> for TracedClient<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Instrumented<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let span = span("client", request.uri().path());
        if let Ok(value) = HeaderValue::try_from(traceparent_of(&span))
            && !value.is_empty()
        {
            request.headers_mut().insert(TRACEPARENT, value);
        }
        let future = span.in_scope(|| self.0.call(request));
        future.instrument(span)
    }
}

fn span(kind: &'static str, path: &str) -> Span {
    if path.starts_with(UNTRACED) {
        return Span::none();
    }
    let name = path.trim_start_matches('/');
    tracing::info_span!(
        "grpc",
        otel.name = name,
        otel.kind = kind,
        rpc.system = "grpc"
    )
}
