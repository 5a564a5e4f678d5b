//! What the tables and QuickFIX's dictionary of the same version disagree in, one line each. Names of enum values
//! are not compared (no peer sees them), nor their order.
//!
//! QuickFIX's FIX50SP2.xml holds every extension pack since 2009; ours is SP2 as published. There the comparison is
//! one way: what both have must agree, except where a pack changed it, which [`is_extension_pack`] tells.

use std::collections::BTreeSet;

use crate::model::{Member, Model};

/// Types by which a validator tells the same values apart from wrong ones.
fn format_of(kind: &str) -> &str {
    match kind {
        "MULTIPLEVALUESTRING" | "MULTIPLECHARVALUE" | "MULTIPLESTRINGVALUE" => "MULTIPLE",
        "UTCDATE" | "UTCDATEONLY" | "DATE" => "UTCDATEONLY",
        "TIME" | "UTCTIMESTAMP" => "UTCTIMESTAMP",
        "DATA" | "XMLDATA" => "DATA",
        other => other,
    }
}

pub fn differences(ours: &Model, theirs: &Model) -> Vec<String> {
    let mut found = Vec::new();
    for tag in ours.fields.keys().chain(theirs.fields.keys()).collect::<BTreeSet<_>>() {
        match (ours.fields.get(tag), theirs.fields.get(tag)) {
            (Some(our), Some(their)) => {
                if our.name != their.name {
                    found.push(format!("field {tag}: name {} / {}", our.name, their.name));
                }
                if format_of(&our.kind) != format_of(&their.kind) {
                    found.push(format!("field {tag} {}: type {} / {}", our.name, our.kind, their.kind));
                }
                let values = |values: &[(String, String)]| {
                    values.iter().map(|(value, _)| value.clone()).collect::<BTreeSet<_>>()
                };
                let (our_values, their_values) = (values(&our.values), values(&their.values));
                if our_values != their_values {
                    let more: Vec<_> = our_values.difference(&their_values).collect();
                    let less: Vec<_> = their_values.difference(&our_values).collect();
                    found.push(format!(
                        "field {tag} {}: values only ours {more:?}, only theirs {less:?}",
                        our.name
                    ));
                }
            }
            (our, _) => found.push(format!(
                "field {tag}: only {}",
                if our.is_some() { "ours" } else { "theirs" }
            )),
        }
    }
    compare_members("header", &ours.header, &theirs.header, &mut found);
    compare_members("trailer", &ours.trailer, &theirs.trailer, &mut found);
    for msg_type in ours
        .messages
        .keys()
        .chain(theirs.messages.keys())
        .collect::<BTreeSet<_>>()
    {
        match (ours.messages.get(msg_type), theirs.messages.get(msg_type)) {
            (Some(our), Some(their)) => {
                if (&our.name, our.admin) != (&their.name, their.admin) {
                    found.push(format!(
                        "message {msg_type}: {} {} / {} {}",
                        our.name, our.admin, their.name, their.admin
                    ));
                }
                compare_members(&format!("message {msg_type}"), &our.members, &their.members, &mut found);
            }
            (our, _) => found.push(format!(
                "message {msg_type}: only {}",
                if our.is_some() { "ours" } else { "theirs" }
            )),
        }
    }
    found
}

fn compare_members(place: &str, ours: &[Member], theirs: &[Member], found: &mut Vec<String>) {
    let unique = |members: &[Member]| members.iter().map(|member| member.tag).collect::<BTreeSet<_>>();
    if unique(ours) != unique(theirs) {
        let more: Vec<_> = unique(ours).difference(&unique(theirs)).copied().collect();
        let less: Vec<_> = unique(theirs).difference(&unique(ours)).copied().collect();
        found.push(format!("{place}: only ours {more:?}, only theirs {less:?}"));
    } else if place.contains("group") && order(ours) != order(theirs) {
        found.push(format!("{place}: order {:?} / {:?}", order(ours), order(theirs)));
    }
    for our in ours {
        let Some(their) = theirs.iter().find(|member| member.tag == our.tag) else {
            continue;
        };
        if our.required != their.required {
            found.push(format!(
                "{place}: {} required {} / {}",
                our.tag, our.required, their.required
            ));
        }
        if our.group.is_empty() != their.group.is_empty() {
            found.push(format!("{place}: {} is a group in one only", our.tag));
        } else if !our.group.is_empty() {
            compare_members(&format!("{place} group {}", our.tag), &our.group, &their.group, found);
        }
    }
}

/// Tags in order; where a dictionary lists one twice (a component repeats a field), the first place counts.
fn order(members: &[Member]) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    members
        .iter()
        .map(|member| member.tag)
        .filter(|tag| seen.insert(*tag))
        .collect()
}

/// Whether a difference is what an extension pack after SP2 adds or relaxes, and so no fault of ours.
pub fn is_extension_pack(difference: &str) -> bool {
    let adds = difference.contains("only theirs")
        && (!difference.contains("only ours") || difference.contains("only ours []"));
    adds || difference.contains("required true / false")
}
