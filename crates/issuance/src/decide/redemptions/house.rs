//! What the house buys of redemptions.
//!
//! What the venue takes no order of (below its step, its least quantity or value) the house buys at the best bid, as far as its
//! limit allows. Where it can't, an asset of which nothing could be sold keeps the orders that need it out of the batch: half a
//! basket helps nobody. Of an order that is closing the house takes such a rest even beyond its limit, so that it ends: it is less than
//! the venue's smallest order.

use ledger::Unit;
use lots::Taken;
use money::{Cash, Price, Quantity, Rounding};

use super::Redemptions;
use super::sale::Sale;
use crate::Rejection;
use crate::batch::{Contribution, HouseTake};
use crate::draft::Draft;

impl Sale<'_> {
    /// Has the house take what the venue would not. An asset of which nothing could be sold then is the answer.
    pub(super) fn take(
        &self,
        draft: &Draft<'_>,
        redemptions: &mut Redemptions,
    ) -> Result<Option<Unit>, Rejection> {
        let mut allowance = crate::decide::end::house_allowance(draft)?;
        let mut takes = Vec::new();
        for (asset, contributions) in &mut redemptions.contributions {
            let (Some(market), Some(limit)) = (self.market(asset), self.limit(asset)?) else {
                return Ok(Some(asset.clone()));
            };
            let wanted = Quantity::sum(contributions.iter().map(|part| part.quantity))?;
            let left_over = self.left_over.get(asset).copied().unwrap_or_default();
            let all = wanted.checked_add(left_over)?;
            let sold = crate::decide::sales::whole(draft, market, limit, all)?;
            let rest = all.checked_sub(sold)?.min(wanted);
            let best = market.bids.first().map_or(limit, |best| best.price);
            let cost = best.times(rest, draft.settings.cash_scale, Rounding::Up)?;
            if cost > allowance {
                if !sold.is_zero() {
                    continue;
                }
                let closing = |part: &Contribution| {
                    let order = draft.order(part.order);
                    order.is_ok_and(|order| order.closing.is_some())
                };
                if !contributions.iter().all(closing) {
                    return Ok(Some(asset.clone()));
                }
            }
            allowance = allowance.excess_over(cost)?;
            self.take_of(draft, asset, (rest, best), contributions, &mut takes)?;
        }
        redemptions.takes = takes;
        redemptions
            .contributions
            .retain(|_, contributions| !contributions.is_empty());
        Ok(None)
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
                    lot: format!("{}-{}-{asset}", self.batch, order.id).into(),
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
