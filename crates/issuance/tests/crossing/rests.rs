//! House lots, and what the venue takes no order of.

use issuance::{Settings, Status};
use ledger::{Account, HousePurse};

use crate::{at_venue, book, buy, parts, redeem};
use scenario::two::{two, with};
use scenario::{cash, price, quantity, request, settings, units};

fn without_house() -> Settings {
    Settings {
        house_limit: cash("0"),
        ..settings()
    }
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
