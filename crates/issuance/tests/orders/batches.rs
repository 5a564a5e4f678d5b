//! Batches that come to little, and orders that can't be reckoned with.

use issuance::{Command, Event, Status};

use crate::{one, plenty};
use scenario::{Scenario, cash, index, names, quantity, request, settings};

#[test]
fn an_order_that_cannot_be_reckoned_with_is_suspended_and_touches_no_other() {
    let indexes = vec![index("GONE", &[("Z", "1")]), index("IDX", &[("A", "1")])];
    let mut run = Scenario::new(settings(), indexes);
    run.deposit(1, "2000");
    let gone = run.submit(request("1", "ACC-1", "GONE", "1000"));
    let good = run.submit(request("2", "ACC-1", "IDX", "1000"));
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(run.status(gone), Status::Suspended);
    assert!(
        run.view(gone).text.contains("no market"),
        "{}",
        run.view(gone).text
    );
    run.execute(&batch);
    assert_eq!(run.status(good), Status::Minting);
    run.run(Command::ResumeOrder { order: gone }).unwrap();
    assert_eq!(run.status(gone), Status::Working);
    run.cancel("c", "1");
    assert_eq!(
        (run.status(gone), run.view(gone).returned),
        (Status::Cancelled, cash("1000"))
    );
}

#[test]
fn a_market_without_a_book_only_makes_its_orders_wait() {
    let mut run = one();
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "IDX", "1000"));
    let mut closed = plenty();
    closed.markets[0].tradable = false;
    assert_eq!(run.batch(&closed), None);
    assert_eq!(run.status(order), Status::Working);
}

#[test]
fn a_batch_that_the_adapter_refuses_settles_and_its_orders_work_on() {
    let mut run = one();
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "IDX", "1000"));
    let events = run.run(Command::MakeBatch(plenty())).unwrap();
    let Some(Event::BatchMade { batch }) = events.first() else {
        panic!("{events:?}")
    };
    let refused = run
        .run(Command::RefuseBatch {
            batch: batch.id,
            text: "no such market".into(),
        })
        .unwrap();
    assert_eq!(names(&refused), ["asset_order_ended", "batch_settled"]);
    assert_eq!(
        (run.status(order), run.view(order).remaining),
        (Status::Working, cash("1000"))
    );
}

#[test]
fn nothing_is_bought_beyond_the_cash_at_the_venue() {
    let mut limits = settings();
    limits.house_cash = cash("250");
    let mut run = Scenario::new(limits, vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "1000");
    run.submit(request("1", "ACC-1", "IDX", "1000"));
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(batch.orders[0].frozen_by.as_deref(), Some("in_flight"));
    assert!(
        batch.asset_orders[0].quantity <= quantity("2.47524753"),
        "{:?}",
        batch.asset_orders
    );
}
