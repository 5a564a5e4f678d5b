//! Which of the open actions a round looks at: as much as one round may do, and none that can't go on keeps one from its turn that can.
//!
//! What is signed is looked at in every round: the machine bounds it. Of what is not, those come first, oldest first, that nothing is
//! known to keep; those that could not go on take turns in a part of the round.

use std::collections::BTreeSet;

use crate::action::{Action, Stage};
use crate::machine::{IN_FLIGHT_MAX, Minting};

/// Actions that are not signed, looked at in one round.
pub const STARTS_AT_ONCE_MAX: usize = 64;
/// Of these, actions that could not go on when they were last looked at.
pub const HELD_AT_ONCE_MAX: usize = 16;
/// Actions looked at in one round.
pub const ACTIONS_AT_ONCE_MAX: usize = IN_FLIGHT_MAX + STARTS_AT_ONCE_MAX;

/// Which actions could not go on, and whose turn it is. It may be lost: then all are looked at in their order again.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    /// By their place in the order of the requests.
    held: BTreeSet<u64>,
    /// The last of the held ones that had its turn.
    last: u64,
}

impl Turns {
    /// The next round, oldest first.
    pub fn next<'a>(&mut self, machine: &'a Minting) -> Vec<&'a Action> {
        let (mut chosen, mut starting, mut held) = (Vec::new(), Vec::new(), Vec::new());
        for action in machine.open_actions() {
            if !matches!(action.stage, Stage::Requested) {
                chosen.push(action);
            } else if self.held.contains(&action.order) {
                held.push(action);
            } else if starting.len() < STARTS_AT_ONCE_MAX {
                starting.push(action);
            }
        }
        self.held = held.iter().map(|action| action.order).collect();
        let turns = HELD_AT_ONCE_MAX.min(held.len());
        let from = held.partition_point(|action| action.order <= self.last);
        held.rotate_left(from);
        held.truncate(turns);
        if let Some(last) = held.last() {
            self.last = last.order;
        }
        starting.truncate(STARTS_AT_ONCE_MAX - turns);
        chosen.append(&mut starting);
        chosen.append(&mut held);
        chosen.sort_by_key(|action| action.order);
        chosen
    }

    /// An action could not go on.
    pub fn hold(&mut self, action: &Action) {
        self.held.insert(action.order);
    }

    /// An action can go on, as far as is known.
    pub fn release(&mut self, action: &Action) {
        self.held.remove(&action.order);
    }

    /// Whether an action could not go on when it was last looked at.
    pub fn is_held(&self, order: u64) -> bool {
        self.held.contains(&order)
    }
}
