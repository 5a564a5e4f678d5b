//! Commands that the solver refuses to hear: a defect, or a payout that can't be. Who asked is told.

use fix_engine::Step;
use fix_messages::codes::{
    CxlRejReason, CxlRejResponseTo, ExecType, MassCancelRejectReason, OrdRejReason,
};

use super::OrderEntry;
use super::cancels::AboutOrder;
use crate::event::Event;
use crate::message::{ExecutionReport, MassCancelType, OrdStatus};
use crate::order::OrderFacts;
use crate::state::Call;

impl OrderEntry {
    pub(super) fn command_refused(&self, command: u64, refusal: &str, step: &mut Step<Event>) {
        let Some(pending) = self.state.command(command) else {
            return;
        };
        let text = format!("the request could not be handed on: {refusal}");
        match &pending.call {
            Call::Submit(request) => {
                let known = self.state.order(&request.session, &request.cl_ord_id);
                let mut order = known
                    .cloned()
                    .unwrap_or_else(|| OrderFacts::asked(&request.cl_ord_id, "", "", '1'));
                order.ord_status = OrdStatus::Rejected;
                let report = ExecutionReport {
                    ord_rej_reason: Some(OrdRejReason::Other),
                    text: &text,
                    ..self.answer(&order, ExecType::Rejected, step)
                };
                self.tell(&request.session, &order.account, step, |reader| {
                    report.draft(reader)
                });
            }
            Call::Cancel(request) => self.reject_request(
                &request.session,
                &AboutOrder {
                    cl_ord_id: &request.cl_ord_id,
                    orig_cl_ord_id: &request.orig_cl_ord_id,
                    response_to: CxlRejResponseTo::OrderCancelRequest,
                },
                (CxlRejReason::Other, &text),
                step,
            ),
            Call::Replace(request) => self.reject_request(
                &request.session,
                &AboutOrder {
                    cl_ord_id: &request.cl_ord_id,
                    orig_cl_ord_id: &request.orig_cl_ord_id,
                    response_to: CxlRejResponseTo::OrderCancelReplaceRequest,
                },
                (CxlRejReason::Other, &text),
                step,
            ),
            Call::Quote(request) => self.quote_refused(request, &text, step),
            // What the solver says of a payout is for the client: it is not in what he asked for.
            Call::Payout(request) => self.payout_refused(request, refusal, step),
            Call::CancelAll(request) if request.cl_ord_id.is_empty() => {}
            Call::CancelAll(request) => {
                let asked = if request.index.is_empty() {
                    MassCancelType::All
                } else {
                    MassCancelType::Index
                };
                let report = self.mass_cancel_refusal(
                    &request.cl_ord_id,
                    asked.request_type(),
                    &request.index,
                    (MassCancelRejectReason::Other, &text),
                    step,
                );
                self.answer_to(&request.session, step, |reader| report.draft(reader));
            }
        }
        step.store(Event::CommandFailed { command });
    }
}
