//! Random cases of a law. Each case has a seed of its own, the cases are split over the processor's cores, and a failure prints the
//! shrunk case and the command that plays it again.
//!
//! `SHEAF_CASES=n` plays so many of each law, or the law's share of that, and `SHEAF_SEED=n` begins with that seed: one case is one seed, whatever else is
//! played and on however many cores. What a case holds and what must be true of it is the caller's.

use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};

/// How long a failure is made smaller, milliseconds.
const SHRINK_MS_MAX: u32 = 30_000;
/// How often; by default it is four times the cases, and they are one.
const SHRINKS_MAX: u32 = 1_000_000;

/// Checks a law with this many random values, unless `SHEAF_CASES` says otherwise. Panics with the failure of the smallest seed
/// that a core came upon; a panic in the law is a failure.
pub fn check<S: Strategy>(
    cases: u64,
    strategy: impl Fn() -> S + Sync,
    law: impl Fn(S::Value) -> TestCaseResult + Sync,
) {
    check_one_in(1, cases, strategy, law);
}

/// The same of a law whose cases take longer: one in so many of what other laws get.
pub fn check_one_in<S: Strategy>(
    share: u64,
    cases: u64,
    strategy: impl Fn() -> S + Sync,
    law: impl Fn(S::Value) -> TestCaseResult + Sync,
) {
    let cases = number("SHEAF_CASES").unwrap_or(cases).div_ceil(share);
    let first = number("SHEAF_SEED").unwrap_or_else(any_seed);
    let failure = first_failure(first, cases, &strategy, &law);
    if let Some((seed, failure)) = failure {
        panic!("{failure}\nplay it again: {}", command(seed));
    }
}

/// The failure of the smallest seed, of the cores that have one.
fn first_failure<S: Strategy>(
    first: u64,
    cases: u64,
    strategy: &(impl Fn() -> S + Sync),
    law: &(impl Fn(S::Value) -> TestCaseResult + Sync),
) -> Option<(u64, String)> {
    let next = AtomicU64::new(0);
    let play = || {
        let strategy = strategy();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= cases {
                return None;
            }
            let seed = first.wrapping_add(place);
            if let Err(failure) = TestRunner::new(config(seed)).run(&strategy, law) {
                next.store(cases, Ordering::Relaxed);
                return Some((seed, failure.to_string()));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let players: Vec<_> = (0..cores).map(|_| scope.spawn(play)).collect();
        let failures = players
            .into_iter()
            .filter_map(|player| player.join().expect("a law's panic is caught"));
        failures.min_by_key(|(seed, _)| seed.wrapping_sub(first))
    })
}

fn config(seed: u64) -> Config {
    Config {
        cases: 1,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_time: SHRINK_MS_MAX,
        max_shrink_iters: SHRINKS_MAX,
        ..Config::default()
    }
}

/// A number of the environment; none where it is not set.
fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
    )
}

/// Another one in each run: the standard library's hasher is keyed by the system.
fn any_seed() -> u64 {
    // Of few digits: it is typed.
    RandomState::new().hash_one(()) % 1_000_000_000_000
}

fn command(seed: u64) -> String {
    let package = std::env::var("CARGO_PKG_NAME").unwrap_or_else(|_| "?".to_owned());
    let thread = thread::current();
    // The test harness names a test's thread by the test, unless it has one thread only.
    let test = thread
        .name()
        .filter(|name| *name != "main")
        .unwrap_or_default();
    format!("SHEAF_SEED={seed} SHEAF_CASES=1 cargo test -p {package} {test}")
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::*;

    fn lists() -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(any::<u8>(), 0..20)
    }

    /// What the cases from a seed on are.
    fn played(first: u64, cases: u64) -> Vec<Vec<u8>> {
        let played = Mutex::new(Vec::new());
        let failure = first_failure(first, cases, &lists, &|list| {
            played.lock().unwrap().push(list);
            Ok(())
        });
        assert_eq!(failure, None);
        let mut played = played.into_inner().unwrap();
        played.sort();
        played
    }

    #[test]
    fn a_case_is_its_seed_whatever_is_played_beside_it() {
        let mut one_by_one: Vec<_> = (7..107).flat_map(|seed| played(seed, 1)).collect();
        one_by_one.sort();
        assert_eq!(one_by_one.len(), 100);
        assert_eq!(played(7, 100), one_by_one);
        assert_ne!(played(8, 100), one_by_one);
    }

    #[test]
    fn a_failure_is_shrunk_and_its_seed_plays_it_again() {
        let law = |list: Vec<u8>| {
            prop_assert!(list.iter().all(|byte| *byte < 200), "too much");
            Ok(())
        };
        let (seed, failure) = first_failure(1, 10_000, &lists, &law).expect("a law that is broken");
        assert!(
            failure.contains("minimal failing input: [\n    200,\n]"),
            "{failure}"
        );
        let again = first_failure(seed, 1, &lists, &law);
        assert_eq!(again, Some((seed, failure)));
    }

    #[test]
    fn a_panic_is_a_failure() {
        let law = |list: Vec<u8>| {
            assert!(list.len() < 10, "too long");
            Ok(())
        };
        let (_, failure) = first_failure(1, 1_000, &lists, &law).expect("a law that panics");
        assert!(failure.contains("too long"), "{failure}");
    }

    #[test]
    fn the_command_names_the_test() {
        assert_eq!(
            command(42),
            "SHEAF_SEED=42 SHEAF_CASES=1 cargo test -p cases tests::the_command_names_the_test"
        );
    }
}
