//! Quote(S), QuoteCancel(Z), QuoteStatusReport(AI) and QuoteRequestReject(AG); FIX 4.2 has QuoteAcknowledgement(b) in place
//! of the last two.

use fix_codec::{Draft, Timestamp};
use fix_dictionary::tag;
use fix_messages::codes::{
    CommType, QuoteCancelType, QuoteRejectReason, QuoteRequestRejectReason, QuoteStatus, QuoteType,
    Side as SideCode,
};
use fix_messages::{MassQuoteAcknowledgementWriter, QuoteStatusReportWriter, QuoteWriter};

use super::{Reader, text};
use crate::custom;
use crate::request::Side;

/// Quote(S): what the issuer sells, or takes, at which price and until when.
#[derive(Debug, Clone)]
pub(crate) struct Quote<'a> {
    /// QuoteReqID(131)
    pub request_id: &'a str,
    /// QuoteID(117)
    pub id: &'a str,
    /// Account(1)
    pub account: &'a str,
    /// Symbol(55)
    pub index: &'a str,
    /// Side(54): the client's.
    pub side: Side,
    /// CashOrderQty(152): what it takes at most, fees included; empty for a redemption.
    pub cash: &'a str,
    /// OfferSize(135) or BidSize(134): the units.
    pub units: &'a str,
    /// OfferPx(133) or BidPx(132): per unit, without fees.
    pub price: &'a str,
    /// Commission(12): the issuer's fee.
    pub issuer_fee: &'a str,
    /// Currency(15)
    pub currency: &'a str,
    /// ValidUntilTime(62)
    pub valid_until_unix_ns: i64,
    /// TransactTime(60)
    pub time_unix_ns: i64,
}

impl Quote<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut quote = fix_messages::Quote::write(&dictionary);
        quote
            .quote_req_id(self.request_id)
            .quote_id(self.id)
            .symbol(self.index)
            .currency(self.currency)
            .valid_until_time(Timestamp::from_unix_ns(self.valid_until_unix_ns))
            .transact_time(Timestamp::from_unix_ns(self.time_unix_ns));
        match self.side {
            Side::Buy => quote.offer_px(self.price).offer_size(self.units),
            Side::Redeem => quote.bid_px(self.price).bid_size(self.units),
        };
        // FIX 4.2 has none of these: the request, and its one account, say them.
        if quote.knows(tag::SIDE) {
            quote
                .quote_type(QuoteType::Tradeable)
                .side(side_code(self.side))
                .account(self.account)
                .commission(self.issuer_fee)
                .comm_type(CommType::Absolute)
                .with(text(self.cash), QuoteWriter::cash_order_qty);
        }
        reader.finished(quote.finish())
    }
}

fn side_code(side: Side) -> SideCode {
    match side {
        Side::Buy => SideCode::Buy,
        Side::Redeem => SideCode::Sell,
    }
}

/// QuoteCancel(Z): a quote is withdrawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuoteCancel<'a> {
    /// QuoteID(117)
    pub quote_id: &'a str,
    /// Symbol(55)
    pub index: &'a str,
}

impl QuoteCancel<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut cancel = fix_messages::QuoteCancel::write(&dictionary);
        cancel
            .quote_id(self.quote_id)
            .quote_cancel_type(QuoteCancelType::CancelForOneOrMoreSecurities)
            .no_quote_entries([self.index], |entry, symbol| {
                entry.symbol(symbol);
            });
        reader.finished(cancel.finish())
    }
}

/// QuoteStatusReport(AI): what became of a QuoteCancel(Z). FIX 4.2 has QuoteAcknowledgement(b).
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuoteCancelled<'a> {
    /// QuoteID(117)
    pub quote_id: &'a str,
    /// Symbol(55); empty where there is none.
    pub index: &'a str,
    /// QuoteStatus(297); where nothing was cancelled with the Text(58).
    pub outcome: Result<QuoteStatus, (QuoteStatus, &'a str)>,
}

impl QuoteCancelled<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let (Ok(status) | Err((status, _))) = self.outcome;
        let text = self.outcome.err().map(|(_, text)| text);
        if reader.dialect.has_quote_status_report() {
            let mut report = fix_messages::QuoteStatusReport::write(&dictionary);
            report
                .quote_id(self.quote_id)
                .symbol(super::text(self.index).unwrap_or("NONE"))
                .quote_status(status)
                .with(text, QuoteStatusReportWriter::text);
            return reader.finished(report.finish());
        }
        let mut acknowledgement = fix_messages::MassQuoteAcknowledgement::write(&dictionary);
        acknowledgement.quote_id(self.quote_id);
        match text {
            None => acknowledgement.quote_status(status),
            Some(text) => acknowledgement
                .quote_status(QuoteStatus::Rejected)
                .with(
                    (status == QuoteStatus::QuoteNotFound)
                        .then_some(QuoteRejectReason::UnknownQuote),
                    MassQuoteAcknowledgementWriter::quote_reject_reason,
                )
                .text(text),
        };
        reader.finished(acknowledgement.finish())
    }
}

/// QuoteRequestReject(AG).
#[derive(Debug, Clone)]
pub(crate) struct QuoteRequestReject<'a> {
    /// QuoteReqID(131)
    pub quote_req_id: &'a str,
    /// QuoteRequestRejectReason(658)
    pub reason: QuoteRequestRejectReason,
    /// Symbol(55); empty where there is none.
    pub index: &'a str,
    /// Text(58)
    pub text: &'a str,
}

impl QuoteRequestReject<'_> {
    /// The message.
    pub(crate) fn draft(&self, reader: Reader<'_>) -> Option<Draft> {
        if reader.dialect.has_quote_request_reject() {
            self.reject(reader)
        } else {
            self.acknowledgement(reader)
        }
    }

    fn reject(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut reject = fix_messages::QuoteRequestReject::write(&dictionary);
        reject
            .quote_req_id(self.quote_req_id)
            .quote_request_reject_reason(self.reason)
            .no_related_sym([text(self.index).unwrap_or("NONE")], |entry, symbol| {
                entry.symbol(symbol);
            })
            .text(self.text);
        reader.finished(reject.finish())
    }

    fn acknowledgement(&self, reader: Reader<'_>) -> Option<Draft> {
        let dictionary = custom::dictionary(reader.dialect);
        let mut refused = fix_messages::MassQuoteAcknowledgement::write(&dictionary);
        refused
            .quote_req_id(self.quote_req_id)
            .quote_status(QuoteStatus::Rejected)
            .with(
                quote_reject_reason(self.reason),
                MassQuoteAcknowledgementWriter::quote_reject_reason,
            )
            .text(self.text);
        reader.finished(refused.finish())
    }
}

/// QuoteRejectReason(300), where one fits.
pub(crate) fn quote_reject_reason(reason: QuoteRequestRejectReason) -> Option<QuoteRejectReason> {
    match reason {
        QuoteRequestRejectReason::UnknownSymbol => Some(QuoteRejectReason::UnknownSymbol),
        QuoteRequestRejectReason::Exchange => Some(QuoteRejectReason::Exchange),
        QuoteRequestRejectReason::QuoteRequestExceedsLimit => {
            Some(QuoteRejectReason::QuoteRequestExceedsLimit)
        }
        QuoteRequestRejectReason::NotAuthorizedToRequestQuote => {
            Some(QuoteRejectReason::NotAuthorizedToQuoteSecurity)
        }
        _ => None,
    }
}
