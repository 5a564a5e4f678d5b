//! Random markets, baskets and their changes, orders, burns, redemptions, partial fills, refusals, expiries, cancels and restarts. After every event the
//! books add up and a machine that has read the journal decides alike (the scenario checks both); at the end every order has ended,
//! nobody has paid more than his cash or dealt beyond his limit, and every trade was shared to the last digit. Baskets change meanwhile, and
//! what was for holders is conserved.
//!
//! `SHEAF_CASES=10000` plays more cases; a failure prints the shrunk case and the command that plays it again (`cases`).
//! Who gets how much of what is scarce is `fitting`'s, and so are the laws of that (`crates/fitting/tests/laws/`).

mod clients;
mod laws;
mod moves;
mod quotes;
mod venue;
mod world;

use proptest::prelude::*;

use laws::laws_at_the_end;
use moves::moves;
use world::world;

const ASSETS: [&str; 3] = ["AX", "BX", "CX"];

/// Cases, unless `SHEAF_CASES` says otherwise.
const CASES: u64 = 400;

/// Batches in which everything has come to its end, where there is someone to sell and to buy.
const BATCHES_TO_END: usize = 200;

#[test]
fn the_laws_hold_whatever_happens() {
    let strategy = || {
        let limits = prop_oneof![Just("0"), Just("3"), Just("1000")];
        let steps = prop_oneof![Just("0.00000001"), Just("0.0001"), Just("0.1")];
        (limits, steps, 0..100_u32, at_once(), moves())
    };
    cases::check(
        CASES,
        strategy,
        |(house_limit, step, fee, at_once, moves)| {
            let mut world = world(house_limit, step, fee, at_once);
            for step in &moves {
                world.apply(step);
            }
            world.run.restart();
            world.finish();
            world.run.write_down();
            world.run.restart();
            laws_at_the_end(&world)
        },
    );
}

#[test]
fn steps_come_to_what_one_decision_would() {
    let strategy = || (0..100_u32, 1..4_usize, moves());
    // Each case is played twice.
    cases::check_one_in(4, CASES, strategy, |(fee, at_once, moves)| {
        let [whole, steps] = [usize::MAX, at_once].map(|at_once| {
            let mut world = world("3", "0.0001", fee, at_once);
            world.run.goes_on = true;
            for step in &moves {
                world.apply(step);
            }
            world.finish();
            world.run.state
        });
        prop_assert_eq!(whole.books(), steps.books());
        let views = |state: &issuance::Issuance| {
            let orders = state.orders();
            orders.map(|order| state.view(order)).collect::<Vec<_>>()
        };
        prop_assert_eq!(views(&whole), views(&steps));
        Ok(())
    });
}

/// Index orders that a decision fills or ends: all, or so few that most batches go in steps.
fn at_once() -> impl Strategy<Value = usize> {
    prop_oneof![Just(usize::MAX), 1..4_usize]
}
