//! Sessions come and go: those of the configuration and of operators, and those that a peer's first good Logon(A) makes of
//! a template.
//!
//! A session that is removed leaves its place empty, and the next one gets it. Invariant: `names` has the sessions that are
//! there, and no other.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use fix_session::{Role, State};
use tokio::sync::watch;

use super::Hub;
use super::hours::Clock;
use super::operator::CommandError;
use super::place::{Definition, Identity, Place, SessionStatus};
use crate::application::{Application, Made};
use crate::config::{ConfigError, NamedSession, StorePolicy, check_added};
use crate::kept::Change;
use crate::password::Tries;
use crate::record::Operation;
use crate::store::Stored;
use crate::template::Template;

/// The sessions that are there, and their states, for everybody.
#[derive(Debug, Clone, Default)]
pub(crate) struct Directory(Arc<RwLock<HashMap<String, watch::Receiver<SessionStatus>>>>);

impl Directory {
    pub(crate) fn status(&self, session: &str) -> Option<watch::Receiver<SessionStatus>> {
        let sessions = self.0.read().unwrap_or_else(PoisonError::into_inner);
        sessions.get(session).cloned()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let sessions = self.0.read().unwrap_or_else(PoisonError::into_inner);
        sessions.keys().cloned().collect()
    }

    fn insert(&self, session: &str, status: watch::Receiver<SessionStatus>) {
        let mut sessions = self.0.write().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(session.to_owned(), status);
    }

    fn remove(&self, session: &str) {
        let mut sessions = self.0.write().unwrap_or_else(PoisonError::into_inner);
        sessions.remove(session);
    }
}

/// Why a session can't have other settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RedefineError {
    /// They are none that a session can have.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Not that session, or not now.
    #[error(transparent)]
    Command(#[from] CommandError),
}

/// A template, and what came of it.
#[derive(Debug)]
pub(super) struct Mould {
    pub(super) template: Template,
    /// Its sessions that are there.
    pub(super) made: usize,
    /// Wrong passwords of peers without a session.
    pub(super) tries: Tries,
}

impl Mould {
    pub(super) fn new(template: Template) -> Self {
        Mould {
            template,
            made: 0,
            tries: Tries::default(),
        }
    }
}

impl<A: Application> Hub<A> {
    /// An operator adds a session.
    pub(super) fn add(&mut self, named: NamedSession) -> Result<(), ConfigError> {
        let others = self.names.iter();
        let others =
            others.map(|(name, &index)| (name.as_str(), self.places[index].session.config()));
        check_added(&named, others)?;
        let stored = self.stored.remove(&named.name).unwrap_or_default();
        let index = self.place(named, stored, Definition::Added);
        self.keep_hours_of(index);
        Ok(())
    }

    /// An operator gives a session that was added other settings; its numbers and messages stay.
    pub(super) fn redefine(&mut self, named: NamedSession) -> Result<(), RedefineError> {
        let index = self.names.get(&named.name).copied();
        let index = index.ok_or(CommandError::UnknownSession)?;
        if self.places[index].definition != Definition::Added {
            return Err(CommandError::Configured.into());
        }
        if self.places[index].session.state() != State::Disconnected {
            return Err(CommandError::Connected.into());
        }
        check_added(&named, std::iter::empty())?;
        self.hand_on_all(index);
        let place = &mut self.places[index];
        let stored = std::mem::take(&mut place.stored);
        let before = std::mem::replace(place, Place::new(named, stored, Definition::Added));
        place.status = before.status;
        place.traffic = before.traffic;
        place.since_ns = before.since_ns;
        self.keep_hours_of(index);
        self.touch(index);
        Ok(())
    }

    /// Sessions that were made of templates before the start.
    pub(super) fn place_made(&mut self) {
        let mut made: Vec<(String, usize)> = Vec::new();
        for (session, stored) in &self.stored {
            let Some(of) = &stored.kept.template else {
                continue;
            };
            let mut moulds = self.moulds.iter();
            if let Some(mould) = moulds.position(|mould| mould.template.name() == *of) {
                made.push((session.clone(), mould));
            } else {
                tracing::warn!(session, template = of, "a session's template is gone");
            }
        }
        made.sort();
        for (session, mould) in made {
            let template = &self.moulds[mould].template;
            let Some(comp_id) = template.comp_id_in(&session) else {
                continue;
            };
            let named = template.make(comp_id);
            let stored = self.stored.remove(&session).unwrap_or_default();
            self.place(named, stored, Definition::Made(mould));
        }
    }

    /// A peer logs on: its session is made. One of that name that was there goes on.
    pub(super) fn make(&mut self, mould: usize, comp_id: &str) -> usize {
        let template = &self.moulds[mould].template;
        let (named, of) = (template.make(comp_id), template.name());
        let stored = self.stored.remove(&named.name).unwrap_or_default();
        let index = self.place(named, stored, Definition::Made(mould));
        self.batch.start_step("");
        self.keep(index, &Change::Template(of.clone()));
        self.keep_hours_of(index);
        let session = self.places[index].name.clone();
        tracing::info!(session, template = of, "a session is made");
        self.application_step(|application, step| {
            let made = Made {
                session: &session,
                template: &of,
                comp_id,
            };
            application.made(&made, step);
        });
        index
    }

    /// Removes a session that nobody is connected to, with its numbers and all that waits for its peer.
    pub(super) fn remove(&mut self, index: usize) {
        self.hand_on_all(index);
        self.batch.start_step("");
        self.keep(index, &Change::Removed);
        let place = &mut self.places[index];
        let session = place.name.clone();
        let waited = place.stored.queued.len();
        tracing::info!(session, waited, "a session is removed");
        // The journal must hear no more of it.
        place.stored = Stored::default();
        place.stored.numbers = place.session.numbers();
        place.stored.kept.owes_reset = place.session.owes_reset();
        place.clock = Clock::new(None);
        if let Definition::Made(mould) = place.definition {
            self.moulds[mould].made -= 1;
        }
        self.identities
            .remove(&Identity::of(place.session.config()));
        self.batch.forget_sent(index);
        if let Some((_, batch)) = &mut self.under_way {
            batch.forget_sent(index);
        }
        self.names.remove(&session);
        self.directory.remove(&session);
        self.vacant.push(index);
        self.application_step(|application, step| application.removed(&session, step));
    }

    /// Gives a session its place.
    pub(super) fn place(
        &mut self,
        named: NamedSession,
        stored: Stored,
        definition: Definition,
    ) -> usize {
        let index = self.vacant.pop().unwrap_or(self.places.len());
        self.names.insert(named.name.clone(), index);
        if named.session.role == Role::Acceptor {
            self.identities.insert(Identity::of(&named.session), index);
        }
        if let Definition::Made(mould) = definition {
            self.moulds[mould].made += 1;
        }
        let queued = stored.queued.len();
        let is_forgotten = named.store == StorePolicy::Memory && stored.is_something();
        let place = Place::new(named, stored, definition);
        if is_forgotten {
            // What the journal has of it must not come back when it gets another policy.
            self.batch.store(index, &place.name, &Operation::Reset);
            for _ in 0..queued {
                self.batch.store(index, &place.name, &Operation::Dequeued);
            }
        }
        self.directory.insert(&place.name, place.status.subscribe());
        if index == self.places.len() {
            self.places.push(place);
        } else {
            self.places[index] = place;
        }
        index
    }
}
