//! The order-entry application on the FIX engine. Nothing here waits: what the solver must hear is in the state until it
//! has it (`submit`), and what it says comes as input (`follow`).

mod cancels;
mod payouts;
mod presence;
mod prices;
mod quotes;
mod requests;
mod statuses;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use fix_codec::Draft;
use fix_dictionary::{Dictionary, msg_type};
use fix_engine::{Application, Made, Received, SessionChange, Step, Verdict};
use fix_messages::codes::{
    CxlRejReason, CxlRejResponseTo, ExecType, MassCancelRejectReason, OrdRejReason,
};
use proto::v1::{self, SolverEvent};
use tracing::Span;

use crate::custom;
use crate::event::{DefinedSession, Event, Fact, Source};
use crate::message::{ExecutionReport, MassCancelType, OrdStatus, Reader};
use crate::order::OrderFacts;
use crate::outcome;
use crate::price::IndexPrice;
use crate::request::CashUnit;
use crate::state::{Call, State};
use crate::template::SessionTemplate;
use cancels::AboutOrder;

/// What other tasks tell the application.
#[derive(Debug)]
pub enum Input {
    /// The sessions of the configuration, all of them.
    Configured(Vec<DefinedSession>),
    /// An operator defines a session, or gives it other accounts.
    DefineSession {
        /// Which.
        session: String,
        /// These, and no others.
        accounts: Vec<String>,
    },
    /// An operator defines a session with all its settings.
    RedefineSession(Box<DefinedSession>),
    /// The solver has a command.
    CommandDone {
        /// Which.
        command: u64,
    },
    /// The solver refuses a command for good, without an event: a defect, or a payout that can't be. The client must hear of it.
    CommandRefused {
        /// Which.
        command: u64,
        /// Its words.
        text: String,
    },
    /// The solver has answered a request for a quote.
    Quoted {
        /// Which command it was.
        command: u64,
        /// Its answer.
        quote: Box<v1::Quote>,
    },
    /// An index has another price.
    Price(IndexPrice),
    /// An event of the solver's.
    Solver(Box<SolverEvent>),
}

/// See the module.
#[derive(Debug)]
pub struct OrderEntry {
    state: State,
    cash: CashUnit,
    templates: Vec<SessionTemplate>,
    /// The last price of each index; lost with the process.
    prices: Mutex<HashMap<String, IndexPrice>>,
    /// The spans of orders whose submission has not ended; lost with the process, and only they.
    open_spans: Mutex<HashMap<u64, Span>>,
}

impl OrderEntry {
    /// An application without a past.
    pub fn new(cash: CashUnit) -> Self {
        OrderEntry {
            state: State::default(),
            cash,
            templates: Vec::new(),
            prices: Mutex::default(),
            open_spans: Mutex::default(),
        }
    }

    /// The same, which knows what the sessions of those templates are.
    #[must_use]
    pub fn with_templates(self, templates: Vec<SessionTemplate>) -> Self {
        OrderEntry { templates, ..self }
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
    fn configure(&self, mut sessions: Vec<DefinedSession>, step: &mut Step<Event>) {
        let is_listed = |before: &DefinedSession| {
            let mut configured = sessions.iter();
            configured.any(|configured| configured.session == before.session)
        };
        let mut made = Vec::new();
        for before in self.state.configured().filter(|before| !is_listed(before)) {
            match self.made_of_template(&before.session) {
                Some(defined) => made.push(defined),
                None => step.store(Event::SessionRemoved {
                    session: before.session.clone(),
                }),
            }
        }
        sessions.append(&mut made);
        for defined in sessions {
            self.define_configured(defined, step);
        }
    }

    fn define_configured(&self, defined: DefinedSession, step: &mut Step<Event>) {
        if self.state.configured_as(&defined.session) != Some(&defined) {
            step.store(Event::SessionDefined {
                defined,
                source: Source::Configuration,
            });
        }
    }

    fn made_of_template(&self, session: &str) -> Option<DefinedSession> {
        let mut templates = self.templates.iter();
        templates.find_map(|template| template.define(session))
    }

    fn define(&self, session: String, accounts: Vec<String>, step: &mut Step<Event>) {
        let before = self.state.session(&session).cloned();
        let defined = DefinedSession {
            session,
            accounts,
            ..before.unwrap_or_default()
        };
        step.store(Event::SessionDefined {
            defined,
            source: Source::Operator,
        });
    }

    /// Sends a message to a session, and copies of it to those that get them.
    fn tell(
        &self,
        session: &str,
        account: &str,
        step: &mut Step<Event>,
        write: impl Fn(Reader<'_>) -> Option<Draft>,
    ) {
        for (name, reader) in self.state.readers(session, account) {
            if let Some(draft) = write(reader) {
                step.send(name, draft);
            }
        }
    }

    /// What a session's messages are read with; `None` for a session that is no more.
    fn dictionary(&self, session: &str) -> Option<Arc<Dictionary>> {
        let reader = self.state.reader(session)?;
        Some(custom::dictionary(reader.dialect))
    }

    /// Sends an answer to the session that asked.
    fn answer_to(
        &self,
        session: &str,
        step: &mut Step<Event>,
        write: impl FnOnce(Reader<'_>) -> Option<Draft>,
    ) {
        if let Some(draft) = self.state.reader(session).and_then(write) {
            step.send(session, draft);
        }
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
        let Some(pending) = self.state.command(command) else {
            return;
        };
        let text = format!("the request could not be handed on: {refusal}");
        match &pending.call {
            Call::Submit(request) => {
                let known = self.state.order(&request.session, &request.cl_ord_id);
                let mut order = known
                    .cloned()
                    .unwrap_or_else(|| OrderFacts::asked(&request.cl_ord_id, "", "", '1'));
                order.ord_status = OrdStatus::Rejected;
                let report = ExecutionReport {
                    ord_rej_reason: Some(OrdRejReason::Other),
                    text: &text,
                    ..self.answer(&order, ExecType::Rejected, step)
                };
                self.tell(&request.session, &order.account, step, |reader| {
                    report.draft(reader)
                });
            }
            Call::Cancel(request) => self.reject_request(
                &request.session,
                &AboutOrder {
                    cl_ord_id: &request.cl_ord_id,
                    orig_cl_ord_id: &request.orig_cl_ord_id,
                    response_to: CxlRejResponseTo::OrderCancelRequest,
                },
                (CxlRejReason::Other, &text),
                step,
            ),
            Call::Replace(request) => self.reject_request(
                &request.session,
                &AboutOrder {
                    cl_ord_id: &request.cl_ord_id,
                    orig_cl_ord_id: &request.orig_cl_ord_id,
                    response_to: CxlRejResponseTo::OrderCancelReplaceRequest,
                },
                (CxlRejReason::Other, &text),
                step,
            ),
            Call::Quote(request) => self.quote_refused(request, &text, step),
            // What the solver says of a payout is for the client: it is not in what he asked for.
            Call::Payout(request) => self.payout_refused(request, refusal, step),
            Call::CancelAll(request) if request.cl_ord_id.is_empty() => {}
            Call::CancelAll(request) => {
                let asked = if request.index.is_empty() {
                    MassCancelType::All
                } else {
                    MassCancelType::Index
                };
                let report = self.mass_cancel_refusal(
                    &request.cl_ord_id,
                    asked.request_type(),
                    &request.index,
                    (MassCancelRejectReason::Other, &text),
                    step,
                );
                self.answer_to(&request.session, step, |reader| report.draft(reader));
            }
        }
        step.store(Event::CommandFailed { command });
    }
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
            Ok(msg_type::ORDER_CANCEL_REPLACE_REQUEST) => self.replace(received, step),
            Ok(msg_type::ORDER_MASS_CANCEL_REQUEST) => self.cancel_all(received, step),
            Ok(msg_type::ORDER_STATUS_REQUEST) => self.order_status(received, step),
            Ok(msg_type::ORDER_MASS_STATUS_REQUEST) => {
                return self.mass_status(received, step);
            }
            Ok(msg_type::SECURITY_LIST_REQUEST | msg_type::SECURITY_DEFINITION_REQUEST) => {
                self.list_indexes(received, step);
            }
            Ok(msg_type::QUOTE_REQUEST) => self.quote_request(received, step),
            Ok(msg_type::QUOTE_CANCEL) => self.cancel_quotes(received, step),
            Ok(msg_type::MARKET_DATA_REQUEST) => self.market_data(received, step),
            Ok(msg_type::COLLATERAL_REQUEST) => return self.payout_request(received, step),
            Ok(msg_type::COLLATERAL_INQUIRY) => return self.collateral_inquiry(received, step),
            _ => return Verdict::UnsupportedMessageType,
        }
        Verdict::Accepted
    }

    fn session(&self, session: &str, change: SessionChange, step: &mut Step<Event>) {
        self.session_changed(session, change, step);
        self.end_subscriptions(session, change, step);
    }

    fn made(&self, made: &Made<'_>, step: &mut Step<Event>) {
        if let Some(defined) = self.made_of_template(made.session) {
            self.define_configured(defined, step);
        }
    }

    fn removed(&self, session: &str, step: &mut Step<Event>) {
        step.store(Event::SessionRemoved {
            session: session.to_owned(),
        });
    }

    fn started(&self, step: &mut Step<Event>) {
        self.engine_started(step);
        self.end_all_subscriptions(step);
    }

    /// A price of the past is none: subscriptions end with the connection, and the next price replaces it.
    fn is_resent(&self, draft: &Draft) -> bool {
        !matches!(
            draft.msg_type(),
            msg_type::MARKET_DATA_SNAPSHOT_FULL_REFRESH | msg_type::MARKET_DATA_INCREMENTAL_REFRESH
        )
    }

    fn next_time_unix_ns(&self) -> Option<i64> {
        self.state.next_deadline_unix_ns()
    }

    fn time(&self, step: &mut Step<Event>) {
        self.grace_over(step);
    }

    fn input(&self, input: Input, step: &mut Step<Event>) {
        match input {
            Input::Configured(sessions) => self.configure(sessions, step),
            Input::DefineSession { session, accounts } => self.define(session, accounts, step),
            Input::RedefineSession(defined) => step.store(Event::SessionDefined {
                defined: *defined,
                source: Source::Operator,
            }),
            Input::CommandDone { command } => {
                if self.state.command(command).is_some() {
                    step.store(Event::CommandDone { command });
                }
            }
            Input::CommandRefused { command, text } => self.command_refused(command, &text, step),
            Input::Quoted { command, quote } => self.quoted(command, &quote, step),
            Input::Price(price) => self.priced(price, step),
            Input::Solver(event) => self.follow(&event, step),
        }
    }
}
