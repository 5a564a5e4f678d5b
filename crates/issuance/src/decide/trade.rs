//! Venue trades: each is shared among the index orders that contributed, and the holders of indexes whose baskets have changed, in proportion to what is still missing of their
//! contributions, largest remainder, to the last digit of the quantity.
//!
//! Proportional to what is missing, not to the whole: after any number of trades nobody has more than he contributed, and a
//! completely executed asset order has given each exactly his contribution.

mod sale;

use ledger::{Account, Name};
use lots::Taken;
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};

use crate::Rejection;
use crate::apply::place_of;
use crate::batch::{LiveBatch, Progress, VenueSide};
use crate::draft::Draft;
use crate::event::{Bought, Event, HouseShare, Stream, TradeShare, VenueTrade};
use crate::holding::quantity_scale;
use crate::rebalance::{BackingPart, BackingShare};

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
    // Its orders are settling, or about to: what they had in flight may be theirs again.
    if live.is_over() {
        let text = format!(
            "trade {}: asset order {} has ended",
            trade.lot_id, trade.asset_order_id
        );
        return super::skip(draft, Stream::Adapter, position, text);
    }
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
        VenueSide::Sell => sale::sell(draft, live, place, position, trade),
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
        Event::Bought(bought) if !bought.fills_later => {
            bought.shares.iter().map(|share| share.order).collect()
        }
        Event::Sold(sold) if !sold.fills_later => {
            sold.redeemed.iter().map(|share| share.order).collect()
        }
        _ => Vec::new(),
    };
    draft.record(event)?;
    for order in orders {
        super::fill::fill(draft, order, batch)?;
    }
    Ok(())
}

/// A refusal with what it comes from.
pub(super) fn described(refused: &Rejection) -> String {
    let mut text = refused.to_string();
    let mut source = std::error::Error::source(refused);
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

/// A trade that can't be shared out moves nothing, and is kept.
pub(super) fn park(
    draft: &mut Draft<'_>,
    position: u64,
    trade: VenueTrade,
    text: String,
) -> Result<(), Rejection> {
    draft.record(Event::TradeParked {
        position,
        trade: Box::new(trade),
        text,
    })
}

/// How a trade's fee was taken.
#[derive(Clone, Copy)]
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

/// Of a buying trade: for each contribution, for each index's holders, and, last, for the house.
struct Parts {
    parts: Vec<Quantity>,
    /// Of each, what a fee in the asset itself takes.
    base_fees: Vec<Quantity>,
}

fn split(progress: &Progress, trade: &VenueTrade, kind: FeeKind) -> Result<Parts, MoneyError> {
    // The house's part is the last weight; what the venue gives beyond all contributions is the house's as well.
    let mut weights = progress.left.clone();
    weights.extend(&progress.backing_left);
    weights.push(progress.house_left);
    let wanted = Quantity::sum(weights.iter().copied())?;
    let beyond = trade.quantity.excess_over(wanted)?;
    let digits = sharing_scale(trade.quantity, &weights);
    let mut parts = trade
        .quantity
        .checked_sub(beyond)?
        .apportion(&weights, digits)?;
    if let Some(house) = parts.last_mut() {
        *house = house.checked_add(beyond)?;
    }
    let fee = match kind {
        FeeKind::Asset => trade.fee.min(trade.quantity),
        FeeKind::Cash | FeeKind::Third => Quantity::ZERO,
    };
    let fee_scale = quantity_scale(fee).max(digits);
    let base_fees = fee.apportion(&parts, fee_scale)?;
    Ok(Parts { parts, base_fees })
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
    let kind = fee_kind(trade, &draft.settings.cash);
    let Parts { parts, base_fees } = split(&live.progress[place], trade, kind)?;
    let house_traded = parts.last().copied().unwrap_or_default();
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
        let has = order.in_flight.checked_add(order.reserved)?;
        let lot = within(lot(*part, *base_fee)?, has)?;
        carried = carried.checked_add(lot.paid()?)?;
        shares.push(TradeShare {
            order: contribution.order,
            traceparent: order.request.traceparent.clone(),
            traded: *part,
            lot,
        });
    }
    let orders = asset_order.contributions.len();
    let own = parts[orders..].iter().zip(&base_fees[orders..]);
    let mut bought = Vec::with_capacity(asset_order.backing.len());
    for (BackingPart { index, .. }, (part, base_fee)) in asset_order.backing.iter().zip(own) {
        let lot = within(lot(*part, *base_fee)?, holders_cash(draft, live, index)?)?;
        carried = carried.checked_add(lot.paid()?)?;
        bought.extend(backing_share(index, *part, lot));
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
        backing: bought,
        house,
        paid,
        remainder,
        fills_later: super::is_large(draft, asset_order.contributions.len()),
    })))
}

/// Nobody pays what he does not have: a fee above what the venue had stated is the house's.
fn within(mut lot: Taken, has: Cash) -> Result<Taken, MoneyError> {
    lot.cost = lot.cost.min(has);
    lot.fee = lot.fee.min(has.checked_sub(lot.cost)?);
    Ok(lot)
}

/// What a trade is for an index's holders; none: they have no part of it.
fn backing_share(index: &Name, traded: Quantity, lot: Taken) -> Option<BackingShare> {
    (!traded.is_zero()).then(|| BackingShare {
        index: index.clone(),
        traded,
        lot,
    })
}

/// What the holders of an index can pay in a batch: what it has of their cash, and what no batch has.
fn holders_cash(draft: &Draft<'_>, live: &LiveBatch, index: &Name) -> Result<Cash, MoneyError> {
    let in_flight = live.rebalance_in_flight.get(index).copied();
    draft
        .desk
        .cash_of(&Account::rebalance(index))
        .checked_add(in_flight.unwrap_or_default())
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
