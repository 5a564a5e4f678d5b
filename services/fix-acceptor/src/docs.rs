//! The tables of docs/fix.md against the code, and the two forms of our dictionary against each other.

mod incoming;
mod outgoing;
mod own_fields;
mod refusals;

use std::collections::BTreeSet;

use crate::custom;
use crate::dialect::Dialect;

const DOCS: &str = include_str!("../../../docs/fix.md");

/// The rows of the first table after a heading, each as its cells.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let mut lines = DOCS.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "docs/fix.md has no {heading:?}");
    let rows = lines
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// Whether a row's last cell names the version; `all` names every one that there is a dictionary for.
fn is_for(cell: &str, dialect: Dialect) -> bool {
    let name = match dialect {
        Dialect::Fix42 => "4.2",
        Dialect::Fix44 => "4.4",
        Dialect::Fix50Sp2 => "5.0SP2",
    };
    cell == "all" || cell.split(", ").any(|named| named == name)
}

/// The tags of a message's table for a version, whose names are checked on the way.
fn documented(heading: &str, msg_type: &str, dialect: Dialect) -> BTreeSet<u32> {
    let dictionary = custom::dictionary(dialect);
    let session = dialect.dictionaries().session;
    let message = dictionary.message(msg_type.as_bytes());
    let members = &message
        .unwrap_or_else(|| panic!("{heading}: no {msg_type}"))
        .members;
    let mut tags = BTreeSet::new();
    for row in table(heading) {
        let number: u32 = row[0].parse().unwrap();
        let [.., versions] = row[..] else {
            panic!("{heading}: an empty row")
        };
        if !is_for(versions, dialect) {
            continue;
        }
        let field = dictionary.field(number).or_else(|| session.field(number));
        let name = field
            .unwrap_or_else(|| panic!("{heading}: no tag {number}"))
            .name();
        // Three fields had another name before FIX 4.3.
        let is_named = name == row[1]
            || matches!(
                (name, row[1]),
                ("LastShares", "LastQty") | ("LinesOfText", "NoLinesOfText")
            );
        assert!(is_named, "{heading}: {number} is {name}");
        assert!(
            members.contains_deep(number) || session.header().contains(number),
            "{heading}: the message has no tag {number} in {dialect:?}"
        );
        assert!(tags.insert(number), "{heading}: {number} is there twice");
    }
    for required in members.required() {
        assert!(
            tags.contains(required),
            "{heading}: {required} is required by {dialect:?}"
        );
    }
    tags
}
