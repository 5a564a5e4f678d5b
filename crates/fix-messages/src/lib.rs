//! The FIX messages that Sheaf uses, as types made from the dictionaries of FIX 4.0 to 4.4, 5.0, 5.0 SP1, 5.0 SP2 and
//! FIXT 1.1: one type a message over the union of its versions, one for the entries of each repeating group
//! ([`groups`]), one for each field whose values are listed ([`codes`]).
//!
//! A reader looks into the bytes that came and copies nothing. A field is read where it is asked for, as
//! [`Value::optional`] or [`Value::required`]; an error names the tag, the field and what is wrong with it. A
//! writer makes a [`fix_codec::Draft`] for one version: fields may be written in any order and come out in that of the
//! dictionary (`finish_as_written`: in the order of writing), counts of groups are exact, and what that version does not
//! have (the field in this message, the value of the field, a required field) is a [`WriteError`] of `finish`, never a
//! message.
//!
//! ```
//! use fix_codec::{Decoder, Encoder, Limits, Step, Timestamp};
//! use fix_dictionary::Release;
//! use fix_messages::codes::{ExecType, MiscFeeType, OrdStatus, OrdType, Side};
//! use fix_messages::{ExecutionReport, ExecutionReportWriter, NewOrderSingle};
//!
//! // The dictionary of the session: a version's own, or one that was extended by fields of our own.
//! let dictionary = Release::Fix44.dictionary().extend(
//!     "field 5001 MintTransactionHash STRING\n\
//!      field 5010 NoMintLots NUMINGROUP\n\
//!      field 5011 MintLotID STRING\n\
//!      append 8 5001 5010(5011)",
//! )?;
//!
//! let mut report = ExecutionReport::write(&dictionary);
//! report
//!     .order_id("O-1")
//!     .exec_id("E-1")
//!     .exec_type(ExecType::Trade)
//!     .ord_status(OrdStatus::PartiallyFilled)
//!     .symbol("SHEAF5")
//!     .side(Side::Buy)
//!     .leaves_qty(0)
//!     .cum_qty("1.5")
//!     .avg_px("101.25")
//!     .transact_time(Timestamp::from_unix_ns(1_790_000_000_000_000_000))
//!     .with(Some("partial"), ExecutionReportWriter::text)
//!     .no_misc_fees([("0.01", "USDC")], |entry, (amount, currency)| {
//!         entry
//!             .misc_fee_amt(amount)
//!             .misc_fee_curr(currency)
//!             .misc_fee_type(MiscFeeType::ExchangeFees);
//!     })
//!     .custom(5001, "0xabc")
//!     .custom_group(5010, ["L-1", "L-2"], |entry, lot| {
//!         entry.custom(5011, lot);
//!     });
//! let draft = report.finish()?;
//!
//! let mut encoder = Encoder::new();
//! encoder.begin(draft.msg_type().as_bytes());
//! encoder.encoded(draft.body());
//! let bytes = encoder.finish(b"FIX.4.4").to_vec();
//!
//! let mut decoder = Decoder::new(Limits::DEFAULT);
//! let Step::Message { message, .. } = decoder.decode(&bytes) else { panic!() };
//! let report = ExecutionReport::read(&dictionary, message).expect("it is an ExecutionReport");
//! assert_eq!(report.exec_type().required()?, ExecType::Trade);
//! assert_eq!(report.cum_qty().required()?.as_str(), "1.5");
//! assert_eq!(report.price().optional()?, None);
//! assert_eq!(report.price().required().unwrap_err().to_string(), "Price(44): is missing");
//! for fee in report.no_misc_fees()? {
//!     assert_eq!(fee.misc_fee_amt().required()?.as_str(), "0.01");
//! }
//! assert_eq!(report.custom::<&str>(5001, "MintTransactionHash").required()?, "0xabc");
//! assert_eq!(report.part().group(5010)?.count(), 2);
//!
//! // FIX 4.2 has the report, but no ExecType F, and none of our fields.
//! let fix42 = Release::Fix42.dictionary();
//! let mut report = ExecutionReport::write(&fix42);
//! report.exec_type(ExecType::Trade);
//! assert_eq!(report.finish().unwrap_err().to_string(), "FIX.4.2: ExecType(150) can't be \"F\"");
//! assert!(!ExecutionReport::write(&fix42).knows(5001));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What the session's validation has checked is not checked again until it is read. What a field means to the
//! business (an amount's scale, which sides are traded) is left to the application.

mod code;
mod error;
mod generated;
mod message;
mod value;
mod write;

#[cfg(test)]
mod every_version;

pub use code::{Code, Codes};
pub use error::{FieldError, FieldName, Place, Problem, WriteError};
pub use fix_codec::{Part, Timestamp};
pub use fix_dictionary::Dictionary;
pub use generated::messages::*;
pub use generated::{codes, groups};
pub use message::{Entries, Entry, EntryWriter};
pub use value::{Decimal, FieldValue, Value};
pub use write::Writer;
