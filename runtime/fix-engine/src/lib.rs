//! The tokio shell around the FIX session: sockets, timers, the store.
