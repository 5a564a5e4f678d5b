//! How orders end, and where what is left over goes.

use issuance::{Command, Outcome, Status, TimeInForce};
use ledger::{Account, HousePurse};
use money::{Cash, Units};

use crate::{one, outcome, plenty};
use scenario::{
    Scenario, cash, fills, index, market, names, quantity, request, settings, snapshot, units,
};

#[test]
fn a_working_order_is_cancelled_at_once_and_one_in_a_batch_when_that_has_settled() {
    let mut run = one();
    run.deposit(1, "2000");
    let first = run.submit(request("1", "ACC-1", "IDX", "1000"));
    let events = run.cancel("c1", "1");
    assert_eq!(
        outcome(&events),
        Some(&Outcome::Cancelled {
            cancel_cl_ord_id: Some("c1".into()),
            text: String::new(),
        })
    );
    assert_eq!(run.status(first), Status::Cancelled);
    assert_eq!(run.collateral("ACC-1").free, cash("2000"));

    let second = run.submit(request("2", "ACC-1", "IDX", "1000"));
    run.batch(&plenty()).unwrap();
    assert_eq!(names(&run.cancel("c2", "2")), ["2 cancel_asked"]);
    assert!(matches!(run.status(second), Status::Cancelling(_)));
    assert_eq!(names(&run.cancel("c3", "2")), ["cancel_rejected"]);
    run.trade("A", "4", "100", "0");
    let events = run.end("A");
    assert_eq!(
        outcome(&events),
        Some(&Outcome::Cancelled {
            cancel_cl_ord_id: Some("c2".into()),
            text: String::new(),
        })
    );
    let view = run.view(second);
    assert_eq!(
        (view.status, view.units, view.returned),
        (Status::Minting, units("4"), cash("600"))
    );
    run.confirm_mint(second);
    assert_eq!(run.status(second), Status::Minted);
    assert_eq!(names(&run.cancel("c4", "2")), ["cancel_rejected"]);
}

#[test]
fn immediate_or_cancel_has_one_batch() {
    let mut run = one();
    run.deposit(1, "2000");
    let mut order = request("1", "ACC-1", "IDX", "1000");
    order.time_in_force = TimeInForce::ImmediateOrCancel;
    let id = run.submit(order.clone());
    run.batch(&plenty()).unwrap();
    run.trade("A", "4", "100", "0");
    let events = run.end("A");
    assert_eq!(
        outcome(&events),
        Some(&Outcome::Cancelled {
            cancel_cl_ord_id: None,
            text: String::new(),
        })
    );
    assert_eq!(
        (run.status(id), run.view(id).returned),
        (Status::Minting, cash("600"))
    );

    order.cl_ord_id = "2".into();
    let id = run.submit(order);
    let none = snapshot(vec![market("A", &[], &[])]);
    assert_eq!(run.batch(&none), None);
    assert_eq!(
        run.status(id),
        Status::Cancelled,
        "no liquidity in its one batch"
    );
}

#[test]
fn fill_or_kill_gets_all_in_one_batch_or_nothing() {
    let mut run = one();
    run.deposit(1, "5000");
    let mut order = request("1", "ACC-1", "IDX", "1000");
    order.time_in_force = TimeInForce::FillOrKill;
    let all = run.submit(order.clone());
    let batch = run.batch(&plenty()).unwrap();
    let amount = batch.asset_orders[0].quantity.to_string();
    assert_eq!(
        fills(&run.trade("A", &amount, "101", "0")),
        [],
        "not before its batch settles"
    );
    assert_eq!(fills(&run.end("A")).len(), 1);
    assert_eq!(run.status(all), Status::Minting);

    order.cl_ord_id = "2".into();
    let part = run.submit(order.clone());
    run.batch(&plenty()).unwrap();
    run.trade("A", "4", "100", "0");
    run.end("A");
    let view = run.view(part);
    assert_eq!(
        (view.status, view.returned),
        (Status::Cancelled, cash("1000")),
        "the house took what was bought"
    );
    assert_eq!(run.balance("A", &"house/holdings".parse().unwrap()), "4");

    order.cl_ord_id = "3".into();
    let short = run.submit(order);
    let thin = snapshot(vec![market("A", &[("100", "2")], &[])]);
    assert_eq!(run.batch(&thin), None);
    assert_eq!(
        run.status(short),
        Status::Cancelled,
        "the book had not enough"
    );
}

#[test]
fn orders_expire_when_their_time_has_ended_and_in_flight_settles_first() {
    let mut run = one();
    run.deposit(1, "3000");
    let mut order = request("1", "ACC-1", "IDX", "1000");
    let day = run.submit(order.clone());
    order.cl_ord_id = "2".into();
    order.time_in_force = TimeInForce::GoodTillCancel;
    let good = run.submit(order);
    run.batch(&plenty()).unwrap();
    run.now += 86_400_000_000_000;
    assert_eq!(run.run(Command::Expire).unwrap(), [], "both are in a batch");
    let events = run.end("A");
    assert_eq!(outcome(&events), Some(&Outcome::Expired));
    assert_eq!(
        (run.status(day), run.status(good)),
        (Status::Expired, Status::Working)
    );
    let waits = run.submit(request("3", "ACC-2", "IDX", "1000"));
    run.now += 86_400_000_000_000;
    assert!(run.state.wants_expiry(run.now));
    assert_eq!(names(&run.run(Command::Expire).unwrap()), ["3 ended"]);
    assert_eq!(
        run.status(waits),
        Status::Expired,
        "it waited for its collateral"
    );
}

#[test]
fn left_over_holdings_go_to_the_house_at_cost_and_to_the_next_order_at_the_best_ask() {
    let indexes = vec![
        index("AB", &[("A", "1"), ("B", "1")]),
        index("JUSTA", &[("A", "1")]),
    ];
    let mut run = Scenario::new(settings(), indexes);
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "AB", "1000"));
    let both = |a: &str| {
        snapshot(vec![
            market("A", &[(a, "1000")], &[]),
            market("B", &[("100", "1000")], &[]),
        ])
    };
    run.batch(&both("100")).unwrap();
    run.trade("A", "3", "100", "0.3");
    run.end("A");
    run.end("B");
    run.cancel("c", "1");
    let view = run.view(order);
    assert_eq!(
        (view.status, view.returned),
        (Status::Cancelled, cash("1000"))
    );
    assert_eq!(
        run.balance("USDC", &"house/holdings".parse().unwrap()),
        "300.3"
    );

    let next = run.submit(request("2", "ACC-1", "JUSTA", "800"));
    let batch = run.batch(&both("200")).unwrap();
    assert_eq!(batch.asset_orders[0].from_house, quantity("3"));
    let view = run.view(next);
    assert_eq!(
        (view.units, view.gross, view.venue_fees),
        (units("3"), cash("600"), Cash::ZERO)
    );
    assert_eq!(run.balance("USDC", &"house/holdings".parse().unwrap()), "0");
}

#[test]
fn what_was_bought_before_its_limit_was_lowered_is_no_fill_above_it() {
    let mut run = Scenario::new(settings(), vec![index("AB", &[("A", "1"), ("B", "1")])]);
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "AB", "1000"));
    let asset = |asset| market(asset, &[("100", "1000")], &[]);
    run.batch(&snapshot(vec![asset("A"), asset("B")])).unwrap();
    run.trade("A", "3", "100", "0");
    run.trade("B", "0.0000005", "100", "0");
    run.end("A");
    run.end("B");
    assert!(run.view(order).units.is_zero(), "it is no increment yet");
    run.replace("2", "1", "1000", Some("150"));
    run.cancel("c", "2");
    let view = run.view(order);
    assert_eq!(
        (view.status, view.units, view.returned),
        (Status::Cancelled, Units::ZERO, cash("1000"))
    );
}

/// One unit is 1 A at 1 and 0.0003 B at 100,000: 31.
fn fine(limit: &str) -> (Scenario, issuance::OrderId) {
    let index = index("FINE", &[("A", "1"), ("B", "0.0003")]);
    let mut run = Scenario::new(settings(), vec![index]);
    run.deposit(1, "62.124");
    let order = run.submit(issuance::OrderRequest {
        limit_price: Some(scenario::price(limit)),
        ..request("1", "ACC-1", "FINE", "62.124")
    });
    let a = market("A", &[("1", "1000")], &[("1", "1000")]);
    let b = market("B", &[("100000", "10")], &[("100000", "10")]);
    run.batch(&snapshot(vec![a, b])).unwrap();
    (run, order)
}

#[test]
fn a_fill_that_rounding_would_put_above_the_limit_waits_for_more() {
    let (mut run, order) = fine("31");
    run.trade("B", "0.0006", "100000", "0");
    // 0.00000102 B would be consumed for 0.00336667 units, at 31.297 each.
    run.trade("A", "0.00336667", "1", "0");
    assert!(run.view(order).units.is_zero());
    run.trade("A", "1", "1", "0");
    let view = run.view(order);
    assert_eq!(view.units, units("1.00336667"));
    assert!(view.average_price < scenario::price("31.001"), "{view:?}");
    // What is above it by rounding when the order ends is the house's at cost.
    run.trade("A", "0.00340001", "1", "0");
    run.cancel("c", "1");
    run.end("A");
    run.end("B");
    let view = run.view(order);
    assert_eq!(
        (view.status, view.units),
        (Status::Minting, units("1.00336667"))
    );
}

#[test]
fn what_is_bought_at_the_limit_for_few_units_is_a_fill_when_it_is_all_there_is() {
    let (mut run, order) = fine("31");
    run.trade("B", "0.0006", "100000", "0");
    run.trade("A", "0.00336667", "1", "0");
    run.cancel("c", "1");
    run.end("A");
    run.end("B");
    assert_eq!(run.view(order).units, units("0.00336667"));
}

#[test]
fn well_within_its_limit_a_fill_waits_for_nothing() {
    let (mut run, order) = fine("40");
    run.trade("B", "0.0006", "100000", "0");
    run.trade("A", "0.00336667", "1", "0");
    assert_eq!(run.view(order).units, units("0.00336667"));
}

#[test]
fn the_house_takes_no_crumbs_that_cost_nothing() {
    let mut limits = settings();
    limits.house_limit = cash("30.000001");
    let mut run = Scenario::new(limits, vec![index("AB", &[("A", "1"), ("B", "1")])]);
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "AB", "1000"));
    let book = snapshot(vec![
        market("A", &[("30", "1000")], &[]),
        market("B", &[("30", "1000")], &[]),
    ]);
    run.batch(&book).unwrap();
    run.trade("A", "3", "30", "0");
    run.end("A");
    run.end("B");
    run.cancel("c", "1");
    // The last millionth of its limit is more than 0.00000003 A cost, and less than 0.00000004.
    assert_eq!(run.view(order).returned, cash("940"));
    let house = run.balance("A", &Account::House(HousePurse::Holdings));
    assert_eq!(house, "1.00000003");
    assert_eq!(run.make_batch_events(&book), Vec::new());
}

#[test]
fn what_is_beyond_the_house_limit_is_sold_for_the_clients_account() {
    let mut limits = settings();
    limits.house_limit = cash("100");
    let mut run = Scenario::new(limits, vec![index("AB", &[("A", "1"), ("B", "1")])]);
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "AB", "1000"));
    let a = market("A", &[("100", "1000")], &[("99", "1000")]);
    let book = snapshot(vec![a, market("B", &[("100", "1000")], &[])]);
    run.batch(&book).unwrap();
    run.trade("A", "3", "100", "0");
    run.end("A");
    run.end("B");
    run.cancel("c", "1");
    let view = run.view(order);
    assert_eq!(
        (view.status, view.returned),
        (Status::Cancelled, cash("800"))
    );
    assert!(run.state.wants_batch());

    let batch = run.batch(&book).unwrap();
    let sale = &batch.asset_orders[0];
    assert_eq!(
        (sale.side, sale.quantity, sale.limit_price),
        (scenario::SELL, quantity("2"), scenario::price("98.01"))
    );
    let events = run.trade("A", "2", "99", "0.2");
    assert_eq!(names(&events), ["sold"]);
    run.end("A");
    let view = run.view(order);
    assert_eq!(
        (view.spent, view.returned),
        (cash("2.2"), cash("997.8")),
        "200 bought, 198 less 0.2 came in"
    );
    let collateral = run.collateral("ACC-1");
    assert_eq!(
        (collateral.free, collateral.reserved, collateral.spent),
        (cash("997.8"), Cash::ZERO, cash("2.2"))
    );
    assert!(!run.state.wants_batch());
}
