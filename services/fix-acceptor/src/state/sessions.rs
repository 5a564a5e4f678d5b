//! Who the sessions are: their accounts and what they get copies of.
//!
//! Invariant: the indexes (sessions by account, those with copies) say the same as the definitions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::dialect::Dialect;
use crate::event::{DefinedSession, Source};
use crate::message::Reader;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    by_name: BTreeMap<String, Known>,
    /// What the configuration said, which an operator may have changed since.
    configured: BTreeMap<String, DefinedSession>,
    by_account: HashMap<String, BTreeSet<String>>,
    /// Those that get copies.
    copiers: BTreeSet<String>,
}

#[derive(Debug)]
struct Known {
    defined: DefinedSession,
    accounts: BTreeSet<String>,
    dialect: Dialect,
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
        for account in &defined.accounts {
            self.by_account
                .entry(account.clone())
                .or_default()
                .insert(defined.session.clone());
        }
        if !defined.copies.is_empty() {
            self.copiers.insert(defined.session.clone());
        }
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
        for account in &known.accounts {
            if let Some(sessions) = self.by_account.get_mut(account) {
                sessions.remove(session);
                if sessions.is_empty() {
                    self.by_account.remove(account);
                }
            }
        }
        self.copiers.remove(session);
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
        let sessions = self.by_account.get(account);
        sessions.into_iter().flatten().map(String::as_str)
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
        let copiers = self.copiers.iter().filter_map(|name| {
            let known = self.by_name.get(name)?;
            Some((name.as_str(), known))
        });
        copiers
            .filter(move |(name, known)| {
                *name != session && known.defined.copies.includes(session, account)
            })
            .map(move |(name, known)| {
                let reader = Reader {
                    dialect: known.dialect,
                    copy_of: Some(client_comp_id(session)),
                };
                (name, reader)
            })
    }
}

/// The client's CompID, at the end of its session's name.
fn client_comp_id(session: &str) -> &str {
    session
        .split_once("->")
        .map_or(session, |(_, client)| client)
}
