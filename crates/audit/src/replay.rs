//! Replaying one journal into its machine. What the machine's own assertions say against an event is caught and named: a
//! broken invariant of ours panics, and here that is the finding.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Rule;
use crate::breach::{At, Breaches, Source};

/// Characters of a panic's message that are kept: it may hold a whole event.
const TEXT_LENGTH_MAX: usize = 300;

/// How far a journal has been replayed.
#[derive(Debug)]
pub(crate) struct Replay {
    pub(crate) source: Source,
    pub(crate) last: u64,
    /// The records up to this one were there when the first of the journals was read: what they say of other journals must be there.
    pub(crate) cut: u64,
    /// After an event that can't be, nothing is known any more.
    pub(crate) stopped: bool,
}

impl Replay {
    pub(crate) const fn new(source: Source) -> Self {
        Self {
            source,
            last: 0,
            cut: u64::MAX,
            stopped: false,
        }
    }

    /// Applies an event; false: it can't be, or one before it could not.
    pub(crate) fn apply(&mut self, at: At, breaches: &mut Breaches, apply: impl FnOnce()) -> bool {
        if self.stopped {
            return false;
        }
        if at.sequence != self.last + 1 {
            let text = format!("it follows record {}: there is a gap", self.last);
            self.refuse(at, breaches, text);
            return false;
        }
        self.last = at.sequence;
        match catch_unwind(AssertUnwindSafe(apply)) {
            Ok(()) => true,
            Err(panic) => {
                let said = panic
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| panic.downcast_ref::<&str>().copied());
                let said: String = said
                    .unwrap_or("it can't be applied")
                    .chars()
                    .take(TEXT_LENGTH_MAX)
                    .collect();
                self.refuse(at, breaches, said);
                false
            }
        }
    }

    /// Nothing after this record can be looked at.
    pub(crate) fn refuse(&mut self, at: At, breaches: &mut Breaches, text: String) {
        if !self.stopped {
            breaches.add(Rule::Replay, Some(self.source.at(at)), text);
        }
        self.stopped = true;
    }
}
