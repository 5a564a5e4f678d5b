//! The order-entry application on the FIX engine. Nothing here waits: what the solver must hear is in the state until it
//! has it (`submit`), and what it says comes as input (`follow`).

use std::collections::HashMap;
use std::sync::Mutex;

use fix_codec::Fields;
use fix_dictionary::{msg_type, tag};
use fix_engine::{Application, Received, Step, Verdict};
use proto::v1::SolverEvent;
use tracing::Span;

use crate::event::{Event, Fact, SessionAccounts, Source};
use crate::message::{CollateralReport, ExecType, ExecutionReport, OrdStatus, OrderCancelReject};
use crate::order::OrderFacts;
use crate::outcome;
use crate::reject::{OrderFault, cxl_rej_reason, ord_rej_reason};
use crate::request::{self, CashUnit, NewOrder};
use crate::state::State;

/// What other tasks tell the application.
#[derive(Debug)]
pub enum Input {
    /// The sessions of the configuration, all of them.
    Configured(Vec<SessionAccounts>),
    /// An operator gives a session these accounts, and no others.
    DefineSession(SessionAccounts),
    /// The solver has a command.
    CommandDone {
        /// Which.
        command: u64,
    },
    /// The solver refuses a command for good, without an event: a defect, but the client must hear of it.
    CommandRefused {
        /// Which.
        command: u64,
        /// Its words.
        text: String,
    },
    /// An event of the solver's.
    Solver(Box<SolverEvent>),
}

/// See the module.
#[derive(Debug)]
pub struct OrderEntry {
    state: State,
    cash: CashUnit,
    /// The spans of orders whose submission has not ended; lost with the process, and only they.
    open_spans: Mutex<HashMap<u64, Span>>,
}

impl OrderEntry {
    /// An application without a past.
    pub fn new(cash: CashUnit) -> Self {
        OrderEntry {
            state: State::default(),
            cash,
            open_spans: Mutex::default(),
        }
    }

    /// What has happened so far.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The span of a command that this process has taken; a new one for a command of an earlier process.
    pub fn span(&self, command: u64, traceparent: &str) -> Span {
        let open = self
            .open_spans
            .lock()
            .ok()
            .and_then(|mut spans| spans.remove(&command));
        open.unwrap_or_else(|| {
            telemetry::span_from!(telemetry::names::FIX_ORDER, traceparent, resumed = true)
        })
    }

    /// What an operator defined outlives a restart; what the configuration says counts when it changes.
    fn configure(&self, sessions: Vec<SessionAccounts>, step: &mut Step<Event>) {
        let is_gone = |name: &&str| {
            !sessions
                .iter()
                .any(|configured| configured.session == *name)
        };
        for session in self.state.configured().filter(is_gone) {
            step.store(Event::SessionRemoved {
                session: session.to_owned(),
            });
        }
        for defined in sessions {
            if self.state.configured_accounts(&defined.session) != Some(&defined.accounts) {
                step.store(Event::SessionDefined {
                    defined,
                    source: Source::Configuration,
                });
            }
        }
    }

    fn new_order(&self, received: &Received<'_>, step: &mut Step<Event>) {
        let span =
            telemetry::span_from!(telemetry::names::FIX_ORDER, "", session = received.session);
        let fields = received.message.fields();
        let read = request::cl_ord_id(fields).and_then(|cl_ord_id| {
            if self.state.is_used(received.session, cl_ord_id) {
                return Err(OrderFault::DuplicateClOrdId);
            }
            let order = NewOrder::read(cl_ord_id, fields, &self.cash, step.now_unix_ns())?;
            self.check_account(received.session, &order.account)?;
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

    fn check_account(&self, session: &str, account: &str) -> Result<(), OrderFault> {
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
        step.send(received.session, report.draft());
        step.store(self.refused(received, fields));
    }

    /// The ClOrdID(11) of a refused message is used up, but not taken from an order that has it.
    fn refused(&self, received: &Received<'_>, fields: Fields<'_>) -> Event {
        let cl_ord_id = request::cl_ord_id(fields).ok();
        let free = cl_ord_id.filter(|cl_ord_id| !self.state.is_used(received.session, cl_ord_id));
        Event::Refused {
            session: received.session.to_owned(),
            cl_ord_id: free.map(str::to_owned),
        }
    }

    fn answer<'a>(
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
            cancel_cl_ord_id: None,
            ord_status_req_id: None,
            fill: None,
            ord_rej_reason: None,
            text: "",
            time_unix_ns: step.now_unix_ns(),
        }
    }

    fn order_status(&self, received: &Received<'_>, step: &mut Step<Event>) {
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
                ord_rej_reason: Some(ord_rej_reason::UNKNOWN_ORDER),
                text: "ClOrdID(11): this session has no such order",
                ..report
            }
        };
        let draft = report.draft();
        step.send(received.session, draft);
        step.store(Event::Answered);
    }

    fn cancel(&self, received: &Received<'_>, step: &mut Step<Event>) {
        let fields = received.message.fields();
        let session = received.session;
        let orig_cl_ord_id = fields.text(tag::ORIG_CL_ORD_ID).unwrap_or_default();
        let known = self.state.order(session, orig_cl_ord_id);
        let refusal = match request::cl_ord_id(fields) {
            Err(fault) => Some((cxl_rej_reason::OTHER, fault.to_string())),
            Ok(cl_ord_id) if self.state.is_used(session, cl_ord_id) => Some((
                cxl_rej_reason::DUPLICATE_CL_ORD_ID,
                OrderFault::DuplicateClOrdId.to_string(),
            )),
            Ok(_) if known.is_none() => Some((
                cxl_rej_reason::UNKNOWN_ORDER,
                "OrigClOrdID(41): this session has no such order".to_owned(),
            )),
            Ok(cl_ord_id) => {
                let traceparent = self.state.traceparent(session, orig_cl_ord_id).to_owned();
                step.trace(traceparent.clone());
                step.store(Event::CancelTaken {
                    command: self.state.next_command(),
                    session: session.to_owned(),
                    cl_ord_id: cl_ord_id.to_owned(),
                    orig_cl_ord_id: orig_cl_ord_id.to_owned(),
                    traceparent,
                });
                None
            }
        };
        if let Some((cxl_rej_reason, text)) = refusal {
            let reject = OrderCancelReject {
                order_id: known.map_or("", |order| &order.order_id),
                cl_ord_id: fields.text(tag::CL_ORD_ID).unwrap_or_default(),
                orig_cl_ord_id,
                ord_status: known.map_or(OrdStatus::Rejected, |order| order.ord_status),
                account: known.map_or("", |order| &order.account),
                cxl_rej_reason,
                text: &text,
                time_unix_ns: step.now_unix_ns(),
            };
            step.send(session, reject.draft());
            step.store(self.refused(received, fields));
        }
    }

    fn collateral_inquiry(&self, received: &Received<'_>, step: &mut Step<Event>) -> Verdict {
        const BUSINESS_REJECT_OTHER: u32 = 0;
        const BUSINESS_REJECT_NOT_AUTHORIZED: u32 = 6;
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
            return refuse(BUSINESS_REJECT_NOT_AUTHORIZED, fault.to_string());
        }
        let Some(collateral) = self.state.collateral(account) else {
            return refuse(
                BUSINESS_REJECT_OTHER,
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
            time_unix_ns: step.now_unix_ns(),
        };
        step.send(received.session, report.draft());
        step.store(Event::Answered);
        Verdict::Accepted
    }

    fn follow(&self, event: &SolverEvent, step: &mut Step<Event>) {
        // A stream that broke starts again at our position: what we have is not taken twice.
        if event.sequence <= self.state.position() {
            return;
        }
        let outcome = match outcome::of(&self.state, &self.cash.label, event) {
            Ok(Some(outcome)) => outcome,
            Ok(None) => return,
            Err(error) => {
                tracing::error!(%error, "an event of the solver's is skipped");
                outcome::Outcome {
                    fact: Fact::Nothing,
                    messages: Vec::new(),
                }
            }
        };
        if let Some((session, draft)) = outcome.messages.first() {
            let name = match draft.msg_type() {
                msg_type::CONFIRMATION => telemetry::names::FIX_CONFIRMATION,
                _ => telemetry::names::FIX_REPORT,
            };
            let traced = !event.traceparent.is_empty();
            let span = traced.then(|| {
                telemetry::span_from!(name, &event.traceparent, session, sequence = event.sequence)
            });
            step.trace(
                span.as_ref()
                    .map(telemetry::traceparent_of)
                    .unwrap_or_default(),
            );
        }
        step.store(Event::Followed {
            sequence: event.sequence,
            fact: outcome.fact,
        });
        for (session, draft) in outcome.messages {
            step.send(&session, draft);
        }
    }

    fn command_refused(&self, command: u64, refusal: &str, step: &mut Step<Event>) {
        use crate::state::Call;
        let Some(pending) = self
            .state
            .pending()
            .find(|pending| pending.command == command)
        else {
            return;
        };
        let text = format!("the order could not be handed on: {refusal}");
        match &pending.call {
            Call::Submit(request) => {
                let known = self.state.order(&request.session, &request.cl_ord_id);
                let mut order = known
                    .cloned()
                    .unwrap_or_else(|| OrderFacts::asked(&request.cl_ord_id, "", "", '1'));
                order.ord_status = OrdStatus::Rejected;
                let report = ExecutionReport {
                    ord_rej_reason: Some(ord_rej_reason::OTHER),
                    text: &text,
                    ..self.answer(&order, ExecType::Rejected, step)
                };
                step.send(&request.session, report.draft());
            }
            Call::Cancel(request) => {
                let known = self.state.order(&request.session, &request.orig_cl_ord_id);
                let reject = OrderCancelReject {
                    order_id: known.map_or("", |order| &order.order_id),
                    cl_ord_id: &request.cl_ord_id,
                    orig_cl_ord_id: &request.orig_cl_ord_id,
                    ord_status: known.map_or(OrdStatus::Rejected, |order| order.ord_status),
                    account: known.map_or("", |order| &order.account),
                    cxl_rej_reason: cxl_rej_reason::OTHER,
                    text: &text,
                    time_unix_ns: step.now_unix_ns(),
                };
                step.send(&request.session, reject.draft());
            }
        }
        step.store(Event::CommandFailed { command });
    }
}

/// What a message says of the order that it is about, for an answer to it.
fn asked(fields: Fields<'_>) -> OrderFacts {
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

impl Application for OrderEntry {
    type Event = Event;
    type Input = Input;

    fn apply(&mut self, event: &Event) {
        self.state.apply(event);
    }

    fn received(&self, received: &Received<'_>, step: &mut Step<Event>) -> Verdict {
        match std::str::from_utf8(received.message.msg_type()) {
            Ok(msg_type::NEW_ORDER_SINGLE) => self.new_order(received, step),
            Ok(msg_type::ORDER_CANCEL_REQUEST) => self.cancel(received, step),
            Ok(msg_type::ORDER_STATUS_REQUEST) => self.order_status(received, step),
            Ok(msg_type::COLLATERAL_INQUIRY) => return self.collateral_inquiry(received, step),
            _ => return Verdict::UnsupportedMessageType,
        }
        Verdict::Accepted
    }

    fn input(&self, input: Input, step: &mut Step<Event>) {
        match input {
            Input::Configured(sessions) => self.configure(sessions, step),
            Input::DefineSession(defined) => step.store(Event::SessionDefined {
                defined,
                source: Source::Operator,
            }),
            Input::CommandDone { command } => {
                if self
                    .state
                    .pending()
                    .any(|pending| pending.command == command)
                {
                    step.store(Event::CommandDone { command });
                }
            }
            Input::CommandRefused { command, text } => self.command_refused(command, &text, step),
            Input::Solver(event) => self.follow(&event, step),
        }
    }
}
