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

/// How often what happens that not every law allows.
#[derive(Clone, Copy)]
struct Odds {
    /// A message comes garbled.
    losses: u32,
    kills: u32,
    /// An operator's.
    resets: u32,
}

/// What happens on the line.
fn event(odds: Odds) -> impl Strategy<Value = Event> {
    let side = any::<bool>();
    prop_oneof![
        8 => side.prop_map(|client| Event::Send { client }),
        16 => side.prop_map(|client| Event::Deliver { client }),
        odds.losses => side.prop_map(|client| Event::Garble { client }),
        3 => (side, 1usize..4).prop_map(|(client, messages)| Event::Replay { client, messages }),
        1 => Just(Event::Break),
        odds.kills => side.prop_map(|client| Event::Kill { client }),
        1 => side.prop_map(|client| Event::Logout { client }),
        odds.resets => side.prop_map(|client| Event::Reset { client }),
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
                logout_hold_s: 5,
                version,
                next_expected: [client_says, server_says],
                last_processed: processed,
                resend_request_messages: part,
                out_of_order_messages: kept,
            },
        )
}

/// Plays random events and then checks the law.
fn check(odds: Odds, law: impl Fn(&Line) -> Result<(), TestCaseError> + Sync) {
    let played = || (options(), prop::collection::vec(event(odds), 1..200));
    cases::check(CASES, played, |(mut options, events)| {
        if odds.losses == 0 {
            options.logout_hold_s = u32::MAX;
        }
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
    let odds = Odds {
        losses: 2,
        kills: 1,
        resets: 0,
    };
    check(odds, |line| {
        let all = |given: u64| (1..=given).collect::<Vec<_>>();
        prop_assert_eq!(&line.server.delivered, &all(line.client.given));
        prop_assert_eq!(&line.client.delivered, &all(line.server.given));
        line.agrees()
    });
}

#[test]
fn nothing_arrives_twice_and_the_sides_agree_when_operators_reset() {
    let odds = Odds {
        losses: 2,
        kills: 1,
        resets: 2,
    };
    check(odds, |line| {
        for end in [&line.client, &line.server] {
            let delivered = &end.delivered;
            let ascends = delivered.windows(2).all(|pair| pair[0] < pair[1]);
            prop_assert!(ascends, "delivered {:?}", delivered);
        }
        line.agrees()
    });
}

#[test]
fn no_logout_takes_the_place_of_a_message_where_the_line_loses_nothing_and_time_has_no_limit() {
    let odds = Odds {
        losses: 0,
        kills: 2,
        resets: 0,
    };
    check(odds, |line| {
        prop_assert_eq!(line.messages_lost_to_logouts, 0);
        line.agrees()
    });
}

/// FIX 4.1 without anything that is optional, and one place for what comes early.
fn plain(logout_hold_s: u32) -> Options {
    Options {
        version: Version::Fix41,
        next_expected: [false, false],
        last_processed: false,
        resend_request_messages: None,
        logout_hold_s,
        out_of_order_messages: 1,
    }
}

#[test]
fn a_logout_that_waits_while_an_operator_resets_asks_the_peer_anew() {
    let mut line = Line::new(&plain(u32::MAX));
    let events = [
        Event::Time(10),
        Event::Deliver { client: true },
        Event::Logout { client: false },
        Event::Reset { client: false },
        Event::Send { client: false },
    ];
    for event in &events {
        line.play(event);
    }
    line.settle();
    line.agrees().unwrap();
    assert_eq!(line.client.delivered, [1]);
}

#[test]
fn a_number_after_a_reset_whose_answer_was_lost_is_not_taken_for_one_of_before() {
    let mut line = Line::new(&plain(5));
    let (client, server) = (true, false);
    let events = [
        Event::Deliver { client },
        Event::Deliver { client: server },
        Event::Send { client: server },
        Event::Deliver { client: server },
        // The client expects 3 of the old numbers, and has the server's answer garbled.
        Event::Reset { client },
        Event::Deliver { client },
        Event::Garble { client: server },
        // Of the new numbers, 2 is garbled as well, and 3 comes.
        Event::Send { client: server },
        Event::Send { client: server },
        Event::Garble { client: server },
        Event::Deliver { client: server },
    ];
    for event in &events {
        line.play(event);
    }
    line.settle();
    line.agrees().unwrap();
    assert_eq!(line.client.delivered, [1, 2, 3]);
}
