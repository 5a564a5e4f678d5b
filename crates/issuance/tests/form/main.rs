//! How the state is written down: as a file says; and what is read of it is what was written, or is refused.

use issuance::{
    CashArrival, CashMove, CashPlace, Command, Issuance, Limits, QuoteRequest, Side, Snapshot,
    Status, TimeInForce, TradingState,
};
use scenario::{
    Scenario, cash, index, market, quantity, redemption, request, settings, snapshot, two, units,
};
use serde_json::Value;

/// As [`everything`] is written.
const WRITTEN: &str = include_str!("state.json");

/// Both ways, A in steps of 1.
fn books() -> Snapshot {
    let mut a = market("A", &[("100", "1000")], &[("99", "1000")]);
    a.step = quantity("1");
    snapshot(vec![a, market("B", &[("50", "1000")], &[("49", "1000")])])
}

/// Something in every part of the state.
fn everything() -> Scenario {
    let mut limits = settings();
    limits.batches_in_flight_max = 2;
    let other = index("OTHER", &[("A", "0.3")]);
    let mut run = two::with_others(limits, "10", vec![other]);
    operators(&mut run);
    clients(&mut run);
    in_flight(&mut run);
    run
}

/// Switches, limits, a new basket with cash of the house for it, cash on the move.
fn operators(run: &mut Scenario) {
    run.set_trading(Some("OTHER"), TradingState::Closed);
    let limits = Limits {
        order_max: Some(cash("4000")),
        ..Limits::default()
    };
    run.set_limits("ACC-3", limits);
    let define = Command::DefineIndex {
        command_id: "basket".into(),
        index: index("TWO", &[("A", "1"), ("B", "2.5")]),
    };
    run.run(define).unwrap();
    let fund = Command::FundRebalance {
        command_id: "fund".into(),
        index: "TWO".into(),
        amount: cash("3"),
    };
    run.run(fund).unwrap();
    for (id, from) in [("m1", CashPlace::Vault), ("m2", CashPlace::Venue)] {
        let cash_move = CashMove {
            id: id.into(),
            from,
            amount: cash("20"),
        };
        run.run(Command::MoveCash(cash_move)).unwrap();
    }
    let arrival = CashArrival {
        at: CashPlace::Venue,
        amount: cash("19"),
        cost: cash("1"),
    };
    let id = "m1".into();
    run.run(Command::ArriveCash { id, arrival }).unwrap();
}

/// What no account has, quotes of which one is used, payouts, a refused order and one that waits.
fn clients(run: &mut Scenario) {
    run.deposit(9, "7");
    run.burn(9, "TWO", "1");
    run.burn(1, "TWO", "4");
    for number in ["q1", "q2"] {
        let request = QuoteRequest {
            session: "FIX.4.4:A->S".into(),
            quote_req_id: number.into(),
            account: "ACC-2".into(),
            index: "TWO".into(),
            side: Side::Buy,
            cash: cash("300"),
            units: units("0"),
        };
        let quote = Command::RequestQuote {
            command_id: number.into(),
            request,
            snapshot: books(),
        };
        run.run(quote).unwrap();
    }
    let mut quoted = request("quoted", "ACC-2", "TWO", "300");
    quoted.quote = Some(issuance::QuoteId(1));
    quoted.time_in_force = TimeInForce::ImmediateOrCancel;
    run.submit(quoted);
    // Its mint is under way.
    let batch = run.batch(&books()).unwrap();
    run.execute(&batch);
    for amount in ["5", "6"] {
        run.ask_payout("ACC-1", Some(amount)).unwrap();
    }
    let accepted = Command::ConfirmPayoutAccepted(issuance::PayoutId(1));
    run.run(accepted).unwrap();
    run.submit(request("quoted", "ACC-2", "TWO", "300"));
    run.submit(request("waits", "ACC-3", "TWO", "300"));
    run.run(Command::ConfirmInventory(11)).unwrap();
}

/// A mint that failed, and one under way; a batch that has begun and one that the adapter has not heard of; house lots.
fn in_flight(run: &mut Scenario) {
    let failed = run.submit(request("failed", "ACC-2", "TWO", "1000"));
    let batch = run.batch(&books()).unwrap();
    run.execute(&batch);
    run.cancel("failed-c", "failed");
    let mint_id = run.state.mint_id(failed);
    run.fail_transaction(&mint_id);
    run.submit(redemption("redeems", "ACC-1", "TWO", "2"));
    let mut begun = request("begun", "ACC-1", "TWO", "1000");
    begun.time_in_force = TimeInForce::GoodTill(run.now + 1_000_000_000_000);
    let begun = run.submit(begun);
    run.replace("begun-2", "begun", "1100", Some("250"));
    run.batch(&books()).unwrap();
    run.trade("B", "0.5", "50", "0.001");
    run.cancel("begun-c", "begun-2");
    let status = run.status(begun);
    assert!(
        matches!(status, Status::Cancelling(_)),
        "{:?}",
        run.view(begun)
    );
    run.submit(request("next", "ACC-2", "TWO", "400"));
    run.make_batch(&books()).unwrap();
    run.submit(request("works", "ACC-2", "TWO", "50"));
}

/// As it is written; what is in no order there is sorted.
fn written(state: &Issuance) -> Value {
    let mut value = serde_json::to_value(state).unwrap();
    let sort = |list: &mut Value| {
        let list = list.as_array_mut().unwrap();
        list.sort_by_key(ToString::to_string);
    };
    for set in ["commands_seen", "deposits_seen", "burns_seen"] {
        sort(&mut value[set]);
    }
    let names = value["by_client_id"].as_object_mut().unwrap();
    names.values_mut().for_each(sort);
    value
}

/// A line a part, as in the file.
fn text(value: &Value) -> String {
    let parts = value.as_object().unwrap().iter();
    let lines: Vec<_> = parts
        .map(|(name, part)| format!("{name:?}: {part}"))
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// Whoever changes how a state is written, or what is made of an event, makes a new form, and then a new file.
#[test]
fn a_form_names_how_a_state_is_written() {
    let run = everything();
    assert_eq!(Issuance::FORM, "issuance 1");
    let found = written(&run.state);
    let kept: Value = serde_json::from_str(WRITTEN).unwrap();
    assert!(found == kept, "it is written as\n{}", text(&found));
    let read: Issuance = serde_json::from_str(WRITTEN).unwrap();
    assert_eq!(read.difference(&run.state), None);
}

#[test]
fn no_part_of_the_file_is_empty() {
    let kept: Value = serde_json::from_str(WRITTEN).unwrap();
    let desk = kept["desk"].as_object().unwrap().iter();
    for (name, part) in kept.as_object().unwrap().iter().chain(desk) {
        let is_empty = match part {
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            Value::String(text) => text.is_empty(),
            Value::Null => true,
            Value::Bool(_) | Value::Number(_) => *part == 0,
        };
        assert!(!is_empty, "{name}");
    }
}

#[test]
fn nothing_is_written_of_nothing_and_read_as_such() {
    let text = serde_json::to_string(&Issuance::default()).unwrap();
    let read: Issuance = serde_json::from_str(&text).unwrap();
    assert_eq!(read.difference(&Issuance::default()), None);
}

/// Why the state is refused when `change` has been made to it.
fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(WRITTEN).unwrap();
    change(&mut value);
    let read = serde_json::from_value::<Issuance>(value);
    read.expect_err("it is refused").to_string()
}

#[test]
fn a_state_that_does_not_add_up_is_refused() {
    let books = |value: &mut Value, account: &str, amount: &str| {
        value["desk"]["books"]["USDC"][account] = amount.into();
    };
    let text = refused(|value| books(value, "venue", "1"));
    assert!(text.contains("add up to"), "{text}");
    // It adds up, and nobody has it.
    let text = refused(|value| {
        books(value, "order/o99/in-flight", "1");
        let free = value["desk"]["books"]["USDC"]["client/ACC-2/free"].clone();
        let less = cash(free.as_str().unwrap()).checked_sub(cash("1"));
        books(value, "client/ACC-2/free", &less.unwrap().to_string());
    });
    assert_eq!(
        text,
        "order/o99/in-flight has 1 USDC in the books and 0 elsewhere"
    );
    let text = refused(|value| value["desk"]["clients"]["ACC-1"]["deposited"] = "1".into());
    assert!(text.starts_with("ACC-1's reserved"), "{text}");
    let text = refused(|value| {
        let lot = serde_json::json!({"lot": "A-9", "price": "1", "quantity": "1", "cost": "1", "fee": "0"});
        value["desk"]["house"]["A"]
            .as_array_mut()
            .unwrap()
            .push(lot);
    });
    assert!(text.starts_with("house/holdings has"), "{text}");
    let text = refused(|value| value["unclaimed"] = serde_json::json!({}));
    assert!(text.starts_with("unclaimed has"), "{text}");
}

#[test]
fn a_state_with_a_part_missing_or_more_than_its_parts_is_refused() {
    let text = refused(|value| value["more"] = 1.into());
    assert!(text.contains("unknown field `more`"), "{text}");
    let text = refused(|value| drop(value.as_object_mut().unwrap().remove("quotes")));
    assert!(text.contains("missing field `quotes`"), "{text}");
    let text = refused(|value| value["desk"]["batches"] = serde_json::json!({}));
    assert!(text.starts_with("a batch of order"), "{text}");
    let text = refused(|value| {
        let names = value["by_client_id"].as_object_mut().unwrap();
        names.insert("another".into(), serde_json::json!([["name", 1_000]]));
    });
    assert!(text.starts_with("order o1000 of"), "{text}");
    let text = refused(|value| value["settings"] = Value::Null);
    assert_eq!(text, "there are no settings");
    let text = refused(|value| {
        let moves = value["cash_moves"].as_array_mut().unwrap();
        moves.push(moves[0].clone());
    });
    assert_eq!(text, "cash move m1 is there twice");
}
