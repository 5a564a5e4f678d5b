//! Reads tables: one line a field, a message, the header, the trailer.

use std::collections::BTreeMap;

use crate::field::{Field, FieldType, Value};
use crate::members::{Member, Members};

/// Deepest nesting of groups: FIX itself needs 5.
const GROUP_DEPTH_MAX: usize = 16;
/// Fields or messages of one dictionary.
const ENTRIES_MAX: usize = 60_000;

/// Why a table can't be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TableError {
    /// A line does not have the form of its kind.
    #[error("line {line} is not `{form}`")]
    Form {
        /// From 1.
        line: usize,
        /// What it should look like.
        form: &'static str,
    },
    /// A field's type is none of FIX's.
    #[error("line {line}: {name:?} is no type of field")]
    UnknownType {
        /// From 1.
        line: usize,
        /// As written.
        name: String,
    },
    /// Fields are appended to a message that is not there.
    #[error("line {line}: there is no message of type {msg_type:?}")]
    UnknownMessage {
        /// From 1.
        line: usize,
        /// As written.
        msg_type: String,
    },
    /// A message, group, header or trailer has a field that is not there.
    #[error("{place} has the field {tag}, which is not defined")]
    UndefinedField {
        /// The message's type, `header` or `trailer`.
        place: String,
        /// The tag.
        tag: u32,
    },
    /// Groups are nested deeper than 16.
    #[error("line {line}: groups are nested too deep")]
    Depth {
        /// From 1.
        line: usize,
    },
    /// More than 60,000 fields or messages.
    #[error("a dictionary of more than {ENTRIES_MAX} fields or messages")]
    TooLarge,
}

/// A message as read.
#[derive(Debug, Clone)]
pub(crate) struct TableMessage {
    pub(crate) name: Box<str>,
    pub(crate) is_admin: bool,
    pub(crate) members: Vec<Member>,
}

/// What was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) version: Box<str>,
    pub(crate) fields: BTreeMap<u32, Field>,
    pub(crate) header: Vec<Member>,
    pub(crate) trailer: Vec<Member>,
    pub(crate) messages: BTreeMap<Box<str>, TableMessage>,
}

impl Table {
    pub(crate) fn add(&mut self, text: &str) -> Result<(), TableError> {
        for (at, line) in text.lines().enumerate() {
            // A value or name never holds `#`, a comment starts a line or follows a space.
            let end = if line.starts_with('#') {
                0
            } else {
                line.find(" #").unwrap_or(line.len())
            };
            self.add_line(at + 1, line[..end].trim())?;
        }
        Ok(())
    }

    fn add_line(&mut self, line: usize, text: &str) -> Result<(), TableError> {
        let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
        match kind {
            "" => {}
            "version" => self.version = rest.into(),
            "field" => self.add_field(line, rest)?,
            "header" => self.header = parse_members(line, rest)?,
            "trailer" => self.trailer = parse_members(line, rest)?,
            "message" => self.add_message(line, rest)?,
            "append" => {
                let (msg_type, members) = rest.split_once(' ').unwrap_or((rest, ""));
                let Some(message) = self.messages.get_mut(msg_type) else {
                    return Err(TableError::UnknownMessage {
                        line,
                        msg_type: msg_type.to_owned(),
                    });
                };
                message.members.extend(parse_members(line, members)?);
            }
            _ => {
                return Err(TableError::Form {
                    line,
                    form: "version, field, header, trailer, message or append …",
                });
            }
        }
        Ok(())
    }

    fn add_field(&mut self, line: usize, text: &str) -> Result<(), TableError> {
        let form = || TableError::Form {
            line,
            form: "field TAG NAME TYPE [->DATA_TAG] [VALUE=NAME …]",
        };
        let mut words = text.split_whitespace();
        let tag = words
            .next()
            .and_then(|word| word.parse().ok())
            .filter(|tag| *tag > 0)
            .ok_or_else(form)?;
        let name = words.next().ok_or_else(form)?;
        let type_name = words.next().ok_or_else(form)?;
        let field_type = FieldType::named(type_name).ok_or_else(|| TableError::UnknownType {
            line,
            name: type_name.to_owned(),
        })?;
        let mut data_tag = None;
        let mut values = Vec::new();
        for word in words {
            if let Some(tag) = word.strip_prefix("->") {
                data_tag = Some(tag.parse().map_err(|_| form())?);
            } else {
                let (value, name) = word.split_once('=').ok_or_else(form)?;
                values.push(Value {
                    value: value.into(),
                    name: name.into(),
                });
            }
        }
        self.fields
            .insert(tag, Field::new(tag, name, field_type, data_tag, values));
        Ok(())
    }

    fn add_message(&mut self, line: usize, text: &str) -> Result<(), TableError> {
        let form = || TableError::Form {
            line,
            form: "message MSGTYPE app|admin NAME MEMBER …",
        };
        let mut words = text.splitn(4, ' ');
        let (Some(msg_type), Some(category), Some(name)) =
            (words.next(), words.next(), words.next())
        else {
            return Err(form());
        };
        let is_admin = match category {
            "admin" => true,
            "app" => false,
            _ => return Err(form()),
        };
        let members = parse_members(line, words.next().unwrap_or_default())?;
        let message = TableMessage {
            name: name.into(),
            is_admin,
            members,
        };
        self.messages.insert(msg_type.into(), message);
        Ok(())
    }

    /// That every member is a field, and that the indexes can hold them all.
    pub(crate) fn check(&self) -> Result<(), TableError> {
        if self.fields.len() > ENTRIES_MAX || self.messages.len() > ENTRIES_MAX {
            return Err(TableError::TooLarge);
        }
        self.check_members("header", self.header.iter())?;
        self.check_members("trailer", self.trailer.iter())?;
        for (msg_type, message) in &self.messages {
            self.check_members(msg_type, message.members.iter())?;
        }
        Ok(())
    }

    fn check_members<'a>(
        &self,
        place: &str,
        members: impl Iterator<Item = &'a Member>,
    ) -> Result<(), TableError> {
        for member in members {
            if !self.fields.contains_key(&member.tag) {
                return Err(TableError::UndefinedField {
                    place: place.to_owned(),
                    tag: member.tag,
                });
            }
            if let Some(group) = &member.group {
                self.check_members(place, group.iter())?;
            }
        }
        Ok(())
    }
}

/// `8! 627(628 629!)`: a required field, then a group whose entry is an optional and a required field.
fn parse_members(line: usize, text: &str) -> Result<Vec<Member>, TableError> {
    let form = || TableError::Form {
        line,
        form: "TAG[!] or TAG[!](MEMBER …), separated by spaces",
    };
    let mut open: Vec<Vec<Member>> = vec![Vec::new()];
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            break;
        };
        let depth = open.len();
        let members = open.last_mut().ok_or_else(form)?;
        match first {
            '(' if members.is_empty() => return Err(form()),
            '(' if depth == GROUP_DEPTH_MAX => return Err(TableError::Depth { line }),
            '(' => open.push(Vec::new()),
            ')' => {
                let group = open
                    .pop()
                    .filter(|group| !group.is_empty())
                    .ok_or_else(form)?;
                let owner = open
                    .last_mut()
                    .and_then(|members| members.last_mut())
                    .ok_or_else(form)?;
                owner.group = Some(Box::new(Members::new(group)));
            }
            _ => {
                let end = rest.find([' ', '(', ')']).unwrap_or(rest.len());
                let word = &rest[..end];
                let (number, required) = word
                    .strip_suffix('!')
                    .map_or((word, false), |number| (number, true));
                let tag = number.parse().map_err(|_| form())?;
                members.push(Member {
                    tag,
                    required,
                    group: None,
                });
                rest = &rest[end..];
                continue;
            }
        }
        rest = &rest[1..];
    }
    match (open.pop(), open.is_empty()) {
        (Some(members), true) => Ok(members),
        _ => Err(form()),
    }
}
