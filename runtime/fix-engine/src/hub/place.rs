//! A session in the hub: its state machine, what is stored of it, its connection, and what is about to go out to it.

use fix_codec::Message;
use fix_dictionary::tag;
use fix_session::{Authentication, Numbers, Session, SessionConfig};
use tokio::sync::watch;

use super::hours::Clock;
use super::operator::Traffic;
use super::replays::Suspended;
use super::timers::NEVER;
use crate::access::Access;
use crate::application::Ending;
use crate::config::{NamedSession, StorePolicy};
use crate::connection::{ConnectionId, Outbox};
use crate::password::{Password, Tries};
use crate::store::Stored;
use crate::throttle::{Line, Throttle};

/// What a session's state looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionStatus {
    /// Whether Logon(A) was exchanged.
    pub is_logged_on: bool,
    /// Whether it may log on.
    pub is_enabled: bool,
    /// Its sequence numbers.
    pub numbers: Numbers,
    /// Messages that wait for its next logon.
    pub queued: usize,
}

/// What makes a first message one of a session: BeginString(8), SenderCompID(49) and TargetCompID(56), as it has them.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Identity(pub(super) String, pub(super) String, pub(super) String);

impl Identity {
    pub(super) fn of(config: &SessionConfig) -> Self {
        Identity(
            config.version.begin_string().to_owned(),
            config.target_comp_id.clone(),
            config.sender_comp_id.clone(),
        )
    }

    /// What a message says.
    pub(super) fn said_in(message: Message<'_>) -> Option<Self> {
        let text = |value: &[u8]| Some(std::str::from_utf8(value).ok()?.to_owned());
        Some(Identity(
            text(message.begin_string())?,
            text(message.get(tag::SENDER_COMP_ID)?)?,
            text(message.get(tag::TARGET_COMP_ID)?)?,
        ))
    }
}

/// Who says that a session is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Definition {
    /// The configuration.
    Configured,
    /// Whoever added it to the running engine.
    Added,
    /// Its peer, which logged on: it is of that template.
    Made(usize),
}

/// See the module.
pub(crate) struct Place {
    pub(crate) name: String,
    pub(super) definition: Definition,
    pub(crate) session: Session,
    pub(crate) stored: Stored,
    pub(crate) store: StorePolicy,
    pub(super) access: Access,
    pub(super) connection: Option<(ConnectionId, Outbox)>,
    pub(super) suspended: Option<Suspended>,
    pub(super) was_logged_on: bool,
    /// How the session ends, as far as that is known while it is logged on.
    pub(super) ending: Ending,
    pub(super) password: Option<Password>,
    pub(super) tries: Tries,
    pub(super) clock: Clock,
    pub(super) throttle: Option<Throttle>,
    pub(super) line: Line,
    /// Those that wait in the line are handed on when the step is over: no number could ask for them again.
    pub(super) must_hand_on: bool,
    pub(super) traffic: Traffic,
    /// Since when it is logged on, or not.
    pub(super) since_ns: i64,
    /// It is in the list of those that the end of the round looks at.
    pub(super) is_touched: bool,
    /// Bytes that go out at the end of the round.
    pub(super) wire: Vec<u8>,
    /// The last batch that holds bytes back for it, and where in that batch.
    pub(super) held: Option<(u64, usize)>,
    /// MsgSeqNum(34) below this are never given again, whatever is lost.
    pub(super) reserved: u64,
    /// When the timers look at it.
    pub(super) timer_ns: i64,
    pub(crate) status: watch::Sender<SessionStatus>,
}

impl Place {
    /// A session that goes on from what is stored of it.
    pub(super) fn new(named: NamedSession, stored: Stored, definition: Definition) -> Self {
        let stored = match named.store {
            StorePolicy::Memory => stored.without_journal(),
            StorePolicy::Sync | StorePolicy::Buffered => stored,
        };
        let numbers = stored.numbers_after_restart();
        let mut config = named.session;
        if named.password.is_some() {
            config.authentication = Authentication::Shell;
        }
        let mut session = Session::new(config, numbers);
        if stored.kept.owes_reset {
            session.owe_reset();
        }
        let status = SessionStatus {
            is_logged_on: false,
            is_enabled: !stored.kept.is_disabled && named.hours.is_none(),
            numbers,
            queued: stored.queued.len(),
        };
        Place {
            name: named.name,
            definition,
            session,
            reserved: stored.reserved,
            stored,
            store: named.store,
            access: named.access,
            connection: None,
            suspended: None,
            was_logged_on: false,
            ending: Ending::Lost,
            password: named.password,
            tries: Tries::default(),
            clock: Clock::new(named.hours),
            throttle: named.throttle,
            line: Line::default(),
            must_hand_on: false,
            traffic: Traffic::default(),
            since_ns: 0,
            is_touched: false,
            wire: Vec::new(),
            held: None,
            timer_ns: NEVER,
            status: watch::Sender::new(status),
        }
    }

    /// The connection, where there is one.
    pub(super) fn outbox(&self) -> Option<&Outbox> {
        self.connection.as_ref().map(|(_, outbox)| outbox)
    }

    pub(super) fn is_on(&self, id: ConnectionId) -> bool {
        self.connection.as_ref().is_some_and(|(on, _)| *on == id)
    }

    /// Hands over what goes out at the end of the round.
    pub(super) fn flush(&mut self, write: fn(&Outbox, Vec<u8>)) {
        if self.wire.is_empty() {
            return;
        }
        let wire = std::mem::take(&mut self.wire);
        if let Some(outbox) = self.outbox() {
            write(outbox, wire);
        }
    }

    /// Tells those who watch, if something changed.
    pub(super) fn publish(&self) {
        let status = SessionStatus {
            is_logged_on: self.session.is_logged_on(),
            is_enabled: !self.stored.kept.is_disabled && self.clock.is_open(),
            numbers: self.session.numbers(),
            queued: self.stored.queued.len(),
        };
        self.status.send_if_modified(|before| {
            let is_new = *before != status;
            *before = status;
            is_new
        });
    }
}
