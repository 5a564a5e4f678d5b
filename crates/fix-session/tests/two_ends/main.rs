//! An initiator and an acceptor stepped on a virtual clock over a line that loses messages and breaks: every application
//! message arrives once and in order, whatever was lost on the way and whoever was killed, and both sides agree on their
//! numbers.
//!
//! `SHEAF_CASES=10000` plays more cases; a failure prints the shrunk case and the command that plays it again (`cases`).

mod end;
mod line;

use end::Options;
use fix_session::Version;
use line::{Event, Line};
use proptest::prelude::*;

/// Cases of each law, unless `SHEAF_CASES` says otherwise.
const CASES: u64 = 128;

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

/// Plays random events and then checks the law.
fn check(kills: u32, resets: u32, law: impl Fn(&Line) -> Result<(), TestCaseError> + Sync) {
    let played = || {
        let events = prop::collection::vec(event(kills, resets), 1..200);
        (options(), events)
    };
    cases::check(CASES, played, |(options, events)| {
        let mut line = Line::new(&options);
        for event in &events {
            line.play(event);
        }
        line.settle();
        law(&line)
    });
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
