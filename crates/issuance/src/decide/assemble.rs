//! A batch from the fitting's answer.

use fitting::dense::{DenseAssetOrder, Outcome};
use money::{Cash, MoneyError, Price, Quantity, Rounding};

use super::crossing::take_crossing;
use super::purchases::{Aim, Fitted, Means, Purchases, Ready};
use super::sales::quantity_of;
use crate::batch::{AssetOrder, Contribution, HouseUse, VenueSide, asset_order_id};
use crate::draft::Draft;
use crate::holding::{AssetLots, quantity_scale};
use crate::market::Market;
use crate::{BatchId, Rejection};

/// The fitting's answer as what a batch has for purchases: contributions at the venue, house lots, what crosses, cash in flight.
pub(super) fn assemble(
    draft: &Draft<'_>,
    id: BatchId,
    fitted: &Fitted<'_>,
    means: Means<'_>,
) -> Result<Purchases, Rejection> {
    let mut purchases = Purchases::of(id, &fitted.ready);
    for bought in &fitted.fit.asset_orders {
        let market = fitted.asked.market_of(bought)?;
        let mut wanted = contributions(market, bought, &fitted.ready)?;
        // What crosses is cheaper for them than the house's lots, and leaves these for later.
        let mut crossed = Vec::new();
        if let Some(offer) = means.crossing.get(&market.asset) {
            crossed = take_crossing(offer.quantity, &mut wanted)?;
        }
        let from_house = bought.from_house.excess_over(quantity_of(&crossed)?)?;
        let offer = (market, means.house_lots);
        let from_house = use_house(draft, offer, from_house, &mut wanted, &mut purchases)?;
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
        purchases.send_all(&wanted, cost)?;
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
    purchases.aims = aims(fitted);
    Ok(purchases)
}

/// What is bought for whom, oldest first, to the digits that trades are shared at; up, so that it is enough for the units aimed at.
fn contributions(
    market: &Market,
    bought: &DenseAssetOrder,
    ready: &[Ready],
) -> Result<Vec<Contribution>, Rejection> {
    let scale = quantity_scale(market.step);
    let mut wanted = Vec::with_capacity(bought.contributions.len());
    for (position, quantity) in &bought.contributions {
        let order = ready.get(*position as usize).map(|ready| ready.id);
        let order =
            order.ok_or_else(|| Rejection::Fitting(format!("{position} is no order's place")))?;
        let quantity = quantity.round_to(scale, Rounding::Up)?;
        wanted.push(Contribution { order, quantity });
    }
    Ok(wanted)
}

/// What is aimed at for each order that something is.
fn aims(fitted: &Fitted<'_>) -> Vec<Aim> {
    let Fitted { asked, ready, fit } = fitted;
    let aim = |(Ready { id, .. }, outcome): (&Ready, &Outcome)| match outcome {
        Outcome::Fitted {
            units, frozen_by, ..
        } if !units.is_zero() => Some(Aim {
            order: *id,
            units: *units,
            frozen_by: frozen_by.map(|frozen| asked.name_of(frozen).to_owned()),
        }),
        Outcome::Fitted { .. } | Outcome::Excluded(_) => None,
    };
    ready.iter().zip(&fit.orders).filter_map(aim).collect()
}

/// Contributors who get house lots of one asset, the oldest first: each is an entry in the batch's event.
const HOUSE_USERS_MAX: usize = 50;

/// House lots go to the contributors in proportion, at the best ask and without a venue fee; they need so much less of anyone else.
/// Returns how much.
fn use_house(
    draft: &Draft<'_>,
    (market, lots_max): (&Market, usize),
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
    let digits = quantity_scale(market.step);
    let from_house = from_house
        .round_to(digits, Rounding::Up)?
        .min(house.quantity_of_oldest(lots_max)?)
        .min(quantity_of(&wanted[..users])?);
    if from_house.is_zero() {
        return Ok(from_house);
    }
    let weights: Vec<Quantity> = wanted[..users]
        .iter()
        .map(|contribution| contribution.quantity)
        .collect();
    let shares = from_house.apportion(&weights, digits.max(quantity_scale(from_house)))?;
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
