//! Writing a message for one version: what the version's dictionary does not have is an error, never a field.
//!
//! Fields may be given in any order; they are put in the dictionary's, unless the caller wants its own. Within an entry of
//! a group, where the order means something, it is always the dictionary's. The first error is kept and comes out at the
//! end, so that setters chain.

use std::fmt::Display;

use fix_codec::format::has_type;
use fix_codec::{Draft, TimePrecision, Timestamp};
use fix_dictionary::{Dictionary, FieldType, Members};

use crate::code::Code;
use crate::error::{FieldName, Place, WriteError, shown};
use crate::message::EntryWriter;

/// Room that a message has from the start, so that it seldom moves: most are shorter.
const BODY_BYTES: usize = 512;
/// The same for where its fields are.
const FIELDS: usize = 40;
/// The same for an entry of a group.
const ENTRY_BYTES: usize = 96;
const ENTRY_FIELDS: usize = 8;

/// A field that was written, and where it is.
#[derive(Debug, Clone, Copy)]
struct Written {
    tag: u32,
    start: usize,
}

/// Writes a message or an entry of a group.
#[derive(Debug)]
pub struct Writer<'d> {
    dictionary: &'d Dictionary,
    /// `None`: the version has no such message, and that is the fault.
    members: Option<&'d Members>,
    place: Place,
    draft: Draft,
    written: Vec<Written>,
    fault: Option<WriteError>,
}

impl<'d> Writer<'d> {
    /// Begins a message.
    pub(crate) fn message(
        dictionary: &'d Dictionary,
        name: &'static str,
        msg_type: &'static str,
    ) -> Self {
        let definition = dictionary.message(msg_type.as_bytes());
        let place = Place::Message(name, msg_type);
        let fault = definition.is_none().then(|| WriteError::NoMessage {
            version: dictionary.version().into(),
            place,
        });
        Writer {
            dictionary,
            members: definition.map(|definition| &definition.members),
            place,
            draft: Draft::from_body(msg_type, Vec::with_capacity(BODY_BYTES)),
            written: Vec::with_capacity(FIELDS),
            fault,
        }
    }

    /// Begins an entry of a group.
    pub(crate) fn entry(dictionary: &'d Dictionary, place: Place, members: &'d Members) -> Self {
        Writer {
            dictionary,
            members: Some(members),
            place,
            draft: Draft::from_body("", Vec::with_capacity(ENTRY_BYTES)),
            written: Vec::with_capacity(ENTRY_FIELDS),
            fault: None,
        }
    }

    /// Whether the version has that field here.
    pub fn knows(&self, tag: u32) -> bool {
        self.members.is_some_and(|members| members.contains(tag))
    }

    /// What was wrong first, so far.
    #[cfg(test)]
    pub(crate) fn fault(&self) -> Option<&WriteError> {
        self.fault.as_ref()
    }

    /// Writes a counterparty's own field, by which the dictionary was extended.
    pub fn custom(&mut self, tag: u32, value: impl Display) -> &mut Self {
        self.text(tag, "", value);
        self
    }

    /// Writes a counterparty's own group, by which the dictionary was extended.
    pub fn custom_group<T>(
        &mut self,
        count_tag: u32,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut Writer<'d>, T),
    ) -> &mut Self {
        self.group(count_tag, "", items, write);
        self
    }

    pub(crate) fn text(&mut self, tag: u32, name: &'static str, value: impl Display) {
        if let Some(start) = self.begin(tag, name) {
            self.draft.push(tag, value);
            self.check(tag, name, start);
        }
    }

    pub(crate) fn decimal(&mut self, tag: u32, name: &'static str, value: impl Display) {
        self.text(tag, name, value);
    }

    pub(crate) fn int(&mut self, tag: u32, name: &'static str, value: i64) {
        self.text(tag, name, value);
    }

    pub(crate) fn unsigned(&mut self, tag: u32, name: &'static str, value: u64) {
        self.text(tag, name, value);
    }

    pub(crate) fn char(&mut self, tag: u32, name: &'static str, value: char) {
        self.text(tag, name, value);
    }

    pub(crate) fn flag(&mut self, tag: u32, name: &'static str, value: bool) {
        self.text(tag, name, if value { 'Y' } else { 'N' });
    }

    /// With the decimals that the version prescribes: none before FIX 4.2.
    pub(crate) fn time(&mut self, tag: u32, name: &'static str, value: Timestamp) {
        let precision = if self.is_before_fix42() {
            TimePrecision::Seconds
        } else {
            TimePrecision::Milliseconds
        };
        if self.begin(tag, name).is_some() {
            self.draft
                .push_bytes(tag, value.format(precision).as_bytes());
        }
    }

    pub(crate) fn code(&mut self, tag: u32, name: &'static str, value: &'static str) {
        if let Some(start) = self.begin(tag, name) {
            self.draft.push_bytes(tag, value.as_bytes());
            self.check(tag, name, start);
        }
    }

    pub(crate) fn codes<C: Code>(
        &mut self,
        tag: u32,
        name: &'static str,
        values: impl IntoIterator<Item = C>,
    ) {
        let values: Vec<&str> = values.into_iter().map(Code::value).collect();
        self.text(tag, name, values.join(" "));
    }

    /// The length and the data are one: neither can be without the other.
    pub(crate) fn data(
        &mut self,
        length_tag: u32,
        data_tag: u32,
        name: &'static str,
        value: &[u8],
    ) {
        if self.begin(length_tag, name).is_some() {
            self.draft.push_data(length_tag, data_tag, value);
            if self.begin(data_tag, name).is_some() && value.is_empty() {
                self.refuse(data_tag, name, value);
            }
        }
    }

    pub(crate) fn group<T, W: EntryWriter<'d>>(
        &mut self,
        count_tag: u32,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut W, T),
    ) {
        let Some(members) = self.members else { return };
        let Some(group) = members.group(count_tag) else {
            self.no_field(count_tag, name);
            return;
        };
        let place = Place::Group(name, count_tag);
        let mut count = 0u64;
        let mut entries = Draft::new("");
        for item in items {
            let mut entry = W::of(Writer::entry(self.dictionary, place, group));
            write(&mut entry, item);
            match entry.writer().end_entry(group) {
                Ok(fields) => entries.push_encoded(fields),
                Err(fault) => {
                    self.fault.get_or_insert(fault);
                    return;
                }
            }
            count += 1;
        }
        if count > 0 && self.begin(count_tag, name).is_some() {
            self.draft.push(count_tag, count);
            self.draft.push_encoded(entries.body());
        }
    }

    /// The message, or the first thing that was wrong.
    pub(crate) fn finish(mut self) -> Result<Draft, WriteError> {
        self.sort();
        self.finish_as_written()
    }

    /// The same, with the message's own fields in the order in which they were written.
    pub(crate) fn finish_as_written(mut self) -> Result<Draft, WriteError> {
        self.require_all();
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self.draft),
        }
    }

    /// The fields of an entry, or the first thing that was wrong.
    fn end_entry(&mut self, members: &Members) -> Result<&[u8], WriteError> {
        // Without its first field an entry is not seen as one.
        members
            .delimiter()
            .into_iter()
            .for_each(|tag| self.require(tag));
        self.require_all();
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        self.sort();
        Ok(self.draft.body())
    }

    /// Notes that a field starts here: where that is, if the field may be written at all.
    fn begin(&mut self, tag: u32, name: &'static str) -> Option<usize> {
        if !self.members?.contains(tag) {
            self.no_field(tag, name);
            return None;
        }
        if self.has(tag) {
            let field = self.field_name(tag, name);
            let place = self.place;
            self.fault.get_or_insert(WriteError::Twice { place, field });
            return None;
        }
        let start = self.draft.body().len();
        self.written.push(Written { tag, start });
        Some(start)
    }

    /// Checks the value of the field that starts at `start` and ends the body.
    fn check(&mut self, tag: u32, name: &'static str, start: usize) {
        let field = &self.draft.body()[start..];
        let equals = field.iter().position(|byte| *byte == b'=').unwrap_or(0);
        let value = &field[equals + 1..field.len() - 1];
        let is_right = self.dictionary.field(tag).is_some_and(|definition| {
            let is_text = definition.field_type() == FieldType::Char && self.is_before_fix42();
            !value.is_empty()
                && (is_text || has_type(definition.field_type(), value))
                && definition.allows(value)
        });
        if !is_right {
            let value = value.to_vec();
            self.refuse(tag, name, &value);
        }
    }

    /// Before FIX 4.2 a char is any text, and a time has no decimals.
    fn is_before_fix42(&self) -> bool {
        matches!(self.dictionary.version(), "FIX.4.0" | "FIX.4.1")
    }

    fn has(&self, tag: u32) -> bool {
        self.written.iter().any(|written| written.tag == tag)
    }

    fn require_all(&mut self) {
        for &tag in self.members.into_iter().flat_map(Members::required) {
            self.require(tag);
        }
    }

    fn require(&mut self, tag: u32) {
        if !self.has(tag) {
            let (version, place) = (self.dictionary.version().into(), self.place);
            let field = self.field_name(tag, "");
            self.fault.get_or_insert(WriteError::Missing {
                version,
                place,
                field,
            });
        }
    }

    /// Puts the fields into the dictionary's order, if they are not.
    fn sort(&mut self) {
        let Some(members) = self.members else { return };
        let place = |written: &Written| members.place(written.tag);
        if self.written.is_sorted_by_key(place) {
            return;
        }
        let body = self.draft.body();
        let ends = self.written.iter().skip(1).map(|next| next.start);
        let mut chunks: Vec<_> = self
            .written
            .iter()
            .zip(ends.chain([body.len()]))
            .map(|(written, end)| (place(written), &body[written.start..end]))
            .collect();
        chunks.sort_by_key(|(place, _)| *place);
        let sorted = chunks.iter().map(|(_, chunk)| *chunk).collect::<Vec<_>>();
        self.draft = Draft::from_body(self.draft.msg_type(), sorted.concat());
    }

    #[cold]
    fn no_field(&mut self, tag: u32, name: &'static str) {
        let (version, place) = (self.dictionary.version().into(), self.place);
        let field = self.field_name(tag, name);
        self.fault.get_or_insert(WriteError::NoField {
            version,
            place,
            field,
        });
    }

    #[cold]
    fn refuse(&mut self, tag: u32, name: &'static str, value: &[u8]) {
        let version = self.dictionary.version().into();
        let field = self.field_name(tag, name);
        self.fault.get_or_insert(WriteError::Value {
            version,
            field,
            value: shown(value),
        });
    }

    /// By the name given, or by the dictionary's where there is none.
    #[cold]
    fn field_name(&self, tag: u32, name: &'static str) -> FieldName {
        let listed = self.dictionary.field(tag);
        let name = match listed {
            Some(field) if name.is_empty() => field.name(),
            _ => name,
        };
        FieldName {
            name: name.into(),
            tag,
        }
    }
}
