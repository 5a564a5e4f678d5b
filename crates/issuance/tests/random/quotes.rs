//! An order that names a quote is held to the quote's price, or rejected: it is for what was quoted, at most so much of it, in time, and
//! the only one. Nothing is filled beyond that price, unless the client himself has replaced the order since; but what a redemption
//! that is to end has begun is completed at the market.

use std::collections::{BTreeMap, BTreeSet};

use issuance::{
    Event, OrderChange, OrderId, OrderView, Quote, QuoteAnswer, QuoteId, QuoteTerms, Side,
};
use money::{Price, Rounding, Scale};
use proptest::prelude::*;

use scenario::cash;

pub(crate) fn are_kept(events: &[Event]) -> Result<(), TestCaseError> {
    let mut quotes: BTreeMap<QuoteId, &Quote> = BTreeMap::new();
    let mut used = BTreeSet::new();
    let mut held: BTreeMap<OrderId, Price> = BTreeMap::new();
    for event in events {
        match event {
            Event::Quoted { quote, .. } => {
                quotes.insert(quote.id, quote);
            }
            Event::Order(event) => {
                let view = &event.order;
                match (&event.change, view.request.quote) {
                    (OrderChange::Accepted { .. }, Some(named)) => {
                        prop_assert!(used.insert(named), "used twice: {view:?}");
                        let quote = quotes[&named];
                        let QuoteAnswer::Terms(terms) = &quote.answer else {
                            return Err(TestCaseError::fail(format!("{quote:?}: {view:?}")));
                        };
                        prop_assert!(is_for(quote, terms, view), "{quote:?}: {view:?}");
                        held.insert(view.id, terms.price);
                    }
                    (OrderChange::Replaced { .. } | OrderChange::Closing { .. }, _) => {
                        held.remove(&view.id);
                    }
                    (OrderChange::Filled(fill), _) => {
                        let Some(price) = held.get(&view.id) else {
                            continue;
                        };
                        // Parts of lots are whole millionths of cash, each of at most so many.
                        let at = price.times_units(fill.units, Scale::USDC, Rounding::HalfEven);
                        let (at, rest) = (at.unwrap(), cash("0.0002"));
                        let is_kept = match view.request.side {
                            Side::Buy => fill.gross <= at.checked_add(rest).unwrap(),
                            Side::Redeem => fill.gross.checked_add(rest).unwrap() >= at,
                        };
                        prop_assert!(is_kept, "{price}: {event:?}");
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether an order may have this quote, and is held to it.
fn is_for(quote: &Quote, terms: &QuoteTerms, order: &OrderView) -> bool {
    let (request, asked) = (&order.request, &quote.request);
    let is_within = match request.side {
        Side::Buy => request.cash <= terms.cash,
        Side::Redeem => request.units <= terms.units,
    };
    let is_held = request.limit_price.is_some_and(|limit| match request.side {
        Side::Buy => limit <= terms.price,
        Side::Redeem => limit >= terms.price,
    });
    (&request.session, &request.account) == (&asked.session, &asked.account)
        && (&request.index, request.side) == (&asked.index, asked.side)
        && order.accepted_at < quote.valid_until
        && is_within
        && is_held
}
