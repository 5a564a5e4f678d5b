//! The messages that Sheaf sends to its clients: a type each, whose fields are what the message must and may say. What
//! differs between the versions of FIX is asked of the [`Dialect`].

mod business_reject;
mod collateral_report;
mod confirmation;
mod execution_report;
mod market_data;
mod mass_cancel_report;
mod order_cancel_reject;
mod quote;
mod security_list;

pub(crate) use business_reject::BusinessReject;
pub(crate) use collateral_report::CollateralReport;
pub(crate) use confirmation::{Confirmation, Mint, MintLot};
pub use execution_report::OrdStatus;
pub(crate) use execution_report::{ExecutionReport, Fill, MassStatus, Request};
pub(crate) use market_data::{MarketData, MarketDataRequestReject};
pub(crate) use mass_cancel_report::{MassCancelReport, MassCancelType};
pub(crate) use order_cancel_reject::OrderCancelReject;
#[cfg(test)]
pub(crate) use quote::quote_reject_reason;
pub(crate) use quote::{Quote, QuoteCancel, QuoteCancelled, QuoteRequestReject};
pub(crate) use security_list::SecurityList;

use fix_codec::Draft;
use fix_dictionary::tag;
use fix_messages::WriteError;
use fix_messages::codes::{MiscFeeBasis, MiscFeeType};
use fix_messages::groups::NoMiscFeesWriter;

use crate::dialect::Dialect;

/// Whom a message is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reader<'a> {
    /// The version that the session speaks.
    pub dialect: Dialect,
    /// A drop copy: whose message it is a copy of, as the client's CompID.
    pub copy_of: Option<&'a str>,
}

impl Reader<'_> {
    /// The message; a copy says in the header, OnBehalfOfCompID(115), whose it is. One that can't be written is a defect,
    /// of ours or of the solver's: it is not sent, and that is said.
    fn finished(self, draft: Result<Draft, WriteError>) -> Option<Draft> {
        let draft = draft
            .inspect_err(|error| tracing::error!(%error, "a message can't be written"))
            .ok()?;
        Some(match self.copy_of {
            Some(comp_id) => draft.header_field(tag::ON_BEHALF_OF_COMP_ID, comp_id.as_bytes()),
            None => draft,
        })
    }

    /// CopyMsgIndicator(797), where the message is a copy and has the field.
    fn copy_msg_indicator(self) -> Option<bool> {
        (self.copy_of.is_some() && self.dialect.has_copy_msg_indicator()).then_some(true)
    }
}

/// An entry of NoMiscFees(136): what the venue charged.
fn misc_fee(entry: &mut NoMiscFeesWriter<'_>, fee: &str, currency: &str) {
    entry
        .misc_fee_amt(fee)
        .misc_fee_curr(currency)
        .misc_fee_type(MiscFeeType::ExchangeFees)
        .misc_fee_basis(MiscFeeBasis::Absolute);
}

/// A text field where there is a text.
fn text(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}

/// An amount of the solver's; nothing is nought.
fn amount(value: &str) -> &str {
    text(value).unwrap_or("0")
}

/// How many there are, of what our own limits bound.
fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
