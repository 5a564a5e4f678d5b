//! What the application does with new orders and questions about collateral: takes them, or refuses them with a reason.

use fix_dictionary::tag;
use fix_engine::{Received, Step, Verdict};
use fix_messages::codes::{self, ExecType};
use fix_messages::{Code as _, CollateralInquiry, NewOrderSingle, Value};

use super::OrderEntry;
use crate::event::Event;
use crate::message::{CollateralReport, ExecutionReport, OrdStatus};
use crate::order::OrderFacts;
use crate::reject::{OrderFault, business_reject_reason};
use crate::request::{self, NewOrder};

impl OrderEntry {
    pub(super) fn new_order(
        &self,
        received: &Received<'_>,
        order: NewOrderSingle<'_>,
        step: &mut Step<Event>,
    ) {
        let span =
            telemetry::span_from!(telemetry::names::FIX_ORDER, "", session = received.session);
        let read = request::cl_ord_id(order.cl_ord_id()).and_then(|cl_ord_id| {
            if self.state.is_used(received.session, cl_ord_id) {
                return Err(OrderFault::DuplicateClOrdId);
            }
            let order = NewOrder::read(cl_ord_id, order, &self.cash, step.now_unix_ns())?;
            self.check_account(received.session, &order.account)?;
            let quote_id = order.quote_id.as_deref();
            if quote_id.is_some_and(|id| self.state.is_quote_cancelled(&order.index, id)) {
                return Err(OrderFault::QuoteCancelled);
            }
            Ok(order)
        });
        let traceparent = telemetry::traceparent_of(&span);
        step.trace(traceparent.clone());
        match read {
            Ok(order) => {
                let command = self.state.next_command();
                tracing::info!(parent: &span, session = received.session, cl_ord_id = order.cl_ord_id, index = order.index, "order taken");
                step.store(Event::OrderTaken {
                    command,
                    session: received.session.to_owned(),
                    order,
                    traceparent,
                });
                if let Ok(mut spans) = self.open_spans.lock() {
                    spans.insert(command, span);
                }
            }
            Err(OrderFault::DuplicateClOrdId)
                if received.message.fields().is_yes(tag::POSS_RESEND) =>
            {
                // It may have been sent before, and was: its state, and nothing else.
                self.tell_status(received.session, asked_in(order), None, step);
            }
            Err(fault) => {
                tracing::info!(parent: &span, session = received.session, %fault, "order refused");
                self.refuse_order(received.session, order, &fault, step);
            }
        }
    }

    pub(super) fn check_account(&self, session: &str, account: &str) -> Result<(), OrderFault> {
        let own = self.state.accounts(session);
        if own.is_some_and(|own| own.contains(account)) {
            return Ok(());
        }
        if !self.state.knows_account(account) {
            return Err(OrderFault::UnknownAccount(account.to_owned()));
        }
        let own: Vec<&str> = own.into_iter().flatten().map(String::as_str).collect();
        Err(OrderFault::NotYourAccount {
            account: account.to_owned(),
            own: own.join(", "),
        })
    }

    fn refuse_order(
        &self,
        session: &str,
        asked: NewOrderSingle<'_>,
        fault: &OrderFault,
        step: &mut Step<Event>,
    ) {
        let mut order = asked_in(asked);
        order.ord_status = OrdStatus::Rejected;
        let report = ExecutionReport {
            ord_rej_reason: Some(fault.ord_rej_reason()),
            text: &fault.to_string(),
            ..self.answer(&order, ExecType::Rejected, step)
        };
        self.tell(session, &order.account, step, |reader| report.draft(reader));
        step.store(self.refused(session, asked.cl_ord_id()));
    }

    /// The ClOrdID(11) of a refused message is used up, but not taken from an order that has it.
    pub(super) fn refused(&self, session: &str, id: Value<'_, &str>) -> Event {
        let cl_ord_id = request::cl_ord_id(id).ok();
        let free = cl_ord_id.filter(|cl_ord_id| !self.state.is_used(session, cl_ord_id));
        Event::Refused {
            session: session.to_owned(),
            cl_ord_id: free.map(str::to_owned),
        }
    }

    pub(super) fn answer<'a>(
        &'a self,
        order: &'a OrderFacts,
        exec_type: ExecType,
        step: &Step<Event>,
    ) -> ExecutionReport<'a> {
        ExecutionReport {
            exec_id: self.state.next_answer_id(),
            exec_type,
            ord_status: order.ord_status,
            order,
            currency: &self.cash.label,
            request: None,
            mass_status: None,
            ord_status_req_id: None,
            fill: None,
            mint: None,
            ord_rej_reason: None,
            text: "",
            time_unix_ns: step.now_unix_ns(),
        }
    }

    pub(super) fn collateral_inquiry(
        &self,
        session: &str,
        request: CollateralInquiry<'_>,
        step: &mut Step<Event>,
    ) -> Verdict {
        let coll_inquiry_id = request.coll_inquiry_id().readable();
        let refuse = |reason, text: String| Verdict::BusinessReject {
            reason,
            ref_id: coll_inquiry_id.map(str::to_owned),
            text,
        };
        let Some(account) = request.account().readable() else {
            return Verdict::ConditionallyRequiredFieldMissing(tag::ACCOUNT);
        };
        if let Err(fault) = self.check_account(session, account) {
            return refuse(business_reject_reason::NOT_AUTHORIZED, fault.to_string());
        }
        let Some(collateral) = self.state.collateral(account) else {
            return refuse(
                business_reject_reason::OTHER,
                format!("Account(1): nothing was deposited for {account} yet"),
            );
        };
        let report = CollateralReport {
            coll_rpt_id: self.state.next_answer_id(),
            coll_inquiry_id,
            collateral,
            cause: "",
            change: "",
            transaction_hash: "",
            payout_id: "",
            payout_request_id: "",
            why: "",
            time_unix_ns: step.now_unix_ns(),
        };
        self.answer_to(session, step, |reader| report.draft(reader));
        step.store(Event::Answered);
        Verdict::Accepted
    }
}

/// What a message says of the order that it is about, for an answer to it.
pub(super) fn asked(
    cl_ord_id: Option<&str>,
    account: Value<'_, &str>,
    symbol: Value<'_, &str>,
    side: Value<'_, codes::Side>,
) -> OrderFacts {
    let side = side.readable().unwrap_or(codes::Side::Buy);
    OrderFacts::asked(
        cl_ord_id.unwrap_or_default(),
        account.readable().unwrap_or_default(),
        symbol.readable().unwrap_or_default(),
        side.value().chars().next().unwrap_or('1'),
    )
}

fn asked_in(order: NewOrderSingle<'_>) -> OrderFacts {
    asked(
        order.cl_ord_id().readable(),
        order.account(),
        order.symbol(),
        order.side(),
    )
}
