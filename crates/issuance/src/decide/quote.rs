//! A quote: the books are walked for what is asked for, and the price is what an order can be held to: the least slippage from
//! the best prices that reaches everything the walk takes, the same for each asset, so that one batch can trade it all.
//!
//! `purchase` walks the asks, `redemption` the bids.

mod purchase;
mod redemption;

use money::{Cash, MoneyError, Price, Quantity, Rate, Rounding};

use super::slippage::WORKING_SCALE;
use super::submit::{Refusal, trading_problem, unknown_problem};
use crate::Rejection;
use crate::draft::Draft;
use crate::event::Event;
use crate::market::Snapshot;
use crate::quote::{Quote, QuoteAnswer, QuoteRequest, QuoteTerms};
use crate::request::{OrderRequest, RejectReason, Side};

pub(super) fn request(
    draft: &mut Draft<'_>,
    command_id: String,
    request: QuoteRequest,
    snapshot: &Snapshot,
) -> Result<(), Rejection> {
    super::fit::check_cash(draft, snapshot)?;
    let answer = match terms(draft, &request, snapshot) {
        Ok(terms) => QuoteAnswer::Terms(terms),
        Err((reason, text)) => QuoteAnswer::Refused { reason, text },
    };
    let made_at = draft.now_unix_ns;
    let quote = Quote {
        id: draft.state.quotes.next_id(),
        request,
        answer,
        made_at,
        valid_until: made_at.saturating_add(draft.settings.quote_lifetime_ns),
    };
    draft.record(Event::Quoted {
        command_id,
        quote: Box::new(quote),
    })
}

/// The price that the quote an order names holds it to; none where it names none.
pub(super) fn held_price(
    draft: &Draft<'_>,
    request: &OrderRequest,
) -> Result<Option<Price>, Refusal> {
    let Some(id) = request.quote else {
        return Ok(None);
    };
    let stale = |text: String| Err((RejectReason::StaleQuote, text));
    let Some(quote) = draft.state.quotes.unused(id) else {
        return stale(format!("QuoteID(117) {id} is unknown or was used"));
    };
    let asked = &quote.request;
    let QuoteAnswer::Terms(terms) = &quote.answer else {
        return stale(format!("quote {id} was refused"));
    };
    if asked.session != request.session
        || asked.account != request.account
        || asked.index != request.index
        || asked.side != request.side
    {
        return stale(format!("quote {id} is for something else"));
    }
    if quote.valid_until <= draft.now_unix_ns {
        return stale(format!("quote {id} has expired"));
    }
    match request.side {
        Side::Buy if request.cash > terms.cash => {
            stale(format!("quote {id} is for {} at most", terms.cash))
        }
        Side::Redeem if request.units > terms.units => {
            stale(format!("quote {id} is for {} units at most", terms.units))
        }
        Side::Buy | Side::Redeem => Ok(Some(terms.price)),
    }
}

/// The price that an order with a limit of its own and a quote is held to: the stricter of the two.
pub(super) fn stricter(side: Side, own: Option<Price>, held: Option<Price>) -> Option<Price> {
    let both = own.into_iter().chain(held);
    match side {
        Side::Buy => both.min(),
        Side::Redeem => both.max(),
    }
}

/// One asset of the basket, and one side of its book.
struct Leg {
    per_unit: Quantity,
    best: Price,
    /// Best first.
    levels: Vec<(Price, Quantity)>,
    venue_fee: Rate,
}

/// What walking the books for a number of units takes.
struct Walk {
    gross: Cash,
    venue_fees: Cash,
    issuer_fee: Cash,
    slippage: Rate,
}

/// What walking one book takes.
struct Taken {
    gross: Cash,
    /// The price of the last level that is reached; the best if none is.
    last: Price,
}

impl Leg {
    /// Walks the book; none where it does not have so much.
    fn walk(
        &self,
        draft: &Draft<'_>,
        quantity: Quantity,
        rounding: Rounding,
    ) -> Result<Option<Taken>, MoneyError> {
        let scale = draft.settings.cash_scale;
        let mut left = quantity;
        let (mut gross, mut last) = (Cash::ZERO, self.best);
        for (price, quantity) in &self.levels {
            if left.is_zero() {
                break;
            }
            let part = left.min(*quantity);
            left = left.checked_sub(part)?;
            gross = gross.checked_add(price.times(part, scale, rounding)?)?;
            last = *price;
        }
        Ok(left.is_zero().then_some(Taken { gross, last }))
    }
}

fn terms(
    draft: &Draft<'_>,
    request: &QuoteRequest,
    snapshot: &Snapshot,
) -> Result<QuoteTerms, Refusal> {
    if let Some(problem) = unknown_problem(draft, &request.account, &request.index)
        .or_else(|| trading_problem(draft, &request.index))
    {
        return Err(problem);
    }
    let Some(index) = draft.desk.indexes.get(&request.index) else {
        return Err((RejectReason::UnknownIndex, "no index".into()));
    };
    match request.side {
        Side::Buy => purchase::terms(draft, index, request, snapshot),
        Side::Redeem => redemption::terms(draft, index, request, snapshot),
    }
}

fn unreckonable(problem: MoneyError) -> Refusal {
    let text = format!("it can't be calculated: {problem}");
    (RejectReason::BadAmount, text)
}

fn index_price(legs: &[Leg], rounding: Rounding) -> Result<Price, MoneyError> {
    let best = legs.iter().map(|leg| (leg.per_unit, leg.best));
    fitting::index_price(best, WORKING_SCALE, rounding)
}
