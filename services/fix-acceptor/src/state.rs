//! The application's state: sessions' accounts, the ClOrdIDs that are used, what the solver has not heard yet, and what it
//! has said. Only [`State::apply`] changes it.
//!
//! Invariant: the position in the solver's stream only grows. The parts have their own.
//!
//! It can be written down and read back, as it is: what is found by an index of its own is written once, and the index made
//! again. [`FORM`] names how.

mod apply;
mod call;
mod commands;
mod indexes;
mod orders;
mod presence;
mod quotes;
mod requests;
mod sessions;
mod subscriptions;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::event::DefinedSession;
use crate::index::IndexFacts;
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
use sessions::Sessions;
use subscriptions::Subscriptions;

/// Names how a state is written, and what [`State::apply`] makes of events. Another number whenever either changes: what an
/// earlier version has written is then left alone, and every event is applied.
pub(crate) const FORM: &str = "order entry 1";

/// See the module.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
}
