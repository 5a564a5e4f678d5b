//! What the application does with new orders and questions about collateral: takes them, or refuses them with a reason.

use fix_codec::Fields;
use fix_dictionary::tag;
use fix_engine::{Received, Step, Verdict};
use fix_messages::NewOrderSingle;
use fix_messages::codes::ExecType;

use super::OrderEntry;
use crate::event::Event;
use crate::message::{CollateralReport, ExecutionReport, OrdStatus};
use crate::order::OrderFacts;
use crate::reject::{OrderFault, business_reject_reason};
use crate::request::{self, NewOrder};

impl OrderEntry {
    pub(super) fn new_order(&self, received: &Received<'_>, step: &mut Step<Event>) {
        let span =
            telemetry::span_from!(telemetry::names::FIX_ORDER, "", session = received.session);
        let fields = received.message.fields();
        let Some(dictionary) = self.dictionary(received.session) else {
            return;
        };
        let Some(order) = NewOrderSingle::read(&dictionary, received.message) else {
            return;
        };
        let read = request::cl_ord_id(fields).and_then(|cl_ord_id| {
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
            Err(OrderFault::DuplicateClOrdId) if fields.is_yes(tag::POSS_RESEND) => {
                // It may have been sent before, and was: its state, and nothing else.
                self.order_status(received, step);
            }
            Err(fault) => {
                tracing::info!(parent: &span, session = received.session, %fault, "order refused");
                self.refuse_order(received, &fault, step);
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

    fn refuse_order(&self, received: &Received<'_>, fault: &OrderFault, step: &mut Step<Event>) {
        let fields = received.message.fields();
        let mut order = asked(fields);
        order.ord_status = OrdStatus::Rejected;
        let report = ExecutionReport {
            ord_rej_reason: Some(fault.ord_rej_reason()),
            text: &fault.to_string(),
            ..self.answer(&order, ExecType::Rejected, step)
        };
        self.tell(received.session, &order.account, step, |reader| {
            report.draft(reader)
        });
        step.store(self.refused(received, fields));
    }

    /// The ClOrdID(11) of a refused message is used up, but not taken from an order that has it.
    pub(super) fn refused(&self, received: &Received<'_>, fields: Fields<'_>) -> Event {
        let cl_ord_id = request::cl_ord_id(fields).ok();
        let free = cl_ord_id.filter(|cl_ord_id| !self.state.is_used(received.session, cl_ord_id));
        Event::Refused {
            session: received.session.to_owned(),
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
        received: &Received<'_>,
        step: &mut Step<Event>,
    ) -> Verdict {
        let fields = received.message.fields();
        let coll_inquiry_id = fields.text(tag::COLL_INQUIRY_ID);
        let refuse = |reason, text: String| Verdict::BusinessReject {
            reason,
            ref_id: coll_inquiry_id.map(str::to_owned),
            text,
        };
        let Some(account) = fields.text(tag::ACCOUNT) else {
            return Verdict::ConditionallyRequiredFieldMissing(tag::ACCOUNT);
        };
        if let Err(fault) = self.check_account(received.session, account) {
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
        self.answer_to(received.session, step, |reader| report.draft(reader));
        step.store(Event::Answered);
        Verdict::Accepted
    }
}

/// What a message says of the order that it is about, for an answer to it.
pub(super) fn asked(fields: Fields<'_>) -> OrderFacts {
    let text = |tag| fields.text(tag).unwrap_or_default();
    let side_code = fields
        .get(tag::SIDE)
        .and_then(|side| side.first())
        .map_or('1', |byte| char::from(*byte));
    OrderFacts::asked(
        text(tag::CL_ORD_ID),
        text(tag::ACCOUNT),
        text(tag::SYMBOL),
        side_code,
    )
}
