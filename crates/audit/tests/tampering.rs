//! A journal that was tampered with in any way breaks a rule, and the first event that breaks it is named.

mod world;

use audit::{Audit, BREACHES_KEPT_MAX, Rule, Source};
use serde_json::{Value, json};
use world::World;

/// The first record of a journal whose JSON has the text, and its sequence number.
fn find(world: &mut World, source: Source, text: &str) -> (usize, u64) {
    let journal = world.journal(source);
    let place = journal
        .iter()
        .position(|event| event.to_string().contains(text));
    let place = place.unwrap_or_else(|| panic!("no {text} in {source}"));
    (place, place as u64 + 1)
}

/// Audits the world after the first record of `source` that contains `text` was changed, and expects that the rule is
/// broken first by that record.
#[track_caller]
fn changed(source: Source, text: &str, rule: Rule, change: impl FnOnce(&mut Value)) {
    let mut world = World::new();
    let (place, sequence) = find(&mut world, source, text);
    let record = &mut world.journal(source)[place];
    let before = record.clone();
    change(record);
    assert_ne!(before, *record, "nothing was changed");
    expect(&world, rule, source, sequence);
}

#[track_caller]
fn expect(world: &World, rule: Rule, source: Source, sequence: u64) {
    let report = world.audit();
    assert!(!report.holds());
    let finding = report.findings.iter().find(|finding| finding.rule == rule);
    let breaches = &finding.expect("every rule has a finding").breaches;
    let place = breaches.first().and_then(|breach| breach.place);
    let found = place.map(|place| (place.journal, place.sequence));
    assert_eq!(found, Some((source, sequence)), "{report:#?}");
}

fn set(value: &mut Value, path: &str, to: impl Into<Value>) {
    *value
        .pointer_mut(path)
        .unwrap_or_else(|| panic!("no {path}")) = to.into();
}

#[test]
fn an_honest_world_keeps_every_rule_and_shows_both_sides() {
    let report = World::new().audit();
    assert!(report.holds(), "{report:#?}");
    assert_eq!(report.first_breach(), None);
    for finding in &report.findings {
        let looked = !finding.rows.is_empty() || !finding.notes.is_empty();
        let by_pairs = matches!(finding.rule, Rule::AssetOrders | Rule::Burns);
        assert!(looked || by_pairs, "{finding:?}");
    }
    let cash = report.findings.iter().find(|f| f.rule == Rule::Cash);
    let row = &cash.unwrap().rows[0];
    assert_eq!(row.left[0].amount.to_string(), "100");
}

#[test]
fn a_missing_record_is_named_by_the_one_after_it() {
    let mut world = World::new();
    let (place, sequence) = find(&mut world, Source::Solver, "\"bought\"");
    let mut audit = Audit::default();
    for (number, event) in world.journal(Source::Solver).iter().enumerate() {
        if number != place {
            let at = audit::At {
                sequence: number as u64 + 1,
                time_unix_ns: 0,
            };
            audit.solver(at, &serde_json::from_value(event.clone()).unwrap());
        }
    }
    let report = audit.report(None, None);
    let (rule, breach) = report.first_breach().unwrap();
    assert_eq!(
        (rule, breach.place.unwrap().sequence),
        (Rule::Replay, sequence + 1)
    );
}

#[test]
fn a_record_that_is_no_event_is_named() {
    let mut audit = Audit::default();
    let at = audit::At {
        sequence: 1,
        time_unix_ns: 0,
    };
    audit.unreadable(Source::ChainMinter, at, "unknown variant".into());
    let report = audit.report(None, None);
    let place = report.first_breach().unwrap().1.place.unwrap();
    assert_eq!((place.journal, place.sequence), (Source::ChainMinter, 1));
}

#[test]
fn a_fill_of_more_units_can_not_be() {
    changed(Source::Solver, "\"filled\"", Rule::Replay, |event| {
        set(event, "/order/change/filled/units", "1000");
    });
}

#[test]
fn a_deposit_of_another_amount_in_the_solvers_journal() {
    let mut world = World::new();
    let (place, sequence) = find(&mut world, Source::Solver, "\"deposited\"");
    let record = &mut world.journal(Source::Solver)[place];
    for path in [
        "/deposited/deposit/amount",
        "/deposited/collateral/free",
        "/deposited/collateral/deposited",
    ] {
        set(record, path, "101");
    }
    expect(&world, Rule::Deposits, Source::Solver, sequence);
}

#[test]
fn a_deposit_that_the_solver_has_passed_over() {
    let mut world = World::new();
    let (place, _) = find(&mut world, Source::Solver, "\"deposited\"");
    let (_, told) = find(&mut world, Source::ChainMinter, "deposit-confirmed");
    world.journal(Source::Solver)[place] =
        json!({"skipped": {"stream": "minter", "position": told, "text": "lost"}});
    expect(&world, Rule::Deposits, Source::ChainMinter, told);
}

#[test]
fn a_deposit_that_the_minter_never_saw() {
    let mut world = World::new();
    let (_, booked) = find(&mut world, Source::Solver, "\"deposited\"");
    let (place, _) = find(&mut world, Source::ChainMinter, "deposit-confirmed");
    let other = world.journal(Source::ChainMinter)[0].clone();
    world.journal(Source::ChainMinter)[place] = other;
    expect(&world, Rule::Deposits, Source::Solver, booked);
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
fn a_mint_of_more_units() {
    changed(Source::ChainMinter, "\"accepted\"", Rule::Mints, |event| {
        set(event, "/effect/mint/units", "1000");
    });
}

#[test]
fn a_mint_to_a_stranger() {
    changed(Source::ChainMinter, "\"accepted\"", Rule::Mints, |event| {
        let stranger = "0x00000000000000000000000000000000000000ff";
        set(event, "/effect/mint/to", stranger);
    });
}

#[test]
fn a_mint_told_with_another_transaction() {
    changed(Source::Solver, "\"minted\":{", Rule::Mints, |event| {
        set(event, "/order/change/minted/transaction_hash", "0x00");
    });
}

#[test]
fn an_event_that_the_acceptor_has_passed_over() {
    let mut world = World::new();
    let passed = world.acceptor[1].clone();
    world.acceptor[1].clear();
    expect(&world, Rule::Reports, Source::Solver, passed[0]);
}

#[test]
fn an_event_that_the_acceptor_has_dealt_with_twice() {
    let mut world = World::new();
    let again = world.acceptor[0].clone();
    world.acceptor.insert(1, again);
    expect(&world, Rule::Reports, Source::FixAcceptor, 2);
}

#[test]
fn an_event_that_the_solver_has_not() {
    let mut world = World::new();
    let last = world.solver.len() as u64;
    world.acceptor.push(vec![last + 1]);
    let sequence = world.acceptor.len() as u64;
    expect(&world, Rule::Reports, Source::FixAcceptor, sequence);
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
fn cash_that_is_missing_in_the_vault_and_units_too_many_on_chain() {
    let mut world = World::new();
    world.chain.vault = "99".parse().unwrap();
    world.chain.tokens.get_mut("IDX").unwrap().supply = "1000".parse().unwrap();
    let report = world.audit();
    let broken: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| !finding.holds())
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(broken, [Rule::Vault, Rule::Supply]);
}

#[test]
fn a_deposit_and_a_mint_that_the_chain_does_not_have() {
    let mut world = World::new();
    let (_, deposit) = find(&mut world, Source::ChainMinter, "deposit-confirmed");
    let (_, mint) = find(&mut world, Source::ChainMinter, "\"confirmed\"");
    world.chain.deposits.clear();
    world.chain.tokens.get_mut("IDX").unwrap().mints.clear();
    expect(&world, Rule::Vault, Source::ChainMinter, deposit);
    expect(&world, Rule::Supply, Source::ChainMinter, mint);
}

#[test]
fn what_is_on_its_way_while_the_journals_are_read_breaks_nothing() {
    // The inventory, the acceptor and the minter's last events have not come yet.
    let mut world = World::new();
    world.solver.truncate(world.solver.len() - 2);
    let records = world.inventory.len();
    world.inventory.truncate(records - 1);
    world.acceptor.truncate(3);
    let report = world.audit();
    assert!(report.holds(), "{report:#?}");
    let rows = report.findings.iter().flat_map(|finding| &finding.rows);
    let coming = rows.flat_map(|row| &row.right);
    assert!(coming.into_iter().any(|part| part.label == "on their way"));
}

#[test]
fn what_came_after_the_cut_needs_no_counterpart() {
    let mut world = World::new();
    let mut foreign = world.journal(Source::ExchangeAdapter)[0].clone();
    set(&mut foreign, "/terms/id", "later");
    world.journal(Source::ExchangeAdapter).push(foreign);
    let mut audit = Audit::default();
    audit.cut(Source::ExchangeAdapter, world.adapter.len() as u64 - 1);
    world.give(&mut audit);
    let report = audit.report(None, None);
    assert!(report.holds(), "{report:#?}");
}

#[test]
fn of_many_breaches_the_first_are_kept_and_all_are_counted() {
    let mut world = World::new();
    for _ in 0..BREACHES_KEPT_MAX {
        world.acceptor.push(vec![1]);
    }
    world.acceptor.push(vec![1]);
    let report = world.audit();
    let finding = report.findings.iter().find(|f| f.rule == Rule::Reports);
    let finding = finding.unwrap();
    assert_eq!(finding.breaches.len(), BREACHES_KEPT_MAX);
    assert_eq!(finding.breach_count, BREACHES_KEPT_MAX + 1);
}
