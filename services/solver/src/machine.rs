//! The pure machine, as a machine that a task can own.

use issuance::{Command, Event, Issuance, Rejection};
use service::machine::Machine;
use service::machine::snapshots::Snapshotted;

use crate::statement::Places;

/// See [`Issuance`]; and where each account's events are, for statements.
#[derive(Default)]
pub(crate) struct Solver(pub(crate) Issuance, pub(crate) Places);

pub(crate) type Handle = service::machine::Handle<Solver>;

impl Machine for Solver {
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, now_unix_ns: i64) -> Result<Vec<Event>, Rejection> {
        self.0.decide(command, now_unix_ns)
    }

    fn apply(&mut self, event: &Event) {
        self.0.apply(event);
        self.1.note(event);
    }
}

impl Snapshotted for Solver {
    fn form() -> String {
        format!("solver 1, {}", Issuance::FORM)
    }

    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&(&self.0, &self.1))
    }

    fn with_state(&self, state: &[u8]) -> Result<Self, serde_json::Error> {
        let (issuance, places): (Issuance, Places) = serde_json::from_slice(state)?;
        Ok(Self(issuance.deciding_as(&self.0), places))
    }
}
