//! Whose a lot is: transfers at cost and at a price, and what is nobody's to give.

use lots::{Basis, Fee, LotsError, Owner, Trade};
use money::{Price, Quantity};

use crate::{all_to, asset, cash, left, order, quantity, taken, trade, with};

#[test]
fn a_transfer_keeps_the_lots_their_cost_and_their_age() {
    let mut lots = with(&[("5", "100", "0.5"), ("5", "110", "0.55")]);
    let young = trade("3", "1", "120", Fee::Cash(cash("0.12")));
    lots.open(&young, &all_to(Owner::House, "1"))
        .expect("a lot");
    let moved = lots
        .transfer(
            &order(),
            &Owner::House,
            &asset(),
            quantity("6"),
            Basis::Cost,
        )
        .expect("6 of 10");
    assert_eq!(
        taken(&moved.received),
        ["1: 5 cost 500 fee 0.5", "2: 1 cost 110 fee 0.11"]
    );
    assert_eq!(
        left(&lots),
        ["house 1: 5", "house 2: 1", "house 3: 1", "order/o-1 2: 4"]
    );
    let back = lots
        .transfer(
            &Owner::House,
            &order(),
            &asset(),
            quantity("7"),
            Basis::Cost,
        )
        .expect("all");
    assert_eq!(
        taken(&back.received),
        [
            "1: 5 cost 500 fee 0.5",
            "2: 1 cost 110 fee 0.11",
            "3: 1 cost 120 fee 0.12"
        ]
    );
    assert_eq!(
        left(&lots),
        ["order/o-1 1: 5", "order/o-1 2: 5", "order/o-1 3: 1"]
    );
    assert_eq!(
        lots.cost(&order(), &asset()),
        Ok((cash("1170"), cash("1.17")))
    );
}

#[test]
fn a_transfer_at_a_price_realises_the_old_owners_profit() {
    let mut lots = with(&[("5", "100", "0.5"), ("5", "110", "0.55")]);
    let price = Price::parse("120").expect("a decimal");
    let moved = lots
        .transfer(
            &order(),
            &Owner::House,
            &asset(),
            quantity("6"),
            Basis::Price(price),
        )
        .expect("6 of 10");
    assert_eq!(
        taken(&moved.received),
        ["1: 5 cost 600 fee 0", "2: 1 cost 120 fee 0"]
    );
    let position = lots.position(&asset()).expect("small");
    assert_eq!((position.cost, position.fees), (cash("1160"), cash("0.44")));
    assert_eq!(position.realised_profit, cash("110"));
    assert_eq!(left(&lots), ["house 1: 5", "house 2: 1", "order/o-1 2: 4"]);
}

#[test]
fn nobody_gives_what_he_has_not_got() {
    let mut lots = with(&[("5", "100", "0.5")]);
    let before = lots.clone();
    let error = lots
        .take(&order(), &asset(), quantity("5.00000001"))
        .expect_err("more than 5");
    assert_eq!(
        error.to_string(),
        "order/o-1 has 5 A, 5.00000001 are needed"
    );
    let error = lots
        .transfer(
            &Owner::House,
            &order(),
            &asset(),
            quantity("1"),
            Basis::Cost,
        )
        .expect_err("nothing");
    assert_eq!(error.to_string(), "house has 0 A, 1 are needed");
    let error = lots
        .transfer(&order(), &order(), &asset(), quantity("1"), Basis::Cost)
        .expect_err("to itself");
    assert_eq!(error, LotsError::SameOwner { owner: order() });
    assert_eq!(lots, before);
}

#[test]
fn a_trade_is_recorded_once_and_shared_once() {
    let mut lots = with(&[("5", "100", "0.5")]);
    let again = trade("1", "5", "100", Fee::Cash(cash("0.5")));
    let error = lots
        .open(&again, &all_to(order(), "5"))
        .expect_err("the same trade");
    assert_eq!(error, LotsError::DuplicateTrade { id: "1".into() });
    let twice = [all_to(order(), "2"), all_to(order(), "3")].concat();
    let error = lots
        .open(
            &Trade {
                id: "2".into(),
                ..again.clone()
            },
            &twice,
        )
        .expect_err("two shares");
    assert_eq!(error.to_string(), "order/o-1 has two shares of 2");
    let nothing = Trade {
        id: "3".into(),
        quantity: Quantity::ZERO,
        ..again.clone()
    };
    assert_eq!(
        lots.open(&nothing, &[]),
        Err(LotsError::Nothing { id: "3".into() })
    );
    let own = Trade {
        id: "4".into(),
        fee: Fee::Asset(quantity("0.1")),
        ..again
    };
    assert_eq!(
        lots.sell(&own, &all_to(order(), "5")),
        Err(LotsError::FeeInAsset { id: "4".into() })
    );
}
