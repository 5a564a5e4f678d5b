//! The corpus, and new inputs in every run, hold. One test, because memory is counted for the whole process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::SystemTime;

use fuzz::random::Random;
use fuzz::{Target, corpus};

/// New inputs of each target: what a debug build does in some seconds. `cargo xtask fuzz` does millions.
const NEW_INPUTS: u64 = 4_000;

#[test]
fn the_corpus_and_new_inputs_hold() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seed = now.map_or(1, |now| now.as_secs());
    for target in Target::ALL {
        target.warm();
        let inputs = corpus::read(target).expect("the corpus is there");
        assert!(inputs.len() > 50, "{} has a corpus", target.name());
        for input in &inputs {
            let held = catch_unwind(AssertUnwindSafe(|| target.run_measured(input)));
            assert!(held.is_ok(), "{}: {}", target.name(), hex::encode(input));
        }
        for index in 0..NEW_INPUTS {
            let input = target.input(&mut Random::of(seed, index));
            let held = catch_unwind(AssertUnwindSafe(|| target.run_measured(&input)));
            assert!(
                held.is_ok(),
                "cargo run -p fuzz -- run --target {} --seed {seed} --first {index} --inputs 1\n{}",
                target.name(),
                hex::encode(&input)
            );
        }
    }
}
