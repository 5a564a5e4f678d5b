//! The next batch: the ready orders, the snapshot and the limits become fitting problems, and their answers a batch.
//!
//! Redemptions and purchases are fitted by `redemptions` and `purchases`, and meet in `crossing`. An order that the fitting can't
//! reckon with is suspended with the reason; one that was to be done at once, or whole, and can't be is cancelled; the others that get
//! nothing wait for the next batch.

use money::Rounding;

use super::crossing::{Met, Table};
use super::problem::FeeRates;
use super::purchases::Ready;
use crate::batch::{Joining, PART_BYTES_MAX};
use crate::draft::Draft;
use crate::event::{Event, OrderChange};
use crate::market::Snapshot;
use crate::order::{Outcome, Status};
use crate::{BatchId, OrderId, Rejection, TradingState};

/// Index orders in one batch; more wait, the oldest go first. All of them may have a share in one trade, which is one record of the
/// journal and one message to the inventory: this bounds their size.
pub(crate) const BATCH_ORDERS_MAX: usize = 10_000;
/// Contributions in one batch: Σ assets of its orders' baskets. This bounds how long a decision takes.
const BATCH_CONTRIBUTIONS_MAX: usize = 250_000;

pub(super) fn make_batch(draft: &mut Draft<'_>, snapshot: &Snapshot) -> Result<(), Rejection> {
    check_cash(draft, snapshot)?;
    super::end::expire(draft, super::EXPIRED_AT_ONCE_MAX)?;
    if draft.state.is_halted() {
        return Ok(());
    }
    super::sales::take_over(draft)?;
    if draft.state.live_batches.len() >= draft.settings.batches_in_flight_max as usize {
        return Ok(());
    }
    let id = BatchId(draft.state.batches_made + 1);
    let all_slots = order_slots(draft, snapshot);
    let slots = all_slots - super::rebalance::slots_kept(draft, all_slots);
    let left_over = super::sales::left_over(draft, snapshot, slots)?;
    let sellers = super::redemptions::groups(draft, snapshot)?;
    let ready = ready_orders(draft, snapshot)?;
    let buyers = super::slippage::groups(draft, snapshot, ready)?;
    let table = Table {
        batch: id,
        snapshot,
        slots: slots.saturating_sub(left_over.len()),
        left_over: super::sales::quantities_of(&left_over)?,
        sellers,
        buyers,
        holders: super::rebalance::Wants::of(draft, snapshot)?,
    };
    let Met {
        mut redemptions,
        mut purchases,
    } = table.meet(draft)?;
    std::mem::take(&mut redemptions.unfit).apply(draft)?;
    std::mem::take(&mut purchases.unfit).apply(draft)?;
    let crossings = table.pair(draft, &redemptions, &mut purchases)?;
    let mut asset_orders =
        super::sales::asset_orders(draft, id, snapshot, left_over, &mut redemptions)?;
    let mut batch = purchases.finish(draft)?;
    asset_orders.append(&mut batch.asset_orders);
    batch.asset_orders = asset_orders;
    batch.orders.append(&mut redemptions.orders);
    let taken = redemptions.taken()?;
    batch.house_take = redemptions.takes;
    batch.crossings = crossings;
    let house = super::end::house_allowance(draft)?.excess_over(taken)?;
    let left = super::rebalance::Left {
        slots: all_slots.saturating_sub(batch.asset_orders.len()),
        house: house.excess_over(batch.house_in_flight)?,
    };
    super::rebalance::join(draft, snapshot, &mut batch, left)?;
    if batch.is_empty() {
        return Ok(());
    }
    let served = Joining::from(&batch).served_at_once();
    batch.fills_later = super::is_large(draft, served.len());
    let fills_later = batch.fills_later;
    let (batch, parts) = batch.into_parts(PART_BYTES_MAX);
    draft.record(Event::BatchMade {
        batch: Box::new(batch),
    })?;
    for part in parts {
        draft.record(Event::BatchJoined {
            part: Box::new(part),
        })?;
    }
    if fills_later {
        return Ok(());
    }
    for order in served {
        super::fill::fill(draft, order, id)?;
    }
    super::settle::settle_if_over(draft, id)
}

/// Markets of another currency are none of ours.
pub(super) fn check_cash(draft: &Draft<'_>, snapshot: &Snapshot) -> Result<(), Rejection> {
    let mut markets = snapshot.markets.iter();
    match markets.find(|market| market.cash != draft.settings.cash) {
        Some(market) => Err(Rejection::WrongCash {
            market: market.name.clone(),
            cash: market.cash.clone(),
        }),
        None => Ok(()),
    }
}

/// Asset orders that the venue still takes, less those that the adapter has not heard of.
fn order_slots(draft: &Draft<'_>, snapshot: &Snapshot) -> usize {
    let unplaced: usize = draft
        .state
        .batches_to_place()
        .map(|batch| batch.asset_orders.len())
        .sum();
    let left = (snapshot.orders_left as usize).saturating_sub(unplaced);
    left.min(draft.settings.asset_orders_max as usize)
}

/// The oldest ready orders. One with nothing left to spend is complete, one that can't be reckoned with is suspended.
fn ready_orders(draft: &mut Draft<'_>, snapshot: &Snapshot) -> Result<Vec<Ready>, Rejection> {
    let state = draft.state;
    let mut ready = Vec::new();
    let mut contributions = 0;
    let mut rates = FeeRates::default();
    let tradable = |id: &&OrderId| {
        let order = state.order(**id);
        order.is_some_and(|order| {
            !order.is_redemption()
                && state.trading(&order.request.index).state != TradingState::Halted
        })
    };
    for id in state.ready.iter().filter(tradable).take(BATCH_ORDERS_MAX) {
        let order = draft.order(*id)?;
        // It may have expired just now.
        let Some(index) = order
            .index
            .clone()
            .filter(|_| order.status == Status::Working)
        else {
            continue;
        };
        contributions += index.basket.len();
        if contributions > BATCH_CONTRIBUTIONS_MAX && !ready.is_empty() {
            break;
        }
        let spendable = order.spendable(draft.settings.cash_scale);
        if spendable
            .as_ref()
            .is_ok_and(|spendable| *spendable < index.smallest_tradable)
        {
            super::end::end(draft, *id, Outcome::Complete, None)?;
            continue;
        }
        let budget = spendable.and_then(|spendable| {
            spendable.over_one_plus(
                rates.of(&index, snapshot)?,
                draft.settings.cash_scale,
                Rounding::Down,
            )
        });
        match budget {
            Ok(budget) => ready.push(Ready { id: *id, budget }),
            Err(problem) => {
                let text = format!("its budget can't be calculated: {problem}");
                draft.change(*id, OrderChange::Suspended { text })?;
            }
        }
    }
    Ok(ready)
}
