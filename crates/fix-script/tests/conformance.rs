//! `docs/fix-conformance.md` names, for each test case of the FIX specification, scripts that are there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../../docs/fix-conformance.md");

/// Our scripts.
const OURS: [&str; 3] = [
    "crates/fix-script/scripts/session",
    "crates/fix-script/scripts/engine",
    "services/fix-acceptor/tests/scripts",
];
/// QuickFIX's, in the shared folder.
const THEIRS: [&str; 2] = ["fix-acceptance/fix44", "fix-acceptance/fix50sp2"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The scripts in a folder.
fn scripts(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path());
    let scripts = entries.filter(|path| path.extension().is_some_and(|it| it == "def"));
    scripts
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect()
}

/// The cases, and the names in one of the page's columns.
fn named(column: usize) -> Vec<(&'static str, Vec<&'static str>)> {
    let table = PAGE
        .lines()
        .skip_while(|line| !line.starts_with("| case |"));
    let rows = table.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [_, case, _, _, _, _] = cells[..] else {
            panic!("four columns: {row}");
        };
        let names = cells[column].split(", ").filter(|name| !name.is_empty());
        (case, names.map(|name| name.trim_matches('`')).collect())
    })
    .collect()
}

#[test]
fn each_case_names_scripts_of_ours_that_are_there() {
    let there: BTreeSet<_> = OURS
        .iter()
        .flat_map(|folder| scripts(&root().join(folder)))
        .collect();
    for (case, names) in named(3) {
        for name in names {
            assert!(there.contains(name), "case {case}: there is no {name}.def");
        }
    }
}

#[test]
fn every_case_of_the_specification_is_there_in_its_order() {
    let numbers: Vec<_> = named(3)
        .iter()
        .filter_map(|(case, _)| case.split(' ').next())
        .collect();
    let mut expected = vec!["1B".to_owned(), "1S".to_owned(), "2S".to_owned()];
    expected.extend((2..=20).map(|number| number.to_string()));
    let mut seen = numbers.clone();
    seen.dedup();
    assert_eq!(seen, expected);
}

#[test]
fn the_scripts_of_quickfix_are_named_each() {
    let shared = std::env::var_os("SHEAF_SHARED").map_or_else(|| "../shared".into(), PathBuf::from);
    let shared = root().join(shared);
    if !shared.is_dir() {
        println!("not run without the shared folder");
        return;
    }
    let there: BTreeSet<_> = THEIRS
        .iter()
        .flat_map(|folder| scripts(&shared.join(folder)))
        .collect();
    let named: BTreeSet<_> = named(4)
        .into_iter()
        .flat_map(|(_, names)| names)
        .map(ToOwned::to_owned)
        .collect();
    assert_eq!(named, there);
}
