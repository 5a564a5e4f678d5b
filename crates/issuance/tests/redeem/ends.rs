//! Ends before all is sold: what is begun is completed.

use issuance::{Event, Scope, Status, TimeInForce};

use crate::{redeemable, sold, with_time_in_force};
use scenario::two::{bids, plenty, two};
use scenario::{fills, names, redemption, units};

#[test]
fn a_cancel_gives_unsold_units_back_and_completes_what_is_begun() {
    let mut run = two();
    run.burn(1, "TWO", "6");
    let order = run.submit(redemption("r", "ACC-1", "TWO", "6"));
    let batch = run.batch(&plenty()).unwrap();
    run.trade("A", "2.5", "100", "0");
    run.trade("B", "4", "50", "0");
    let asked = run.cancel("c", "r");
    assert_eq!(names(&asked), ["3 cancel_asked"]);
    for part in &batch.asset_orders {
        run.end(&part.asset);
    }
    let view = run.view(order);
    assert_eq!(
        (view.status, view.units, view.request.units),
        (Status::Working, units("2"), units("2.5")),
        "two and a half are begun"
    );
    assert_eq!(redeemable(&run, "ACC-1"), "3.5");
    let refused = run.cancel("c2", "r");
    assert_eq!(names(&refused), ["cancel_rejected"]);
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(
        sold(&batch.asset_orders),
        [("B".into(), "1".into(), "49.5".into())],
        "what the half unit lacks"
    );
    let events = run.execute(&batch);
    assert_eq!(names(&events).last().unwrap(), "3 ended");
    let view = run.view(order);
    assert_eq!((view.status, view.units), (Status::Redeemed, units("2.5")));
    assert_eq!(
        redeemable(&run, "ACC-1"),
        "3.5",
        "they can be ordered again"
    );
    assert_eq!(
        run.status(run.state.order_of("FIX.4.4:A->S", "r").unwrap().id()),
        view.status
    );
    run.submit(redemption("again", "ACC-1", "TWO", "3.5"));
    assert_eq!(redeemable(&run, "ACC-1"), "0");
}

#[test]
fn a_cancel_of_an_order_that_has_sold_nothing_ends_it_at_once() {
    let mut run = two();
    run.burn(1, "TWO", "6");
    let order = run.submit(redemption("r", "ACC-1", "TWO", "6"));
    assert_eq!(names(&run.cancel("c", "r")), ["3 ended"]);
    assert_eq!(run.status(order), Status::Cancelled);
    assert_eq!(redeemable(&run, "ACC-1"), "6");
}

#[test]
fn a_mass_cancel_counts_what_has_begun_as_pending() {
    let mut run = two();
    run.burn(1, "TWO", "6");
    run.submit(redemption("r", "ACC-1", "TWO", "4"));
    let batch = run.batch(&plenty()).unwrap();
    run.trade("A", "1", "100", "0");
    for part in &batch.asset_orders {
        run.end(&part.asset);
    }
    run.submit(redemption("s", "ACC-1", "TWO", "2"));
    let events = run.cancel_all("q", Scope::default());
    assert_eq!(
        names(&events),
        ["3 cancel_asked", "3 closing", "4 ended", "orders_cancelled"]
    );
    let Some(Event::OrdersCancelled {
        cancelled, pending, ..
    }) = events.last()
    else {
        panic!("{events:?}")
    };
    assert_eq!((*cancelled, *pending), (1, 1));
}

#[test]
fn immediate_or_cancel_has_one_batch_and_ends_without_bids() {
    let ioc = TimeInForce::ImmediateOrCancel;
    let mut run = two();
    run.burn(1, "TWO", "6");
    let order = run.submit(with_time_in_force(
        redemption("r", "ACC-1", "TWO", "4"),
        ioc,
    ));
    let batch = run.batch(&bids("3", "1000")).unwrap();
    run.execute(&batch);
    let view = run.view(order);
    assert_eq!((view.status, view.units), (Status::Redeemed, units("3")));
    assert_eq!(redeemable(&run, "ACC-1"), "3");
    let order = run.submit(with_time_in_force(
        redemption("s", "ACC-1", "TWO", "3"),
        ioc,
    ));
    assert_eq!(run.batch(&bids("0", "1000")), None);
    assert_eq!(run.status(order), Status::Cancelled);
}

#[test]
fn fill_or_kill_sells_all_or_nothing_as_far_as_the_venue_keeps_its_word() {
    let fok = TimeInForce::FillOrKill;
    let mut run = two();
    run.burn(1, "TWO", "6");
    let order = run.submit(with_time_in_force(
        redemption("r", "ACC-1", "TWO", "4"),
        fok,
    ));
    assert_eq!(run.batch(&bids("3", "1000")), None, "not all of it");
    assert_eq!(run.status(order), Status::Cancelled);
    let order = run.submit(with_time_in_force(
        redemption("s", "ACC-1", "TWO", "4"),
        fok,
    ));
    let batch = run.batch(&plenty()).unwrap();
    let events = run.execute(&batch);
    assert_eq!(fills(&events).len(), 1, "filled at once, when all is sold");
    assert_eq!(run.view(order).units, units("4"));
    // What the venue has sold can't be undone: it is completed, and no more.
    let order = run.submit(with_time_in_force(
        redemption("t", "ACC-1", "TWO", "2"),
        fok,
    ));
    run.batch(&plenty()).unwrap();
    run.trade("A", "1", "100", "0");
    run.end("A");
    run.end("B");
    assert_eq!(run.view(order).request.units, units("1"));
    let batch = run.batch(&plenty()).unwrap();
    run.execute(&batch);
    let view = run.view(order);
    assert_eq!((view.status, view.units), (Status::Redeemed, units("1")));
    assert_eq!(redeemable(&run, "ACC-1"), "1");
}

#[test]
fn a_replacement_changes_the_units_but_not_below_what_is_begun() {
    let mut run = two();
    run.burn(1, "TWO", "6");
    let order = run.submit(redemption("r", "ACC-1", "TWO", "4"));
    run.replace_units("r2", "r", "5");
    assert_eq!(redeemable(&run, "ACC-1"), "1");
    assert_eq!(
        names(&run.replace_units("r3", "r2", "7")),
        ["cancel_rejected"]
    );
    let batch = run.batch(&plenty()).unwrap();
    run.trade("A", "2", "100", "0");
    run.replace_units("r4", "r2", "1");
    for part in &batch.asset_orders {
        run.end(&part.asset);
    }
    let view = run.view(order);
    assert_eq!((view.request.units, view.units), (units("2"), units("0")));
    assert_eq!(redeemable(&run, "ACC-1"), "4");
    let batch = run.batch(&plenty()).unwrap();
    run.execute(&batch);
    assert_eq!(run.status(order), Status::Redeemed);
}
