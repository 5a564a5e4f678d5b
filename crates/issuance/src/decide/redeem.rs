//! What is special to an order that redeems: its amount, its increments, and its end.
//!
//! It sells ⌊units × basket⌋ of each asset, to the digits that quantities have: what is below stays behind the other units. What it
//! has sold and no fill has paid out is in its holdings, as what a purchase has bought is. An increment is complete when enough of every
//! asset is sold for it; its proceeds are free at once.
//!
//! A sale can't be undone. So an order that is to end when something of a further increment is sold becomes as small as what it
//! has begun, completes that at the market, and ends then: nobody is left with the proceeds of half a basket.

use money::{Cash, MoneyError, Quantity, Rounding, Scale, Units};

use super::fill::{Consumed, Excess, Turn, rounding};
use super::submit::Refusal;
use crate::draft::Draft;
use crate::event::{IndexFill, OrderChange};
use crate::holding::Holding;
use crate::index::BasketEntry;
use crate::order::{Order, Outcome, Status, price_of};
use crate::request::{RejectReason, TimeInForce};
use crate::{BatchId, Index, OrderId, Rejection};

/// Digits of the quantities that are sold for redemptions, as of all shares unless a market has finer ones.
pub(super) const SOLD_SCALE: Scale = Scale::QUANTITY;

/// What is wrong with the units or the limit price of a redemption.
pub(super) fn amount_problem(
    draft: &Draft<'_>,
    index: &Index,
    account: &ledger::Name,
    (units, cash): (Units, Cash),
    (limit_price, mark): (Option<money::Price>, Option<money::Price>),
) -> Option<Refusal> {
    let bad = |text: String| Some((RejectReason::BadAmount, text));
    let symbol = &index.symbol;
    if !cash.is_zero() {
        return bad("CashOrderQty(152) is for buying: a redemption has OrderQty(38)".into());
    }
    if units.is_zero() {
        return bad(format!("OrderQty(38) must be units of {symbol} above zero"));
    }
    let decimals = index.units_scale.decimals();
    if units.decimals() > decimals {
        return bad(format!(
            "OrderQty(38) {units}: units of {symbol} have {decimals} decimals"
        ));
    }
    let sells = index.basket.iter().try_fold(false, |any, entry| {
        Ok::<_, MoneyError>(any || !sold_for(units, entry)?.is_zero())
    });
    if !sells.unwrap_or(false) {
        return bad(format!(
            "OrderQty(38) {units} of {symbol} is no asset's smallest amount"
        ));
    }
    if limit_price.is_some_and(money::Price::is_zero) {
        return bad("Price(44) must be above zero".into());
    }
    let own = draft.state.limits(account).order_max;
    let largest = own.map_or(draft.settings.order_max, |own| {
        own.min(draft.settings.order_max)
    });
    let worth = mark?.times_units(units, draft.settings.cash_scale, Rounding::Up);
    worth.map_or(true, |worth| worth > largest).then(|| {
        let cash = &draft.settings.cash;
        let text = format!("the largest order is {largest} {cash}");
        (RejectReason::LimitExceeded, text)
    })
}

/// What is sold of an asset, in all, for so many units.
pub(super) fn sold_for(units: Units, entry: &BasketEntry) -> Result<Quantity, MoneyError> {
    units.times_basket(entry.quantity, SOLD_SCALE, Rounding::Down)
}

/// What of an asset is still to be sold for all of an order's units.
pub(crate) fn unsold(order: &Order, entry: &BasketEntry) -> Result<Quantity, MoneyError> {
    sold_for(order.request.units, entry)?.excess_over(sold(order, entry)?)
}

/// What of an asset is sold, filled or not.
fn sold(order: &Order, entry: &BasketEntry) -> Result<Quantity, MoneyError> {
    let held = order
        .holding(&entry.asset)
        .map_or(Quantity::ZERO, Holding::quantity);
    sold_for(order.units, entry)?.checked_add(held)
}

/// The units that are filled or begun: an order can't become smaller than this.
pub(super) fn begun(order: &Order, index: &Index) -> Result<Units, MoneyError> {
    let mut units = order.units;
    for entry in &index.basket {
        let of_asset = sold(order, entry)?;
        if of_asset > sold_for(order.units, entry)? {
            units =
                units.max(of_asset.over_basket(entry.quantity, index.units_scale, Rounding::Up)?);
        }
    }
    Ok(units.min(order.request.units))
}

/// The further units that enough of every asset is sold for, by the `each` oldest sales of it that no fill has paid out; none if that is
/// nothing, or less than the least and not all.
pub(super) fn increment(
    order: &Order,
    batch: BatchId,
    cash_scale: Scale,
    turn: Turn,
    each: usize,
) -> Result<Option<IndexFill>, MoneyError> {
    let Some(index) = &order.index else {
        return Ok(None);
    };
    let mut complete = order.request.units;
    for entry in &index.basket {
        let holding = order.holding(&entry.asset);
        let is_cut = holding.is_some_and(|holding| holding.parts() > each);
        if is_cut || !unsold(order, entry)?.is_zero() {
            let held = holding.map_or(Ok(Quantity::ZERO), |holding| {
                holding.quantity_of_oldest(each)
            });
            let enough = sold_for(order.units, entry)?.checked_add(held?)?;
            let enough_for =
                enough.over_basket(entry.quantity, index.units_scale, Rounding::Down)?;
            complete = complete.min(enough_for);
        }
    }
    let units = complete.excess_over(order.units)?;
    let is_last = complete == order.request.units;
    if units.is_zero() || (units < turn.least(index)? && !is_last) {
        return Ok(None);
    }
    // Nothing of an asset that the units have none of.
    let needed = |entry: &BasketEntry, _: &Holding| {
        sold_for(complete, entry)?.checked_sub(sold_for(order.units, entry)?)
    };
    let Consumed {
        lots: consumed,
        gross,
        venue_fees,
    } = super::fill::consume(order, index, cash_scale, needed)?;
    if !is_last && shortfall(order, (gross, units), cash_scale)? == Excess::Rounding {
        return Ok(None);
    }
    let issuer_fee = gross
        .times_rate(index.fee, cash_scale, Rounding::Down)?
        .min(gross.checked_sub(venue_fees)?);
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

/// Whether an increment brings less than the order's limit. Sales keep the limit by themselves; but each asset's quantity is rounded
/// down, which is much for so few units: then it waits for more.
fn shortfall(
    order: &Order,
    (gross, units): (Cash, Units),
    cash_scale: Scale,
) -> Result<Excess, MoneyError> {
    let Some(limit) = order.request.limit_price else {
        return Ok(Excess::None);
    };
    let at_limit = limit.times_units(units, cash_scale, Rounding::Down)?;
    if gross >= at_limit {
        return Ok(Excess::None);
    }
    rounding(at_limit, gross, cash_scale)
}

/// A redemption that has become smaller may be complete by that.
pub(super) fn complete_if_sold(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    if let Some(batch) = draft.order(id)?.last_batch {
        super::fill::fill_now(draft, id, batch)?;
    }
    let order = draft.order(id)?;
    if is_complete(order) && order.status == Status::Working {
        let outcome = order.closing.clone().unwrap_or(Outcome::Complete);
        super::end::end(draft, id, outcome, None)
    } else {
        Ok(())
    }
}

/// After its batch, a redemption ends if all is redeemed or if it was to; else it is ready for the next.
pub(super) fn go_on_or_end(draft: &mut Draft<'_>, id: OrderId) -> Result<(), Rejection> {
    complete_if_sold(draft, id)?;
    let order = draft.order(id)?;
    if order.outcome.is_some() {
        return Ok(());
    }
    let at_once = matches!(
        order.request.time_in_force,
        TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill
    );
    let is_over = order
        .expires_at
        .is_some_and(|expires_at| expires_at <= draft.now_unix_ns);
    let outcome = if order.cancel.is_some() {
        Outcome::cancelled(order.cancel.clone())
    } else if order.status == Status::Suspended {
        return Ok(());
    } else if is_over {
        Outcome::Expired
    } else if at_once {
        Outcome::cancelled(None)
    } else {
        return Ok(());
    };
    super::end::end(draft, id, outcome, None)
}

/// Whether all of its units are redeemed.
fn is_complete(order: &Order) -> bool {
    order.units == order.request.units
}

/// How an order that is to end as `outcome` does: what it has begun has to be completed first, if there is something.
pub(super) fn close(
    draft: &mut Draft<'_>,
    id: OrderId,
    outcome: &Outcome,
    command_id: Option<String>,
) -> Result<Closed, Rejection> {
    let order = draft.order(id)?;
    let begun_one = order.is_redemption() && order.holds();
    let Some(index) = order.index.clone().filter(|_| begun_one) else {
        return Ok(Closed::Ended(command_id));
    };
    if order.closing.is_some() {
        return Ok(Closed::Closing);
    }
    let units = begun(order, &index)?;
    let all = units == order.request.units;
    if let (
        Outcome::Cancelled {
            cancel_cl_ord_id: Some(cancel_cl_ord_id),
            text,
        },
        None,
    ) = (outcome, &order.cancel)
    {
        let asked = OrderChange::CancelAsked {
            cancel_cl_ord_id: cancel_cl_ord_id.clone(),
            text: text.clone(),
        };
        draft.change_for(id, asked, command_id)?;
    }
    let account = draft.order(id)?.request.account.clone();
    let by_request = draft.order(id)?.cancel.is_some();
    // Its time is over, but all of it is on the way: then it will be complete.
    let outcome = if all && !by_request {
        Outcome::Complete
    } else {
        outcome.clone()
    };
    draft.change(id, OrderChange::Closing { outcome, units })?;
    super::collateral::reserve_waiting(draft, &account)?;
    complete_if_sold(draft, id)?;
    Ok(Closed::Closing)
}

/// What has become of an order that is to end.
pub(super) enum Closed {
    /// Nothing is begun: it ends at once, by this command.
    Ended(Option<String>),
    /// It ends when what it has begun is complete.
    Closing,
}
