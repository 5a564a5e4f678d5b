//! TLS 1.2 and 1.3 of connections: certificates from PEM files, and who the peer is by its certificate.
//!
//! The server's files are read again every [`ServerTls::reload_interval`]: what changed counts for the next connection,
//! and what can't be used leaves the old in place. The cryptography is rustls on ring.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ring::digest;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::sync::watch;
use tokio_rustls::{TlsAcceptor, TlsConnector};
use x509_parser::prelude::{FromDer as _, GeneralName, X509Certificate};

use crate::access::Fingerprint;

/// TLS of the port that acceptor sessions share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerTls {
    /// Our certificate, and those between it and its authority: a PEM file.
    pub certificate: PathBuf,
    /// Its key: a PEM file.
    pub key: PathBuf,
    /// The authorities that clients' certificates must come from: a PEM file. A client may come without a certificate;
    /// whether it then gets anywhere is its session's to say. Without authorities, nobody is asked for one.
    pub client_authority: Option<PathBuf>,
    /// How often the files are looked at again.
    pub reload_interval: Duration,
}

/// TLS of an initiator session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientTls {
    /// The authorities that the server's certificate must come from: a PEM file. None: those of the Web.
    pub authority: Option<PathBuf>,
    /// Our certificate and its key, PEM files, for servers that ask for them.
    pub identity: Option<(PathBuf, PathBuf)>,
    /// The name that the server's certificate must have. None: the host that is connected to.
    pub server_name: Option<String>,
}

/// Why TLS can't be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read.
    #[error("the TLS file {path} can't be read")]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file has no certificate, or no key.
    #[error("the TLS file {path} is not a PEM file with what belongs into it")]
    Pem {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        source: rustls::pki_types::pem::Error,
    },
    /// Certificate and key can't be used, or not together.
    #[error("the TLS certificate {path} can't be used")]
    Certificate {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        source: rustls::Error,
    },
    /// The client authorities can't be used.
    #[error("the TLS authorities {path} can't be used")]
    Authority {
        /// Which.
        path: PathBuf,
        /// What is wrong with them.
        source: rustls::server::VerifierBuilderError,
    },
    /// No TLS server can have that name.
    #[error("{0:?} can't be the name of a TLS server")]
    ServerName(String),
}

/// Who a peer is by its certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerCertificate {
    /// The subject's common name, and the DNS names, mail addresses and URIs of its alternative names.
    pub names: Vec<String>,
    /// The SHA-256 of the certificate.
    pub sha256: Fingerprint,
}

impl PeerCertificate {
    /// Of the first of the certificates that a peer showed.
    pub(crate) fn of(shown: Option<&[CertificateDer<'_>]>) -> Option<PeerCertificate> {
        Some(Self::read(shown?.first()?))
    }

    /// Of a certificate in DER.
    pub fn read(certificate: &[u8]) -> PeerCertificate {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest::digest(&digest::SHA256, certificate).as_ref());
        PeerCertificate {
            names: names_in(certificate).unwrap_or_default(),
            sha256: Fingerprint(sha256),
        }
    }
}

fn names_in(certificate: &[u8]) -> Option<Vec<String>> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let common = certificate.subject().iter_common_name();
    let mut names: Vec<String> = common
        .filter_map(|name| name.as_str().ok().map(str::to_owned))
        .collect();
    if let Ok(Some(alternative)) = certificate.subject_alternative_name() {
        let alternative = alternative.value.general_names.iter();
        names.extend(alternative.filter_map(|name| match name {
            GeneralName::DNSName(name) | GeneralName::RFC822Name(name) | GeneralName::URI(name) => {
                Some((*name).to_owned())
            }
            _ => None,
        }));
    }
    Some(names)
}

impl ServerTls {
    /// Whether the files are there and belong together.
    pub fn check(&self) -> Result<(), TlsError> {
        self.load(&Files::read(self)?).map(|_| ())
    }

    fn load(&self, files: &Files) -> Result<Arc<ServerConfig>, TlsError> {
        let certificates = certificates(&self.certificate, &files.certificate)?;
        let key = private_key(&self.key, &files.key)?;
        let provider = provider();
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(self.unusable())?;
        let builder = match (&self.client_authority, &files.client_authority) {
            (Some(path), Some(pem)) => {
                let roots = Arc::new(authorities(path, pem)?);
                let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider);
                let verifier = verifier.allow_unauthenticated().build();
                builder.with_client_cert_verifier(verifier.map_err(|source| {
                    TlsError::Authority {
                        path: path.clone(),
                        source,
                    }
                })?)
            }
            _ => builder.with_no_client_auth(),
        };
        let config = builder.with_single_cert(certificates, key);
        config.map(Arc::new).map_err(self.unusable())
    }

    fn unusable(&self) -> impl Fn(rustls::Error) -> TlsError {
        |source| TlsError::Certificate {
            path: self.certificate.clone(),
            source,
        }
    }
}

/// What is in the server's files.
#[derive(PartialEq, Eq)]
struct Files {
    certificate: Vec<u8>,
    key: Vec<u8>,
    client_authority: Option<Vec<u8>>,
}

impl Files {
    fn read(tls: &ServerTls) -> Result<Files, TlsError> {
        Ok(Files {
            certificate: read(&tls.certificate)?,
            key: read(&tls.key)?,
            client_authority: tls.client_authority.as_deref().map(read).transpose()?,
        })
    }
}

/// The server's side of handshakes, with what the files said last.
#[derive(Clone)]
pub(crate) struct Handshakes(watch::Receiver<Arc<ServerConfig>>);

impl Handshakes {
    /// For the next connection.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.0.borrow()))
    }
}

/// Loads the server's files, and keeps looking at them while somebody has the handshakes.
pub(crate) fn serve(tls: ServerTls) -> Result<Handshakes, TlsError> {
    let mut files = Files::read(&tls)?;
    let (current, handshakes) = watch::channel(tls.load(&files)?);
    tokio::spawn(async move {
        let mut interval = tokio::time::interval(tls.reload_interval);
        interval.tick().await;
        loop {
            tokio::select! {
                () = current.closed() => return,
                _ = interval.tick() => {}
            }
            let read = Files::read(&tls);
            if read.as_ref().is_ok_and(|read| *read == files) {
                continue;
            }
            match read.and_then(|read| Ok((tls.load(&read)?, read))) {
                Ok((config, read)) => {
                    files = read;
                    current.send_replace(config);
                    tracing::info!("the TLS files changed: new connections get what they say");
                }
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the TLS files changed and can't be used: the old certificate stays"
                ),
            }
        }
    });
    Ok(Handshakes(handshakes))
}

/// The client's side of handshakes with one server.
#[derive(Clone)]
pub(crate) struct Dialer {
    pub(crate) connector: TlsConnector,
    pub(crate) server_name: ServerName<'static>,
}

impl ClientTls {
    /// Loads the files; `connect` is `host:port`.
    pub(crate) fn load(&self, connect: &str) -> Result<Dialer, TlsError> {
        let host = connect.rsplit_once(':').map_or(connect, |(host, _)| host);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let name = self.server_name.as_deref().unwrap_or(host).to_owned();
        let refused = || TlsError::ServerName(name.clone());
        let server_name = ServerName::try_from(name.clone()).map_err(|_| refused())?;
        let roots = match &self.authority {
            Some(path) => authorities(path, &read(path)?)?,
            None => webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect(),
        };
        let builder = ClientConfig::builder_with_provider(provider());
        let builder = builder
            .with_safe_default_protocol_versions()
            .map_err(|_| refused())?
            .with_root_certificates(roots);
        let config = match &self.identity {
            Some((certificate, key)) => {
                let chain = certificates(certificate, &read(certificate)?)?;
                let config = builder.with_client_auth_cert(chain, private_key(key, &read(key)?)?);
                config.map_err(|source| TlsError::Certificate {
                    path: certificate.clone(),
                    source,
                })?
            }
            None => builder.with_no_client_auth(),
        };
        Ok(Dialer {
            connector: TlsConnector::from(Arc::new(config)),
            server_name,
        })
    }
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Read {
        path: path.to_owned(),
        source,
    })
}

fn certificates(path: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let not_pem = |source| TlsError::Pem {
        path: path.to_owned(),
        source,
    };
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let found = found.map_err(not_pem)?;
    if found.is_empty() {
        return Err(not_pem(rustls::pki_types::pem::Error::NoItemsFound));
    }
    Ok(found)
}

fn private_key(path: &Path, pem: &[u8]) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_slice(pem).map_err(|source| TlsError::Pem {
        path: path.to_owned(),
        source,
    })
}

fn authorities(path: &Path, pem: &[u8]) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path, pem)? {
        roots
            .add(certificate)
            .map_err(|source| TlsError::Certificate {
                path: path.to_owned(),
                source,
            })?;
    }
    Ok(roots)
}
