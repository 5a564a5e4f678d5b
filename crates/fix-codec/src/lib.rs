//! The FIX tag=value codec: frames, checksums, an index of fields, an encoder.
//!
//! Bytes in, views of borrowed bytes out. [`Decoder`] frames a message, sums it and indexes its fields in one pass
//! into slots that it reuses, so that a warm decoder allocates nothing. [`Encoder`] writes a message whose
//! BodyLength(9) and CheckSum(10) are exact. Nothing here knows a session, a clock or which tags a message may have.
//!
//! Invariants: no input panics, and no input makes the decoder hold more than [`Limits`] allows.

mod data;
mod decode;
mod draft;
mod encode;
pub mod format;
mod frame;
mod message;
mod part;
mod scan;
mod tag;
mod time;
mod write;

pub use decode::{Decoder, Step};
pub use draft::Draft;
pub use encode::Encoder;
pub use frame::{Garbled, Limits};
pub use message::{Field, Fields, GroupError, Message, OwnedMessage, Slot};
pub use part::{Part, Parts};
pub use time::{TimePrecision, Timestamp};

/// The byte that ends each field.
pub const SOH: u8 = 1;
