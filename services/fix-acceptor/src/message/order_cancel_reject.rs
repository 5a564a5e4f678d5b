//! OrderCancelReject(9).

use fix_codec::{Draft, Timestamp};
use fix_dictionary::{msg_type, tag};

use super::{OrdStatus, Reader, text};

/// CxlRejResponseTo(434): the request was an OrderCancelRequest(F).
const TO_CANCEL_REQUEST: char = '1';

/// OrderCancelReject(9): a cancel request was refused.
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
    /// CxlRejReason(102)
    pub cxl_rej_reason: u32,
    /// Text(58)
    pub text: &'a str,
    /// TransactTime(60)
    pub time_unix_ns: i64,
}

impl OrderCancelReject<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Draft {
        let cxl_rej_reason = reader
            .dialect
            .reason(tag::CXL_REJ_REASON, self.cxl_rej_reason);
        reader
            .begin(msg_type::ORDER_CANCEL_REJECT)
            .field(tag::ORDER_ID, text(self.order_id).unwrap_or("NONE"))
            .field(tag::CL_ORD_ID, text(self.cl_ord_id).unwrap_or("NONE"))
            .field(
                tag::ORIG_CL_ORD_ID,
                text(self.orig_cl_ord_id).unwrap_or("NONE"),
            )
            .field(tag::ORD_STATUS, self.ord_status.code())
            .optional(tag::ACCOUNT, text(self.account))
            .field(
                tag::TRANSACT_TIME,
                Timestamp::from_unix_ns(self.time_unix_ns),
            )
            .field(tag::CXL_REJ_RESPONSE_TO, TO_CANCEL_REQUEST)
            .field(tag::CXL_REJ_REASON, cxl_rej_reason)
            .optional(tag::TEXT, text(self.text))
    }
}
