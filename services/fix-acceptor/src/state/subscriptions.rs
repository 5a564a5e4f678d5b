//! Who wants which prices. A session's subscriptions end with it.
//!
//! Invariant: the index by symbol says the same as the subscriptions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize, Serializer};

use crate::price::Subscription;

type BySession = BTreeMap<String, BTreeMap<String, Subscription>>;

/// See the module.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(from = "BySession")]
pub(super) struct Subscriptions {
    by_session: BySession,
    /// Session and MDReqID(262).
    by_index: HashMap<String, BTreeSet<(String, String)>>,
}

impl Serialize for Subscriptions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_session.serialize(serializer)
    }
}

impl From<BySession> for Subscriptions {
    fn from(by_session: BySession) -> Self {
        let mut subscriptions = Subscriptions::default();
        for (session, own) in &by_session {
            for (md_req_id, subscription) in own {
                subscriptions.add(session, md_req_id, subscription);
            }
        }
        subscriptions
    }
}

impl Subscriptions {
    pub(super) fn add(&mut self, session: &str, md_req_id: &str, subscription: &Subscription) {
        self.end(session, md_req_id);
        for index in &subscription.indexes {
            self.by_index
                .entry(index.clone())
                .or_default()
                .insert((session.to_owned(), md_req_id.to_owned()));
        }
        self.by_session
            .entry(session.to_owned())
            .or_default()
            .insert(md_req_id.to_owned(), subscription.clone());
    }

    pub(super) fn end(&mut self, session: &str, md_req_id: &str) {
        let Some(own) = self.by_session.get_mut(session) else {
            return;
        };
        let ended = own.remove(md_req_id);
        if own.is_empty() {
            self.by_session.remove(session);
        }
        let name = (session.to_owned(), md_req_id.to_owned());
        for index in ended.into_iter().flat_map(|ended| ended.indexes) {
            if let Some(wanted_by) = self.by_index.get_mut(&index) {
                wanted_by.remove(&name);
                if wanted_by.is_empty() {
                    self.by_index.remove(&index);
                }
            }
        }
    }

    pub(super) fn end_all(&mut self, session: &str) {
        let own = self.by_session.get(session);
        let ids: Vec<String> = own
            .into_iter()
            .flat_map(|own| own.keys().cloned())
            .collect();
        for md_req_id in ids {
            self.end(session, &md_req_id);
        }
    }

    /// The subscriptions of a session, by MDReqID(262).
    pub(super) fn of_session(&self, session: &str) -> Option<&BTreeMap<String, Subscription>> {
        self.by_session.get(session)
    }

    /// Sessions that have any.
    pub(super) fn sessions(&self) -> impl Iterator<Item = &str> {
        self.by_session.keys().map(String::as_str)
    }

    /// Who wants an index: session, MDReqID(262), and what of it.
    pub(super) fn of_index(
        &self,
        index: &str,
    ) -> impl Iterator<Item = (&str, &str, &Subscription)> {
        let wanted_by = self.by_index.get(index);
        wanted_by
            .into_iter()
            .flatten()
            .filter_map(|(session, md_req_id)| {
                let subscription = self.by_session.get(session)?.get(md_req_id)?;
                Some((session.as_str(), md_req_id.as_str(), subscription))
            })
    }
}
