//! BusinessMessageReject(j), where the reason comes later than the message's own step.

use fix_codec::Draft;
use fix_messages::BusinessMessageRejectWriter as Writer;
use fix_messages::codes::BusinessRejectReason;

use super::{Reader, text};
use crate::custom;

/// BusinessMessageReject(j): a request came to nothing.
#[derive(Debug, Clone)]
pub(crate) struct BusinessReject<'a> {
    /// RefMsgType(372)
    pub ref_msg_type: &'static str,
    /// BusinessRejectRefID(379): the request's own id.
    pub ref_id: &'a str,
    /// BusinessRejectReason(380)
    pub reason: BusinessRejectReason,
    /// Text(58)
    pub text: &'a str,
}

impl BusinessReject<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut reject = fix_messages::BusinessMessageReject::write(&dictionary);
        reject
            .with(text(self.text), Writer::text)
            .ref_msg_type(self.ref_msg_type)
            .with(text(self.ref_id), Writer::business_reject_ref_id)
            .business_reject_reason(self.reason);
        reader.finished(reject.finish_as_written())
    }
}
