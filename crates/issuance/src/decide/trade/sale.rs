//! The shares of a selling trade.

use std::collections::BTreeMap;

use ledger::Name;
use lots::Taken;
use money::{Cash, MoneyError, Quantity, Rounding, Scale};

use super::{FeeKind, backing_share, exact_scale, fee_kind, sharing_scale};
use crate::batch::{AssetOrder, LiveBatch};
use crate::draft::Draft;
use crate::event::{Event, RedemptionShare, SaleShare, Sold, VenueTrade};
use crate::holding::AssetLots;
use crate::order::Order;
use crate::rebalance::BackingPart;
use crate::{BatchId, Collateral};

/// A selling trade's shares: of left-overs, of what is sold for redemptions, and of what is sold for indexes' holders.
pub(super) fn sell(
    draft: &Draft<'_>,
    live: &LiveBatch,
    place: usize,
    position: u64,
    trade: &VenueTrade,
) -> Result<Event, MoneyError> {
    let scale = draft.settings.cash_scale;
    let batch: BatchId = live.batch.id;
    let asset_order: &AssetOrder = &live.batch.asset_orders[place];
    let progress = &live.progress[place];
    let mut left = progress.left.clone();
    left.extend(&progress.backing_left);
    let parts = trade
        .quantity
        .apportion(&left, sharing_scale(trade.quantity, &left))?;
    let exact = exact_scale(trade.price, trade.quantity)?;
    let gross = trade.price.times(trade.quantity, exact, Rounding::Down)?;
    let fee_cash = trade.fee_cash;
    let received = match fee_kind(trade, &draft.settings.cash) {
        FeeKind::Cash => gross.checked_sub(fee_cash)?,
        // A fee in the asset sold is no venue's; it would be the house's to bring.
        FeeKind::Asset | FeeKind::Third => gross,
    };
    let mut shares = Vec::new();
    let mut redeemed = Vec::new();
    let mut collaterals = BTreeMap::new();
    let mut carried = Cash::ZERO;
    for (contribution, part) in asset_order.contributions.iter().zip(parts.iter().copied()) {
        if part.is_zero() {
            continue;
        }
        let order = draft
            .desk
            .orders
            .get(&contribution.order)
            .ok_or(MoneyError::Negative)?;
        let fee = fee_cash.share_of(part, trade.quantity, scale, Rounding::Down)?;
        if order.is_redemption() {
            let share = redemption_share(order, trade, (part, fee), scale)?;
            carried = carried.checked_add(share.sold.cost.checked_sub(share.sold.fee)?)?;
            redeemed.push(share);
            continue;
        }
        let share = sale_share(draft, order, trade, (part, fee), &mut collaterals)?;
        carried = carried.checked_add(share.proceeds)?;
        shares.push(share);
    }
    let mut rebalanced = Vec::with_capacity(asset_order.backing.len());
    let own = &parts[asset_order.contributions.len()..];
    for (BackingPart { index, .. }, part) in asset_order.backing.iter().zip(own) {
        let fee = fee_cash.share_of(*part, trade.quantity, scale, Rounding::Down)?;
        let lot = sold_lot(trade, (*part, fee), scale)?;
        carried = carried.checked_add(lot.cost.checked_sub(lot.fee)?)?;
        rebalanced.extend(backing_share(index, *part, lot));
    }
    let remainder = match fee_kind(trade, &draft.settings.cash) {
        FeeKind::Cash => received.checked_sub(carried)?,
        FeeKind::Asset | FeeKind::Third => received.checked_sub(fee_cash)?.checked_sub(carried)?,
    };
    Ok(Event::Sold(Box::new(Sold {
        position,
        batch,
        trade: trade.clone(),
        shares,
        redeemed,
        rebalanced,
        received,
        remainder,
        fills_later: crate::decide::is_large(draft, asset_order.contributions.len()),
    })))
}

/// A seller's share: his lots, oldest first, and what they brought. `collaterals`: what the trade has left of each account's so far.
fn sale_share(
    draft: &Draft<'_>,
    order: &Order,
    trade: &VenueTrade,
    (part, fee): (Quantity, Cash),
    collaterals: &mut BTreeMap<Name, Collateral>,
) -> Result<SaleShare, MoneyError> {
    let scale = draft.settings.cash_scale;
    let holding = order.holding(&trade.asset).ok_or(MoneyError::Negative)?;
    let sold = AssetLots {
        asset: trade.asset.clone(),
        lots: holding.oldest(part, scale)?,
    };
    let proceeds = trade
        .price
        .times(part, scale, Rounding::Down)?
        .excess_over(fee)?;
    let name = &order.request.account;
    let before = match collaterals.get(name) {
        Some(collateral) => collateral.clone(),
        None => draft
            .desk
            .collateral(name)
            .map_err(|_| MoneyError::Negative)?,
    };
    let collateral = Collateral {
        free: before.free.checked_add(proceeds)?,
        reserved: before.reserved.checked_sub(sold.paid()?)?,
        spent: before
            .spent
            .checked_add(sold.paid()?)?
            .checked_sub(proceeds)?,
        ..before
    };
    collaterals.insert(name.clone(), collateral.clone());
    Ok(SaleShare {
        order: order.id(),
        traceparent: order.request.traceparent.clone(),
        sold,
        fee,
        proceeds,
        collateral,
    })
}

/// A redemption's share of a selling trade.
fn redemption_share(
    order: &Order,
    trade: &VenueTrade,
    (part, fee): (Quantity, Cash),
    scale: Scale,
) -> Result<RedemptionShare, MoneyError> {
    Ok(RedemptionShare {
        order: order.id(),
        traceparent: order.request.traceparent.clone(),
        index: order.request.index.clone(),
        sold: sold_lot(trade, (part, fee), scale)?,
    })
}

/// What a part of a selling trade brought. It bears no fee above that.
fn sold_lot(
    trade: &VenueTrade,
    (part, fee): (Quantity, Cash),
    scale: Scale,
) -> Result<Taken, MoneyError> {
    let cost = trade.price.times(part, scale, Rounding::Down)?;
    Ok(Taken {
        lot: trade.lot_id.clone(),
        price: trade.price,
        quantity: part,
        cost,
        fee: fee.min(cost),
    })
}
