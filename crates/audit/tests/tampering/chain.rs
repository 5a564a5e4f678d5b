//! The chain minter and the chain: deposits, mints, burns.

use audit::{Rule, Source};
use serde_json::json;

use crate::world::World;
use crate::{changed, expect, find, finding, set};

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
fn cash_that_is_missing_in_the_vault_and_units_too_many_on_chain() {
    let mut world = World::new();
    world.chain.vault = "79".parse().unwrap();
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
fn a_mint_that_the_minter_has_taken_and_has_no_record_of() {
    let mut world = World::new();
    let (_, taken) = find(&mut world, Source::Solver, "mint_accepted");
    let (place, _) = find(&mut world, Source::ChainMinter, "\"accepted\"");
    world.minter.truncate(place);
    expect(&world, Rule::Mints, Source::Solver, taken);
}

#[test]
fn a_burn_of_other_units_in_the_solvers_journal() {
    let mut world = World::new();
    let (place, sequence) = find(&mut world, Source::Solver, "\"burned\":{");
    let record = &mut world.journal(Source::Solver)[place];
    set(record, "/burned/burn/units", "1.6");
    expect(&world, Rule::Burns, Source::Solver, sequence);
}

#[test]
fn a_burn_that_the_minter_never_saw() {
    let mut world = World::new();
    let (_, booked) = find(&mut world, Source::Solver, "\"burned\":{");
    let (place, _) = find(&mut world, Source::ChainMinter, "burn-confirmed");
    let other = world.journal(Source::ChainMinter)[0].clone();
    world.journal(Source::ChainMinter)[place] = other;
    expect(&world, Rule::Burns, Source::Solver, booked);
}

#[test]
fn a_burn_that_the_solver_has_passed_over() {
    let mut world = World::new();
    let (place, _) = find(&mut world, Source::Solver, "\"burned\":{");
    let (_, told) = find(&mut world, Source::ChainMinter, "burn-confirmed");
    let skipped = json!({"skipped": {"stream": "minter", "position": told, "text": "lost"}});
    // What follows needs the units.
    world.solver.truncate(place);
    world.solver.push(skipped);
    world
        .acceptor
        .retain(|followed| followed[0] <= place as u64);
    expect(&world, Rule::Burns, Source::ChainMinter, told);
}

#[test]
fn units_that_were_redeemed_on_chain_and_burned_by_nobody() {
    let mut world = World::new();
    let token = world.chain.tokens.get_mut("IDX").unwrap();
    token.redeemed = "1.6".parse().unwrap();
    let report = world.audit();
    let finding = finding(&report, Rule::Supply);
    assert_eq!(finding.rows[0].difference.to_string(), "0.095");
}
