//! What the house buys of redemptions.
//!
//! What the venue takes no order of (below its step, its least quantity or value) the house buys at the best bid, as far as its
//! limit allows. Where it can't, less crosses, so that the rest is an order that the venue takes; or, if there is no bid for that, only what
//! crosses is sold. Otherwise an asset of which nothing could be sold keeps the orders that need it out of the batch: half a
//! basket helps nobody. Of an order that is closing the house takes such a rest even beyond its limit, so that it ends: it is less than
//! the venue's smallest order.

use std::collections::BTreeMap;

use ledger::Unit;
use lots::Taken;
use money::{Cash, Price, Quantity, Rounding};

use super::Redemptions;
use super::sale::Sale;
use crate::Rejection;
use crate::batch::{Contribution, HouseTake};
use crate::decide::sales::{least_whole, quantity_of, whole};
use crate::draft::Draft;
use crate::market::Market;

/// What is to be done about what the venue takes no order of.
pub(super) enum Rests {
    /// Nothing more: the house takes it, or it waits.
    Seen,
    /// Nothing of this asset could be sold.
    Unsaleable(Unit),
    /// Less of these has to cross.
    CrossLess(BTreeMap<Unit, Less>),
}

/// How less of an asset crosses, so that all that is sold of it can be.
pub(super) enum Less {
    /// So much: the rest is an order that the venue takes.
    Cross(Quantity),
    /// What crosses is all that is sold.
    OffVenue,
}

impl Sale<'_> {
    /// Has the house take what the venue would not.
    pub(super) fn take(
        &self,
        draft: &Draft<'_>,
        redemptions: &mut Redemptions,
    ) -> Result<Rests, Rejection> {
        let mut allowance = crate::decide::end::house_allowance(draft)?;
        let mut takes = Vec::new();
        let mut less = BTreeMap::new();
        for (asset, contributions) in &mut redemptions.contributions {
            let (Some(market), Some(limit)) = (self.market(asset), self.limit(asset)?) else {
                return Ok(Rests::Unsaleable(asset.clone()));
            };
            let wanted = quantity_of(contributions)?;
            let all = wanted.checked_add(self.left_over(asset))?;
            let sold = whole(draft, market, limit, all)?;
            let rest = all.checked_sub(sold)?.min(wanted);
            let best = market.bids.first().map_or(limit, |best| best.price);
            let cost = best.times(rest, draft.settings.cash_scale, Rounding::Up)?;
            if cost > allowance {
                if let Some(crossed) = redemptions.crossed.get(asset) {
                    let crossed = quantity_of(crossed)?;
                    if let Some(how) = self.less(draft, (market, limit), (wanted, crossed), sold)? {
                        less.insert(asset.clone(), how);
                        continue;
                    }
                }
                if !sold.is_zero() {
                    continue;
                }
                let closing = |part: &Contribution| {
                    let order = draft.order(part.order);
                    order.is_ok_and(|order| order.closing.is_some())
                };
                if !contributions.iter().all(closing) {
                    return Ok(Rests::Unsaleable(asset.clone()));
                }
            }
            allowance = allowance.excess_over(cost)?;
            self.take_of(draft, asset, (rest, best), contributions, &mut takes)?;
        }
        if !less.is_empty() {
            return Ok(Rests::CrossLess(less));
        }
        redemptions.takes = takes;
        redemptions
            .contributions
            .retain(|_, contributions| !contributions.is_empty());
        Ok(Rests::Seen)
    }

    /// How less can cross so that what is `wanted` of the venue besides can be sold there; none if that does not help.
    fn less(
        &self,
        draft: &Draft<'_>,
        (market, limit): (&Market, Price),
        (wanted, crossed): (Quantity, Quantity),
        sold: Quantity,
    ) -> Result<Option<Less>, Rejection> {
        let least = least_whole(market, limit)?.excess_over(self.left_over(&market.asset))?;
        let saleable = wanted.max(least).ceil_to_step(market.step)?;
        let more = saleable.checked_sub(wanted)?;
        if !more.is_zero() && more <= crossed && saleable <= self.wanted(draft, market, limit)? {
            return Ok(Some(Less::Cross(crossed.checked_sub(more)?)));
        }
        Ok(sold.is_zero().then_some(Less::OffVenue))
    }

    /// The house takes `rest` of an asset, of the oldest orders first.
    fn take_of(
        &self,
        draft: &Draft<'_>,
        asset: &Unit,
        (rest, price): (Quantity, Price),
        contributions: &mut Vec<Contribution>,
        takes: &mut Vec<HouseTake>,
    ) -> Result<(), Rejection> {
        let mut left = rest;
        for contribution in contributions.iter_mut() {
            let quantity = contribution.quantity.min(left);
            if quantity.is_zero() {
                break;
            }
            left = left.checked_sub(quantity)?;
            contribution.quantity = contribution.quantity.checked_sub(quantity)?;
            let order = draft.order(contribution.order)?;
            takes.push(HouseTake {
                order: order.id,
                index: order.request.index.clone(),
                asset: asset.clone(),
                lot: Taken {
                    lot: format!("{}-{}-{asset}", self.table.batch, order.id).into(),
                    price,
                    quantity,
                    cost: price.times(quantity, draft.settings.cash_scale, Rounding::Down)?,
                    fee: Cash::ZERO,
                },
            });
        }
        contributions.retain(|contribution| !contribution.quantity.is_zero());
        Ok(())
    }
}
