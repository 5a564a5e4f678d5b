//! OrderMassCancelReport(r).

use fix_codec::{Draft, Timestamp};
use fix_dictionary::{msg_type, tag};

use super::{Reader, text};

/// MassCancelResponse(531): refused.
const RESPONSE_REJECTED: char = '0';

/// MassCancelRequestType(530).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MassCancelType {
    /// The orders for an index.
    Index,
    /// All orders.
    All,
}

impl MassCancelType {
    /// As on the wire.
    pub(crate) fn code(self) -> char {
        match self {
            MassCancelType::Index => '1',
            MassCancelType::All => '7',
        }
    }
}

/// OrderMassCancelReport(r): what became of a mass cancel request.
#[derive(Debug, Clone)]
pub(crate) struct MassCancelReport<'a> {
    /// OrderID(37) and MassActionReportID(1369)
    pub report_id: String,
    /// ClOrdID(11) of the request.
    pub cl_ord_id: &'a str,
    /// MassCancelRequestType(530), as asked.
    pub request_type: char,
    /// What was done, and TotalAffectedOrders(533): how many orders were cancelled or will be; or
    /// MassCancelRejectReason(532).
    pub outcome: Result<(MassCancelType, u32), u32>,
    /// Symbol(55)
    pub index: &'a str,
    /// Text(58)
    pub text: &'a str,
    /// TransactTime(60)
    pub time_unix_ns: i64,
}

impl MassCancelReport<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Draft {
        let response = match self.outcome {
            Ok((done, _)) => done.code(),
            Err(_) => RESPONSE_REJECTED,
        };
        let report_id = reader
            .dialect
            .has_mass_action_report_id()
            .then_some(&self.report_id);
        reader
            .begin(msg_type::ORDER_MASS_CANCEL_REPORT)
            .optional(tag::CL_ORD_ID, text(self.cl_ord_id))
            .field(tag::ORDER_ID, &self.report_id)
            .optional(tag::MASS_ACTION_REPORT_ID, report_id)
            .field(tag::MASS_CANCEL_REQUEST_TYPE, self.request_type)
            .field(tag::MASS_CANCEL_RESPONSE, response)
            .optional(tag::MASS_CANCEL_REJECT_REASON, self.outcome.err())
            .optional(
                tag::TOTAL_AFFECTED_ORDERS,
                self.outcome.ok().map(|(_, affected)| affected),
            )
            .optional(tag::SYMBOL, text(self.index))
            .field(
                tag::TRANSACT_TIME,
                Timestamp::from_unix_ns(self.time_unix_ns),
            )
            .optional(tag::TEXT, text(self.text))
    }
}
