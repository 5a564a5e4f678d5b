//! The minting machine as the service runs it.

use minting::{Command, Event, Minting, Rejection};
use service::machine::snapshots::Snapshotted;

/// [`Minting`], whose task is the service's.
pub(crate) struct Machine(pub(crate) Minting);

impl service::machine::Machine for Machine {
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

impl Snapshotted for Machine {
    fn form() -> String {
        Minting::FORM.to_owned()
    }

    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&self.0)
    }

    fn with_state(&self, state: &[u8]) -> Result<Self, serde_json::Error> {
        let minting: Minting = serde_json::from_slice(state)?;
        Ok(Self(minting.believing(self.0.confirmations())))
    }
}

/// Talks to the machine's task.
pub(crate) type Handle = service::machine::Handle<Machine>;
