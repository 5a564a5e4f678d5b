//! Replacing orders and cancelling many, clause by clause.

use issuance::{
    CancelResponse, Event, OrderChange, RejectReason, Scope, Snapshot, Status, TimeInForce,
};
use money::Cash;
use scenario::{Scenario, cash, index, market, names, price, request, settings, snapshot, units};

/// One index of one asset: one unit is one A.
fn one() -> Scenario {
    let mut run = Scenario::new(settings(), vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "1000");
    run
}

fn plenty() -> Snapshot {
    snapshot(vec![market("A", &[("100", "100000")], &[])])
}

fn refused(events: &[Event]) -> (RejectReason, CancelResponse) {
    let [
        Event::CancelRejected {
            reason,
            response_to,
            ..
        },
    ] = events
    else {
        panic!("{events:?}")
    };
    (*reason, *response_to)
}

fn replaced_amount(events: &[Event]) -> Cash {
    let amount = events.iter().find_map(|event| match event {
        Event::Order(event) => match &event.change {
            OrderChange::Replaced { replacement, .. } => Some(replacement.cash),
            _ => None,
        },
        _ => None,
    });
    amount.unwrap()
}

#[test]
fn a_working_order_has_another_amount_limit_and_name_at_once() {
    let mut run = one();
    let id = run.submit(request("1", "ACC-1", "IDX", "300"));
    assert_eq!(
        names(&run.replace("2", "1", "500", Some("101"))),
        ["1 replaced"]
    );
    let view = run.view(id);
    assert_eq!(
        (view.request.cash, view.remaining, view.request.limit_price),
        (cash("500"), cash("500"), Some(price("101")))
    );
    assert_eq!(view.request.cl_ord_id, "2");
    assert_eq!(run.collateral("ACC-1").free, cash("500"));
    assert_eq!(names(&run.replace("3", "2", "100", None)), ["1 replaced"]);
    assert_eq!(run.collateral("ACC-1").free, cash("900"));
    // Any name that it had finds it.
    for name in ["1", "2", "3"] {
        assert_eq!(run.state.order_of("FIX.4.4:A->S", name).unwrap().id(), id);
    }
    assert_eq!(names(&run.cancel("4", "1")), ["1 ended"]);
}

#[test]
fn what_a_smaller_amount_frees_goes_to_the_orders_that_wait_for_it() {
    let mut run = one();
    run.submit(request("1", "ACC-1", "IDX", "900"));
    let waiting = run.submit(request("2", "ACC-1", "IDX", "400"));
    assert_eq!(
        names(&run.replace("3", "1", "600", None)),
        ["1 replaced", "2 reserved"]
    );
    assert_eq!(run.status(waiting), Status::Working);
}

#[test]
fn a_waiting_order_is_reserved_when_its_new_amount_is_covered() {
    let mut run = one();
    let id = run.submit(request("1", "ACC-1", "IDX", "3000"));
    assert_eq!(names(&run.replace("2", "1", "2000", None)), ["1 replaced"]);
    assert_eq!(run.status(id), Status::Waiting);
    assert_eq!(
        names(&run.replace("3", "2", "1000", None)),
        ["1 replaced", "1 reserved"]
    );
    assert_eq!(run.view(id).remaining, cash("1000"));
}

#[test]
fn an_order_in_a_batch_is_replaced_when_that_has_settled() {
    let mut run = one();
    let id = run.submit(request("1", "ACC-1", "IDX", "303"));
    run.batch(&plenty()).unwrap();
    assert_eq!(
        names(&run.replace("2", "1", "400", None)),
        ["1 replace_asked"]
    );
    assert_eq!(run.view(id).request.cl_ord_id, "1", "as it is still");
    assert_eq!(
        refused(&run.replace("3", "1", "500", None)),
        (RejectReason::Pending, CancelResponse::Replace)
    );
    run.trade("A", "1", "100", "0");
    let events = run.end("A");
    assert_eq!(
        names(&events),
        ["asset_order_ended", "batch_settled", "1 replaced"]
    );
    assert_eq!(run.view(id).remaining, cash("300"));
    assert_eq!(run.status(id), Status::Working);
}

#[test]
fn an_amount_below_what_is_spent_becomes_that_and_the_order_is_complete() {
    let mut run = one();
    let id = run.submit(request("1", "ACC-1", "IDX", "303"));
    run.batch(&plenty()).unwrap();
    run.replace("2", "1", "50", None);
    run.trade("A", "1", "100", "0");
    let events = run.end("A");
    assert_eq!(
        names(&events),
        [
            "asset_order_ended",
            "batch_settled",
            "1 replaced",
            "1 ended"
        ]
    );
    assert_eq!(replaced_amount(&events), cash("100"));
    let view = run.view(id);
    assert_eq!((view.units, view.spent), (units("1"), cash("100")));
    assert_eq!(view.status, Status::Minting);
    assert_eq!(run.collateral("ACC-1").free, cash("900"));
}

#[test]
fn a_cancel_wins_over_a_replacement_that_waits_and_answers_both() {
    let mut run = one();
    run.submit(request("1", "ACC-1", "IDX", "303"));
    run.batch(&plenty()).unwrap();
    run.replace("2", "1", "400", None);
    assert_eq!(names(&run.cancel("3", "1")), ["1 cancel_asked"]);
    let events = run.end("A");
    assert_eq!(
        names(&events),
        [
            "asset_order_ended",
            "batch_settled",
            "cancel_rejected",
            "1 ended"
        ]
    );
    assert_eq!(
        refused(&events[2..3]),
        (RejectReason::TooLate, CancelResponse::Replace)
    );
}

#[test]
fn a_replacement_that_waits_is_refused_when_its_increase_is_spent_elsewhere_by_then() {
    let mut run = one();
    let id = run.submit(request("1", "ACC-1", "IDX", "303"));
    run.batch(&plenty()).unwrap();
    run.replace("2", "1", "900", None);
    run.submit(request("9", "ACC-1", "IDX", "600"));
    let events = run.end("A");
    assert_eq!(
        names(&events),
        ["asset_order_ended", "batch_settled", "cancel_rejected"]
    );
    assert_eq!(
        refused(&events[2..]),
        (RejectReason::Collateral, CancelResponse::Replace)
    );
    assert_eq!(
        (run.view(id).request.cash, run.status(id)),
        (cash("303"), Status::Working)
    );
}

#[test]
fn bad_replacements_have_their_reason() {
    let mut run = one();
    run.submit(request("1", "ACC-1", "IDX", "300"));
    run.submit(request("2", "ACC-1", "IDX", "300"));
    let mut ask = |orig: &str, amount: &str, name: &str| {
        let (reason, response_to) = refused(&run.replace(name, orig, amount, None));
        assert_eq!(response_to, CancelResponse::Replace);
        reason
    };
    assert_eq!(ask("7", "100", "8"), RejectReason::UnknownOrder);
    assert_eq!(ask("1", "100", "2"), RejectReason::DuplicateOrder);
    assert_eq!(ask("1", "9", "8"), RejectReason::BadAmount);
    assert_eq!(ask("1", "20.1234567", "8"), RejectReason::BadAmount);
    assert_eq!(ask("1", "1000001", "8"), RejectReason::LimitExceeded);
    assert_eq!(ask("1", "701", "8"), RejectReason::Collateral);
    run.cancel("3", "1");
    assert_eq!(
        refused(&run.replace("8", "1", "100", None)).0,
        RejectReason::TooLate
    );
    let mut at_once = request("4", "ACC-1", "IDX", "300");
    at_once.time_in_force = TimeInForce::ImmediateOrCancel;
    run.submit(at_once);
    run.batch(&plenty()).unwrap();
    assert_eq!(
        refused(&run.replace("8", "4", "100", None)).0,
        RejectReason::TooLate
    );
}

#[test]
fn a_mass_cancel_is_one_command_with_an_outcome_for_each_order_and_their_count() {
    let mut run = one();
    run.deposit(2, "1000");
    let _first = run.submit(request("1", "ACC-1", "IDX", "300"));
    run.batch(&plenty()).unwrap();
    run.submit(request("2", "ACC-1", "IDX", "300"));
    run.submit(request("3", "ACC-1", "IDX", "2000"));
    let other = run.submit(request("4", "ACC-2", "IDX", "300"));
    let scope = Scope {
        account: Some("ACC-1".into()),
        ..Scope::default()
    };
    let events = run.cancel_all("5", scope.clone());
    assert_eq!(
        names(&events),
        ["3 ended", "1 cancel_asked", "2 ended", "orders_cancelled"]
    );
    let Some(Event::OrdersCancelled {
        cancelled, pending, ..
    }) = events.last()
    else {
        panic!("{events:?}")
    };
    assert_eq!((*cancelled, *pending), (2, 1));
    assert_eq!(run.status(other), Status::Working);
    // What is asked for already is not asked again; nothing is an answer as well.
    assert_eq!(names(&run.cancel_all("6", scope)), ["orders_cancelled"]);
    let session = Scope {
        session: Some("FIX.4.4:A->S".into()),
        ..Scope::default()
    };
    assert_eq!(
        names(&run.cancel_all("", session)),
        ["4 ended", "orders_cancelled"]
    );
}
