//! What a session is configured with: who talks to whom in which version, and how strict it is.

use std::sync::Arc;

use fix_codec::TimePrecision;
use fix_dictionary::Dictionary;

use crate::authentication::{Authentication, RefusedLogon, Secret};
use crate::version::Version;

/// Which end of the connection this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Waits for Logon(A).
    Acceptor,
    /// Sends Logon(A) first.
    Initiator,
}

/// One session. Names are from this end's view: `sender` is us.
#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// Which end this is.
    pub role: Role,
    /// BeginString(8) and the rules that go with it.
    pub version: Version,
    /// SenderCompID(49) of what we send.
    pub sender_comp_id: String,
    /// TargetCompID(56) of what we send.
    pub target_comp_id: String,
    /// DefaultApplVerID(1137), FIXT.1.1 only, e.g. `9` for FIX 5.0 SP2.
    pub default_appl_ver_id: Option<String>,
    /// The tables that messages are checked against.
    pub dictionaries: Dictionaries,
    /// Which checks are made.
    pub checks: Checks,
    /// HeartBtInt(108) that an initiator asks for; an acceptor takes its peer's.
    pub heart_bt_int_s: u32,
    /// When both sequence numbers go back to 1.
    pub resets: Resets,
    /// What an initiator logs on with, or what an acceptor asks for.
    pub credentials: Option<Credentials>,
    /// NewPassword(925) that an initiator asks for with its next Logon(A), FIXT.1.1 only. When the peer's answer says that
    /// it was changed, later Logons have it as their password. Where the answer was lost, nobody here can know which holds.
    pub new_password: Option<Secret>,
    /// Who says whether an acceptor's peer may log on.
    pub authentication: Authentication,
    /// What a peer hears that may not.
    pub refused_logon: RefusedLogon,
    /// Decimals of SendingTime(52); `None` for what the version prescribes.
    pub time_precision: Option<TimePrecision>,
    /// Logon(A) says what is expected next, in NextExpectedMsgSeqNum(789), and what the peer's says it lacks is sent
    /// without being asked for. FIX 4.4 and later, and only with peers that do the same.
    pub next_expected: bool,
    /// Every message says which was processed last, in LastMsgSeqNumProcessed(369). FIX 4.2 and later.
    pub last_processed: bool,
    /// BusinessMessageReject(j) carries DefaultApplVerID(1137), which no dictionary allows: a habit of QuickFIX that its
    /// acceptance suite asks for.
    pub business_reject_names_version: bool,
    /// Named limits of the session.
    pub limits: SessionLimits,
}

impl SessionConfig {
    /// A session with every check on and sequence numbers that live on.
    pub fn new(
        role: Role,
        version: Version,
        sender_comp_id: &str,
        target_comp_id: &str,
        dictionaries: Dictionaries,
    ) -> Self {
        SessionConfig {
            role,
            version,
            sender_comp_id: sender_comp_id.to_owned(),
            target_comp_id: target_comp_id.to_owned(),
            default_appl_ver_id: None,
            dictionaries,
            checks: Checks::default(),
            heart_bt_int_s: 30,
            resets: Resets::default(),
            credentials: None,
            new_password: None,
            authentication: Authentication::default(),
            refused_logon: RefusedLogon::default(),
            time_precision: None,
            next_expected: false,
            last_processed: false,
            business_reject_names_version: false,
            limits: SessionLimits::default(),
        }
    }

    pub(crate) fn uses_next_expected(&self) -> bool {
        self.next_expected && self.version.has_next_expected()
    }

    pub(crate) fn says_last_processed(&self) -> bool {
        self.last_processed && self.version.has_last_processed()
    }

    pub(crate) fn precision(&self) -> TimePrecision {
        self.time_precision.unwrap_or(self.version.time_precision())
    }
}

/// The dictionary of the session layer and that of the application: one and the same before FIXT.1.1.
#[derive(Debug, Clone)]
pub struct Dictionaries {
    /// Header, trailer and session messages.
    pub session: Arc<Dictionary>,
    /// Application messages.
    pub application: Arc<Dictionary>,
}

/// Username(553) and Password(554).
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Username(553).
    pub username: String,
    /// Password(554); never printed.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// A switch for each kind of check of incoming messages, all of them on in [`Checks::default`] but `group_order`. A check
/// that is off lets pass what it would have found; the application must then expect it.
///
/// BodyLength(9) and CheckSum(10) have no switch: without them nobody knows where a message ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the configuration"
)]
pub struct Checks {
    /// Everything below that the dictionary says, down to `tags_of_message`.
    pub dictionary: bool,
    /// MsgType(35) must be in the dictionary (373=11); without it the application gets unknown types.
    pub msg_types: bool,
    /// Header, body and trailer fields in their places (373=14).
    pub field_order: bool,
    /// What the message and each entry of its groups must have (373=1).
    pub required: bool,
    /// A tag only once, outside of groups and in each entry (373=13).
    pub repeated_tags: bool,
    /// No field without a value (373=4).
    pub values_present: bool,
    /// Values in the format of their type (373=6).
    pub formats: bool,
    /// Values from the field's list, where it has one (373=5).
    pub values: bool,
    /// As many entries as the group's count says (373=16).
    pub group_counts: bool,
    /// The fields of an entry in the dictionary's order (373=15). Off, as many peers, and QuickFIX, don't keep to it.
    pub group_order: bool,
    /// Tags below 5000 must be in the dictionary (373=0).
    pub unknown_tags: bool,
    /// Tags from 5000 on must be in the dictionary, too (373=0).
    pub user_defined_tags: bool,
    /// Every tag must belong to its message (373=2).
    pub tags_of_message: bool,
    /// SenderCompID(49) and TargetCompID(56) must be the session's (373=9).
    pub comp_ids: bool,
    /// SendingTime(52) must be about now (373=10).
    pub sending_time: bool,
    /// What is sent again must have its OrigSendingTime(122) (373=1).
    pub orig_sending_time: bool,
}

impl Default for Checks {
    fn default() -> Self {
        Checks {
            dictionary: true,
            msg_types: true,
            field_order: true,
            required: true,
            repeated_tags: true,
            values_present: true,
            formats: true,
            values: true,
            group_counts: true,
            group_order: false,
            unknown_tags: true,
            user_defined_tags: true,
            tags_of_message: true,
            comp_ids: true,
            sending_time: true,
            orig_sending_time: true,
        }
    }
}

/// When a session starts again at sequence number 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Resets {
    /// At each Logon(A); an initiator then sends ResetSeqNumFlag(141).
    pub on_logon: bool,
    /// After each Logout(5).
    pub on_logout: bool,
    /// When the connection ends.
    pub on_disconnect: bool,
}

/// Limits of one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Messages kept while a gap before them is being filled; what comes beyond is asked for again.
    pub out_of_order_messages: usize,
    /// Messages that one ResendRequest(2) asks for: a longer gap is closed in several. `None` asks for all at once, with
    /// an open end, which every peer understands.
    pub resend_request_messages: Option<u64>,
    /// How far SendingTime(52) may be off.
    pub sending_time_off_s: u32,
    /// How long our Logout(5) is held back for a peer that does not have everything yet that it was sent.
    pub logout_hold_s: u32,
    /// How long a Logout(5) may stay unanswered.
    pub logout_wait_s: u32,
    /// How long a ResendRequest(2) may stay without any answer before it is sent again.
    pub resend_wait_s: u32,
    /// How long an initiator waits for the Logon(A) of its peer, and an acceptor for the verdict on it.
    pub logon_wait_s: u32,
    /// The longest HeartBtInt(108) that an acceptor takes.
    pub heart_bt_int_max_s: u32,
}

impl Default for SessionLimits {
    fn default() -> Self {
        SessionLimits {
            out_of_order_messages: 1024,
            resend_request_messages: None,
            sending_time_off_s: 120,
            logout_hold_s: 5,
            logout_wait_s: 2,
            resend_wait_s: 30,
            logon_wait_s: 10,
            heart_bt_int_max_s: 3600,
        }
    }
}
