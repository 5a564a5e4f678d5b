//! The venue's time: our clock plus an offset that is measured again and again, so that timestamps fall into `recvWindow` and
//! rate windows are aligned to the venue's.

use std::sync::atomic::{AtomicI64, Ordering};

use service::machine::unix_ns;

/// The venue's time as far as it is known here. Shared by all that send.
#[derive(Debug, Default)]
pub(crate) struct VenueClock {
    offset_ms: AtomicI64,
}

impl VenueClock {
    /// Milliseconds, the venue's time.
    pub(crate) fn now_ms(&self) -> i64 {
        unix_ms() + self.offset_ms.load(Ordering::Relaxed)
    }

    /// The venue said `server_ms` in an answer to a request that was sent and answered at these times of ours.
    pub(crate) fn measured(&self, server_ms: i64, sent_ms: i64, answered_ms: i64) {
        let middle_ms = sent_ms + (answered_ms - sent_ms) / 2;
        self.offset_ms
            .store(server_ms - middle_ms, Ordering::Relaxed);
    }
}

/// Our time.
pub(crate) fn unix_ms() -> i64 {
    unix_ns() / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_taken_from_the_middle_of_the_round_trip() {
        let clock = VenueClock::default();
        let ours = unix_ms();
        clock.measured(ours + 5_050, ours, ours + 100);
        let ahead = clock.now_ms() - unix_ms();
        assert!((4_999..=5_001).contains(&ahead), "{ahead}");
    }
}
