//! Left-over holdings beyond the house's limit: taken over if it has room by now, else sold for their owners' account.

use std::collections::BTreeMap;

use ledger::Unit;
use money::{Cash, Quantity, Rounding};

use crate::batch::{AssetOrder, Contribution, VenueSide, asset_order_id};
use crate::draft::Draft;
use crate::event::OrderChange;
use crate::market::{Market, Snapshot};
use crate::{BatchId, OrderId, Rejection};

/// The house takes what its limit allows by now, oldest orders first.
pub(super) fn take_over(draft: &mut Draft<'_>) -> Result<(), Rejection> {
    let state = draft.state;
    for id in &state.sellers {
        let allowance = super::end::house_allowance(draft)?;
        if allowance.is_zero() {
            break;
        }
        let order = draft.order(*id)?;
        let account = order.request.account.clone();
        let to_house = super::end::for_house(draft, order, allowance)?;
        if to_house.is_empty() {
            continue;
        }
        let released = to_house
            .iter()
            .try_fold(Cash::ZERO, |sum, lots| sum.checked_add(lots.paid()?))?;
        draft.change(*id, OrderChange::TakenOver { to_house, released })?;
        super::collateral::reserve_waiting(draft, &account)?;
    }
    Ok(())
}

/// Index orders whose left-overs one batch sells; the others' wait.
const SELLERS_MAX: usize = 1_000;

/// The selling asset orders of the next batch: one for each asset, of what is a whole number of steps and enough for the venue.
pub(super) fn asset_orders(
    draft: &Draft<'_>,
    batch: BatchId,
    snapshot: &Snapshot,
    at_most: usize,
) -> Result<Vec<AssetOrder>, Rejection> {
    let mut by_asset: BTreeMap<&Unit, Vec<Contribution>> = BTreeMap::new();
    for id in draft.state.sellers.iter().take(SELLERS_MAX) {
        let id: OrderId = *id;
        let order = draft.order(id)?;
        for (asset, holding) in &order.holdings {
            if !holding.quantity().is_zero() {
                by_asset.entry(asset).or_default().push(Contribution {
                    order: id,
                    quantity: holding.quantity(),
                });
            }
        }
    }
    let mut asset_orders = Vec::new();
    for (asset, contributions) in by_asset {
        let Some(market) = snapshot.market_of(asset).filter(|market| market.tradable) else {
            continue;
        };
        if asset_orders.len() < at_most
            && let Some(asset_order) = asset_order(draft, batch, market, contributions)?
        {
            asset_orders.push(asset_order);
        }
    }
    Ok(asset_orders)
}

fn asset_order(
    draft: &Draft<'_>,
    batch: BatchId,
    market: &Market,
    contributions: Vec<Contribution>,
) -> Result<Option<AssetOrder>, Rejection> {
    let Some(best) = market.bids.first() else {
        return Ok(None);
    };
    let slippage = draft.settings.slippage;
    let limit_price = best
        .price
        .less_rate(slippage, LIMIT_SCALE, Rounding::Up)?
        .ceil_to_tick(market.tick)?;
    let whole = Quantity::sum(
        contributions
            .iter()
            .map(|contribution| contribution.quantity),
    )?;
    let whole = if market.max_quantity.is_zero() {
        whole
    } else {
        whole.min(market.max_quantity)
    };
    let quantity = whole.floor_to_step(market.step)?;
    let notional = limit_price.times(quantity, draft.settings.cash_scale, Rounding::Down)?;
    if quantity.is_zero() || quantity < market.min_quantity || notional < market.min_notional {
        return Ok(None);
    }
    Ok(Some(AssetOrder {
        id: asset_order_id(
            &draft.settings.instance,
            batch,
            &market.asset,
            VenueSide::Sell,
        ),
        market: market.name.clone(),
        asset: market.asset.clone(),
        side: VenueSide::Sell,
        quantity,
        limit_price,
        fee_rate: market.fee_rate,
        contributions,
        house: Quantity::ZERO,
        from_house: Quantity::ZERO,
    }))
}

/// Digits of a selling limit before it is brought to the tick.
const LIMIT_SCALE: money::Scale = match money::Scale::new(18) {
    Ok(scale) => scale,
    Err(_) => money::Scale::MAX,
};
