//! Numbers worked out elsewhere (`vectors.md` of the shared folder, sections 2, 3 and 4; the head of `issuance`'s `vectors` has all of
//! them): consumption first in, first out, partial fills, sales. The crate's own rules about fees and owners are in the modules.

mod fees;
mod owners;

use ledger::Unit;
use lots::{Fee, Lots, Owner, Share, Sold, Taken, Trade, total};
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
