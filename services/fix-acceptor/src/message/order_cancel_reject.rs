//! OrderCancelReject(9).

use fix_codec::{Draft, Timestamp};
use fix_dictionary::{msg_type, tag};

use super::{OrdStatus, Reader, text};

/// CxlRejResponseTo(434): what was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseTo {
    /// An OrderCancelRequest(F).
    Cancel,
    /// An OrderCancelReplaceRequest(G).
    Replace,
}

impl ResponseTo {
    /// As on the wire.
    pub(crate) fn code(self) -> char {
        match self {
            ResponseTo::Cancel => '1',
            ResponseTo::Replace => '2',
        }
    }
}

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
    /// CxlRejResponseTo(434)
    pub response_to: ResponseTo,
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
            .field(tag::CXL_REJ_RESPONSE_TO, self.response_to.code())
            .field(tag::CXL_REJ_REASON, cxl_rej_reason)
            .optional(tag::TEXT, text(self.text))
    }
}
