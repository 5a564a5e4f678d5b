//! A journal that was tampered with in any way breaks a rule, and the first event that breaks it is named.

mod books;
mod cash_moves;
mod chain;
mod payouts;
mod reading;
mod records;
mod reports;
mod venue;
mod world;

use audit::{Finding, Report, Rule, Source};
use serde_json::Value;
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
    let breaches = &finding(&report, rule).breaches;
    let place = breaches.first().and_then(|breach| breach.place);
    let found = place.map(|place| (place.journal, place.sequence));
    assert_eq!(found, Some((source, sequence)), "{report:#?}");
}

fn set(value: &mut Value, path: &str, to: impl Into<Value>) {
    *value
        .pointer_mut(path)
        .unwrap_or_else(|| panic!("no {path}")) = to.into();
}

fn finding(report: &Report, rule: Rule) -> &Finding {
    let mut findings = report.findings.iter();
    findings
        .find(|finding| finding.rule == rule)
        .expect("every rule has a finding")
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

/// Each rule can fail: one way for each.
#[test]
fn every_rule_is_broken_by_something() {
    for rule in Rule::ALL {
        let mut world = World::of_many();
        break_it(&mut world, *rule);
        let report = world.audit();
        assert!(!finding(&report, *rule).holds(), "{rule:?}: {report:#?}");
    }
}

fn break_it(world: &mut World, rule: Rule) {
    let (source, text, path, to) = match rule {
        Rule::Replay => (
            Source::Solver,
            "\"filled\"",
            "/order/change/filled/units",
            "1000",
        ),
        Rule::Books => (Source::Solver, "\"bought\"", "/bought/paid", "1"),
        Rule::Mirrors | Rule::Lots => (
            Source::Solver,
            "\"bought\"",
            "/bought/trade/quantity",
            "1.01",
        ),
        Rule::Holders => (
            Source::Solver,
            "\"rebalanced\":[",
            "/sold/rebalanced/0/lot/cost",
            "1",
        ),
        Rule::Trades => (Source::ExchangeAdapter, "\"traded\"", "/trade/price", "1"),
        Rule::AssetOrders => (
            Source::ExchangeAdapter,
            "\"accepted\"",
            "/terms/quantity",
            "77",
        ),
        Rule::Records => (
            Source::Inventory,
            "\"consume\"",
            "/recorded/id",
            "tsolver-1-0",
        ),
        Rule::Deposits => (
            Source::ChainMinter,
            "deposit-confirmed",
            "/deposit/amount",
            "99",
        ),
        Rule::Burns => (Source::ChainMinter, "burn-confirmed", "/burn/units", "99"),
        Rule::Mints => (
            Source::ChainMinter,
            "\"mint\":{",
            "/effect/mint/units",
            "1000",
        ),
        Rule::Payouts => (
            Source::ChainMinter,
            "\"payout\":{",
            "/effect/payout/amount",
            "19",
        ),
        Rule::Cash | Rule::Units => {
            books::rename_index(world, "USDC");
            return;
        }
        Rule::Reports => {
            world.acceptor[1].clear();
            return;
        }
        Rule::Venue => {
            world.venue.now.clear();
            return;
        }
        Rule::Vault => {
            world.chain.vault = money::Cash::ZERO;
            return;
        }
        Rule::Supply => {
            world.chain.tokens.get_mut("IDX").unwrap().supply = money::Units::ZERO;
            return;
        }
    };
    let (place, _) = find(world, source, text);
    set(&mut world.journal(source)[place], path, to);
}
