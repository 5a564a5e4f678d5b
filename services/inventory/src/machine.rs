//! The pure machine, as a machine that a task can own.

use lots::inventory::{Command, Event, Inventory, Rejection};
use service::machine::Machine;
use service::machine::snapshots::Snapshotted;

/// See [`Inventory`].
#[derive(Default)]
pub(crate) struct Recorder(pub(crate) Inventory);

impl Machine for Recorder {
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, _now_unix_ns: i64) -> Result<Vec<Event>, Rejection> {
        self.0.decide(command)
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
