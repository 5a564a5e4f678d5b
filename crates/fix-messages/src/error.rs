//! What can be wrong with a field that is read, and with a message that is written.

use std::fmt;

use fix_codec::GroupError;

/// Characters of a peer's value that an error shows.
const SHOWN_CHARS_MAX: usize = 32;

/// Why a field of a peer's message can't be used: `OrderQty(38): "ten" is not a decimal number`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}({tag}): {problem}")]
pub struct FieldError {
    /// The field's tag.
    pub tag: u32,
    /// Its name.
    pub name: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is not there, and is needed.
    #[error("is missing")]
    Missing,
    /// It is not what its type asks for.
    #[error("{value:?} is not {expected}")]
    Format {
        /// What came, fit to be shown: short and printable.
        value: Box<str>,
        /// What a right one is, e.g. `a decimal number`.
        expected: &'static str,
    },
    /// It is none of the field's values in any version of FIX.
    #[error("{value:?} is none of its values")]
    Unlisted {
        /// What came, fit to be shown.
        value: Box<str>,
    },
    /// It counts a repeating group that is not what the dictionary says.
    #[error(transparent)]
    Group(#[from] GroupError),
}

/// What a peer sent, fit for a text that goes back to it.
pub(crate) fn shown(value: &[u8]) -> Box<str> {
    let text = String::from_utf8_lossy(value);
    let printable = |char: char| if char.is_control() { '?' } else { char };
    text.chars()
        .map(printable)
        .take(SHOWN_CHARS_MAX)
        .collect::<String>()
        .into()
}

/// Why a message can't be written in the version that it is for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The version has no such message.
    #[error("{version} has no message {place}")]
    NoMessage {
        /// E.g. `FIX.4.2`.
        version: Box<str>,
        /// The message's name and type.
        place: Place,
    },
    /// The version has no such field in this message or group.
    #[error("{version} has no {field} in {place}")]
    NoField {
        /// E.g. `FIX.4.2`.
        version: Box<str>,
        /// The message or group.
        place: Place,
        /// The field.
        field: FieldName,
    },
    /// The field was written before.
    #[error("{field} is in {place} twice")]
    Twice {
        /// The message or group.
        place: Place,
        /// The field.
        field: FieldName,
    },
    /// The version does not list the value, or it has not the form of its type.
    #[error("{version}: {field} can't be {value:?}")]
    Value {
        /// E.g. `FIX.4.2`.
        version: Box<str>,
        /// The field.
        field: FieldName,
        /// What was written, shortened.
        value: Box<str>,
    },
    /// The version requires a field that was not written.
    #[error("{version} requires {field} in {place}")]
    Missing {
        /// E.g. `FIX.4.2`.
        version: Box<str>,
        /// The message or group.
        place: Place,
        /// The field.
        field: FieldName,
    },
}

/// A field as errors name it: `OrderQty(38)`, or `tag 5001` where nobody knows its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    /// Its name.
    pub name: Box<str>,
    /// Its tag.
    pub tag: u32,
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() {
            return write!(f, "tag {}", self.tag);
        }
        write!(f, "{}({})", self.name, self.tag)
    }
}

/// Where a field is: a message or an entry of a repeating group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A message, by its name and MsgType(35).
    Message(&'static str, &'static str),
    /// A group, by the name and tag of its count.
    Group(&'static str, u32),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Message(name, msg_type) => write!(f, "{name}({msg_type})"),
            Place::Group(name, tag) => write!(f, "{name}({tag})"),
        }
    }
}
