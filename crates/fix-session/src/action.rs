//! What a session asks its shell to do.

use crate::authentication::LogonRequest;
use crate::replay::Replay;

/// One thing to do, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Store it, then write it to the socket.
    Send(Sent),
    /// Forget the stored messages: both sequence numbers start at 1 again.
    Reset,
    /// Read the stored messages of the range and give them to [`crate::Session::replay`], then end it with
    /// [`crate::Session::replay_end`]. Nothing else may be sent until then.
    Replay(Replay),
    /// Find out whether the peer may log on and call [`crate::Session::authenticated`]. Until then no further message of
    /// the peer may be given to the session.
    Authenticate(LogonRequest),
    /// Close the connection, after what was sent before.
    Disconnect(DisconnectReason),
}

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// MsgSeqNum(34).
    pub msg_seq_num: u64,
    /// Whether it has to be stored.
    pub kind: SentKind,
    /// The whole message.
    pub bytes: Vec<u8>,
}

/// What a sent message is to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentKind {
    /// Of the session layer, or of the moment: its number counts, its bytes are never sent again.
    Session,
    /// Of the application: kept for ResendRequest(2).
    Application,
    /// Sent again: it has a number of old.
    Duplicate,
}

/// Whether a message is for the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Delivery {
    /// It was the session's own business.
    None,
    /// The application has to see it, once, now.
    Application,
}

/// The two sequence numbers that a store keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// The MsgSeqNum(34) that is expected next.
    pub next_incoming: u64,
    /// The MsgSeqNum(34) that is given next.
    pub next_outgoing: u64,
}

impl Default for Numbers {
    fn default() -> Self {
        Numbers {
            next_incoming: 1,
            next_outgoing: 1,
        }
    }
}

/// Why a session closes the connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DisconnectReason {
    /// Logout(5) was exchanged.
    #[error("logged out")]
    LoggedOut,
    /// The peer refused the Logon(A) with a Logout(5) of that Text(58).
    #[error("the peer refused the logon: {0}")]
    Refused(String),
    /// The first message is no Logon(A).
    #[error("the first message is not a Logon")]
    LogonExpected,
    /// The shell does not let the peer in, for that reason.
    #[error("the logon is refused: {0}")]
    Unauthenticated(String),
    /// The Logon(A) is not acceptable.
    #[error("the Logon is not acceptable: {0}")]
    BadLogon(String),
    /// A Logon(A) within a session without ResetSeqNumFlag(141).
    #[error("a second Logon within the session")]
    SecondLogon,
    /// No answer to our Logon(A), or no verdict on that of the peer.
    #[error("no answer to the Logon in time")]
    LogonTimeout,
    /// No answer to our Logout(5).
    #[error("no answer to the Logout in time")]
    LogoutTimeout,
    /// Nothing came for 2.4 heartbeat intervals.
    #[error("nothing received for 2.4 heartbeat intervals")]
    Silent,
    /// MsgSeqNum(34) is too low.
    #[error("MsgSeqNum too low")]
    SequenceTooLow,
    /// A message exceeds a limit, or has no MsgSeqNum(34).
    #[error("{0}")]
    Malformed(String),
}
