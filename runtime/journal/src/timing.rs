//! How long writes take until they are on disk, counted in buckets since the start.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper bounds of the buckets, in seconds; what takes longer is in one of its own.
pub const WRITE_SECONDS: [f64; 12] = [
    0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0,
];

const BUCKETS: usize = WRITE_SECONDS.len() + 1;

/// Counted by the writer, read by whoever asks.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    buckets: [AtomicU64; BUCKETS],
    micros: AtomicU64,
}

/// What was counted so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WriteTimes {
    /// How many writes took at most so long, and longer than the bound before; the last one: longer than all bounds.
    pub buckets: [u64; BUCKETS],
    /// The time of all of them.
    pub sum: Duration,
}

impl Counting {
    pub(crate) fn count(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = WRITE_SECONDS.partition_point(|bound| *bound < seconds);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> WriteTimes {
        WriteTimes {
            buckets: std::array::from_fn(|index| self.buckets[index].load(Ordering::Relaxed)),
            sum: Duration::from_micros(self.micros.load(Ordering::Relaxed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_is_in_the_bucket_of_its_time() {
        let counting = Counting::default();
        for micros in [100, 101, 3_000_000] {
            counting.count(Duration::from_micros(micros));
        }
        let times = counting.read();
        let counted: Vec<usize> = (0..BUCKETS)
            .filter(|&bucket| times.buckets[bucket] == 1)
            .collect();
        assert_eq!(counted, [0, 1, BUCKETS - 1]);
        assert_eq!(times.sum, Duration::from_micros(3_000_201));
    }
}
