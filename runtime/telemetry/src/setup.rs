//! Sets up the process's logs (to standard error) and traces (over OTLP).

use std::{io::IsTerminal as _, net::SocketAddr, time::Duration};

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider},
};
use serde::Deserialize;
use tracing_subscriber::{
    EnvFilter, Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// Time between two exports of finished spans.
const EXPORT_INTERVAL: Duration = Duration::from_millis(500);
/// Spans that wait for the exporter before further ones are dropped.
const SPANS_WAITING_MAX: usize = 65_536;

/// The `[telemetry]` table of every service's configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// Where spans go, e.g. `http://127.0.0.1:4317` (OTLP over gRPC). None: spans are not recorded.
    pub otlp_endpoint: Option<String>,
    /// Share of new traces that are recorded, 0 to 1.
    pub sample_ratio: f64,
    /// What is logged, as `RUST_LOG` has it, which comes first.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Where metrics are served, at `/metrics`. None: nowhere.
    pub metrics_listen: Option<SocketAddr>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            otlp_endpoint: None,
            sample_ratio: 1.0,
            log: "info".into(),
            log_format: LogFormat::Text,
            metrics_listen: None,
        }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

/// Why telemetry can't be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// `telemetry.log` or `RUST_LOG` can't be read.
    #[error("telemetry.log is not a log filter")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// `telemetry.otlp-endpoint` is unusable.
    #[error("telemetry.otlp-endpoint can't be used")]
    Exporter(#[from] opentelemetry_otlp::ExporterBuildError),
    /// Set up before in this process.
    #[error("logging is set up already")]
    Twice(#[from] tracing_subscriber::util::TryInitError),
}

/// Exports what is left when it is dropped.
#[must_use = "spans are lost when the guard is dropped early"]
pub struct Guard(Option<SdkTracerProvider>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(provider) = &self.0
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "the last spans could not be exported");
        }
    }
}

/// Sets up logs and traces of this process, which calls itself `service`. Call it inside the tokio runtime.
pub fn init(service: &'static str, config: &Config) -> Result<Guard, SetupError> {
    let filter = match std::env::var("RUST_LOG") {
        Ok(filter) => EnvFilter::try_new(filter)?,
        Err(_) => EnvFilter::try_new(&config.log)?,
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    let provider = match &config.otlp_endpoint {
        Some(endpoint) => Some(provider(service, endpoint, config.sample_ratio)?),
        None => None,
    };
    // Spans go to the exporter whatever the log filter says.
    let spans = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer(service))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(EnvFilter::new(
                "info,h2=off,hyper=off,tonic=off,tower=off,reqwest=off",
            ))
    });
    tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(spans)
        .try_init()?;
    Ok(Guard(provider))
}

fn provider(
    service: &'static str,
    endpoint: &str,
    sample_ratio: f64,
) -> Result<SdkTracerProvider, SetupError> {
    let exporter = SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()?;
    let batches = BatchConfigBuilder::default()
        .with_scheduled_delay(EXPORT_INTERVAL)
        .with_max_queue_size(SPANS_WAITING_MAX)
        .build();
    let processor = BatchSpanProcessor::builder(exporter)
        .with_batch_config(batches)
        .build();
    Ok(SdkTracerProvider::builder()
        .with_span_processor(processor)
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(
            sample_ratio,
        ))))
        .with_resource(Resource::builder().with_service_name(service).build())
        .build())
}
