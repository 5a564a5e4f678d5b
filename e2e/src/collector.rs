//! An OTLP receiver that remembers every span, to assert what a trace looks like.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::{KeyValue, any_value::Value},
};
use tokio::{net::TcpListener, sync::watch};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

/// A finished span.
#[derive(Clone, Debug)]
pub struct Span {
    /// The process's service name.
    pub service: String,
    /// Its name.
    pub name: String,
    /// The trace it belongs to, hex.
    pub trace_id: String,
    /// Its id, hex.
    pub span_id: String,
    /// Its parent's id, hex; empty for a root.
    pub parent_id: String,
    /// The trace ids of the spans it is linked to.
    pub linked_traces: Vec<String>,
    /// Its attributes, as text.
    pub attributes: BTreeMap<String, String>,
}

/// Receives spans on a loopback port until it is dropped.
pub struct Collector {
    address: SocketAddr,
    spans: Arc<Mutex<Vec<Span>>>,
    received: watch::Receiver<usize>,
    server: tokio::task::JoinHandle<()>,
}

impl Collector {
    /// Starts it on a free port.
    pub async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let spans = Arc::new(Mutex::new(Vec::new()));
        let (announce, received) = watch::channel(0);
        let service = Receiver {
            spans: Arc::clone(&spans),
            announce,
        };
        let serving = tonic::transport::Server::builder()
            .add_service(TraceServiceServer::new(service))
            .serve_with_incoming(TcpListenerStream::new(listener));
        let server = tokio::spawn(async move {
            if let Err(error) = serving.await {
                panic!("the collector failed: {error}");
            }
        });
        Ok(Self {
            address,
            spans,
            received,
            server,
        })
    }

    /// For `telemetry.otlp-endpoint`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every span received so far.
    pub fn spans(&self) -> Vec<Span> {
        self.spans
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until the spans received so far give what is looked for.
    pub async fn wait_for<T>(&self, mut find: impl FnMut(&[Span]) -> Option<T>) -> T {
        let mut received = self.received.clone();
        loop {
            received.borrow_and_update();
            if let Some(found) = find(&self.spans()) {
                return found;
            }
            received
                .changed()
                .await
                .expect("the collector runs as long as it is waited for");
        }
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.server.abort();
    }
}

struct Receiver {
    spans: Arc<Mutex<Vec<Span>>>,
    announce: watch::Sender<usize>,
}

#[tonic::async_trait]
impl TraceService for Receiver {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let mut spans = self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        for resource in request.into_inner().resource_spans {
            let attributes = resource.resource.map(|resource| texts(resource.attributes));
            let service = attributes
                .and_then(|mut attributes| attributes.remove("service.name"))
                .unwrap_or_default();
            for span in resource
                .scope_spans
                .into_iter()
                .flat_map(|scope| scope.spans)
            {
                spans.push(Span {
                    service: service.clone(),
                    name: span.name,
                    trace_id: hex(&span.trace_id),
                    span_id: hex(&span.span_id),
                    parent_id: hex(&span.parent_span_id),
                    linked_traces: span.links.iter().map(|link| hex(&link.trace_id)).collect(),
                    attributes: texts(span.attributes),
                });
            }
        }
        self.announce.send_replace(spans.len());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

fn texts(attributes: Vec<KeyValue>) -> BTreeMap<String, String> {
    let text = |attribute: KeyValue| {
        let value = match attribute.value?.value? {
            Value::StringValue(text) => text,
            Value::IntValue(number) => number.to_string(),
            Value::BoolValue(truth) => truth.to_string(),
            other => format!("{other:?}"),
        };
        Some((attribute.key, value))
    };
    attributes.into_iter().filter_map(text).collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes all text");
        text
    })
}
