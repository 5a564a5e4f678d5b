//! BusinessMessageReject(j), where the reason comes later than the message's own step.

use fix_codec::Draft;
use fix_dictionary::{msg_type, tag};

use super::Reader;

/// BusinessMessageReject(j): a request came to nothing.
#[derive(Debug, Clone)]
pub(crate) struct BusinessReject<'a> {
    /// RefMsgType(372)
    pub ref_msg_type: &'static str,
    /// BusinessRejectRefID(379): the request's own id.
    pub ref_id: &'a str,
    /// BusinessRejectReason(380)
    pub reason: u32,
    /// Text(58)
    pub text: &'a str,
}

impl BusinessReject<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Draft {
        reader
            .begin(msg_type::BUSINESS_MESSAGE_REJECT)
            .field(tag::TEXT, self.text)
            .field(tag::REF_MSG_TYPE, self.ref_msg_type)
            .field(tag::BUSINESS_REJECT_REF_ID, self.ref_id)
            .field(tag::BUSINESS_REJECT_REASON, self.reason)
    }
}
