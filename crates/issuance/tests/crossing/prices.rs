//! The price, and limits of orders.

use issuance::{Status, TradingState};
use ledger::Account;
use money::Rate;

use crate::{at_venue, book, buy, parts, redeem};
use scenario::two::{two, with};
use scenario::{cash, fills, names, price, redemption, request, settings, units};

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
fn a_halted_index_crosses_nothing() {
    let mut run = two();
    redeem(&mut run, "r", "4");
    buy(&mut run, "b", "820.12");
    run.set_trading(Some("TWO"), TradingState::Halted);
    assert_eq!(run.batch(&book("1000")), None);
}
