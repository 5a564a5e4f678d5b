//! A field's value, read when it is asked for, as what its type says.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use fix_codec::{Timestamp, format};

use crate::error::{FieldError, Problem, shown};

/// A field in its place: there or not, right or not.
#[derive(Debug)]
pub struct Value<'a, T> {
    tag: u32,
    name: &'static str,
    bytes: Option<&'a [u8]>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Value<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Value<'_, T> {}

impl<'a, T> Value<'a, T> {
    #[inline]
    pub(crate) fn new(tag: u32, name: &'static str, bytes: Option<&'a [u8]>) -> Self {
        Value {
            tag,
            name,
            bytes,
            kind: PhantomData,
        }
    }

    /// What is on the wire.
    #[inline]
    pub fn bytes(self) -> Option<&'a [u8]> {
        self.bytes
    }

    /// Whether the field is there.
    #[inline]
    pub fn is_present(self) -> bool {
        self.bytes.is_some()
    }

    /// An error about this field.
    #[cold]
    pub fn error(self, problem: Problem) -> FieldError {
        FieldError {
            tag: self.tag,
            name: self.name,
            problem,
        }
    }
}

impl<'a, T: FieldValue<'a>> Value<'a, T> {
    /// The value, where there is one. A value that is there and wrong is an error.
    #[inline]
    pub fn optional(self) -> Result<Option<T>, FieldError> {
        let Some(bytes) = self.bytes else {
            return Ok(None);
        };
        match T::read(bytes) {
            Ok(value) => Ok(Some(value)),
            Err(problem) => Err(self.error(problem)),
        }
    }

    /// The value, where there is one and it is right: for an answer that repeats what it can of a request.
    #[inline]
    pub fn readable(self) -> Option<T> {
        self.bytes.and_then(|bytes| T::read(bytes).ok())
    }

    /// The value, which has to be there.
    #[inline]
    pub fn required(self) -> Result<T, FieldError> {
        self.optional()?.ok_or_else(|| self.error(Problem::Missing))
    }
}

/// What a field can be read as.
pub trait FieldValue<'a>: Sized {
    /// Reads the bytes between `=` and SOH.
    fn read(bytes: &'a [u8]) -> Result<Self, Problem>;
}

#[cold]
pub(crate) fn misformed(bytes: &[u8], expected: &'static str) -> Problem {
    Problem::Format {
        value: shown(bytes),
        expected,
    }
}

fn text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|_| misformed(bytes, "text in UTF-8"))
}

/// Text, and what is text on the wire: dates, currencies, zoned times.
impl<'a> FieldValue<'a> for &'a str {
    #[inline]
    fn read(bytes: &'a [u8]) -> Result<Self, Problem> {
        text(bytes)
    }
}

/// data: any bytes.
impl<'a> FieldValue<'a> for &'a [u8] {
    #[inline]
    fn read(bytes: &'a [u8]) -> Result<Self, Problem> {
        Ok(bytes)
    }
}

/// SeqNum, Length, NumInGroup.
impl FieldValue<'_> for u64 {
    #[inline]
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        format::parse_unsigned(bytes).ok_or_else(|| misformed(bytes, "a number of digits only"))
    }
}

/// int.
impl FieldValue<'_> for i64 {
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let wrong = || misformed(bytes, "a whole number");
        if !format::is_int(bytes) {
            return Err(wrong());
        }
        text(bytes)?.parse().map_err(|_| wrong())
    }
}

/// Boolean.
impl FieldValue<'_> for bool {
    #[inline]
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        match bytes {
            b"Y" => Ok(true),
            b"N" => Ok(false),
            _ => Err(misformed(bytes, "Y or N")),
        }
    }
}

/// char.
impl FieldValue<'_> for char {
    #[inline]
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        match bytes {
            [byte @ 0x21..=0x7e] => Ok(char::from(*byte)),
            _ => Err(misformed(bytes, "one printable character")),
        }
    }
}

/// UTCTimestamp.
impl FieldValue<'_> for Timestamp {
    #[inline]
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        Timestamp::parse(bytes).ok_or_else(|| misformed(bytes, "a time such as 20260131-23:59:59"))
    }
}

/// A decimal number as it came: an optional `-`, digits, at most one point. What it counts is for the reader to say,
/// who has the type with the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal<'a>(&'a str);

impl<'a> Decimal<'a> {
    /// Its text.
    pub fn as_str(self) -> &'a str {
        self.0
    }
}

impl Deref for Decimal<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Decimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<'a> FieldValue<'a> for Decimal<'a> {
    #[inline]
    fn read(bytes: &'a [u8]) -> Result<Self, Problem> {
        if format::is_decimal(bytes) {
            text(bytes).map(Decimal)
        } else {
            Err(misformed(bytes, "a decimal number"))
        }
    }
}
