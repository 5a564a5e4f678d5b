//! The application's state: sessions' accounts, the ClOrdIDs that are used, what the solver has not heard yet, and what it
//! has said. Only [`State::apply`] changes it.
//!
//! Invariant: the position in the solver's stream only grows. The parts have their own.

mod commands;
mod orders;
mod presence;
mod sessions;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proto::v1;

use crate::event::{DefinedSession, Event, Fact, OrdersCancel};
use crate::message::Reader;
use crate::order::{CollateralFacts, OrderFacts};
use crate::request::{Amount, NewOrder, Replacement, Side, TimeInForce};
use commands::Commands;
pub use commands::{Call, Pending};
use orders::Orders;
use presence::Presence;
use sessions::Sessions;

/// See the module.
#[derive(Debug, Default)]
pub struct State {
    sessions: Sessions,
    known_accounts: HashSet<String>,
    presence: Presence,
    orders: Orders,
    commands: Commands,
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
        self.orders.is_used(session, cl_ord_id)
    }

    /// The order that has, or had, that ClOrdID(11).
    pub fn order(&self, session: &str, cl_ord_id: &str) -> Option<&OrderFacts> {
        self.orders.get(session, cl_ord_id)
    }

    /// The session's orders that can still change.
    pub fn open_orders(&self, session: &str) -> impl Iterator<Item = &OrderFacts> {
        self.orders.open(session)
    }

    /// The traceparent of that order; empty where there is none.
    pub fn traceparent(&self, session: &str, cl_ord_id: &str) -> &str {
        self.orders.traceparent(session, cl_ord_id)
    }

    /// Whether a session is here whose orders are cancelled when it is lost.
    pub(crate) fn is_online(&self, session: &str) -> bool {
        self.presence.is_online(session)
    }

    /// All such sessions that are here.
    pub(crate) fn all_online(&self) -> impl Iterator<Item = &str> {
        self.presence.all_online()
    }

    /// When the next lost session's grace is over.
    pub(crate) fn next_deadline_unix_ns(&self) -> Option<i64> {
        self.presence.next_deadline_unix_ns()
    }

    /// The lost sessions whose grace is over.
    pub(crate) fn overdue(&self, now_unix_ns: i64) -> impl Iterator<Item = &str> {
        self.presence.overdue(now_unix_ns)
    }

    /// An account's collateral.
    pub fn collateral(&self, account: &str) -> Option<&CollateralFacts> {
        self.collateral.get(account)
    }

    /// The number of the next command.
    pub fn next_command(&self) -> u64 {
        self.commands.next()
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
        self.commands.all()
    }

    /// What of it may go out now: see [`commands`].
    pub fn ready(&self) -> impl Iterator<Item = &Pending> {
        self.commands.ready()
    }

    /// A command that the solver has not confirmed yet.
    pub(crate) fn command(&self, command: u64) -> Option<&Pending> {
        self.commands.get(command)
    }

    /// Changes the state.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::SessionDefined { defined, source } => {
                if defined.cancel_on_disconnect.is_none() {
                    self.presence.offline(&defined.session);
                }
                self.sessions.define(defined, *source);
            }
            Event::SessionRemoved { session } => {
                self.presence.offline(session);
                self.sessions.remove(session);
            }
            Event::SessionOnline { session } => self.presence.online(session),
            Event::SessionOffline {
                session,
                cancel_at_unix_ns: Some(at),
            } => self.presence.missed(session, *at),
            Event::SessionOffline {
                session,
                cancel_at_unix_ns: None,
            } => self.presence.offline(session),
            Event::OrderTaken { .. }
            | Event::CancelTaken { .. }
            | Event::ReplaceTaken { .. }
            | Event::OrdersCancelTaken { .. } => self.take(event),
            Event::Refused { session, cl_ord_id } => {
                if let Some(cl_ord_id) = cl_ord_id {
                    self.orders.spend(session, cl_ord_id);
                }
                self.answers += 1;
            }
            Event::Answered => self.answers += 1,
            Event::CommandDone { command } => {
                self.commands.remove(*command);
            }
            Event::CommandFailed { command } => {
                self.answers += 1;
                let failed = self.commands.remove(*command).map(|pending| pending.call);
                if let Some(Call::Submit(request)) = failed {
                    self.orders.reject(&request.session, &request.cl_ord_id);
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

    /// Something that the solver has to hear of.
    fn take(&mut self, event: &Event) {
        match event {
            Event::OrderTaken {
                command,
                session,
                order,
                traceparent,
            } => {
                let facts = OrderFacts::of_request(order);
                self.orders.learn(session, facts, traceparent.clone());
                let call = Call::Submit(submit_request(*command, session, order));
                self.commands.add(*command, call, traceparent);
            }
            Event::CancelTaken {
                command,
                session,
                cl_ord_id,
                orig_cl_ord_id,
                traceparent,
            } => {
                self.orders.spend(session, cl_ord_id);
                let request = v1::CancelOrderRequest {
                    command_id: command_id(*command, session, cl_ord_id),
                    session: session.clone(),
                    cl_ord_id: cl_ord_id.clone(),
                    orig_cl_ord_id: orig_cl_ord_id.clone(),
                };
                self.commands
                    .add(*command, Call::Cancel(request), traceparent);
            }
            Event::ReplaceTaken {
                command,
                session,
                replacement,
                traceparent,
            } => {
                self.orders.spend(session, &replacement.cl_ord_id);
                let call = Call::Replace(replace_request(*command, session, replacement));
                self.commands.add(*command, call, traceparent);
            }
            Event::OrdersCancelTaken {
                command,
                session,
                cancel,
            } => {
                // Whoever was missed is missed no more.
                if cancel.cl_ord_id.is_empty() {
                    self.presence.offline(session);
                } else {
                    self.orders.spend(session, &cancel.cl_ord_id);
                }
                let call = Call::CancelAll(cancel_all_request(*command, session, cancel));
                self.commands.add(*command, call, "");
            }
            _ => {}
        }
    }

    fn learn(&mut self, fact: &Fact) {
        match fact {
            Fact::Order { session, order } => {
                let traceparent = self.traceparent(session, &order.cl_ord_id).to_owned();
                self.orders
                    .learn(session, OrderFacts::clone(order), traceparent);
            }
            Fact::Replaced {
                session,
                order,
                orig_cl_ord_id,
            } => {
                let traceparent = self.traceparent(session, orig_cl_ord_id).to_owned();
                self.orders
                    .rename(session, orig_cl_ord_id, &order.cl_ord_id);
                self.orders
                    .learn(session, OrderFacts::clone(order), traceparent);
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
}

/// The id that the solver knows the command by. The number alone would do; with the names it also tells apart the
/// commands of two journals, should one be lost.
fn command_id(command: u64, session: &str, cl_ord_id: &str) -> String {
    format!("fix/{command}/{session}/{cl_ord_id}")
}

fn replace_request(
    command: u64,
    session: &str,
    replacement: &Replacement,
) -> v1::ReplaceOrderRequest {
    let (cash, units) = amount_texts(replacement.amount);
    v1::ReplaceOrderRequest {
        command_id: command_id(command, session, &replacement.cl_ord_id),
        session: session.to_owned(),
        cl_ord_id: replacement.cl_ord_id.clone(),
        orig_cl_ord_id: replacement.orig_cl_ord_id.clone(),
        cash,
        units,
        limit_price: replacement
            .limit_price
            .map(|price| price.to_string())
            .unwrap_or_default(),
    }
}

fn cancel_all_request(
    command: u64,
    session: &str,
    cancel: &OrdersCancel,
) -> v1::CancelOrdersRequest {
    v1::CancelOrdersRequest {
        command_id: command_id(command, session, &cancel.cl_ord_id),
        session: session.to_owned(),
        cl_ord_id: cancel.cl_ord_id.clone(),
        account: String::new(),
        index: cancel.index.clone(),
        text: cancel.text.clone(),
    }
}

/// As the solver takes them: cash to spend, or units to redeem.
fn amount_texts(amount: Amount) -> (String, String) {
    match amount {
        Amount::Cash(cash) => (cash.to_string(), String::new()),
        Amount::Units(units) => (String::new(), units.to_string()),
    }
}

fn submit_request(command: u64, session: &str, order: &NewOrder) -> v1::SubmitOrderRequest {
    let (cash, units) = amount_texts(order.amount);
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
