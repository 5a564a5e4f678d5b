//! The gRPC server with health and reflection, channels to other services, and resumable streams.

use std::{io, net::SocketAddr, path::PathBuf, time::Duration};

use telemetry::grpc::{TraceClient, TraceServer, TracedClient};
use tokio::net::TcpListener;
use tokio_stream::{Stream, StreamExt as _, wrappers::TcpListenerStream};
use tokio_util::sync::CancellationToken;
use tonic::{
    Response, Status,
    body::Body,
    server::NamedService,
    service::{Routes, RoutesBuilder},
    transport::{
        Certificate, ClientTlsConfig, Endpoint, Identity, Server as Transport, ServerTlsConfig,
    },
};
use tonic_health::server::HealthReporter;
use tower::Layer as _;

use crate::{
    config::{Grpc, Peer, Tls},
    machine::{Committed, Handle, Machine},
};

/// HTTP/2 pings on idle connections, on both sides.
pub const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(10);
/// A connection that does not answer a ping for so long is dropped.
pub const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest that connecting may take.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Bytes of a message that servers and clients take: tonic's own default, which nothing between the services changes. What a service
/// may send to another stays below it by the limits that `docs/operations.md` lists.
pub const MESSAGE_BYTES_MAX: usize = 4 << 20;
/// Calls still running this long after shutdown began are cut.
pub const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a server can't start, or a channel can't be made.
#[derive(Debug, thiserror::Error)]
pub enum GrpcError {
    /// The port can't be had.
    #[error("can't listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A PEM file can't be read.
    #[error("the TLS file {path} can't be read")]
    TlsFile {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The URL is none, or TLS can't be set up.
    #[error("{what} can't be used")]
    Transport {
        /// The peer's URL, or this server.
        what: String,
        /// What is wrong.
        source: tonic::transport::Error,
    },
    /// The file descriptor set is damaged.
    #[error("gRPC reflection can't be set up")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// A channel to another service. It connects when it is first used and again whenever it has to.
pub type Channel = TracedClient<tonic::transport::Channel>;

/// A channel to `peer`; each call on it has the peer's deadline, but for a stream, whose answers may take longer.
pub fn connect(peer: &Peer) -> Result<Channel, GrpcError> {
    let transport = |source| GrpcError::Transport {
        what: peer.url.clone(),
        source,
    };
    let mut endpoint = Endpoint::from_shared(peer.url.clone())
        .map_err(transport)?
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(peer.deadline)
        .http2_keep_alive_interval(KEEP_ALIVE_INTERVAL)
        .keep_alive_timeout(KEEP_ALIVE_TIMEOUT)
        .keep_alive_while_idle(true)
        .tcp_nodelay(true);
    if let Some(tls) = &peer.tls {
        let pem = Pem::read(tls)?;
        let tls = ClientTlsConfig::new()
            .identity(pem.identity)
            .ca_certificate(pem.authority);
        endpoint = endpoint.tls_config(tls).map_err(transport)?;
    }
    Ok(TraceClient.layer(endpoint.connect_lazy()))
}

/// A server whose port is open and whose services are being put together.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    transport: Transport,
    routes: RoutesBuilder,
    health: HealthReporter,
}

impl Server {
    /// Opens the port. `descriptors` is the encoded file descriptor set for reflection.
    pub async fn bind(config: &Grpc, descriptors: &'static [u8]) -> Result<Self, GrpcError> {
        let mut transport = Transport::builder()
            .http2_keepalive_interval(Some(KEEP_ALIVE_INTERVAL))
            .http2_keepalive_timeout(Some(KEEP_ALIVE_TIMEOUT))
            .tcp_nodelay(true);
        if let Some(tls) = &config.tls {
            let pem = Pem::read(tls)?;
            let tls = ServerTlsConfig::new()
                .identity(pem.identity)
                .client_ca_root(pem.authority);
            transport = transport
                .tls_config(tls)
                .map_err(|source| GrpcError::Transport {
                    what: "this server".into(),
                    source,
                })?;
        }
        let listen = |source| GrpcError::Listen {
            address: config.listen,
            source,
        };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let (health, health_service) = tonic_health::server::health_reporter();
        let reflection = tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(descriptors)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
            .build_v1()?;
        let mut routes = Routes::builder();
        routes.add_service(health_service).add_service(reflection);
        Ok(Self {
            listener,
            address,
            transport,
            routes,
            health,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Adds a service and reports it as serving.
    #[must_use]
    pub async fn add<S>(mut self, service: S) -> Self
    where
        S: tower::Service<http::Request<Body>, Error = std::convert::Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Response: axum::response::IntoResponse,
        S::Future: Send + 'static,
    {
        self.health.set_serving::<S>().await;
        self.routes.add_service(service);
        self
    }

    /// Serves until `shutdown`, then lets running calls end, for [`DRAIN_TIMEOUT`] at most.
    pub async fn serve(self, shutdown: CancellationToken) -> Result<(), GrpcError> {
        let incoming = TcpListenerStream::new(self.listener);
        let serving = self
            .transport
            .layer(TraceServer)
            .add_routes(self.routes.routes())
            .serve_with_incoming_shutdown(incoming, shutdown.clone().cancelled_owned());
        let cut = async {
            shutdown.cancelled().await;
            tokio::time::sleep(DRAIN_TIMEOUT).await;
        };
        tokio::select! {
            served = serving => served.map_err(|source| GrpcError::Transport {
                what: "this server".into(),
                source,
            }),
            () = cut => Ok(()),
        }
    }
}

/// The stream of a `Subscribe(from_sequence)` call: every event after `after` that `map` turns into a message, until
/// `shutdown`.
pub fn subscription<M: Machine, T: Send + 'static>(
    handle: &Handle<M>,
    after: u64,
    shutdown: &CancellationToken,
    mut map: impl FnMut(Committed<M::Event>) -> Option<T> + Send + 'static,
) -> Result<Response<EventStream<T>>, Status> {
    let last = handle.last_sequence();
    if after > last {
        return Err(Status::out_of_range(format!(
            "from_sequence is {after}, but the last event here is {last}"
        )));
    }
    let messages = handle
        .subscribe(after)
        .filter_map(move |event| match event {
            Ok(event) => map(event).map(Ok),
            Err(error) => Some(Err(Status::data_loss(error.to_string()))),
        });
    let until = futures::StreamExt::take_until(messages, shutdown.clone().cancelled_owned());
    Ok(Response::new(Box::pin(until)))
}

/// What a `Subscribe` call answers with.
pub type EventStream<T> = std::pin::Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

struct Pem {
    identity: Identity,
    authority: Certificate,
}

impl Pem {
    fn read(tls: &Tls) -> Result<Self, GrpcError> {
        let read = |path: &PathBuf| {
            std::fs::read(path).map_err(|source| GrpcError::TlsFile {
                path: path.clone(),
                source,
            })
        };
        Ok(Self {
            identity: Identity::from_pem(read(&tls.certificate)?, read(&tls.key)?),
            authority: Certificate::from_pem(read(&tls.authority)?),
        })
    }
}
