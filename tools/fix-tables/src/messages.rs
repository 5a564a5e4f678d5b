//! Writes the types of `crates/fix-messages`: each message that Sheaf uses over the union of its versions, the entries of
//! their groups, and an enum for each field whose values are listed. What a version has is left to its dictionary at run
//! time; here it is only said in the documentation of each field.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};

use crate::constants::screaming_snake;
use crate::model::{Field, Member, Model};

/// MsgType(35) of what Sheaf uses: the session layer, orders, quotes, indexes, prices, collateral, confirmations, news.
const USED: &str = "0 1 2 3 4 5 8 9 A AF AG AI AK AU AX B BA BB BG D F G H R S V W X Y Z b c d j q r x y";
/// Methods that every reader or writer has: no field may be called so.
const TAKEN: &str = "part custom custom_group knows own with read write finish finish_as_written of writer";
/// Widest line of generated code.
const LINE_CHARS_MAX: usize = 118;

/// A version's short name and its dictionary, oldest first.
pub struct Versions<'a>(pub Vec<(String, &'a Model)>);

/// The members of a message or group: tag to the versions (by index) that have it there.
type Union = BTreeMap<u32, BTreeSet<usize>>;

/// How a field is read and written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Text,
    Decimal,
    Int,
    Unsigned,
    Char,
    Flag,
    Time,
    Data,
    Code,
    Codes,
    Group,
}

pub struct Generator<'a> {
    versions: &'a Versions<'a>,
    groups: BTreeMap<u32, Union>,
    messages: BTreeMap<String, Union>,
    /// The versions of each message.
    message_versions: BTreeMap<String, BTreeSet<usize>>,
    /// Each data field's length.
    lengths: BTreeMap<u32, u32>,
}

impl<'a> Generator<'a> {
    pub fn new(versions: &'a Versions<'a>) -> Self {
        let mut generator = Generator {
            versions,
            groups: BTreeMap::new(),
            messages: BTreeMap::new(),
            message_versions: BTreeMap::new(),
            lengths: BTreeMap::new(),
        };
        for (index, (_, model)) in versions.0.iter().enumerate() {
            for (length, data) in model.data_lengths() {
                generator.lengths.insert(data, length);
            }
            for msg_type in USED.split(' ') {
                if let Some(message) = model.messages.get(msg_type) {
                    let mut union = generator.messages.remove(msg_type).unwrap_or_default();
                    generator.add(&mut union, &message.members, index);
                    generator.messages.insert(msg_type.to_owned(), union);
                    generator
                        .message_versions
                        .entry(msg_type.to_owned())
                        .or_default()
                        .insert(index);
                }
            }
        }
        generator
    }

    fn add(&mut self, union: &mut Union, members: &[Member], version: usize) {
        for member in members {
            union.entry(member.tag).or_default().insert(version);
            if !member.group.is_empty() {
                let mut group = self.groups.remove(&member.tag).unwrap_or_default();
                self.add(&mut group, &member.group, version);
                self.groups.insert(member.tag, group);
            }
        }
    }

    /// The files of `src/generated`, by name.
    pub fn files(&self) -> Result<Vec<(&'static str, String)>> {
        Ok(vec![
            ("mod.rs", self.module()),
            ("codes.rs", self.codes()?),
            ("groups.rs", self.group_types()?),
            ("messages.rs", self.message_types()?),
        ])
    }

    fn module(&self) -> String {
        head("The types, made from the dictionaries.") + "pub mod codes;\npub mod groups;\npub(crate) mod messages;\n"
    }

    fn codes(&self) -> Result<String> {
        let unions = self.messages.values().chain(self.groups.values());
        let tags: BTreeSet<u32> = unions.flat_map(|union| union.keys().copied()).collect();
        let mut out = head("Fields whose values FIX lists, over all versions.") + "crate::code::codes! {\n";
        for tag in tags {
            if !matches!(self.kind(tag), Kind::Code | Kind::Codes) {
                continue;
            }
            // Newest names first: the newest version's name of a value counts.
            let mut names: BTreeMap<&str, String> = BTreeMap::new();
            for (_, model) in self.versions.0.iter().rev() {
                for (value, name) in model.fields.get(&tag).map_or(&[][..], |field| &field.values) {
                    if names.contains_key(value.as_str()) {
                        continue;
                    }
                    let mut name = camel(name);
                    if names.values().any(|taken| *taken == name) {
                        name = format!("{name}{}", camel(value));
                    }
                    ensure!(
                        !names.values().any(|taken| *taken == name),
                        "{tag}: two values are {name}"
                    );
                    names.insert(value, name);
                }
            }
            let codes = names.iter().map(|(value, name)| format!("{name} {value:?},"));
            out += &format!("    {} {tag} {{\n", self.name(tag)?);
            out += &packed(codes, 8);
            out += "    }\n";
        }
        Ok(out + "}\n")
    }

    fn group_types(&self) -> Result<String> {
        let mut out =
            head("Entries of repeating groups, each by the field that counts them, over all messages and versions.")
                + "crate::message::groups! {\n";
        for (tag, union) in &self.groups {
            let name = self.name(*tag)?;
            out += &format!("    {name} {name}Writer {tag} {{\n");
            out += &self.fields(union)?;
            out += "    }\n";
        }
        Ok(out + "}\n")
    }

    fn message_types(&self) -> Result<String> {
        let mut out = head("The messages, each over the union of its versions.") + "crate::message::messages! {\n";
        for (msg_type, union) in &self.messages {
            let newest = self.versions.0.iter().rev();
            let name = newest
                .filter_map(|(_, model)| model.messages.get(msg_type))
                .map(|message| message.name.clone())
                .next()
                .context("a message without a version")?;
            let versions = self.version_text(&self.message_versions[msg_type]);
            out += &format!("    {name} {name}Writer {msg_type:?} {versions:?} {{\n");
            out += &self.fields(union)?;
            out += "    }\n";
        }
        Ok(out + "}\n")
    }

    /// The fields of one part, by kind.
    fn fields(&self, union: &Union) -> Result<String> {
        let mut by_kind: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
        let mut methods = BTreeSet::new();
        let lengths: BTreeSet<u32> = union.keys().filter_map(|tag| self.lengths.get(tag)).copied().collect();
        for (tag, versions) in union {
            // Read and written with its data.
            if lengths.contains(tag) {
                continue;
            }
            let name = self.name(*tag)?;
            let method = method(name);
            ensure!(
                !TAKEN.split(' ').any(|taken| taken == method),
                "{name}: {method} is taken"
            );
            ensure!(methods.insert(method.clone()), "two fields are {method}");
            let kind = self.kind(*tag);
            let place = match kind {
                Kind::Data => format!("{} {tag}", self.lengths[tag]),
                Kind::Group => format!("{name}Writer {tag}"),
                _ => tag.to_string(),
            };
            let versions = self.version_text(versions);
            by_kind
                .entry(kind)
                .or_default()
                .push(format!("{method} {name} {place} {versions:?},"));
        }
        let mut out = String::new();
        for (kind, word) in [
            (Kind::Text, "text"),
            (Kind::Decimal, "decimal"),
            (Kind::Int, "int"),
            (Kind::Unsigned, "unsigned"),
            (Kind::Char, "char"),
            (Kind::Flag, "flag"),
            (Kind::Time, "time"),
        ] {
            if let Some(fields) = by_kind.get(&kind) {
                out += &format!("        {word} {{\n{}        }}\n", packed(fields.iter().cloned(), 12));
            }
        }
        for (kind, word) in [
            (Kind::Data, "; data"),
            (Kind::Code, "code"),
            (Kind::Codes, "codes"),
            (Kind::Group, "group"),
        ] {
            match by_kind.get(&kind) {
                Some(fields) => {
                    out += &format!("        {word} {{\n{}        }}\n", packed(fields.iter().cloned(), 12))
                }
                None => out += &format!("        {word} {{}}\n"),
            }
        }
        Ok(out)
    }

    /// The newest name of a field.
    fn name(&self, tag: u32) -> Result<&str> {
        let newest = self.versions.0.iter().rev();
        newest
            .filter_map(|(_, model)| model.fields.get(&tag))
            .map(|field| field.name.as_str())
            .next()
            .with_context(|| format!("no field {tag}"))
    }

    /// What all versions that have the field agree in. FIX 4.0 and 4.1 write char for text and are not asked where there
    /// is a later one.
    fn kind(&self, tag: u32) -> Kind {
        if self.groups.contains_key(&tag) {
            return Kind::Group;
        }
        let all = self
            .versions
            .0
            .iter()
            .map(|(name, model)| (name, model.fields.get(&tag)));
        let all: Vec<(&String, &Field)> = all.filter_map(|(name, field)| Some((name, field?))).collect();
        let early = |name: &str| matches!(name, "4.0" | "4.1");
        let has_late = all.iter().any(|(name, _)| !early(name));
        let asked: Vec<&Field> = all
            .iter()
            .filter(|(name, _)| !has_late || !early(name))
            .map(|(_, field)| *field)
            .collect();
        let kinds: BTreeSet<&str> = asked.iter().map(|field| field.kind.as_str()).collect();
        let within = |listed: &[&str]| kinds.iter().all(|kind| listed.contains(kind));
        const DECIMAL: [&str; 7] = ["AMT", "FLOAT", "PERCENTAGE", "PRICE", "PRICEOFFSET", "QTY", "INT"];
        if within(&["BOOLEAN"]) {
            Kind::Flag
        } else if within(&["DATA", "XMLDATA"]) && self.lengths.contains_key(&tag) {
            Kind::Data
        } else if tag != 35 && asked.iter().all(|field| !field.values.is_empty()) {
            if kinds.iter().any(|kind| kind.starts_with("MULTIPLE")) {
                Kind::Codes
            } else {
                Kind::Code
            }
        } else if within(&["SEQNUM", "LENGTH", "NUMINGROUP", "TAGNUM"])
            || (kinds.len() > 1 && within(&["SEQNUM", "LENGTH", "NUMINGROUP", "TAGNUM", "INT"]))
        {
            Kind::Unsigned
        } else if within(&["INT"]) {
            Kind::Int
        } else if within(&DECIMAL) {
            Kind::Decimal
        } else if within(&["CHAR"]) && has_late {
            Kind::Char
        } else if within(&["UTCTIMESTAMP", "TIME"]) {
            Kind::Time
        } else {
            Kind::Text
        }
    }

    /// `4.0 to 4.2, 5.0`: runs of versions.
    fn version_text(&self, versions: &BTreeSet<usize>) -> String {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &version in versions {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == version => *last = version,
                _ => runs.push((version, version)),
            }
        }
        let name = |version: usize| self.versions.0[version].0.as_str();
        let texts = runs.iter().map(|(first, last)| match last - first {
            0 => name(*first).to_owned(),
            1 => format!("{}, {}", name(*first), name(*last)),
            _ => format!("{} to {}", name(*first), name(*last)),
        });
        texts.collect::<Vec<_>>().join(", ")
    }
}

fn head(what: &str) -> String {
    format!("//! {what}\n//! Written by tools/fix-tables: not to be edited.\n\n")
}

/// A field's method: `ClOrdID` is `cl_ord_id`.
fn method(name: &str) -> String {
    let name = screaming_snake(name).to_ascii_lowercase();
    if matches!(name.as_str(), "yield" | "type" | "match") {
        format!("{name}_")
    } else {
        name
    }
}

/// `GOOD_TILL_CANCEL` is `GoodTillCancel`; a name that begins with a digit gets an `N`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut starts = true;
    for char in name.chars() {
        if !char.is_ascii_alphanumeric() {
            starts = true;
        } else if starts {
            out.push(char.to_ascii_uppercase());
            starts = false;
        } else {
            out.push(char.to_ascii_lowercase());
        }
    }
    if out.starts_with(|first: char| !first.is_ascii_alphabetic()) {
        out.insert(0, 'N');
    }
    out
}

/// Words in lines, as many as fit.
fn packed(words: impl Iterator<Item = String>, indent: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && indent + line.len() + 1 + word.len() > LINE_CHARS_MAX {
            out += &format!("{:indent$}{line}\n", "");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += &word;
    }
    out + &format!("{:indent$}{line}\n", "")
}
