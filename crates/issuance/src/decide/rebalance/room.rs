//! What a batch leaves to rebalances: asset orders, liquidity within the slippage limit, caps, the house's limit and its lots.

use std::collections::BTreeMap;

use ledger::{Account, Name, Unit};
use money::{Cash, MoneyError, Price, Quantity, Rate, Rounding, Scale};

use super::Left;
use crate::Rejection;
use crate::backing::Need;
use crate::batch::{AssetOrder, Batch, VenueSide, asset_order_id};
use crate::decide::problem::in_flight_left;
use crate::decide::selling::own_live;
use crate::draft::Draft;
use crate::holding::Holding;
use crate::market::{Level, Market, Snapshot};
use crate::rebalance::BackingPart;
use crate::request::TimeInForce;

/// What is left of a batch.
pub(super) struct Room<'a> {
    pub(super) draft: &'a Draft<'a>,
    pub(super) snapshot: &'a Snapshot,
    /// What the house may still spend.
    pub(super) house: Cash,
    /// Of the batch's cap, before fees: for what is sold.
    pub(super) to_sell: Cash,
    /// The same for what is bought, and of the cash that may be in flight.
    pub(super) to_buy: Cash,
    slots: usize,
}

/// What can be traded of a market, on one side.
pub(super) struct Offer {
    pub(super) limit: Price,
    /// As far as the book goes to the limit, and one order may be large.
    pub(super) most: Quantity,
    /// The least that can be added, in whole steps.
    pub(super) least: Quantity,
    /// The asset order of the batch that it joins; none: a new one.
    joins: Option<usize>,
}

impl<'a> Room<'a> {
    pub(super) fn new(
        draft: &'a Draft<'a>,
        snapshot: &'a Snapshot,
        batch: &Batch,
        left: Left,
    ) -> Result<Self, Rejection> {
        let scale = draft.settings.cash_scale;
        let used = |side: VenueSide| {
            let orders = batch.asset_orders.iter();
            let own = orders.filter(|asset_order| asset_order.side == side);
            own.map(|order| order.limit_price.times(order.quantity, scale, Rounding::Up))
                .try_fold(Cash::ZERO, |sum, cash| sum.checked_add(cash?))
        };
        let (sold, bought) = (used(VenueSide::Sell)?, used(VenueSide::Buy)?);
        let cap = draft.settings.batch_cap;
        let in_flight = in_flight_left(draft, snapshot)?.excess_over(bought)?;
        Ok(Self {
            draft,
            snapshot,
            house: left.house,
            to_sell: cap.excess_over(sold)?,
            to_buy: cap.excess_over(bought)?.min(in_flight),
            slots: left.slots,
        })
    }

    /// What can be traded; none: no market, no price, no asset order left, or one that must be executed wholly.
    pub(super) fn offer(
        &self,
        batch: &Batch,
        market: &Market,
        side: VenueSide,
    ) -> Result<Option<Offer>, Rejection> {
        let Some(best) = best(market, side).filter(|_| market.tradable) else {
            return Ok(None);
        };
        let mut orders = batch.asset_orders.iter();
        let joins = orders.position(|order| order.asset == market.asset && order.side == side);
        let joined = joins.map(|place| &batch.asset_orders[place]);
        let slippage = self.draft.settings.slippage;
        let limit = match (joined, side) {
            (Some(joined), _) => joined.limit_price,
            (None, VenueSide::Buy) => fitting::buying_limit(best, slippage, market.tick)?,
            (None, VenueSide::Sell) => fitting::selling_limit(best, slippage, market.tick)?,
        };
        let closed = match joined {
            Some(joined) => self.is_whole(joined)?,
            None => self.slots == 0,
        };
        if closed || limit.is_zero() {
            return Ok(None);
        }
        let taken = joined.map_or(Quantity::ZERO, |joined| joined.quantity);
        let own = own_live(self.draft, market, side)?.checked_add(taken)?;
        let mut most = within(market, side, limit)?.excess_over(own)?;
        if !market.max_quantity.is_zero() {
            most = most.min(market.max_quantity.excess_over(taken)?);
        }
        let least = match joined {
            Some(_) => market.step,
            None => least(market, limit)?,
        };
        Ok(Some(Offer {
            limit,
            most,
            least,
            joins,
        }))
    }

    /// Whether an order that is filled wholly or not at all takes part.
    fn is_whole(&self, asset_order: &AssetOrder) -> Result<bool, Rejection> {
        for contribution in &asset_order.contributions {
            let order = self.draft.order(contribution.order)?;
            if order.request.time_in_force == TimeInForce::FillOrKill {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds a part, and what the house rounds up by, to the batch.
    pub(super) fn add(
        &mut self,
        batch: &mut Batch,
        (market, side): (&Market, VenueSide),
        offer: &Offer,
        part: BackingPart,
        house: Quantity,
    ) -> Result<(), Rejection> {
        let quantity = part.quantity.checked_add(house)?;
        let scale = self.draft.settings.cash_scale;
        let value = offer.limit.times(quantity, scale, Rounding::Up)?;
        let cap = match side {
            VenueSide::Buy => &mut self.to_buy,
            VenueSide::Sell => &mut self.to_sell,
        };
        *cap = cap.excess_over(value)?;
        let cost = self.cost(market, offer.limit, house)?;
        self.house = self.house.excess_over(cost)?;
        batch.house_in_flight = batch.house_in_flight.checked_add(cost)?;
        if let Some(place) = offer.joins {
            let joined = &mut batch.asset_orders[place];
            joined.quantity = joined.quantity.checked_add(quantity)?;
            joined.house = joined.house.checked_add(house)?;
            joined.backing.push(part);
            return Ok(());
        }
        self.slots = self.slots.saturating_sub(1);
        let instance = &self.draft.settings.instance;
        batch.asset_orders.push(AssetOrder {
            id: asset_order_id(instance, batch.id, &market.asset, side),
            market: market.name.clone(),
            asset: market.asset.clone(),
            side,
            quantity,
            limit_price: offer.limit,
            fee_rate: market.fee_rate,
            contributions: Vec::new(),
            backing: vec![part],
            house,
            from_house: Quantity::ZERO,
        });
        Ok(())
    }

    /// What a purchase costs at most, with the venue's fee.
    pub(super) fn cost(
        &self,
        market: &Market,
        limit: Price,
        quantity: Quantity,
    ) -> Result<Cash, MoneyError> {
        let scale = self.draft.settings.cash_scale;
        let value = limit.times(quantity, scale, Rounding::Up)?;
        value.plus_rate(market.fee_rate, scale, Rounding::Up)
    }

    /// Cash before fees, at the highest of the venue's.
    pub(super) fn before_fees(&self, cash: Cash) -> Result<Cash, MoneyError> {
        let markets = self.snapshot.markets.iter();
        let fee = markets.map(|market| market.fee_rate).max();
        let scale = self.draft.settings.cash_scale;
        cash.over_one_plus(fee.unwrap_or(Rate::ZERO), scale, Rounding::Down)
    }

    /// The house's lots of an asset that the batch leaves.
    pub(super) fn house_lots(&self, batch: &Batch, asset: &Unit) -> Result<Holding, MoneyError> {
        let mut left = self
            .draft
            .desk
            .house
            .get(asset)
            .cloned()
            .unwrap_or_default();
        let uses = batch.house_use.iter().map(|part| &part.taken);
        for taken in uses.filter(|taken| taken.asset == *asset) {
            left.take(&taken.lots)?;
        }
        let exchanges = batch.exchanges.iter();
        for exchange in exchanges.filter(|exchange| exchange.asset == *asset) {
            left.take(&exchange.taken)?;
        }
        Ok(left)
    }

    /// The holders' cash that no earlier batch has.
    pub(super) fn purse(&self, index: &Name) -> Cash {
        self.draft.desk.cash_of(&Account::rebalance(index))
    }
}

/// What crosses for the holders of one index.
#[derive(Default)]
pub(super) struct Crossed {
    /// Sold and bought.
    by_asset: BTreeMap<Unit, (Quantity, Quantity)>,
    pub(super) brought: Cash,
    pub(super) paid: Cash,
}

impl Crossed {
    /// What crosses in the batch for an index's holders.
    pub(super) fn of(batch: &Batch, index: &Name) -> Result<Self, MoneyError> {
        let mut crossed = Self::default();
        for crossing in &batch.crossings {
            let (mut sold, mut bought) = (Quantity::ZERO, Quantity::ZERO);
            for part in &crossing.parts {
                if part.from.holders() == Some(index) {
                    sold = sold.checked_add(part.quantity)?;
                    crossed.brought = crossed.brought.checked_add(part.cost)?;
                }
                if part.to.holders() == Some(index) {
                    bought = bought.checked_add(part.quantity)?;
                    crossed.paid = crossed.paid.checked_add(part.cost)?;
                }
            }
            if !(sold.is_zero() && bought.is_zero()) {
                let both = (sold, bought);
                crossed.by_asset.insert(crossing.asset.clone(), both);
            }
        }
        Ok(crossed)
    }

    /// It is on its way, as far as a need goes.
    pub(super) fn take(&self, need: &mut Need) -> Result<(), MoneyError> {
        if let Some((sold, bought)) = self.by_asset.get(&need.asset) {
            need.selling = need.selling.checked_add(*sold)?;
            need.buying = need.buying.checked_add(*bought)?;
        }
        Ok(())
    }
}

/// The price of the first level.
pub(super) fn best(market: &Market, side: VenueSide) -> Option<Price> {
    let levels = match side {
        VenueSide::Buy => &market.asks,
        VenueSide::Sell => &market.bids,
    };
    levels.first().map(|level| level.price)
}

/// What the book has up to a limit.
fn within(market: &Market, side: VenueSide, limit: Price) -> Result<Quantity, MoneyError> {
    let sum = |levels: &[Level], fits: &dyn Fn(Price) -> bool| {
        let fitting = levels.iter().filter(|level| fits(level.price));
        Quantity::sum(fitting.map(|level| level.quantity))
    };
    match side {
        VenueSide::Buy => sum(&market.asks, &|price| price <= limit),
        VenueSide::Sell => sum(&market.bids, &|price| price >= limit),
    }
}

/// The least that the venue takes an order of, in whole steps.
pub(super) fn least(market: &Market, limit: Price) -> Result<Quantity, MoneyError> {
    let by_value =
        market
            .min_notional
            .max(Cash::ZERO)
            .over(limit, Scale::QUANTITY, Rounding::Up)?;
    by_value
        .max(market.min_quantity)
        .max(market.step)
        .ceil_to_step(market.step)
}
