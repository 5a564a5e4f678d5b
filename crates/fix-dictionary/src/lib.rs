//! FIX dictionaries as tables: fields, messages, components and groups of each version.
//!
//! The tables in `tables/` are text, one line a field or a message, written by `tools/fix-tables` and compared with
//! QuickFIX's dictionaries. As text they cost the compiler nothing, their changes can be read, and an extension with
//! custom fields ([`Dictionary::extend`]) is written in the same form. A table is read once, at its first use; look-ups
//! after that are array accesses and allocate nothing.
//!
//! Components are expanded: a field is required where it is so in its component, and the component in its message.
//! What a field's value must look like and which checks are made is left to the session.

mod dictionary;
mod field;
mod members;
pub mod msg_type;
mod release;
mod table;
pub mod tag;

pub use dictionary::{Dictionary, Message, Outline, Section};
pub use field::{Field, FieldType, Value};
pub use members::{Member, Members};
pub use release::Release;
pub use table::TableError;

/// The first tag that counterparties may define themselves; 10000 and above are for use within a firm.
pub const USER_DEFINED_TAG_MIN: u32 = 5000;
