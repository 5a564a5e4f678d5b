//! A quote for redeeming: by units, from the bids. Both fees come out of the proceeds.

use money::{Cash, MoneyError, Quantity, Rate, Rounding, Scale};

use super::{Leg, Walk, index_price, unreckonable};
use crate::Index;
use crate::batch::VenueSide;
use crate::decide::problem::fee_rate;
use crate::decide::redeem::{amount_problem, sold_for};
use crate::decide::selling::{own_live, under_best};
use crate::decide::submit::Refusal;
use crate::draft::Draft;
use crate::index::BasketEntry;
use crate::market::{Market, Snapshot};
use crate::quote::{QuoteRequest, QuoteTerms};
use crate::request::RejectReason;

pub(super) fn terms(
    draft: &Draft<'_>,
    index: &Index,
    request: &QuoteRequest,
    snapshot: &Snapshot,
) -> Result<QuoteTerms, Refusal> {
    let amount = (request.units, request.cash);
    let problem = |mark| amount_problem(draft, index, &request.account, amount, (None, mark));
    if let Some(problem) = problem(None) {
        return Err(problem);
    }
    let units = request.units;
    let legs = legs(draft, index, snapshot)?;
    let walk = walk(draft, index, &legs, request)
        .map_err(unreckonable)?
        .ok_or_else(too_deep)?;
    let average_price = crate::order::price_of(walk.gross, units).map_err(unreckonable)?;
    if let Some(problem) = problem(Some(average_price)) {
        return Err(problem);
    }
    let price = index_price(&legs, Rounding::Down)
        .and_then(|best| best.less_rate(walk.slippage, Scale::PRICE, Rounding::Down))
        .map_err(unreckonable)?;
    let scale = draft.settings.cash_scale;
    let cash = price
        .times_units(units, scale, Rounding::Down)
        .and_then(|gross| {
            let fees = gross.times_rate(fee_rate(index, snapshot)?, scale, Rounding::Up)?;
            gross.excess_over(fees)
        })
        .map_err(unreckonable)?;
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
    let text = "the books do not bid for so much within the slippage limit";
    (RejectReason::NoLiquidity, text.into())
}

fn legs(draft: &Draft<'_>, index: &Index, snapshot: &Snapshot) -> Result<Vec<Leg>, Refusal> {
    let leg = |entry: &BasketEntry| {
        let none = || {
            let text = format!("nothing is bid for {}", entry.asset);
            (RejectReason::NoLiquidity, text)
        };
        let market = snapshot.market_of(&entry.asset);
        let market = market.filter(|market| market.tradable).ok_or_else(none)?;
        let levels = bids(draft, market)
            .map_err(|problem| (RejectReason::NoLiquidity, problem.to_string()))?;
        Ok(Leg {
            per_unit: entry.quantity,
            best: levels.first().ok_or_else(none)?.0,
            levels,
            venue_fee: market.fee_rate,
        })
    };
    index.basket.iter().map(leg).collect()
}

/// A market's bids, less what our own orders on their way will take, at most one order's worth.
fn bids(
    draft: &Draft<'_>,
    market: &Market,
) -> Result<Vec<(money::Price, Quantity)>, crate::Rejection> {
    let mut ours = own_live(draft, market, VenueSide::Sell)?;
    let mut most = Some(market.max_quantity).filter(|most| !most.is_zero());
    let mut bids = Vec::with_capacity(market.bids.len());
    for level in &market.bids {
        let mut quantity = level.quantity.excess_over(ours)?;
        ours = ours.excess_over(level.quantity)?;
        if let Some(most) = &mut most {
            quantity = quantity.min(*most);
            *most = most.checked_sub(quantity)?;
        }
        if !quantity.is_zero() {
            bids.push((level.price, quantity));
        }
    }
    Ok(bids)
}

/// Walks the books; none where they do not bid for so much within the slippage limit.
fn walk(
    draft: &Draft<'_>,
    index: &Index,
    legs: &[Leg],
    request: &QuoteRequest,
) -> Result<Option<Walk>, MoneyError> {
    let scale = draft.settings.cash_scale;
    let (mut gross, mut venue_fees) = (Cash::ZERO, Cash::ZERO);
    let mut slippage = Rate::ZERO;
    for (leg, entry) in legs.iter().zip(&index.basket) {
        let sold = sold_for(request.units, entry)?;
        let Some(taken) = leg.walk(draft, sold, Rounding::Down)? else {
            return Ok(None);
        };
        slippage = slippage.max(under_best(taken.last, leg.best, Rounding::Up)?);
        gross = gross.checked_add(taken.gross)?;
        let fee = taken.gross.times_rate(leg.venue_fee, scale, Rounding::Up)?;
        venue_fees = venue_fees.checked_add(fee)?;
    }
    Ok((slippage <= draft.settings.slippage).then_some(Walk {
        gross,
        venue_fees,
        issuer_fee: gross.times_rate(index.fee, scale, Rounding::Down)?,
        slippage,
    }))
}
