//! What the acceptor has dealt with.

use audit::{Rule, Source};

use crate::expect;
use crate::world::World;

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
