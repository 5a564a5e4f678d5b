//! How the machine's state is written down, and read again: a start need not apply every event then.
//!
//! It is JSON as the events are. An action and an arrival have their own ids, so they are lists; which actions are open is found again. How
//! many blocks must agree is configured and no part of the state. What is read is checked: a state that can't be is none.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::action::ActionId;
use crate::machine::Minting;

/// Why a state is none.
#[derive(Debug, Error)]
enum Unsound {
    #[error("of {0} requests there is a further one: {1}")]
    Order(u64, ActionId),
    #[error("two requests have the place {0}")]
    Twice(u64),
    #[error("{0} has a nonce after the last")]
    Nonce(ActionId),
    #[error("there are more checkpoints than are kept, or they are in no order")]
    Checkpoints,
}

impl Minting {
    /// Names how a state is written. Another one has to be made, and the test's file with it, whenever that changes, or what is made of an
    /// event.
    pub const FORM: &'static str = "minting 1";

    /// Believes a block when so many agree on it, as [`Minting::new`]. It is no part of the state.
    #[must_use]
    pub fn believing(self, confirmations: u64) -> Self {
        Self {
            confirmations: confirmations.max(1),
            ..self
        }
    }

    /// Finds again what is not written down, and checks the rest.
    fn rebuild(&mut self) -> Result<(), Unsound> {
        let mut places = BTreeMap::new();
        for (id, action) in &self.actions {
            if action.order > self.requests {
                return Err(Unsound::Order(self.requests, id.clone()));
            }
            if places.insert(action.order, id).is_some() {
                return Err(Unsound::Twice(action.order));
            }
            let mut nonces = action.attempts().iter().map(|attempt| attempt.nonce);
            if nonces.any(|nonce| nonce >= self.next_nonce) {
                return Err(Unsound::Nonce(id.clone()));
            }
            if action.is_open() {
                self.open.insert(action.order, id.clone());
            }
        }
        if self.scan.is_in_order() {
            Ok(())
        } else {
            Err(Unsound::Checkpoints)
        }
    }
}

impl Serialize for Minting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Derived, of all that is written.
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Minting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut machine = Self::deserialize(deserializer)?.believing(1);
        machine.rebuild().map_err(serde::de::Error::custom)?;
        Ok(machine)
    }
}

/// The actions, by the order of their ids.
pub(crate) mod actions {
    use super::{ActionId, BTreeMap, Deserialize, Deserializer, Serializer};
    use crate::action::Action;

    pub(crate) fn serialize<S: Serializer>(
        actions: &BTreeMap<ActionId, Action>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(actions.values())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<ActionId, Action>, D::Error> {
        let actions = Vec::<Action>::deserialize(deserializer)?;
        let by_id = actions
            .into_iter()
            .map(|action| (action.effect.id(), action));
        Ok(by_id.collect())
    }
}

/// What was seen and is not confirmed.
pub(crate) mod seen {
    use super::{BTreeMap, Deserialize, Deserializer, Serialize, Serializer};
    use crate::arrivals::Arrival;

    pub(crate) fn serialize<T: Arrival + Serialize, S: Serializer>(
        seen: &BTreeMap<T::Id, T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(seen.values())
    }

    pub(crate) fn deserialize<'de, T: Arrival + Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<T::Id, T>, D::Error> {
        let seen = Vec::<T>::deserialize(deserializer)?;
        Ok(seen
            .into_iter()
            .map(|arrival| (arrival.id(), arrival))
            .collect())
    }
}
