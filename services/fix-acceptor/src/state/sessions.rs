//! Who the sessions are: their accounts and what they get copies of.
//!
//! Invariant: the indexes (by account; copies by session and by account) say the same as the definitions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize, Serializer};

use crate::dialect::Dialect;
use crate::event::{DefinedSession, Source};
use crate::message::Reader;

/// See the module.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub(super) struct Sessions {
    by_name: BTreeMap<String, Known>,
    /// What the configuration said, which an operator may have changed since.
    configured: BTreeMap<String, DefinedSession>,
    by_account: Names,
    /// Those that get copies of what a session is told.
    copiers_of_session: Names,
    /// Those that get copies of what is told of an account.
    copiers_of_account: Names,
}

/// Sessions by something.
#[derive(Debug, Default, PartialEq)]
struct Names(HashMap<String, BTreeSet<String>>);

static NO_NAMES: BTreeSet<String> = BTreeSet::new();

impl Names {
    fn add(&mut self, by: &[String], session: &str) {
        for by in by {
            let names = self.0.entry(by.clone()).or_default();
            names.insert(session.to_owned());
        }
    }

    fn remove(&mut self, by: &[String], session: &str) {
        for by in by {
            if let Some(names) = self.0.get_mut(by) {
                names.remove(session);
                if names.is_empty() {
                    self.0.remove(by);
                }
            }
        }
    }

    fn get(&self, by: &str) -> &BTreeSet<String> {
        self.0.get(by).unwrap_or(&NO_NAMES)
    }
}

#[derive(Debug, PartialEq)]
struct Known {
    defined: DefinedSession,
    accounts: BTreeSet<String>,
    dialect: Dialect,
}

/// The definitions that count, and what the configuration said.
type Written = (Vec<DefinedSession>, Vec<DefinedSession>);

impl Serialize for Sessions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let defined = self.by_name.values().map(|known| &known.defined);
        let configured = self.configured.values();
        (defined.collect::<Vec<_>>(), configured.collect::<Vec<_>>()).serialize(serializer)
    }
}

impl From<Written> for Sessions {
    fn from((defined, configured): Written) -> Self {
        let by_name = |defined: DefinedSession| (defined.session.clone(), defined);
        let mut sessions = Sessions {
            configured: configured.into_iter().map(by_name).collect(),
            ..Sessions::default()
        };
        for defined in &defined {
            sessions.define(defined, Source::Operator);
        }
        sessions
    }
}

impl Sessions {
    pub(super) fn define(&mut self, defined: &DefinedSession, source: Source) {
        // A name without a version that is served comes from another release's journal: nobody can log on to it.
        let Some(dialect) = Dialect::of_session(&defined.session) else {
            return;
        };
        if source == Source::Configuration {
            self.configured
                .insert(defined.session.clone(), defined.clone());
        }
        self.forget(&defined.session);
        let name = &defined.session;
        self.by_account.add(&defined.accounts, name);
        self.copiers_of_session.add(&defined.copies.sessions, name);
        self.copiers_of_account.add(&defined.copies.accounts, name);
        let known = Known {
            defined: defined.clone(),
            accounts: defined.accounts.iter().cloned().collect(),
            dialect,
        };
        self.by_name.insert(defined.session.clone(), known);
    }

    pub(super) fn remove(&mut self, session: &str) {
        self.configured.remove(session);
        self.forget(session);
    }

    fn forget(&mut self, session: &str) {
        let Some(known) = self.by_name.remove(session) else {
            return;
        };
        let defined = &known.defined;
        self.by_account.remove(&defined.accounts, session);
        self.copiers_of_session
            .remove(&defined.copies.sessions, session);
        self.copiers_of_account
            .remove(&defined.copies.accounts, session);
    }

    pub(super) fn accounts(&self, session: &str) -> Option<&BTreeSet<String>> {
        self.by_name.get(session).map(|known| &known.accounts)
    }

    pub(super) fn defined(&self, session: &str) -> Option<&DefinedSession> {
        self.by_name.get(session).map(|known| &known.defined)
    }

    pub(super) fn configured(&self) -> impl Iterator<Item = &DefinedSession> {
        self.configured.values()
    }

    pub(super) fn configured_as(&self, session: &str) -> Option<&DefinedSession> {
        self.configured.get(session)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.by_name
            .iter()
            .map(|(name, known)| (name.as_str(), &known.accounts))
    }

    /// The sessions that may trade an account.
    pub(super) fn of_account(&self, account: &str) -> impl Iterator<Item = &str> {
        self.by_account.get(account).iter().map(String::as_str)
    }

    /// How a session is written to; `None` for one that is no more.
    pub(super) fn reader(&self, session: &str) -> Option<Reader<'static>> {
        self.by_name.get(session).map(|known| Reader {
            dialect: known.dialect,
            copy_of: None,
        })
    }

    /// Those that get a copy of what a session is told of an account.
    pub(super) fn copies<'a>(
        &'a self,
        session: &'a str,
        account: &'a str,
    ) -> impl Iterator<Item = (&'a str, Reader<'a>)> {
        let of_session = self.copiers_of_session.get(session);
        let of_account = self.copiers_of_account.get(account);
        let copiers = of_session.union(of_account);
        copiers
            .filter(move |name| *name != session)
            .filter_map(move |name| {
                let reader = Reader {
                    dialect: self.by_name.get(name)?.dialect,
                    copy_of: Some(client_comp_id(session)),
                };
                Some((name.as_str(), reader))
            })
    }
}

/// The client's CompID, at the end of its session's name.
fn client_comp_id(session: &str) -> &str {
    session
        .split_once("->")
        .map_or(session, |(_, client)| client)
}
