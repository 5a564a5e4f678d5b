//! A batch from the fitting's answer.

use std::collections::BTreeMap;

use fitting::{Fit, OrderFit};
use ledger::Unit;
use money::{Cash, MoneyError, Price, Quantity, Rounding};

use super::crossing::{Offer, take_crossing};
use super::purchases::{Purchases, Ready};
use super::sales::quantity_of;
use crate::batch::{AssetOrder, BatchOrder, Contribution, HouseUse, VenueSide, asset_order_id};
use crate::draft::Draft;
use crate::holding::{AssetLots, quantity_scale};
use crate::market::{Market, Snapshot};
use crate::{BatchId, Rejection};

/// The fitting's answer as what a batch has for purchases: contributions at the venue, house lots, what crosses, cash in flight.
pub(super) fn assemble(
    draft: &Draft<'_>,
    id: BatchId,
    snapshot: &Snapshot,
    fit: &Fit,
    ready: &[Ready],
    crossing: &BTreeMap<Unit, Offer>,
) -> Result<Purchases, Rejection> {
    let mut purchases = Purchases::none(id);
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
        let mut wanted = contributions(market, bought)?;
        // What crosses is cheaper for them than the house's lots, and leaves these for later.
        let mut crossed = Vec::new();
        if let Some(offer) = crossing.get(&market.asset) {
            crossed = take_crossing(offer.quantity, &mut wanted)?;
        }
        let from_house = bought.from_house.excess_over(quantity_of(&crossed)?)?;
        let from_house = use_house(draft, market, from_house, &mut wanted, &mut purchases)?;
        if !crossed.is_empty() {
            purchases.crossed.insert(market.asset.clone(), crossed);
        }
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
        for contribution in &wanted {
            purchases.send(contribution.order, cost(contribution.quantity)?)?;
        }
        let contributed = quantity_of(&wanted)?;
        let house = bought.quantity.excess_over(contributed)?;
        let batch = &mut purchases.batch;
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
            backing: Vec::new(),
            house,
            from_house,
        });
    }
    purchases.orders = orders(draft, fit, ready)?;
    Ok(purchases)
}

/// What is bought for whom, to the digits that trades are shared at; up, so that it is enough for the units aimed at.
fn contributions(
    market: &Market,
    bought: &fitting::AssetOrder,
) -> Result<Vec<Contribution>, Rejection> {
    let mut wanted = Vec::with_capacity(bought.contributions.len());
    for (order, quantity) in &bought.contributions {
        let order = order
            .parse()
            .map_err(|_| Rejection::Fitting(format!("{order} is no order")))?;
        let quantity = quantity.round_to(quantity_scale(market.step), Rounding::Up)?;
        wanted.push(Contribution { order, quantity });
    }
    wanted.sort_by_key(|contribution: &Contribution| contribution.order);
    Ok(wanted)
}

/// The fitted orders, before it is known what each has in flight.
fn orders(draft: &Draft<'_>, fit: &Fit, ready: &[Ready]) -> Result<Vec<BatchOrder>, Rejection> {
    let fitted: BTreeMap<&str, &OrderFit> = fit
        .orders
        .iter()
        .map(|order| (order.id.as_str(), order))
        .collect();
    let mut orders = Vec::with_capacity(ready.len());
    for Ready { id, .. } in ready {
        let order = draft.order(*id)?;
        let name = id.to_string();
        let Some(fitted) = fitted.get(name.as_str()) else {
            continue;
        };
        orders.push(BatchOrder {
            order: *id,
            cl_ord_id: order.request.cl_ord_id.clone(),
            session: order.request.session.clone(),
            traceparent: order.request.traceparent.clone(),
            units: fitted.units,
            frozen_by: fitted.frozen_by.clone(),
            in_flight: Cash::ZERO,
        });
    }
    Ok(orders)
}

/// Contributors who get house lots of one asset, the oldest first: each is an entry in the batch's event.
const HOUSE_USERS_MAX: usize = 50;

/// House lots go to the contributors in proportion, at the best ask and without a venue fee; they need so much less of anyone else.
/// Returns how much.
fn use_house(
    draft: &Draft<'_>,
    market: &Market,
    from_house: Quantity,
    wanted: &mut Vec<Contribution>,
    purchases: &mut Purchases,
) -> Result<Quantity, Rejection> {
    let scale = draft.settings.cash_scale;
    let asset = &market.asset;
    let price = market.asks.first().map_or(Price::ZERO, |best| best.price);
    let mut house = draft.desk.house.get(asset).cloned().unwrap_or_default();
    let users = wanted.len().min(HOUSE_USERS_MAX);
    // To the digits that contributions have; up, as those are, as far as there are lots.
    let from_house = from_house
        .round_to(quantity_scale(market.step), Rounding::Up)?
        .min(house.quantity())
        .min(quantity_of(&wanted[..users])?);
    if from_house.is_zero() {
        return Ok(from_house);
    }
    let weights: Vec<Quantity> = wanted[..users]
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
        let mut given = taken.clone();
        for lot in &mut given {
            lot.price = price;
            lot.cost = price
                .times(lot.quantity, scale, Rounding::Down)?
                .min(purchases.left(draft, contribution.order)?);
            lot.fee = Cash::ZERO;
            purchases.send(contribution.order, lot.cost)?;
        }
        purchases.batch.house_use.push(HouseUse {
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
    wanted.retain(|contribution| !contribution.quantity.is_zero());
    Ok(from_house)
}
