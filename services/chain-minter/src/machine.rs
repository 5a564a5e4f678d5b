//! The minting machine as the service runs it.

use minting::{Command, Event, Minting, Rejection};

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

/// Talks to the machine's task.
pub(crate) type Handle = service::machine::Handle<Machine>;
