//! The order-entry application on the FIX engine. Nothing here waits: what the solver must hear is in the state until it
//! has it (`submit`), and what it says comes as input (`follow`).

mod cancels;
mod payouts;
mod presence;
mod prices;
mod quotes;
mod refusals;
mod requests;
mod statuses;

use std::collections::HashMap;
use std::sync::Mutex;

use fix_codec::Draft;
use fix_dictionary::msg_type;
use fix_engine::{Application, Made, Received, SessionChange, Step, Verdict};
use fix_messages::AnyMessage;
use proto::v1::{self, SolverEvent};
use tracing::Span;

use crate::custom;
use crate::event::{DefinedSession, Event, Fact, Source};
use crate::message::Reader;
use crate::outcome;
use crate::price::IndexPrice;
use crate::request::CashUnit;
use crate::state::{self, State};
use crate::template::SessionTemplate;
use prices::IndexesAsked;

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
}

impl Application for OrderEntry {
    type Event = Event;
    type Input = Input;

    fn apply(&mut self, event: &Event) {
        self.state.apply(event);
    }

    fn received(&self, received: &Received<'_>, step: &mut Step<Event>) -> Verdict {
        use AnyMessage as M;
        let session = received.session;
        // A session that is no more has nobody to answer.
        let Some(reader) = self.state.reader(session) else {
            return Verdict::Accepted;
        };
        let dictionary = custom::dictionary(reader.dialect);
        let Some(message) = AnyMessage::read(&dictionary, received.message) else {
            return Verdict::UnsupportedMessageType;
        };
        match message {
            M::NewOrderSingle(order) => self.new_order(received, order, step),
            M::OrderCancelRequest(request) => self.cancel(session, request, step),
            M::OrderCancelReplaceRequest(request) => self.replace(session, request, step),
            M::OrderMassCancelRequest(request) => self.cancel_all(session, request, step),
            M::OrderStatusRequest(request) => self.order_status(session, request, step),
            M::OrderMassStatusRequest(request) => return self.mass_status(session, request, step),
            M::SecurityListRequest(request) => {
                self.list_indexes(session, &IndexesAsked::of_list(request), reader, step);
            }
            M::SecurityDefinitionRequest(request) => {
                self.list_indexes(session, &IndexesAsked::of_definition(request), reader, step);
            }
            M::QuoteRequest(request) => self.quote_request(session, request, reader, step),
            M::QuoteCancel(request) => self.cancel_quotes(session, request, reader, step),
            M::MarketDataRequest(request) => self.market_data(session, request, reader, step),
            M::CollateralRequest(request) => return self.payout_request(session, request, step),
            M::CollateralInquiry(request) => {
                return self.collateral_inquiry(session, request, step);
            }
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

    fn snapshot_form(&self) -> Option<String> {
        Some(state::FORM.to_owned())
    }

    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&self.state)
    }

    fn read_state(&mut self, state: &[u8]) -> Result<(), serde_json::Error> {
        self.state = serde_json::from_slice(state)?;
        Ok(())
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
