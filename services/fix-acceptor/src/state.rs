//! The application's state: sessions' accounts, the ClOrdIDs that are used, what the solver has not heard yet, and what it
//! has said. Only [`State::apply`] changes it.
//!
//! Invariant: the position in the solver's stream only grows. The parts have their own.

mod commands;
mod indexes;
mod orders;
mod presence;
mod quotes;
mod requests;
mod sessions;
mod subscriptions;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proto::v1;

use crate::event::{DefinedSession, Event, Fact};
use crate::index::{IndexFacts, Trading};
use crate::message::Reader;
use crate::order::{CollateralFacts, OrderFacts};
use crate::price::Subscription;
use commands::Commands;
pub use commands::{Call, Pending};
use indexes::Indexes;
use orders::Orders;
use presence::Presence;
pub(crate) use quotes::LiveQuote;
use quotes::Quotes;
use requests::{
    cancel_all_request, command_id, payout_request, quote_request, replace_request, submit_request,
};
use sessions::Sessions;
use subscriptions::Subscriptions;

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
    indexes: Indexes,
    subscriptions: Subscriptions,
    quotes: Quotes,
    /// Each session's CollReqIDs(894), used once for ever.
    coll_req_ids: HashSet<(String, String)>,
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

    /// Whether the session has used that CollReqID(894).
    pub(crate) fn is_payout_asked(&self, session: &str, coll_req_id: &str) -> bool {
        self.coll_req_ids
            .contains(&(session.to_owned(), coll_req_id.to_owned()))
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

    /// An index.
    pub fn index(&self, symbol: &str) -> Option<&IndexFacts> {
        self.indexes.get(symbol)
    }

    /// All indexes, by symbol.
    pub fn indexes(&self) -> impl Iterator<Item = &IndexFacts> {
        self.indexes.all()
    }

    /// Whether its session has cancelled a quote of that index.
    pub(crate) fn is_quote_cancelled(&self, index: &str, quote_id: &str) -> bool {
        self.quotes.is_cancelled(index, quote_id)
    }

    /// The quotes of an index, or of all where it is empty, that were neither used nor cancelled: the index, QuoteID(117),
    /// and whose.
    pub(crate) fn quotes<'a>(
        &'a self,
        index: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str, &'a LiveQuote)> {
        self.quotes.of(index)
    }

    /// A session's subscriptions to prices, by MDReqID(262).
    pub fn subscriptions(&self, session: &str) -> Option<&BTreeMap<String, Subscription>> {
        self.subscriptions.of_session(session)
    }

    /// The sessions that have any.
    pub(crate) fn subscribers(&self) -> impl Iterator<Item = &str> {
        self.subscriptions.sessions()
    }

    /// Who wants an index's price: session, MDReqID(262), and what of it.
    pub(crate) fn wanted_prices(
        &self,
        index: &str,
    ) -> impl Iterator<Item = (&str, &str, &Subscription)> {
        self.subscriptions.of_index(index)
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
                self.subscriptions.end_all(session);
                self.sessions.remove(session);
            }
            Event::PricesWanted {
                session,
                md_req_id,
                subscription,
            } => self.subscriptions.add(session, md_req_id, subscription),
            Event::PricesUnwanted { session, md_req_id } => {
                self.subscriptions.end(session, md_req_id);
            }
            Event::AllPricesUnwanted { session } => self.subscriptions.end_all(session),
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
            | Event::OrdersCancelTaken { .. }
            | Event::QuoteTaken { .. }
            | Event::PayoutTaken { .. } => self.take(event),
            Event::Refused { session, cl_ord_id } => {
                if let Some(cl_ord_id) = cl_ord_id {
                    self.orders.spend(session, cl_ord_id);
                }
                self.answers += 1;
            }
            Event::Answered => self.answers += 1,
            Event::Quoted {
                command,
                session,
                index,
                quote_id,
                time_unix_ns,
                valid_until_unix_ns,
            } => {
                self.commands.remove(*command);
                let quote = LiveQuote {
                    session: session.clone(),
                    valid_until_unix_ns: *valid_until_unix_ns,
                    is_cancelled: false,
                };
                self.quotes.add(index, quote_id, quote, *time_unix_ns);
            }
            Event::QuotesCancelled { quote_ids } => {
                for quote_id in quote_ids {
                    self.quotes.cancel(quote_id);
                }
            }
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
                if let Some(quote_id) = &order.quote_id {
                    self.quotes.remove(&order.index, quote_id);
                }
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
            Event::QuoteTaken {
                command,
                session,
                quote,
            } => {
                let call = Call::Quote(quote_request(*command, session, quote));
                self.commands.add(*command, call, "");
            }
            Event::PayoutTaken {
                command,
                session,
                payout,
            } => {
                self.coll_req_ids
                    .insert((session.clone(), payout.coll_req_id.clone()));
                let call = Call::Payout(payout_request(*command, session, payout));
                self.commands.add(*command, call, "");
            }
            _ => {}
        }
    }

    fn learn(&mut self, fact: &Fact) {
        match fact {
            Fact::Order {
                session,
                order,
                collateral,
            } => {
                let traceparent = self.traceparent(session, &order.cl_ord_id).to_owned();
                self.orders
                    .learn(session, OrderFacts::clone(order), traceparent);
                self.learn_collateral(collateral.as_ref());
            }
            Fact::Replaced {
                session,
                order,
                orig_cl_ord_id,
                collateral,
            } => {
                let traceparent = self.traceparent(session, orig_cl_ord_id).to_owned();
                self.orders
                    .rename(session, orig_cl_ord_id, &order.cl_ord_id);
                self.orders
                    .learn(session, OrderFacts::clone(order), traceparent);
                self.learn_collateral(collateral.as_ref());
            }
            Fact::Collateral(collateral) => self.learn_collateral(Some(collateral)),
            Fact::Account(account) => {
                self.known_accounts.insert(account.clone());
            }
            Fact::Index(index) => self.indexes.define(IndexFacts::clone(index)),
            Fact::Trading {
                index,
                trading,
                text,
            } => {
                self.indexes.trade(index, *trading, text);
                if *trading != Trading::Open {
                    self.quotes.withdraw(index);
                }
            }
            Fact::Nothing => {}
        }
    }

    fn learn_collateral(&mut self, collateral: Option<&CollateralFacts>) {
        if let Some(collateral) = collateral {
            self.collateral
                .insert(collateral.account.clone(), collateral.clone());
        }
    }
}
