//! Writes the constants: a tag by its field's name, a message type by its message's name, over all versions.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use crate::model::Model;

pub fn tags(models: &[Model]) -> Result<String> {
    let mut constants: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    let mut owners: BTreeMap<String, u32> = BTreeMap::new();
    for model in models {
        for (tag, field) in &model.fields {
            let name = screaming_snake(&field.name);
            let owner = *owners.entry(name.clone()).or_insert(*tag);
            ensure!(
                owner == *tag,
                "{name} is tag {owner} in one version and {tag} in another"
            );
            constants.entry(*tag).or_default().insert(name);
        }
    }
    let mut out =
        head("Tags by their fields' names, over all versions. A field that was renamed has a constant for each name.");
    for (tag, names) in constants {
        for name in names {
            out += &format!("pub const {name}: u32 = {tag};\n");
        }
    }
    Ok(out)
}

pub fn msg_types(models: &[Model]) -> String {
    let mut constants: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for model in models {
        for (msg_type, message) in &model.messages {
            constants
                .entry(msg_type.clone())
                .or_default()
                .insert(screaming_snake(&message.name));
        }
    }
    let mut out = head("Values of MsgType(35) by their messages' names, over all versions.");
    for (msg_type, names) in constants {
        for name in names {
            out += &format!("pub const {name}: &str = \"{msg_type}\";\n");
        }
    }
    out
}

fn head(what: &str) -> String {
    format!("//! {what}\n//! Written by tools/fix-tables: not to be edited.\n\n#![allow(missing_docs)]\n\n")
}

/// `NoMDEntries` to `NO_MD_ENTRIES`, `ClOrdID` to `CL_ORD_ID`, `MaturityDate2` to `MATURITY_DATE2`.
pub fn screaming_snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_lower = at > 0 && !letters[at - 1].is_ascii_uppercase();
        let before_lower = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let plural = before_lower
            && letters.get(at + 2).is_none_or(char::is_ascii_uppercase)
            && letters.get(at + 1) == Some(&'s');
        if at > 0 && letter.is_ascii_uppercase() && (after_lower || (before_lower && !plural)) {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}
