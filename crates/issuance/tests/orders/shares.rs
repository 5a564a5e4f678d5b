//! Trades are shared, and become increments.

use issuance::{Event, Side, Status};
use ledger::Account;
use money::Rate;

use crate::{one, plenty};
use scenario::{
    Scenario, cash, fills, index, market, quantity, request, settings, snapshot, units,
};

#[test]
fn two_orders_share_a_lot_in_proportion_to_their_contributions_to_the_last_digit() {
    let mut run = one();
    run.deposit(1, "303");
    run.deposit(2, "606");
    let first = run.submit(request("1", "ACC-1", "IDX", "303"));
    let second = run.submit(request("2", "ACC-2", "IDX", "606"));
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(batch.asset_orders[0].quantity, quantity("9"));
    let events = run.trade("A", "1", "100", "0.1");
    let Event::Bought(bought) = &events[0] else {
        panic!("{events:?}")
    };
    let shares: Vec<_> = bought
        .shares
        .iter()
        .map(|share| (share.order, share.lot.quantity, share.lot.fee))
        .collect();
    assert_eq!(
        shares,
        [
            (first, quantity("0.33333333"), cash("0.033333")),
            (second, quantity("0.66666667"), cash("0.066666"))
        ]
    );
    assert_eq!(
        bought.remainder,
        cash("0.000001"),
        "fractions are the house's"
    );
    let filled: Vec<_> = fills(&events)
        .into_iter()
        .map(|(order, fill)| (order, fill.units))
        .collect();
    assert_eq!(
        filled,
        [(first, units("0.33333333")), (second, units("0.66666667"))]
    );
}

#[test]
fn two_indexes_share_one_asset_order() {
    let indexes = vec![
        index("ONE", &[("A", "1")]),
        index("TWO", &[("A", "1"), ("B", "2")]),
    ];
    let mut run = Scenario::new(settings(), indexes);
    run.deposit(1, "1000");
    run.submit(request("1", "ACC-1", "ONE", "500"));
    run.submit(request("2", "ACC-1", "TWO", "500"));
    let markets = vec![
        market("A", &[("100", "1000")], &[]),
        market("B", &[("50", "1000")], &[]),
    ];
    let batch = run.batch(&snapshot(markets)).unwrap();
    let contributors: Vec<_> = batch
        .asset_orders
        .iter()
        .map(|order| (order.asset.to_string(), order.contributions.len()))
        .collect();
    assert_eq!(contributors, [("A".to_owned(), 2), ("B".to_owned(), 1)]);
    run.execute(&batch);
    assert_eq!(run.status(issuance::OrderId(1)), Status::Minting);
    assert_eq!(run.status(issuance::OrderId(2)), Status::Minting);
}

#[test]
fn the_issuers_fee_and_the_venues_are_in_what_left_the_collateral() {
    let mut with_fee = index("IDX", &[("A", "1")]);
    with_fee.fee = Rate::from_basis_points(50);
    let mut run = Scenario::new(settings(), vec![with_fee]);
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "IDX", "1000"));
    let batch = run.batch(&plenty()).unwrap();
    let part = &batch.asset_orders[0];
    assert!(
        part.quantity <= quantity("9.852"),
        "both fees are in the budget: {}",
        part.quantity
    );
    let events = run.trade("A", "2", "100", "0.3");
    let (_, fill) = fills(&events).remove(0);
    assert_eq!(
        (fill.gross, fill.venue_fees, fill.issuer_fee),
        (cash("200"), cash("0.3"), cash("1"))
    );
    assert_eq!(
        (fill.price.to_string(), fill.net(Side::Buy).unwrap()),
        ("100".into(), cash("201.3"))
    );
    assert_eq!(run.view(order).spent, cash("201.3"));
    assert_eq!(run.balance("USDC", &"fees/issuer".parse().unwrap()), "1");
    assert_eq!(run.balance("USDC", &"fees/venue".parse().unwrap()), "0.3");
    assert_eq!(run.balance("A", &Account::backing("IDX")), "2");
}

#[test]
fn a_fee_in_the_asset_lessens_the_lot_and_one_in_a_third_is_the_houses_to_pay() {
    let mut run = one();
    run.deposit(1, "1000");
    run.submit(request("1", "ACC-1", "IDX", "1000"));
    run.batch(&plenty()).unwrap();
    let events = run.trade_with_fee("A", "2", "100", ("0.002", "A", "0.2"));
    let (_, fill) = fills(&events).remove(0);
    assert_eq!(
        (fill.units, fill.gross, fill.venue_fees),
        (units("1.998"), cash("199.8"), cash("0.2"))
    );
    let before = run.balance("USDC", &"house/cash".parse().unwrap());
    let events = run.trade_with_fee("A", "2", "100", ("0.001", "BNB", "0.5"));
    let (_, fill) = fills(&events).remove(0);
    assert_eq!(
        (fill.units, fill.gross, fill.venue_fees),
        (units("2"), cash("200"), cash("0.5"))
    );
    assert_eq!(run.balance("BNB", &"house/cash".parse().unwrap()), "-0.001");
    let after = run.balance("USDC", &"house/cash".parse().unwrap());
    assert_eq!(
        cash(&after).checked_sub(cash(&before)).unwrap(),
        cash("0.5"),
        "what the client paid for it"
    );
}

#[test]
fn an_increment_has_the_index_s_smallest_fill_but_for_an_order_s_last() {
    let mut large = index("IDX", &[("A", "1")]);
    large.smallest_fill = Some(units("2"));
    let mut run = Scenario::new(settings(), vec![large]);
    run.deposit(1, "1010");
    let order = run.submit(request("1", "ACC-1", "IDX", "1010"));
    run.batch(&plenty()).unwrap();
    assert_eq!(fills(&run.trade("A", "1.5", "100", "0")), []);
    let filled = fills(&run.trade("A", "1", "100", "0"));
    assert_eq!(filled.len(), 1);
    assert_eq!(
        (filled[0].1.units, filled[0].1.gross),
        (units("2.5"), cash("250"))
    );
    assert_eq!(fills(&run.trade("A", "0.7", "100", "0")), []);
    // It settles with the rest unfilled, which is enough for less than an increment: it is cancelled, and that is its last.
    run.end("A");
    assert_eq!(run.view(order).units, units("2.5"));
    let ended = run.cancel("2", "1");
    let last = fills(&ended);
    assert_eq!(last.len(), 1);
    assert_eq!(
        (last[0].1.units, last[0].1.gross),
        (units("0.7"), cash("70"))
    );
    assert_eq!(run.view(order).units, units("3.2"));
    assert_eq!(run.view(order).returned, cash("690"));
}

#[test]
fn the_smallest_fill_takes_a_millionth_of_each_asset_unless_the_index_says_more() {
    let mut run = Scenario::new(
        settings(),
        vec![index("IDX", &[("A", "1"), ("B", "0.001")])],
    );
    run.deposit(1, "1010");
    run.submit(request("1", "ACC-1", "IDX", "1010"));
    let snapshot = snapshot(vec![
        market("A", &[("100", "1000")], &[]),
        market("B", &[("100", "1000")], &[]),
    ]);
    run.batch(&snapshot).unwrap();
    run.trade("A", "1", "100", "0");
    assert_eq!(fills(&run.trade("B", "0.00000099", "100", "0")), []);
    let filled = fills(&run.trade("B", "0.00000001", "100", "0"));
    assert_eq!(filled[0].1.units, units("0.001"));
}
