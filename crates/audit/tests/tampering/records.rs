//! The inventory's records.

use audit::{Rule, Source};

use crate::world::World;
use crate::{changed, expect, find, set};

#[test]
fn a_lot_of_another_price_in_the_inventory() {
    changed(Source::Inventory, "\"trade\"", Rule::Records, |event| {
        set(event, "/recorded/action/trade/trade/price", "1");
    });
}

#[test]
fn a_record_for_another_event() {
    let mut world = World::new();
    let (place, sequence) = find(&mut world, Source::Inventory, "\"consume\"");
    let record = &mut world.journal(Source::Inventory)[place];
    set(record, "/recorded/id", "tsolver-1-0");
    expect(&world, Rule::Records, Source::Inventory, sequence);
}

#[test]
fn a_record_that_the_solver_has_confirmed_is_missing() {
    let mut world = World::new();
    let last = world.inventory.pop().unwrap();
    let id = last.pointer("/recorded/id").unwrap().as_str().unwrap();
    let sequence = id.split('-').nth(1).unwrap().parse().unwrap();
    expect(&world, Rule::Records, Source::Solver, sequence);
}

#[test]
fn a_sale_of_somebody_elses_lots() {
    changed(
        Source::Inventory,
        "\"side\":\"sale\"",
        Rule::Replay,
        |event| {
            set(event, "/recorded/action/trade/shares/0/owner", "house");
        },
    );
}

#[test]
fn what_the_house_takes_for_another_event() {
    let mut world = World::new();
    let (place, sequence) = find(&mut world, Source::Inventory, "\"from\":\"backing/IDX\"");
    set(&mut world.inventory[place], "/recorded/id", "tsolver-1-0");
    expect(&world, Rule::Records, Source::Inventory, sequence);
}

#[test]
fn what_holders_cross_to_a_purchase_at_another_quantity() {
    let honest = World::with_holders_crossing();
    assert!(honest.audit().holds(), "{:#?}", honest.audit());
    let mut world = World::with_holders_crossing();
    let (place, sequence) = find(&mut world, Source::Inventory, "\"price\":\"9.75\"");
    let quantity = "/recorded/action/transfer/quantities/0/quantity";
    set(&mut world.inventory[place], quantity, "0.01");
    expect(&world, Rule::Records, Source::Inventory, sequence);
}

#[test]
fn what_crosses_at_another_quantity() {
    let honest = World::with_crossing();
    assert!(honest.audit().holds(), "{:#?}", honest.audit());
    let mut world = World::with_crossing();
    // The middle of 9.5 and 10.
    let (place, sequence) = find(&mut world, Source::Inventory, "\"price\":\"9.75\"");
    let quantity = "/recorded/action/transfer/quantities/0/quantity";
    set(&mut world.inventory[place], quantity, "0.4");
    // It is seen when all records of the event are there: the next is of the other asset.
    expect(&world, Rule::Records, Source::Inventory, sequence + 1);
}
