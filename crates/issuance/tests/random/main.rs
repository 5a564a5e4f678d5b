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
#[path = "../scenario/mod.rs"]
mod scenario;
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
        (limits, steps, 0..100_u32, moves())
    };
    cases::check(CASES, strategy, |(house_limit, step, fee, moves)| {
        let mut world = world(house_limit, step, fee);
        for step in &moves {
            world.apply(step);
        }
        world.finish();
        laws_at_the_end(&world)
    });
}
