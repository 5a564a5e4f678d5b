//! Venue trades: each is shared among the index orders that contributed, in proportion to what is still missing of their
//! contributions, largest remainder, to the last digit of the quantity.
//!
//! Proportional to what is missing, not to the whole: after any number of trades nobody has more than he contributed, and a
//! completely executed asset order has given each exactly his contribution.

use ledger::Name;
use lots::Taken;
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};

use crate::apply::place_of;
use crate::batch::{AssetOrder, LiveBatch, VenueSide};
use crate::draft::Draft;
use crate::event::{
    Bought, Event, HouseShare, RedemptionShare, SaleShare, Sold, Stream, TradeShare, VenueTrade,
};
use crate::holding::{AssetLots, quantity_scale};
use crate::order::Order;
use crate::{BatchId, Rejection};

pub(super) fn record(
    draft: &mut Draft<'_>,
    position: u64,
    trade: &VenueTrade,
) -> Result<(), Rejection> {
    let Some(batch) = draft.state.asset_orders.get(&trade.asset_order_id).copied() else {
        let text = format!(
            "trade {}: no asset order {} on its way",
            trade.lot_id, trade.asset_order_id
        );
        return super::skip(draft, Stream::Adapter, position, text);
    };
    let live = draft.desk.batch(batch)?;
    let place = place_of(live, &trade.asset_order_id)?;
    let asset_order = &live.batch.asset_orders[place];
    if asset_order.asset != trade.asset
        || asset_order.side != trade.side
        || trade.quantity.is_zero()
        || trade.price.is_zero()
    {
        let text = format!(
            "trade {} is not one of asset order {}",
            trade.lot_id, trade.asset_order_id
        );
        return super::skip(draft, Stream::Adapter, position, text);
    }
    let shared = match trade.side {
        VenueSide::Buy => buy(draft, live, place, position, trade),
        VenueSide::Sell => sell(draft, live, place, position, trade),
    };
    let event = match shared {
        Ok(event) => event,
        // Amounts are bounded where they come in, so this is a venue that trades beyond what a decimal holds.
        Err(source) => {
            return Err(Rejection::Arithmetic {
                what: format!("the shares of trade {}", trade.lot_id),
                source,
            });
        }
    };
    let orders: Vec<_> = match &event {
        Event::Bought(bought) => bought.shares.iter().map(|share| share.order).collect(),
        Event::Sold(sold) => sold.redeemed.iter().map(|share| share.order).collect(),
        _ => Vec::new(),
    };
    draft.record(event)?;
    for order in orders {
        super::fill::fill(draft, order, batch)?;
    }
    Ok(())
}

/// How a trade's fee was taken.
enum FeeKind {
    /// In cash: it adds to what was paid, or lessens what came in.
    Cash,
    /// In the asset: it lessens what was bought.
    Asset,
    /// In something else: the house paid it and is owed its worth.
    Third,
}

fn fee_kind(trade: &VenueTrade, cash: &ledger::Unit) -> FeeKind {
    if trade.fee_asset == *cash {
        FeeKind::Cash
    } else if trade.fee_asset == trade.asset {
        FeeKind::Asset
    } else {
        FeeKind::Third
    }
}

fn buy(
    draft: &Draft<'_>,
    live: &LiveBatch,
    place: usize,
    position: u64,
    trade: &VenueTrade,
) -> Result<Event, MoneyError> {
    let scale = draft.settings.cash_scale;
    let asset_order = &live.batch.asset_orders[place];
    let progress = &live.progress[place];
    // The house's part is the last weight; what the venue gives beyond all contributions is the house's as well.
    let mut weights = progress.left.clone();
    let missing = Quantity::sum(weights.iter().copied())?;
    weights.push(progress.house_left);
    let wanted = missing.checked_add(progress.house_left)?;
    let beyond = trade.quantity.excess_over(wanted)?;
    let digits = sharing_scale(trade.quantity, &weights);
    let traded = trade
        .quantity
        .checked_sub(beyond)?
        .apportion(&weights, digits)?;
    let (kind, fee_quantity) = match fee_kind(trade, &draft.settings.cash) {
        FeeKind::Asset => (FeeKind::Asset, trade.fee.min(trade.quantity)),
        kind => (kind, Quantity::ZERO),
    };
    let house_traded = traded
        .last()
        .copied()
        .unwrap_or_default()
        .checked_add(beyond)?;
    let mut parts: Vec<Quantity> = traded[..traded.len() - 1].to_vec();
    parts.push(house_traded);
    let fee_scale = quantity_scale(fee_quantity).max(digits);
    let base_fees = fee_quantity.apportion(&parts, fee_scale)?;
    let exact = exact_scale(trade.price, trade.quantity)?;
    let cost = trade.price.times(trade.quantity, exact, Rounding::Down)?;
    let fee_cash = match kind {
        FeeKind::Asset => Cash::ZERO,
        FeeKind::Cash | FeeKind::Third => trade.fee_cash,
    };
    let lot = |part: Quantity, base_fee: Quantity| -> Result<Taken, MoneyError> {
        let quantity = part.checked_sub(base_fee)?;
        let fee = fee_cash.share_of(part, trade.quantity, scale, Rounding::Down)?;
        let fee = fee.checked_add(trade.price.times(base_fee, scale, Rounding::Down)?)?;
        Ok(Taken {
            lot: trade.lot_id.clone(),
            price: trade.price,
            quantity,
            cost: trade.price.times(quantity, scale, Rounding::Down)?,
            fee,
        })
    };
    let mut shares = Vec::with_capacity(asset_order.contributions.len());
    let mut carried = Cash::ZERO;
    for ((contribution, part), base_fee) in
        asset_order.contributions.iter().zip(&parts).zip(&base_fees)
    {
        if part.is_zero() {
            continue;
        }
        let order = draft
            .desk
            .orders
            .get(&contribution.order)
            .ok_or(MoneyError::Negative)?;
        let mut lot = lot(*part, *base_fee)?;
        // Nobody pays what he does not have: a fee above what the venue had stated is the house's.
        let has = order.in_flight.checked_add(order.reserved)?;
        lot.cost = lot.cost.min(has);
        lot.fee = lot.fee.min(has.checked_sub(lot.cost)?);
        carried = carried.checked_add(lot.paid()?)?;
        shares.push(TradeShare {
            order: contribution.order,
            traceparent: order.request.traceparent.clone(),
            traded: *part,
            lot,
        });
    }
    let house = if house_traded.is_zero() {
        None
    } else {
        let lot = lot(house_traded, base_fees.last().copied().unwrap_or_default())?;
        carried = carried.checked_add(lot.paid()?)?;
        Some(HouseShare {
            traded: house_traded,
            lot,
        })
    };
    let remainder = cost.checked_add(fee_cash)?.checked_sub(carried)?;
    let paid = match kind {
        FeeKind::Cash => cost.checked_add(fee_cash)?,
        FeeKind::Asset | FeeKind::Third => cost,
    };
    Ok(Event::Bought(Box::new(Bought {
        position,
        batch: live.batch.id,
        trade: trade.clone(),
        shares,
        house,
        paid,
        remainder,
    })))
}

fn sell(
    draft: &Draft<'_>,
    live: &LiveBatch,
    place: usize,
    position: u64,
    trade: &VenueTrade,
) -> Result<Event, MoneyError> {
    let scale = draft.settings.cash_scale;
    let batch: BatchId = live.batch.id;
    let asset_order: &AssetOrder = &live.batch.asset_orders[place];
    let left = &live.progress[place].left;
    let parts = trade
        .quantity
        .apportion(left, sharing_scale(trade.quantity, left))?;
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
    let mut collaterals: std::collections::BTreeMap<Name, crate::Collateral> =
        std::collections::BTreeMap::new();
    let mut carried = Cash::ZERO;
    for (contribution, part) in asset_order.contributions.iter().zip(parts) {
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
        let holding = order.holding(&trade.asset).ok_or(MoneyError::Negative)?;
        let sold = AssetLots {
            asset: trade.asset.clone(),
            lots: holding.oldest(part, scale)?,
        };
        let proceeds = trade
            .price
            .times(part, scale, Rounding::Down)?
            .excess_over(fee)?;
        carried = carried.checked_add(proceeds)?;
        let name = &order.request.account;
        let before = match collaterals.get(name) {
            Some(collateral) => collateral.clone(),
            None => draft
                .desk
                .collateral(name)
                .map_err(|_| MoneyError::Negative)?,
        };
        let collateral = crate::Collateral {
            free: before.free.checked_add(proceeds)?,
            reserved: before.reserved.checked_sub(sold.paid()?)?,
            spent: before
                .spent
                .checked_add(sold.paid()?)?
                .checked_sub(proceeds)?,
            ..before
        };
        collaterals.insert(name.clone(), collateral.clone());
        let traceparent = order.request.traceparent.clone();
        shares.push(SaleShare {
            order: contribution.order,
            traceparent,
            sold,
            fee,
            proceeds,
            collateral,
        });
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
        received,
        remainder,
    })))
}

/// A redemption's share of a selling trade. It bears no fee above what was sold for it.
fn redemption_share(
    order: &Order,
    trade: &VenueTrade,
    (part, fee): (Quantity, Cash),
    scale: Scale,
) -> Result<RedemptionShare, MoneyError> {
    let cost = trade.price.times(part, scale, Rounding::Down)?;
    Ok(RedemptionShare {
        order: order.id(),
        traceparent: order.request.traceparent.clone(),
        index: order.request.index.clone(),
        sold: Taken {
            lot: trade.lot_id.clone(),
            price: trade.price,
            quantity: part,
            cost,
            fee: fee.min(cost),
        },
    })
}

/// The digits that a trade is shared at: no coarser than what is missing of any contribution, so that no share is above it.
fn sharing_scale(quantity: Quantity, missing: &[Quantity]) -> Scale {
    missing
        .iter()
        .map(|missing| quantity_scale(*missing))
        .fold(quantity_scale(quantity), Scale::max)
}

/// The decimals in which price × quantity is exact.
fn exact_scale(price: Price, quantity: Quantity) -> Result<Scale, MoneyError> {
    let decimals = price.decimals() + quantity.decimals();
    Scale::new(u8::try_from(decimals).map_err(|_| MoneyError::Overflow)?)
        .map_err(|_| MoneyError::Overflow)
}
