//! When the members of a group stop, and why: all together until their holdings set them apart.
//!
//! Invariant: a stop only ever comes forward.

use crate::dense::Frozen;
use crate::time::ALL;

/// When an order stops, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop {
    pub(crate) time: u64,
    pub(crate) cause: Option<Frozen>,
}

impl Stop {
    pub(crate) fn bring_forward(&mut self, time: u64, cause: Frozen) {
        if time < self.time {
            *self = Self {
                time,
                cause: Some(cause),
            };
        }
    }
}

/// When the members of a group stop.
#[derive(Debug, Clone)]
pub(crate) struct Stops {
    /// Everyone's, unless they have their own.
    pub(crate) together: Stop,
    /// By member, once their holdings set them apart.
    own: Vec<Stop>,
}

impl Stops {
    /// Nobody stops.
    pub(crate) fn never() -> Self {
        Self {
            together: Stop {
                time: ALL,
                cause: None,
            },
            own: Vec::new(),
        }
    }

    /// How many rise at a time, where so many do together.
    pub(crate) fn rising_at(&self, time: u64, together: usize) -> usize {
        if !self.are_together() {
            self.own.iter().filter(|stop| time < stop.time).count()
        } else if time < self.together.time {
            together
        } else {
            0
        }
    }

    pub(crate) fn of(&self, member: usize) -> Stop {
        self.own.get(member).copied().unwrap_or(self.together)
    }

    pub(crate) fn are_together(&self) -> bool {
        self.own.is_empty()
    }

    pub(crate) fn bring_forward(&mut self, time: u64, cause: Frozen) {
        self.together.bring_forward(time, cause);
        for stop in &mut self.own {
            stop.bring_forward(time, cause);
        }
    }

    /// Brings each member's stop forward to a time of his own, but not before `time`.
    pub(crate) fn bring_forward_each(
        &mut self,
        time: u64,
        cause: Frozen,
        covered_until: impl Iterator<Item = u64>,
    ) {
        for (member, covered) in covered_until.enumerate() {
            if self.own.len() <= member {
                self.own.push(self.together);
            }
            self.own[member].bring_forward(time.max(covered), cause);
        }
    }
}
