//! What a command may place, and what is open then.

use venue::asset_orders::{AssetOrderId, AssetOrders, Command, ORDERS_IN_COMMAND_MAX, Rejection};

use crate::{after, id, names, new_order, place, run};

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
fn an_id_is_what_the_venue_takes_as_an_id() {
    for good in ["a", "A-9_z", &"x".repeat(36)] {
        assert!(AssetOrderId::try_from(good.to_owned()).is_ok(), "{good}");
    }
    for bad in ["", "a b", "a.b", "ü", &"x".repeat(37)] {
        assert!(AssetOrderId::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}
