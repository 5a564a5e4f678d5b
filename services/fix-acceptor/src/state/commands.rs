//! What the solver has not confirmed yet, and what of it may go out now.
//!
//! Invariants: a command's number is given once; commands about one order go out one after the other; a command about all
//! orders of a session goes out after everything before it, and everything after it waits for it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proto::v1;
use serde::{Deserialize, Serialize, Serializer};

use super::call;

/// A command that the solver has not confirmed yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    /// Its number.
    pub command: u64,
    /// What to call.
    #[serde(with = "call")]
    pub call: Call,
    /// Of the order's trace.
    pub traceparent: String,
    /// The command about the same order that goes before it.
    after: Option<u64>,
}

/// A call to the solver.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// `SubmitOrder`
    Submit(v1::SubmitOrderRequest),
    /// `CancelOrder`
    Cancel(v1::CancelOrderRequest),
    /// `ReplaceOrder`
    Replace(v1::ReplaceOrderRequest),
    /// `CancelOrders`
    CancelAll(v1::CancelOrdersRequest),
    /// `RequestQuote`
    Quote(v1::RequestQuoteRequest),
    /// `RequestPayout`
    Payout(v1::RequestPayoutRequest),
}

impl Call {
    fn session(&self) -> &str {
        match self {
            Call::Submit(request) => &request.session,
            Call::Cancel(request) => &request.session,
            Call::Replace(request) => &request.session,
            Call::CancelAll(request) => &request.session,
            Call::Quote(request) => &request.session,
            Call::Payout(request) => &request.session,
        }
    }

    /// The names of the order that it is about: the one to look for, and the one to be found by.
    fn names(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Call::Submit(request) => (None, Some(&request.cl_ord_id)),
            Call::Cancel(request) => (Some(&request.orig_cl_ord_id), Some(&request.orig_cl_ord_id)),
            Call::Replace(request) => (Some(&request.orig_cl_ord_id), Some(&request.cl_ord_id)),
            Call::CancelAll(_) | Call::Quote(_) | Call::Payout(_) => (None, None),
        }
    }

    fn is_about_all(&self) -> bool {
        matches!(self, Call::CancelAll(_))
    }
}

/// See the module.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(from = "(u64, Vec<Pending>)")]
pub(super) struct Commands {
    last: u64,
    pending: BTreeMap<u64, Pending>,
    /// The last pending command about an order, by session and name.
    by_order: HashMap<(String, String), u64>,
    by_session: HashMap<String, OfSession>,
}

#[derive(Debug, Default, PartialEq)]
struct OfSession {
    pending: BTreeSet<u64>,
    about_all: BTreeSet<u64>,
}

impl Serialize for Commands {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pending = self.pending.values();
        (self.last, pending.collect::<Vec<_>>()).serialize(serializer)
    }
}

impl From<(u64, Vec<Pending>)> for Commands {
    fn from((last, pending): (u64, Vec<Pending>)) -> Self {
        let mut commands = Commands::default();
        // By their numbers, as they came.
        for pending in pending {
            commands.insert(pending);
        }
        commands.last = last;
        commands
    }
}

impl Commands {
    pub(super) fn next(&self) -> u64 {
        self.last + 1
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Pending> {
        self.pending.values()
    }

    pub(super) fn get(&self, command: u64) -> Option<&Pending> {
        self.pending.get(&command)
    }

    /// Those that may go out, oldest first.
    pub(super) fn ready(&self) -> impl Iterator<Item = &Pending> {
        self.pending
            .values()
            .filter(|pending| self.is_ready(pending))
    }

    fn is_ready(&self, pending: &Pending) -> bool {
        if pending
            .after
            .is_some_and(|after| self.pending.contains_key(&after))
        {
            return false;
        }
        let Some(session) = self.by_session.get(pending.call.session()) else {
            return true;
        };
        let before = if pending.call.is_about_all() {
            &session.pending
        } else {
            &session.about_all
        };
        before.first().is_none_or(|first| *first >= pending.command)
    }

    pub(super) fn add(&mut self, command: u64, call: Call, traceparent: &str) {
        self.last = command;
        let name = |name: &str| (call.session().to_owned(), name.to_owned());
        let (wanted, _) = call.names();
        let after = wanted.and_then(|wanted| self.by_order.get(&name(wanted)).copied());
        self.insert(Pending {
            command,
            traceparent: traceparent.to_owned(),
            after,
            call,
        });
    }

    fn insert(&mut self, pending: Pending) {
        let (command, call) = (pending.command, &pending.call);
        let (wanted, found_by) = call.names();
        // Also by the name that it looks for: another request for that name comes after it.
        for known_as in [wanted, found_by].into_iter().flatten() {
            let name = (call.session().to_owned(), known_as.to_owned());
            self.by_order.insert(name, command);
        }
        let session = self
            .by_session
            .entry(call.session().to_owned())
            .or_default();
        session.pending.insert(command);
        if call.is_about_all() {
            session.about_all.insert(command);
        }
        self.pending.insert(command, pending);
    }

    pub(super) fn remove(&mut self, command: u64) -> Option<Pending> {
        let pending = self.pending.remove(&command)?;
        let session = pending.call.session();
        let (wanted, found_by) = pending.call.names();
        for known_as in [wanted, found_by].into_iter().flatten() {
            let name = (session.to_owned(), known_as.to_owned());
            if self.by_order.get(&name) == Some(&command) {
                self.by_order.remove(&name);
            }
        }
        if let Some(of_session) = self.by_session.get_mut(session) {
            of_session.pending.remove(&command);
            of_session.about_all.remove(&command);
            if of_session.pending.is_empty() {
                self.by_session.remove(session);
            }
        }
        Some(pending)
    }
}
