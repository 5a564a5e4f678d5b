//! OrderMassCancelReport(r).

use fix_codec::{Draft, Timestamp};
use fix_messages::OrderMassCancelReportWriter as Writer;
use fix_messages::codes::{MassCancelRejectReason, MassCancelRequestType, MassCancelResponse};

use super::{Reader, text};
use crate::custom;

/// What is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MassCancelType {
    /// The orders for an index.
    Index,
    /// All orders.
    All,
}

impl MassCancelType {
    /// MassCancelRequestType(530)
    pub(crate) fn request_type(self) -> MassCancelRequestType {
        match self {
            MassCancelType::Index => MassCancelRequestType::CancelOrdersForASecurity,
            MassCancelType::All => MassCancelRequestType::CancelAllOrders,
        }
    }

    /// MassCancelResponse(531)
    fn response(self) -> MassCancelResponse {
        match self {
            MassCancelType::Index => MassCancelResponse::CancelOrdersForASecurity,
            MassCancelType::All => MassCancelResponse::CancelAllOrders,
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
    pub request_type: MassCancelRequestType,
    /// What was done, and TotalAffectedOrders(533): how many orders were cancelled or will be; or
    /// MassCancelRejectReason(532).
    pub outcome: Result<(MassCancelType, u32), MassCancelRejectReason>,
    /// Symbol(55)
    pub index: &'a str,
    /// Text(58)
    pub text: &'a str,
    /// TransactTime(60)
    pub time_unix_ns: i64,
}

impl MassCancelReport<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let report_id = reader
            .dialect
            .has_mass_action_report_id()
            .then_some(&self.report_id);
        let mut report = fix_messages::OrderMassCancelReport::write(&dictionary);
        report
            .with(text(self.cl_ord_id), Writer::cl_ord_id)
            .order_id(&self.report_id)
            .with(report_id, Writer::mass_action_report_id)
            .mass_cancel_request_type(self.request_type);
        match self.outcome {
            Ok((done, affected)) => report
                .mass_cancel_response(done.response())
                .total_affected_orders(affected.into()),
            Err(reason) => report
                .mass_cancel_response(MassCancelResponse::CancelRequestRejected)
                .mass_cancel_reject_reason(reason),
        };
        report
            .with(text(self.index), Writer::symbol)
            .transact_time(Timestamp::from_unix_ns(self.time_unix_ns))
            .with(text(self.text), Writer::text);
        reader.finished(report.finish_as_written())
    }
}
