//! What a round looks at: what can't go on does not hold up what can, and has its turn again.

mod support;

use std::collections::BTreeSet;

use minting::{ACTIONS_AT_ONCE_MAX, Action, Command, HELD_AT_ONCE_MAX, STARTS_AT_ONCE_MAX, Turns};
use support::{Bench, CLIENT, mint, sign};

fn payouts(bench: &mut Bench, count: usize) {
    for number in 0..count {
        let payout = Command::Payout {
            payout_id: format!("p{number}"),
            to: CLIENT,
            amount: "40".parse().unwrap(),
            traceparent: String::new(),
        };
        bench.take(payout).unwrap();
    }
}

fn orders(actions: &[&Action]) -> Vec<u64> {
    actions.iter().map(|action| action.order).collect()
}

/// A round in which only mints go on.
fn round(turns: &mut Turns, bench: &Bench) -> Vec<u64> {
    let actions = turns.next(&bench.machine);
    assert!(actions.len() <= ACTIONS_AT_ONCE_MAX);
    for action in &actions {
        match &action.effect {
            minting::Effect::Payout { .. } => turns.hold(action),
            _ => turns.release(action),
        }
    }
    orders(&actions)
}

#[test]
fn the_oldest_come_first_and_a_round_is_bounded() {
    let mut bench = Bench::ready();
    payouts(&mut bench, 200);
    let chosen = Turns::default().next(&bench.machine);
    let all: Vec<u64> = bench
        .machine
        .open_actions()
        .map(|action| action.order)
        .collect();
    assert_eq!(orders(&chosen), all[..STARTS_AT_ONCE_MAX]);
}

#[test]
fn a_mint_behind_payouts_that_cannot_go_on_is_reached() {
    let mut bench = Bench::ready();
    payouts(&mut bench, 200);
    bench.take(mint("m1")).unwrap();
    let mint = bench.machine.open_actions().last().unwrap().order;
    let mut turns = Turns::default();
    let rounds = (0..10).take_while(|_| !round(&mut turns, &bench).contains(&mint));
    assert!(rounds.count() < 200_usize.div_ceil(STARTS_AT_ONCE_MAX - HELD_AT_ONCE_MAX) + 1);
    // From now on in each round.
    assert!(round(&mut turns, &bench).contains(&mint));
}

#[test]
fn each_that_cannot_go_on_has_its_turn() {
    let mut bench = Bench::ready();
    payouts(&mut bench, 100);
    let mut turns = Turns::default();
    let all: BTreeSet<u64> = bench
        .machine
        .open_actions()
        .map(|action| action.order)
        .collect();
    for _ in 0..3 {
        round(&mut turns, &bench);
    }
    let rounds = 100_usize.div_ceil(HELD_AT_ONCE_MAX);
    for _ in 0..3 {
        let turns: Vec<_> = (0..rounds).map(|_| round(&mut turns, &bench)).collect();
        assert!(turns.iter().all(|held| held.len() == HELD_AT_ONCE_MAX));
        assert_eq!(turns.concat().into_iter().collect::<BTreeSet<_>>(), all);
    }
}

#[test]
fn what_is_signed_is_in_every_round() {
    let mut bench = Bench::ready();
    bench.take(mint("m1")).unwrap();
    payouts(&mut bench, 200);
    bench.take(sign("m1", 0, 1)).unwrap();
    let signed = bench.machine.open_actions().next().unwrap().order;
    let mut turns = Turns::default();
    for _ in 0..20 {
        assert!(round(&mut turns, &bench).contains(&signed));
    }
}

#[test]
fn one_that_can_go_on_again_is_before_those_that_cannot() {
    let mut bench = Bench::ready();
    payouts(&mut bench, 100);
    let mut turns = Turns::default();
    for _ in 0..3 {
        round(&mut turns, &bench);
    }
    let first = bench.machine.open_actions().next().unwrap();
    turns.release(first);
    assert!(!turns.is_held(first.order));
    for _ in 0..2 {
        let chosen = turns.next(&bench.machine);
        assert_eq!(chosen[0].order, first.order);
        assert_eq!(chosen.len(), 1 + HELD_AT_ONCE_MAX);
    }
}
