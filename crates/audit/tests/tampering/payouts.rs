//! Payouts: what was asked for, what the minter was asked for, what left the vault.

use audit::{Rule, Source};
use serde_json::{Value, json};

use crate::world::World;
use crate::{changed, expect, find, finding, set};

#[test]
fn a_payout_of_another_sum_than_was_asked_for() {
    changed(
        Source::ChainMinter,
        "\"payout\":{",
        Rule::Payouts,
        |event| set(event, "/effect/payout/amount", "19"),
    );
}

#[test]
fn a_payout_to_a_stranger() {
    changed(
        Source::ChainMinter,
        "\"payout\":{",
        Rule::Payouts,
        |event| {
            let stranger = "0x00000000000000000000000000000000000000ff";
            set(event, "/effect/payout/to", stranger);
        },
    );
}

#[test]
fn a_payout_that_nobody_asked_for() {
    let mut world = World::new();
    let (place, _) = find(&mut world, Source::ChainMinter, "\"payout\":{");
    let mut foreign = world.minter[place].clone();
    set(&mut foreign, "/effect/payout/payout_id", "stranger");
    world.minter.push(foreign);
    let sequence = world.minter.len() as u64;
    expect(&world, Rule::Payouts, Source::ChainMinter, sequence);
}

#[test]
fn a_payout_that_the_minter_has_taken_and_has_no_record_of() {
    let mut world = World::new();
    let (_, taken) = find(&mut world, Source::Solver, "payout_accepted");
    let (place, _) = find(&mut world, Source::ChainMinter, "\"payout\":{");
    world.minter.truncate(place);
    expect(&world, Rule::Payouts, Source::Solver, taken);
}

#[test]
fn a_payout_told_with_another_transaction() {
    changed(Source::Solver, "\"paid_out\":{", Rule::Payouts, |event| {
        set(event, "/paid_out/transaction_hash", "0x00");
    });
}

#[test]
fn a_payout_that_the_solver_has_passed_over() {
    passed_over("\"paid_out\":{", "\"payout\":\"tp1\"");
}

#[test]
fn a_failure_of_a_payout_that_the_solver_has_passed_over() {
    passed_over("payout_failed", "\"failed\"");
}

/// The solver skips what the minter told: the client's cash stays in flight for ever.
#[track_caller]
fn passed_over(booked: &str, told: &str) {
    let mut world = World::new();
    let (place, _) = find(&mut world, Source::Solver, booked);
    let confirmed = |event: &Value| {
        let text = event.to_string();
        text.contains(told) && !text.contains("\"accepted\"")
    };
    let told = world.minter.iter().position(confirmed).unwrap() as u64 + 1;
    world.solver[place] =
        json!({"skipped": {"stream": "minter", "position": told, "text": "lost"}});
    expect(&world, Rule::Payouts, Source::ChainMinter, told);
}

#[test]
fn a_payout_that_the_chain_does_not_have() {
    let mut world = World::new();
    let (place, _) = find(&mut world, Source::ChainMinter, "\"confirmed\"");
    let later = world.minter[place + 1..].iter();
    let confirmed = later
        .clone()
        .position(|event| event.to_string().contains("\"confirmed\""));
    let sequence = (place + 1 + confirmed.unwrap() + 1) as u64;
    world.chain.payouts.clear();
    expect(&world, Rule::Vault, Source::ChainMinter, sequence);
}

#[test]
fn a_payout_that_left_the_vault_and_is_none_of_the_minters() {
    let mut world = World::new();
    let chain = &mut world.chain;
    chain.payouts.insert("0x01".into(), "7".parse().unwrap());
    chain.vault = chain.vault.checked_sub("7".parse().unwrap()).unwrap();
    let report = world.audit();
    let breaches = &finding(&report, Rule::Vault).breaches;
    assert_eq!(breaches[0].text, "payout 0x01 of 7 is none of the minter's");
}
