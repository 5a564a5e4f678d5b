//! What a trade costs: fees in the asset itself and in a third one, and the remainder of a rounding.

use lots::{Fee, Lots, Owner, Share, Taken, Trade};
use money::{Cash, Scale};

use crate::{all_to, cash, left, order, quantity, taken, trade};

#[test]
fn a_fee_in_the_asset_itself_reduces_the_lot_and_is_its_fee_in_cash() {
    let mut lots = Lots::new(Scale::USDC);
    let opened = lots
        .open(
            &trade("1", "2", "100", Fee::Asset(quantity("0.002"))),
            &all_to(order(), "1.998"),
        )
        .expect("1.998 are left to share");
    assert_eq!(
        (opened.quantity, opened.cost, opened.fee),
        (quantity("1.998"), cash("199.8"), cash("0.2"))
    );
    let error = lots.open(
        &trade("2", "2", "100", Fee::Asset(quantity("0.002"))),
        &all_to(order(), "2"),
    );
    assert_eq!(
        error.expect_err("too much").to_string(),
        "the shares of 2 add up to 2, not to 1.998"
    );
}

#[test]
fn a_fee_in_a_third_asset_leaves_the_houses_lots_at_the_mark() {
    let mut lots = Lots::new(Scale::USDC);
    let bnb = Trade {
        asset: "BNB".into(),
        ..trade("1", "1", "500", Fee::Cash(cash("0")))
    };
    lots.open(&bnb, &all_to(Owner::House, "1")).expect("a lot");
    let third = Fee::Third {
        asset: "BNB".into(),
        quantity: quantity("0.001"),
        cash: cash("0.6"),
    };
    let opened = lots
        .open(&trade("2", "2", "100", third), &all_to(order(), "2"))
        .expect("a lot");
    assert_eq!(
        (opened.cost, opened.fee, opened.remainder),
        (cash("200"), cash("0.6"), Cash::ZERO)
    );
    let position = lots.position(&"BNB".into()).expect("small");
    assert_eq!(position.house.to_quantity(), Ok(quantity("0.999")));
    assert_eq!(position.realised_profit, cash("0.1"));
    assert_eq!(left(&lots), ["order/o-1 2: 2", "house 1: 0.999"]);
}

#[test]
fn a_fee_in_a_third_asset_that_the_house_has_not_got_is_a_position_below_zero() {
    let mut lots = Lots::new(Scale::USDC);
    let third = Fee::Third {
        asset: "BNB".into(),
        quantity: quantity("0.001"),
        cash: cash("0.6"),
    };
    lots.open(&trade("1", "2", "100", third), &all_to(order(), "2"))
        .expect("a lot");
    assert_eq!(
        lots.position(&"BNB".into())
            .expect("small")
            .quantity
            .to_string(),
        "-0.001"
    );
}

#[test]
fn cost_rounds_down_and_the_remainder_is_named() {
    let mut lots = Lots::new(Scale::USDC);
    let opened = lots
        .open(
            &trade("1", "0.00000777", "100.01", Fee::Cash(cash("0.00000077"))),
            &all_to(order(), "0.00000777"),
        )
        .expect("a lot");
    assert_eq!((opened.cost, opened.fee), (cash("0.000777"), cash("0")));
    assert_eq!(opened.remainder, cash("0.0000008477"));
}

#[test]
fn the_shares_of_a_lot_cost_it_exactly() {
    let mut lots = Lots::new(Scale::USDC);
    let shares = ["a", "b", "c"].map(|id| Share {
        owner: Owner::order(id),
        quantity: quantity("1"),
    });
    let opened = lots
        .open(
            &trade("1", "3", "33.333333", Fee::Cash(cash("0.1"))),
            &shares,
        )
        .expect("a lot");
    let parts: Vec<Taken> = opened.shares.into_iter().map(|(_, taken)| taken).collect();
    assert_eq!(
        taken(&parts),
        [
            "1: 1 cost 33.333333 fee 0.033333",
            "1: 1 cost 33.333333 fee 0.033333",
            "1: 1 cost 33.333333 fee 0.033334"
        ]
    );
}
