//! The solver's own books, beside what its events say.

use audit::{Rule, Source};

use crate::world::World;
use crate::{changed, expect, find, set};

#[test]
fn a_fill_of_more_units_can_not_be() {
    changed(Source::Solver, "\"filled\"", Rule::Replay, |event| {
        set(event, "/order/change/filled/units", "1000");
    });
}

#[test]
fn what_was_paid_for_a_trade_is_not_its_price_times_its_quantity() {
    // The machine's own look at its books, which is a sample, finds it at once while they are short.
    changed(Source::Solver, "\"bought\"", Rule::Replay, |event| {
        set(event, "/bought/paid", "1");
    });
}

#[test]
fn a_trade_of_another_quantity_than_its_shares() {
    changed(Source::Solver, "\"bought\"", Rule::Mirrors, |event| {
        set(event, "/bought/trade/quantity", "1.01");
    });
}

#[test]
fn what_was_paid_for_a_trade_among_many_accounts() {
    // The machine looks at long books now and then only; the first event that is wrong is named all the same.
    let mut world = World::of_many();
    let (place, sequence) = find(&mut world, Source::Solver, "\"bought\"");
    set(&mut world.solver[place], "/bought/paid", "1");
    expect(&world, Rule::Books, Source::Solver, sequence);
}

#[test]
fn a_lot_of_another_quantity_than_its_shares() {
    changed(Source::Solver, "\"bought\"", Rule::Lots, |event| {
        set(event, "/bought/trade/quantity", "1.01");
    });
}

#[test]
fn an_index_of_the_cashs_name() {
    let mut world = World::new();
    let (_, filled) = find(&mut world, Source::Solver, "\"filled\"");
    let (_, burned) = find(&mut world, Source::Solver, "\"burned\":{");
    rename_index(&mut world, "USDC");
    expect(&world, Rule::Units, Source::Solver, filled);
    // Burned units stand at the client's disposal, as if they were cash.
    expect(&world, Rule::Cash, Source::Solver, burned);
}

#[test]
fn a_sale_for_a_redemption_that_brought_less() {
    changed(
        Source::Solver,
        "\"sold\":{\"batch",
        Rule::Mirrors,
        |event| {
            set(event, "/sold/trade/price", "9.4");
        },
    );
}

#[test]
fn a_sale_for_holders_that_brought_them_less() {
    let mut world = World::of_many();
    let (place, sequence) = find(&mut world, Source::Solver, "\"rebalanced\":[");
    set(&mut world.solver[place], "/sold/rebalanced/0/lot/cost", "1");
    expect(&world, Rule::Holders, Source::Solver, sequence);
}

/// The solver's index has another name.
pub(crate) fn rename_index(world: &mut World, name: &str) {
    for event in &mut world.solver {
        let text = event.to_string().replace("\"IDX\"", &format!("{name:?}"));
        *event = serde_json::from_str(&text).unwrap();
    }
}
