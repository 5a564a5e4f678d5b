//! Requests to cancel orders, or to give one another amount or price.

use fix_engine::Step;
use fix_messages::codes::{
    CxlRejReason, CxlRejResponseTo, MassCancelRejectReason, MassCancelRequestType,
};
use fix_messages::{OrderCancelReplaceRequest, OrderCancelRequest, OrderMassCancelRequest, Value};

use super::OrderEntry;
use crate::event::{Event, OrdersCancel};
use crate::message::{MassCancelReport, MassCancelType, OrdStatus, OrderCancelReject};
use crate::reject::{CancelFault, OrderFault};
use crate::request::{self, Replacement};

/// A request about one order.
pub(super) struct AboutOrder<'a> {
    /// ClOrdID(11); empty if it could not be read.
    pub cl_ord_id: &'a str,
    /// OrigClOrdID(41)
    pub orig_cl_ord_id: &'a str,
    /// What was asked for.
    pub response_to: CxlRejResponseTo,
}

impl OrderEntry {
    pub(super) fn cancel(
        &self,
        session: &str,
        request: OrderCancelRequest<'_>,
        step: &mut Step<Event>,
    ) {
        let id = request.cl_ord_id();
        let about = AboutOrder {
            cl_ord_id: id.readable().unwrap_or_default(),
            orig_cl_ord_id: request.orig_cl_ord_id().readable().unwrap_or_default(),
            response_to: CxlRejResponseTo::OrderCancelRequest,
        };
        let read = self.new_id(session, id).and_then(|cl_ord_id| {
            let order = self.state.order(session, about.orig_cl_ord_id);
            order.map(|_| cl_ord_id).ok_or(CancelFault::UnknownOrder)
        });
        match read {
            Ok(cl_ord_id) => {
                let traceparent = self.state.traceparent(session, about.orig_cl_ord_id);
                step.trace(traceparent.to_owned());
                step.store(Event::CancelTaken {
                    command: self.state.next_command(),
                    session: session.to_owned(),
                    cl_ord_id: cl_ord_id.to_owned(),
                    orig_cl_ord_id: about.orig_cl_ord_id.to_owned(),
                    traceparent: traceparent.to_owned(),
                });
            }
            Err(fault) => self.refuse_request(session, id, &about, &fault, step),
        }
    }

    pub(super) fn replace(
        &self,
        session: &str,
        request: OrderCancelReplaceRequest<'_>,
        step: &mut Step<Event>,
    ) {
        let id = request.cl_ord_id();
        let about = AboutOrder {
            cl_ord_id: id.readable().unwrap_or_default(),
            orig_cl_ord_id: request.orig_cl_ord_id().readable().unwrap_or_default(),
            response_to: CxlRejResponseTo::OrderCancelReplaceRequest,
        };
        let read = self.new_id(session, id).and_then(|cl_ord_id| {
            let order = self.state.order(session, about.orig_cl_ord_id);
            let order = order.ok_or(CancelFault::UnknownOrder)?;
            Ok(Replacement::read(cl_ord_id, request, order, &self.cash)?)
        });
        match read {
            Ok(replacement) => {
                let traceparent = self.state.traceparent(session, about.orig_cl_ord_id);
                step.trace(traceparent.to_owned());
                step.store(Event::ReplaceTaken {
                    command: self.state.next_command(),
                    session: session.to_owned(),
                    replacement,
                    traceparent: traceparent.to_owned(),
                });
            }
            Err(fault) => self.refuse_request(session, id, &about, &fault, step),
        }
    }

    pub(super) fn cancel_all(
        &self,
        session: &str,
        request: OrderMassCancelRequest<'_>,
        step: &mut Step<Event>,
    ) {
        let id = request.cl_ord_id();
        let index = request.symbol().readable().unwrap_or_default();
        let request_type = request.mass_cancel_request_type().readable();
        let asked = match request_type {
            Some(MassCancelRequestType::CancelOrdersForASecurity) => Some(MassCancelType::Index),
            Some(MassCancelRequestType::CancelAllOrders) => Some(MassCancelType::All),
            Some(_) | None => None,
        };
        let refusal = match (self.new_id(session, id), asked) {
            (Err(fault), _) => (MassCancelRejectReason::Other, fault.to_string()),
            (Ok(_), None) => (
                MassCancelRejectReason::MassCancelNotSupported,
                "MassCancelRequestType(530): 1, an index's orders, and 7, all orders, are supported"
                    .to_owned(),
            ),
            (Ok(_), Some(MassCancelType::Index)) if index.is_empty() => (
                MassCancelRejectReason::InvalidOrUnknownSecurity,
                OrderFault::SymbolMissing.to_string(),
            ),
            (Ok(cl_ord_id), Some(asked)) => {
                let index = match asked {
                    MassCancelType::Index => index.to_owned(),
                    MassCancelType::All => String::new(),
                };
                step.store(Event::OrdersCancelTaken {
                    command: self.state.next_command(),
                    session: session.to_owned(),
                    cancel: OrdersCancel {
                        cl_ord_id: cl_ord_id.to_owned(),
                        index,
                        text: String::new(),
                    },
                });
                return;
            }
        };
        let cl_ord_id = id.readable().unwrap_or_default();
        let request_type = request_type.unwrap_or(MassCancelRequestType::CancelAllOrders);
        let refusal = (refusal.0, refusal.1.as_str());
        let report = self.mass_cancel_refusal(cl_ord_id, request_type, index, refusal, step);
        self.answer_to(session, step, |reader| report.draft(reader));
        step.store(self.refused(session, id));
    }

    pub(super) fn mass_cancel_refusal<'a>(
        &self,
        cl_ord_id: &'a str,
        request_type: MassCancelRequestType,
        index: &'a str,
        (reason, text): (MassCancelRejectReason, &'a str),
        step: &Step<Event>,
    ) -> MassCancelReport<'a> {
        MassCancelReport {
            report_id: self.state.next_answer_id(),
            cl_ord_id,
            request_type,
            outcome: Err(reason),
            index,
            text,
            time_unix_ns: step.now_unix_ns(),
        }
    }

    /// The request's ClOrdID(11), which was not used before.
    fn new_id<'a>(&self, session: &str, id: Value<'a, &'a str>) -> Result<&'a str, CancelFault> {
        let cl_ord_id = request::cl_ord_id(id)?;
        if self.state.is_used(session, cl_ord_id) {
            return Err(OrderFault::DuplicateClOrdId.into());
        }
        Ok(cl_ord_id)
    }

    fn refuse_request(
        &self,
        session: &str,
        id: Value<'_, &str>,
        about: &AboutOrder<'_>,
        fault: &CancelFault,
        step: &mut Step<Event>,
    ) {
        let reason = (fault.cxl_rej_reason(), fault.to_string());
        self.reject_request(session, about, (reason.0, &reason.1), step);
        step.store(self.refused(session, id));
    }

    pub(super) fn reject_request(
        &self,
        session: &str,
        about: &AboutOrder<'_>,
        (cxl_rej_reason, text): (CxlRejReason, &str),
        step: &mut Step<Event>,
    ) {
        let known = self.state.order(session, about.orig_cl_ord_id);
        let reject = OrderCancelReject {
            order_id: known.map_or("", |order| &order.order_id),
            cl_ord_id: about.cl_ord_id,
            orig_cl_ord_id: about.orig_cl_ord_id,
            ord_status: known.map_or(OrdStatus::Rejected, |order| order.ord_status),
            account: known.map_or("", |order| &order.account),
            response_to: about.response_to,
            cxl_rej_reason,
            text,
            time_unix_ns: step.now_unix_ns(),
        };
        self.answer_to(session, step, |reader| reject.draft(reader));
    }
}
