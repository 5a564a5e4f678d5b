//! What a script says of the engine around its session, with `iSHELL` before anything else, and the peer's side of TLS.
//!
//! | line | what it is |
//! | --- | --- |
//! | `iSHELL throttle 2 1s reject` | so many messages in that time; `disconnect`, or `queue 3`: what becomes of more |
//! | `iSHELL hours 13:00:00 14:00:00` | when it may be logged on, each day in UTC; each window starts at number 1 |
//! | `iSHELL password WORD` | what its Logon(A) must have, with the username `user` |
//! | `iSHELL outbound 524288` | bytes that may wait to be written to the peer |
//! | `iSHELL tls` | connections have TLS: where we listen, peers may have certificates of our authority; where we connect, the peer must have one for `peer.example` |
//! | `iSHELL certificate NAME` | the same, and the session takes no peer but the one with that certificate |

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use fix_engine::{
    ClientTls, EngineConfig, Excess, Hours, NamedSession, Password, PasswordPolicy, ServerTls,
    Throttle,
};
use fix_schedule::Schedule;
use fix_script::{Deed, Script, Settings, Step};
use fix_session::Role;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};

use crate::authority::Authority;

/// The one session's name.
pub(crate) const NAME: &str = "session";
/// Our certificate's name where we listen.
const US: &str = "us.example";
/// The peer's where we connect.
const PEER: &str = "peer.example";
const EVERY_DAY: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Certificates of both sides.
pub(crate) struct Certificates {
    role: Role,
    /// Whom we trust.
    ours: Authority,
    another: Authority,
}

/// The engine's configuration without what a script says of it.
pub(crate) fn plain(settings: &Settings, connect: &str) -> Result<EngineConfig, String> {
    let config = settings.config()?;
    let is_acceptor = config.role == Role::Acceptor;
    let named = match config.role {
        Role::Acceptor => NamedSession::acceptor(NAME, config),
        Role::Initiator => NamedSession::initiator(NAME, config, connect),
    };
    Ok(EngineConfig {
        listen: is_acceptor.then(|| "127.0.0.1:0".parse().unwrap()),
        sessions: vec![named],
        ..EngineConfig::default()
    })
}

/// Adds what a script says; the certificates where it has TLS.
pub(crate) fn surround(
    config: &mut EngineConfig,
    script: &Script,
) -> Result<Option<Certificates>, String> {
    let role = script.session(1).config()?.role;
    let mut certificates = None;
    for line in &script.lines {
        if let Step::Do(Deed::Word(_, word, rest)) = &line.step
            && word == "SHELL"
        {
            let words: Vec<&str> = rest.split_whitespace().collect();
            if let ["tls"] | ["certificate", _] = words[..] {
                certificates = Some(Certificates::of(role, config));
            }
            add(config, &words).ok_or_else(|| format!("{rest}: no such shell"))?;
        }
    }
    Ok(certificates)
}

fn add(config: &mut EngineConfig, words: &[&str]) -> Option<()> {
    let named = &mut config.sessions[0];
    match words {
        ["throttle", messages, seconds, excess @ ..] => {
            let excess = match excess {
                ["reject"] => Excess::Reject,
                ["disconnect"] => Excess::Disconnect,
                ["queue", messages] => Excess::Queue {
                    messages: messages.parse().ok()?,
                },
                _ => return None,
            };
            named.throttle = Some(Throttle {
                messages: messages.parse().ok()?,
                interval: Duration::from_secs(seconds.strip_suffix('s')?.parse().ok()?),
                excess,
            });
        }
        ["hours", start, end] => {
            named.hours = Some(Hours {
                schedule: Schedule::daily("UTC", start, end, &EVERY_DAY).ok()?,
                reset_at_start: true,
            });
        }
        ["password", word] => {
            named.password = Some(Password {
                username: "user".to_owned(),
                password: (*word).into(),
                policy: PasswordPolicy {
                    wrong_delay: Duration::ZERO,
                    // Unoptimised, the real number takes many seconds.
                    hash_rounds: NonZeroU32::MIN,
                    ..PasswordPolicy::default()
                },
            });
        }
        ["outbound", bytes] => config.limits.outbound_bytes = bytes.parse().ok()?,
        ["tls"] => {}
        ["certificate", name] => named.access.certificates.names = vec![(*name).to_owned()],
        _ => return None,
    }
    Some(())
}

impl Certificates {
    fn of(role: Role, config: &mut EngineConfig) -> Certificates {
        let ours = Authority::new();
        let authority = Some(ours.path("authority.pem"));
        match role {
            Role::Acceptor => {
                ours.certify(US, &[US], None);
                config.tls = Some(ServerTls {
                    certificate: ours.path(&format!("{US}.pem")),
                    key: ours.path(&format!("{US}.key")),
                    client_authority: authority,
                    reload_interval: Duration::from_mins(1),
                });
            }
            Role::Initiator => {
                config.sessions[0].tls = Some(ClientTls {
                    authority,
                    identity: None,
                    server_name: Some(PEER.to_owned()),
                });
            }
        }
        Certificates {
            role,
            ours,
            another: Authority::new(),
        }
    }

    /// The peer's side of a connection: `[as NAME [of another authority]]` is its certificate.
    pub(crate) fn peer(&self, text: &str) -> Result<rustls::Connection, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let identity = match words[..] {
            [] => None,
            ["as", name] => Some(identity(&self.ours, name)),
            ["as", name, "of", "another", "authority"] => Some(identity(&self.another, name)),
            _ => return Err(format!("{text}: as NAME [of another authority]")),
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        match (self.role, identity) {
            (Role::Acceptor, identity) => {
                let mut roots = RootCertStore::empty();
                roots
                    .add(certificate(&self.ours, "authority"))
                    .map_err(|error| error.to_string())?;
                let config = ClientConfig::builder_with_provider(provider)
                    .with_safe_default_protocol_versions()
                    .unwrap()
                    .with_root_certificates(roots);
                let config = match identity {
                    None => config.with_no_client_auth(),
                    Some((chain, key)) => config.with_client_auth_cert(chain, key).unwrap(),
                };
                let name = ServerName::try_from(US).unwrap();
                Ok(ClientConnection::new(Arc::new(config), name)
                    .unwrap()
                    .into())
            }
            (Role::Initiator, Some((chain, key))) => {
                let config = ServerConfig::builder_with_provider(provider)
                    .with_safe_default_protocol_versions()
                    .unwrap()
                    .with_no_client_auth()
                    .with_single_cert(chain, key)
                    .unwrap();
                Ok(ServerConnection::new(Arc::new(config)).unwrap().into())
            }
            (Role::Initiator, None) => Err("a server has a certificate".to_owned()),
        }
    }
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// A certificate with that name, common and DNS, and its key.
fn identity(authority: &Authority, name: &str) -> Identity {
    authority.certify(name, &[name], Some(name));
    let key = std::fs::read(authority.path(&format!("{name}.key"))).unwrap();
    let key = PrivateKeyDer::from_pem_slice(&key).unwrap();
    (vec![certificate(authority, name)], key)
}

fn certificate(authority: &Authority, file: &str) -> CertificateDer<'static> {
    let pem = std::fs::read(authority.path(&format!("{file}.pem"))).unwrap();
    CertificateDer::from_pem_slice(&pem).unwrap()
}
