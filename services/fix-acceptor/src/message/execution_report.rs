//! ExecutionReport(8).

use fix_codec::{Draft, Timestamp};
use fix_dictionary::{msg_type, tag};
use serde::{Deserialize, Serialize};

use super::{Mint, Reader, text, with_commission, with_misc_fees};
use crate::custom;
use crate::dialect::Dialect;
use crate::order::OrderFacts;

/// ExecTransType(20), before FIX 4.3: something new, or the status of an order.
const EXEC_TRANS_TYPE_NEW: char = '0';
const EXEC_TRANS_TYPE_STATUS: char = '3';
/// ExecID(17) of a status, before FIX 4.3.
const EXEC_ID_OF_A_STATUS: &str = "0";

/// ExecType(150).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are FIX's own")]
pub(crate) enum ExecType {
    New,
    DoneForDay,
    Canceled,
    Replaced,
    PendingCancel,
    Rejected,
    Suspended,
    PendingNew,
    Calculated,
    Expired,
    PendingReplace,
    Trade,
    OrderStatus,
}

impl ExecType {
    /// As on the wire. Before FIX 4.3, a fill was partial or not, and a status repeats OrdStatus(39).
    pub(crate) fn code(self, dialect: Dialect, ord_status: OrdStatus) -> char {
        match self {
            ExecType::New => '0',
            ExecType::DoneForDay => '3',
            ExecType::Canceled => '4',
            ExecType::Replaced => '5',
            ExecType::PendingCancel => '6',
            ExecType::Rejected => '8',
            ExecType::Suspended => '9',
            ExecType::PendingNew => 'A',
            ExecType::Calculated => 'B',
            ExecType::Expired => 'C',
            ExecType::PendingReplace => 'E',
            ExecType::Trade if dialect.has_exec_type_trade() => 'F',
            ExecType::Trade if ord_status == OrdStatus::Filled => '2',
            ExecType::Trade => '1',
            ExecType::OrderStatus if dialect.has_exec_trans_type() => ord_status.code(),
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
    PendingReplace,
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
            OrdStatus::PendingReplace => 'E',
        }
    }
}

/// A cancel or replace request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Request<'a> {
    /// ClOrdID(11)
    pub cl_ord_id: &'a str,
    /// OrigClOrdID(41)
    pub orig_cl_ord_id: &'a str,
}

/// One of the reports that answer a mass status request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MassStatus<'a> {
    /// MassStatusReqID(584)
    pub req_id: &'a str,
    /// TotNumReports(911)
    pub reports: usize,
    /// LastRptRequested(912)
    pub is_last: bool,
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
    /// The cancel or replace request that this is about; else ClOrdID(11) is the order's own.
    pub request: Option<Request<'a>>,
    /// The mass status request that this answers.
    pub mass_status: Option<MassStatus<'a>>,
    /// OrdStatusReqID(790) of the request that this answers.
    pub ord_status_req_id: Option<&'a str>,
    /// For ExecType F.
    pub fill: Option<Fill<'a>>,
    /// Where the units are, for a session without Confirmation(AK).
    pub mint: Option<Mint<'a>>,
    /// OrdRejReason(103)
    pub ord_rej_reason: Option<u32>,
    /// Text(58)
    pub text: &'a str,
    /// TransactTime(60)
    pub time_unix_ns: i64,
}

impl ExecutionReport<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Draft {
        let draft = self.names(reader);
        let draft = self.states(draft, reader.dialect);
        let draft = self.amounts(draft, reader.dialect);
        let draft = match &self.fill {
            Some(fill) => fill.costs(draft, self.currency, reader.dialect),
            None => draft,
        };
        let draft = match &self.mint {
            Some(mint) => self.total_costs(mint.write(draft)),
            None => draft,
        };
        let order = self.order;
        reader.mark_copy(
            draft
                .optional(custom::tag::REMAINING_CASH, text(&order.remaining_cash))
                .optional(
                    custom::tag::RETURNED_CASH,
                    text(&order.returned).filter(|_| order.is_over()),
                ),
        )
    }

    /// Which order, which request.
    fn names(&self, reader: Reader<'_>) -> Draft {
        let order = self.order;
        let ord_status_req_id = self
            .ord_status_req_id
            .filter(|_| reader.dialect.has_ord_status_req_id());
        let draft = reader
            .begin(msg_type::EXECUTION_REPORT)
            .field(tag::ORDER_ID, text(&order.order_id).unwrap_or("NONE"))
            .optional(
                tag::CL_ORD_ID,
                text(
                    self.request
                        .map_or(&order.cl_ord_id, |request| request.cl_ord_id),
                ),
            )
            .optional(
                tag::ORIG_CL_ORD_ID,
                self.request.map(|request| request.orig_cl_ord_id),
            )
            .optional(tag::ORD_STATUS_REQ_ID, ord_status_req_id);
        match &self.mass_status {
            Some(mass) => draft
                .field(tag::MASS_STATUS_REQ_ID, mass.req_id)
                .field(tag::TOT_NUM_REPORTS, mass.reports)
                .flag(tag::LAST_RPT_REQUESTED, mass.is_last),
            None => draft,
        }
    }

    /// What happened, and how the order stands.
    fn states(&self, draft: Draft, dialect: Dialect) -> Draft {
        let is_status = self.exec_type == ExecType::OrderStatus && dialect.has_exec_trans_type();
        let exec_trans_type = if is_status {
            EXEC_TRANS_TYPE_STATUS
        } else {
            EXEC_TRANS_TYPE_NEW
        };
        let exec_id = if is_status {
            EXEC_ID_OF_A_STATUS
        } else {
            &self.exec_id
        };
        draft
            .field(tag::EXEC_ID, exec_id)
            .optional(
                tag::EXEC_TRANS_TYPE,
                dialect.has_exec_trans_type().then_some(exec_trans_type),
            )
            .field(
                tag::EXEC_TYPE,
                self.exec_type.code(dialect, self.ord_status),
            )
            .field(tag::ORD_STATUS, self.ord_status.code())
            .optional(
                tag::ORD_REJ_REASON,
                self.ord_rej_reason
                    .map(|code| dialect.reason(tag::ORD_REJ_REASON, code)),
            )
    }

    /// The order and its amounts. A number of units that are still to come is in no order for cash: RemainingCash says
    /// what is open; a redemption has its LeavesQty(151).
    fn amounts(&self, draft: Draft, dialect: Dialect) -> Draft {
        let order = self.order;
        let symbol = text(&order.index).or(dialect.requires_symbol().then_some("NONE"));
        draft
            .optional(tag::ACCOUNT, text(&order.account))
            .optional(tag::SYMBOL, symbol)
            .field(tag::SIDE, order.side_code)
            .optional(tag::ORDER_QTY, text(&order.units_asked))
            .optional(tag::CASH_ORDER_QTY, text(&order.cash))
            .optional(tag::PRICE, text(&order.limit_price))
            .field(tag::CURRENCY, self.currency)
            .optional(tag::LAST_QTY, self.fill.as_ref().map(|fill| fill.units))
            .optional(tag::LAST_PX, self.fill.as_ref().map(|fill| fill.price))
            .field(tag::LEAVES_QTY, order.leaves_qty())
            .field(tag::CUM_QTY, text(&order.units).unwrap_or("0"))
            .field(tag::AVG_PX, text(&order.average_price).unwrap_or("0"))
            .field(
                tag::TRANSACT_TIME,
                Timestamp::from_unix_ns(self.time_unix_ns),
            )
            .optional(tag::TEXT, text(self.text))
    }

    /// What all fills together cost, where no Confirmation(AK) can say it.
    fn total_costs(&self, draft: Draft) -> Draft {
        let order = self.order;
        with_commission(
            draft.field(tag::GROSS_TRADE_AMT, &order.gross),
            &order.issuer_fees,
        )
        .field(custom::tag::FILL_VENUE_FEES, &order.venue_fees)
        .field(custom::tag::FILL_NET_MONEY, order.net_money())
    }
}

impl Fill<'_> {
    fn costs(&self, draft: Draft, currency: &str, dialect: Dialect) -> Draft {
        let draft = draft.field(tag::GROSS_TRADE_AMT, self.gross);
        if dialect.has_fees_in_reports() {
            let draft = with_commission(draft.field(tag::NET_MONEY, self.net), self.issuer_fee);
            with_misc_fees(draft, self.venue_fees, currency)
        } else {
            with_commission(draft, self.issuer_fee)
                .field(custom::tag::FILL_VENUE_FEES, self.venue_fees)
                .field(custom::tag::FILL_NET_MONEY, self.net)
        }
    }
}
