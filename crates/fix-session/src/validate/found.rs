//! An error of a message, and its rank among the others: of all that are found, the first one is told.

use fix_codec::Fields;

use crate::reject::{Problem, RejectReason};

/// The order in which errors win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Place,
    MsgType,
    Required,
    Field,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Header,
    Trailer,
    Body,
}

/// What the first error is decided by. A field of a group ranks with the group's count, after the count itself.
pub(super) type Rank = (Stage, Section, u32, Depth);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    Message,
    Group,
}

/// An error and its rank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) rank: Rank,
    pub(super) tag: u32,
    pub(super) reason: RejectReason,
    /// The field it is about, where there is one.
    pub(super) index: Option<usize>,
}

impl Found {
    pub(super) fn problem(self, fields: Fields<'_>) -> Problem {
        match (self.rank.0, self.tag, self.index) {
            (Stage::MsgType, ..) => Problem::of(self.reason),
            // Tag 0 stands for any number that is no tag.
            (_, 0, Some(index)) => Problem::at_text(self.reason, fields.tag_text(index)),
            (_, tag, _) => Problem::at(self.reason, tag),
        }
    }
}
