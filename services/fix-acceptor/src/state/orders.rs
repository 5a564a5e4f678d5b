//! The ClOrdIDs that sessions have used, and the orders among them.
//!
//! Invariants: a ClOrdID(11) is used once in a session, for ever, also when the session's sequence numbers start again;
//! an order is found by each name it ever had.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::message::OrdStatus;
use crate::order::OrderFacts;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Used {
    /// By an order.
    Order(Box<Known>),
    /// By an order that has another name now.
    Replaced(String),
    /// By something else.
    Other,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    order: OrderFacts,
    traceparent: String,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfSession {
    used: HashMap<String, Used>,
    /// Names of orders that can still change.
    open: BTreeSet<String>,
}

impl OfSession {
    fn known(&self, cl_ord_id: &str) -> Option<&Known> {
        let mut name = cl_ord_id;
        loop {
            match self.used.get(name)? {
                Used::Order(known) => return Some(known),
                // A name is replaced by one that was not used before, so this ends.
                Used::Replaced(by) => name = by,
                Used::Other => return None,
            }
        }
    }
}

/// See the module.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Orders(HashMap<String, OfSession>);

impl Orders {
    pub(super) fn is_used(&self, session: &str, cl_ord_id: &str) -> bool {
        self.0
            .get(session)
            .is_some_and(|session| session.used.contains_key(cl_ord_id))
    }

    /// The order that has or had that name.
    pub(super) fn get(&self, session: &str, cl_ord_id: &str) -> Option<&OrderFacts> {
        let known = self.0.get(session)?.known(cl_ord_id)?;
        Some(&known.order)
    }

    pub(super) fn traceparent(&self, session: &str, cl_ord_id: &str) -> &str {
        let known = self
            .0
            .get(session)
            .and_then(|session| session.known(cl_ord_id));
        known.map_or("", |known| &known.traceparent)
    }

    /// The session's orders that can still change.
    pub(super) fn open<'a>(&'a self, session: &str) -> impl Iterator<Item = &'a OrderFacts> {
        let session = self.0.get(session);
        session.into_iter().flat_map(|session| {
            let orders = session.open.iter();
            orders.filter_map(|name| session.known(name).map(|known| &known.order))
        })
    }

    /// A name is used up by something that is no order.
    pub(super) fn spend(&mut self, session: &str, cl_ord_id: &str) {
        let session = self.0.entry(session.to_owned()).or_default();
        session.used.insert(cl_ord_id.to_owned(), Used::Other);
    }

    /// An order is as given from now on.
    pub(super) fn learn(&mut self, session: &str, order: OrderFacts, traceparent: String) {
        let session = self.0.entry(session.to_owned()).or_default();
        if order.is_over() {
            session.open.remove(&order.cl_ord_id);
        } else {
            session.open.insert(order.cl_ord_id.clone());
        }
        session.used.insert(
            order.cl_ord_id.clone(),
            Used::Order(Box::new(Known { order, traceparent })),
        );
    }

    /// An order has another name.
    pub(super) fn rename(&mut self, session: &str, before: &str, now: &str) {
        let session = self.0.entry(session.to_owned()).or_default();
        session.open.remove(before);
        session
            .used
            .insert(before.to_owned(), Used::Replaced(now.to_owned()));
    }

    /// An order is rejected, without a word of the solver's.
    pub(super) fn reject(&mut self, session: &str, cl_ord_id: &str) {
        let Some(session) = self.0.get_mut(session) else {
            return;
        };
        session.open.remove(cl_ord_id);
        if let Some(Used::Order(known)) = session.used.get_mut(cl_ord_id) {
            known.order.ord_status = OrdStatus::Rejected;
        }
    }
}
