//! What is sold for whom, and what the venue takes no order of.

use issuance::{Event, Status};
use ledger::Account;

use crate::{redeemable, sold};
use scenario::two::{bids, plenty, two, with, with_others};
use scenario::{
    SELL, Scenario, cash, fills, index, market, names, price, quantity, redemption, request,
    settings, snapshot, units,
};

#[test]
fn burned_units_are_sold_by_the_basket_and_the_cash_is_free_increment_by_increment() {
    let mut run = with(settings(), "50");
    let before = run.collateral("ACC-1");
    run.burn(1, "TWO", "4");
    assert_eq!(redeemable(&run, "ACC-1"), "4");
    let order = run.submit(redemption("r", "ACC-1", "TWO", "3"));
    assert_eq!(run.status(order), Status::Working);
    assert_eq!(redeemable(&run, "ACC-1"), "1");
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(
        sold(&batch.asset_orders),
        [
            ("A".into(), "3".into(), "99".into()),
            ("B".into(), "6".into(), "49.5".into())
        ],
        "best bid less the slippage of one per cent"
    );
    assert_eq!(names(&run.trade("A", "3", "100", "0.3")), ["sold"]);
    let held = run.collateral("ACC-1");
    assert_eq!(
        held.free, before.free,
        "nothing of an increment is complete"
    );
    let events = run.trade("B", "2", "50", "0.1");
    let (_, fill) = fills(&events).remove(0);
    assert_eq!(
        (fill.units, fill.price, fill.gross),
        (units("1"), price("200"), cash("200"))
    );
    assert_eq!((fill.venue_fees, fill.issuer_fee), (cash("0.2"), cash("1")));
    let free = |run: &Scenario| {
        run.collateral("ACC-1")
            .free
            .checked_sub(before.free)
            .unwrap()
    };
    assert_eq!(free(&run), cash("198.8"), "gross less both fees");
    run.trade("B", "4", "49.5", "0");
    run.end("A");
    let events = run.end("B");
    assert_eq!(
        names(&events),
        ["asset_order_ended", "batch_settled", "3 ended"]
    );
    let view = run.view(order);
    assert_eq!((view.status, view.units), (Status::Redeemed, units("3")));
    assert_eq!(view.gross, cash("598"), "100 × 3 + 50 × 2 + 49.5 × 4");
    assert_eq!(view.returned, free(&run));
    assert_eq!(run.collateral("ACC-1").redeemed, view.returned);
    assert_eq!(run.balance("A", &Account::backing("TWO")), "17");
    assert_eq!(run.balance("TWO", &Account::OnChain), "16");
    assert_eq!(run.balance("TWO", &Account::Issued), "-17");
    assert_eq!(
        redeemable(&run, "ACC-1"),
        "1",
        "the unit that was not ordered"
    );
}

#[test]
fn scarce_bids_are_shared_fairly_and_the_next_batch_goes_on() {
    let mut run = two();
    run.burn(1, "TWO", "2");
    run.burn(2, "TWO", "8");
    let small = run.submit(redemption("small", "ACC-1", "TWO", "2"));
    let large = run.submit(redemption("large", "ACC-2", "TWO", "8"));
    let batch = run.batch(&bids("5", "1000")).unwrap();
    let parts: Vec<_> = batch
        .orders
        .iter()
        .map(|part| (part.order, part.units, part.frozen_by.clone()))
        .collect();
    let by_a = Some("A".to_owned());
    assert_eq!(
        parts,
        [(small, units("1"), by_a.clone()), (large, units("4"), by_a)],
        "the same half of each"
    );
    run.execute(&batch);
    assert_eq!(
        (run.status(small), run.status(large)),
        (Status::Working, Status::Working)
    );
    let batch = run.batch(&plenty()).unwrap();
    run.execute(&batch);
    assert_eq!(
        (run.status(small), run.status(large)),
        (Status::Redeemed, Status::Redeemed)
    );
}

#[test]
fn bids_below_the_limit_are_no_liquidity() {
    let mut run = two();
    run.burn(1, "TWO", "4");
    run.submit(redemption("r", "ACC-1", "TWO", "4"));
    let markets = vec![
        market("A", &[], &[("100", "1"), ("99", "1"), ("98.999", "50")]),
        market("B", &[], &[("50", "100")]),
    ];
    let batch = run.batch(&snapshot(markets)).unwrap();
    assert_eq!(sold(&batch.asset_orders)[0].1, "2");
}

#[test]
fn a_trade_is_shared_to_the_last_digit_and_the_lot_is_backing() {
    let mut run = two();
    run.burn(1, "TWO", "1");
    run.burn(2, "TWO", "2");
    run.submit(redemption("1", "ACC-1", "TWO", "1"));
    run.submit(redemption("2", "ACC-2", "TWO", "2"));
    run.batch(&plenty()).unwrap();
    let events = run.trade("A", "1", "100", "0.1");
    let Event::Sold(sold) = &events[0] else {
        panic!("{events:?}")
    };
    let shares: Vec<_> = sold
        .redeemed
        .iter()
        .map(|share| (&*share.index, share.sold.quantity, share.sold.fee))
        .collect();
    assert_eq!(
        shares,
        [
            ("TWO", quantity("0.33333333"), cash("0.033333")),
            ("TWO", quantity("0.66666667"), cash("0.066666"))
        ]
    );
    assert_eq!(run.balance("A", &Account::backing("TWO")), "19");
}

#[test]
fn the_house_buys_what_the_venue_takes_no_order_of() {
    let mut run = two();
    run.burn(1, "TWO", "1.25");
    let order = run.submit(redemption("r", "ACC-1", "TWO", "1.25"));
    let mut coarse = plenty();
    for market in &mut coarse.markets {
        market.step = quantity("1");
    }
    let batch = run.batch(&coarse).unwrap();
    let amounts: Vec<_> = sold(&batch.asset_orders)
        .into_iter()
        .map(|(asset, amount, _)| (asset, amount))
        .collect();
    assert_eq!(
        amounts,
        [("A".into(), "1".into()), ("B".into(), "2".into())]
    );
    let taken: Vec<_> = batch
        .house_take
        .iter()
        .map(|take| (&*take.asset, take.lot.quantity, take.lot.cost))
        .collect();
    assert_eq!(
        taken,
        [
            ("A", quantity("0.25"), cash("25")),
            ("B", quantity("0.5"), cash("25"))
        ],
        "at the best bids"
    );
    assert_eq!(
        run.view(order).units,
        units("0.25"),
        "that much is complete at once"
    );
    run.execute(&batch);
    assert_eq!(run.status(order), Status::Redeemed);
    assert_eq!(
        run.balance("A", &Account::House(ledger::HousePurse::Holdings)),
        "0.25"
    );
}

#[test]
fn without_room_in_the_house_a_rest_waits_unless_its_order_is_to_end() {
    let mut limits = settings();
    limits.house_limit = cash("0");
    let mut run = with(limits, "0");
    run.burn(1, "TWO", "1.25");
    let order = run.submit(redemption("r", "ACC-1", "TWO", "1.25"));
    let mut coarse = plenty();
    coarse.markets[1].step = quantity("1");
    let batch = run.batch(&coarse).unwrap();
    assert_eq!(batch.house_take, []);
    run.execute(&batch);
    assert_eq!(run.view(order).units, units("1"));
    assert_eq!(run.batch(&coarse), None, "half a B is no step");
    assert_eq!(
        names(&run.cancel("c", "r")),
        ["3 cancel_asked", "3 closing"]
    );
    let batch = run.batch(&coarse).unwrap();
    assert_eq!(batch.asset_orders, []);
    let view = run.view(order);
    assert_eq!((view.status, view.units), (Status::Redeemed, units("1.25")));
}

#[test]
fn purchases_and_redemptions_share_a_batch_and_the_venues_order_budget() {
    let other = index("OTHER", &[("C", "1"), ("D", "1"), ("E", "1")]);
    let mut run = with_others(settings(), "0", vec![other]);
    run.burn(1, "TWO", "2");
    run.submit(redemption("r", "ACC-1", "TWO", "2"));
    run.submit(request("b", "ACC-2", "OTHER", "606"));
    let mut all = plenty();
    for asset in ["C", "D", "E"] {
        all.markets.push(market(asset, &[("10", "1000")], &[]));
    }
    all.orders_left = 4;
    let batch = run.batch(&all).unwrap();
    let sides: Vec<_> = batch
        .asset_orders
        .iter()
        .map(|order| (&*order.asset, order.side == SELL))
        .collect();
    assert_eq!(
        sides,
        [("A", true), ("B", true), ("C", false), ("D", false)],
        "half of four for selling; what OTHER lacks comes with the next batch"
    );
}

#[test]
fn a_restart_in_the_middle_of_a_sale_changes_nothing() {
    let mut run = two();
    run.burn(1, "TWO", "4");
    let order = run.submit(redemption("r", "ACC-1", "TWO", "4"));
    run.batch(&plenty()).unwrap();
    run.trade("A", "1.5", "100", "0");
    run.state = run.replayed();
    run.trade("B", "3", "50", "0");
    run.end("A");
    run.end("B");
    run.state = run.replayed();
    let batch = run.batch(&plenty()).unwrap();
    run.execute(&batch);
    assert_eq!(run.view(order).units, units("4"));
}
