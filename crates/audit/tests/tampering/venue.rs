//! The exchange adapter and the venue.

use audit::{Rule, Source};

use crate::world::World;
use crate::{changed, expect, find, set};

#[test]
fn a_trade_of_another_price_in_the_adapters_journal() {
    // The solver is the one that books what is not there.
    let mut world = World::new();
    let (_, booked) = find(&mut world, Source::Solver, "\"bought\"");
    let (place, sequence) = find(&mut world, Source::ExchangeAdapter, "\"traded\"");
    let record = &mut world.journal(Source::ExchangeAdapter)[place];
    set(record, "/trade/price", "1");
    expect(&world, Rule::Trades, Source::Solver, booked);
    expect(&world, Rule::Venue, Source::ExchangeAdapter, sequence);
}

#[test]
fn a_trade_that_the_adapter_records_twice() {
    let mut world = World::new();
    let (place, sequence) = find(&mut world, Source::ExchangeAdapter, "\"traded\"");
    let trade = world.journal(Source::ExchangeAdapter)[place].clone();
    world.journal(Source::ExchangeAdapter)[place + 1] = trade;
    expect(&world, Rule::Replay, Source::ExchangeAdapter, sequence + 1);
}

#[test]
fn a_trade_that_was_booked_under_another_place() {
    let mut world = World::new();
    let (place, _) = find(&mut world, Source::Solver, "\"bought\"");
    let (_, told) = find(&mut world, Source::ExchangeAdapter, "\"traded\"");
    set(
        &mut world.journal(Source::Solver)[place],
        "/bought/position",
        1,
    );
    expect(&world, Rule::Trades, Source::ExchangeAdapter, told);
}

#[test]
fn an_asset_order_of_another_quantity() {
    changed(
        Source::ExchangeAdapter,
        "\"accepted\"",
        Rule::AssetOrders,
        |event| set(event, "/terms/quantity", "77"),
    );
}

#[test]
fn an_asset_order_that_is_of_no_batch() {
    let mut world = World::new();
    let mut foreign = world.journal(Source::ExchangeAdapter)[0].clone();
    set(&mut foreign, "/terms/id", "stranger");
    world.journal(Source::ExchangeAdapter).push(foreign);
    let sequence = world.adapter.len() as u64;
    expect(&world, Rule::AssetOrders, Source::ExchangeAdapter, sequence);
}

#[test]
fn balances_of_the_venue_that_trades_do_not_explain() {
    let mut world = World::new();
    let a = world.venue.now.get_mut(&"A".into()).unwrap();
    *a = a.checked_add("1".parse().unwrap()).unwrap();
    let report = world.audit();
    let finding = report.findings.iter().find(|f| f.rule == Rule::Venue);
    let wrong: Vec<_> = finding
        .unwrap()
        .rows
        .iter()
        .filter(|row| !row.difference.is_zero())
        .map(|row| (row.unit.clone(), row.difference.to_string()))
        .collect();
    assert_eq!(wrong, [("A".to_owned(), "1".to_owned())]);
    assert!(!report.holds());
}

#[test]
fn a_trade_that_the_solver_has_parked_is_named_with_its_reason() {
    let mut world = World::new();
    let (place, _) = find(&mut world, Source::Solver, "\"bought\"");
    let (_, told) = find(&mut world, Source::ExchangeAdapter, "\"traded\"");
    let bought = world.solver[place].clone();
    world.solver[place] = serde_json::json!({"trade_parked": {
        "position": bought.pointer("/bought/position"),
        "trade": bought.pointer("/bought/trade"),
        "text": "too many digits",
    }});
    let report = world.audit();
    let finding = report.findings.iter().find(|f| f.rule == Rule::Trades);
    let breaches = &finding.unwrap().breaches;
    let named = breaches.iter().find(|breach| {
        let at = breach
            .place
            .as_ref()
            .map(|place| (place.journal, place.sequence));
        at == Some((Source::ExchangeAdapter, told))
    });
    let text = &named.unwrap_or_else(|| panic!("{breaches:#?}")).text;
    assert!(text.contains("it is parked: too many digits"), "{text}");
}
