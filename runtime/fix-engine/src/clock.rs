//! What time it is for the sessions: the machine's time, or that of a clock which somebody moves by hand, so that scripts
//! and tests need not wait. How long connections and shutdown may take is measured in the machine's time always.

use std::time::SystemTime;

use tokio::sync::watch;

/// The clock of an engine; by default the machine's.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<watch::Receiver<i64>>);

/// Moves a clock.
#[derive(Debug)]
pub struct Hand(watch::Sender<i64>);

impl Clock {
    /// A clock that stands at that time, nanoseconds since 1970, until its hand is moved.
    pub fn by_hand(unix_ns: i64) -> (Clock, Hand) {
        let (hand, seen) = watch::channel(unix_ns);
        (Clock(Some(seen)), Hand(hand))
    }

    /// Nanoseconds since 1970.
    pub(crate) fn now_unix_ns(&self) -> i64 {
        match &self.0 {
            Some(seen) => *seen.borrow(),
            None => machine_unix_ns(),
        }
    }

    /// Resolves when the hand was moved; never without one.
    pub(crate) async fn moved(&mut self) {
        let is_moved = match &mut self.0 {
            Some(seen) => seen.changed().await.is_ok(),
            None => false,
        };
        if !is_moved {
            std::future::pending::<()>().await;
        }
    }
}

impl Hand {
    /// Moves the clock by so many nanoseconds. What is due is done before anything that the engine is told afterwards.
    pub fn advance(&self, ns: i64) {
        self.0.send_modify(|unix_ns| *unix_ns += ns);
    }

    /// Nanoseconds since 1970.
    pub fn unix_ns(&self) -> i64 {
        *self.0.borrow()
    }
}

fn machine_unix_ns() -> i64 {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
