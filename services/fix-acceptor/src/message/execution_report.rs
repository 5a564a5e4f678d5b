//! ExecutionReport(8).

use fix_codec::{Draft, Timestamp};
use fix_messages::codes::{self, CommType, ExecTransType, ExecType, OrdRejReason};
use fix_messages::{Code as _, ExecutionReportWriter as Writer};
use serde::{Deserialize, Serialize};

use super::{Mint, Reader, amount, count, misc_fee, text};
use crate::custom;
use crate::dialect::Dialect;
use crate::order::OrderFacts;

/// ExecID(17) of a status, before FIX 4.3.
const EXEC_ID_OF_A_STATUS: &str = "0";

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
    /// As the messages have it.
    pub(crate) fn code(self) -> codes::OrdStatus {
        match self {
            OrdStatus::New => codes::OrdStatus::New,
            OrdStatus::PartiallyFilled => codes::OrdStatus::PartiallyFilled,
            OrdStatus::Filled => codes::OrdStatus::Filled,
            OrdStatus::DoneForDay => codes::OrdStatus::DoneForDay,
            OrdStatus::Canceled => codes::OrdStatus::Canceled,
            OrdStatus::PendingCancel => codes::OrdStatus::PendingCancel,
            OrdStatus::Rejected => codes::OrdStatus::Rejected,
            OrdStatus::Suspended => codes::OrdStatus::Suspended,
            OrdStatus::PendingNew => codes::OrdStatus::PendingNew,
            OrdStatus::Expired => codes::OrdStatus::Expired,
            OrdStatus::PendingReplace => codes::OrdStatus::PendingReplace,
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
    /// ExecType(150) as FIX 4.3 and later have it.
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
    pub ord_rej_reason: Option<OrdRejReason>,
    /// Text(58)
    pub text: &'a str,
    /// TransactTime(60)
    pub time_unix_ns: i64,
}

impl ExecutionReport<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut report = fix_messages::ExecutionReport::write(&dictionary);
        self.names(&mut report, reader.dialect);
        self.states(&mut report, reader.dialect);
        self.amounts(&mut report, reader.dialect);
        let order = self.order;
        report
            .with(self.fill.as_ref(), |report, fill| {
                fill.costs(report, self.currency, reader.dialect)
            })
            .with(self.mint.as_ref(), |report, mint| {
                self.total_costs(report.own(|fields| mint.write(fields)))
            })
            .with(text(&order.remaining_cash), |report, cash| {
                report.custom(custom::tag::REMAINING_CASH, cash)
            })
            .with(
                text(&order.returned).filter(|_| order.is_over()),
                |report, cash| report.custom(custom::tag::RETURNED_CASH, cash),
            )
            .with(reader.copy_msg_indicator(), Writer::copy_msg_indicator);
        reader.finished(report.finish_as_written())
    }

    /// Which order, which request.
    fn names(&self, report: &mut Writer<'_>, dialect: Dialect) {
        let order = self.order;
        let cl_ord_id = self
            .request
            .map_or(&*order.cl_ord_id, |request| request.cl_ord_id);
        let orig_cl_ord_id = self.request.map(|request| request.orig_cl_ord_id);
        let ord_status_req_id = self
            .ord_status_req_id
            .filter(|_| dialect.has_ord_status_req_id());
        report
            .order_id(text(&order.order_id).unwrap_or("NONE"))
            .with(text(cl_ord_id), Writer::cl_ord_id)
            .with(orig_cl_ord_id.and_then(text), Writer::orig_cl_ord_id)
            .with(ord_status_req_id, Writer::ord_status_req_id)
            .with(self.mass_status, |report, mass| {
                report
                    .mass_status_req_id(mass.req_id)
                    .tot_num_reports(count(mass.reports))
                    .last_rpt_requested(mass.is_last)
            });
    }

    /// What happened, and how the order stands.
    fn states(&self, report: &mut Writer<'_>, dialect: Dialect) {
        let is_status = self.exec_type == ExecType::OrderStatus && dialect.has_exec_trans_type();
        let exec_trans_type = if is_status {
            ExecTransType::Status
        } else {
            ExecTransType::New
        };
        let exec_id = if is_status {
            EXEC_ID_OF_A_STATUS
        } else {
            &self.exec_id
        };
        report
            .exec_id(exec_id)
            .with(
                dialect.has_exec_trans_type().then_some(exec_trans_type),
                Writer::exec_trans_type,
            )
            .exec_type(self.exec_type(dialect))
            .ord_status(self.ord_status.code())
            .with(
                self.ord_rej_reason
                    .map(|reason| dialect.ord_rej_reason(reason)),
                Writer::ord_rej_reason,
            );
    }

    /// Before FIX 4.3, a fill was partial or not, and a status repeats OrdStatus(39).
    fn exec_type(&self, dialect: Dialect) -> ExecType {
        match self.exec_type {
            ExecType::Trade if !dialect.has_exec_type_trade() => {
                if self.ord_status == OrdStatus::Filled {
                    ExecType::Fill
                } else {
                    ExecType::PartialFill
                }
            }
            // The two fields have the same codes.
            ExecType::OrderStatus if dialect.has_exec_trans_type() => {
                let ord_status = self.ord_status.code().value();
                ExecType::of(ord_status.as_bytes()).unwrap_or(ExecType::OrderStatus)
            }
            exec_type => exec_type,
        }
    }

    /// The order and its amounts. A number of units that are still to come is in no order for cash: RemainingCash says
    /// what is open; a redemption has its LeavesQty(151).
    fn amounts(&self, report: &mut Writer<'_>, dialect: Dialect) {
        let order = self.order;
        let symbol = text(&order.index).or(dialect.requires_symbol().then_some("NONE"));
        report
            .with(text(&order.account), Writer::account)
            .with(symbol, Writer::symbol)
            .side(dialect.side(order.side_code))
            .with(text(&order.units_asked), Writer::order_qty)
            .with(text(&order.cash), Writer::cash_order_qty)
            .with(text(&order.limit_price), Writer::price)
            .currency(self.currency)
            .with(self.fill.as_ref(), |report, fill| {
                report
                    .last_qty(amount(fill.units))
                    .last_px(amount(fill.price))
            })
            .leaves_qty(order.leaves_qty())
            .cum_qty(amount(&order.units))
            .avg_px(amount(&order.average_price))
            .transact_time(Timestamp::from_unix_ns(self.time_unix_ns))
            .with(text(self.text), Writer::text);
    }

    /// What all fills together cost, where no Confirmation(AK) can say it.
    fn total_costs<'r, 'd>(&self, report: &'r mut Writer<'d>) -> &'r mut Writer<'d> {
        let order = self.order;
        report
            .gross_trade_amt(amount(&order.gross))
            .commission(amount(&order.issuer_fees))
            .comm_type(CommType::Absolute)
            .custom(custom::tag::FILL_VENUE_FEES, amount(&order.venue_fees))
            .custom(custom::tag::FILL_NET_MONEY, amount(order.net_money()))
    }
}

impl Fill<'_> {
    fn costs<'r, 'd>(
        &self,
        report: &'r mut Writer<'d>,
        currency: &str,
        dialect: Dialect,
    ) -> &'r mut Writer<'d> {
        report.gross_trade_amt(amount(self.gross));
        if dialect.has_fees_in_reports() {
            report
                .net_money(amount(self.net))
                .commission(amount(self.issuer_fee))
                .comm_type(CommType::Absolute)
                .no_misc_fees([amount(self.venue_fees)], |entry, fee| {
                    misc_fee(entry, fee, currency);
                })
        } else {
            report
                .commission(amount(self.issuer_fee))
                .comm_type(CommType::Absolute)
                .custom(custom::tag::FILL_VENUE_FEES, amount(self.venue_fees))
                .custom(custom::tag::FILL_NET_MONEY, amount(self.net))
        }
    }
}
