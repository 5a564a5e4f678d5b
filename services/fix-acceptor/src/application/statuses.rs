//! Questions about orders, answered with what was told last.

use fix_dictionary::tag;
use fix_engine::{Received, Step, Verdict};
use fix_messages::codes::{ExecType, OrdRejReason};

use super::OrderEntry;
use super::requests::asked;
use crate::event::Event;
use crate::message::{ExecutionReport, MassStatus, OrdStatus};
use crate::order::OrderFacts;
use crate::reject::business_reject_reason;
use crate::request;

/// Orders that one OrderMassStatusRequest(AF) is answered with.
pub(crate) const MASS_STATUS_ORDERS_MAX: usize = 5_000;

impl OrderEntry {
    pub(super) fn order_status(&self, received: &Received<'_>, step: &mut Step<Event>) {
        let fields = received.message.fields();
        let known = request::cl_ord_id(fields)
            .ok()
            .and_then(|id| self.state.order(received.session, id));
        let ord_status_req_id = fields.text(tag::ORD_STATUS_REQ_ID);
        let unknown = OrderFacts {
            ord_status: OrdStatus::Rejected,
            ..asked(fields)
        };
        let report = self.answer(known.unwrap_or(&unknown), ExecType::OrderStatus, step);
        let report = ExecutionReport {
            ord_status_req_id,
            ..report
        };
        let report = if known.is_some() {
            report
        } else {
            ExecutionReport {
                ord_rej_reason: Some(OrdRejReason::UnknownOrder),
                text: "ClOrdID(11): this session has no such order",
                ..report
            }
        };
        self.answer_to(received.session, step, |reader| report.draft(reader));
        step.store(Event::Answered);
    }

    /// A report for each open order of the session; one that says so where there is none.
    pub(super) fn mass_status(&self, received: &Received<'_>, step: &mut Step<Event>) -> Verdict {
        let fields = received.message.fields();
        let req_id = fields.text(tag::MASS_STATUS_REQ_ID).unwrap_or_default();
        let refuse = |reason, text: String| Verdict::BusinessReject {
            reason,
            ref_id: Some(req_id.to_owned()),
            text,
        };
        let index = match (
            fields.get(tag::MASS_STATUS_REQ_TYPE),
            fields.text(tag::SYMBOL),
        ) {
            (Some(b"7"), _) => None,
            (Some(b"1"), Some(index)) => Some(index),
            (Some(b"1"), None) => {
                return Verdict::ConditionallyRequiredFieldMissing(tag::SYMBOL);
            }
            _ => {
                return refuse(
                    business_reject_reason::OTHER,
                    "MassStatusReqType(585): 1, an index's orders, and 7, all orders, are supported"
                        .to_owned(),
                );
            }
        };
        let account = fields.text(tag::ACCOUNT);
        let is_asked_for = |order: &&OrderFacts| {
            index.is_none_or(|index| order.index == index)
                && account.is_none_or(|account| order.account == account)
        };
        let open = self.state.open_orders(received.session);
        let orders: Vec<&OrderFacts> = open
            .filter(is_asked_for)
            .take(MASS_STATUS_ORDERS_MAX + 1)
            .collect();
        if orders.len() > MASS_STATUS_ORDERS_MAX {
            return refuse(
                business_reject_reason::OTHER,
                format!(
                    "more than {MASS_STATUS_ORDERS_MAX} orders are open: ask by index or account"
                ),
            );
        }
        let mass_status = |at: usize, reports| MassStatus {
            req_id,
            reports,
            is_last: at + 1 == reports,
        };
        for (at, order) in orders.iter().enumerate() {
            let report = ExecutionReport {
                mass_status: Some(mass_status(at, orders.len())),
                ..self.answer(order, ExecType::OrderStatus, step)
            };
            self.answer_to(received.session, step, |reader| report.draft(reader));
        }
        if orders.is_empty() {
            let none = OrderFacts {
                ord_status: OrdStatus::Rejected,
                ..asked(fields)
            };
            let report = ExecutionReport {
                mass_status: Some(mass_status(0, 1)),
                ord_rej_reason: Some(OrdRejReason::UnknownOrder),
                text: "no order is open",
                ..self.answer(&none, ExecType::OrderStatus, step)
            };
            self.answer_to(received.session, step, |reader| report.draft(reader));
        }
        step.store(Event::Answered);
        Verdict::Accepted
    }
}
