//! A quote for buying: by cash or by units, from the asks.

use money::{Cash, MoneyError, Price, Rate, Rounding, Scale, Units};

use super::{Leg, Walk, index_price, unreckonable};
use crate::Index;
use crate::decide::problem::{fee_rate, fitting_market};
use crate::decide::slippage::over_best;
use crate::decide::submit::{Refusal, amount_problem};
use crate::draft::Draft;
use crate::market::Snapshot;
use crate::quote::{QuoteRequest, QuoteTerms};
use crate::request::RejectReason;

impl Walk {
    fn total(&self) -> Result<Cash, MoneyError> {
        Cash::sum([self.gross, self.venue_fees, self.issuer_fee])
    }
}

pub(super) fn terms(
    draft: &Draft<'_>,
    index: &Index,
    request: &QuoteRequest,
    snapshot: &Snapshot,
) -> Result<QuoteTerms, Refusal> {
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
    let price = index_price(&legs, Rounding::Up)
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
            levels: fitted.asks.levels().collect(),
            venue_fee: market.fee_rate,
        })
    };
    index.basket.iter().map(leg).collect()
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
    let most = index_price(legs, Rounding::Up)
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
        let needed = units.times_basket(leg.per_unit, Scale::QUANTITY, Rounding::Up)?;
        let Some(taken) = leg.walk(draft, needed, Rounding::Up)? else {
            return Ok(None);
        };
        slippage = slippage.max(over_best(taken.last, leg.best, Rounding::Up)?);
        gross = gross.checked_add(taken.gross)?;
        let fee = taken.gross.times_rate(leg.venue_fee, scale, Rounding::Up)?;
        venue_fees = venue_fees.checked_add(fee)?;
    }
    Ok((slippage <= draft.settings.slippage).then_some(Walk {
        gross,
        venue_fees,
        issuer_fee: gross.times_rate(index.fee, scale, Rounding::Up)?,
        slippage,
    }))
}
