//! A chain, a proxy in front of it, a chain-minter process, and its subscriber.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part")]

pub mod anvil;
pub mod minter;
pub mod node;
pub mod proxy;

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long anything may take before a test fails.
pub const DEADLINE: Duration = Duration::from_mins(2);

/// Asks until there is an answer, or fails the test.
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
        sleep(Duration::from_millis(20)).await;
    }
}
