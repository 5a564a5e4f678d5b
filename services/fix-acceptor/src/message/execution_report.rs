//! ExecutionReport(8).

use fix_codec::{Draft, Timestamp};
use fix_dictionary::{msg_type, tag};
use serde::{Deserialize, Serialize};

use super::{text, with_fees};
use crate::custom;
use crate::order::OrderFacts;

/// ExecType(150).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are FIX's own")]
pub(crate) enum ExecType {
    New,
    DoneForDay,
    Canceled,
    PendingCancel,
    Rejected,
    Suspended,
    PendingNew,
    Calculated,
    Expired,
    Trade,
    OrderStatus,
}

impl ExecType {
    /// As on the wire.
    pub(crate) fn code(self) -> char {
        match self {
            ExecType::New => '0',
            ExecType::DoneForDay => '3',
            ExecType::Canceled => '4',
            ExecType::PendingCancel => '6',
            ExecType::Rejected => '8',
            ExecType::Suspended => '9',
            ExecType::PendingNew => 'A',
            ExecType::Calculated => 'B',
            ExecType::Expired => 'C',
            ExecType::Trade => 'F',
            ExecType::OrderStatus => 'I',
        }
    }
}

/// OrdStatus(39).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are FIX's own")]
pub enum OrdStatus {
    New,
    PartiallyFilled,
    Filled,
    DoneForDay,
    Canceled,
    PendingCancel,
    Rejected,
    Suspended,
    PendingNew,
    Expired,
}

impl OrdStatus {
    /// As on the wire.
    pub fn code(self) -> char {
        match self {
            OrdStatus::New => '0',
            OrdStatus::PartiallyFilled => '1',
            OrdStatus::Filled => '2',
            OrdStatus::DoneForDay => '3',
            OrdStatus::Canceled => '4',
            OrdStatus::PendingCancel => '6',
            OrdStatus::Rejected => '8',
            OrdStatus::Suspended => '9',
            OrdStatus::PendingNew => 'A',
            OrdStatus::Expired => 'C',
        }
    }
}

/// What an index fill adds to the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fill<'a> {
    /// LastQty(32)
    pub units: &'a str,
    /// LastPx(31)
    pub price: &'a str,
    /// GrossTradeAmt(381)
    pub gross: &'a str,
    /// MiscFeeAmt(137)
    pub venue_fees: &'a str,
    /// Commission(12)
    pub issuer_fee: &'a str,
    /// NetMoney(118)
    pub net: &'a str,
}

/// ExecutionReport(8): what happened to an order, and how it stands.
#[derive(Debug, Clone)]
pub(crate) struct ExecutionReport<'a> {
    /// ExecID(17)
    pub exec_id: String,
    /// ExecType(150)
    pub exec_type: ExecType,
    /// OrdStatus(39)
    pub ord_status: OrdStatus,
    /// The order.
    pub order: &'a OrderFacts,
    /// Currency(15)
    pub currency: &'a str,
    /// ClOrdID(11) of the cancel request that this is about; the order's own is then OrigClOrdID(41).
    pub cancel_cl_ord_id: Option<&'a str>,
    /// OrdStatusReqID(790) of the request that this answers.
    pub ord_status_req_id: Option<&'a str>,
    /// For ExecType F.
    pub fill: Option<Fill<'a>>,
    /// OrdRejReason(103)
    pub ord_rej_reason: Option<u32>,
    /// Text(58)
    pub text: &'a str,
    /// TransactTime(60)
    pub time_unix_ns: i64,
}

impl ExecutionReport<'_> {
    /// The message.
    pub(crate) fn draft(&self) -> Draft {
        let order = self.order;
        let draft = Draft::new(msg_type::EXECUTION_REPORT)
            .field(tag::ORDER_ID, text(&order.order_id).unwrap_or("NONE"))
            .optional(
                tag::CL_ORD_ID,
                text(self.cancel_cl_ord_id.unwrap_or(&order.cl_ord_id)),
            )
            .optional(
                tag::ORIG_CL_ORD_ID,
                self.cancel_cl_ord_id.map(|_| &order.cl_ord_id),
            )
            .optional(tag::ORD_STATUS_REQ_ID, self.ord_status_req_id)
            .field(tag::EXEC_ID, &self.exec_id)
            .field(tag::EXEC_TYPE, self.exec_type.code())
            .field(tag::ORD_STATUS, self.ord_status.code())
            .optional(tag::ORD_REJ_REASON, self.ord_rej_reason)
            .optional(tag::ACCOUNT, text(&order.account))
            .optional(tag::SYMBOL, text(&order.index))
            .field(tag::SIDE, order.side_code)
            .optional(tag::CASH_ORDER_QTY, text(&order.cash))
            .optional(tag::PRICE, text(&order.limit_price))
            .field(tag::CURRENCY, self.currency);
        let draft = match &self.fill {
            Some(fill) => draft
                .field(tag::LAST_QTY, fill.units)
                .field(tag::LAST_PX, fill.price),
            None => draft,
        };
        // A number of units that are still to come is in no order for cash: RemainingCash says what is open.
        let draft = draft
            .field(tag::LEAVES_QTY, 0)
            .field(tag::CUM_QTY, text(&order.units).unwrap_or("0"))
            .field(tag::AVG_PX, text(&order.average_price).unwrap_or("0"))
            .field(
                tag::TRANSACT_TIME,
                Timestamp::from_unix_ns(self.time_unix_ns),
            )
            .optional(tag::TEXT, text(self.text));
        let draft = match &self.fill {
            Some(fill) => with_fees(
                draft
                    .field(tag::GROSS_TRADE_AMT, fill.gross)
                    .field(tag::NET_MONEY, fill.net),
                fill.issuer_fee,
                fill.venue_fees,
                self.currency,
            ),
            None => draft,
        };
        draft
            .optional(custom::tag::REMAINING_CASH, text(&order.remaining_cash))
            .optional(
                custom::tag::RETURNED_CASH,
                text(&order.returned).filter(|_| order.is_over()),
            )
    }
}
