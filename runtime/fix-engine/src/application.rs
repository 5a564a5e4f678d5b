//! What an application is to the engine: a machine whose events share the journal with the sessions'.
//!
//! One task owns all sessions and the application. For each input it calls the application, applies the events that
//! were stored, numbers the messages that were sent, and writes everything of the step as one durable append: the
//! incoming sequence number, the events and the outgoing messages are stored together or not at all. Nothing goes out
//! on the wire before. So after a kill at any instruction, an input was either taken with all its effects, or the peer
//! sends it again.

use fix_codec::{Draft, Message};
use serde::{Serialize, de::DeserializeOwned};

/// The application behind the sessions. Only [`Application::apply`] changes it.
pub trait Application: Send + Sync + 'static {
    /// What it stores: replayed by `apply` after a restart.
    type Event: Serialize + DeserializeOwned + Send + Sync + 'static;
    /// What other tasks tell it through [`crate::Handle::input`].
    type Input: Send + 'static;

    /// Changes the state: at replay, and right after the call that stored the event.
    fn apply(&mut self, event: &Self::Event);

    /// A valid application message, in sequence, once.
    fn received(&self, received: &Received<'_>, step: &mut Step<Self::Event>) -> Verdict;

    /// Something that another task has to say.
    fn input(&self, input: Self::Input, step: &mut Step<Self::Event>);

    /// A session changed its state.
    fn session(&self, _session: &str, _change: SessionChange, _step: &mut Step<Self::Event>) {}

    /// A peer's first Logon(A) makes its session of a template. Called before the session's other changes.
    fn made(&self, _made: &Made<'_>, _step: &mut Step<Self::Event>) {}

    /// A session was removed, with its numbers and all that waited for its peer.
    fn removed(&self, _session: &str, _step: &mut Step<Self::Event>) {}

    /// Whether a message is still worth something when its peer asks for it again. One that is not, such as a price, is
    /// filled as a gap then, is not stored, and goes out only to a peer that takes it in time.
    fn is_resent(&self, _draft: &Draft) -> bool {
        true
    }

    /// Names how [`Application::write_state`] writes the state, as do the events that it is made of; a snapshot of another
    /// form is left alone. `None`: there are no snapshots, and a start applies every event.
    fn snapshot_form(&self) -> Option<String> {
        None
    }

    /// The state, all of it that events have made.
    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        Ok(Vec::new())
    }

    /// Takes on a state that was written; where it is none, everything stays as it is.
    fn read_state(&mut self, _state: &[u8]) -> Result<(), serde_json::Error> {
        Ok(())
    }

    /// The engine begins: the past was replayed, nobody is logged on yet. Called once, before everything else.
    fn started(&self, _step: &mut Step<Self::Event>) {}

    /// When [`Application::time`] wants to be called next, nanoseconds since 1970.
    fn next_time_unix_ns(&self) -> Option<i64> {
        None
    }

    /// The time that was asked for has come.
    fn time(&self, _step: &mut Step<Self::Event>) {}
}

/// A message for the application.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// The session's name in the configuration.
    pub session: &'a str,
    /// The message, validated against the session's dictionary.
    pub message: Message<'a>,
    /// MsgSeqNum(34).
    pub msg_seq_num: u64,
}

/// What becomes of an application message. Everything but `Accepted` is answered with a reject by the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Taken; answers, if any, were sent through the step.
    Accepted,
    /// The application does not know this MsgType(35): BusinessMessageReject(j) 380=3, or Reject(3) before FIX 4.2.
    UnsupportedMessageType,
    /// A field that this message needs here is missing: 380=5, or Reject(3) 373=1 before FIX 4.2.
    ConditionallyRequiredFieldMissing(u32),
    /// BusinessMessageReject(j) with BusinessRejectReason(380), BusinessRejectRefID(379) and Text(58); Reject(3) with the
    /// text before FIX 4.2.
    BusinessReject {
        /// BusinessRejectReason(380).
        reason: u32,
        /// BusinessRejectRefID(379), e.g. the ClOrdID(11).
        ref_id: Option<String>,
        /// Text(58).
        text: String,
    },
}

/// A session that was made of a template.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// Its name.
    pub session: &'a str,
    /// The template's, see [`crate::Template::name`].
    pub template: &'a str,
    /// The peer's CompID.
    pub comp_id: &'a str,
}

/// A change of a session's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionChange {
    /// Logon(A) was exchanged.
    LoggedOn,
    /// The session ended.
    LoggedOut(Ending),
    /// The sequence numbers went back to 1; what was sent before can't be resent.
    Reset,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The peer sent Logout(5).
    ByPeer,
    /// We sent it: the session is disabled, or its time is over.
    ByUs,
    /// We sent it because the engine ends.
    Shutdown,
    /// Neither: the connection broke, the peer was silent, or one side broke the protocol.
    Lost,
}

/// What an application does in one call: collected here, stored and sent by the engine in one durable append.
#[derive(Debug)]
pub struct Step<Event> {
    now_unix_ns: i64,
    pub(crate) events: Vec<Event>,
    pub(crate) drafts: Vec<(String, Draft)>,
    pub(crate) trace: String,
}

impl<Event> Step<Event> {
    /// A step at that time; the engine makes them, and tests of applications.
    pub fn new(now_unix_ns: i64) -> Self {
        Step {
            now_unix_ns,
            events: Vec::new(),
            drafts: Vec::new(),
            trace: String::new(),
        }
    }

    /// The time of the step, nanoseconds since 1970.
    pub fn now_unix_ns(&self) -> i64 {
        self.now_unix_ns
    }

    /// Stores an event; it is applied when the call returns.
    pub fn store(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Sends a message to the peer of a session. While nobody is logged on, it is kept and sent at the next Logon(A).
    pub fn send(&mut self, session: &str, draft: Draft) {
        self.drafts.push((session.to_owned(), draft));
    }

    /// The W3C traceparent that the journal keeps with this step.
    pub fn trace(&mut self, traceparent: String) {
        self.trace = traceparent;
    }

    /// What was stored so far, for tests of applications.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What was sent so far, by session, for tests of applications.
    pub fn drafts(&self) -> &[(String, Draft)] {
        &self.drafts
    }
}
