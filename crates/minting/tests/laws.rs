//! Laws that hold after any sequence of commands: replay from JSON, all of it or from a written state on, gives the same machine, a nonce
//! has one action, a deposit and a burn are confirmed once, and what has ended stays so.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use minting::{ActionId, Command, Event, Minting, Outcome};
use proptest::prelude::*;
use support::{
    Bench, CONFIRMATIONS, attempt, block, burn, deposit, done, hash, inspect, mint, mint_id,
    observation_of, sign,
};

fn id() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["A", "B", "C"])
}

fn command() -> impl Strategy<Value = Command> {
    let inclusion = (0..4_u64, 1..4_u64, 15..25_u64, 0..2_u8, any::<bool>()).prop_map(
        |(nonce, fee, number, fork, is_reverted)| {
            let mut inclusion = done(nonce, fee, block(number, fork));
            if is_reverted {
                inclusion.outcome = Outcome::Reverted { text: "no".into() };
            }
            inclusion
        },
    );
    let found = || prop::collection::btree_map(1..5_u8, (10..20_u64, 0..2_u8), 0..4);
    prop_oneof![
        id().prop_map(mint),
        (id(), 0..4_u64, 1..4_u64).prop_map(|(id, nonce, fee)| sign(id, nonce, fee)),
        (id(), prop::option::of(inclusion), 15..30_u64)
            .prop_map(|(id, found, head)| inspect(id, found, head)),
        (id(), 15..25_u64, 15..30_u64).prop_map(|(id, number, head)| Command::Found {
            id: mint_id(id),
            hash: hash(200),
            block: block(number, 0),
            created: None,
            head,
        }),
        (id(), 0..4_u64).prop_map(|(id, nonce)| Command::NonceLost {
            id: mint_id(id),
            nonce
        }),
        id().prop_map(|id| Command::Refuse {
            id: mint_id(id),
            text: "no".into()
        }),
        (12..100_u64, 0..2_u8, found(), found()).prop_map(|(head, fork, cash, units)| {
            let deposits = cash
                .into_iter()
                .map(|(number, (at, fork))| deposit(number, block(at, fork)))
                .filter(|deposit| deposit.block.number <= head);
            let burns = units
                .into_iter()
                .map(|(number, (at, fork))| burn(number, block(at, fork)))
                .filter(|burn| burn.block.number <= head);
            observation_of(10, head, fork, (deposits.collect(), burns.collect()))
        }),
        Just(Command::Rewind { kept: None }),
    ]
}

proptest! {
    #[test]
    fn any_sequence_of_commands(
        commands in prop::collection::vec(command(), 0..60),
        written_after in 0..60_usize,
    ) {
        let mut bench = Bench::ready();
        let mut written = (serde_json::to_vec(&bench.machine).unwrap(), bench.events.len());
        for (place, command) in commands.into_iter().enumerate() {
            if place == written_after {
                written = (serde_json::to_vec(&bench.machine).unwrap(), bench.events.len());
            }
            // A refused command changes nothing.
            let before = format!("{:?}", bench.machine);
            if bench.take(command).is_err() {
                prop_assert_eq!(before, format!("{:?}", bench.machine));
            }
        }

        let mut replayed = Minting::new(CONFIRMATIONS);
        for event in &bench.events {
            let stored = serde_json::to_vec(event).unwrap();
            replayed.apply(&serde_json::from_slice(&stored).unwrap());
        }
        prop_assert_eq!(format!("{:?}", bench.machine), format!("{replayed:?}"));
        // A start from what was written down, and the events since, gives the same.
        let (bytes, events) = written;
        let restored: Minting = serde_json::from_slice(&bytes).unwrap();
        let mut restored = restored.believing(CONFIRMATIONS);
        for event in &bench.events[events..] {
            restored.apply(event);
        }
        prop_assert_eq!(format!("{restored:?}"), format!("{replayed:?}"));

        let mut nonces: BTreeMap<u64, ActionId> = BTreeMap::new();
        let mut credited = BTreeSet::new();
        let mut burned = BTreeSet::new();
        let mut ended = BTreeSet::new();
        for event in &bench.events {
            match event {
                Event::Signed { id, attempt } => {
                    prop_assert_eq!(nonces.entry(attempt.nonce).or_insert_with(|| id.clone()), id);
                    prop_assert!(!ended.contains(id));
                }
                Event::Confirmed { id, .. } | Event::Failed { id, .. } => {
                    prop_assert!(ended.insert(id.clone()), "{} ended twice", id);
                }
                Event::DepositConfirmed { deposit } => {
                    prop_assert!(credited.insert(deposit.id), "{} was credited twice", deposit.id);
                }
                Event::BurnConfirmed { burn } => {
                    prop_assert!(burned.insert(burn.id.clone()), "{} was credited twice", burn.id);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn events_are_stored_as_they_always_were() {
    let event = Event::Signed {
        id: mint_id("M"),
        attempt: attempt(0, 1),
    };
    let stored = serde_json::to_string(&event).unwrap();
    let hash = "01".repeat(32);
    assert_eq!(
        stored,
        format!(
            r#"{{"event":"signed","id":{{"mint":"M"}},"attempt":{{"hash":"0x{hash}","nonce":0,"max_fee":1,"tip":1,"raw":"01"}}}}"#
        )
    );
}
