//! The order book of one market, and the matching.

use std::collections::{BTreeMap, BTreeSet};

use crate::level::Level;
use crate::{
    Diff, LevelTotal, NewOrder, OrderId, Outcome, Party, Placed, Refused, Side, Steps, Terms,
    Ticks, Trade,
};

/// The most that one order may ask for, and that one level may hold: sums of a few thousand levels stay within 64 bits.
pub const STEPS_MAX: u64 = 1 << 48;

#[derive(Clone, Copy, Debug)]
struct Location {
    side: Side,
    price: Ticks,
}

/// The order book of one market.
#[derive(Clone, Debug, Default)]
pub struct Book {
    bids: BTreeMap<Ticks, Level>,
    asks: BTreeMap<Ticks, Level>,
    locations: BTreeMap<OrderId, Location>,
    changed_bids: BTreeSet<Ticks>,
    changed_asks: BTreeSet<Ticks>,
    update_id: u64,
    published_id: u64,
}

impl Book {
    /// An empty book whose first change gets the id after `update_id`.
    pub fn new(update_id: u64) -> Self {
        Self {
            update_id,
            published_id: update_id,
            ..Self::default()
        }
    }

    /// Matches an order; what is left of it rests or expires by its terms.
    pub fn place(&mut self, order: NewOrder) -> Result<Placed, Refused> {
        self.check(&order)?;
        if matches!(order.terms, Terms::FillOrKill(_))
            && self.offered(order.side, order.terms.limit(), order.quantity) < order.quantity
        {
            return Ok(Placed {
                trades: Vec::new(),
                left: order.quantity,
                outcome: Outcome::Expired,
            });
        }
        let party = Party::Order(order.id);
        let (trades, left) = self.take(party, order.side, order.terms.limit(), order.quantity);
        let outcome = match order.terms {
            _ if left.is_zero() => Outcome::Filled,
            Terms::GoodTillCancel(price) | Terms::PostOnly(price) => {
                self.rest(party, order.side, price, left);
                self.locations.insert(
                    order.id,
                    Location {
                        side: order.side,
                        price,
                    },
                );
                Outcome::Rests
            }
            Terms::ImmediateOrCancel(_) | Terms::FillOrKill(_) | Terms::Market => Outcome::Expired,
        };
        Ok(Placed {
            trades,
            left,
            outcome,
        })
    }

    /// Takes an order out of the book and returns what was left of it.
    pub fn cancel(&mut self, id: OrderId) -> Option<Steps> {
        let Location { side, price } = self.locations.remove(&id)?;
        let level = self.half_mut(side).get_mut(&price)?;
        let left = level.remove(Party::Order(id))?;
        self.touch(side, price);
        Some(left)
    }

    /// Brings the anonymous liquidity of one level to `quantity`, the level's orders aside.
    ///
    /// What is added arrives now: it first trades with the other side as far as its price reaches, and only the rest joins the queue,
    /// at its end. Raise levels only after the other side's have been lowered, or the market trades with itself.
    pub fn set_liquidity(&mut self, side: Side, price: Ticks, quantity: Steps) -> Vec<Trade> {
        let quantity = Steps(quantity.0.min(STEPS_MAX));
        let level = self.half(side).get(&price);
        let present = level.map_or(Steps::ZERO, Level::liquidity);
        if quantity < present {
            if let Some(level) = self.half_mut(side).get_mut(&price) {
                level.withdraw_liquidity(Steps(present.0 - quantity.0));
                self.touch(side, price);
            }
            return Vec::new();
        }
        let room = STEPS_MAX - level.map_or(0, |level| level.total().0);
        let added = Steps((quantity.0 - present.0).min(room));
        let (trades, left) = self.take(Party::Liquidity, side, Some(price), added);
        if !left.is_zero() {
            self.rest(Party::Liquidity, side, price, left);
        }
        trades
    }

    /// An anonymous taker: trades up to its limit and leaves nothing behind.
    pub fn take_anonymously(&mut self, side: Side, limit: Ticks, quantity: Steps) -> Vec<Trade> {
        self.take(Party::Liquidity, side, Some(limit), quantity).0
    }

    /// The best price of one side and what rests at it.
    pub fn best(&self, side: Side) -> Option<LevelTotal> {
        self.levels(side).next()
    }

    /// The levels of one side, best first.
    pub fn levels(&self, side: Side) -> impl Iterator<Item = LevelTotal> + '_ {
        let (bids, asks) = match side {
            Side::Buy => (Some(self.bids.iter().rev()), None),
            Side::Sell => (None, Some(self.asks.iter())),
        };
        let total = |(price, level): (&Ticks, &Level)| LevelTotal {
            price: *price,
            quantity: level.total(),
        };
        bids.into_iter()
            .flatten()
            .chain(asks.into_iter().flatten())
            .map(total)
    }

    /// The anonymous liquidity of one level, the part of its total that is not orders.
    pub fn liquidity(&self, side: Side, price: Ticks) -> Steps {
        self.half(side)
            .get(&price)
            .map_or(Steps::ZERO, Level::liquidity)
    }

    /// What an order of `side` could take at once up to `limit`; counting stops at `enough`.
    pub fn offered(&self, side: Side, limit: Option<Ticks>, enough: Steps) -> Steps {
        let mut offered = 0_u64;
        for level in self.levels(side.opposite()) {
            if offered >= enough.0 || limit.is_some_and(|limit| !side.accepts(limit, level.price)) {
                break;
            }
            offered = offered.saturating_add(level.quantity.0);
        }
        Steps(offered.min(enough.0))
    }

    /// Whether an order rests in the book.
    pub fn contains(&self, id: OrderId) -> bool {
        self.locations.contains_key(&id)
    }

    /// The id of the last change.
    pub fn update_id(&self) -> u64 {
        self.update_id
    }

    /// Raises the id of the last change, for a market whose ids are given from outside; never lowers it.
    pub fn advance_update_id(&mut self, update_id: u64) {
        self.update_id = self.update_id.max(update_id);
    }

    /// Makes one update, with the id `update_id`, of all that changed since the id was `before`. Ids still never go back: where the
    /// book is ahead already, the update gets the id after `before`.
    pub fn end_update(&mut self, before: u64, update_id: u64) {
        if self.update_id > before && self.published_id <= before {
            self.update_id = before + 1;
        }
        self.advance_update_id(update_id);
    }

    /// What changed since the last call; none if nothing did.
    pub fn take_diff(&mut self) -> Option<Diff> {
        if self.changed_bids.is_empty() && self.changed_asks.is_empty() {
            return None;
        }
        let totals = |half: &BTreeMap<Ticks, Level>, price: Ticks| LevelTotal {
            price,
            quantity: half.get(&price).map_or(Steps::ZERO, Level::total),
        };
        let bids = std::mem::take(&mut self.changed_bids);
        let asks = std::mem::take(&mut self.changed_asks);
        let diff = Diff {
            first_update_id: self.published_id + 1,
            last_update_id: self.update_id,
            bids: bids
                .into_iter()
                .rev()
                .map(|price| totals(&self.bids, price))
                .collect(),
            asks: asks
                .into_iter()
                .map(|price| totals(&self.asks, price))
                .collect(),
        };
        self.published_id = self.update_id;
        Some(diff)
    }

    fn check(&self, order: &NewOrder) -> Result<(), Refused> {
        if order.quantity.is_zero() || order.quantity.0 > STEPS_MAX {
            return Err(Refused::Quantity);
        }
        if self.locations.contains_key(&order.id) {
            return Err(Refused::DuplicateId);
        }
        let Some(limit) = order.terms.limit() else {
            return Ok(());
        };
        if limit.0 == 0 {
            return Err(Refused::Price);
        }
        if matches!(order.terms, Terms::PostOnly(_))
            && !self.offered(order.side, Some(limit), Steps(1)).is_zero()
        {
            return Err(Refused::WouldTake);
        }
        let total = self
            .half(order.side)
            .get(&limit)
            .map_or(0, |level| level.total().0);
        if matches!(order.terms, Terms::GoodTillCancel(_) | Terms::PostOnly(_))
            && total + order.quantity.0 > STEPS_MAX
        {
            return Err(Refused::LevelFull);
        }
        Ok(())
    }

    fn take(
        &mut self,
        taker: Party,
        side: Side,
        limit: Option<Ticks>,
        quantity: Steps,
    ) -> (Vec<Trade>, Steps) {
        let mut trades = Vec::new();
        let mut left = quantity;
        while !left.is_zero() {
            let Some(best) = self.best(side.opposite()) else {
                break;
            };
            if limit.is_some_and(|limit| !side.accepts(limit, best.price)) {
                break;
            }
            self.take_level(taker, side, best.price, &mut left, &mut trades);
        }
        (trades, left)
    }

    fn take_level(
        &mut self,
        taker: Party,
        side: Side,
        price: Ticks,
        left: &mut Steps,
        trades: &mut Vec<Trade>,
    ) {
        let first = trades.len();
        if let Some(level) = self.half_mut(side.opposite()).get_mut(&price) {
            while !left.is_zero()
                && let Some(taken) = level.take_front(*left)
            {
                left.0 -= taken.quantity.0;
                trades.push(Trade {
                    price,
                    quantity: taken.quantity,
                    taker_side: side,
                    maker: taken.maker,
                    taker,
                    maker_left: taken.maker_left,
                });
            }
        }
        for trade in &trades[first..] {
            if let Party::Order(id) = trade.maker
                && trade.maker_left.is_zero()
            {
                self.locations.remove(&id);
            }
        }
        self.touch(side.opposite(), price);
    }

    fn rest(&mut self, party: Party, side: Side, price: Ticks, quantity: Steps) {
        self.half_mut(side)
            .entry(price)
            .or_default()
            .push(party, quantity);
        self.touch(side, price);
    }

    /// Notes a changed level and drops it if nothing is left there.
    fn touch(&mut self, side: Side, price: Ticks) {
        let half = self.half_mut(side);
        if half.get(&price).is_some_and(Level::is_empty) {
            half.remove(&price);
        }
        match side {
            Side::Buy => self.changed_bids.insert(price),
            Side::Sell => self.changed_asks.insert(price),
        };
        self.update_id += 1;
    }

    fn half(&self, side: Side) -> &BTreeMap<Ticks, Level> {
        match side {
            Side::Buy => &self.bids,
            Side::Sell => &self.asks,
        }
    }

    fn half_mut(&mut self, side: Side) -> &mut BTreeMap<Ticks, Level> {
        match side {
            Side::Buy => &mut self.bids,
            Side::Sell => &mut self.asks,
        }
    }
}
