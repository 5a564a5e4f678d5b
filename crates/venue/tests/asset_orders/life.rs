//! The life of an asset order: every transition, and what is none.

use venue::asset_orders::{Command, Rejection, Status};
use venue::messages::OrderStatus;

use crate::{GONE_AFTER_MS, after, id, names, not_found, order, report, run, send, status, trade};

#[test]
fn a_full_answer_places_trades_and_ends_an_order() {
    let mut machine = after(vec![send("a")]);
    let answer = report(
        OrderStatus::Expired,
        "5",
        vec![trade(1, "2"), trade(2, "3")],
    );
    let events = run(&mut machine, answer).expect("taken");
    assert_eq!(
        names(&events),
        [
            "placed a",
            "traded 1 x 2",
            "traded 2 x 3",
            "ended Expired 5"
        ]
    );
    assert_eq!(order(&machine).executed_cash, "500".parse().expect("cash"));
    assert_eq!(machine.open_count(), 0);
}

#[test]
fn the_user_streams_reports_add_nothing_to_the_answers() {
    let answer = report(
        OrderStatus::Filled,
        "10",
        vec![trade(1, "4"), trade(2, "6")],
    );
    let mut machine = after(vec![send("a"), answer]);
    for repeat in [
        report(OrderStatus::New, "0", vec![]),
        report(OrderStatus::PartiallyFilled, "4", vec![trade(1, "4")]),
        report(OrderStatus::Filled, "10", vec![trade(2, "6")]),
    ] {
        assert_eq!(run(&mut machine, repeat), Ok(vec![]));
    }
}

#[test]
fn an_end_without_all_trades_waits_for_the_missing_ones() {
    let mut machine = after(vec![send("a")]);
    let query = report(OrderStatus::Expired, "5", vec![]);
    let events = run(&mut machine, query.clone()).expect("taken");
    assert_eq!(names(&events), ["placed a", "closed Expired 5"]);
    assert_eq!(run(&mut machine, query), Ok(vec![]));
    let events = run(
        &mut machine,
        report(OrderStatus::New, "0", vec![trade(2, "3")]),
    );
    assert_eq!(names(&events.expect("taken")), ["traded 2 x 3"]);
    assert_eq!(status(&machine), Status::Closed);
    let trades = report(
        OrderStatus::Expired,
        "5",
        vec![trade(1, "2"), trade(2, "3")],
    );
    let events = run(&mut machine, trades).expect("taken");
    assert_eq!(names(&events), ["traded 1 x 2", "ended Expired 5"]);
}

#[test]
fn an_order_the_venue_does_not_know_ends_untouched_only_when_its_request_is_surely_dead() {
    let mut machine = after(vec![send("a")]);
    let too_early = Rejection::TooEarly {
        id: id("a"),
        gone_after_ms: GONE_AFTER_MS,
    };
    assert_eq!(run(&mut machine, not_found(GONE_AFTER_MS)), Err(too_early));
    let events = run(&mut machine, not_found(GONE_AFTER_MS + 1)).expect("taken");
    assert_eq!(names(&events), ["ended Rejected 0"]);
    assert_eq!(run(&mut machine, not_found(GONE_AFTER_MS + 2)), Ok(vec![]));
}

#[test]
fn an_order_the_venue_has_shown_is_not_given_up_when_a_query_misses_it() {
    let mut machine = after(vec![send("a"), report(OrderStatus::New, "0", vec![])]);
    let refused = run(&mut machine, not_found(i64::MAX)).expect_err("illegal");
    assert_eq!(
        refused.to_string(),
        "asset order a is Placed: it cannot be unknown to the venue"
    );
}

#[test]
fn a_sent_order_is_not_sent_again_unless_the_venue_refused_to_look_at_it() {
    let mut machine = after(vec![send("a")]);
    let refused = run(&mut machine, send("a")).expect_err("illegal");
    assert_eq!(
        refused.to_string(),
        "asset order a is Sent: it cannot be sent"
    );
    let defer = Command::Defer {
        id: id("a"),
        text: "too many orders".into(),
    };
    let events = run(&mut machine, defer.clone()).expect("taken");
    assert_eq!(names(&events), ["deferred a"]);
    assert!(run(&mut machine, defer).is_err());
    assert_eq!(
        names(&run(&mut machine, send("a")).expect("taken")),
        ["sent a"]
    );
}

#[test]
fn a_refused_order_ends_rejected_with_the_venues_words() {
    let mut machine = after(vec![send("a")]);
    let reject = Command::Reject {
        id: id("a"),
        text: "Account has insufficient balance".into(),
    };
    let events = run(&mut machine, reject.clone()).expect("taken");
    assert_eq!(names(&events), ["ended Rejected 0"]);
    assert_eq!(order(&machine).text, "Account has insufficient balance");
    assert_eq!(run(&mut machine, reject), Ok(vec![]));
}

#[test]
fn an_order_the_matching_engine_refused_is_never_placed() {
    let mut machine = after(vec![send("a")]);
    let events = run(&mut machine, report(OrderStatus::Rejected, "0", vec![]));
    assert_eq!(names(&events.expect("taken")), ["ended Rejected 0"]);
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let unsent = run(&mut after(vec![]), report(OrderStatus::New, "0", vec![]));
    assert!(
        matches!(unsent, Err(Rejection::Illegal { .. })),
        "{unsent:?}"
    );

    let mut machine = after(vec![send("a"), report(OrderStatus::New, "0", vec![])]);
    let mut other = report(OrderStatus::New, "0", vec![]);
    if let Command::Report { report, .. } = &mut other {
        report.venue_order_id = 8;
    }
    let refused = run(&mut machine, other).expect_err("another order");
    assert_eq!(
        refused.to_string(),
        "asset order a is 7 at the venue, the report is of 8"
    );

    let over = run(
        &mut machine,
        report(OrderStatus::New, "0", vec![trade(1, "11")]),
    );
    assert!(
        matches!(over, Err(Rejection::Overfilled { .. })),
        "{over:?}"
    );
    let over = run(&mut machine, report(OrderStatus::Filled, "11", vec![]));
    assert!(
        matches!(over, Err(Rejection::Overfilled { .. })),
        "{over:?}"
    );

    let mut ended = after(vec![send("a"), report(OrderStatus::Expired, "0", vec![])]);
    let late = run(
        &mut ended,
        report(OrderStatus::New, "1", vec![trade(1, "1")]),
    );
    assert!(
        matches!(late, Err(Rejection::Overfilled { .. })),
        "{late:?}"
    );
    assert!(matches!(
        run(
            &mut ended,
            Command::NotFound {
                id: id("q"),
                asked_at_ms: 0
            }
        ),
        Err(Rejection::NoSuchOrder(_))
    ));
}

#[test]
fn the_lot_of_a_trade_is_named_after_market_and_trade() {
    assert_eq!(trade(42, "1").lot_id("BTCUSDC"), "BTCUSDC-42");
}
