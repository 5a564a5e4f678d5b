//! Which of the ready redemptions a batch is for, and its slippage: as `slippage` has it for purchases, in reverse.
//!
//! A selling limit price is the best bid less a slippage, and a redemption with a price limit is only sold for where its whole basket at
//! those limits brings that much. One whose limit lies between the best bids and the usual slippage has a slippage of its own. A
//! redemption that is closing has no limit any more: what it has begun must be completed.

use money::{MoneyError, Price, Quantity, Rate, Rounding};

use super::slippage::WORKING_SCALE;
use crate::batch::VenueSide;
use crate::draft::Draft;
use crate::holding::Holding;
use crate::market::{Market, Snapshot};
use crate::order::{Order, Outcome};
use crate::request::TimeInForce;
use crate::{OrderId, Rejection};

/// The orders of a sale, and its slippage.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) slippage: Rate,
    pub(super) orders: Vec<OrderId>,
}

/// What is tried for the next batch: the second where the first comes to nothing. An order that must be sold at once or not at all,
/// and whose limit is above the bids, ends.
pub(super) fn groups(
    draft: &mut Draft<'_>,
    snapshot: &Snapshot,
    ready: Vec<OrderId>,
) -> Result<Vec<Group>, Rejection> {
    let usual = draft.settings.slippage;
    let mut others = Vec::new();
    let mut close: Vec<(OrderId, Rate)> = Vec::new();
    for id in ready {
        let order = draft.order(id)?;
        match slippage_of(draft, snapshot, order)? {
            Some(slippage) if slippage == usual => others.push(id),
            Some(slippage) => close.push((id, slippage)),
            None => end_if_at_once(draft, id)?,
        }
    }
    let others = Group {
        slippage: usual,
        orders: others,
    };
    let Some((_, oldest)) = close.first().copied() else {
        return Ok(vec![others]);
    };
    let fits = close.into_iter().filter(|(_, own)| *own >= oldest);
    let close = Group {
        slippage: oldest,
        orders: fits.map(|(id, _)| id).collect(),
    };
    // In turn, so that neither waits for the other for ever.
    Ok(if draft.state.batches_made % 2 == 1 {
        vec![close, others]
    } else {
        vec![others, close]
    })
}

fn end_if_at_once(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    match draft.order(id)?.request.time_in_force {
        TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill => {
            super::end::end(draft, id, Outcome::cancelled(None), None)
        }
        TimeInForce::Day | TimeInForce::GoodTillCancel | TimeInForce::GoodTill(_) => Ok(()),
    }
}

/// The slippage that an order's limit leaves, the usual at most; none where the limit is above the best bids.
fn slippage_of(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    order: &Order,
) -> Result<Option<Rate>, Rejection> {
    let usual = draft.settings.slippage;
    let limit = order
        .request
        .limit_price
        .filter(|_| order.closing.is_none());
    let Some(limit) = limit else {
        return Ok(Some(usual));
    };
    if proceeds(snapshot, order, usual)?.is_some_and(|price| price >= limit) {
        return Ok(Some(usual));
    }
    match proceeds(snapshot, order, Rate::ZERO)? {
        Some(best) if best >= limit => Ok(Some(under_best(limit, best, Rounding::Down)?)),
        Some(_) | None => Ok(None),
    }
}

/// What a unit brings at this slippage at least, with what is sold already at its lowest price; none where an asset has no bid.
fn proceeds(
    snapshot: &Snapshot,
    order: &Order,
    slippage: Rate,
) -> Result<Option<Price>, MoneyError> {
    let mut legs = Vec::new();
    for entry in order.index.iter().flat_map(|index| &index.basket) {
        let market = snapshot.market_of(&entry.asset);
        let Some((market, best)) = market.and_then(|market| Some((market, market.bids.first()?)))
        else {
            return Ok(None);
        };
        let now = fitting::selling_limit(best.price, slippage, market.tick)?;
        let sold = order.holding(&entry.asset).into_iter();
        let lowest = sold.flat_map(Holding::lots).map(|lot| lot.price).min();
        legs.push((entry.quantity, lowest.map_or(now, |lowest| lowest.min(now))));
    }
    fitting::index_price(legs, WORKING_SCALE, Rounding::Down).map(Some)
}

/// How much a price is below the best, as a proportion of that.
pub(super) fn under_best(
    price: Price,
    best: Price,
    rounding: Rounding,
) -> Result<Rate, MoneyError> {
    let rate = |price: Price| Rate::from_decimal(price.as_decimal());
    rate(best.checked_sub(price)?)?.over(rate(best)?, WORKING_SCALE, rounding)
}

/// What our own orders on their way will still take of a market, on one side.
pub(super) fn own_live(
    draft: &Draft<'_>,
    market: &Market,
    side: VenueSide,
) -> Result<Quantity, Rejection> {
    let mut live_quantity = Quantity::ZERO;
    for id in &draft.state.live_batches {
        let live = draft.desk.batch(*id)?;
        for (asset_order, progress) in live.batch.asset_orders.iter().zip(&live.progress) {
            if asset_order.asset == market.asset && asset_order.side == side && !progress.ended {
                live_quantity = live_quantity
                    .checked_add(asset_order.quantity.excess_over(progress.executed)?)?;
            }
        }
    }
    Ok(live_quantity)
}
