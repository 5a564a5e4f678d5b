//! The venue's time: our clock plus an offset that is measured again and again, so that timestamps fall into `recvWindow` and
//! rate windows are aligned to the venue's.

use std::sync::atomic::{AtomicI64, Ordering};

use service::machine::unix_ns;

/// The most that the venue's clock and ours may differ: a day.
pub(crate) const OFFSET_MS_MAX: i64 = 86_400_000;

/// A time that no venue has now.
#[derive(Debug, thiserror::Error)]
#[error("the venue's time {server_ms} ms is more than a day from ours")]
pub(crate) struct ImplausibleTime {
    server_ms: i64,
}

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

    /// The venue said `server_ms` in an answer to a request that was sent and answered at these times of ours. An offset of more
    /// than [`OFFSET_MS_MAX`] is not taken.
    pub(crate) fn measured(
        &self,
        server_ms: i64,
        sent_ms: i64,
        answered_ms: i64,
    ) -> Result<(), ImplausibleTime> {
        let middle_ms = sent_ms + (answered_ms - sent_ms) / 2;
        let offset_ms = server_ms.saturating_sub(middle_ms);
        if !(-OFFSET_MS_MAX..=OFFSET_MS_MAX).contains(&offset_ms) {
            return Err(ImplausibleTime { server_ms });
        }
        self.offset_ms.store(offset_ms, Ordering::Relaxed);
        Ok(())
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
        clock
            .measured(ours + 5_050, ours, ours + 100)
            .expect("plausible");
        let ahead = clock.now_ms() - unix_ms();
        assert!((4_999..=5_001).contains(&ahead), "{ahead}");
    }

    #[test]
    fn a_time_that_can_not_be_is_not_taken() {
        let clock = VenueClock::default();
        let ours = unix_ms();
        for server_ms in [i64::MIN, 0, ours + 2 * OFFSET_MS_MAX, i64::MAX] {
            assert!(
                clock.measured(server_ms, ours, ours).is_err(),
                "{server_ms}"
            );
        }
        assert!(clock.now_ms() - ours < 1_000);
    }
}
