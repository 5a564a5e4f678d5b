//! What an index's newest basket says and is not behind its units is bought, with the holders' cash and no more: house lots first, at the
//! best ask, then at the venue. Where the cash is too little for all, each asset gets the same part of it.

use ledger::Name;
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};

use super::Outlook;
use super::room::{Offer, Room, best, least};
use crate::Rejection;
use crate::backing::Need;
use crate::batch::{Batch, VenueSide};
use crate::decide::purchases::house_lots_each;
use crate::market::Market;
use crate::rebalance::{BackingPart, BatchRebalance, HouseExchange, ShortAsset};

/// An index's purchases in one batch.
pub(super) struct Purchase<'a, 'b> {
    room: &'a mut Room<'b>,
    index: &'a Name,
    /// The holders' cash that is not used yet.
    purse: Cash,
    /// Of it, what the batch may spend.
    in_flight: Cash,
    /// What crosses to it.
    crossed: Cash,
}

/// An asset that is to be bought at the venue.
struct Leg<'a> {
    market: &'a Market,
    offer: Offer,
    /// In all.
    wanted: Quantity,
    /// In this batch, as far as the book goes.
    now: Quantity,
}

impl<'a, 'b> Purchase<'a, 'b> {
    /// `crossed`: what is paid for what crosses already.
    pub(super) fn new(
        room: &'a mut Room<'b>,
        index: &'a Name,
        crossed: Cash,
    ) -> Result<Self, MoneyError> {
        let purse = room.purse(index).checked_sub(crossed)?;
        Ok(Self {
            room,
            index,
            purse,
            in_flight: Cash::ZERO,
            crossed,
        })
    }

    pub(super) fn buy(
        mut self,
        batch: &mut Batch,
        needs: &[Need],
        outlook: &mut Outlook,
    ) -> Result<(), Rejection> {
        let mut legs = Vec::new();
        let snapshot = self.room.snapshot;
        for need in needs {
            let wanted = need.to_buy()?;
            if wanted.is_zero() {
                continue;
            }
            let Some(market) = snapshot.market_of(&need.asset) else {
                outlook.waits = true;
                continue;
            };
            let given = self.give_lots(batch, market, wanted)?;
            outlook.trades |= !given.is_zero();
            let wanted = wanted.checked_sub(given)?;
            if wanted.is_zero() {
                continue;
            }
            match self.room.offer(batch, market, VenueSide::Buy)? {
                Some(offer) => legs.push(Leg {
                    market,
                    now: wanted.min(offer.most),
                    offer,
                    wanted,
                }),
                None => outlook.waits = true,
            }
        }
        self.at_the_venue(batch, &legs, outlook)?;
        if !self.in_flight.is_zero() {
            batch.rebalances.push(BatchRebalance {
                index: self.index.clone(),
                in_flight: self.in_flight,
            });
        }
        Ok(())
    }

    /// What the house gives of its own lots, at the best ask and without a venue fee; not what it would get nothing for, nor less than the
    /// venue would, but for a rest.
    fn give_lots(
        &mut self,
        batch: &mut Batch,
        market: &Market,
        wanted: Quantity,
    ) -> Result<Quantity, Rejection> {
        let Some(price) = best(market, VenueSide::Buy).filter(|price| !price.is_zero()) else {
            return Ok(Quantity::ZERO);
        };
        let scale = self.room.draft.settings.cash_scale;
        let lots = self.room.house_lots(batch, &market.asset)?;
        let affordable = self.purse.over(price, Scale::QUANTITY, Rounding::Down)?;
        let offered = house_lots_each(self.room.snapshot);
        let offered = lots.quantity_of_oldest(offered)?;
        let quantity = wanted.min(offered).min(affordable);
        // Crumbs are given only where they are all that is wanted: else a batch might be made for each.
        if quantity < wanted && quantity < least(market, price)? {
            return Ok(Quantity::ZERO);
        }
        let taken = lots.oldest(quantity, scale)?;
        let mut given = taken.clone();
        for lot in &mut given {
            lot.price = price;
            lot.cost = price.times(lot.quantity, scale, Rounding::Down)?;
            lot.fee = Cash::ZERO;
        }
        let exchange = HouseExchange {
            index: self.index.clone(),
            asset: market.asset.clone(),
            side: VenueSide::Buy,
            taken,
            given,
        };
        let paid = exchange.cash()?;
        if paid.is_zero() {
            return Ok(Quantity::ZERO);
        }
        self.purse = self.purse.checked_sub(paid)?;
        batch.exchanges.push(exchange);
        Ok(quantity)
    }

    fn at_the_venue(
        &mut self,
        batch: &mut Batch,
        legs: &[Leg<'_>],
        outlook: &mut Outlook,
    ) -> Result<(), Rejection> {
        let cap = self.room.draft.settings.order_cap;
        let cap = cap.excess_over(self.crossed)?.min(self.room.to_buy);
        let budget = self.room.before_fees(self.purse)?.min(cap);
        let value = |leg: &Leg<'_>| self.value(leg.offer.limit, leg.now);
        let values: Vec<Cash> = legs.iter().map(value).collect::<Result<_, _>>()?;
        let total = Cash::sum(values)?;
        let mut bought = false;
        for leg in legs {
            let quantity = if total <= budget {
                leg.now
            } else {
                leg.now
                    .share_of(budget, total, Scale::QUANTITY, Rounding::Down)?
            };
            bought |= self.buy_leg(batch, leg, quantity)?;
        }
        // Each part is too small: then one asset after the other.
        if !bought && total > budget {
            let mut left = budget;
            for leg in legs {
                let affordable = left.over(leg.offer.limit, Scale::QUANTITY, Rounding::Down)?;
                let quantity = leg.now.min(affordable);
                if self.buy_leg(batch, leg, quantity)? {
                    left = left.excess_over(self.value(leg.offer.limit, quantity)?)?;
                    bought = true;
                }
            }
        }
        outlook.trades |= bought;
        if !bought {
            self.look_out(legs, outlook)?;
        }
        Ok(())
    }

    /// Why nothing is bought: the cash, what the venue takes, or what is there now.
    fn look_out(&self, legs: &[Leg<'_>], outlook: &mut Outlook) -> Result<(), Rejection> {
        for leg in legs {
            let Leg {
                market,
                offer,
                wanted,
                ..
            } = leg;
            let smallest = self.room.cost(market, offer.limit, offer.least)?;
            if wanted.floor_to_step(market.step)? < offer.least {
                // Less than the venue's smallest order, and the house rounds nothing up: it stays.
            } else if smallest > self.purse {
                // What is wanted is bounded by nothing; a cost beyond a decimal holds nobody up.
                let cost = self.room.cost(market, offer.limit, *wanted);
                outlook.short.push(ShortAsset {
                    asset: market.asset.clone(),
                    quantity: *wanted,
                    cash: cost.unwrap_or(smallest),
                });
            } else {
                outlook.waits = true;
            }
        }
        Ok(())
    }

    /// Buys so much of a leg, in whole steps: down, or up at the house's expense if it is all that is wanted.
    fn buy_leg(
        &mut self,
        batch: &mut Batch,
        leg: &Leg<'_>,
        quantity: Quantity,
    ) -> Result<bool, Rejection> {
        let Leg { market, offer, .. } = leg;
        if self.value(offer.limit, quantity)?.is_zero() {
            return Ok(false);
        }
        // An asset order of this asset may have come, or the last one may be gone, since.
        let Some(offer) = self.room.offer(batch, market, VenueSide::Buy)? else {
            return Ok(false);
        };
        let (mut part, mut house) = (quantity.floor_to_step(market.step)?, Quantity::ZERO);
        if quantity == leg.wanted && (part < quantity || part < offer.least) {
            let up = quantity.ceil_to_step(market.step)?.max(offer.least);
            let more = up.checked_sub(quantity)?;
            let affordable = self.room.cost(market, offer.limit, more)? <= self.room.house;
            if up <= offer.most && affordable {
                (part, house) = (quantity, more);
            }
        }
        let least = if house.is_zero() { offer.least } else { part };
        if part < least || part.is_zero() {
            return Ok(false);
        }
        let cost = self.room.cost(market, offer.limit, part)?.min(self.purse);
        self.purse = self.purse.checked_sub(cost)?;
        self.in_flight = self.in_flight.checked_add(cost)?;
        let part = BackingPart {
            index: self.index.clone(),
            quantity: part,
        };
        self.room
            .add(batch, (market, VenueSide::Buy), &offer, part, house)?;
        Ok(true)
    }

    fn value(&self, limit: Price, quantity: Quantity) -> Result<Cash, MoneyError> {
        let scale = self.room.draft.settings.cash_scale;
        limit.times(quantity, scale, Rounding::Up)
    }
}
