//! The tokio shell around the FIX session: sockets, timers, the store.

mod application;

pub use application::{Application, Received, SessionChange, Step, Verdict};
