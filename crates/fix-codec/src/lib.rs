//! The FIX tag=value codec: frames, checksums, an index of fields, an encoder.
//!
//! Bytes in, views of borrowed bytes out. [`Decoder`] frames a message, sums it and indexes its fields in one pass
//! into slots that it reuses, so that a warm decoder allocates nothing. [`Encoder`] writes a message whose
//! BodyLength(9) and CheckSum(10) are exact. Nothing here knows a session, a clock or which tags a message may have.
//!
//! Invariants: no input panics, and no input makes the decoder hold more than [`Limits`] allows.

mod decode;
mod draft;
mod encode;
pub mod format;
mod frame;
mod message;
mod scan;
mod time;

pub use decode::{Decoder, Step};
pub use draft::Draft;
pub use encode::Encoder;
pub use frame::{Garbled, Limits};
pub use message::{Entries, Field, Fields, GroupError, Message, OwnedMessage, Slot};
pub use time::{TimePrecision, Timestamp};

/// The byte that ends each field.
pub const SOH: u8 = 1;

/// The tags that the session layer itself reads and writes, by their FIX names.
pub mod tag {
    #![allow(missing_docs, reason = "the names are FIX's own")]
    pub const BEGIN_SEQ_NO: u32 = 7;
    pub const BEGIN_STRING: u32 = 8;
    pub const BODY_LENGTH: u32 = 9;
    pub const CHECK_SUM: u32 = 10;
    pub const END_SEQ_NO: u32 = 16;
    pub const MSG_SEQ_NUM: u32 = 34;
    pub const MSG_TYPE: u32 = 35;
    pub const NEW_SEQ_NO: u32 = 36;
    pub const POSS_DUP_FLAG: u32 = 43;
    pub const REF_SEQ_NUM: u32 = 45;
    pub const SENDER_COMP_ID: u32 = 49;
    pub const SENDER_SUB_ID: u32 = 50;
    pub const SENDING_TIME: u32 = 52;
    pub const TARGET_COMP_ID: u32 = 56;
    pub const TARGET_SUB_ID: u32 = 57;
    pub const TEXT: u32 = 58;
    pub const POSS_RESEND: u32 = 97;
    pub const ENCRYPT_METHOD: u32 = 98;
    pub const HEART_BT_INT: u32 = 108;
    pub const TEST_REQ_ID: u32 = 112;
    pub const ON_BEHALF_OF_COMP_ID: u32 = 115;
    pub const ON_BEHALF_OF_SUB_ID: u32 = 116;
    pub const ORIG_SENDING_TIME: u32 = 122;
    pub const GAP_FILL_FLAG: u32 = 123;
    pub const DELIVER_TO_COMP_ID: u32 = 128;
    pub const DELIVER_TO_SUB_ID: u32 = 129;
    pub const RESET_SEQ_NUM_FLAG: u32 = 141;
    pub const ON_BEHALF_OF_LOCATION_ID: u32 = 144;
    pub const DELIVER_TO_LOCATION_ID: u32 = 145;
    pub const REF_TAG_ID: u32 = 371;
    pub const REF_MSG_TYPE: u32 = 372;
    pub const SESSION_REJECT_REASON: u32 = 373;
    pub const BUSINESS_REJECT_REF_ID: u32 = 379;
    pub const BUSINESS_REJECT_REASON: u32 = 380;
    pub const USERNAME: u32 = 553;
    pub const PASSWORD: u32 = 554;
    pub const NEXT_EXPECTED_MSG_SEQ_NUM: u32 = 789;
    pub const APPL_VER_ID: u32 = 1128;
    pub const DEFAULT_APPL_VER_ID: u32 = 1137;
}
