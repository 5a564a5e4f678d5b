//! A message as an application writes it: MsgType(35) and the fields of its body, in the order of the wire. The
//! session adds the header (sequence number, CompIDs, time) and the trailer.

use std::fmt::Display;

use crate::write::{push_bytes, push_data, push_display};

/// A message without what the session adds.
///
/// ```
/// let draft = fix_codec::Draft::new("8").field(37, "O-1").field(14, 100).flag(1028, true);
/// assert_eq!(draft.body(), b"37=O-1\x0114=100\x011028=Y\x01");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    msg_type: Box<str>,
    header: Vec<(u32, Box<[u8]>)>,
    body: Vec<u8>,
}

impl Draft {
    /// A message of that MsgType(35) with an empty body.
    pub fn new(msg_type: &str) -> Self {
        Draft {
            msg_type: msg_type.into(),
            header: Vec::new(),
            body: Vec::new(),
        }
    }

    /// From a body that is already encoded: fields in the order of the wire, each ended by SOH.
    pub fn from_body(msg_type: &str, body: Vec<u8>) -> Self {
        Draft {
            msg_type: msg_type.into(),
            header: Vec::new(),
            body,
        }
    }

    /// Adds a field of the body. A SOH in the value is written as `?`.
    #[must_use]
    pub fn field(mut self, tag: u32, value: impl Display) -> Self {
        self.push(tag, value);
        self
    }

    /// Adds a field where there is a value.
    #[must_use]
    pub fn optional(mut self, tag: u32, value: Option<impl Display>) -> Self {
        if let Some(value) = value {
            self.push(tag, value);
        }
        self
    }

    /// Adds a Boolean field: `Y` or `N`.
    #[must_use]
    pub fn flag(self, tag: u32, value: bool) -> Self {
        self.field(tag, if value { 'Y' } else { 'N' })
    }

    /// Adds a data field, which may hold any bytes, after its length field.
    #[must_use]
    pub fn data(mut self, length_tag: u32, data_tag: u32, value: &[u8]) -> Self {
        self.push_data(length_tag, data_tag, value);
        self
    }

    /// Adds a repeating group: its count, then the fields of each entry, the group's first field first.
    #[must_use]
    pub fn group<T>(
        mut self,
        count_tag: u32,
        entries: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Draft, T),
    ) -> Self {
        let mut group = Draft::new("");
        let mut count = 0u64;
        for entry in entries {
            write(&mut group, entry);
            count += 1;
        }
        self.push(count_tag, count);
        self.body.append(&mut group.body);
        self
    }

    /// Adds a field of the body in place.
    pub fn push(&mut self, tag: u32, value: impl Display) {
        push_display(&mut self.body, tag, value);
    }

    /// Adds a field of the body in place, from bytes.
    pub fn push_bytes(&mut self, tag: u32, value: &[u8]) {
        push_bytes(&mut self.body, tag, value);
    }

    /// Adds a data field, which may hold any bytes, after its length field, in place.
    pub fn push_data(&mut self, length_tag: u32, data_tag: u32, value: &[u8]) {
        push_data(&mut self.body, length_tag, data_tag, value);
    }

    /// Adds fields that are already encoded, each ended by SOH, in place.
    pub fn push_encoded(&mut self, fields: &[u8]) {
        self.body.extend_from_slice(fields);
    }

    /// Adds a field of the header that the session does not set itself, e.g. PossResend(97) or DeliverToCompID(128).
    #[must_use]
    pub fn header_field(mut self, tag: u32, value: &[u8]) -> Self {
        self.header.push((tag, value.into()));
        self
    }

    /// MsgType(35).
    pub fn msg_type(&self) -> &str {
        &self.msg_type
    }

    /// The header fields it brings along.
    pub fn header(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.header.iter().map(|(tag, value)| (*tag, &**value))
    }

    /// The encoded fields of the body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}
