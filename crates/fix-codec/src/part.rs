//! A message's body, or an entry of a repeating group, read as a dictionary says: any group of any version, nested ones
//! and custom ones included.
//!
//! A tag may stand in a message and in a group of it. What is read here is the message's own field, or the entry's own:
//! groups within are stepped over as the dictionary delimits them.

use fix_dictionary::Members;

use crate::format::parse_unsigned;
use crate::message::{Field, Fields, GroupError};

/// Fields, and what the dictionary says they consist of.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    fields: Fields<'a>,
    members: &'a Members,
}

impl<'a> Part<'a> {
    /// Fields that consist of `members`; others among them, such as the header's, are found by [`Part::get`] as well.
    #[inline]
    pub fn new(fields: Fields<'a>, members: &'a Members) -> Self {
        Part { fields, members }
    }

    /// All its fields, those of the groups within included, in the order of the wire.
    #[inline]
    pub fn fields(self) -> Fields<'a> {
        self.fields
    }

    /// What the dictionary says.
    #[inline]
    pub fn members(self) -> &'a Members {
        self.members
    }

    /// The value of the first field of that tag that is not in a group within.
    #[inline]
    pub fn get(self, tag: u32) -> Option<&'a [u8]> {
        if self.members.is_nested(tag) {
            let field = self.fields.at(self.position(tag)?)?;
            Some(field.value)
        } else {
            self.fields.get(tag)
        }
    }

    /// Where the first field of that tag is that is not in a group within.
    fn position(self, tag: u32) -> Option<usize> {
        let mut at = 0;
        loop {
            let field = self.fields.at(at)?;
            if field.tag == tag {
                return Some(at);
            }
            at += 1;
            if let Some(group) = self.members.group(field.tag) {
                let rest = self.fields.range(at..self.fields.len());
                let is_within = |field: &Field<'_>| group.contains_deep(field.tag);
                at += rest.iter().take_while(is_within).count();
            }
        }
    }

    /// The entries of the group that `count_tag` counts, checked: as many as the count says, each begun by the group's
    /// first field, and the same for the groups within them. None where the count is not there.
    pub fn group(self, count_tag: u32) -> Result<Parts<'a>, GroupError> {
        let Some(count_at) = self.position(count_tag) else {
            return Ok(Parts {
                fields: self.fields.range(0..0),
                members: self.members,
            });
        };
        let Some(members) = self.members.group(count_tag) else {
            return Err(GroupError::Unknown(count_tag));
        };
        let end = group_end(self.fields, count_at, members)?;
        Ok(Parts {
            fields: self.fields.range(count_at + 1..end),
            members,
        })
    }
}

/// The entries of a repeating group.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    fields: Fields<'a>,
    members: &'a Members,
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if self.fields.is_empty() {
            return None;
        }
        // It was checked as a whole, so that there is an end.
        let end = entry_end(self.fields, 0, self.members).unwrap_or(self.fields.len());
        let entry = self.fields.range(0..end);
        self.fields = self.fields.range(end..self.fields.len());
        Some(Part::new(entry, self.members))
    }
}

/// Where the group ends whose count is at `count_at`.
fn group_end(fields: Fields<'_>, count_at: usize, members: &Members) -> Result<usize, GroupError> {
    let Some(count) = fields.at(count_at) else {
        return Ok(fields.len());
    };
    let stated = parse_unsigned(count.value).ok_or(GroupError::CountFormat(count.tag))?;
    let starts_entry = |at| {
        let field = fields.at(at);
        field.is_some_and(|field| Some(field.tag) == members.delimiter())
    };
    let mut at = count_at + 1;
    let mut entries = 0;
    while starts_entry(at) {
        at = entry_end(fields, at, members)?;
        entries += 1;
    }
    if entries == stated {
        return Ok(at);
    }
    let is_member = |at| {
        fields
            .at(at)
            .is_some_and(|field| members.contains(field.tag))
    };
    if entries == 0 && is_member(at) {
        return Err(GroupError::Delimiter(count.tag));
    }
    Err(GroupError::CountMismatch(count.tag))
}

/// Where the entry ends that starts at `start`. As deep as the dictionary nests, as long as there are fields.
fn entry_end(fields: Fields<'_>, start: usize, members: &Members) -> Result<usize, GroupError> {
    let mut at = start;
    while let Some(field) = fields.at(at) {
        if at > start && Some(field.tag) == members.delimiter() {
            break;
        }
        let Some(member) = members.get(field.tag) else {
            break;
        };
        at = match &member.group {
            Some(nested) => group_end(fields, at, nested)?,
            None => at + 1,
        };
    }
    Ok(at)
}
