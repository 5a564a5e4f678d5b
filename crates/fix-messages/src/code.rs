//! Fields with listed values: an enum each, with FIX's names, over all versions.

use std::marker::PhantomData;

use crate::error::{Problem, shown};
use crate::value::FieldValue;

/// A field whose values FIX lists. Which of them a version has is in its dictionary: a writer refuses the others.
pub trait Code: Copy + Eq + 'static {
    /// The field's tag.
    const TAG: u32;
    /// All values of all versions.
    const ALL: &'static [Self];

    /// As on the wire.
    fn value(self) -> &'static str;

    /// The code that is so on the wire.
    fn of(value: &[u8]) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.value().as_bytes() == value)
    }
}

impl<C: Code> FieldValue<'_> for C {
    #[inline]
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        C::of(bytes).ok_or_else(|| Problem::Unlisted {
            value: shown(bytes),
        })
    }
}

/// Several codes in one field, with spaces between them, e.g. ExecInst(18). All are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes<'a, C> {
    bytes: &'a [u8],
    code: PhantomData<C>,
}

impl<'a, C: Code> Codes<'a, C> {
    /// Each of them, in the order of the wire.
    pub fn iter(self) -> impl Iterator<Item = C> + use<'a, C> {
        self.bytes.split(|byte| *byte == b' ').filter_map(C::of)
    }

    /// Whether it is one of them.
    pub fn contains(self, code: C) -> bool {
        self.iter().any(|listed| listed == code)
    }
}

impl<'a, C: Code> FieldValue<'a> for Codes<'a, C> {
    fn read(bytes: &'a [u8]) -> Result<Self, Problem> {
        for value in bytes.split(|byte| *byte == b' ') {
            C::read(value)?;
        }
        Ok(Codes {
            bytes,
            code: PhantomData,
        })
    }
}

/// Declares the codes of fields: `Side 54 { Buy "1", Sell "2" }`.
macro_rules! codes {
    ($($name:ident $tag:literal { $($code:ident $value:literal,)+ })+) => {$(
        #[doc = concat!(stringify!($name), "(", $tag, ")")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names are FIX's own")]
        pub enum $name { $($code,)+ }

        impl $crate::Code for $name {
            const TAG: u32 = $tag;
            const ALL: &'static [Self] = &[$($name::$code,)+];

            fn value(self) -> &'static str {
                const VALUES: &[&str] = &[$($value,)+];
                VALUES[self as usize]
            }
        }
    )+};
}
pub(crate) use codes;
