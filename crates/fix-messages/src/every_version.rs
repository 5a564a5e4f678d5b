//! Every setter of every message and group, in every version: it writes what the version's dictionary has, and nothing
//! else. The dictionaries are the judges, so that a type made from one version can't leak into another.

use std::collections::BTreeSet;

use fix_dictionary::{Dictionary, Member, Members, Release};

use crate::WriteError;
use crate::generated::groups::entry_faults;
use crate::generated::messages::message_faults;

type Faults = [(u32, Option<WriteError>)];

/// Members that have a setter of their own: all but the lengths, which are written with their data.
fn settable(dictionary: &Dictionary, members: &Members) -> BTreeSet<u32> {
    let length_of = |member: &&Member| {
        dictionary
            .field(member.tag)
            .and_then(fix_dictionary::Field::data_tag)
    };
    let lengths: BTreeSet<u32> = members
        .iter()
        .filter(|member| length_of(member).is_some_and(|data| members.contains(data)))
        .map(|member| member.tag)
        .collect();
    members
        .iter()
        .map(|member| member.tag)
        .filter(|tag| !lengths.contains(tag))
        .collect()
}

/// Checks the faults of a message's or an entry's setters; how many setters of groups within were checked as well.
fn check(dictionary: &Dictionary, place: &str, members: &Members, faults: &Faults) -> usize {
    let version = dictionary.version();
    for (tag, fault) in faults {
        // What counts a group in a later version is a plain field of FIX 4.0's News(B): its setter writes groups only.
        let is_group = entry_faults(dictionary, *tag, &Members::default()).is_some();
        let has = if is_group {
            members.group(*tag).is_some()
        } else {
            members.contains(*tag)
        };
        let refused = matches!(fault, Some(WriteError::NoField { .. }));
        assert_eq!(refused, !has, "{version}, {place}, {tag}: {fault:?}");
    }
    let have: BTreeSet<u32> = faults.iter().map(|(tag, _)| *tag).collect();
    let missing: Vec<_> = settable(dictionary, members)
        .difference(&have)
        .copied()
        .collect();
    assert_eq!(missing, [], "{version}, {place}: without a setter");
    check_groups(dictionary, place, members)
}

fn check_groups(dictionary: &Dictionary, place: &str, members: &Members) -> usize {
    let groups = members
        .iter()
        .filter_map(|member| Some((member.tag, member.group.as_deref()?)));
    groups
        .map(|(tag, group)| {
            let place = format!("{place}, group {tag}");
            let faults = entry_faults(dictionary, tag, group).expect("every group has a type");
            faults.len() + check(dictionary, &place, group, &faults)
        })
        .sum()
}

#[test]
fn a_setter_writes_what_its_version_has_and_nothing_else() {
    let mut checked = 0;
    for release in Release::all() {
        let dictionary = release.dictionary();
        for (msg_type, faults) in message_faults(&dictionary) {
            checked += faults.len();
            if let Some(message) = dictionary.message(msg_type.as_bytes()) {
                checked += check(&dictionary, msg_type, &message.members, &faults);
                continue;
            }
            for (tag, fault) in faults {
                assert!(
                    matches!(fault, Some(WriteError::NoMessage { .. })),
                    "{}, {msg_type}, {tag}: {fault:?}",
                    release.name()
                );
            }
        }
    }
    assert!(checked > 30_000, "only {checked} setters were tried");
}
