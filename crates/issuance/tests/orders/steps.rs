//! What is too much for one decision goes on in steps: fills after a large trade, and the orders of a large batch when it settles.

use issuance::{Command, Event, Issuance, Status};

use scenario::{Scenario, cash, index, market, names, request, settings, snapshot};

fn plenty() -> issuance::Snapshot {
    let ask = [("100", "1000")];
    snapshot(vec![market("BTC", &ask, &[]), market("ETH", &ask, &[])])
}

/// Five orders in one batch of which two are decided at once, and nothing goes on by itself.
fn five() -> (Scenario, issuance::Batch) {
    let mut limits = settings();
    limits.batches_in_flight_max = 2;
    let two = index("TWO", &[("BTC", "1"), ("ETH", "1")]);
    let mut run = Scenario::in_steps(limits, vec![two], 2);
    run.deposit(1, "10000");
    for number in 1..=5 {
        run.submit(request(&format!("n{number}"), "ACC-1", "TWO", "1000"));
    }
    run.goes_on = false;
    let batch = run.batch(&plenty()).unwrap();
    (run, batch)
}

/// A trade of all of an asset order at its limit.
fn trade(run: &mut Scenario, batch: &issuance::Batch, asset: &str) -> Vec<Event> {
    let order = batch.asset_orders.iter();
    let order = order.clone().find(|order| *order.asset == *asset).unwrap();
    let (quantity, at) = (order.quantity.to_string(), order.limit_price.to_string());
    run.trade(asset, &quantity, &at, "0")
}

fn statuses(run: &Scenario) -> Vec<&'static str> {
    let orders = run.state.orders();
    orders.map(|order| order.status().name()).collect()
}

/// Everything bought and ended, nothing of it filled or settled.
fn over() -> (Scenario, issuance::Batch) {
    let (mut run, batch) = five();
    for asset in ["BTC", "ETH"] {
        trade(&mut run, &batch, asset);
    }
    run.end("BTC");
    assert_eq!(names(&run.end("ETH")), ["asset_order_ended"]);
    (run, batch)
}

#[test]
fn fills_and_ends_of_a_large_batch_come_in_steps() {
    let (mut run, batch) = five();
    assert!(!run.state.goes_on());
    assert_eq!(names(&trade(&mut run, &batch, "BTC")), ["bought"]);
    for _ in 0..3 {
        assert_eq!(names(&run.step()), ["batch_filled"], "nobody has both");
    }
    assert_eq!(run.step(), [], "that was all");
    assert_eq!(names(&trade(&mut run, &batch, "ETH")), ["bought"]);
    assert_eq!(names(&run.step()), ["1 filled", "2 filled", "batch_filled"]);
    // The end may come before the last fill; nothing settles before that.
    run.end("BTC");
    run.end("ETH");
    assert_eq!(names(&run.step()), ["3 filled", "4 filled", "batch_filled"]);
    assert_eq!(names(&run.step()), ["5 filled", "batch_filled"]);
    assert_eq!(names(&run.step()), ["batch_settling", "1 ended", "2 ended"]);
    assert_eq!(names(&run.step()), ["batch_settling", "3 ended", "4 ended"]);
    assert!(run.state.goes_on());
    assert_eq!(names(&run.step()), ["batch_settled", "5 ended"]);
    assert!(!run.state.goes_on());
    assert_eq!(statuses(&run), ["minting"; 5]);
}

#[test]
fn a_restart_between_any_two_steps_goes_on_where_it_was() {
    let (mut run, _) = over();
    let mut steps = 0;
    while run.state.goes_on() {
        run.state = run.replayed();
        run.step();
        steps += 1;
    }
    assert_eq!((steps, statuses(&run)), (6, vec!["minting"; 5]));
}

#[test]
fn an_order_that_has_settled_is_cancelled_at_once_and_another_when_it_settles() {
    let (mut run, batch) = five();
    trade(&mut run, &batch, "BTC");
    run.end("BTC");
    run.end("ETH");
    for _ in 0..4 {
        run.step();
    }
    let in_batch = Status::InBatch(batch.id).name();
    let working = Status::Working.name();
    assert_eq!(
        statuses(&run),
        [working, working, in_batch, in_batch, in_batch]
    );
    assert_eq!(names(&run.cancel("c1", "n1")), ["1 ended"]);
    assert_eq!(names(&run.cancel("c3", "n3")), ["3 cancel_asked"]);
    assert_eq!(names(&run.step()), ["batch_settling", "3 ended"]);
    assert_eq!(names(&run.step()), ["batch_settled"]);
    assert_eq!(
        statuses(&run),
        ["cancelled", working, "cancelled", working, working]
    );
}

#[test]
fn an_order_that_has_settled_joins_another_batch_and_stays_there_when_its_old_one_settles() {
    let (mut run, batch) = five();
    run.end("BTC");
    run.end("ETH");
    run.step();
    let second = run.batch(&plenty()).unwrap();
    let joined: Vec<u64> = second.orders.iter().map(|part| part.order.0).collect();
    assert_eq!(joined, [1, 2]);
    while run.state.batch(batch.id).is_some() {
        run.step();
    }
    let in_batch = Status::InBatch(second.id);
    for part in &second.orders {
        assert_eq!(run.status(part.order), in_batch);
        assert!(!part.in_flight.is_zero());
    }
    run.goes_on = true;
    run.execute(&second);
    assert_eq!(
        statuses(&run),
        ["minting", "minting", "working", "working", "working"]
    );
}

#[test]
fn a_trade_and_an_end_after_the_last_end_are_none_of_the_batchs() {
    let (mut run, batch) = over();
    let skipped = trade(&mut run, &batch, "BTC");
    let [Event::Skipped { text, .. }] = &skipped[..] else {
        panic!("{skipped:?}")
    };
    assert!(text.contains("has ended"), "{text}");
    assert_eq!(names(&run.end("ETH")), ["skipped"]);
}

#[test]
fn a_refused_batch_is_not_placed_again_while_it_settles() {
    let mut limits = settings();
    limits.order_cap = cash("1000");
    let one = index("ONE", &[("BTC", "1")]);
    let mut run = Scenario::in_steps(limits, vec![one], 1);
    run.deposit(1, "10000");
    run.submit(request("n1", "ACC-1", "ONE", "1000"));
    run.submit(request("n2", "ACC-1", "ONE", "1000"));
    run.goes_on = false;
    let batch = run.make_batch(&plenty()).unwrap();
    assert_eq!(run.state.batches_to_place().count(), 1);
    run.refuse(batch.id);
    assert!(run.state.goes_on() && run.state.batch(batch.id).is_some());
    assert_eq!(run.state.batches_to_place().count(), 0);
    let text = "once more".to_owned();
    let again = Command::RefuseBatch {
        batch: batch.id,
        text,
    };
    assert_eq!(run.run(again).unwrap(), []);
    assert_eq!(names(&run.step()), ["batch_settling"]);
    assert_eq!(names(&run.step()), ["batch_settled"]);
}

#[test]
fn a_journal_from_before_steps_is_read() {
    let (run, _) = over();
    let events = run.events.iter().map(|event| {
        let mut event = serde_json::to_value(event).unwrap();
        for trade in ["bought", "sold", "batch_made"] {
            let trade = event.get_mut(trade).and_then(|trade| trade.as_object_mut());
            trade.and_then(|trade| trade.remove("fills_later"));
        }
        serde_json::from_value::<Event>(event).unwrap()
    });
    let mut state = Issuance::default();
    for event in events {
        state.apply(&event);
    }
    assert_eq!(state.books(), run.state.books());
    assert!(state.goes_on(), "it is over, and has not settled");
    let settled = state.decide(Command::GoOn, run.now).unwrap();
    assert_eq!(names(&settled)[0], "batch_settled");
}
