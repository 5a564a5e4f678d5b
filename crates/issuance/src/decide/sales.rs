//! What a batch sells: left-over holdings beyond the house's limit, for their owners' account, unless the house has room by now, and
//! backing for redemptions. One selling asset order an asset.

use std::collections::BTreeMap;

use ledger::Unit;
use money::{MoneyError, Price, Quantity, Rounding, Scale};

use super::crossing::Quantities;
use super::redemptions::Redemptions;
use crate::batch::{AssetOrder, Contribution, VenueSide, asset_order_id};
use crate::draft::Draft;
use crate::holding::LOTS_AT_ONCE_MAX;
use crate::market::{Market, Snapshot};
use crate::{BatchId, OrderId, Rejection};

/// The house takes what its limit allows by now, oldest orders first.
pub(super) fn take_over(draft: &mut Draft<'_>) -> Result<(), Rejection> {
    let state = draft.state;
    for id in &state.sellers {
        if super::end::house_allowance(draft)?.is_zero() {
            break;
        }
        let mut lots = super::end::take_over(draft, *id)?;
        if lots == 0 {
            continue;
        }
        while lots == LOTS_AT_ONCE_MAX {
            lots = super::end::take_over(draft, *id)?;
        }
        let account = draft.order(*id)?.request.account.clone();
        super::collateral::reserve_waiting(draft, &account)?;
    }
    Ok(())
}

/// Index orders whose left-overs one batch sells; the others' wait.
const SELLERS_MAX: usize = 1_000;

/// Left-over holdings that can be sold now, by asset: of `at_most` assets.
pub(super) fn left_over(
    draft: &Draft<'_>,
    snapshot: &Snapshot,
    at_most: usize,
) -> Result<BTreeMap<Unit, Vec<Contribution>>, Rejection> {
    let mut by_asset: BTreeMap<Unit, Vec<Contribution>> = BTreeMap::new();
    // A trade may sell all that is offered of an asset, and its event names every lot.
    let mut rooms: BTreeMap<Unit, usize> = BTreeMap::new();
    for id in draft.state.sellers.iter().take(SELLERS_MAX) {
        let id: OrderId = *id;
        let order = draft.order(id)?;
        for (asset, holding) in order.holdings.iter() {
            let room = rooms.entry(asset.clone()).or_insert(LOTS_AT_ONCE_MAX);
            let quantity = holding.quantity_of_oldest(*room)?;
            *room = room.saturating_sub(holding.parts());
            if !quantity.is_zero() {
                let contribution = Contribution {
                    order: id,
                    quantity,
                };
                by_asset
                    .entry(asset.clone())
                    .or_default()
                    .push(contribution);
            }
        }
    }
    let mut kept = BTreeMap::new();
    for (asset, contributions) in by_asset {
        let market = snapshot
            .market_of(&asset)
            .filter(|market| market.tradable && kept.len() < at_most);
        let best = market.and_then(|market| Some((market, market.bids.first()?)));
        if let Some((market, best)) = best {
            let slippage = draft.settings.slippage;
            let limit = fitting::selling_limit(best.price, slippage, market.tick)?;
            if !whole(draft, market, limit, quantity_of(&contributions)?)?.is_zero() {
                kept.insert(asset, contributions);
            }
        }
    }
    Ok(kept)
}

/// Σ contributions.
pub(super) fn quantity_of(contributions: &[Contribution]) -> Result<Quantity, MoneyError> {
    Quantity::sum(
        contributions
            .iter()
            .map(|contribution| contribution.quantity),
    )
}

/// Σ contributions, by asset.
pub(super) fn quantities_of(
    by_asset: &BTreeMap<Unit, Vec<Contribution>>,
) -> Result<Quantities, MoneyError> {
    let total = |(asset, contributions): (&Unit, &Vec<Contribution>)| {
        Ok((asset.clone(), quantity_of(contributions)?))
    };
    by_asset.iter().map(total).collect()
}

/// The selling asset orders of a batch: of left-overs and of what is sold for redemptions.
pub(super) fn asset_orders(
    draft: &Draft<'_>,
    batch: BatchId,
    snapshot: &Snapshot,
    left_over: BTreeMap<Unit, Vec<Contribution>>,
    redemptions: &mut Redemptions,
) -> Result<Vec<AssetOrder>, Rejection> {
    let mut by_asset = left_over;
    let redeems = !redemptions.contributions.is_empty();
    // Left-overs first: so stand the shares of their trades.
    for (asset, contributions) in std::mem::take(&mut redemptions.contributions) {
        by_asset.entry(asset).or_default().extend(contributions);
    }
    let slippage = if redeems {
        redemptions.slippage
    } else {
        draft.settings.slippage
    };
    let mut asset_orders = Vec::with_capacity(by_asset.len());
    for (asset, contributions) in by_asset {
        let Some((market, best)) = snapshot
            .market_of(&asset)
            .and_then(|market| Some((market, market.bids.first()?)))
        else {
            continue;
        };
        let limit_price = fitting::selling_limit(best.price, slippage, market.tick)?;
        let quantity = whole(draft, market, limit_price, quantity_of(&contributions)?)?;
        if quantity.is_zero() {
            continue;
        }
        asset_orders.push(AssetOrder {
            id: asset_order_id(
                &draft.settings.instance,
                batch,
                &market.asset,
                VenueSide::Sell,
            ),
            market: market.name.clone(),
            asset,
            side: VenueSide::Sell,
            quantity,
            limit_price,
            fee_rate: market.fee_rate,
            contributions,
            backing: Vec::new(),
            house: Quantity::ZERO,
            from_house: Quantity::ZERO,
        });
    }
    Ok(asset_orders)
}

/// The least that the venue takes a selling order of.
pub(super) fn least_whole(market: &Market, limit_price: Price) -> Result<Quantity, MoneyError> {
    let least = market
        .min_notional
        .over(limit_price, Scale::QUANTITY, Rounding::Up)?;
    least
        .max(market.min_quantity)
        .max(market.step)
        .ceil_to_step(market.step)
}

/// What the venue takes a selling order of: whole steps, and enough of them; else nothing.
pub(super) fn whole(
    draft: &Draft<'_>,
    market: &Market,
    limit_price: Price,
    wanted: Quantity,
) -> Result<Quantity, MoneyError> {
    let wanted = if market.max_quantity.is_zero() {
        wanted
    } else {
        wanted.min(market.max_quantity)
    };
    let quantity = wanted.floor_to_step(market.step)?;
    let notional = limit_price.times(quantity, draft.settings.cash_scale, Rounding::Down)?;
    if quantity < market.min_quantity || notional < market.min_notional {
        Ok(Quantity::ZERO)
    } else {
        Ok(quantity)
    }
}
