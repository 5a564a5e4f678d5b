//! Limit prices, and orders that are refused.

use issuance::{Command, Event, OrderId, OrderRequest, RejectReason, Status};
use money::Price;

use crate::sold;
use scenario::two::{plenty, two};
use scenario::{
    Scenario, cash, index, market, price, redemption, request, settings, snapshot, units,
};

#[test]
fn a_limit_price_is_the_least_that_a_unit_brings() {
    let limited = |name: &str, limit: &str| OrderRequest {
        limit_price: Some(price(limit)),
        ..redemption(name, "ACC-1", "TWO", "2")
    };
    let mut run = two();
    run.burn(1, "TWO", "6");
    let above = run.submit(limited("above", "200.01"));
    assert_eq!(run.batch(&plenty()), None, "the best bids are 200");
    // Between 198, the limits at the usual slippage, and 200: at what its limit leaves.
    let between = run.submit(limited("between", "199"));
    let below = run.submit(limited("below", "198"));
    let mut seen = Vec::new();
    for _ in 0..2 {
        let batch = run.batch(&plenty()).unwrap();
        seen.push((batch.orders[0].order, batch.asset_orders[0].limit_price));
        run.execute(&batch);
    }
    seen.sort();
    assert_eq!(seen, [(between, price("99.5")), (below, price("99"))]);
    assert_eq!(run.status(above), Status::Working);
    let least = |id: OrderId| run.view(id).average_price;
    assert!(least(between) >= price("199") && least(below) >= price("198"));
}

#[test]
fn a_limit_counts_what_was_sold_before() {
    let mut run = two();
    run.burn(1, "TWO", "1");
    run.submit(OrderRequest {
        limit_price: Some(price("198")),
        ..redemption("r", "ACC-1", "TWO", "1")
    });
    run.batch(&plenty()).unwrap();
    run.trade("A", "1", "99", "0");
    run.end("A");
    run.end("B");
    let cheaper = vec![
        market("A", &[], &[("120", "10")]),
        market("B", &[], &[("49", "10")]),
    ];
    assert_eq!(
        run.batch(&snapshot(cheaper)),
        None,
        "99 and twice 49 are less than 198, whatever A brings now"
    );
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(
        sold(&batch.asset_orders),
        [("B".into(), "2".into(), "49.5".into())]
    );
}

#[test]
fn what_makes_no_sense_is_rejected_with_a_reason() {
    let mut run = two();
    let reason = |run: &mut Scenario, order: OrderRequest| {
        let id = run.submit(order);
        let view = run.view(id);
        assert_eq!(view.status, Status::Rejected, "{view:?}");
        view.reject_reason.unwrap()
    };
    let plain = |name: &str, amount: &str| redemption(name, "ACC-1", "TWO", amount);
    let none = plain("1", "0");
    let fine = plain("2", "0.000000001");
    let with_cash = OrderRequest {
        cash: cash("5"),
        ..plain("3", "1")
    };
    let zero_price = OrderRequest {
        limit_price: Some(Price::ZERO),
        ..plain("4", "1")
    };
    for order in [none, fine, with_cash, zero_price] {
        assert_eq!(reason(&mut run, order), RejectReason::BadAmount);
    }
}

#[test]
fn an_order_larger_than_the_largest_at_the_mark_is_rejected() {
    let mut run = two();
    let command = Command::SubmitOrder {
        command_id: "large".into(),
        request: redemption("r", "ACC-1", "TWO", "5001"),
        mark: Some(price("200")),
    };
    let events = run.run(command).unwrap();
    let Event::Order(event) = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(
        event.order.reject_reason,
        Some(RejectReason::LimitExceeded),
        "1,000,000 is the largest"
    );
}

#[test]
fn a_fill_that_rounding_would_put_below_the_limit_waits_for_more() {
    // One unit is 1 A at 1 and 0.0003 B at 100,000: 31.
    let fine = index("FINE", &[("A", "1"), ("B", "0.0003")]);
    let mut run = Scenario::new(settings(), vec![fine]);
    run.deposit(1, "100");
    let bought = run.submit(request("b", "ACC-1", "FINE", "62.62"));
    let asks = vec![
        market("A", &[("1", "1000")], &[]),
        market("B", &[("100000", "10")], &[]),
    ];
    run.batch(&snapshot(asks)).unwrap();
    run.trade("A", "2", "1", "0");
    run.trade("B", "0.0006", "100000", "0");
    run.end("A");
    run.end("B");
    run.cancel("c", "b");
    run.confirm_mint(bought);
    run.burn(1, "FINE", "2");
    let order = run.submit(OrderRequest {
        limit_price: Some(price("30.9")),
        ..redemption("r", "ACC-1", "FINE", "2")
    });
    let book = vec![
        market("A", &[], &[("1", "1000")]),
        market("B", &[], &[("100000", "10")]),
    ];
    run.batch(&snapshot(book)).unwrap();
    run.trade("B", "0.0006", "100000", "0");
    // 0.00000100 B is what 0.00336666 units have sold, which is 30.703 each.
    run.trade("A", "0.00336666", "1", "0");
    assert!(run.view(order).units.is_zero());
    run.trade("A", "1", "1", "0");
    let view = run.view(order);
    assert_eq!(view.units, units("1.00336666"));
    assert!(view.average_price > price("30.99"), "{view:?}");
}
