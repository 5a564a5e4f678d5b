//! Questions about orders, answered with what was told last.

use fix_dictionary::tag;
use fix_engine::{Step, Verdict};
use fix_messages::codes::{ExecType, MassStatusReqType, OrdRejReason};
use fix_messages::{OrderMassStatusRequest, OrderStatusRequest};

use super::OrderEntry;
use super::requests::asked;
use crate::event::Event;
use crate::message::{ExecutionReport, MassStatus, OrdStatus};
use crate::order::OrderFacts;
use crate::reject::business_reject_reason;

/// Orders that one OrderMassStatusRequest(AF) is answered with.
pub(crate) const MASS_STATUS_ORDERS_MAX: usize = 5_000;

impl OrderEntry {
    pub(super) fn order_status(
        &self,
        session: &str,
        request: OrderStatusRequest<'_>,
        step: &mut Step<Event>,
    ) {
        let asked = asked(
            request.cl_ord_id().readable(),
            request.account(),
            request.symbol(),
            request.side(),
        );
        self.tell_status(session, asked, request.ord_status_req_id().readable(), step);
    }

    /// How the order stands that somebody asked about, or that there is none.
    pub(super) fn tell_status(
        &self,
        session: &str,
        asked: OrderFacts,
        ord_status_req_id: Option<&str>,
        step: &mut Step<Event>,
    ) {
        let known = self.state.order(session, &asked.cl_ord_id);
        let unknown = OrderFacts {
            ord_status: OrdStatus::Rejected,
            ..asked
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
        self.answer_to(session, step, |reader| report.draft(reader));
        step.store(Event::Answered);
    }

    /// A report for each open order of the session; one that says so where there is none.
    pub(super) fn mass_status(
        &self,
        session: &str,
        request: OrderMassStatusRequest<'_>,
        step: &mut Step<Event>,
    ) -> Verdict {
        let req_id = request.mass_status_req_id().readable().unwrap_or_default();
        let refuse = |reason, text: String| Verdict::BusinessReject {
            reason,
            ref_id: Some(req_id.to_owned()),
            text,
        };
        let index = match (
            request.mass_status_req_type().readable(),
            request.symbol().readable(),
        ) {
            (Some(MassStatusReqType::StatusForAllOrders), _) => None,
            (Some(MassStatusReqType::StatusForOrdersForASecurity), Some(index)) => Some(index),
            (Some(MassStatusReqType::StatusForOrdersForASecurity), None) => {
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
        let account = request.account().readable();
        let is_asked_for = |order: &&OrderFacts| {
            index.is_none_or(|index| order.index == index)
                && account.is_none_or(|account| order.account == account)
        };
        let open = self.state.open_orders(session);
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
            self.answer_to(session, step, |reader| report.draft(reader));
        }
        if orders.is_empty() {
            let none = OrderFacts {
                ord_status: OrdStatus::Rejected,
                ..asked(None, request.account(), request.symbol(), request.side())
            };
            let report = ExecutionReport {
                mass_status: Some(mass_status(0, 1)),
                ord_rej_reason: Some(OrdRejReason::UnknownOrder),
                text: "no order is open",
                ..self.answer(&none, ExecType::OrderStatus, step)
            };
            self.answer_to(session, step, |reader| report.draft(reader));
        }
        step.store(Event::Answered);
        Verdict::Accepted
    }
}
