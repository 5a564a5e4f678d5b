//! How the machine's state is written down: as a file says; and what is read of it is what was written, or is refused.

mod support;

use minting::{Command, Contract, Minting};
use serde_json::{Value, json};
use support::{
    Bench, CONFIRMATIONS, block, burn, deposit, done, inspect, mint, mint_id, observation_of, sign,
};

/// As [`everything`] is written.
const WRITTEN: &str = include_str!("state.json");

/// An action of each stage, arrivals that are confirmed and such as are not, a checkpoint.
fn everything() -> Bench {
    let mut bench = Bench::ready();
    for id in ["A", "B", "C", "D", "E"] {
        bench.take(mint(id)).unwrap();
    }
    for (id, nonce) in [("B", 1), ("C", 2), ("D", 3)] {
        bench.take(sign(id, nonce, 1)).unwrap();
    }
    bench.take(sign("B", 1, 2)).unwrap();
    let mined = done(2, 1, block(20, 0));
    bench.take(inspect("C", Some(mined), 20)).unwrap();
    let mined = done(3, 1, block(18, 0));
    bench.take(inspect("D", Some(mined), 25)).unwrap();
    let refuse = Command::Refuse {
        id: mint_id("E"),
        text: "no".into(),
    };
    bench.take(refuse).unwrap();
    let found = |at: u64| (vec![deposit(1, block(12, 0))], vec![burn(2, block(at, 0))]);
    let first = bench.machine.next_block();
    bench.take(observation_of(first, 90, 0, found(13))).unwrap();
    let next = bench.machine.next_block();
    let found = (vec![deposit(3, block(91, 0))], vec![burn(4, block(91, 0))]);
    bench.take(observation_of(next, 91, 0, found)).unwrap();
    bench
}

fn read(value: &Value) -> Result<Minting, String> {
    let machine = serde_json::from_value::<Minting>(value.clone());
    machine
        .map(|machine| machine.believing(CONFIRMATIONS))
        .map_err(|error| error.to_string())
}

/// Whoever changes how a state is written, or what is made of an event, makes a new form, and then a new file.
#[test]
fn a_form_names_how_a_state_is_written() {
    let machine = everything().machine;
    assert_eq!(Minting::FORM, "minting 1");
    let found = serde_json::to_value(&machine).unwrap();
    let kept: Value = serde_json::from_str(WRITTEN).unwrap();
    assert!(found == kept, "it is written as\n{found:#}");
    let read = read(&kept).unwrap();
    assert_eq!(format!("{read:?}"), format!("{machine:?}"));
    assert!(read.open_actions().count() > 1);
    assert!(read.deployed(Contract::Vault).is_none());
}

#[test]
fn a_state_that_can_not_be_is_refused() {
    let refused = |change: fn(&mut Value)| {
        let mut value: Value = serde_json::from_str(WRITTEN).unwrap();
        change(&mut value);
        read(&value).expect_err("it is refused")
    };
    let text = refused(|value| value["requests"] = json!(1));
    assert!(text.starts_with("of 1 requests"), "{text}");
    let text = refused(|value| value["next_nonce"] = json!(1));
    assert!(text.ends_with("has a nonce after the last"), "{text}");
    let text = refused(|value| value["actions"][0]["order"] = value["actions"][1]["order"].clone());
    assert!(text.starts_with("two requests"), "{text}");
    let text = refused(|value| {
        let checkpoints = value["scan"]["checkpoints"].as_array_mut().unwrap();
        let mut earlier = checkpoints[0].clone();
        earlier["number"] = json!(1);
        checkpoints.push(earlier);
    });
    assert!(text.starts_with("there are more checkpoints"), "{text}");
    let text = refused(|value| value["more"] = json!(1));
    assert!(text.contains("unknown field `more`"), "{text}");
}
