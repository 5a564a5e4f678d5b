//! The messages that Sheaf sends to its clients: a type each, whose fields are what the message must and may say.

mod collateral_report;
mod confirmation;
mod execution_report;
mod order_cancel_reject;

pub(crate) use collateral_report::CollateralReport;
pub(crate) use confirmation::{Confirmation, MintLot};
pub use execution_report::OrdStatus;
pub(crate) use execution_report::{ExecType, ExecutionReport, Fill};
pub(crate) use order_cancel_reject::OrderCancelReject;

use fix_codec::Draft;
use fix_dictionary::tag;

/// CommType(13): the commission is an amount of cash.
const COMM_TYPE_ABSOLUTE: char = '3';
/// MiscFeeType(139): what the venue charged.
const MISC_FEE_TYPE_EXCHANGE: char = '4';
/// MiscFeeBasis(891): an amount of cash.
const MISC_FEE_BASIS_ABSOLUTE: char = '0';

/// Commission(12), and the venue's fees as NoMiscFees(136).
fn with_fees(draft: Draft, commission: &str, venue_fees: &str, currency: &str) -> Draft {
    draft
        .field(tag::COMMISSION, commission)
        .field(tag::COMM_TYPE, COMM_TYPE_ABSOLUTE)
        .group(tag::NO_MISC_FEES, [venue_fees], |entry, fee| {
            entry.push(tag::MISC_FEE_AMT, fee);
            entry.push(tag::MISC_FEE_CURR, currency);
            entry.push(tag::MISC_FEE_TYPE, MISC_FEE_TYPE_EXCHANGE);
            entry.push(tag::MISC_FEE_BASIS, MISC_FEE_BASIS_ABSOLUTE);
        })
}

/// A text field where there is a text.
fn text(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}
