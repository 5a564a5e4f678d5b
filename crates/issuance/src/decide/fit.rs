//! The next batch: the ready orders, the snapshot and the limits become a fitting problem, and its answer a batch.
//!
//! An order that the fitting can't reckon with is suspended with the reason; one that was to be done at once, or whole, and can't
//! be is cancelled; the others that get nothing wait for the next batch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fitting::{Asks, Fit, Problem};
use money::{Cash, Price, Quantity, Rate, Rounding, Scale};

use crate::batch::{
    AssetOrder, Batch, BatchOrder, Contribution, HouseUse, VenueSide, asset_order_id,
};
use crate::draft::Draft;
use crate::event::{Event, OrderChange};
use crate::holding::{AssetLots, Holding, quantity_scale};
use crate::market::{Market, Snapshot};
use crate::order::{Order, Outcome, TimeInForce};
use crate::{BatchId, Index, OrderId, Rejection};

/// Index orders in one batch; more wait, the oldest go first. It bounds the size of a batch's event.
const BATCH_ORDERS_MAX: usize = 2_000;

pub(super) fn make_batch(draft: &mut Draft<'_>, snapshot: &Snapshot) -> Result<(), Rejection> {
    if let Some(market) = snapshot
        .markets
        .iter()
        .find(|market| market.cash != draft.settings.cash)
    {
        return Err(Rejection::WrongCash {
            market: market.name.clone(),
            cash: market.cash.clone(),
        });
    }
    super::end::expire(draft, super::EXPIRED_AT_ONCE_MAX)?;
    super::sales::take_over(draft)?;
    if draft.state.live_batches.len() >= draft.settings.batches_in_flight_max as usize {
        return Ok(());
    }
    let id = BatchId(draft.state.batches_made + 1);
    let mut slots = order_slots(draft, snapshot);
    let mut asset_orders = super::sales::asset_orders(draft, id, snapshot, slots)?;
    slots = slots.saturating_sub(asset_orders.len());

    let (fit, ready) = fit_ready(draft, snapshot, slots)?;
    let mut batch = assemble(draft, id, snapshot, &fit, &ready)?;
    asset_orders.append(&mut batch.asset_orders);
    batch.asset_orders = asset_orders;
    if batch.asset_orders.is_empty() && batch.house_use.is_empty() {
        return Ok(());
    }
    let filled: Vec<OrderId> = batch
        .house_use
        .iter()
        .map(|part| part.order)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    draft.record(Event::BatchMade {
        batch: Box::new(batch),
    })?;
    for order in filled {
        super::fill::fill(draft, order, id)?;
    }
    super::settle::settle_if_over(draft, id)
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

/// An order that is ready, and what it may spend on assets.
struct Ready {
    id: OrderId,
    budget: Cash,
}

/// Fits the ready orders; again without the all-or-nothing orders that it did not give everything to.
fn fit_ready(
    draft: &mut Draft<'_>,
    snapshot: &Snapshot,
    slots: usize,
) -> Result<(Fit, Vec<Ready>), Rejection> {
    let mut ready = ready_orders(draft, snapshot)?;
    loop {
        let problem = problem(draft, snapshot, &ready, slots)?;
        let fit =
            fitting::fit(&problem).map_err(|problem| Rejection::Fitting(problem.to_string()))?;
        let fitted: BTreeMap<&str, bool> = fit
            .orders
            .iter()
            .map(|order| {
                (
                    order.id.as_str(),
                    order.frozen_by.is_none() && !order.units.is_zero(),
                )
            })
            .collect();
        let excluded: BTreeMap<&str, &str> = fit
            .excluded
            .iter()
            .map(|excluded| (excluded.id.as_str(), excluded.reason.as_str()))
            .collect();
        let waiting: BTreeSet<&str> = fit.waiting.iter().map(String::as_str).collect();
        let mut again = false;
        let mut kept = Vec::with_capacity(ready.len());
        for order in ready {
            let name = order.id.to_string();
            let time_in_force = draft.order(order.id)?.request.time_in_force;
            let whole = fitted.get(name.as_str()).copied().unwrap_or(false);
            if let Some(reason) = excluded.get(name.as_str()) {
                draft.change(
                    order.id,
                    OrderChange::Suspended {
                        text: (*reason).to_owned(),
                    },
                )?;
            } else if time_in_force == TimeInForce::FillOrKill
                && (!whole || order.budget > draft.settings.order_cap)
            {
                super::end::end(
                    draft,
                    order.id,
                    Outcome::Cancelled {
                        cancel_cl_ord_id: None,
                    },
                    None,
                )?;
                again = true;
            } else if time_in_force == TimeInForce::ImmediateOrCancel
                && waiting.contains(name.as_str())
            {
                super::end::end(
                    draft,
                    order.id,
                    Outcome::Cancelled {
                        cancel_cl_ord_id: None,
                    },
                    None,
                )?;
            } else if !waiting.contains(name.as_str()) {
                kept.push(order);
            } else if again || time_in_force != TimeInForce::FillOrKill {
                // It waits, or another's leaving gives it room.
                kept.push(order);
            }
        }
        if !again {
            return Ok((fit, kept));
        }
        ready = kept;
    }
}

/// The oldest ready orders. One with nothing left to spend is complete, one that can't be reckoned with is suspended.
fn ready_orders(draft: &mut Draft<'_>, snapshot: &Snapshot) -> Result<Vec<Ready>, Rejection> {
    let state = draft.state;
    let mut ready = Vec::new();
    for id in state.ready.iter().take(BATCH_ORDERS_MAX) {
        let order = draft.order(*id)?;
        // It may have expired just now.
        let Some(index) = order
            .index
            .clone()
            .filter(|_| order.status == crate::Status::Working)
        else {
            continue;
        };
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
                fee_rate(&index, snapshot)?,
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

/// Both fees: the issuer's, and the highest of the venue's in the index's markets.
fn fee_rate(index: &Index, snapshot: &Snapshot) -> Result<Rate, money::MoneyError> {
    let venue = index
        .basket
        .iter()
        .filter_map(|entry| snapshot.market_of(&entry.asset))
        .map(|market| market.fee_rate)
        .max();
    index.fee.checked_add(venue.unwrap_or(Rate::ZERO))
}

fn problem(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    ready: &[Ready],
    slots: usize,
) -> Result<Problem, Rejection> {
    let settings = draft.settings;
    let mut versions: Vec<Arc<Index>> = Vec::new();
    let mut orders = Vec::with_capacity(ready.len());
    for Ready { id, budget } in ready {
        let order = draft.order(*id)?;
        let Some(index) = &order.index else { continue };
        // Orders of one symbol may have different baskets: each keeps the version it was accepted with.
        let version = versions
            .iter()
            .position(|known| known == index)
            .unwrap_or_else(|| {
                versions.push(Arc::clone(index));
                versions.len() - 1
            });
        orders.push(fitting::Order {
            id: id.to_string(),
            index: version.to_string(),
            cash: *budget,
            holdings: held(order, index),
            limit_price: limit_left(draft, snapshot, order, index)?,
        });
    }
    let basket = |index: &Arc<Index>| {
        index
            .basket
            .iter()
            .map(|entry| (entry.asset.to_string(), entry.quantity))
            .collect()
    };
    let used: BTreeSet<_> = versions
        .iter()
        .flat_map(|index| &index.basket)
        .map(|entry| entry.asset.clone())
        .collect();
    let mut markets = BTreeMap::new();
    for market in snapshot
        .markets
        .iter()
        .filter(|market| used.contains(&market.asset))
    {
        markets.insert(market.asset.to_string(), fitting_market(draft, market)?);
    }
    let lots = used
        .iter()
        .filter_map(|asset| {
            draft
                .desk
                .house
                .get(asset)
                .map(|holding| (asset.to_string(), holding.quantity()))
        })
        .filter(|(_, quantity)| !quantity.is_zero())
        .collect();
    Ok(Problem {
        slippage: settings.slippage,
        // An order's cash is given after fees: indexes have different ones.
        fee_rate: Rate::ZERO,
        order_cap: settings.order_cap,
        batch_cap: settings.batch_cap,
        in_flight_left: in_flight_left(draft, snapshot)?,
        max_asset_orders: u32::try_from(slots).unwrap_or(u32::MAX),
        units_scale: versions
            .iter()
            .map(|index| index.units_scale)
            .max()
            .unwrap_or(Scale::UNITS),
        house: fitting::House {
            limit: super::end::house_allowance(draft)?,
            lots,
        },
        markets,
        indexes: versions
            .iter()
            .enumerate()
            .map(|(version, index)| (version.to_string(), basket(index)))
            .collect(),
        orders,
    })
}

/// The order's limit, for what it still has to buy: less what its holdings have cost more per unit than they would now. So a fill
/// of old holdings and new purchases keeps the client's limit as well.
fn limit_left(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    order: &Order,
    index: &Index,
) -> Result<Option<Price>, Rejection> {
    let Some(mut limit) = order.request.limit_price else {
        return Ok(None);
    };
    for entry in &index.basket {
        let lots = order
            .holding(&entry.asset)
            .into_iter()
            .flat_map(Holding::lots);
        let Some(dearest) = lots.map(|lot| lot.price).max() else {
            continue;
        };
        let market = snapshot.market_of(&entry.asset);
        let now = match market.and_then(|market| Some((market, market.asks.first()?))) {
            Some((market, best)) => {
                fitting::buying_limit(best.price, draft.settings.slippage, market.tick)?
            }
            None => Price::ZERO,
        };
        let more = dearest.excess_over(now)?;
        let one = Quantity::from_atoms(1, Scale::WHOLE)?;
        let more = more.times(entry.quantity, Scale::UNITS, Rounding::Up)?;
        limit = limit.excess_over(more.per_quantity(one, Scale::UNITS, Rounding::Up)?)?;
    }
    Ok(Some(limit))
}

fn held(order: &Order, index: &Index) -> BTreeMap<String, Quantity> {
    let held = |asset| {
        order
            .holding(asset)
            .map_or(Quantity::ZERO, Holding::quantity)
    };
    let entries = index
        .basket
        .iter()
        .map(|entry| (entry.asset.to_string(), held(&entry.asset)));
    entries
        .filter(|(_, quantity)| !quantity.is_zero())
        .collect()
}

/// A market as the fitting sees it: its offers, less what our own orders on their way will take, at most one order's worth.
fn fitting_market(draft: &Draft<'_>, market: &Market) -> Result<fitting::Market, Rejection> {
    let mut asks = Asks::default();
    if market.tradable {
        asks = Asks::new(
            market
                .asks
                .iter()
                .map(|level| (level.price, level.quantity)),
        );
        asks = asks.without(own_live(draft, market)?)?;
        if !market.max_quantity.is_zero() {
            asks = at_most(&asks, market.max_quantity)?;
        }
    }
    let mut min_notional = market.min_notional;
    if let Some(best) = asks.best() {
        let limit = fitting::buying_limit(best, draft.settings.slippage, market.tick)?;
        min_notional = min_notional.max(limit.times(
            market.min_quantity,
            draft.settings.cash_scale,
            Rounding::Up,
        )?);
    }
    Ok(fitting::Market {
        asks,
        tick: market.tick,
        step: market.step,
        min_notional,
    })
}

fn own_live(draft: &Draft<'_>, market: &Market) -> Result<Quantity, Rejection> {
    let mut live_quantity = Quantity::ZERO;
    for id in &draft.state.live_batches {
        let live = draft.desk.batch(*id)?;
        for (asset_order, progress) in live.batch.asset_orders.iter().zip(&live.progress) {
            if asset_order.asset == market.asset
                && asset_order.side == VenueSide::Buy
                && !progress.ended
            {
                live_quantity = live_quantity
                    .checked_add(asset_order.quantity.excess_over(progress.executed)?)?;
            }
        }
    }
    Ok(live_quantity)
}

fn at_most(asks: &Asks, quantity: Quantity) -> Result<Asks, Rejection> {
    let mut left = quantity;
    let mut kept = Asks::default();
    for (price, offered) in asks.levels() {
        kept.set(price, offered.min(left));
        left = left.excess_over(offered)?;
    }
    Ok(kept)
}

/// The cash that batches may still spend, before fees: what the cap and the cash at the venue allow, less what is on its way.
fn in_flight_left(draft: &Draft<'_>, snapshot: &Snapshot) -> Result<Cash, Rejection> {
    let venue = draft.desk.venue_cash().max(Cash::ZERO);
    let mut on_its_way = Cash::ZERO;
    for id in &draft.state.live_batches {
        let live = draft.desk.batch(*id)?;
        on_its_way = on_its_way.checked_add(live.house_in_flight)?;
        for part in &live.batch.orders {
            on_its_way = on_its_way.checked_add(draft.order(part.order)?.in_flight)?;
        }
    }
    let left = draft
        .settings
        .in_flight_cap
        .min(venue)
        .excess_over(on_its_way)?;
    let fee = snapshot
        .markets
        .iter()
        .map(|market| market.fee_rate)
        .max()
        .unwrap_or(Rate::ZERO);
    Ok(left.over_one_plus(fee, draft.settings.cash_scale, Rounding::Down)?)
}

/// The fitting's answer as a batch: ids, contributions at the venue, house lots, cash in flight.
fn assemble(
    draft: &Draft<'_>,
    id: BatchId,
    snapshot: &Snapshot,
    fit: &Fit,
    ready: &[Ready],
) -> Result<Batch, Rejection> {
    let mut batch = Batch {
        id,
        orders: Vec::new(),
        asset_orders: Vec::new(),
        house_use: Vec::new(),
        house_in_flight: Cash::ZERO,
    };
    let mut in_flight: BTreeMap<OrderId, Cash> = BTreeMap::new();
    for bought in &fit.asset_orders {
        let Some(market) = snapshot
            .markets
            .iter()
            .find(|market| *market.asset == *bought.asset)
        else {
            return Err(Rejection::Fitting(format!(
                "{} has no market",
                bought.asset
            )));
        };
        let mut wanted: Vec<Contribution> = Vec::with_capacity(bought.contributions.len());
        for (order, quantity) in &bought.contributions {
            let order = order
                .parse()
                .map_err(|_| Rejection::Fitting(format!("{order} is no order")))?;
            // To the digits that trades are shared at; up, so that it is enough for the units aimed at.
            let quantity = quantity.round_to(quantity_scale(market.step), Rounding::Up)?;
            wanted.push(Contribution { order, quantity });
        }
        wanted.sort_by_key(|contribution| contribution.order);
        use_house(
            draft,
            market,
            bought.from_house,
            &mut wanted,
            &mut batch,
            &mut in_flight,
        )?;
        if bought.quantity.is_zero() {
            continue;
        }
        let cost = |quantity: Quantity| -> Result<Cash, money::MoneyError> {
            let scale = draft.settings.cash_scale;
            bought
                .limit_price
                .times(quantity, scale, Rounding::Up)?
                .plus_rate(market.fee_rate, scale, Rounding::Up)
        };
        wanted.retain(|contribution| !contribution.quantity.is_zero());
        for contribution in &wanted {
            add(
                &mut in_flight,
                contribution.order,
                cost(contribution.quantity)?,
            )?;
        }
        let contributed = Quantity::sum(wanted.iter().map(|contribution| contribution.quantity))?;
        let house = bought.quantity.excess_over(contributed)?;
        batch.house_in_flight = batch.house_in_flight.checked_add(cost(house)?)?;
        batch.asset_orders.push(AssetOrder {
            id: asset_order_id(&draft.settings.instance, id, &market.asset, VenueSide::Buy),
            market: market.name.clone(),
            asset: market.asset.clone(),
            side: VenueSide::Buy,
            quantity: bought.quantity,
            limit_price: bought.limit_price,
            fee_rate: market.fee_rate,
            contributions: wanted,
            house,
            from_house: bought.from_house,
        });
    }
    for Ready { id, .. } in ready {
        let Some(in_flight) = in_flight.get(id) else {
            continue;
        };
        let order = draft.order(*id)?;
        let name = id.to_string();
        let Some(fitted) = fit.orders.iter().find(|order| order.id == name) else {
            continue;
        };
        batch.orders.push(BatchOrder {
            order: *id,
            cl_ord_id: order.request.cl_ord_id.clone(),
            session: order.request.session.clone(),
            traceparent: order.request.traceparent.clone(),
            units: fitted.units,
            frozen_by: fitted.frozen_by.clone(),
            in_flight: (*in_flight).min(order.reserved),
        });
    }
    Ok(batch)
}

fn add(
    in_flight: &mut BTreeMap<OrderId, Cash>,
    order: OrderId,
    amount: Cash,
) -> Result<(), Rejection> {
    let sum = in_flight.entry(order).or_default();
    *sum = sum.checked_add(amount)?;
    Ok(())
}

/// House lots go to the contributors in proportion, at the best ask and without a venue fee; they need so much less of the venue.
fn use_house(
    draft: &Draft<'_>,
    market: &Market,
    from_house: Quantity,
    wanted: &mut [Contribution],
    batch: &mut Batch,
    in_flight: &mut BTreeMap<OrderId, Cash>,
) -> Result<(), Rejection> {
    if from_house.is_zero() {
        return Ok(());
    }
    let scale = draft.settings.cash_scale;
    let asset = &market.asset;
    let price = market.asks.first().map_or(Price::ZERO, |best| best.price);
    let mut house = draft.desk.house.get(asset).cloned().unwrap_or_default();
    // To the digits that contributions have; up, as those are, as far as there are lots.
    let from_house = from_house
        .round_to(quantity_scale(market.step), Rounding::Up)?
        .min(house.quantity());
    let weights: Vec<Quantity> = wanted
        .iter()
        .map(|contribution| contribution.quantity)
        .collect();
    let shares = from_house.apportion(&weights, quantity_scale(from_house))?;
    for (contribution, share) in wanted.iter_mut().zip(shares) {
        let share = share.min(contribution.quantity);
        if share.is_zero() {
            continue;
        }
        contribution.quantity = contribution.quantity.checked_sub(share)?;
        let taken = house.oldest(share, scale)?;
        house.take(&taken)?;
        let reserved = draft.order(contribution.order)?.reserved;
        let mut given = taken.clone();
        for lot in &mut given {
            let used = in_flight
                .get(&contribution.order)
                .copied()
                .unwrap_or_default();
            lot.price = price;
            lot.cost = price
                .times(lot.quantity, scale, Rounding::Down)?
                .min(reserved.excess_over(used)?);
            lot.fee = Cash::ZERO;
            add(in_flight, contribution.order, lot.cost)?;
        }
        batch.house_use.push(HouseUse {
            order: contribution.order,
            taken: AssetLots {
                asset: asset.clone(),
                lots: taken,
            },
            given: AssetLots {
                asset: asset.clone(),
                lots: given,
            },
        });
    }
    Ok(())
}
