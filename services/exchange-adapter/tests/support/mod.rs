//! What the tests of this service share: a venue that follows a script, and the adapter in a runtime of its own that can be
//! killed at any moment.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its part of it"
)]

pub mod adapter;
pub mod bench;
pub mod scripted_venue;
pub mod simulated;

use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

/// The longest that anything awaited in a test may take.
pub const DEADLINE: Duration = Duration::from_mins(1);

/// Shows the service's logs where `RUST_LOG` asks for them.
pub fn show_logs() {
    let filter = tracing_subscriber::EnvFilter::from_default_env();
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_test_writer();
    // Another test of this process may have done so.
    let _ = logs.try_init();
}

/// A runtime for a service under test: what is dropped with it stops between two instructions, as a killed process does.
pub fn own_runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Asks again until there is an answer.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut ask: impl FnMut() -> F,
) -> T {
    let until = Instant::now() + DEADLINE;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < until, "not within {DEADLINE:?}: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
