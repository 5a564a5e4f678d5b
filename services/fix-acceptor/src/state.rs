//! The application's state: sessions' accounts, the ClOrdIDs that are used, what the solver has not heard yet, and what it
//! has said. Only [`State::apply`] changes it.
//!
//! Invariants: a ClOrdID(11) is used once in a session, for ever; a command's number is given once; the position in the
//! solver's stream only grows.

mod sessions;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proto::v1;

use crate::event::{DefinedSession, Event, Fact};
use crate::message::{OrdStatus, Reader};
use crate::order::{CollateralFacts, OrderFacts};
use crate::request::{Amount, NewOrder, Side, TimeInForce};
use sessions::Sessions;

/// A command that the solver has not confirmed yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// Its number.
    pub command: u64,
    /// What to call.
    pub call: Call,
    /// Of the order's trace.
    pub traceparent: String,
}

/// A call to the solver.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// `SubmitOrder`
    Submit(v1::SubmitOrderRequest),
    /// `CancelOrder`
    Cancel(v1::CancelOrderRequest),
}

#[derive(Debug)]
enum Used {
    /// By an order; its trace.
    Order {
        order: Box<OrderFacts>,
        traceparent: String,
    },
    /// By something else.
    Other,
}

/// See the module.
#[derive(Debug, Default)]
pub struct State {
    sessions: Sessions,
    known_accounts: HashSet<String>,
    used: HashMap<String, HashMap<String, Used>>,
    commands: u64,
    pending: BTreeMap<u64, Pending>,
    answers: u64,
    position: u64,
    collateral: BTreeMap<String, CollateralFacts>,
}

impl State {
    /// The accounts that a session may trade.
    pub fn accounts(&self, session: &str) -> Option<&BTreeSet<String>> {
        self.sessions.accounts(session)
    }

    /// A session's definition.
    pub fn session(&self, session: &str) -> Option<&DefinedSession> {
        self.sessions.defined(session)
    }

    /// The sessions that may trade an account.
    pub fn sessions_of(&self, account: &str) -> impl Iterator<Item = &str> {
        self.sessions.of_account(account)
    }

    /// The sessions that the configuration defined when it was last read.
    pub fn configured(&self) -> impl Iterator<Item = &DefinedSession> {
        self.sessions.configured()
    }

    /// What the configuration said of a session when it was last read.
    pub fn configured_as(&self, session: &str) -> Option<&DefinedSession> {
        self.sessions.configured_as(session)
    }

    /// All sessions, with their accounts.
    pub fn sessions(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.sessions.all()
    }

    /// How a session is written to; `None` for one that is no more.
    pub(crate) fn reader(&self, session: &str) -> Option<Reader<'static>> {
        self.sessions.reader(session)
    }

    /// Whom a message to a session about an account goes to: itself, then those that get copies.
    pub(crate) fn readers<'a>(
        &'a self,
        session: &'a str,
        account: &'a str,
    ) -> impl Iterator<Item = (&'a str, Reader<'a>)> {
        let own = self.reader(session).map(|reader| (session, reader));
        own.into_iter()
            .chain(self.sessions.copies(session, account))
    }

    /// Whom a message about an account goes to: every session that may trade it, and once to each that gets copies.
    pub(crate) fn readers_of_account<'a>(
        &'a self,
        account: &'a str,
    ) -> BTreeMap<&'a str, Reader<'a>> {
        let mut readers = BTreeMap::new();
        for session in self.sessions.of_account(account) {
            for (name, reader) in self.sessions.copies(session, account) {
                readers.entry(name).or_insert(reader);
            }
        }
        // A session's own message counts more than its copy.
        for session in self.sessions.of_account(account) {
            readers.extend(self.reader(session).map(|reader| (session, reader)));
        }
        readers
    }

    /// Whether anybody has that account.
    pub fn knows_account(&self, account: &str) -> bool {
        self.known_accounts.contains(account) || self.sessions_of(account).next().is_some()
    }

    /// Whether the session has used that ClOrdID(11).
    pub fn is_used(&self, session: &str, cl_ord_id: &str) -> bool {
        self.used
            .get(session)
            .is_some_and(|used| used.contains_key(cl_ord_id))
    }

    /// The order of that ClOrdID(11).
    pub fn order(&self, session: &str, cl_ord_id: &str) -> Option<&OrderFacts> {
        match self.used.get(session)?.get(cl_ord_id)? {
            Used::Order { order, .. } => Some(order),
            Used::Other => None,
        }
    }

    /// The traceparent of that order; empty where there is none.
    pub fn traceparent(&self, session: &str, cl_ord_id: &str) -> &str {
        match self.used.get(session).and_then(|used| used.get(cl_ord_id)) {
            Some(Used::Order { traceparent, .. }) => traceparent,
            Some(Used::Other) | None => "",
        }
    }

    /// An account's collateral.
    pub fn collateral(&self, account: &str) -> Option<&CollateralFacts> {
        self.collateral.get(account)
    }

    /// The number of the next command.
    pub fn next_command(&self) -> u64 {
        self.commands + 1
    }

    /// ExecID(17) of the next report that no event of the solver's is behind.
    pub fn next_answer_id(&self) -> String {
        format!("A-{}", self.answers + 1)
    }

    /// The last event of the solver's that was dealt with.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// What the solver has not confirmed yet, oldest first.
    pub fn pending(&self) -> impl Iterator<Item = &Pending> {
        self.pending.values()
    }

    /// Changes the state.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::SessionDefined { defined, source } => self.sessions.define(defined, *source),
            Event::SessionRemoved { session } => self.sessions.remove(session),
            Event::OrderTaken {
                command,
                session,
                order,
                traceparent,
            } => {
                let mut facts = OrderFacts::asked(
                    &order.cl_ord_id,
                    &order.account,
                    &order.index,
                    order.side.code(),
                );
                if let Amount::Cash(cash) = order.amount {
                    facts.cash = cash.to_string();
                }
                self.use_id(
                    session,
                    &order.cl_ord_id,
                    Used::Order {
                        order: Box::new(facts),
                        traceparent: traceparent.clone(),
                    },
                );
                self.command(
                    *command,
                    Call::Submit(submit_request(*command, session, order)),
                    traceparent,
                );
            }
            Event::CancelTaken {
                command,
                session,
                cl_ord_id,
                orig_cl_ord_id,
                traceparent,
            } => {
                self.use_id(session, cl_ord_id, Used::Other);
                let request = v1::CancelOrderRequest {
                    command_id: command_id(*command, session, cl_ord_id),
                    session: session.clone(),
                    cl_ord_id: cl_ord_id.clone(),
                    orig_cl_ord_id: orig_cl_ord_id.clone(),
                };
                self.command(*command, Call::Cancel(request), traceparent);
            }
            Event::Refused { session, cl_ord_id } => {
                if let Some(cl_ord_id) = cl_ord_id {
                    self.use_id(session, cl_ord_id, Used::Other);
                }
                self.answers += 1;
            }
            Event::Answered => self.answers += 1,
            Event::CommandDone { command } => {
                self.pending.remove(command);
            }
            Event::CommandFailed { command } => {
                self.answers += 1;
                let failed = self.pending.remove(command).map(|pending| pending.call);
                if let Some(Call::Submit(request)) = failed
                    && let Some(Used::Order { order, .. }) = self
                        .used
                        .get_mut(&request.session)
                        .and_then(|used| used.get_mut(&request.cl_ord_id))
                {
                    order.ord_status = OrdStatus::Rejected;
                }
            }
            Event::Followed { sequence, fact } => {
                assert!(
                    *sequence > self.position,
                    "the solver's event {sequence} was taken twice"
                );
                self.position = *sequence;
                self.learn(fact);
            }
        }
    }

    fn learn(&mut self, fact: &Fact) {
        match fact {
            Fact::Order { session, order } => {
                let traceparent = self.traceparent(session, &order.cl_ord_id).to_owned();
                self.use_id(
                    session,
                    &order.cl_ord_id,
                    Used::Order {
                        order: order.clone(),
                        traceparent,
                    },
                );
            }
            Fact::Collateral(collateral) => {
                self.collateral
                    .insert(collateral.account.clone(), collateral.clone());
            }
            Fact::Account(account) => {
                self.known_accounts.insert(account.clone());
            }
            Fact::Nothing => {}
        }
    }

    fn use_id(&mut self, session: &str, cl_ord_id: &str, used: Used) {
        self.used
            .entry(session.to_owned())
            .or_default()
            .insert(cl_ord_id.to_owned(), used);
    }

    fn command(&mut self, command: u64, call: Call, traceparent: &str) {
        self.commands = command;
        self.pending.insert(
            command,
            Pending {
                command,
                call,
                traceparent: traceparent.to_owned(),
            },
        );
    }
}

/// The id that the solver knows the command by. The number alone would do; with the names it also tells apart the
/// commands of two journals, should one be lost.
fn command_id(command: u64, session: &str, cl_ord_id: &str) -> String {
    format!("fix/{command}/{session}/{cl_ord_id}")
}

fn submit_request(command: u64, session: &str, order: &NewOrder) -> v1::SubmitOrderRequest {
    let (cash, units) = match order.amount {
        Amount::Cash(cash) => (cash.to_string(), String::new()),
        Amount::Units(units) => (String::new(), units.to_string()),
    };
    let (time_in_force, expire_time_unix_ns) = match order.time_in_force {
        TimeInForce::Day => (v1::TimeInForce::Day, 0),
        TimeInForce::GoodTillCancel => (v1::TimeInForce::Gtc, 0),
        TimeInForce::ImmediateOrCancel => (v1::TimeInForce::Ioc, 0),
        TimeInForce::FillOrKill => (v1::TimeInForce::Fok, 0),
        TimeInForce::GoodTillDate(time) => (v1::TimeInForce::Gtd, time),
    };
    let side = match order.side {
        Side::Buy => v1::Side::Buy,
        Side::Redeem => v1::Side::Redeem,
    };
    v1::SubmitOrderRequest {
        command_id: command_id(command, session, &order.cl_ord_id),
        session: session.to_owned(),
        cl_ord_id: order.cl_ord_id.clone(),
        account: order.account.clone(),
        index: order.index.clone(),
        side: side.into(),
        cash,
        units,
        time_in_force: time_in_force.into(),
        expire_time_unix_ns,
        limit_price: order
            .limit_price
            .map(|price| price.to_string())
            .unwrap_or_default(),
    }
}
