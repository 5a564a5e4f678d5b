//! Requests for free cash, CollateralRequest(AX): handed to the solver, whose events say how each goes on.

use fix_dictionary::msg_type;
use fix_engine::{Step, Verdict};
use fix_messages::CollateralRequest;
use fix_messages::codes::BusinessRejectReason;
use proto::v1;

use super::OrderEntry;
use crate::event::Event;
use crate::message::BusinessReject;
use crate::reject::PayoutFault;
use crate::request::PayoutAsked;

impl OrderEntry {
    pub(super) fn payout_request(
        &self,
        session: &str,
        request: CollateralRequest<'_>,
        step: &mut Step<Event>,
    ) -> Verdict {
        let read = PayoutAsked::read(request, &self.cash).and_then(|asked| {
            self.check_account(session, &asked.account)?;
            if self.state.is_payout_asked(session, &asked.coll_req_id) {
                return Err(PayoutFault::DuplicateRequest);
            }
            Ok(asked)
        });
        match read {
            Ok(payout) => {
                step.store(Event::PayoutTaken {
                    command: self.state.next_command(),
                    session: session.to_owned(),
                    payout,
                });
                Verdict::Accepted
            }
            Err(fault) => Verdict::BusinessReject {
                reason: fault.business_reject_reason(),
                ref_id: request.coll_req_id().readable().map(str::to_owned),
                text: fault.to_string(),
            },
        }
    }

    /// The solver refuses it: no event will say so.
    pub(super) fn payout_refused(
        &self,
        request: &v1::RequestPayoutRequest,
        text: &str,
        step: &mut Step<Event>,
    ) {
        let reject = BusinessReject {
            ref_msg_type: msg_type::COLLATERAL_REQUEST,
            ref_id: &request.request_id,
            reason: BusinessRejectReason::Other,
            text,
        };
        self.answer_to(&request.session, step, |reader| reject.draft(reader));
    }
}
