//! Redemption, a clause a test: burns, orders, fair sales, increments, ends.

mod scenario;

use issuance::{
    AssetOrder, ClientAccount, Command, Event, OrderId, OrderRequest, RejectReason, Scope, Status,
    TimeInForce,
};
use ledger::Account;
use money::Price;
use scenario::two::{bids, plenty, two, with, with_others};
use scenario::{
    SELL, Scenario, address, cash, fills, index, market, names, price, quantity, redemption,
    request, settings, snapshot, units,
};

fn redeemable(run: &Scenario, account: &str) -> String {
    run.balance("TWO", &Account::free(account))
}

fn sold(orders: &[AssetOrder]) -> Vec<(String, String, String)> {
    let sold = |order: &AssetOrder| {
        assert_eq!(order.side, SELL);
        (
            order.asset.to_string(),
            order.quantity.to_string(),
            order.limit_price.to_string(),
        )
    };
    orders.iter().map(sold).collect()
}

fn with_time_in_force(request: OrderRequest, time_in_force: TimeInForce) -> OrderRequest {
    OrderRequest {
        time_in_force,
        ..request
    }
}

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
fn an_order_may_come_before_its_burn_and_waits_no_longer_than_the_day() {
    let mut run = two();
    let order = run.submit(redemption("r", "ACC-1", "TWO", "3"));
    assert_eq!(run.status(order), Status::Waiting);
    assert_eq!(run.batch(&plenty()), None);
    run.burn(1, "TWO", "2");
    assert_eq!(run.status(order), Status::Waiting, "two are not enough");
    let events = run.burn(1, "TWO", "1");
    assert_eq!(names(&events), ["burned", "3 reserved"]);
    let late = run.submit(redemption("late", "ACC-1", "TWO", "3"));
    run.now += 86_400_000_000_000;
    run.run(Command::Expire).unwrap();
    assert_eq!(run.status(late), Status::Expired);
    assert_eq!(run.status(order), Status::Expired, "it was a day order too");
    assert_eq!(redeemable(&run, "ACC-1"), "3");
    run.burn(1, "TWO", "3");
    assert_eq!(redeemable(&run, "ACC-1"), "6");
}

#[test]
fn burns_count_once_and_only_of_units_that_were_minted() {
    let mut run = two();
    run.burn(1, "TWO", "3");
    let mut again = run.events.last().unwrap().clone();
    if let Event::Burned { burn, .. } = &mut again {
        let command = Command::RecordBurn {
            position: run.minter + 1,
            burn: burn.clone(),
        };
        run.minter += 1;
        let events = run.run(command).unwrap();
        assert_eq!(names(&events), ["skipped"]);
    }
    assert_eq!(names(&run.burn(1, "TWO", "17.5")), ["skipped"]);
    assert_eq!(names(&run.burn(1, "NONE", "1")), ["skipped"]);
    assert_eq!(names(&run.burn(1, "TWO", "0.000000001")), ["skipped"]);
    assert_eq!(redeemable(&run, "ACC-1"), "3");
}

#[test]
fn units_burned_by_an_unknown_address_are_the_accounts_that_gets_it() {
    let mut run = two();
    assert_eq!(names(&run.burn(9, "TWO", "2")), ["burned"]);
    assert_eq!(run.balance("TWO", &Account::Unclaimed), "2");
    let order = run.submit(redemption("r", "ACC-3", "TWO", "2"));
    let account = ClientAccount {
        name: "ACC-3".into(),
        address: address(9),
    };
    let command = Command::DefineAccount {
        command_id: "new-address".into(),
        account,
    };
    let events = run.run(command).unwrap();
    assert_eq!(
        names(&events),
        ["account_defined", "unclaimed_units_credited", "3 reserved"]
    );
    assert_eq!(run.status(order), Status::Working);
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
