//! A message against the dictionary: places, type, required fields, then each field.
//!
//! A message can be wrong in several ways and is answered once: the first kind of error in that order wins, within a
//! kind the header before the trailer before the body, and the lowest tag. So the answer does not depend on the order
//! of the fields on the wire. One pass; nothing is allocated for a message that is right.

mod checked;
mod found;
mod quick;
mod seen;

use fix_codec::format::{has_type, parse_unsigned};
use fix_codec::{Fields, Message};
use fix_dictionary::{Dictionary, Field, FieldType, Member, Members, Release};

use self::checked::is_checked;
use self::found::{Depth, Found, Section, Stage};
use self::seen::Seen;
use crate::config::{Checks, SessionConfig};
use crate::reject::{Problem, RejectReason};

/// Checks a message against the dictionaries, as far as the configuration asks for it. A session does so itself.
pub fn validate(config: &SessionConfig, message: Message<'_>) -> Result<(), Problem> {
    if !config.checks.dictionary {
        return Ok(());
    }
    let session = &*config.dictionaries.session;
    let msg_type = message.msg_type();
    let (dictionary, definition) = match session.message(msg_type) {
        Some(definition) => (session, Some(definition)),
        None => (
            &*config.dictionaries.application,
            config.dictionaries.application.message(msg_type),
        ),
    };
    let body = definition.map(|definition| &definition.members);
    let fields = message.fields();
    if body.is_some_and(|body| quick::accepts(session, dictionary, body, fields)) {
        return Ok(());
    }
    walk(config, dictionary, body, fields)
}

/// Looks at every field, and tells the error that wins.
fn walk(
    config: &SessionConfig,
    dictionary: &Dictionary,
    body: Option<&Members>,
    fields: Fields<'_>,
) -> Result<(), Problem> {
    let mut walk = Walk {
        checks: config.checks,
        char_is_text: config.version.char_is_text(),
        session: &config.dictionaries.session,
        dictionary,
        fields,
        seen: Seen::new(),
        outer_count: None,
        worst: None,
    };
    walk.message(body);
    match walk.worst {
        None => Ok(()),
        Some(found) => Err(found.problem(fields)),
    }
}

struct Walk<'a> {
    checks: Checks,
    char_is_text: bool,
    session: &'a Dictionary,
    dictionary: &'a Dictionary,
    fields: Fields<'a>,
    seen: Seen,
    /// The count of the outermost group that the walk is in.
    outer_count: Option<u32>,
    worst: Option<Found>,
}

impl<'a> Walk<'a> {
    fn message(&mut self, body: Option<&'a Members>) {
        if body.is_none() {
            self.found(
                Stage::MsgType,
                Section::Body,
                0,
                RejectReason::InvalidMsgType,
                None,
            );
        }
        let mut index = 0;
        let mut body_began = false;
        let mut trailer_began = false;
        while let Some(field) = self.fields.at(index) {
            let tag = field.tag;
            if self.session.header().contains(tag) {
                if body_began || trailer_began {
                    self.out_of_place(index, tag);
                }
                index = self.field(index, Section::Header, self.session, self.session.header());
            } else if self.session.trailer().contains(tag) {
                trailer_began = true;
                index = self.field(
                    index,
                    Section::Trailer,
                    self.session,
                    self.session.trailer(),
                );
            } else if self.is_newer_header(tag, body) {
                index = self.field(index, Section::Header, self.session, self.session.header());
            } else {
                if trailer_began {
                    self.out_of_place(index, tag);
                }
                body_began = true;
                // Of an unknown type nothing more can be said.
                index = body.map_or(index + 1, |body| {
                    self.field(index, Section::Body, self.dictionary, body)
                });
            }
        }
        self.required(Section::Header, self.session.header());
        self.required(Section::Trailer, self.session.trailer());
        if let Some(body) = body {
            self.required(Section::Body, body);
        }
    }

    /// Whether the field is unknown here, but one of the header in the newest version: then the peer meant the header.
    fn is_newer_header(&self, tag: u32, body: Option<&Members>) -> bool {
        body.is_some_and(|body| !body.contains(tag))
            && self.dictionary.field(tag).is_none()
            && Release::Fixt11.dictionary().header().contains(tag)
    }

    /// Checks the field there, and the group that it counts; where the next one is.
    fn field(
        &mut self,
        index: usize,
        section: Section,
        dictionary: &'a Dictionary,
        members: &'a Members,
    ) -> usize {
        let Some(field) = self.fields.at(index) else {
            return index + 1;
        };
        let tag = field.tag;
        if !self.seen.add(tag) && tag != 0 {
            self.found(
                Stage::Field,
                section,
                tag,
                RejectReason::TagAppearsMoreThanOnce,
                Some(index),
            );
        }
        let definition = dictionary.field(tag);
        self.value(index, section, tag, definition, field.value);
        // Counts of groups are NumInGroup, and int before FIX 4.3: for all others the quick look-up is enough.
        let may_count =
            |field: &Field| matches!(field.field_type(), FieldType::NumInGroup | FieldType::Int);
        if !definition.is_some_and(may_count) && members.contains(tag) {
            return index + 1;
        }
        match members.get(tag) {
            Some(Member {
                group: Some(group), ..
            }) => self.group(index, section, tag, dictionary, group),
            Some(_) => index + 1,
            None => {
                if definition.is_some() {
                    self.found(
                        Stage::Field,
                        section,
                        tag,
                        RejectReason::TagNotDefinedForMessageType,
                        Some(index),
                    );
                }
                index + 1
            }
        }
    }

    /// Checks a value, by its field's type.
    fn value(
        &mut self,
        index: usize,
        section: Section,
        tag: u32,
        definition: Option<&Field>,
        value: &[u8],
    ) {
        let reason = if value.is_empty() {
            RejectReason::TagSpecifiedWithoutValue
        } else {
            match definition {
                Some(field) if !self.has_format(field.field_type(), value) => {
                    RejectReason::IncorrectDataFormat
                }
                Some(field) if !field.allows(value) => RejectReason::ValueIncorrect,
                Some(_) => return,
                None => RejectReason::InvalidTagNumber,
            }
        };
        self.found(Stage::Field, section, tag, reason, Some(index));
    }

    fn has_format(&self, field_type: FieldType, value: &[u8]) -> bool {
        (self.char_is_text && field_type == FieldType::Char) || has_type(field_type, value)
    }

    /// Checks the entries that the count at `index` announces; where the field after them is.
    fn group(
        &mut self,
        index: usize,
        section: Section,
        count_tag: u32,
        dictionary: &'a Dictionary,
        group: &'a Members,
    ) -> usize {
        let stated = self
            .fields
            .at(index)
            .and_then(|count| parse_unsigned(count.value));
        let outer_count = self.outer_count;
        self.outer_count = outer_count.or(Some(count_tag));
        let mut entries = 0;
        let mut entry_at = index + 1;
        let mut at = index + 1;
        let mut place = 0;
        while let Some(field) = self.fields.at(at) {
            if group.delimiter() == Some(field.tag) {
                if entries > 0 {
                    self.entry_required(section, group, entry_at..at);
                }
                entries += 1;
                entry_at = at;
                place = 0;
            } else if entries == 0 || !group.contains(field.tag) {
                // An entry starts with its first field: without it there is none, whatever the count says.
                break;
            }
            if self.worst.is_none() && self.fields.range(entry_at..at).get(field.tag).is_some() {
                self.found(
                    Stage::Field,
                    section,
                    field.tag,
                    RejectReason::TagAppearsMoreThanOnce,
                    None,
                );
            }
            if self.checks.group_order {
                place = self.place(section, group, field.tag, place);
            }
            let definition = dictionary.field(field.tag);
            self.value(at, section, field.tag, definition, field.value);
            at = match group.group(field.tag) {
                Some(nested) => self.group(at, section, field.tag, dictionary, nested),
                None => at + 1,
            };
        }
        if entries > 0 {
            self.entry_required(section, group, entry_at..at);
        }
        self.outer_count = outer_count;
        if stated != Some(entries) {
            self.found(
                Stage::Field,
                section,
                count_tag,
                RejectReason::IncorrectNumInGroup,
                Some(index),
            );
        }
        at
    }

    /// Checks that a field of an entry comes after the one before; its place.
    fn place(&mut self, section: Section, group: &Members, tag: u32, before: usize) -> usize {
        let place = group.place(tag).unwrap_or(before);
        if place < before {
            self.found(
                Stage::Field,
                section,
                tag,
                RejectReason::GroupFieldsOutOfOrder,
                None,
            );
        }
        place
    }

    /// What every entry must have. Bounded by the work for the message: stops at the first error.
    fn entry_required(&mut self, section: Section, group: &Members, entry: std::ops::Range<usize>) {
        for &tag in group.required() {
            if self.worst.is_some() {
                return;
            }
            if self.fields.range(entry.clone()).get(tag).is_none() {
                self.found(
                    Stage::Field,
                    section,
                    tag,
                    RejectReason::RequiredTagMissing,
                    None,
                );
            }
        }
    }

    fn required(&mut self, section: Section, members: &Members) {
        for &tag in members.required() {
            if !self.seen.has(tag) {
                self.found(
                    Stage::Required,
                    section,
                    tag,
                    RejectReason::RequiredTagMissing,
                    None,
                );
            }
        }
    }

    /// The first one on the wire is the one that is out of place.
    #[cold]
    fn out_of_place(&mut self, index: usize, tag: u32) {
        if self.checks.field_order && self.worst.is_none_or(|worst| worst.rank.0 > Stage::Place) {
            self.worst = Some(Found {
                rank: (Stage::Place, Section::Header, tag, Depth::Message),
                tag,
                reason: RejectReason::TagOutOfOrder,
                index: Some(index),
            });
        }
    }

    #[cold]
    fn found(
        &mut self,
        stage: Stage,
        section: Section,
        tag: u32,
        reason: RejectReason,
        index: Option<usize>,
    ) {
        if !is_checked(self.checks, reason, tag) {
            return;
        }
        let rank = match self.outer_count {
            Some(count_tag) => (stage, section, count_tag, Depth::Group),
            None => (stage, section, tag, Depth::Message),
        };
        if self.worst.is_none_or(|worst| rank < worst.rank) {
            self.worst = Some(Found {
                rank,
                tag,
                reason,
                index,
            });
        }
    }
}
