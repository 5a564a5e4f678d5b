//! The versions of FIX and in what their session layers differ: data for the rules, so that a rule asks for a
//! property and never for a version.

use fix_codec::TimePrecision;

/// A version of the session layer, named by its BeginString(8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are FIX's own")]
pub enum Version {
    Fix40,
    Fix41,
    Fix42,
    Fix43,
    Fix44,
    Fixt11,
}

impl Version {
    /// All of them, oldest first.
    pub const ALL: [Version; 6] = [
        Version::Fix40,
        Version::Fix41,
        Version::Fix42,
        Version::Fix43,
        Version::Fix44,
        Version::Fixt11,
    ];

    /// BeginString(8).
    pub fn begin_string(self) -> &'static str {
        match self {
            Version::Fix40 => "FIX.4.0",
            Version::Fix41 => "FIX.4.1",
            Version::Fix42 => "FIX.4.2",
            Version::Fix43 => "FIX.4.3",
            Version::Fix44 => "FIX.4.4",
            Version::Fixt11 => "FIXT.1.1",
        }
    }

    /// From a BeginString(8).
    pub fn from_begin_string(text: &str) -> Option<Version> {
        Version::ALL
            .into_iter()
            .find(|version| version.begin_string() == text)
    }

    pub(crate) fn time_precision(self) -> TimePrecision {
        if self >= Version::Fix42 {
            TimePrecision::Milliseconds
        } else {
            TimePrecision::Seconds
        }
    }

    /// The data type char is any text; since FIX 4.2 it is one character, and text is String.
    pub(crate) fn char_is_text(self) -> bool {
        self < Version::Fix42
    }

    /// EndSeqNo(16) that means "everything you have".
    pub(crate) fn infinity(self) -> u64 {
        if self >= Version::Fix42 { 0 } else { 999_999 }
    }

    /// Reject(3) has RefTagID(371), RefMsgType(372) and SessionRejectReason(373); before, the tag is in the text.
    pub(crate) fn has_reject_fields(self) -> bool {
        self >= Version::Fix42
    }

    /// The largest SessionRejectReason(373) that may be sent.
    pub(crate) fn reject_reason_max(self) -> u32 {
        if self >= Version::Fix43 { u32::MAX } else { 11 }
    }

    /// BusinessMessageReject(j) exists.
    pub(crate) fn has_business_reject(self) -> bool {
        self >= Version::Fix42
    }

    /// NextExpectedMsgSeqNum(789) exists.
    pub(crate) fn has_next_expected(self) -> bool {
        self >= Version::Fix44
    }

    /// LastMsgSeqNumProcessed(369) exists.
    pub(crate) fn has_last_processed(self) -> bool {
        self >= Version::Fix42
    }

    /// SessionStatus(1409) exists.
    pub(crate) fn has_session_status(self) -> bool {
        self >= Version::Fixt11
    }

    /// ResetSeqNumFlag(141) exists; before, both sides have to agree otherwise on when they reset.
    pub(crate) fn has_reset_seq_num_flag(self) -> bool {
        self >= Version::Fix41
    }

    /// OnBehalfOfLocationID(144) and DeliverToLocationID(145) exist.
    pub(crate) fn has_location_ids(self) -> bool {
        self >= Version::Fix41
    }
}
