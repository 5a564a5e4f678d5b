//! Purchases and redemptions that meet, a clause a test: at which price, how much, for whom, and what becomes of the rest.

mod scenario;

use issuance::{Batch, Crossed, OrderId, Settings, Snapshot, Status, TimeInForce, TradingState};
use ledger::{Account, HousePurse};
use money::Rate;
use scenario::two::{two, with, with_others};
use scenario::{
    SELL, Scenario, cash, fills, index, market, names, price, quantity, redemption, request,
    settings, snapshot, units,
};

/// Best bids of 99 and 49, best asks of 101 and 51, so much of each: the middle is 100 and 50, 200 a unit. The buying limits are 102.01
/// and 51.51: 205.03 a unit.
fn book(of_each: &str) -> Snapshot {
    snapshot(vec![
        market("A", &[("101", of_each)], &[("99", of_each)]),
        market("B", &[("51", of_each)], &[("49", of_each)]),
    ])
}

/// A purchase by ACC-2 of so many units as this cash is enough for at the limits.
fn buy(run: &mut Scenario, name: &str, amount: &str) -> OrderId {
    run.submit(request(name, "ACC-2", "TWO", amount))
}

/// A redemption by ACC-1.
fn redeem(run: &mut Scenario, name: &str, amount: &str) -> OrderId {
    run.burn(1, "TWO", amount);
    run.submit(redemption(name, "ACC-1", "TWO", amount))
}

fn parts(batch: &Batch, asset: &str) -> Vec<(OrderId, OrderId, String, String)> {
    let crossings = batch.crossings.iter();
    let of_asset = crossings.filter(|crossing| *crossing.asset == *asset);
    of_asset
        .flat_map(|crossing| &crossing.parts)
        .map(|part: &Crossed| {
            let amounts = (part.quantity.to_string(), part.cost.to_string());
            (part.from, part.to, amounts.0, amounts.1)
        })
        .collect()
}

/// Side, asset, quantity and house lots of what goes to the venue.
fn at_venue(batch: &Batch) -> Vec<(bool, String, String, String)> {
    let orders = batch.asset_orders.iter();
    orders
        .map(|order| {
            (
                order.side == SELL,
                order.asset.to_string(),
                order.quantity.to_string(),
                order.from_house.to_string(),
            )
        })
        .collect()
}

fn without_house() -> Settings {
    Settings {
        house_limit: cash("0"),
        ..settings()
    }
}

#[test]
fn equal_opposite_wants_meet_in_the_middle_and_nothing_goes_to_the_venue() {
    let mut run = with(settings(), "50");
    let free = run.collateral("ACC-1").free;
    let sale = redeem(&mut run, "r", "4");
    // Four units at the limits are 820.12, and the fees are 0.5 % and 0.1 %.
    let purchase = buy(&mut run, "b", "825.04072");
    let mut market = book("1000");
    for market in &mut market.markets {
        market.fee_rate = Rate::from_basis_points(10);
    }
    let events = run.run(issuance::Command::MakeBatch(market)).unwrap();
    assert_eq!(
        names(&events),
        [
            "batch_made",
            "3 filled",
            "4 filled",
            "batch_settled",
            "3 ended"
        ]
    );
    let issuance::Event::BatchMade { batch } = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(at_venue(batch), []);
    assert_eq!((&batch.house_use, &batch.house_take), (&vec![], &vec![]));
    let crossed = |amount: &str, cost: &str| (sale, purchase, amount.into(), cost.into());
    assert_eq!(parts(batch, "A"), [crossed("4", "400")]);
    assert_eq!(parts(batch, "B"), [crossed("8", "400")]);
    for (order, fill) in fills(&events) {
        assert_eq!(
            (fill.units, fill.price, fill.gross),
            (units("4"), price("200"), cash("800")),
            "order {order}"
        );
        assert_eq!((fill.venue_fees, fill.issuer_fee), (cash("0"), cash("4")));
    }
    assert_eq!(run.status(sale), Status::Redeemed);
    assert_eq!(run.status(purchase), Status::Working);
    let got = run.collateral("ACC-1").free.checked_sub(free).unwrap();
    assert_eq!(got, cash("796"), "800 less the issuer's half per cent");
    assert_eq!(run.view(purchase).spent, cash("804"));
    assert_eq!(
        run.balance("A", &Account::backing("TWO")),
        "20",
        "what was behind the units of the one is behind those of the other"
    );
}

#[test]
fn what_one_side_wants_beyond_the_other_goes_to_the_venue() {
    let mut run = two();
    let sale = redeem(&mut run, "r", "10");
    let purchase = buy(&mut run, "b", "820.12");
    let batch = run.batch(&book("1000")).unwrap();
    assert_eq!(
        at_venue(&batch),
        [
            (true, "A".into(), "6".into(), "0".into()),
            (true, "B".into(), "12".into(), "0".into())
        ]
    );
    assert_eq!(run.view(sale).units, units("4"), "what crossed is complete");
    assert_eq!(run.view(purchase).units, units("4"));
    run.execute(&batch);
    let view = run.view(sale);
    assert_eq!(view.status, Status::Redeemed);
    // Limits of 98.01 and 48.51: 195.03 a unit.
    assert_eq!(view.gross, cash("1970.18"), "4 × 200 + 6 × 195.03");

    let more = buy(&mut run, "more", "2050.3");
    let sale = redeem(&mut run, "r2", "1.5");
    run.cancel("c", "b");
    let batch = run.batch(&book("1000")).unwrap();
    assert_eq!(
        at_venue(&batch),
        [
            (false, "A".into(), "8.5".into(), "0".into()),
            (false, "B".into(), "17".into(), "0".into())
        ]
    );
    assert_eq!(run.view(sale).units, units("1.5"));
    assert_eq!(run.view(more).units, units("1.5"));
    run.execute(&batch);
    assert_eq!(run.status(sale), Status::Redeemed);
    assert_eq!(run.view(more).units, units("10"));
}

#[test]
fn what_crosses_is_liquidity_where_the_venue_has_none() {
    let mut run = two();
    let sale = redeem(&mut run, "r", "4");
    buy(&mut run, "b", "2050.3");
    let nothing = book("0.00000001");
    let batch = run.batch(&nothing).unwrap();
    assert_eq!(run.status(sale), Status::Redeemed);
    assert_eq!(parts(&batch, "B")[0].2, "8");
    let unsold = redeem(&mut run, "r2", "6");
    run.cancel("c", "b");
    buy(&mut run, "b2", "410.06");
    run.batch(&nothing);
    assert_eq!(run.view(unsold).units, units("2"), "what is bought");
}

#[test]
fn what_is_scarce_is_shared_in_proportion_and_paired_oldest_first() {
    let mut run = two();
    run.burn(1, "TWO", "2");
    run.burn(2, "TWO", "4");
    let small = run.submit(redemption("small", "ACC-1", "TWO", "2"));
    let large = run.submit(redemption("large", "ACC-2", "TWO", "4"));
    let first = run.submit(request("first", "ACC-1", "TWO", "205.03"));
    let second = run.submit(request("second", "ACC-2", "TWO", "410.06"));
    let batch = run.batch(&book("0.00000001")).unwrap();
    let part = |from, to, amount: &str, cost: &str| (from, to, amount.into(), cost.into());
    assert_eq!(
        parts(&batch, "A"),
        [
            part(small, first, "1", "100"),
            part(large, second, "2", "200")
        ],
        "half of each redemption"
    );
}

#[test]
fn everyone_has_the_same_part_of_what_crosses() {
    let mut run = two();
    run.burn(1, "TWO", "2");
    run.burn(2, "TWO", "4");
    let small = run.submit(redemption("small", "ACC-1", "TWO", "2"));
    let large = run.submit(redemption("large", "ACC-2", "TWO", "4"));
    let purchase = buy(&mut run, "b", "615.09");
    let batch = run.batch(&book("1000")).unwrap();
    let part = |from, amount: &str, cost: &str| (from, purchase, amount.into(), cost.into());
    assert_eq!(
        parts(&batch, "A"),
        [part(small, "1", "100"), part(large, "2", "200")]
    );
    assert_eq!(
        at_venue(&batch),
        [
            (true, "A".into(), "3".into(), "0".into()),
            (true, "B".into(), "6".into(), "0".into())
        ]
    );
}

#[test]
fn indexes_that_share_an_asset_cross_that() {
    let other = index("OTHER", &[("A", "2"), ("C", "1")]);
    let mut run = with_others(settings(), "0", vec![other]);
    let sale = redeem(&mut run, "r", "4");
    run.submit(request("b", "ACC-2", "OTHER", "1000"));
    let mut all = book("1000");
    all.markets.push(market("C", &[("10", "1000")], &[]));
    let batch = run.batch(&all).unwrap();
    assert_eq!(parts(&batch, "A")[0].2, "4");
    let sides: Vec<_> = at_venue(&batch);
    let wanted: Vec<_> = sides
        .iter()
        .map(|(sell, asset, ..)| (*sell, &**asset))
        .collect();
    assert_eq!(wanted, [(true, "B"), (false, "A"), (false, "C")]);
    run.execute(&batch);
    assert_eq!(run.status(sale), Status::Redeemed);
    assert_eq!(
        run.balance("A", &Account::backing("TWO")),
        "16",
        "of the one index"
    );
}

#[test]
fn without_a_bid_or_without_an_ask_there_is_no_price_and_nothing_crosses() {
    for (asks, bids) in [(&[("101", "9")][..], &[][..]), (&[], &[("99", "9")])] {
        let mut run = two();
        redeem(&mut run, "r", "4");
        buy(&mut run, "b", "820.12");
        let mut market = book("1000");
        market.markets[0] = scenario::market("A", asks, bids);
        let batch = run.batch(&market);
        let crossings = batch.map(|batch| batch.crossings).unwrap_or_default();
        assert_eq!(crossings, []);
    }
}

#[test]
fn a_book_whose_best_bid_is_above_its_best_ask_has_no_middle() {
    let mut run = two();
    redeem(&mut run, "r", "4");
    buy(&mut run, "b", "820.12");
    let mut market = book("1000");
    market.markets[0].bids[0].price = price("101.5");
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch, "A"), []);
    assert_eq!(parts(&batch, "B").len(), 1);
}

#[test]
fn limits_of_orders_hold() {
    let mut run = two();
    let mut dear = redemption("dear", "ACC-1", "TWO", "4");
    run.burn(1, "TWO", "8");
    dear.limit_price = Some(price("198"));
    let dear = run.submit(dear);
    let cheap = run.submit(issuance::OrderRequest {
        limit_price: Some(price("202")),
        ..request("cheap", "ACC-2", "TWO", "820.12")
    });
    assert_eq!(
        run.batch(&book("1000")),
        None,
        "the bids are 197 and the asks 203"
    );
    let fair = redemption("fair", "ACC-1", "TWO", "4");
    let fair = run.submit(issuance::OrderRequest {
        limit_price: Some(price("197")),
        ..fair
    });
    let buyer = run.submit(issuance::OrderRequest {
        limit_price: Some(price("203")),
        ..request("buyer", "ACC-2", "TWO", "812")
    });
    run.batch(&book("1000"));
    assert_eq!(
        [dear, cheap, fair, buyer].map(|order| run.view(order).units),
        [units("0"), units("0"), units("4"), units("4")]
    );
}

#[test]
fn what_crosses_counts_in_the_batch_cap_and_not_in_the_cash_in_flight() {
    let mut limits = settings();
    limits.in_flight_cap = cash("1");
    limits.batch_cap = cash("410.06");
    let mut run = with(settings(), "0");
    run.run(issuance::Command::Configure(limits)).unwrap();
    redeem(&mut run, "r", "10");
    let purchase = buy(&mut run, "b", "2050.3");
    let batch = run.batch(&book("0.00000001")).unwrap();
    assert_eq!(run.view(purchase).units, units("2"));
    let order = batch.orders.iter().find(|order| order.order == purchase);
    assert_eq!(order.unwrap().frozen_by.as_deref(), Some("batch_cap"));
}

#[test]
fn what_crosses_wholly_takes_no_asset_order() {
    let mut run = two();
    let sale = redeem(&mut run, "r", "4");
    let purchase = buy(&mut run, "b", "820.12");
    let mut market = book("1000");
    market.orders_left = 0;
    run.batch(&market);
    assert_eq!(run.status(sale), Status::Redeemed);
    assert_eq!(run.view(purchase).units, units("4"));
}

#[test]
fn the_houses_lots_are_for_what_does_not_cross() {
    let mut run = two();
    // A purchase that ends with an A leaves it to the house.
    let left = run.submit(request("left", "ACC-2", "TWO", "205.03"));
    run.batch(&book("1000")).unwrap();
    run.trade("A", "1", "101", "0");
    run.end("A");
    run.end("B");
    run.cancel("c", "left");
    assert_eq!(run.status(left), Status::Cancelled);
    let sale = redeem(&mut run, "r", "3");
    buy(&mut run, "b", "820.12");
    let batch = run.batch(&book("1000")).unwrap();
    assert_eq!(
        (
            parts(&batch, "A")[0].2.as_str(),
            parts(&batch, "B")[0].2.as_str()
        ),
        ("3", "6")
    );
    let given: Vec<_> = batch
        .house_use
        .iter()
        .map(|part| &part.given.lots[0])
        .collect();
    assert_eq!(
        given
            .iter()
            .map(|lot| (lot.quantity, lot.price))
            .collect::<Vec<_>>(),
        [(quantity("1"), price("101"))]
    );
    assert_eq!(
        at_venue(&batch),
        [(false, "B".into(), "2".into(), "0".into())]
    );
    run.execute(&batch);
    assert_eq!(run.status(sale), Status::Redeemed);
}

#[test]
fn a_rest_that_the_venue_takes_no_order_of_is_the_houses() {
    let mut run = two();
    let sale = redeem(&mut run, "r", "4");
    let purchase = buy(&mut run, "b", "815");
    let mut market = book("1000");
    for market in &mut market.markets {
        market.min_notional = cash("5");
    }
    let batch = run.batch(&market).unwrap();
    assert_eq!(at_venue(&batch), []);
    assert_eq!(batch.house_take.len(), 2);
    assert_eq!(run.status(sale), Status::Redeemed);
    // 815 ÷ 205.03.
    assert_eq!(run.view(purchase).units, units("3.97502804"));
    let held = run.balance("A", &Account::House(HousePurse::Holdings));
    assert_eq!(held, "0.02497196");
}

#[test]
fn where_the_house_has_no_room_less_crosses_so_that_the_rest_can_be_sold() {
    let mut run = with(without_house(), "0");
    let sale = redeem(&mut run, "r", "4");
    buy(&mut run, "b", "815");
    let mut market = book("1000");
    for market in &mut market.markets {
        market.min_notional = cash("9.801");
    }
    let batch = run.batch(&market).unwrap();
    assert_eq!(batch.house_take, []);
    let sold: Vec<_> = at_venue(&batch);
    let sold: Vec<_> = sold.iter().filter(|order| order.0).collect();
    assert_eq!(
        sold,
        [
            &(true, "A".into(), "0.10102041".into(), "0".into()),
            &(true, "B".into(), "0.20204082".into(), "0".into())
        ],
        "9.801 at 98.01 and at 48.51, and half as much A as B crosses"
    );
    run.execute(&batch);
    assert_eq!(run.status(sale), Status::Redeemed);
}

#[test]
fn a_rest_that_nobody_bids_for_waits_in_whole_units() {
    let mut run = with(without_house(), "0");
    let sale = redeem(&mut run, "r", "4");
    buy(&mut run, "b", "615.09");
    let mut market = book("0.5");
    for market in &mut market.markets {
        market.min_notional = cash("50");
    }
    let batch = run.batch(&market).unwrap();
    assert_eq!(at_venue(&batch), []);
    assert_eq!(run.view(sale).units, units("3"));
    assert_eq!(run.status(sale), Status::Working);
    assert!(
        run.state
            .order(sale)
            .unwrap()
            .holding(&"A".into())
            .is_none_or(|held| held.quantity().is_zero())
    );
}

#[test]
fn all_or_nothing_is_possible_by_what_crosses() {
    let mut run = two();
    let sale = redeem(&mut run, "r", "4");
    let purchase = run.submit(issuance::OrderRequest {
        time_in_force: TimeInForce::FillOrKill,
        ..request("b", "ACC-2", "TWO", "820.12")
    });
    run.batch(&book("0.00000001"));
    assert_eq!(run.status(purchase), Status::Minting);
    assert_eq!(run.status(sale), Status::Redeemed);
    let killed = run.submit(issuance::OrderRequest {
        time_in_force: TimeInForce::FillOrKill,
        ..request("b2", "ACC-2", "TWO", "820.12")
    });
    let sale = redeem(&mut run, "r2", "3");
    assert_eq!(run.batch(&book("0.00000001")), None);
    assert_eq!(run.status(killed), Status::Cancelled);
    assert_eq!(run.status(sale), Status::Working);
}

#[test]
fn a_halted_index_crosses_nothing() {
    let mut run = two();
    redeem(&mut run, "r", "4");
    buy(&mut run, "b", "820.12");
    run.set_trading(Some("TWO"), TradingState::Halted);
    assert_eq!(run.batch(&book("1000")), None);
}
