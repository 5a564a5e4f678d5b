//! The types, made from the dictionaries.
//! Written by tools/fix-tables: not to be edited.

pub mod codes;
pub mod groups;
pub(crate) mod messages;
