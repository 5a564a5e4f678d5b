//! The scripts of the session layer over TCP: the same files that the core is played with on its virtual clock, and those
//! about what only an engine has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fix_script::{Deed, Expectation, Script, Step, play};
use tokio::runtime::Runtime;

use crate::tcp_stage::TcpStage;

const PAGE: &str = include_str!("../../../../docs/fix-conformance.md");

/// Why a script is not played here.
fn left_out(script: &Script) -> Option<&'static str> {
    let settings = script.session(1);
    if settings.is_core_only {
        return Some("no engine has such a moment");
    }
    let config = settings.config().unwrap();
    if config.authentication != fix_session::Authentication::Configured {
        return Some("an engine gives its verdict on a Logon(A) itself");
    }
    script.lines.iter().find_map(|line| match &line.step {
        Step::Do(Deed::Word(_, word, rest)) if word == "LOGOUT" && rest.starts_with("1409=") => {
            Some("an engine chooses the SessionStatus(1409) itself")
        }
        Step::Expect(Expectation::Word(word)) if word == "REFUSED" => {
            Some("an engine keeps what it can't send")
        }
        Step::Do(_) | Step::Expect(_) => None,
    })
}

fn scripts(folder: &str) -> Vec<PathBuf> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/fix-script/scripts");
    let entries = std::fs::read_dir(scripts.join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Plays what can be played: how many it were, and the others by their reason.
fn play_all(folder: &str) -> (usize, BTreeMap<&'static str, Vec<String>>) {
    let runtime = Runtime::new().unwrap();
    let (mut played, mut others) = (0, BTreeMap::<_, Vec<_>>::new());
    let mut failures = Vec::new();
    for path in scripts(folder) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let script = Script::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        if let Some(reason) = left_out(&script) {
            others.entry(reason).or_default().push(name);
            continue;
        }
        played += 1;
        let outcome = TcpStage::start(&runtime, &script)
            .and_then(|mut stage| play(&script, &mut stage).map_err(|failure| failure.to_string()));
        if let Err(failure) = outcome {
            failures.push(format!("{name}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    (played, others)
}

#[test]
fn every_script_of_the_session_holds_over_tcp_or_is_on_the_page() {
    let (played, others) = play_all("session");
    assert!(played > 170, "{played} played");
    let rows = others.iter().map(|(reason, names)| {
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        format!("| {reason} | {} |", names.join(", "))
    });
    let rows: BTreeSet<_> = rows.collect();
    let table = PAGE
        .lines()
        .skip_while(|line| *line != "| reason | scripts |")
        .skip(2);
    let table = table.take_while(|line| line.starts_with('|'));
    assert_eq!(table.map(ToOwned::to_owned).collect::<BTreeSet<_>>(), rows);
}

#[test]
fn every_script_of_the_engine_holds() {
    let (played, others) = play_all("engine");
    assert!(played >= 12 && others.is_empty(), "{played}, {others:?}");
}
