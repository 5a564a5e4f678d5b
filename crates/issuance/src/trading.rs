//! Whether an index, or everything, takes orders and is bought: the operator's switches.

use std::collections::BTreeMap;

use ledger::Name;
use serde::{Deserialize, Serialize};

/// From the freest to the strictest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TradingState {
    /// Orders are taken and bought for.
    #[default]
    Open,
    /// No new orders; those there are work on to their end.
    Closed,
    /// No new orders and no new batches. What is in flight settles, cancels are taken, mints go on.
    Halted,
}

/// A switch, and why it stands so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trading {
    /// How it stands.
    pub state: TradingState,
    /// Why, for people.
    pub text: String,
}

/// All the switches: one for everything, one for each index. Those that were never moved are open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switches {
    everything: Trading,
    by_index: BTreeMap<Name, Trading>,
}

impl Switches {
    /// The switch of an index by itself, or of everything.
    pub(crate) fn own(&self, index: Option<&Name>) -> Trading {
        match index {
            None => self.everything.clone(),
            Some(index) => self.by_index.get(index).cloned().unwrap_or_default(),
        }
    }

    /// What counts for an index: the stricter of its own and everything's.
    pub(crate) fn of(&self, index: &Name) -> &Trading {
        match self.by_index.get(index) {
            Some(own) if own.state > self.everything.state => own,
            Some(_) | None => &self.everything,
        }
    }

    pub(crate) fn set(&mut self, index: Option<&Name>, trading: Trading) {
        match index {
            None => self.everything = trading,
            Some(index) => {
                self.by_index.insert(index.clone(), trading);
            }
        }
    }
}
