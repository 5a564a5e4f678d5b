//! What operators, schedules and peers changed of a session, kept through restarts: JSON in the session's part of a record.

use serde::{Deserialize, Serialize};

use crate::password::Chosen;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Change {
    /// An operator disabled the session, or enabled it again.
    Disabled(bool),
    /// The window that the numbers belong to starts then, nanoseconds since 1970.
    Window(i64),
    /// A reset of ours was told to the peer, or has its answer.
    OwesReset(bool),
    /// The peer chose a password.
    Password(Box<Chosen>),
    /// The session was made of that template.
    Template(String),
    /// The session is no more, and nothing of it.
    Removed,
}

/// All of them together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    pub(crate) is_disabled: bool,
    pub(crate) window_start_ns: Option<i64>,
    pub(crate) owes_reset: bool,
    pub(crate) password: Option<Chosen>,
    pub(crate) template: Option<String>,
}

impl Kept {
    pub(crate) fn apply(&mut self, change: &Change) {
        match change {
            Change::Disabled(is_disabled) => self.is_disabled = *is_disabled,
            Change::Window(start_ns) => self.window_start_ns = Some(*start_ns),
            Change::OwesReset(owes_reset) => self.owes_reset = *owes_reset,
            Change::Password(chosen) => self.password = Some((**chosen).clone()),
            Change::Template(name) => self.template = Some(name.clone()),
            Change::Removed => *self = Kept::default(),
        }
    }
}
