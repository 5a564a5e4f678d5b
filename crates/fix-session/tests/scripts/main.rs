//! The session's rules as scripts: each file in `crates/fix-script/scripts` is a case of the specification, named by it, and
//! is played here against the core on a virtual clock, unless it says that it is for TCP alone.

mod core_stage;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use core_stage::CoreStage;
use fix_script::{Deed, Script, Step, play};

const PAGE: &str = include_str!("../../../../docs/fix-conformance.md");

fn scripts(folder: &str) -> Vec<PathBuf> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fix-script/scripts");
    let entries = std::fs::read_dir(scripts.join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// What a script for TCP alone is about: the first word of its first `iSHELL`.
fn subject(script: &Script) -> &str {
    let shell = script.lines.iter().find_map(|line| match &line.step {
        Step::Do(Deed::Word(_, word, rest)) if word == "SHELL" => rest.split(' ').next(),
        Step::Do(_) | Step::Expect(_) => None,
    });
    shell.unwrap_or("the engine's sessions and queues")
}

/// Plays what can be played: how many it were, and the others by their subject.
fn play_all(folder: &str) -> (usize, BTreeMap<String, Vec<String>>) {
    let (mut played, mut others) = (0, BTreeMap::<_, Vec<_>>::new());
    let mut failures = Vec::new();
    for path in scripts(folder) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let script = match Script::parse(&std::fs::read_to_string(&path).unwrap()) {
            Ok(script) => script,
            Err(error) => {
                failures.push(format!("{name}: {error}"));
                continue;
            }
        };
        if script.sessions.iter().any(|session| session.is_tcp_only) {
            let subject = subject(&script).to_owned();
            others.entry(subject).or_default().push(name);
            continue;
        }
        played += 1;
        let outcome = CoreStage::new(&script)
            .and_then(|mut stage| play(&script, &mut stage).map_err(|failure| failure.to_string()));
        if let Err(failure) = outcome {
            failures.push(format!("{name}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    (played, others)
}

#[test]
fn every_script_holds_on_the_virtual_clock() {
    let (played, others) = play_all("session");
    assert!(played > 180 && others.is_empty(), "{played}, {others:?}");
}

#[test]
fn every_script_that_the_virtual_clock_can_t_play_is_on_the_page() {
    let (played, others) = play_all("engine");
    assert_eq!(played, 0, "it belongs to the session's");
    let rows = others.iter().map(|(subject, names)| {
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        format!("| {subject} | {} |", names.join(", "))
    });
    let rows: BTreeSet<_> = rows.collect();
    let table = PAGE
        .lines()
        .skip_while(|line| *line != "| over TCP alone | scripts |")
        .skip(2);
    let table = table.take_while(|line| line.starts_with('|'));
    assert_eq!(table.map(ToOwned::to_owned).collect::<BTreeSet<_>>(), rows);
}
