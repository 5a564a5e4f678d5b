//! Reject(3) and BusinessMessageReject(j): reasons, texts, and the answer's route.

use fix_codec::{Draft, Message};
use fix_dictionary::tag;

use crate::action::Action;
use crate::session::Session;
use crate::version::Version;

/// SessionRejectReason(373).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are FIX's own")]
pub enum RejectReason {
    InvalidTagNumber = 0,
    RequiredTagMissing = 1,
    TagNotDefinedForMessageType = 2,
    TagSpecifiedWithoutValue = 4,
    ValueIncorrect = 5,
    IncorrectDataFormat = 6,
    CompIdProblem = 9,
    SendingTimeAccuracy = 10,
    InvalidMsgType = 11,
    TagAppearsMoreThanOnce = 13,
    TagOutOfOrder = 14,
    GroupFieldsOutOfOrder = 15,
    IncorrectNumInGroup = 16,
}

impl RejectReason {
    /// Text(58).
    pub fn text(self) -> &'static str {
        match self {
            RejectReason::InvalidTagNumber => "Invalid tag number",
            RejectReason::RequiredTagMissing => "Required tag missing",
            RejectReason::TagNotDefinedForMessageType => "Tag not defined for this message type",
            RejectReason::TagSpecifiedWithoutValue => "Tag specified without a value",
            RejectReason::ValueIncorrect => "Value is incorrect (out of range) for this tag",
            RejectReason::IncorrectDataFormat => "Incorrect data format for value",
            RejectReason::CompIdProblem => "CompID problem",
            RejectReason::SendingTimeAccuracy => "SendingTime accuracy problem",
            RejectReason::InvalidMsgType => "Invalid MsgType",
            RejectReason::TagAppearsMoreThanOnce => "Tag appears more than once",
            RejectReason::TagOutOfOrder => "Tag specified out of required order",
            RejectReason::GroupFieldsOutOfOrder => "Repeating group fields out of order",
            RejectReason::IncorrectNumInGroup => "Incorrect NumInGroup count for repeating group",
        }
    }
}

/// What is wrong with a message: the reason, and the tag it is about as the peer wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// SessionRejectReason(373).
    pub reason: RejectReason,
    /// RefTagID(371).
    pub tag: Option<String>,
}

impl Problem {
    pub(crate) fn of(reason: RejectReason) -> Self {
        Problem { reason, tag: None }
    }

    pub(crate) fn at(reason: RejectReason, tag: u32) -> Self {
        Problem {
            reason,
            tag: Some(tag.to_string()),
        }
    }

    pub(crate) fn at_text(reason: RejectReason, tag: &[u8]) -> Self {
        Problem {
            reason,
            tag: Some(String::from_utf8_lossy(tag).into_owned()),
        }
    }
}

/// Why the application refuses a valid message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The application does not know this MsgType(35).
    UnsupportedMessageType,
    /// A field that the message needs here is missing.
    ConditionallyRequiredFieldMissing(u32),
    /// Any other BusinessRejectReason(380).
    Business {
        /// BusinessRejectReason(380).
        reason: u32,
        /// BusinessRejectRefID(379).
        ref_id: Option<String>,
        /// Text(58).
        text: String,
    },
}

const BUSINESS_UNSUPPORTED_MESSAGE_TYPE: u32 = 3;
const BUSINESS_CONDITIONALLY_REQUIRED_FIELD_MISSING: u32 = 5;

/// The routing fields of a message, and what each becomes in the answer to it.
const REVERSE_ROUTE: [(u32, u32); 6] = [
    (tag::ON_BEHALF_OF_COMP_ID, tag::DELIVER_TO_COMP_ID),
    (tag::ON_BEHALF_OF_SUB_ID, tag::DELIVER_TO_SUB_ID),
    (tag::ON_BEHALF_OF_LOCATION_ID, tag::DELIVER_TO_LOCATION_ID),
    (tag::DELIVER_TO_COMP_ID, tag::ON_BEHALF_OF_COMP_ID),
    (tag::DELIVER_TO_SUB_ID, tag::ON_BEHALF_OF_SUB_ID),
    (tag::DELIVER_TO_LOCATION_ID, tag::ON_BEHALF_OF_LOCATION_ID),
];

impl Session {
    /// Answers a message with Reject(3). A rejected message has had its turn: its number counts.
    pub(crate) fn reject(
        &mut self,
        message: Message<'_>,
        problem: &Problem,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        let counts = !matches!(message.msg_type(), b"A" | b"4");
        if counts && message.msg_seq_num() == Some(self.numbers.next_incoming) {
            self.advance();
        }
        self.emit_reject(message, problem, now_ns, actions);
    }

    /// Reject(3) without moving the sequence.
    fn emit_reject(
        &mut self,
        message: Message<'_>,
        problem: &Problem,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        let version = self.config.version;
        let code = problem.reason as u32;
        let mut draft = reversed("3", message, version);
        draft = draft.optional(tag::REF_SEQ_NUM, message.msg_seq_num());
        draft = match &problem.tag {
            Some(tag) if version.has_reject_fields() => draft
                .field(tag::TEXT, problem.reason.text())
                .field(tag::REF_TAG_ID, tag),
            Some(tag) => draft.field(tag::TEXT, format_args!("{} ({tag})", problem.reason.text())),
            None => draft.field(tag::TEXT, problem.reason.text()),
        };
        if version.has_reject_fields() {
            draft.push_bytes(tag::REF_MSG_TYPE, message.msg_type());
            if code <= version.reject_reason_max() {
                draft.push(tag::SESSION_REJECT_REASON, code);
            }
        }
        self.emit_session(&draft, now_ns, actions);
    }

    /// Answers a message that the application refuses.
    pub fn refuse(
        &mut self,
        message: Message<'_>,
        refusal: &Refusal,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        let version = self.config.version;
        if !version.has_business_reject() {
            self.emit_old_refusal(message, refusal, now_ns, actions);
            return;
        }
        let (reason, ref_id, text) = match refusal {
            Refusal::UnsupportedMessageType => (
                BUSINESS_UNSUPPORTED_MESSAGE_TYPE,
                None,
                "Unsupported Message Type".to_owned(),
            ),
            Refusal::ConditionallyRequiredFieldMissing(tag) => (
                BUSINESS_CONDITIONALLY_REQUIRED_FIELD_MISSING,
                None,
                format!("Conditionally Required Field Missing ({tag})"),
            ),
            Refusal::Business {
                reason,
                ref_id,
                text,
            } => (*reason, ref_id.as_deref(), text.clone()),
        };
        let mut draft = reversed("j", message, version)
            .optional(tag::REF_SEQ_NUM, message.msg_seq_num())
            .field(tag::TEXT, text);
        draft.push_bytes(tag::REF_MSG_TYPE, message.msg_type());
        draft = draft
            .optional(tag::BUSINESS_REJECT_REF_ID, ref_id)
            .field(tag::BUSINESS_REJECT_REASON, reason);
        if self.config.business_reject_names_version {
            draft = draft.optional(
                tag::DEFAULT_APPL_VER_ID,
                self.config.default_appl_ver_id.as_deref(),
            );
        }
        self.emit(&draft, crate::SentKind::Application, now_ns, actions);
    }

    /// FIX 4.0 and 4.1 have Reject(3) only.
    fn emit_old_refusal(
        &mut self,
        message: Message<'_>,
        refusal: &Refusal,
        now_ns: i64,
        actions: &mut Vec<Action>,
    ) {
        let text = match refusal {
            Refusal::UnsupportedMessageType => "Unsupported message type".to_owned(),
            Refusal::ConditionallyRequiredFieldMissing(tag) => {
                format!("{} ({tag})", RejectReason::RequiredTagMissing.text())
            }
            Refusal::Business { text, .. } => text.clone(),
        };
        let draft = reversed("3", message, self.config.version)
            .optional(tag::REF_SEQ_NUM, message.msg_seq_num())
            .field(tag::TEXT, text);
        self.emit_session(&draft, now_ns, actions);
    }
}

/// An answer that goes back the way its message came. An empty routing field has no way back.
fn reversed(msg_type: &str, message: Message<'_>, version: Version) -> Draft {
    let mut draft = Draft::new(msg_type);
    for (theirs, ours) in REVERSE_ROUTE {
        let is_location = matches!(
            theirs,
            tag::ON_BEHALF_OF_LOCATION_ID | tag::DELIVER_TO_LOCATION_ID
        );
        if is_location && !version.has_location_ids() {
            continue;
        }
        if let Some(value) = message.get(theirs).filter(|value| !value.is_empty()) {
            draft = draft.header_field(ours, value);
        }
    }
    draft
}
