//! The venue's clock: the system's, plus a skew that tests can set.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Milliseconds since the epoch, UTC; clones share the skew.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    skew_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The venue's time.
    pub fn now_ms(&self) -> i64 {
        service::machine::unix_ns() / 1_000_000 + self.skew_ms.load(Ordering::Relaxed)
    }

    /// Sets the difference to the system's time.
    pub fn set_skew_ms(&self, skew_ms: i64) {
        self.skew_ms.store(skew_ms, Ordering::Relaxed);
    }
}
