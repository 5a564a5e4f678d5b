//! Requests for quotes: handed to the solver, whose answer is a quote or the reason why there is none.

use fix_engine::Step;
use fix_messages::codes::{QuoteCancelType, QuoteRequestRejectReason, QuoteStatus};
use proto::v1;

use super::OrderEntry;
use crate::event::Event;
use crate::message::{Quote, QuoteCancelled, QuoteRequestReject, Reader};
use crate::reject::{quote_reject_reason, quote_reject_reason_of};
use crate::request::{QuoteAsked, Side};
use crate::state::{Call, LiveQuote};

impl OrderEntry {
    pub(super) fn quote_request(
        &self,
        session: &str,
        request: fix_messages::QuoteRequest<'_>,
        reader: Reader<'_>,
        step: &mut Step<Event>,
    ) {
        let own = self.state.accounts(session);
        let only = own.filter(|own| own.len() == 1).and_then(|own| own.first());
        let read = QuoteAsked::read(request, &self.cash, only.map(String::as_str));
        let read = read.and_then(|asked| {
            self.check_account(session, &asked.account)?;
            Ok(asked)
        });
        match read {
            Ok(quote) => step.store(Event::QuoteTaken {
                command: self.state.next_command(),
                session: session.to_owned(),
                quote,
            }),
            Err(fault) => {
                let entries = request.no_related_sym().ok();
                let first = entries.and_then(|mut entries| entries.next());
                let index = first.and_then(|entry| entry.symbol().readable());
                let reject = QuoteRequestReject {
                    quote_req_id: request.quote_req_id().readable().unwrap_or("NONE"),
                    reason: quote_reject_reason(&fault),
                    index: index.unwrap_or_default(),
                    text: &fault.to_string(),
                };
                if let Some(draft) = reject.draft(reader) {
                    step.send(session, draft);
                }
            }
        }
    }

    /// A client does not want its quotes any more. The solver need not hear of it: nothing is reserved by a quote.
    pub(super) fn cancel_quotes(
        &self,
        session: &str,
        request: fix_messages::QuoteCancel<'_>,
        reader: Reader<'_>,
        step: &mut Step<Event>,
    ) {
        let now_unix_ns = step.now_unix_ns();
        let quote_id = request.quote_id().readable().unwrap_or("NONE");
        let mut answer = |quote_id: &str, index: &str, outcome| {
            let cancelled = QuoteCancelled {
                quote_id,
                index,
                outcome,
            };
            if let Some(draft) = cancelled.draft(reader) {
                step.send(session, draft);
            }
        };
        let (wanted, status) = match request.quote_cancel_type().optional() {
            Ok(Some(
                QuoteCancelType::CancelForOneOrMoreSecurities
                | QuoteCancelType::CancelQuoteSpecifiedInQuoteid,
            )) => (Some(quote_id), QuoteStatus::CancelForSymbol),
            Ok(Some(QuoteCancelType::CancelAllQuotes)) => (None, QuoteStatus::CanceledAll),
            Ok(_) | Err(_) => {
                let text = "QuoteCancelType(298): 1 and 5, the quote of QuoteID(117), and 4, all quotes, are supported";
                return answer(quote_id, "", Err((QuoteStatus::Rejected, text)));
            }
        };
        let is_meant = |(_, id, quote): &(&str, &str, &LiveQuote)| {
            quote.session == session
                && quote.valid_until_unix_ns > now_unix_ns
                && wanted.is_none_or(|wanted| wanted == *id)
        };
        let mut quote_ids = Vec::new();
        for (index, id, _) in self.state.quotes("").filter(is_meant) {
            answer(id, index, Ok(status));
            quote_ids.push(id.to_owned());
        }
        if quote_ids.is_empty() {
            let text = "QuoteID(117): this session has no such quote that could still be used";
            return answer(quote_id, "", Err((QuoteStatus::QuoteNotFound, text)));
        }
        step.store(Event::QuotesCancelled { quote_ids });
    }

    /// The solver has answered.
    pub(super) fn quoted(&self, command: u64, answer: &v1::Quote, step: &mut Step<Event>) {
        let Some(pending) = self.state.command(command) else {
            return;
        };
        let Call::Quote(request) = &pending.call else {
            return;
        };
        if let Some(reader) = self.state.reader(&request.session) {
            let draft = if answer.quote_id.is_empty() {
                let reject = QuoteRequestReject {
                    quote_req_id: &request.quote_req_id,
                    reason: quote_reject_reason_of(answer.reject_reason()),
                    index: &request.index,
                    text: &answer.text,
                };
                reject.draft(reader)
            } else {
                let is_redemption = request.side() == v1::Side::Redeem;
                let quote = Quote {
                    request_id: &request.quote_req_id,
                    id: &answer.quote_id,
                    account: &request.account,
                    index: &request.index,
                    side: if is_redemption {
                        Side::Redeem
                    } else {
                        Side::Buy
                    },
                    cash: if is_redemption { "" } else { &answer.cash },
                    units: &answer.units,
                    price: &answer.price,
                    issuer_fee: &answer.issuer_fee,
                    currency: &self.cash.label,
                    valid_until_unix_ns: answer.valid_until_unix_ns,
                    time_unix_ns: answer.time_unix_ns,
                };
                quote.draft(reader)
            };
            if let Some(draft) = draft {
                step.send(&request.session, draft);
            }
        }
        step.store(if answer.quote_id.is_empty() {
            Event::CommandDone { command }
        } else {
            Event::Quoted {
                command,
                session: request.session.clone(),
                index: request.index.clone(),
                quote_id: answer.quote_id.clone(),
                time_unix_ns: answer.time_unix_ns,
                valid_until_unix_ns: answer.valid_until_unix_ns,
            }
        });
    }

    /// The solver refuses to hear of a request: a defect, but the client must hear of it.
    pub(super) fn quote_refused(
        &self,
        request: &v1::RequestQuoteRequest,
        text: &str,
        step: &mut Step<Event>,
    ) {
        let reject = QuoteRequestReject {
            quote_req_id: &request.quote_req_id,
            reason: QuoteRequestRejectReason::Other,
            index: &request.index,
            text,
        };
        let reader = self.state.reader(&request.session);
        if let Some(draft) = reader.and_then(|reader| reject.draft(reader)) {
            step.send(&request.session, draft);
        }
    }
}
