//! Which sessions are here, of those whose orders are cancelled when they are not, and until when the others may stay away.
//!
//! ```text
//!  away ──Online──▶ here ──Offline, with a time──▶ missed ──Online──▶ here
//!   ▲                │                               │
//!   └────Offline─────┘                               └──the time has come──▶ away, and the orders are cancelled
//! ```
//!
//! Invariant: a session has one deadline or none.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};

/// See the module.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(from = "BTreeMap<String, Option<i64>>")]
pub(super) struct Presence {
    /// Those that are not away: `None` is here, a time is when it is missed for too long.
    sessions: BTreeMap<String, Option<i64>>,
    deadlines: BTreeSet<(i64, String)>,
}

impl Serialize for Presence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.sessions.serialize(serializer)
    }
}

impl From<BTreeMap<String, Option<i64>>> for Presence {
    fn from(sessions: BTreeMap<String, Option<i64>>) -> Self {
        let missed = sessions
            .iter()
            .filter_map(|(session, deadline)| Some(((*deadline)?, session.clone())));
        Presence {
            deadlines: missed.collect(),
            sessions,
        }
    }
}

impl Presence {
    pub(super) fn online(&mut self, session: &str) {
        self.offline(session);
        self.sessions.insert(session.to_owned(), None);
    }

    /// It is away, and nobody waits for it.
    pub(super) fn offline(&mut self, session: &str) {
        if let Some(Some(deadline)) = self.sessions.remove(session) {
            self.deadlines.remove(&(deadline, session.to_owned()));
        }
    }

    /// It is missed until then.
    pub(super) fn missed(&mut self, session: &str, deadline_unix_ns: i64) {
        self.offline(session);
        self.sessions
            .insert(session.to_owned(), Some(deadline_unix_ns));
        self.deadlines
            .insert((deadline_unix_ns, session.to_owned()));
    }

    pub(super) fn is_online(&self, session: &str) -> bool {
        self.sessions.get(session) == Some(&None)
    }

    /// All that are here.
    pub(super) fn all_online(&self) -> impl Iterator<Item = &str> {
        self.sessions
            .iter()
            .filter(|(_, deadline)| deadline.is_none())
            .map(|(session, _)| session.as_str())
    }

    pub(super) fn next_deadline_unix_ns(&self) -> Option<i64> {
        self.deadlines.first().map(|(deadline, _)| *deadline)
    }

    /// Those that were missed for too long.
    pub(super) fn overdue(&self, now_unix_ns: i64) -> impl Iterator<Item = &str> {
        self.deadlines
            .iter()
            .take_while(move |(deadline, _)| *deadline <= now_unix_ns)
            .map(|(_, session)| session.as_str())
    }
}
