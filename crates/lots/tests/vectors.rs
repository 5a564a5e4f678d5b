//! Numbers worked out elsewhere (`vectors.md` of the shared folder, sections 2, 3 and 4; the head of `issuance`'s `vectors` has all of
//! them): consumption first in, first out, partial fills, sales; and the crate's own rules about fees and prices.

use ledger::Unit;
use lots::{Basis, Fee, Lots, LotsError, Owner, Share, Sold, Taken, Trade, total};
use money::{Cash, Price, Quantity, Scale};

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).expect("a decimal")
}

fn cash(text: &str) -> Cash {
    Cash::parse_signed(text).expect("a decimal")
}

fn asset() -> Unit {
    "A".into()
}

fn order() -> Owner {
    Owner::order("o-1")
}

fn trade(id: &str, amount: &str, price: &str, fee: Fee) -> Trade {
    Trade {
        id: id.into(),
        asset: asset(),
        quantity: quantity(amount),
        price: Price::parse(price).expect("a decimal"),
        fee,
        time_unix_ns: 0,
    }
}

fn all_to(owner: Owner, amount: &str) -> [Share; 1] {
    [Share {
        owner,
        quantity: quantity(amount),
    }]
}

/// Lots of the order's, each `(quantity, price, fee)`, called 1, 2, …
fn with(lots: &[(&str, &str, &str)]) -> Lots {
    let mut opened = Lots::new(Scale::USDC);
    for (number, (amount, price, fee)) in (1..).zip(lots) {
        let trade = trade(&format!("{number}"), amount, price, Fee::Cash(cash(fee)));
        opened
            .open(&trade, &all_to(order(), amount))
            .expect("a lot");
    }
    opened
}

fn taken(parts: &[Taken]) -> Vec<String> {
    parts
        .iter()
        .map(|part| {
            format!(
                "{}: {} cost {} fee {}",
                part.lot, part.quantity, part.cost, part.fee
            )
        })
        .collect()
}

fn left(lots: &Lots) -> Vec<String> {
    lots.check().expect("conserved");
    lots.open_lots(None, None)
        .iter()
        .map(|lot| format!("{} {}: {}", lot.owner, lot.lot, lot.left))
        .collect()
}

fn sell(lots: &mut Lots, amount: &str, price: &str, fee: &str) -> Sold {
    lots.sell(
        &trade("sale", amount, price, Fee::Cash(cash(fee))),
        &all_to(order(), amount),
    )
    .expect("a sale")
}

fn closed(sold: &Sold) -> Vec<String> {
    let line = |closed: &lots::Closed| {
        format!(
            "{}: {} profit {} fee {}",
            closed.lot,
            closed.quantity,
            closed.profit().expect("small"),
            closed.sale_fee
        )
    };
    sold.closed.iter().map(line).collect()
}

#[test]
fn a_part_of_a_lot_takes_its_share_of_the_fee() {
    let mut lots = with(&[("8", "100", "0.8")]);
    let parts = lots
        .take(&order(), &asset(), quantity("5"))
        .expect("5 of 8");
    assert_eq!(taken(&parts), ["1: 5 cost 500 fee 0.5"]);
    assert_eq!(parts[0].paid(), Ok(cash("500.50")));
    assert_eq!(left(&lots), ["order/o-1 1: 3"]);
}

#[test]
fn the_older_lot_is_consumed_first_and_the_fee_is_shared_by_the_original_quantity() {
    let mut lots = with(&[("5", "100", "0.50"), ("4", "110", "0.44")]);
    let parts = lots
        .take(&order(), &asset(), quantity("8"))
        .expect("8 of 9");
    assert_eq!(
        taken(&parts),
        ["1: 5 cost 500 fee 0.5", "2: 3 cost 330 fee 0.33"]
    );
    assert_eq!(total(&parts), Ok((cash("830"), cash("0.83"))), "830.83");
    assert_eq!(left(&lots), ["order/o-1 2: 1"]);
}

#[test]
fn a_partial_fill_is_consumed_whole() {
    let mut lots = with(&[("5", "100", "0.5")]);
    let parts = lots.take(&order(), &asset(), quantity("5")).expect("all");
    assert_eq!(parts[0].paid(), Ok(cash("500.50")));
    assert!(left(&lots).is_empty());
}

#[test]
fn a_sale_closes_the_older_lot_first_and_realises_the_difference() {
    let mut lots = with(&[("10", "99", "0"), ("20", "100", "0")]);
    let sold = sell(&mut lots, "15", "125", "0.0125");
    assert_eq!(
        closed(&sold),
        [
            "1: 10 profit 260 fee 0.008333",
            "2: 5 profit 125 fee 0.004167"
        ]
    );
    assert_eq!(sold.realised_profit, cash("385"));
    assert_eq!(left(&lots), ["order/o-1 2: 15"]);
    let position = lots.position(&asset()).expect("small");
    assert_eq!(
        (position.quantity.to_quantity(), position.cost),
        (Ok(quantity("15")), cash("1500"))
    );
    assert_eq!(position.realised_profit, cash("385"));
}

#[test]
fn what_a_sale_leaves_of_several_lots() {
    let mut three = with(&[("10", "1", "0"), ("10", "1", "0"), ("10", "1", "0")]);
    sell(&mut three, "15", "1", "0");
    assert_eq!(left(&three), ["order/o-1 2: 5", "order/o-1 3: 10"]);

    let mut two = with(&[("10", "1", "0"), ("10", "1", "0")]);
    sell(&mut two, "10", "1", "0");
    assert_eq!(left(&two), ["order/o-1 2: 10"]);
}

#[test]
fn what_no_lot_covers_of_a_sale_is_refused_by_name() {
    let mut lots = with(&[("10", "99", "0")]);
    let sold = sell(&mut lots, "15", "100", "1.5");
    assert_eq!(sold.refused, all_to(order(), "5"));
    assert_eq!(closed(&sold), ["1: 10 profit 10 fee 1"]);
    assert_eq!(sold.unowned, cash("499.5"));
    assert!(left(&lots).is_empty());
}

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
