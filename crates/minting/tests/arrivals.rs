//! Deposits and burns: confirmations, reorganisations shallow and deep, checkpoints.

mod support;

use minting::{CHECKPOINT_BLOCKS, Command, Event};
use support::{Bench, block, burn, deposit, observation, observation_of};

#[test]
fn a_deposit_is_seen_at_once_and_confirmed_at_its_depth() {
    let mut bench = Bench::ready();
    let cash = deposit(1, block(12, 0));
    let seen = Event::DepositSeen { deposit: cash };
    let confirmed = Event::DepositConfirmed { deposit: cash };
    assert_eq!(
        bench.take(observation(10, 12, 0, vec![cash])),
        Ok(vec![seen])
    );
    assert_eq!(bench.take(observation(10, 13, 0, vec![cash])), Ok(vec![]));
    assert_eq!(
        bench.take(observation(10, 14, 0, vec![cash])),
        Ok(vec![confirmed])
    );
    assert_eq!(
        bench.take(observation(10, 15, 0, vec![cash])),
        Ok(vec![]),
        "once"
    );
    assert_eq!(bench.machine.seen_deposits().count(), 0);
}

#[test]
fn a_deposit_that_goes_away_is_dropped_and_one_that_moves_starts_again() {
    let mut bench = Bench::ready();
    let [gone, before] = [deposit(1, block(12, 0)), deposit(2, block(12, 0))];
    bench
        .take(observation(10, 13, 0, vec![gone, before]))
        .unwrap();
    let moved = deposit(2, block(13, 1));
    let events = bench.take(observation(10, 14, 1, vec![moved])).unwrap();
    assert_eq!(
        events,
        [
            Event::DepositDropped { id: gone.id },
            Event::DepositSeen { deposit: moved }
        ]
    );
    let events = bench.take(observation(10, 15, 1, vec![moved])).unwrap();
    assert_eq!(events, [Event::DepositConfirmed { deposit: moved }]);
}

#[test]
fn a_confirmed_deposit_that_goes_away_is_reported_and_never_credited_again() {
    let mut bench = Bench::ready();
    let cash = deposit(1, block(12, 0));
    bench.take(observation(10, 14, 0, vec![cash])).unwrap();
    let events = bench.take(observation(10, 15, 1, vec![])).unwrap();
    assert_eq!(events, [Event::DepositVanished { id: cash.id }]);
    let again = deposit(1, block(15, 1));
    assert_eq!(bench.take(observation(10, 19, 1, vec![again])), Ok(vec![]));
}

#[test]
fn a_burn_is_watched_as_a_deposit_is_and_beside_it() {
    let mut bench = Bench::ready();
    let (cash, units) = (deposit(1, block(12, 0)), burn(1, block(12, 0)));
    let mut observe = |head, fork, deposits: &[_], burns: &[_]| {
        bench.take(observation_of(
            10,
            head,
            fork,
            (deposits.to_vec(), burns.to_vec()),
        ))
    };
    let seen = [
        Event::DepositSeen { deposit: cash },
        Event::BurnSeen {
            burn: units.clone(),
        },
    ];
    assert_eq!(
        observe(12, 0, &[cash], std::slice::from_ref(&units)),
        Ok(seen.to_vec()),
        "one transaction may do both"
    );
    let id = units.id.clone();
    assert_eq!(
        observe(13, 1, &[cash], &[]),
        Ok(vec![Event::BurnDropped { id }])
    );
    let moved = burn(1, block(13, 1));
    let confirmed = [
        Event::DepositConfirmed { deposit: cash },
        Event::BurnSeen {
            burn: moved.clone(),
        },
        Event::BurnConfirmed {
            burn: moved.clone(),
        },
    ];
    assert_eq!(
        observe(15, 1, &[cash], std::slice::from_ref(&moved)),
        Ok(confirmed.to_vec())
    );
    assert_eq!(
        observe(16, 1, &[cash], std::slice::from_ref(&moved)),
        Ok(vec![]),
        "once"
    );
    assert!(bench.machine.is_burn_confirmed(&moved.id));
    let vanished = Event::BurnVanished {
        id: moved.id.clone(),
    };
    assert_eq!(
        bench.take(observation(10, 17, 2, vec![cash])),
        Ok(vec![vanished])
    );
    assert_eq!(bench.machine.seen_burns().count(), 0);
}

#[test]
fn a_checkpoint_is_set_at_a_final_block_and_the_scan_goes_on_behind_it() {
    let mut bench = Bench::ready();
    let head = 10 + CHECKPOINT_BLOCKS - 1 + 2;
    assert_eq!(bench.take(observation(10, head - 1, 0, vec![])), Ok(vec![]));
    let checkpoint = block(head - 2, 0);
    assert_eq!(
        bench.take(observation(10, head, 0, vec![])),
        Ok(vec![Event::Checkpoint { block: checkpoint }])
    );
    assert_eq!(bench.machine.next_block(), checkpoint.number + 1);
    let old = deposit(1, block(11, 0));
    assert_eq!(
        bench.take(observation(10, head, 0, vec![old])),
        Ok(vec![]),
        "an observation from before it"
    );
}

#[test]
fn a_deep_reorganisation_goes_back_to_a_checkpoint_that_is_still_there() {
    let mut bench = Bench::ready();
    let mut checkpoints = Vec::new();
    for _ in 0..3 {
        let from = bench.machine.next_block();
        bench
            .take(observation(from, from + CHECKPOINT_BLOCKS + 1, 0, vec![]))
            .unwrap();
        checkpoints.push(*bench.machine.checkpoints().last().unwrap());
    }
    assert_eq!(
        bench.take(Command::Rewind {
            kept: Some(checkpoints[2])
        }),
        Ok(vec![])
    );
    assert_eq!(
        bench.take(Command::Rewind {
            kept: Some(block(1, 1))
        }),
        Ok(vec![]),
        "never was a checkpoint"
    );
    let rewound = Event::Rewound {
        to: Some(checkpoints[0]),
    };
    assert_eq!(
        bench.take(Command::Rewind {
            kept: Some(checkpoints[0])
        }),
        Ok(vec![rewound])
    );
    assert_eq!(bench.machine.next_block(), checkpoints[0].number + 1);
    bench.take(Command::Rewind { kept: None }).unwrap();
    assert_eq!(bench.machine.next_block(), 10);
}
