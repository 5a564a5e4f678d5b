//! The life of an asset order: every transition, and laws over any order of the venue's messages.

use proptest::prelude::*;
use venue::asset_orders::{
    AssetOrder, AssetOrderId, AssetOrders, Command, Event, NewOrder, ORDERS_IN_COMMAND_MAX,
    Rejection, Report, Status, Terms, Trade,
};
use venue::messages::{OrderStatus, Side};

const GONE_AFTER_MS: i64 = 16_000;

fn id(text: &str) -> AssetOrderId {
    AssetOrderId::try_from(text.to_owned()).expect("an id")
}

fn new_order(text: &str) -> NewOrder {
    NewOrder {
        terms: Terms {
            id: id(text),
            batch_id: "batch-1".into(),
            market: "BTCUSDC".into(),
            asset: "BTC".into(),
            cash: "USDC".into(),
            side: Side::Buy,
            quantity: "10".parse().expect("a quantity"),
            limit_price: "120".parse().expect("a price"),
        },
        contributors: vec!["00-trace-span-01".into()],
        filter_failure: None,
    }
}

fn place(command_id: &str, orders: &[&str]) -> Command {
    Command::Place {
        command_id: command_id.into(),
        traceparent: String::new(),
        orders: orders.iter().map(|id| new_order(id)).collect(),
    }
}

fn send(text: &str) -> Command {
    Command::Send {
        id: id(text),
        timestamp_ms: 1_000,
        gone_after_ms: GONE_AFTER_MS,
    }
}

fn trade(trade_id: u64, quantity: &str) -> Trade {
    Trade {
        id: trade_id,
        price: "100".parse().expect("a price"),
        quantity: quantity.parse().expect("a quantity"),
        fee: "0.001".parse().expect("a quantity"),
        fee_asset: "BTC".into(),
        fee_cash: "0.1".parse().expect("cash"),
        time_ms: 1_005,
    }
}

fn report(status: OrderStatus, executed: &str, trades: Vec<Trade>) -> Command {
    Command::Report {
        id: id("a"),
        report: Report {
            venue_order_id: 7,
            status,
            executed: executed.parse().expect("a quantity"),
            trades,
            text: String::new(),
        },
    }
}

fn not_found(asked_at_ms: i64) -> Command {
    Command::NotFound {
        id: id("a"),
        asked_at_ms,
    }
}

fn run(machine: &mut AssetOrders, command: Command) -> Result<Vec<Event>, Rejection> {
    let events = machine.decide(command)?;
    for event in &events {
        machine.apply(event);
    }
    Ok(events)
}

/// A machine with order `a`, after these commands.
fn after(commands: Vec<Command>) -> AssetOrders {
    let mut machine = AssetOrders::new();
    run(&mut machine, place("c1", &["a"])).expect("accepted");
    for command in commands {
        run(&mut machine, command).expect("accepted");
    }
    machine
}

fn status(machine: &AssetOrders) -> Status {
    order(machine).status
}

fn order(machine: &AssetOrders) -> AssetOrder {
    machine.order(&id("a")).expect("order a").order.clone()
}

fn names(events: &[Event]) -> Vec<String> {
    let name = |event: &Event| match event {
        Event::Accepted { terms, .. } => format!("accepted {}", terms.id),
        Event::Sent { id, .. } => format!("sent {id}"),
        Event::Deferred { id, .. } => format!("deferred {id}"),
        Event::Placed { order } => format!("placed {}", order.terms.id),
        Event::Traded { trade, .. } => format!("traded {} x {}", trade.id, trade.quantity),
        Event::Closed {
            status, executed, ..
        } => format!("closed {status:?} {executed}"),
        Event::Ended { order } => format!("ended {:?} {}", order.status, order.executed),
    };
    events.iter().map(name).collect()
}

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
fn a_repeated_command_changes_nothing_and_a_repeated_id_is_refused() {
    let mut machine = after(vec![]);
    assert_eq!(run(&mut machine, place("c1", &["a"])), Ok(vec![]));
    let duplicate = Err(Rejection::DuplicateId(id("a")));
    assert_eq!(run(&mut machine, place("c2", &["b", "a"])), duplicate);
    let duplicate = Err(Rejection::DuplicateId(id("b")));
    assert_eq!(run(&mut machine, place("c3", &["b", "b"])), duplicate);
    assert_eq!(machine.open_count(), 1);
}

#[test]
fn a_command_places_at_least_one_order_and_not_too_many() {
    let mut machine = AssetOrders::new();
    assert_eq!(
        run(&mut machine, place("c1", &[])),
        Err(Rejection::OrderCount(0))
    );
    let ids: Vec<String> = (0..=ORDERS_IN_COMMAND_MAX)
        .map(|n| format!("o{n}"))
        .collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let refused = Err(Rejection::OrderCount(ORDERS_IN_COMMAND_MAX + 1));
    assert_eq!(run(&mut machine, place("c2", &ids)), refused);
}

#[test]
fn an_order_that_fails_a_filter_is_accepted_and_ends_without_being_sent() {
    let mut machine = AssetOrders::new();
    let mut order = new_order("a");
    order.filter_failure = Some("LOT_SIZE: quantity 0 is below 0.00001".into());
    let command = Command::Place {
        command_id: "c1".into(),
        traceparent: String::new(),
        orders: vec![order, new_order("b")],
    };
    let events = run(&mut machine, command).expect("taken");
    assert_eq!(
        names(&events),
        ["accepted a", "ended Rejected 0", "accepted b"]
    );
    let open: Vec<String> = machine
        .open()
        .map(|o| o.order.terms.id.to_string())
        .collect();
    assert_eq!(open, ["b"]);
}

#[test]
fn orders_are_open_in_the_order_they_were_accepted() {
    let mut machine = AssetOrders::new();
    run(&mut machine, place("c1", &["z", "m"])).expect("accepted");
    run(&mut machine, place("c2", &["a"])).expect("accepted");
    let open: Vec<String> = machine
        .open()
        .map(|o| o.order.terms.id.to_string())
        .collect();
    assert_eq!(open, ["z", "m", "a"]);
    assert_eq!(machine.unsent_count(), 3);
    assert_eq!(machine.list(Some("batch-2")), Vec::<&_>::new());
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
fn an_id_is_what_the_venue_takes_as_an_id() {
    for good in ["a", "A-9_z", &"x".repeat(36)] {
        assert!(AssetOrderId::try_from(good.to_owned()).is_ok(), "{good}");
    }
    for bad in ["", "a b", "a.b", "ü", &"x".repeat(37)] {
        assert!(AssetOrderId::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}

#[test]
fn the_lot_of_a_trade_is_named_after_market_and_trade() {
    assert_eq!(trade(42, "1").lot_id("BTCUSDC"), "BTCUSDC-42");
}

/// Everything the venue can tell of one order with these trades, from all of its channels.
fn tellings(quantities: &[u32]) -> Vec<Command> {
    let mut trades = Vec::new();
    let mut total = 0;
    let mut told = vec![report(OrderStatus::New, "0", vec![])];
    for (number, quantity) in quantities.iter().enumerate() {
        total += quantity;
        let one = trade(number as u64 + 1, &quantity.to_string());
        trades.push(one.clone());
        let partly = OrderStatus::PartiallyFilled;
        told.push(report(partly, &total.to_string(), vec![one]));
        told.push(report(partly, &total.to_string(), vec![]));
    }
    let end = if total == 10 {
        OrderStatus::Filled
    } else {
        OrderStatus::Expired
    };
    told.push(report(end, &total.to_string(), vec![]));
    told.push(report(end, &total.to_string(), trades));
    told
}

proptest! {
    #[test]
    fn whatever_order_the_messages_come_in_each_trade_is_recorded_once_and_the_end_is_last(
        quantities in prop::collection::vec(1_u32..=2, 0..=5),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..=20),
    ) {
        let told = tellings(&quantities);
        let mut machine = after(vec![send("a")]);
        let mut history = Vec::new();
        let complete = told[told.len() - 1].clone();
        for command in picks.iter().map(|pick| pick.get(&told).clone()).chain([complete]) {
            let events = run(&mut machine, command);
            history.extend(events.expect("the venue's messages agree"));
        }
        let mut traded: Vec<u64> = Vec::new();
        for event in &history {
            if let Event::Traded { trade, .. } = event {
                traded.push(trade.id);
            }
        }
        traded.sort_unstable();
        let expected: Vec<u64> = (1..=quantities.len() as u64).collect();
        prop_assert_eq!(traded, expected);
        let ends = history.iter().filter(|event| matches!(event, Event::Ended { .. })).count();
        prop_assert_eq!(ends, 1);
        let ended_last = matches!(history.last(), Some(Event::Ended { .. }));
        prop_assert!(ended_last);
        let total: u32 = quantities.iter().sum();
        prop_assert_eq!(order(&machine).executed, total.to_string().parse().expect("a quantity"));
    }

    #[test]
    fn replaying_the_stored_events_gives_the_live_state(
        quantities in prop::collection::vec(1_u32..=2, 0..=5),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..=20),
        snapshot_at in any::<prop::sample::Index>(),
    ) {
        let told = tellings(&quantities);
        let mut live = AssetOrders::new();
        let mut stored = Vec::new();
        let commands = [place("c1", &["a", "b"]), send("a")];
        let picked = picks.iter().map(|pick| pick.get(&told).clone());
        for command in commands.into_iter().chain(picked) {
            for event in run(&mut live, command).expect("accepted") {
                stored.push(serde_json::to_string(&event).expect("JSON"));
            }
        }
        let mut replayed = AssetOrders::new();
        for (number, text) in stored.iter().enumerate() {
            // As after a start from a snapshot.
            if number == snapshot_at.index(stored.len()) {
                let state = serde_json::to_string(&replayed).expect("JSON");
                replayed = serde_json::from_str(&state).expect("asset orders");
            }
            replayed.apply(&serde_json::from_str(text).expect("an event"));
        }
        prop_assert_eq!(&replayed, &live);
        prop_assert!(replayed.knows_command("c1"));
    }
}
