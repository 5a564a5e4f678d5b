//! The pure machine, as a machine that a task can own: its commands come in an order that a refusal must not break.

use ledger::Name;
use lots::inventory::{Command, Event, Inventory, Rejection};
use service::machine::Machine;
use service::machine::snapshots::Snapshotted;

/// See [`Inventory`].
#[derive(Default)]
pub(crate) struct Recorder(pub(crate) Inventory);

/// A command, and the one that it may only follow.
pub(crate) struct InOrder {
    pub(crate) command: Command,
    /// The id of the command before it in the same call; none: it follows nothing.
    pub(crate) after: Option<Name>,
}

/// Why a command is refused.
pub(crate) enum Refused {
    /// By the machine.
    Rejected(Rejection),
    /// The one before it was.
    After(Name),
}

impl Machine for Recorder {
    type Command = InOrder;
    type Event = Event;
    type Rejection = Refused;

    fn decide(&self, in_order: InOrder, _now_unix_ns: i64) -> Result<Vec<Event>, Refused> {
        let InOrder { command, after } = in_order;
        match after {
            Some(before) if self.0.sequence_of(&before).is_none() => Err(Refused::After(before)),
            Some(_) | None => self.0.decide(command).map_err(Refused::Rejected),
        }
    }

    fn apply(&mut self, event: &Event) {
        self.0.apply(event);
    }
}

impl Snapshotted for Recorder {
    fn form() -> String {
        Inventory::form()
    }

    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&self.0)
    }

    fn with_state(&self, state: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(state).map(Recorder)
    }
}
