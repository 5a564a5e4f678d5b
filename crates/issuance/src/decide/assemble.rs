//! A batch from the fitting's answer.

use std::collections::BTreeMap;

use fitting::{Fit, OrderFit};
use money::{Cash, MoneyError, Price, Quantity, Rounding};

use super::fit::Ready;
use crate::batch::{
    AssetOrder, Batch, BatchOrder, Contribution, HouseUse, VenueSide, asset_order_id,
};
use crate::draft::Draft;
use crate::holding::{AssetLots, quantity_scale};
use crate::market::{Market, Snapshot};
use crate::{BatchId, OrderId, Rejection};

/// The fitting's answer as a batch: ids, contributions at the venue, house lots, cash in flight.
pub(super) fn assemble(
    draft: &Draft<'_>,
    id: BatchId,
    snapshot: &Snapshot,
    fit: &Fit,
    ready: &[Ready],
) -> Result<Batch, Rejection> {
    let mut batch = Batch::empty(id);
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
        let cost = |quantity: Quantity| -> Result<Cash, MoneyError> {
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
    let fitted: BTreeMap<&str, &OrderFit> = fit
        .orders
        .iter()
        .map(|order| (order.id.as_str(), order))
        .collect();
    for Ready { id, .. } in ready {
        let Some(in_flight) = in_flight.get(id) else {
            continue;
        };
        let order = draft.order(*id)?;
        let name = id.to_string();
        let Some(fitted) = fitted.get(name.as_str()) else {
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

/// Contributors who get house lots of one asset, the oldest first: each is an entry in the batch's event.
const HOUSE_USERS_MAX: usize = 50;

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
    let from_house = from_house.min(Quantity::sum(
        wanted
            .iter()
            .take(HOUSE_USERS_MAX)
            .map(|contribution| contribution.quantity),
    )?);
    let users = wanted.len().min(HOUSE_USERS_MAX);
    let wanted = &mut wanted[..users];
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
