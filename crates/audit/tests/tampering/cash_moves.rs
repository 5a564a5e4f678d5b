//! Cash that operators have moved: the venue and the vault have what was told.
//!
//! 30 left the venue and 29.5 arrived in the vault, 20 went back, 7 have left the venue and arrived nowhere.

use audit::{Report, Rule, Source};

use crate::world::World;
use crate::{expect, find, finding, set};

/// Each part of a rule's row of the cash, as text.
fn parts(report: &Report, rule: Rule, labels: &[&str]) -> Vec<String> {
    let rows = &finding(report, rule).rows;
    let row = rows.iter().find(|row| row.unit == "USDC").unwrap();
    let of = |label: &&str| {
        let found = row.right.iter().find(|part| part.label == *label);
        found.map_or_else(|| "0".into(), |part| part.amount.to_string())
    };
    labels.iter().map(of).collect()
}

fn difference(report: &Report, rule: Rule) -> String {
    let rows = &finding(report, rule).rows;
    let row = rows.iter().find(|row| row.unit == "USDC").unwrap();
    row.difference.to_string()
}

#[test]
fn moved_cash_is_where_it_was_told_and_what_is_in_transit_at_either_end() {
    let moved = ["cash moves", "cash in transit"];
    for (at_venue, in_vault, transit) in [
        ("7", "0", ["7", "0"]),
        ("0", "0", ["0", "0"]),
        ("0", "6.5", ["0", "6.5"]),
    ] {
        let mut world = World::with_cash_moves();
        world.at_venue(at_venue);
        world.in_vault(in_vault);
        let report = world.audit();
        assert!(report.holds(), "{report:#?}");
        let [venue, vault] = transit;
        assert_eq!(parts(&report, Rule::Venue, &moved), ["-17", venue]);
        assert_eq!(parts(&report, Rule::Vault, &moved), ["9.5", vault]);
        assert_eq!(
            parts(&report, Rule::Vault, &["came without a deposit"]),
            ["0"]
        );
        let mirrors = &finding(&report, Rule::Mirrors).rows;
        let in_transit = mirrors.iter().find(|row| row.left[0].label == "in transit");
        assert_eq!(in_transit.unwrap().left[0].amount.to_string(), "7");
    }
}

#[test]
fn cash_that_was_told_to_have_arrived_in_the_vault_and_is_not_there() {
    let mut world = World::with_cash_moves();
    world.in_vault("-0.01");
    assert_eq!(difference(&world.audit(), Rule::Vault), "-0.01");
}

#[test]
fn cash_beyond_what_was_told_came_without_a_deposit() {
    let mut world = World::with_cash_moves();
    world.in_vault("7.25");
    let report = world.audit();
    assert!(report.holds(), "{report:#?}");
    let parts = parts(
        &report,
        Rule::Vault,
        &["cash in transit", "came without a deposit"],
    );
    assert_eq!(parts, ["7", "0.25"]);
}

#[test]
fn cash_that_was_told_to_have_left_the_venue_and_is_still_there() {
    let mut world = World::with_cash_moves();
    world.at_venue("7.5");
    assert_eq!(difference(&world.audit(), Rule::Venue), "0.5");
}

#[test]
fn more_cash_that_is_gone_from_the_venue_than_was_told() {
    let mut world = World::with_cash_moves();
    world.at_venue("-0.01");
    assert_eq!(difference(&world.audit(), Rule::Venue), "-0.01");
}

#[test]
fn an_arrival_at_the_other_place() {
    let mut world = World::with_cash_moves();
    let (place, _) = find(&mut world, Source::Solver, "\"cash_arrived\":{");
    let record = &mut world.solver[place];
    set(record, "/cash_arrived/arrival/at", "venue");
    // 29.5 lie in the vault, of which 7 may be what is in transit.
    assert_eq!(difference(&world.audit(), Rule::Venue), "-29.5");
}

#[test]
fn an_arrival_of_more_than_left_can_not_be() {
    let mut world = World::with_cash_moves();
    let (place, sequence) = find(&mut world, Source::Solver, "\"cash_arrived\":{");
    let record = &mut world.solver[place];
    set(record, "/cash_arrived/arrival/amount", "29.6");
    expect(&world, Rule::Replay, Source::Solver, sequence);
}

#[test]
fn a_move_told_twice_can_not_be() {
    let mut world = World::with_cash_moves();
    let (place, sequence) = find(&mut world, Source::Solver, "\"cash_left\":{");
    world.solver[place + 1] = world.solver[place].clone();
    expect(&world, Rule::Replay, Source::Solver, sequence + 1);
}

#[test]
fn a_move_from_the_vault_that_the_chain_has_not_paid_out() {
    let mut world = World::with_cash_moves();
    let (_, arrived) = find(&mut world, Source::Solver, "\"at\":\"venue\"");
    world.chain.payouts.remove("cash/out");
    expect(&world, Rule::Vault, Source::Solver, arrived);
}

#[test]
fn a_move_from_the_vault_of_another_amount() {
    let mut world = World::with_cash_moves();
    let (_, left) = find(&mut world, Source::Solver, "\"from\":\"vault\"");
    let nineteen = "19".parse().unwrap();
    world.chain.payouts.insert("cash/out".into(), nineteen);
    expect(&world, Rule::Vault, Source::Solver, left);
}

#[test]
fn a_payout_of_an_id_that_no_move_has() {
    let mut world = World::with_cash_moves();
    let one = "1".parse().unwrap();
    world.chain.payouts.insert("cash/other".into(), one);
    world.in_vault("-1");
    let report = world.audit();
    let breaches = &finding(&report, Rule::Vault).breaches;
    assert_eq!(
        breaches[0].text,
        "payout cash/other of 1 is none of the minter's"
    );
}
