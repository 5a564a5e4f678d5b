//! A dictionary as the generator sees it: names resolved, components expanded, corrections applied.
//! The order of members is the dictionary's own, because the order within a group is part of the protocol.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, bail};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub kind: String,
    /// Value and its name, in the dictionary's order.
    pub values: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub tag: u32,
    pub required: bool,
    /// The members of a repeating group, if `tag` counts one.
    pub group: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub name: String,
    pub admin: bool,
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub fields: BTreeMap<u32, Field>,
    pub header: Vec<Member>,
    pub trailer: Vec<Member>,
    pub messages: BTreeMap<String, Message>,
}

impl Model {
    /// The table as crates/fix-dictionary reads it: one line a field, a message, the header, the trailer.
    pub fn render(&self, version: &str) -> String {
        let mut out = format!("version {version}\n");
        let lengths = self.data_lengths();
        for (tag, field) in &self.fields {
            out += &format!("field {tag} {} {}", field.name, field.kind);
            if let Some(data) = lengths.get(tag) {
                out += &format!(" ->{data}");
            }
            for (value, name) in &field.values {
                out += &format!(" {value}={name}");
            }
            out.push('\n');
        }
        out += &format!("header {}\n", render_members(&self.header));
        out += &format!("trailer {}\n", render_members(&self.trailer));
        for (msg_type, message) in &self.messages {
            let category = if message.admin { "admin" } else { "app" };
            let members = render_members(&message.members);
            out += format!("message {msg_type} {category} {} {members}", message.name).trim_end();
            out.push('\n');
        }
        out
    }

    /// The tag of each length, with the tag of the data it measures.
    pub fn data_lengths(&self) -> BTreeMap<u32, u32> {
        let by_name: HashMap<&str, u32> = self
            .fields
            .iter()
            .map(|(tag, field)| (field.name.as_str(), *tag))
            .collect();
        let mut lengths = BTreeMap::new();
        for (tag, field) in &self.fields {
            if matches!(field.kind.as_str(), "DATA" | "XMLDATA") {
                for suffix in ["Len", "Length"] {
                    if let Some(length) = by_name.get(format!("{}{suffix}", field.name).as_str()) {
                        lengths.insert(*length, *tag);
                    }
                }
            }
        }
        lengths
    }

    /// Applies a file of corrections, one a line; `#` begins the reason.
    pub fn correct(&mut self, corrections: &str) -> Result<()> {
        for line in corrections.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if !line.is_empty() {
                self.correct_line(line)
                    .with_context(|| format!("correction {line:?}"))?;
            }
        }
        Ok(())
    }

    fn correct_line(&mut self, line: &str) -> Result<()> {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["type", tag, kind] => self.field(tag)?.kind = (*kind).to_owned(),
            ["name", tag, name] => self.field(tag)?.name = (*name).to_owned(),
            ["values", tag, values @ ..] => self.field(tag)?.values = parse_values(values)?,
            ["field", tag, name, kind, values @ ..] => {
                let field = Field {
                    name: (*name).to_owned(),
                    kind: (*kind).to_owned(),
                    values: parse_values(values)?,
                };
                self.fields.insert(tag.parse()?, field);
            }
            ["unfield", tag] => {
                self.fields.remove(&tag.parse()?).context("no such field")?;
            }
            ["message", msg_type, category @ ("admin" | "app"), name, members @ ..] => {
                let members = parse_members(&members.join(" "))?;
                let message = Message {
                    name: (*name).to_owned(),
                    admin: *category == "admin",
                    members,
                };
                self.messages.insert((*msg_type).to_owned(), message);
            }
            ["header", members @ ..] => self.header = parse_members(&members.join(" "))?,
            // An optional field into every group of this count, after another one, unless it is there.
            ["insert", count, after, tag] => {
                let (count, after, tag) = (count.parse()?, after.parse()?, tag.parse()?);
                let changed: usize = self
                    .messages
                    .values_mut()
                    .map(|message| insert(&mut message.members, count, after, tag))
                    .sum();
                anyhow::ensure!(changed > 0, "no such group");
            }
            _ => bail!("unknown correction"),
        }
        Ok(())
    }

    fn field(&mut self, tag: &str) -> Result<&mut Field> {
        self.fields.get_mut(&tag.parse()?).context("no such field")
    }
}

fn parse_values(words: &[&str]) -> Result<Vec<(String, String)>> {
    let split = |word: &&str| {
        word.split_once('=')
            .map(|(value, name)| (value.to_owned(), name.to_owned()))
    };
    words
        .iter()
        .map(|word| split(word).with_context(|| format!("{word:?} is not value=name")))
        .collect()
}

fn insert(members: &mut [Member], count: u32, after: u32, tag: u32) -> usize {
    let mut changed = 0;
    for Member { tag: owner, group, .. } in members {
        changed += insert(group, count, after, tag);
        let place = group.iter().position(|member| member.tag == after);
        if let (true, Some(place)) = (*owner == count, place) {
            group.retain(|member| member.tag != tag);
            group.insert(
                place + 1,
                Member {
                    tag,
                    required: false,
                    group: Vec::new(),
                },
            );
            changed += 1;
        }
    }
    changed
}

/// `8! 627(628 629!)`: a required field, a group of one optional and one required field.
pub fn render_members(members: &[Member]) -> String {
    let render = |member: &Member| {
        let required = if member.required { "!" } else { "" };
        let group = if member.group.is_empty() {
            String::new()
        } else {
            format!("({})", render_members(&member.group))
        };
        format!("{}{required}{group}", member.tag)
    };
    members.iter().map(render).collect::<Vec<_>>().join(" ")
}

pub fn parse_members(text: &str) -> Result<Vec<Member>> {
    let mut open: Vec<Vec<Member>> = vec![Vec::new()];
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    for word in spaced.split_whitespace() {
        match word {
            "(" => open.push(Vec::new()),
            ")" => {
                let group = open.pop().context("unbalanced )")?;
                let owner = open
                    .last_mut()
                    .and_then(|members| members.last_mut())
                    .context("a group needs its count")?;
                owner.group = group;
            }
            tag => {
                let required = tag.ends_with('!');
                let tag = tag
                    .trim_end_matches('!')
                    .parse()
                    .with_context(|| format!("{tag:?} is no tag"))?;
                open.last_mut().context("unbalanced )")?.push(Member {
                    tag,
                    required,
                    group: Vec::new(),
                });
            }
        }
    }
    anyhow::ensure!(open.len() == 1, "unbalanced (");
    Ok(open.remove(0))
}
