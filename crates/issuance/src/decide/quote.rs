//! A quote: the books are walked for what is asked for, and the price is what an order can be held to: the least slippage over
//! the best asks that reaches everything the walk takes, the same for each asset, so that one batch can buy it all.

use fitting::Asks;
use money::{Cash, MoneyError, Price, Quantity, Rate, Rounding, Scale, Units};

use super::problem::{fee_rate, fitting_market};
use super::slippage::over_best;
use super::submit::{Refusal, amount_problem, trading_problem, unknown_problem};
use crate::draft::Draft;
use crate::event::Event;
use crate::market::Snapshot;
use crate::quote::{Quote, QuoteAnswer, QuoteRequest, QuoteTerms};
use crate::request::{OrderRequest, RejectReason, Side};
use crate::{Index, Rejection};

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
    if request.cash > terms.cash {
        return stale(format!("quote {id} is for {} at most", terms.cash));
    }
    Ok(Some(terms.price))
}

/// One asset of the basket and what is offered of it.
struct Leg {
    per_unit: Quantity,
    best: Price,
    asks: Asks,
    venue_fee: Rate,
}

/// What walking the books for a number of units takes.
struct Walk {
    gross: Cash,
    venue_fees: Cash,
    issuer_fee: Cash,
    slippage: Rate,
}

impl Walk {
    fn total(&self) -> Result<Cash, MoneyError> {
        Cash::sum([self.gross, self.venue_fees, self.issuer_fee])
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
    if request.side == Side::Redeem {
        let text = "quotes are for buying: only Side(54)=1";
        return Err((RejectReason::Unsupported, text.into()));
    }
    let Some(index) = draft.desk.indexes.get(&request.index) else {
        return Err((RejectReason::UnknownIndex, "no index".into()));
    };
    let legs = legs(draft, index, snapshot)?;
    let by_units = !request.units.is_zero();
    if by_units != request.cash.is_zero() {
        let text = "either CashOrderQty(152) or OrderQty(38)";
        return Err((RejectReason::BadAmount, text.into()));
    }
    let units = if by_units {
        request.units
    } else {
        if let Some(problem) = amount_problem(draft, index, &request.account, request.cash, None) {
            return Err(problem);
        }
        most_units(draft, index, &legs, request.cash)?
    };
    let walk = reachable(draft, index, &legs, units)
        .map_err(unreckonable)?
        .ok_or_else(too_deep)?;
    let price = index_price(&legs)
        .and_then(|best| best.plus_rate(walk.slippage, Scale::PRICE, Rounding::Up))
        .map_err(unreckonable)?;
    let cash = if by_units {
        let cash = cost_at(draft, index, snapshot, price, units).map_err(unreckonable)?;
        if let Some(problem) = amount_problem(draft, index, &request.account, cash, None) {
            return Err(problem);
        }
        cash
    } else {
        request.cash
    };
    let average_price = crate::order::price_of(walk.gross, units).map_err(unreckonable)?;
    Ok(QuoteTerms {
        cash,
        units,
        price,
        average_price,
        venue_fees: walk.venue_fees,
        issuer_fee: walk.issuer_fee,
    })
}

fn too_deep() -> Refusal {
    let text = "the books do not offer so much within the slippage limit";
    (RejectReason::NoLiquidity, text.into())
}

fn unreckonable(problem: MoneyError) -> Refusal {
    let text = format!("it can't be calculated: {problem}");
    (RejectReason::BadAmount, text)
}

fn legs(draft: &Draft<'_>, index: &Index, snapshot: &Snapshot) -> Result<Vec<Leg>, Refusal> {
    let leg = |entry: &crate::BasketEntry| {
        let none = || {
            let text = format!("nothing is offered of {}", entry.asset);
            (RejectReason::NoLiquidity, text)
        };
        let market = snapshot.market_of(&entry.asset).ok_or_else(none)?;
        let fitted = fitting_market(draft, market, draft.settings.slippage)
            .map_err(|problem| (RejectReason::NoLiquidity, problem.to_string()))?;
        Ok(Leg {
            per_unit: entry.quantity,
            best: fitted.asks.best().ok_or_else(none)?,
            asks: fitted.asks,
            venue_fee: market.fee_rate,
        })
    };
    index.basket.iter().map(leg).collect()
}

fn index_price(legs: &[Leg]) -> Result<Price, MoneyError> {
    let best = legs.iter().map(|leg| (leg.per_unit, leg.best));
    fitting::index_price(best, super::slippage::WORKING_SCALE, Rounding::Up)
}

/// What the units cost at a price, both fees included.
fn cost_at(
    draft: &Draft<'_>,
    index: &Index,
    snapshot: &Snapshot,
    price: Price,
    units: Units,
) -> Result<Cash, MoneyError> {
    let scale = draft.settings.cash_scale;
    price.times_units(units, scale, Rounding::Up)?.plus_rate(
        fee_rate(index, snapshot)?,
        scale,
        Rounding::Up,
    )
}

/// The most units that walking the books buys for this cash, fees included.
fn most_units(
    draft: &Draft<'_>,
    index: &Index,
    legs: &[Leg],
    cash: Cash,
) -> Result<Units, Refusal> {
    let scale = index.units_scale;
    let most = index_price(legs)
        .and_then(|best| cash.over_index_price(best, scale, Rounding::Up))
        .and_then(|units| units.to_atoms(scale))
        .map_err(unreckonable)?;
    let affordable = |atoms: u128| -> Result<bool, MoneyError> {
        let units = Units::from_atoms(atoms, scale)?;
        Ok(match reachable(draft, index, legs, units)? {
            Some(walk) => walk.total()? <= cash,
            None => false,
        })
    };
    let (mut low, mut high) = (0_u128, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if affordable(middle).map_err(unreckonable)? {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let units = Units::from_atoms(low, scale).map_err(unreckonable)?;
    let beyond = Units::from_atoms(low + 1, scale).map_err(unreckonable)?;
    let beyond = reachable(draft, index, legs, beyond).map_err(unreckonable)?;
    // The books ended before the cash did.
    if units.is_zero() || beyond.is_none() {
        return Err(too_deep());
    }
    Ok(units)
}

/// Walks the books; none where they do not offer so much within the slippage limit.
fn reachable(
    draft: &Draft<'_>,
    index: &Index,
    legs: &[Leg],
    units: Units,
) -> Result<Option<Walk>, MoneyError> {
    let scale = draft.settings.cash_scale;
    let (mut gross, mut venue_fees) = (Cash::ZERO, Cash::ZERO);
    let mut slippage = Rate::ZERO;
    for leg in legs {
        let mut left = units.times_basket(leg.per_unit, Scale::QUANTITY, Rounding::Up)?;
        let mut cost = Cash::ZERO;
        for (price, offered) in leg.asks.levels() {
            if left.is_zero() {
                break;
            }
            let part = left.min(offered);
            left = left.checked_sub(part)?;
            cost = cost.checked_add(price.times(part, scale, Rounding::Up)?)?;
            slippage = slippage.max(over_best(price, leg.best, Rounding::Up)?);
        }
        if !left.is_zero() {
            return Ok(None);
        }
        gross = gross.checked_add(cost)?;
        venue_fees =
            venue_fees.checked_add(cost.times_rate(leg.venue_fee, scale, Rounding::Up)?)?;
    }
    Ok((slippage <= draft.settings.slippage).then_some(Walk {
        gross,
        venue_fees,
        issuer_fee: gross.times_rate(index.fee, scale, Rounding::Up)?,
        slippage,
    }))
}
