//! Traces and logs: set up once a process, carried between processes as W3C traceparents.
//!
//! A traceparent is opaque text everywhere else: the pure machines and the journals store it, and a span that is made
//! from it later continues the trace. An empty one means "not traced".
//!
//! Names of spans and of their fields are in [`names`]; nothing else names them.

pub mod grpc;
pub mod metrics;
pub mod names;
mod setup;

use opentelemetry::{
    Context,
    propagation::TextMapPropagator as _,
    trace::{SpanContext, TraceContextExt as _},
};
use opentelemetry_sdk::propagation::TraceContextPropagator;
pub use setup::{Config, Guard, LogFormat, SetupError, init};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The HTTP header and gRPC metadata key (W3C Trace Context, section 3.2).
pub const TRACEPARENT: &str = "traceparent";

/// The current span's traceparent; empty when it is not traced.
pub fn traceparent() -> String {
    traceparent_of(&Span::current())
}

/// A span's traceparent; empty when it is not traced.
pub fn traceparent_of(span: &Span) -> String {
    let mut carrier = Carrier::default();
    TraceContextPropagator::new().inject_context(&span.context(), &mut carrier);
    carrier.0
}

/// Makes `span` a child of the span that `traceparent` names. Nothing happens when that is empty or malformed.
/// Call it before the span is entered.
pub fn set_parent(span: &Span, traceparent: &str) {
    if let Some(context) = remote(traceparent) {
        // An error says that the span has no OpenTelemetry data, which is so when tracing is off.
        let _ = span.set_parent(context);
    }
}

/// Links `span` to the span that `traceparent` names. Nothing happens when that is empty or malformed.
pub fn link(span: &Span, traceparent: &str) {
    if let Some(context) = remote(traceparent) {
        let linked: SpanContext = context.span().span_context().clone();
        span.add_link(linked);
    }
}

fn remote(traceparent: &str) -> Option<Context> {
    if traceparent.is_empty() {
        return None;
    }
    let carrier = Carrier(traceparent.to_owned());
    let context = TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier);
    let valid = context.span().span_context().is_valid();
    valid.then_some(context)
}

/// Holds the one header that the propagator reads and writes; `tracestate` is not carried.
#[derive(Default)]
struct Carrier(String);

impl opentelemetry::propagation::Injector for Carrier {
    fn set(&mut self, key: &str, value: String) {
        if key == TRACEPARENT {
            self.0 = value;
        }
    }
}

impl opentelemetry::propagation::Extractor for Carrier {
    fn get(&self, key: &str) -> Option<&str> {
        (key == TRACEPARENT).then_some(self.0.as_str())
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

/// A span with the name `name` (see [`names`]), child of `traceparent`, or of the current span when that is empty.
///
/// ```
/// let span = telemetry::span_from!(telemetry::names::MINT, "", order_id = "O-1");
/// let _entered = span.enter();
/// ```
#[macro_export]
macro_rules! span_from {
    ($name:expr, $traceparent:expr $(, $($field:tt)*)?) => {{
        let span = $crate::tracing::info_span!("span", otel.name = $name $(, $($field)*)?);
        $crate::set_parent(&span, $traceparent);
        span
    }};
}

#[doc(hidden)]
pub use tracing;
