//! The FIX session layer as a state machine: bytes and time in, bytes and events out.
//!
//! A [`Session`] is one end of one FIX session, acceptor or initiator, of any version from FIX 4.0 to FIXT 1.1. It
//! owns sequence numbers, gaps and timers; it has no socket, no clock and no store. The shell around it calls it with
//! decoded messages and the time, stores what the [`Action`]s say, and only then writes to the wire.
//!
//! ```text
//!                   connect (acceptor)                     Logon
//!  Disconnected ────────────────────────► LogonExpected ───────────► Active ──► LogoutSent
//!       ▲ ▲     │                            │ Logon  accepted ▲ ▲     │            │
//!       │ │     │                            └► LogonPending ──┘ │     │            │
//!       │ └─────┼──────────────────────────────────┘ refused     │     │            │
//!       │       └──────────────────────► LogonSent ──────────────┘     │            │
//!       │           connect (initiator)                    Logon       │ Logout     │ Logout, or time
//!       └──────────────────────────────────────────────────────────────┴────────────┘
//! ```
//!
//! Invariants: a sequence number is given once; an application message is delivered once, in sequence; nothing a peer
//! sends panics; what is kept of out-of-order messages has a limit.

mod action;
mod authentication;
mod config;
mod gap;
mod logon;
mod numbers;
mod our_logout;
mod outbound;
mod reject;
mod replay;
mod session;
mod states;
mod timers;
mod validate;
mod verify;
mod version;

pub use action::{Action, Delivery, DisconnectReason, Numbers, Sent, SentKind};
pub use authentication::{
    Authentication, LogonRequest, LogonVerdict, Notice, RefusedLogon, Secret, SessionStatus,
};
pub use config::{Checks, Credentials, Dictionaries, Resets, Role, SessionConfig, SessionLimits};
pub use numbers::NumbersError;
pub use reject::{Problem, Refusal, RejectReason};
pub use replay::Replay;
pub use session::{Session, State};
pub use validate::validate;
pub use version::Version;
