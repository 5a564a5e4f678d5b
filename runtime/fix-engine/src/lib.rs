//! The tokio shell around the FIX session: sockets, timers, the store.
//!
//! An [`Engine`] runs many sessions, acceptors on one port and initiators each to an address, and one [`Application`]
//! behind them. Everything that a session or the application must not lose is in one journal; see [`application`] for
//! what is stored together. A [`Client`] is an engine with one initiator session, for those who want to send and
//! receive messages and nothing else.
//!
//! Left to others: what the messages mean, and what the session layer's rules are (`fix-session`).

mod access;
pub mod application;
mod client;
mod clock;
mod config;
mod connection;
mod engine;
mod hub;
mod kept;
mod message_log;
mod network;
mod password;
mod record;
mod seats;
mod snapshot;
mod store;
mod template;
mod throttle;
mod tls;

pub use access::{Access, AccessError, Certificates, Fingerprint, Networks, Origin, Refused};
pub use application::{Application, Ending, Made, Received, SessionChange, Step, Verdict};
pub use client::{Client, ClientConfig, ClientError, Incoming};
pub use clock::{Clock, Hand};
pub use config::{ConfigError, EngineConfig, EngineLimits, Hours, NamedSession, StorePolicy};
pub use engine::{AddError, Committed, Ended, Engine, EngineError, Handle};
pub use hub::{
    Command, CommandError, RedefineError, SessionReport, SessionStatus, Totals, Traffic,
};
pub use message_log::MessageLog;
pub use password::{Configured, Password, PasswordHash, PasswordPolicy};
pub use record::{RecordError, application_events};
pub use snapshot::SNAPSHOT_RECORDS_MIN;
pub use store::ReadError;
pub use template::{CompIds, TEMPLATE_COMP_ID_BYTES_MAX, Template};
pub use throttle::{Excess, THROTTLE_MESSAGES_MAX, Throttle};
pub use tls::{ClientTls, PeerCertificate, ServerTls, TlsError};
