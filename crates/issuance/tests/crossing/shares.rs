//! How much crosses, for whom, and in which limits.

use issuance::{Status, TimeInForce};
use ledger::Account;

use crate::{at_venue, book, buy, parts, redeem};
use scenario::two::{two, with, with_others};
use scenario::{cash, index, market, redemption, request, settings, units};

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
fn orders_that_chase_an_asset_of_another_basket_leave_those_of_one_index_to_meet() {
    let one = index("ONE", &[("A", "1")]);
    let mut run = with_others(settings(), "0", vec![one]);
    let sale = redeem(&mut run, "r", "4");
    let purchase = buy(&mut run, "b", "2050.3");
    let other = run.submit(request("other", "ACC-2", "ONE", "500"));
    // Whatever A goes to ONE leaves B that nobody can use, and the redemption sells whole baskets.
    let batch = run.batch(&book("0.000000001")).unwrap();
    let part = |amount: &str, cost: &str| (sale, purchase, amount.into(), cost.into());
    assert_eq!(parts(&batch, "A"), [part("4", "400")]);
    assert_eq!(parts(&batch, "B"), [part("8", "400")]);
    assert_eq!(run.status(sale), Status::Redeemed);
    assert_eq!(run.status(other), Status::Working);
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
