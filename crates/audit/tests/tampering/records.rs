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

/// A world whose first sale is recorded in two parts, as one that closes more lots than a record has room for, and the further part's
/// place in the inventory's journal.
fn in_parts() -> (World, usize) {
    let mut world = World::new();
    let (place, _) = find(&mut world, Source::Inventory, "\"side\":\"sale\"");
    let sale = &mut world.inventory[place];
    let trade = sale.pointer("/recorded/action/trade/trade/id").cloned();
    let closed = sale.pointer_mut("/recorded/closing/closed").unwrap().take();
    set(sale, "/recorded/closing/closed", serde_json::json!([]));
    let further = serde_json::json!({"closed_further": {"trade": trade, "closed": closed}});
    world.inventory.insert(place + 1, further);
    (world, place + 1)
}

#[test]
fn a_sale_that_is_recorded_in_parts_is_whole() {
    let (world, _) = in_parts();
    assert!(world.audit().holds(), "{:#?}", world.audit());
}

#[test]
fn a_further_part_of_a_sale_of_somebody_elses_lots() {
    let (mut world, place) = in_parts();
    set(
        &mut world.inventory[place],
        "/closed_further/closed/0/owner",
        "house",
    );
    expect(&world, Rule::Replay, Source::Inventory, place as u64 + 1);
}

#[test]
fn a_further_part_of_a_sale_is_missing() {
    let (mut world, place) = in_parts();
    world.inventory.remove(place);
    expect(&world, Rule::Replay, Source::Inventory, place as u64 + 1);
}
