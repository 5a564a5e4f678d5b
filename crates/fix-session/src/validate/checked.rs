//! Which errors anybody wants to know of: each kind has a switch in the configuration. Asked when one is found, so that
//! the switches cost a message that is right nothing.

use fix_dictionary::{USER_DEFINED_TAG_MIN, tag};

use crate::config::Checks;
use crate::reject::RejectReason;

/// Whether an error of that kind, at that tag, is to be told.
pub(super) fn is_checked(checks: Checks, reason: RejectReason, tag: u32) -> bool {
    let is_user_defined = tag >= USER_DEFINED_TAG_MIN;
    match reason {
        RejectReason::InvalidTagNumber if is_user_defined => checks.user_defined_tags,
        RejectReason::InvalidTagNumber => checks.unknown_tags,
        RejectReason::TagNotDefinedForMessageType => {
            checks.tags_of_message && (checks.user_defined_tags || !is_user_defined)
        }
        RejectReason::RequiredTagMissing => checks.required,
        RejectReason::TagSpecifiedWithoutValue => checks.values_present,
        // The messages say which types there are, custom ones included; the field's list is FIX's own.
        RejectReason::ValueIncorrect if tag == tag::MSG_TYPE => false,
        RejectReason::ValueIncorrect => checks.values,
        RejectReason::IncorrectDataFormat => checks.formats,
        RejectReason::CompIdProblem => checks.comp_ids,
        RejectReason::SendingTimeAccuracy => checks.sending_time,
        RejectReason::InvalidMsgType => checks.msg_types,
        RejectReason::TagAppearsMoreThanOnce => checks.repeated_tags,
        RejectReason::TagOutOfOrder => checks.field_order,
        RejectReason::GroupFieldsOutOfOrder => checks.group_order,
        RejectReason::IncorrectNumInGroup => checks.group_counts,
    }
}
