//! What is behind an index's units beyond need is sold: at the venue, or, what that takes no order of, to the house at the best bid.

use ledger::Name;
use lots::Taken;
use money::{Cash, Quantity, Rounding, Scale};

use super::Outlook;
use super::room::{Room, best, least};
use crate::Rejection;
use crate::backing::Need;
use crate::batch::{Batch, VenueSide};
use crate::market::Market;
use crate::rebalance::{BackingPart, HouseExchange};

/// Sells what a batch has room for of one asset. `cap`: what is left of the cap of one order.
pub(super) fn sell(
    room: &mut Room<'_>,
    batch: &mut Batch,
    (index, need): (&Name, &Need),
    cap: &mut Cash,
    outlook: &mut Outlook,
) -> Result<(), Rejection> {
    let wanted = need.to_sell()?;
    if wanted.is_zero() {
        return Ok(());
    }
    let Some(market) = room.snapshot.market_of(&need.asset) else {
        outlook.waits = true;
        return Ok(());
    };
    // What the cap of one order has kept from crossing with it crosses in a later batch: nobody trades with himself at the venue.
    if is_bought(batch, market) {
        outlook.waits = true;
        return Ok(());
    }
    if let Some(offer) = room.offer(batch, market, VenueSide::Sell)? {
        let by_cap = (*cap)
            .min(room.to_sell)
            .over(offer.limit, Scale::QUANTITY, Rounding::Down)?;
        let quantity = wanted
            .min(offer.most)
            .min(by_cap)
            .floor_to_step(market.step)?;
        if quantity >= offer.least {
            let scale = room.draft.settings.cash_scale;
            *cap = cap.excess_over(offer.limit.times(quantity, scale, Rounding::Up)?)?;
            let part = BackingPart {
                index: index.clone(),
                quantity,
            };
            outlook.trades = true;
            return room.add(
                batch,
                (market, VenueSide::Sell),
                &offer,
                part,
                Quantity::ZERO,
            );
        }
    }
    if !is_rest(room, market, wanted)? {
        outlook.waits = true;
    } else if need.selling.is_zero() && house_takes(room, batch, (index, market), wanted)? {
        outlook.trades = true;
    }
    Ok(())
}

/// Whether index orders buy it at the venue in this batch.
fn is_bought(batch: &Batch, market: &Market) -> bool {
    batch.asset_orders.iter().any(|order| {
        order.side == VenueSide::Buy
            && order.asset == market.asset
            && !order.contributions.is_empty()
    })
}

/// Whether it is less than the venue takes an order of. Without a price nobody can say.
fn is_rest(room: &Room<'_>, market: &Market, wanted: Quantity) -> Result<bool, Rejection> {
    let Some(best) = best(market, VenueSide::Sell).filter(|_| market.tradable) else {
        return Ok(false);
    };
    let slippage = room.draft.settings.slippage;
    let limit = fitting::selling_limit(best, slippage, market.tick)?;
    Ok(limit.is_zero() || wanted.floor_to_step(market.step)? < least(market, limit)?)
}

/// The house takes it at the best bid, as far as its limit allows; not what would bring the holders nothing.
fn house_takes(
    room: &mut Room<'_>,
    batch: &mut Batch,
    (index, market): (&Name, &Market),
    quantity: Quantity,
) -> Result<bool, Rejection> {
    let Some(price) = best(market, VenueSide::Sell) else {
        return Ok(false);
    };
    let cost = price.times(quantity, room.draft.settings.cash_scale, Rounding::Down)?;
    if cost.is_zero() || cost > room.house {
        return Ok(false);
    }
    room.house = room.house.excess_over(cost)?;
    let asset = &market.asset;
    batch.exchanges.push(HouseExchange {
        index: index.clone(),
        asset: asset.clone(),
        side: VenueSide::Sell,
        taken: Vec::new(),
        given: vec![Taken {
            lot: format!("{}-{index}-{asset}", batch.id).into(),
            price,
            quantity,
            cost,
            fee: Cash::ZERO,
        }],
    });
    Ok(true)
}
