//! An initiator and an acceptor stepped on a virtual clock over a line that loses messages and breaks: every application
//! message arrives once and in order, whatever was lost on the way and whoever was killed, and both sides agree on their
//! numbers.
//!
//! `SHEAF_CASES=10000 cargo test -p fix-session --test two_ends` plays more cases; proptest prints the shrunk case of a
//! failure, and the seed that it prints plays the run again as `PROPTEST_RNG_SEED`.

mod end;
mod line;

use end::Options;
use fix_session::Version;
use line::{Event, Line};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Cases of each law, unless `SHEAF_CASES` says otherwise.
const CASES: u32 = 128;

/// How long a failure is made smaller.
const SHRINK_MS_MAX: u32 = 20_000;

/// What happens on the line, with kills or with an operator's resets: a process that is killed forgets a reset that has
/// no answer yet.
fn event(kills: u32, resets: u32) -> impl Strategy<Value = Event> {
    let side = any::<bool>();
    prop_oneof![
        8 => side.prop_map(|client| Event::Send { client }),
        16 => side.prop_map(|client| Event::Deliver { client }),
        2 => side.prop_map(|client| Event::Lose { client }),
        3 => (side, 1usize..4).prop_map(|(client, messages)| Event::Replay { client, messages }),
        1 => Just(Event::Break),
        kills => side.prop_map(|client| Event::Kill { client }),
        1 => side.prop_map(|client| Event::Logout { client }),
        resets => side.prop_map(|client| Event::Reset { client }),
        3 => (1u8..60).prop_map(Event::Time),
    ]
}

fn options() -> impl Strategy<Value = Options> {
    (
        prop::sample::select(Version::ALL.to_vec()),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(1u64..5),
        1usize..6,
    )
        .prop_map(
            |(version, client_says, server_says, processed, part, kept)| Options {
                version,
                next_expected: [client_says, server_says],
                last_processed: processed,
                resend_request_messages: part,
                out_of_order_messages: kept,
            },
        )
}

/// Plays random events and then checks the law; the seed of a failure is in its message.
fn check(kills: u32, resets: u32, law: impl Fn(&Line) -> Result<(), TestCaseError>) {
    let seed = match std::env::var("PROPTEST_RNG_SEED") {
        Ok(seed) => seed.parse().expect("a seed is a number"),
        Err(_) => u64::from(std::process::id()),
    };
    let cases = match std::env::var("SHEAF_CASES") {
        Ok(cases) => cases.parse().expect("cases are counted"),
        Err(_) => CASES,
    };
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_time: SHRINK_MS_MAX,
        ..Config::default()
    };
    let events = prop::collection::vec(event(kills, resets), 1..200);
    let played = TestRunner::new(config).run(&(options(), events), |(options, events)| {
        let mut line = Line::new(&options);
        for event in &events {
            line.play(event);
        }
        line.settle();
        law(&line)
    });
    if let Err(failure) = played {
        panic!("PROPTEST_RNG_SEED={seed}: {failure}");
    }
}

#[test]
fn every_message_arrives_once_and_in_order() {
    check(1, 0, |line| {
        let all = |given: u64| (1..=given).collect::<Vec<_>>();
        prop_assert_eq!(&line.server.delivered, &all(line.client.given));
        prop_assert_eq!(&line.client.delivered, &all(line.server.given));
        line.agrees()
    });
}

#[test]
fn nothing_arrives_twice_and_the_sides_agree_when_operators_reset() {
    check(0, 2, |line| {
        for end in [&line.client, &line.server] {
            let delivered = &end.delivered;
            let ascends = delivered.windows(2).all(|pair| pair[0] < pair[1]);
            prop_assert!(ascends, "delivered {:?}", delivered);
        }
        line.agrees()
    });
}
