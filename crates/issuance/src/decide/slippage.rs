//! Which of the ready orders a batch is for, and its slippage.
//!
//! A buying limit price is the best ask and a slippage, and an order with a price limit is only fitted where its whole basket at
//! those limits is within its own. So one whose limit lies between the best asks and the usual slippage has a slippage of its own:
//! the largest at which its limit is kept. Such orders have batches of their own, in turn with the others'.

use std::sync::Arc;

use money::{MoneyError, Price, Rate, Rounding, Scale};

use super::problem::{fitting_market, limit_left};
use super::purchases::Ready;
use crate::draft::Draft;
use crate::market::Snapshot;
use crate::{Index, OrderId, Rejection};

/// Decimals of prices and slippages that are worked with.
pub(super) const WORKING_SCALE: Scale = match Scale::new(18) {
    Ok(scale) => scale,
    Err(_) => Scale::MAX,
};

/// The orders of a batch, and its slippage.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) slippage: Rate,
    pub(super) orders: Vec<Ready>,
}

/// What is tried for the next batch: the second where the first comes to nothing.
pub(super) fn groups(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    ready: Vec<Ready>,
) -> Result<Vec<Group>, Rejection> {
    let usual = draft.settings.slippage;
    let mut prices = Prices::default();
    let mut own: Vec<(OrderId, Rate)> = Vec::new();
    for Ready { id, .. } in &ready {
        if let Some(slippage) = own_slippage(draft, snapshot, *id, &mut prices)? {
            own.push((*id, slippage));
        }
    }
    let Some((_, oldest)) = own.first().copied() else {
        let orders = ready;
        return Ok(vec![Group {
            slippage: usual,
            orders,
        }]);
    };
    let slippage_of = |id: OrderId| {
        let place = own.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(own[place].1)
    };
    let (close, others): (Vec<Ready>, Vec<Ready>) = ready
        .into_iter()
        .partition(|order| slippage_of(order.id).is_some());
    let close = Group {
        slippage: oldest,
        orders: close
            .into_iter()
            .filter(|order| slippage_of(order.id).is_some_and(|own| own >= oldest))
            .collect(),
    };
    let others = Group {
        slippage: usual,
        orders: others,
    };
    // In turn, so that neither waits for the other for ever.
    Ok(if draft.state.batches_made % 2 == 1 {
        vec![close, others]
    } else {
        vec![others, close]
    })
}

/// A basket at the best asks, and at the usual buying limits.
#[derive(Clone, Copy)]
struct Priced {
    best: Price,
    limit: Price,
}

/// What the baskets of the ready orders are priced at, worked out once each.
#[derive(Default)]
struct Prices(Vec<(Arc<Index>, Option<Priced>)>);

impl Prices {
    fn of(
        &mut self,
        draft: &Draft<'_>,
        snapshot: &Snapshot,
        index: &Arc<Index>,
    ) -> Result<Option<Priced>, Rejection> {
        if let Some((_, priced)) = self.0.iter().find(|(known, _)| Arc::ptr_eq(known, index)) {
            return Ok(*priced);
        }
        let priced = price(draft, snapshot, index)?;
        self.0.push((Arc::clone(index), priced));
        Ok(priced)
    }
}

fn price(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    index: &Index,
) -> Result<Option<Priced>, Rejection> {
    let usual = draft.settings.slippage;
    let (mut best, mut limits) = (Vec::new(), Vec::new());
    for entry in &index.basket {
        let Some(market) = snapshot.market_of(&entry.asset) else {
            return Ok(None);
        };
        let fitted = fitting_market(draft, market, usual)?;
        let Some(ask) = fitted.asks.best() else {
            return Ok(None);
        };
        best.push((entry.quantity, ask));
        limits.push((
            entry.quantity,
            fitting::buying_limit(ask, usual, fitted.tick)?,
        ));
    }
    Ok(Some(Priced {
        best: fitting::index_price(best, WORKING_SCALE, Rounding::Up)?,
        limit: fitting::index_price(limits, WORKING_SCALE, Rounding::Up)?,
    }))
}

/// The slippage that an order's limit leaves; none where it is the usual, or the limit is below the best asks.
fn own_slippage(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    id: OrderId,
    prices: &mut Prices,
) -> Result<Option<Rate>, Rejection> {
    let order = draft.order(id)?;
    let (Some(index), Some(_)) = (&order.index, order.request.limit_price) else {
        return Ok(None);
    };
    let Some(basket) = prices.of(draft, snapshot, index)? else {
        return Ok(None);
    };
    let left = |slippage| limit_left(snapshot, order, index, slippage);
    let within = |limit: Option<Price>, price: Price| limit.is_none_or(|limit| price <= limit);
    if within(left(draft.settings.slippage)?, basket.limit) {
        return Ok(None);
    }
    // At a smaller slippage less of the limit is left: at none at all, the least.
    match left(Rate::ZERO)? {
        Some(limit) if basket.best <= limit => {
            Ok(Some(over_best(limit, basket.best, Rounding::Down)?))
        }
        Some(_) | None => Ok(None),
    }
}

/// How much a price is above the best, as a proportion of that.
pub(super) fn over_best(price: Price, best: Price, rounding: Rounding) -> Result<Rate, MoneyError> {
    let rate = |price: Price| Rate::from_decimal(price.as_decimal());
    rate(price.excess_over(best)?)?.over(rate(best)?, WORKING_SCALE, rounding)
}
