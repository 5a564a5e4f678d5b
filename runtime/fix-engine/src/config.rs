//! What an engine is started with.

use std::net::SocketAddr;
use std::time::Duration;

use fix_schedule::Schedule;
use fix_session::{Role, SessionConfig};

use crate::access::{Access, Networks};
use crate::clock::Clock;
use crate::message_log::MessageLog;
use crate::network::Target;
use crate::password::Password;
use crate::template::Template;
use crate::throttle::{THROTTLE_MESSAGES_MAX, Throttle};
use crate::tls::{ClientTls, ServerTls, TlsError};

/// An engine: where it listens, its sessions, its limits.
#[derive(Debug, Clone, Default)]
pub struct EngineConfig {
    /// Where acceptor sessions are reached; all of them on one port.
    pub listen: Option<SocketAddr>,
    /// TLS of that port. None: it takes plain TCP only.
    pub tls: Option<ServerTls>,
    /// Where peers may come from.
    pub networks: Networks,
    /// The sessions, each with a name of its own.
    pub sessions: Vec<NamedSession>,
    /// What the sessions of other peers are made of; the first that knows a peer's CompID counts.
    pub templates: Vec<Template>,
    /// What a peer may cost.
    pub limits: EngineLimits,
    /// Where raw messages go. None: nowhere.
    pub message_log: Option<MessageLog>,
    /// What time it is for the sessions.
    pub clock: Clock,
}

/// A session and what it is called by the application and in the journal.
#[derive(Debug, Clone)]
pub struct NamedSession {
    /// Its name: unique, and never changed while its journal is kept.
    pub name: String,
    /// The session.
    pub session: SessionConfig,
    /// For an acceptor: what it asks of its peer's connection.
    pub access: Access,
    /// For an acceptor: what its peer's Logon(A) must have. None: what `session.credentials` says, if anything.
    pub password: Option<Password>,
    /// When it may be logged on. None: always.
    pub hours: Option<Hours>,
    /// How much the application takes from it. None: everything.
    pub throttle: Option<Throttle>,
    /// For an initiator: `host:port` of the acceptor.
    pub connect: Option<String>,
    /// For an initiator: TLS. None: plain TCP.
    pub tls: Option<ClientTls>,
    /// What of it is on disk before its messages go out.
    pub store: StorePolicy,
}

/// What of a session is on disk before its messages go out. Whatever it is, nothing that depends on an event of the
/// application goes out before that event is durable; see `docs/decisions/` for what each one costs and saves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StorePolicy {
    /// Everything: a kill and a power loss lose nothing.
    #[default]
    Sync,
    /// Written behind: a kill may lose what the last 20 milliseconds or so sent and received. A lost message is not sent
    /// again (its number is gap filled), and a lost one of the peer's is asked for again. No number is given twice.
    Buffered,
    /// Nothing: numbers start at 1 after a restart, so its peer has to reset them with its Logon(A). What was sent is
    /// kept in memory up to [`EngineLimits::memory_sent_bytes`]; what is older is gap filled.
    Memory,
}

impl NamedSession {
    /// A session that a peer logs on to.
    pub fn acceptor(name: &str, session: SessionConfig) -> Self {
        NamedSession {
            name: name.to_owned(),
            session,
            access: Access::default(),
            password: None,
            hours: None,
            throttle: None,
            connect: None,
            tls: None,
            store: StorePolicy::default(),
        }
    }

    /// A session that logs on at `host:port`.
    pub fn initiator(name: &str, session: SessionConfig, connect: &str) -> Self {
        NamedSession {
            name: name.to_owned(),
            session,
            access: Access::default(),
            password: None,
            hours: None,
            throttle: None,
            connect: Some(connect.to_owned()),
            tls: None,
            store: StorePolicy::default(),
        }
    }

    /// The same with another store.
    #[must_use]
    pub fn stored(self, store: StorePolicy) -> Self {
        NamedSession { store, ..self }
    }

    /// Where an initiator connects to, with its TLS files loaded.
    pub(crate) fn target(&self) -> Result<Option<Target>, TlsError> {
        let Some(address) = self.connect.clone() else {
            return Ok(None);
        };
        let tls = self.tls.as_ref().map(|tls| tls.load(&address));
        let tls = tls.transpose()?;
        Ok(Some(Target { address, tls }))
    }
}

/// When a session may be logged on, and what a window means to its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Hours {
    /// Its windows.
    pub schedule: Schedule,
    /// Both numbers start at 1 with each window; otherwise they go on.
    pub reset_at_start: bool,
}

/// What a peer may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngineLimits {
    /// Connections of peers at once; what comes beyond is closed.
    pub connections: usize,
    /// Of these, from one IPv4 address, or from one IPv6 network of 64 bits.
    pub connections_per_address: usize,
    /// Of these, without a session that is logged on.
    pub connections_before_logon: usize,
    /// How long a connection may stay without a Logon(A); how long a TLS handshake before it may take.
    pub pre_logon_wait: Duration,
    /// How many bytes a connection may send without a Logon(A).
    pub pre_logon_bytes: usize,
    /// The limits of one message.
    pub message: fix_codec::Limits,
    /// Bytes that wait to be written to one peer; a slower one is disconnected, and finds its messages at its next logon.
    pub outbound_bytes: usize,
    /// Messages that wait in memory for a peer to log on; beyond, they are numbered and wait on disk.
    pub queued_messages: usize,
    /// Bytes of sent messages that a session with [`StorePolicy::Memory`] keeps; the oldest go.
    pub memory_sent_bytes: usize,
}

impl Default for EngineLimits {
    fn default() -> Self {
        EngineLimits {
            connections: 10_240,
            connections_per_address: 10_240,
            connections_before_logon: 10_240,
            pre_logon_wait: Duration::from_secs(10),
            pre_logon_bytes: 8 * 1024,
            message: fix_codec::Limits::DEFAULT,
            outbound_bytes: 16 << 20,
            queued_messages: 10_000,
            memory_sent_bytes: 4 << 20,
        }
    }
}

/// Why a configuration is refused.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum ConfigError {
    /// Two sessions have one name.
    #[error("two sessions are called {0}")]
    DuplicateName(String),
    /// Two acceptor sessions have the same BeginString and `CompIDs`.
    #[error("session {0} has the BeginString and CompIDs of another")]
    DuplicateIdentity(String),
    /// An acceptor has an address to connect to, or an initiator has none.
    #[error("session {0}: an initiator needs an address to connect to, an acceptor has none")]
    Connect(String),
    /// Acceptor sessions, and no address to listen on.
    #[error("session {0} is an acceptor, but there is no address to listen on")]
    Listen(String),
    /// Nobody could show the certificate that a session asks for.
    #[error(
        "session {0} asks for a client certificate, but there is no TLS with client authorities"
    )]
    Certificate(String),
    /// Two templates are for the same peers.
    #[error("two templates are called {0}")]
    DuplicateTemplate(String),
    /// A throttle that lets nothing through, or remembers too much.
    #[error(
        "session {0}: a throttle takes, and lets wait, 1 to {THROTTLE_MESSAGES_MAX} messages in an interval that is not zero"
    )]
    Throttle(String),
    /// A FIXT.1.1 session without a version of its messages.
    #[error("session {0} needs a default ApplVerID")]
    ApplVerId(String),
}

impl EngineConfig {
    fn knows_clients(&self) -> bool {
        let authority = |tls: &ServerTls| tls.client_authority.is_some();
        self.tls.as_ref().is_some_and(authority)
    }

    /// Checks it as a whole.
    pub fn check(&self) -> Result<(), ConfigError> {
        for (index, named) in self.sessions.iter().enumerate() {
            let before = &self.sessions[..index];
            let name = || named.name.clone();
            if before.iter().any(|other| other.name == named.name) {
                return Err(ConfigError::DuplicateName(name()));
            }
            self.check_session(named, named.access.certificates.is_required())?;
            let is_acceptor = named.session.role == Role::Acceptor;
            if is_acceptor
                && before.iter().any(|other| {
                    other.session.role == Role::Acceptor
                        && same_identity(&other.session, &named.session)
                })
            {
                return Err(ConfigError::DuplicateIdentity(name()));
            }
        }
        for (index, template) in self.templates.iter().enumerate() {
            let (named, name) = (&template.session, template.name());
            let before = &self.templates[..index];
            if before.iter().any(|other| other.name() == name) {
                return Err(ConfigError::DuplicateTemplate(name));
            }
            if named.session.role != Role::Acceptor {
                return Err(ConfigError::Connect(name));
            }
            let asks = named.access.certificates.is_required() || template.is_certificate_named;
            self.check_session(named, asks)?;
        }
        Ok(())
    }

    /// Checks one session, or what a template makes.
    fn check_session(&self, named: &NamedSession, asks: bool) -> Result<(), ConfigError> {
        let name = || named.name.clone();
        let is_acceptor = named.session.role == Role::Acceptor;
        if is_acceptor == named.connect.is_some() {
            return Err(ConfigError::Connect(name()));
        }
        if is_acceptor && self.listen.is_none() {
            return Err(ConfigError::Listen(name()));
        }
        if named.session.version == fix_session::Version::Fixt11
            && named.session.default_appl_ver_id.is_none()
        {
            return Err(ConfigError::ApplVerId(name()));
        }
        if named.throttle.is_some_and(|throttle| !throttle.is_sound()) {
            return Err(ConfigError::Throttle(name()));
        }
        if asks && !self.knows_clients() {
            return Err(ConfigError::Certificate(name()));
        }
        Ok(())
    }
}

/// Whether a session can join others that run: those that peers log on to can.
pub(crate) fn check_added<'a>(
    added: &NamedSession,
    mut others: impl Iterator<Item = (&'a str, &'a SessionConfig)>,
) -> Result<(), ConfigError> {
    let name = || added.name.clone();
    if added.session.role != Role::Acceptor || added.connect.is_some() {
        return Err(ConfigError::Connect(name()));
    }
    if added.session.version == fix_session::Version::Fixt11
        && added.session.default_appl_ver_id.is_none()
    {
        return Err(ConfigError::ApplVerId(name()));
    }
    if added.throttle.is_some_and(|throttle| !throttle.is_sound()) {
        return Err(ConfigError::Throttle(name()));
    }
    others.try_for_each(|(other_name, other)| {
        if other_name == added.name {
            return Err(ConfigError::DuplicateName(name()));
        }
        if other.role == Role::Acceptor && same_identity(other, &added.session) {
            return Err(ConfigError::DuplicateIdentity(name()));
        }
        Ok(())
    })
}

fn same_identity(left: &SessionConfig, right: &SessionConfig) -> bool {
    (left.version, &left.sender_comp_id, &left.target_comp_id)
        == (right.version, &right.sender_comp_id, &right.target_comp_id)
}
