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
pub(crate) use execution_report::{ExecType, ExecutionReport, Fill, MassStatus, Request};
pub(crate) use market_data::{MarketData, MarketDataRequestReject};
pub(crate) use mass_cancel_report::{MassCancelReport, MassCancelType};
pub(crate) use order_cancel_reject::{OrderCancelReject, ResponseTo};
#[cfg(test)]
pub(crate) use quote::quote_reject_reason;
pub(crate) use quote::{Quote, QuoteCancel, QuoteCancelled, QuoteRequestReject};
pub(crate) use security_list::SecurityList;

use fix_codec::Draft;
use fix_dictionary::tag;
use fix_messages::WriteError;

use crate::dialect::Dialect;

/// CommType(13): the commission is an amount of cash.
const COMM_TYPE_ABSOLUTE: char = '3';
/// MiscFeeType(139): what the venue charged.
const MISC_FEE_TYPE_EXCHANGE: char = '4';
/// MiscFeeBasis(891): an amount of cash.
const MISC_FEE_BASIS_ABSOLUTE: char = '0';

/// Whom a message is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reader<'a> {
    /// The version that the session speaks.
    pub dialect: Dialect,
    /// A drop copy: whose message it is a copy of, as the client's CompID.
    pub copy_of: Option<&'a str>,
}

impl Reader<'_> {
    /// A message without fields. A copy says in the header, OnBehalfOfCompID(115), whose it is.
    fn begin(self, msg_type: &str) -> Draft {
        let draft = Draft::new(msg_type);
        match self.copy_of {
            Some(comp_id) => draft.header_field(tag::ON_BEHALF_OF_COMP_ID, comp_id.as_bytes()),
            None => draft,
        }
    }

    /// CopyMsgIndicator(797), where the message is a copy and has the field.
    fn mark_copy(self, draft: Draft) -> Draft {
        if self.copy_of.is_some() && self.dialect.has_copy_msg_indicator() {
            draft.flag(tag::COPY_MSG_INDICATOR, true)
        } else {
            draft
        }
    }
}

/// Commission(12), the issuer's fee.
fn with_commission(draft: Draft, commission: &str) -> Draft {
    draft
        .field(tag::COMMISSION, commission)
        .field(tag::COMM_TYPE, COMM_TYPE_ABSOLUTE)
}

/// The venue's fees, as NoMiscFees(136).
fn with_misc_fees(draft: Draft, venue_fees: &str, currency: &str) -> Draft {
    draft.group(tag::NO_MISC_FEES, [venue_fees], |entry, fee| {
        entry.push(tag::MISC_FEE_AMT, fee);
        entry.push(tag::MISC_FEE_CURR, currency);
        entry.push(tag::MISC_FEE_TYPE, MISC_FEE_TYPE_EXCHANGE);
        entry.push(tag::MISC_FEE_BASIS, MISC_FEE_BASIS_ABSOLUTE);
    })
}

/// A message that can't be written is a defect, of ours or of the solver's: it is not sent, and that is said.
fn finished(draft: Result<Draft, WriteError>) -> Option<Draft> {
    draft
        .inspect_err(|error| tracing::error!(%error, "a message can't be written"))
        .ok()
}

/// A text field where there is a text.
fn text(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}
