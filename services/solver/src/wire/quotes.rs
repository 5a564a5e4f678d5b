//! Requests for quotes, and quotes.

use issuance::{Quote, QuoteAnswer, QuoteRequest, QuoteTerms, Side};
use proto::v1;

use super::orders::{reject_reason, side};
use super::{FieldError, named, parsed_or_zero};

/// The command id and the request.
pub(crate) fn quote_request(
    message: v1::RequestQuoteRequest,
) -> Result<(String, QuoteRequest), FieldError> {
    let request = QuoteRequest {
        side: side(message.side)?,
        session: named("session", message.session)?,
        quote_req_id: named("quote_req_id", message.quote_req_id)?,
        account: message.account.into(),
        index: message.index.into(),
        cash: parsed_or_zero("cash", &message.cash)?,
        units: parsed_or_zero("units", &message.units)?,
    };
    Ok((message.command_id, request))
}

/// A quote as it was answered.
pub(crate) fn quote(quote: &Quote) -> v1::Quote {
    let request = &quote.request;
    let side = match request.side {
        Side::Buy => v1::Side::Buy,
        Side::Redeem => v1::Side::Redeem,
    };
    let answer = match &quote.answer {
        QuoteAnswer::Terms(terms) => terms_message(quote, terms),
        QuoteAnswer::Refused { reason, text } => v1::Quote {
            cash: request.cash.to_string(),
            units: request.units.to_string(),
            reject_reason: reject_reason(*reason).into(),
            text: text.clone(),
            ..v1::Quote::default()
        },
    };
    v1::Quote {
        quote_req_id: request.quote_req_id.clone(),
        session: request.session.clone(),
        account: request.account.to_string(),
        index: request.index.to_string(),
        side: side.into(),
        time_unix_ns: quote.made_at,
        ..answer
    }
}

fn terms_message(quote: &Quote, terms: &QuoteTerms) -> v1::Quote {
    v1::Quote {
        quote_id: quote.id.to_string(),
        cash: terms.cash.to_string(),
        units: terms.units.to_string(),
        price: terms.price.to_string(),
        average_price: terms.average_price.to_string(),
        venue_fees: terms.venue_fees.to_string(),
        issuer_fee: terms.issuer_fee.to_string(),
        valid_until_unix_ns: quote.valid_until,
        ..v1::Quote::default()
    }
}
