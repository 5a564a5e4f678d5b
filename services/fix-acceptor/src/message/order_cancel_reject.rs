//! OrderCancelReject(9).

use fix_codec::{Draft, Timestamp};
use fix_messages::OrderCancelRejectWriter as Writer;
use fix_messages::codes::{CxlRejReason, CxlRejResponseTo};

use super::{OrdStatus, Reader, text};
use crate::custom;

/// OrderCancelReject(9): a cancel or replace request was refused.
#[derive(Debug, Clone)]
pub(crate) struct OrderCancelReject<'a> {
    /// OrderID(37); empty where there is no such order.
    pub order_id: &'a str,
    /// ClOrdID(11) of the request.
    pub cl_ord_id: &'a str,
    /// OrigClOrdID(41)
    pub orig_cl_ord_id: &'a str,
    /// OrdStatus(39) of the order; `Rejected` where there is none.
    pub ord_status: OrdStatus,
    /// Account(1)
    pub account: &'a str,
    /// CxlRejResponseTo(434): what was refused.
    pub response_to: CxlRejResponseTo,
    /// CxlRejReason(102)
    pub cxl_rej_reason: CxlRejReason,
    /// Text(58)
    pub text: &'a str,
    /// TransactTime(60)
    pub time_unix_ns: i64,
}

impl OrderCancelReject<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut reject = fix_messages::OrderCancelReject::write(&dictionary);
        reject
            .order_id(text(self.order_id).unwrap_or("NONE"))
            .cl_ord_id(text(self.cl_ord_id).unwrap_or("NONE"))
            .orig_cl_ord_id(text(self.orig_cl_ord_id).unwrap_or("NONE"))
            .ord_status(self.ord_status.code())
            .with(text(self.account), Writer::account)
            .transact_time(Timestamp::from_unix_ns(self.time_unix_ns))
            .cxl_rej_response_to(self.response_to)
            .cxl_rej_reason(reader.dialect.cxl_rej_reason(self.cxl_rej_reason))
            .with(text(self.text), Writer::text);
        reader.finished(reject.finish_as_written())
    }
}
