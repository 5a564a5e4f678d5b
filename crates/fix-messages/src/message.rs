//! What every message and group entry has, and the macro that makes their types.

use std::marker::PhantomData;

use fix_codec::{Part, Parts};

use crate::error::{FieldError, Problem};
use crate::write::Writer;

/// An entry of a repeating group, to read.
pub trait Entry<'a> {
    /// The entry with those fields.
    fn of(part: Part<'a>) -> Self;
}

/// The entries of a repeating group; counts and nesting are right, or there would be none.
#[derive(Debug, Clone)]
pub struct Entries<'a, E> {
    parts: Parts<'a>,
    entry: PhantomData<fn() -> E>,
}

impl<'a, E> Entries<'a, E> {
    /// The group that `count_tag` counts; without entries where it is not there.
    #[inline]
    pub(crate) fn read(
        part: Part<'a>,
        count_tag: u32,
        name: &'static str,
    ) -> Result<Self, FieldError> {
        let parts = part.group(count_tag).map_err(|error| FieldError {
            tag: count_tag,
            name,
            problem: Problem::Group(error),
        })?;
        Ok(Entries {
            parts,
            entry: PhantomData,
        })
    }
}

impl<'a, E: Entry<'a>> Iterator for Entries<'a, E> {
    type Item = E;

    #[inline]
    fn next(&mut self) -> Option<E> {
        self.parts.next().map(E::of)
    }
}

/// An entry of a repeating group, to write.
pub trait EntryWriter<'d> {
    /// Around what does the writing.
    fn of(writer: Writer<'d>) -> Self;
    /// What does the writing.
    fn writer(&mut self) -> &mut Writer<'d>;
}

impl<'d> EntryWriter<'d> for Writer<'d> {
    fn of(writer: Writer<'d>) -> Self {
        writer
    }

    fn writer(&mut self) -> &mut Writer<'d> {
        self
    }
}

/// What a field of that kind is read as.
macro_rules! read_type {
    ($a:lifetime text) => { &$a str };
    ($a:lifetime decimal) => { $crate::Decimal<$a> };
    ($a:lifetime int) => { i64 };
    ($a:lifetime unsigned) => { u64 };
    ($a:lifetime char) => { char };
    ($a:lifetime flag) => { bool };
    ($a:lifetime time) => { $crate::Timestamp };
}
pub(crate) use read_type;

/// What a field of that kind is written from.
macro_rules! write_type {
    (text) => { impl std::fmt::Display };
    (decimal) => { impl std::fmt::Display };
    (int) => { i64 };
    (unsigned) => { u64 };
    (char) => { char };
    (flag) => { bool };
    (time) => { $crate::Timestamp };
}
pub(crate) use write_type;

/// Declares a reader and a writer. Fields stand by their kinds, each with its method's name, FIX's name, its tag and
/// the versions that have it in this place. A data field has the tag of its length before its own.
macro_rules! part {
    (
        $(#[$doc:meta])* $reader:ident $writer:ident
        $($kind:ident { $($field:ident $name:ident $tag:literal $versions:literal,)+ })*
        ; data { $($data:ident $data_name:ident $length_tag:literal $data_tag:literal $data_in:literal,)* }
        code { $($code:ident $code_name:ident $code_tag:literal $code_in:literal,)* }
        codes { $($codes:ident $codes_name:ident $codes_tag:literal $codes_in:literal,)* }
        group { $($group:ident $group_name:ident $group_writer:ident $group_tag:literal $group_in:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $reader<'a>($crate::Part<'a>);

        impl<'a> $reader<'a> {
            /// All its fields, also those that have no method: a counterparty's own.
            #[inline]
            pub fn part(self) -> $crate::Part<'a> {
                self.0
            }

            /// A field that has no method: a counterparty's own.
            #[inline]
            pub fn custom<T>(self, tag: u32, name: &'static str) -> $crate::Value<'a, T> {
                $crate::Value::new(tag, name, self.0.get(tag))
            }
            $($(
                #[doc = concat!(stringify!($name), "(", $tag, "): ", $versions)]
                #[inline]
                pub fn $field(self) -> $crate::Value<'a, $crate::message::read_type!('a $kind)> {
                    $crate::Value::new($tag, stringify!($name), self.0.get($tag))
                }
            )+)*
            $(
                #[doc = concat!(stringify!($data_name), "(", $data_tag, "): ", $data_in)]
                #[inline]
                pub fn $data(self) -> $crate::Value<'a, &'a [u8]> {
                    $crate::Value::new($data_tag, stringify!($data_name), self.0.get($data_tag))
                }
            )*
            $(
                #[doc = concat!(stringify!($code_name), "(", $code_tag, "): ", $code_in)]
                #[inline]
                pub fn $code(self) -> $crate::Value<'a, $crate::codes::$code_name> {
                    $crate::Value::new($code_tag, stringify!($code_name), self.0.get($code_tag))
                }
            )*
            $(
                #[doc = concat!(stringify!($codes_name), "(", $codes_tag, "): ", $codes_in)]
                #[inline]
                pub fn $codes(self) -> $crate::Value<'a, $crate::Codes<'a, $crate::codes::$codes_name>> {
                    $crate::Value::new($codes_tag, stringify!($codes_name), self.0.get($codes_tag))
                }
            )*
            $(
                #[doc = concat!("The entries of ", stringify!($group_name), "(", $group_tag, "): ", $group_in)]
                #[inline]
                pub fn $group(self) -> Result<$crate::Entries<'a, $crate::groups::$group_name<'a>>, $crate::FieldError> {
                    $crate::Entries::read(self.0, $group_tag, stringify!($group_name))
                }
            )*
        }

        #[doc = concat!("Writes a [`", stringify!($reader), "`].")]
        #[derive(Debug)]
        pub struct $writer<'d>($crate::Writer<'d>);

        impl<'d> $writer<'d> {
            /// Writes a counterparty's own field, by which the dictionary was extended.
            pub fn custom(&mut self, tag: u32, value: impl std::fmt::Display) -> &mut Self {
                self.0.custom(tag, value);
                self
            }

            /// Writes a counterparty's own group, by which the dictionary was extended.
            pub fn custom_group<T>(
                &mut self,
                count_tag: u32,
                entries: impl IntoIterator<Item = T>,
                write: impl FnMut(&mut $crate::Writer<'d>, T),
            ) -> &mut Self {
                self.0.custom_group(count_tag, entries, write);
                self
            }

            /// Whether the version has that field here.
            pub fn knows(&self, tag: u32) -> bool {
                self.0.knows(tag)
            }

            /// Writes what depends on a value, where there is one: `with(price, OrderWriter::price)`.
            pub fn with<T>(
                &mut self,
                value: Option<T>,
                write: impl FnOnce(&mut Self, T) -> &mut Self,
            ) -> &mut Self {
                match value {
                    Some(value) => write(self, value),
                    None => self,
                }
            }

            /// Writes fields of a counterparty's own, by one function for all the messages and groups that have them.
            pub fn own(&mut self, write: impl FnOnce(&mut $crate::Writer<'d>)) -> &mut Self {
                write(&mut self.0);
                self
            }
            $($(
                #[doc = concat!(stringify!($name), "(", $tag, "): ", $versions)]
                pub fn $field(&mut self, value: $crate::message::write_type!($kind)) -> &mut Self {
                    self.0.$kind($tag, stringify!($name), value);
                    self
                }
            )+)*
            $(
                #[doc = concat!(stringify!($data_name), "(", $data_tag, ") and its length: ", $data_in)]
                pub fn $data(&mut self, value: &[u8]) -> &mut Self {
                    self.0.data($length_tag, $data_tag, stringify!($data_name), value);
                    self
                }
            )*
            $(
                #[doc = concat!(stringify!($code_name), "(", $code_tag, "): ", $code_in)]
                pub fn $code(&mut self, value: $crate::codes::$code_name) -> &mut Self {
                    self.0.code($code_tag, stringify!($code_name), $crate::Code::value(value));
                    self
                }
            )*
            $(
                #[doc = concat!(stringify!($codes_name), "(", $codes_tag, "): ", $codes_in)]
                pub fn $codes(&mut self, values: impl IntoIterator<Item = $crate::codes::$codes_name>) -> &mut Self {
                    self.0.codes($codes_tag, stringify!($codes_name), values);
                    self
                }
            )*
            $(
                #[doc = concat!("An entry of ", stringify!($group_name), "(", $group_tag, ") for each item: ", $group_in)]
                pub fn $group<T>(
                    &mut self,
                    items: impl IntoIterator<Item = T>,
                    write: impl FnMut(&mut $crate::groups::$group_writer<'d>, T),
                ) -> &mut Self {
                    self.0.group($group_tag, stringify!($group_name), items, write);
                    self
                }
            )*
        }

        #[cfg(test)]
        impl<'d> $writer<'d> {
            /// For each setter, by its tag, what it finds wrong with being the first in a writer.
            pub(crate) fn faults(begin: &dyn Fn() -> $crate::Writer<'d>) -> Vec<(u32, Option<$crate::WriteError>)> {
                let fault = |set: &dyn Fn(&mut Self)| {
                    let mut writer = $writer(begin());
                    set(&mut writer);
                    writer.0.fault().cloned()
                };
                vec![
                    $($(($tag, fault(&|writer| { writer.$field($crate::message::sample!($kind)); })),)+)*
                    $(($data_tag, fault(&|writer| { writer.$data(b"\x01"); })),)*
                    $(($code_tag, fault(&|writer| { writer.$code(<$crate::codes::$code_name as $crate::Code>::ALL[0]); })),)*
                    $(($codes_tag, fault(&|writer| { writer.$codes(<$crate::codes::$codes_name as $crate::Code>::ALL[..1].iter().copied()); })),)*
                    $(($group_tag, fault(&|writer| { writer.$group([()], |_, ()| {}); })),)*
                ]
            }
        }
    };
}
pub(crate) use part;

/// A value of that kind.
#[cfg(test)]
macro_rules! sample {
    (text) => {
        "x"
    };
    (decimal) => {
        "1"
    };
    (int) => {
        1
    };
    (unsigned) => {
        1
    };
    (char) => {
        '1'
    };
    (flag) => {
        true
    };
    (time) => {
        $crate::Timestamp::from_unix_ns(0)
    };
}
#[cfg(test)]
pub(crate) use sample;

/// Declares messages, each with its MsgType(35) and the fields of [`part`].
macro_rules! messages {
    ($($name:ident $writer:ident $msg_type:literal $versions:literal { $($fields:tt)* })+) => {$(
        $crate::message::part! {
            #[doc = concat!(stringify!($name), "(", $msg_type, "): ", $versions)]
            $name $writer $($fields)*
        }

        impl<'a> $name<'a> {
            /// MsgType(35).
            pub const MSG_TYPE: &'static str = $msg_type;

            /// The message as `dictionary` understands it. `None`: it is another message, or one that the dictionary
            /// does not have.
            #[inline]
            pub fn read(dictionary: &'a $crate::Dictionary, message: fix_codec::Message<'a>) -> Option<Self> {
                if message.msg_type() != $msg_type.as_bytes() {
                    return None;
                }
                let definition = dictionary.message($msg_type.as_bytes())?;
                Some($name($crate::Part::new(message.fields(), &definition.members)))
            }

            /// Begins a message for those who use `dictionary`.
            pub fn write(dictionary: &$crate::Dictionary) -> $writer<'_> {
                $writer($crate::Writer::message(dictionary, stringify!($name), $msg_type))
            }
        }

        impl $writer<'_> {
            /// The message, in the dictionary's order; or the first thing that was wrong.
            pub fn finish(self) -> Result<fix_codec::Draft, $crate::WriteError> {
                self.0.finish()
            }

            /// The message with its fields in the order in which they were written, where its readers know it in one
            /// order in all versions; the entries of groups are in the dictionary's. Or the first thing that was wrong.
            pub fn finish_as_written(self) -> Result<fix_codec::Draft, $crate::WriteError> {
                self.0.finish_as_written()
            }
        }
    )+

        /// For each message the faults of its setters in that dictionary.
        #[cfg(test)]
        pub(crate) fn message_faults(dictionary: &$crate::Dictionary) -> Vec<(&'static str, Vec<(u32, Option<$crate::WriteError>)>)> {
            vec![$(($msg_type, $writer::faults(&|| $crate::Writer::message(dictionary, stringify!($name), $msg_type))),)+]
        }

        /// Any message, to tell them apart.
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs, reason = "each is a type with its description")]
        pub enum AnyMessage<'a> { $($name($name<'a>),)+ }

        impl<'a> AnyMessage<'a> {
            /// The message as `dictionary` understands it. `None`: it has no type here, or the dictionary does not have it.
            pub fn read(dictionary: &'a $crate::Dictionary, message: fix_codec::Message<'a>) -> Option<Self> {
                let definition = dictionary.message(message.msg_type())?;
                let part = $crate::Part::new(message.fields(), &definition.members);
                match &*definition.msg_type {
                    $($msg_type => Some(AnyMessage::$name($name(part))),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use messages;

/// Declares the entries of groups, by the fields that count them.
macro_rules! groups {
    ($($name:ident $writer:ident $tag:literal { $($fields:tt)* })+) => {$(
        $crate::message::part! {
            #[doc = concat!("An entry of ", stringify!($name), "(", $tag, ").")]
            $name $writer $($fields)*
        }

        impl<'a> $crate::message::Entry<'a> for $name<'a> {
            #[inline]
            fn of(part: $crate::Part<'a>) -> Self {
                $name(part)
            }
        }

        impl<'d> $crate::message::EntryWriter<'d> for $writer<'d> {
            fn of(writer: $crate::Writer<'d>) -> Self {
                $writer(writer)
            }

            fn writer(&mut self) -> &mut $crate::Writer<'d> {
                &mut self.0
            }
        }
    )+

        /// The faults of the setters of an entry of that group, which consists of `members`; `None`: no type has it.
        #[cfg(test)]
        pub(crate) fn entry_faults(
            dictionary: &$crate::Dictionary,
            count_tag: u32,
            members: &fix_dictionary::Members,
        ) -> Option<Vec<(u32, Option<$crate::WriteError>)>> {
            match count_tag {
                $($tag => Some($writer::faults(&|| {
                    $crate::Writer::entry(dictionary, $crate::Place::Group(stringify!($name), $tag), members)
                })),)+
                _ => None,
            }
        }
    };
}
pub(crate) use groups;
