//! A dictionary with its indexes: fields by tag, messages by type.

use std::collections::BTreeMap;

use crate::field::{Field, FieldType};
use crate::members::Members;
use crate::table::{Table, TableError};

/// Tags below this are found by one array access; others by a binary search. Covers FIX's own and the range for users.
const INDEXED_TAGS: u32 = 10_000;
/// An index that leads nowhere.
const NONE: u16 = u16::MAX;

/// A message of a dictionary.
#[derive(Debug, Clone)]
pub struct Message {
    /// MsgType(35).
    pub msg_type: Box<str>,
    /// Its name, e.g. `NewOrderSingle`.
    pub name: Box<str>,
    /// Whether it belongs to the session layer.
    pub is_admin: bool,
    /// Its body.
    pub members: Members,
}

/// The part of a message that a field belongs to, in the order of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The standard header.
    Header,
    /// What the message type says.
    Body,
    /// The standard trailer.
    Trailer,
}

/// What is asked first of every field of every message, in a few bytes and behind one array access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// The header or trailer where the dictionary puts the field there, else the body.
    pub section: Section,
    /// Its type; none where the dictionary does not define the field.
    pub field_type: Option<FieldType>,
    /// Whether only some values are allowed.
    pub has_values: bool,
    /// Whether its type is that of counts of repeating groups: NumInGroup, and int before FIX 4.3.
    pub may_count: bool,
}

/// The fields and messages of one version of FIX, or of one session with custom fields.
#[derive(Debug, Clone)]
pub struct Dictionary {
    version: Box<str>,
    /// By tag.
    fields: Box<[Field]>,
    field_index: Box<[u16]>,
    /// By tag, as far as `field_index` goes.
    outlines: Box<[Outline]>,
    header: Members,
    trailer: Members,
    messages: Box<[Message]>,
    /// By the one character of most types.
    short_types: Box<[u16; 128]>,
    long_types: BTreeMap<Box<str>, u16>,
    table: Table,
}

impl Dictionary {
    /// Reads a table; see `tables/` for what it looks like.
    pub fn parse(table: &str) -> Result<Dictionary, TableError> {
        let mut read = Table::default();
        read.add(table)?;
        Dictionary::compile(read)
    }

    /// This dictionary and the custom fields and messages of `table`, whose lines are
    /// `field TAG NAME TYPE [VALUE=NAME …]`, `message MSGTYPE app NAME MEMBER …` for a new message, and
    /// `append MSGTYPE MEMBER …` for fields that an existing message has as well. A member is a tag, with `!` if it
    /// is required, and with its entry's members in parentheses if it counts a group. `#` starts a comment.
    pub fn extend(&self, table: &str) -> Result<Dictionary, TableError> {
        let mut read = self.table.clone();
        read.add(table)?;
        Dictionary::compile(read)
    }

    fn compile(table: Table) -> Result<Dictionary, TableError> {
        table.check()?;
        let fields: Box<[Field]> = table.fields.values().cloned().collect();
        let indexed = fields
            .iter()
            .map(Field::tag)
            .filter(|tag| *tag < INDEXED_TAGS)
            .max();
        let mut field_index = vec![NONE; indexed.map_or(0, |tag| tag as usize + 1)];
        for (place, field) in (0..NONE).zip(fields.iter()) {
            if let Some(entry) = field_index.get_mut(field.tag() as usize) {
                *entry = place;
            }
        }
        let messages = table.messages.iter().map(|(msg_type, message)| Message {
            msg_type: msg_type.clone(),
            name: message.name.clone(),
            is_admin: message.is_admin,
            members: Members::new(message.members.clone()),
        });
        let messages: Box<[Message]> = messages.collect();
        let mut short_types = Box::new([NONE; 128]);
        let mut long_types = BTreeMap::new();
        for (place, message) in (0..NONE).zip(messages.iter()) {
            if let [byte @ 0..=127] = message.msg_type.as_bytes() {
                short_types[usize::from(*byte)] = place;
            } else {
                long_types.insert(message.msg_type.clone(), place);
            }
        }
        let mut dictionary = Dictionary {
            version: table.version.clone(),
            fields,
            field_index: field_index.into(),
            outlines: Box::default(),
            header: Members::new(table.header.clone()),
            trailer: Members::new(table.trailer.clone()),
            messages,
            short_types,
            long_types,
            table,
        };
        let tags = (0..).zip(&dictionary.field_index).map(|(tag, _)| tag);
        dictionary.outlines = tags.map(|tag| dictionary.outline_of(tag)).collect();
        Ok(dictionary)
    }

    /// The name of the version, e.g. `FIX.4.4`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The field with that tag.
    #[inline]
    pub fn field(&self, tag: u32) -> Option<&Field> {
        if let Some(place) = self.field_index.get(tag as usize) {
            return self.fields.get(usize::from(*place));
        }
        let place = self.fields.binary_search_by_key(&tag, Field::tag).ok()?;
        self.fields.get(place)
    }

    /// The outline of the field with that tag, defined or not.
    #[inline]
    pub fn outline(&self, tag: u32) -> Outline {
        match self.outlines.get(tag as usize) {
            Some(outline) => *outline,
            None => self.outline_of(tag),
        }
    }

    fn outline_of(&self, tag: u32) -> Outline {
        let section = if self.header.contains(tag) {
            Section::Header
        } else if self.trailer.contains(tag) {
            Section::Trailer
        } else {
            Section::Body
        };
        let field = self.field(tag);
        let field_type = field.map(Field::field_type);
        Outline {
            section,
            field_type,
            has_values: field.is_some_and(|field| !field.values().is_empty()),
            may_count: matches!(field_type, Some(FieldType::NumInGroup | FieldType::Int)),
        }
    }

    /// The field of that name; not for hot paths.
    pub fn field_named(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name() == name)
    }

    /// All fields, by tag.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The message of that MsgType(35).
    #[inline]
    pub fn message(&self, msg_type: &[u8]) -> Option<&Message> {
        let place = match msg_type {
            [byte @ 0..=127] => self.short_types[usize::from(*byte)],
            _ => *self.long_types.get(std::str::from_utf8(msg_type).ok()?)?,
        };
        self.messages.get(usize::from(place))
    }

    /// All messages, by type.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The standard header; empty for FIX 5.0 and later, which are carried by FIXT 1.1.
    pub fn header(&self) -> &Members {
        &self.header
    }

    /// The standard trailer; empty for FIX 5.0 and later.
    pub fn trailer(&self) -> &Members {
        &self.trailer
    }
}
