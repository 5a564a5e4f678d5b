//! Increments: whenever an order holds enough of every asset for more units, holdings are consumed and units come to be. One that
//! would consume more lots than an event has room for is made in several, in the same decision.

use lots::total;
use money::{Cash, MoneyError, Quantity, Rate, Rounding, Scale, Units};

use crate::draft::Draft;
use crate::event::{IndexFill, OrderChange};
use crate::holding::{AssetLots, Holding, LOTS_AT_ONCE_MAX, quantity_scale};
use crate::index::BasketEntry;
use crate::order::{Order, price_of};
use crate::request::TimeInForce;
use crate::{BatchId, Index, OrderId, Rejection};

/// Fills an order of a batch as far as its holdings go, if that is an increment at least. An order that can't be reckoned with is
/// suspended, and no other. All-or-nothing orders are filled when their batch settles.
pub(super) fn fill(draft: &mut Draft<'_>, id: OrderId, batch: BatchId) -> Result<(), Rejection> {
    if draft.order(id)?.request.time_in_force == TimeInForce::FillOrKill {
        return Ok(());
    }
    fill_now(draft, id, batch)
}

/// The same, of an all-or-nothing order as well.
pub(super) fn fill_now(
    draft: &mut Draft<'_>,
    id: OrderId,
    batch: BatchId,
) -> Result<(), Rejection> {
    fill_from(draft, id, batch, Turn::OneOfMany)
}

/// The last of an order: as far as its holdings go, however little that is.
pub(super) fn fill_last(
    draft: &mut Draft<'_>,
    id: OrderId,
    batch: BatchId,
) -> Result<(), Rejection> {
    fill_from(draft, id, batch, Turn::Last)
}

/// Whether more increments can come, which this one could wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    OneOfMany,
    Last,
}

impl Turn {
    pub(super) fn least(self, index: &Index) -> Result<Units, MoneyError> {
        match self {
            Self::OneOfMany => index.least_increment(),
            Self::Last => Ok(Units::ZERO),
        }
    }
}

fn fill_from(
    draft: &mut Draft<'_>,
    id: OrderId,
    batch: BatchId,
    turn: Turn,
) -> Result<(), Rejection> {
    loop {
        let order = draft.order(id)?;
        if order.status == crate::Status::Suspended {
            return Ok(());
        }
        let cash_scale = draft.settings.cash_scale;
        match next_increment(order, batch, cash_scale, LOTS_AT_ONCE_MAX, turn) {
            Ok(None) => return Ok(()),
            Ok(Some((fill, Further::None))) => {
                return draft.change(id, OrderChange::Filled(Box::new(fill)));
            }
            Ok(Some((fill, Further::Follows))) => {
                draft.change(id, OrderChange::Filled(Box::new(fill)))?;
            }
            Err(problem) => {
                let text = format!("its units can't be calculated: {problem}");
                return draft.change(id, OrderChange::Suspended { text });
            }
        }
    }
}

/// Whether an increment is all that the holdings are enough for.
enum Further {
    None,
    Follows,
}

/// Why an order's increment can't be made.
#[derive(Debug, thiserror::Error)]
enum IncrementError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// So many of the oldest lots are not enough for the smallest number of units.
    #[error("a unit's smallest part is made of more than {0} lots of an asset")]
    TooManyLots(usize),
}

/// The next increment: all there is, or as much of it as its event has room for.
fn next_increment(
    order: &Order,
    batch: BatchId,
    cash_scale: Scale,
    lots_max: usize,
    turn: Turn,
) -> Result<Option<(IndexFill, Further)>, IncrementError> {
    let of = |turn: Turn, each: usize| {
        if order.is_redemption() {
            super::redeem::increment(order, batch, cash_scale, turn, each)
        } else {
            increment(order, batch, cash_scale, turn, each)
        }
    };
    let Some(whole) = of(turn, usize::MAX)? else {
        return Ok(None);
    };
    let lots = whole.consumed.iter().map(|part| part.lots.len());
    if lots.sum::<usize>() <= lots_max {
        return Ok(Some((whole, Further::None)));
    }
    let assets = whole.consumed.len().max(1);
    let each = (lots_max / assets).max(1);
    // However little it is: more follows at once.
    let part = of(Turn::Last, each)?;
    match part {
        Some(part) => Ok(Some((part, Further::Follows))),
        // The client's limit allows the whole, and none of its first part: that waits for cheaper lots.
        None if order.request.limit_price.is_some() => Ok(None),
        None => Err(IncrementError::TooManyLots(each)),
    }
}

/// u = min over assets of holding ÷ basket quantity, rounded down, of the `each` oldest lots of a holding; none if that is nothing, or
/// less than the least.
fn increment(
    order: &Order,
    batch: BatchId,
    cash_scale: Scale,
    turn: Turn,
    each: usize,
) -> Result<Option<IndexFill>, MoneyError> {
    let Some(index) = &order.index else {
        return Ok(None);
    };
    let mut units: Option<Units> = None;
    for entry in &index.basket {
        let Some(holding) = order.holding(&entry.asset) else {
            return Ok(None);
        };
        let enough_for = holding.quantity_of_oldest(each)?.over_basket(
            entry.quantity,
            index.units_scale,
            Rounding::Down,
        )?;
        units = Some(units.map_or(enough_for, |least| least.min(enough_for)));
    }
    let least = turn.least(index)?;
    let Some(units) = units.filter(|units| !units.is_zero() && *units >= least) else {
        return Ok(None);
    };
    // Up: what stands behind the units is never less than the basket says. A holding is a whole number of its scale's last
    // digit, so it is enough.
    let needed = |entry: &BasketEntry, holding: &Holding| {
        let scale = quantity_scale(holding.quantity());
        units.times_basket(entry.quantity, scale, Rounding::Up)
    };
    let Consumed {
        lots: consumed,
        gross,
        venue_fees,
    } = consume(order, index, cash_scale, needed)?;
    let excess = excess(order, index, (&consumed, gross, units), cash_scale)?;
    // Rounding that is dear for few units is little for more. Alone, it is better than to have bought for nothing.
    let waits = match excess {
        Excess::None => false,
        Excess::Rounding => turn == Turn::OneOfMany || order.fills > 0,
        Excess::Real => true,
    };
    if waits {
        return Ok(None);
    }
    // What an order has left covers the fee by design; if the venue charged more than it had said, the issuer does without.
    let available = order.reserved.checked_add(order.in_flight)?;
    let issuer_fee = gross
        .times_rate(index.fee, cash_scale, Rounding::Down)?
        .min(available);
    Ok(Some(IndexFill {
        id: format!("{}-{}", order.id, order.fills + 1),
        batch,
        units,
        price: price_of(gross, units)?,
        gross,
        venue_fees,
        issuer_fee,
        consumed,
    }))
}

/// Decimals of what rounding may add to a price or take from it, beyond an order's limit: 0.0001 of that.
const LIMIT_ROUNDING_DECIMALS: u8 = 4;

/// How much worse an increment is than its order's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// Not at all, or by 1 in the last of [`LIMIT_ROUNDING_DECIMALS`] at most, by rounding.
    None,
    /// By what is rounded, which is much for so few units.
    Rounding,
    Real,
}

/// Whether an increment costs more than the order's limit. What a batch buys keeps the limit by itself; but holdings may have been bought
/// under a higher one, which the client has lowered since. They wait for cheaper ones, and are left over in the end. And each asset's
/// quantity is rounded up.
fn excess(
    order: &Order,
    index: &Index,
    (consumed, gross, units): (&[AssetLots], Cash, Units),
    cash_scale: Scale,
) -> Result<Excess, MoneyError> {
    let Some(limit) = order.request.limit_price else {
        return Ok(Excess::None);
    };
    let at_limit = limit.times_units(units, cash_scale, Rounding::Up)?;
    if gross <= at_limit {
        return Ok(Excess::None);
    }
    let (mut most, mut lots) = (Units::ZERO, 0);
    for AssetLots { asset, lots: taken } in consumed {
        let quantity = Quantity::sum(taken.iter().map(|taken| taken.quantity))?;
        let Some(basket) = index.quantity_of(asset) else {
            continue;
        };
        most = most.max(quantity.over_basket(basket, index.units_scale, Rounding::Up)?);
        lots += taken.len();
    }
    // Each lot's share may be one smallest amount above its exact cost.
    let rounded = Cash::from_atoms(lots as u128, cash_scale)?;
    let most = limit.times_units(most, cash_scale, Rounding::Up)?;
    if gross > most.checked_add(rounded)? {
        return Ok(Excess::Real);
    }
    rounding(at_limit, gross, cash_scale)
}

/// What is beyond the limit by rounding: whether it is little.
pub(super) fn rounding(
    at_limit: Cash,
    gross: Cash,
    cash_scale: Scale,
) -> Result<Excess, MoneyError> {
    let beyond = gross.max(at_limit).checked_sub(gross.min(at_limit))?;
    let little = Rate::from_atoms(1, Scale::new(LIMIT_ROUNDING_DECIMALS)?)?;
    let little = at_limit.times_rate(little, cash_scale, Rounding::Up)?;
    Ok(if beyond <= little {
        Excess::None
    } else {
        Excess::Rounding
    })
}

/// What an increment takes of an order's holdings.
pub(super) struct Consumed {
    pub(super) lots: Vec<AssetLots>,
    /// What the lots cost, or brought.
    pub(super) gross: Cash,
    pub(super) venue_fees: Cash,
}

/// The oldest lots of each asset that the order holds, as much as is needed of it.
pub(super) fn consume(
    order: &Order,
    index: &Index,
    cash_scale: Scale,
    needed: impl Fn(&BasketEntry, &Holding) -> Result<Quantity, MoneyError>,
) -> Result<Consumed, MoneyError> {
    let mut consumed = Consumed {
        lots: Vec::with_capacity(index.basket.len()),
        gross: Cash::ZERO,
        venue_fees: Cash::ZERO,
    };
    for entry in &index.basket {
        let Some(holding) = order.holding(&entry.asset) else {
            continue;
        };
        let lots = holding.oldest(needed(entry, holding)?, cash_scale)?;
        let (cost, fee) = total(&lots)?;
        consumed.gross = consumed.gross.checked_add(cost)?;
        consumed.venue_fees = consumed.venue_fees.checked_add(fee)?;
        consumed.lots.push(AssetLots {
            asset: entry.asset.clone(),
            lots,
        });
    }
    Ok(consumed)
}
