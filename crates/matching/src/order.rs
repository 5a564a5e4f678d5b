//! What goes into the engine and what comes out: orders, their terms, trades and ends.

use serde::{Deserialize, Serialize};

/// A price in whole ticks of the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ticks(pub u64);

/// A quantity in whole steps of the market.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Steps(pub u64);

impl Steps {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whether there is nothing left.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// The id of an order; the caller keeps it unique among the orders it places in one book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OrderId(pub u64);

/// The side of an order or of a half of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Buys; rests among the bids.
    Buy,
    /// Sells; rests among the asks.
    Sell,
}

impl Side {
    /// The other side.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }

    /// Whether an order of this side with this limit may trade at `price`.
    pub fn accepts(self, limit: Ticks, price: Ticks) -> bool {
        match self {
            Self::Buy => price <= limit,
            Self::Sell => price >= limit,
        }
    }
}

/// Who stands behind a half of a trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Party {
    /// An order placed with [`crate::Book::place`].
    Order(OrderId),
    /// The market's own anonymous liquidity, set level by level.
    Liquidity,
}

/// How long an order lasts and how much it may pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// Trades up to the limit; the rest stays in the book.
    GoodTillCancel(Ticks),
    /// Trades up to the limit; the rest expires.
    ImmediateOrCancel(Ticks),
    /// Trades whole within the limit, or not at all.
    FillOrKill(Ticks),
    /// Only adds to the book: refused where it would trade at once.
    PostOnly(Ticks),
    /// Trades at any price; the rest expires.
    Market,
}

impl Terms {
    /// The worst price the order accepts; none for a market order.
    pub fn limit(self) -> Option<Ticks> {
        match self {
            Self::GoodTillCancel(price)
            | Self::ImmediateOrCancel(price)
            | Self::FillOrKill(price)
            | Self::PostOnly(price) => Some(price),
            Self::Market => None,
        }
    }
}

/// An order as it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewOrder {
    /// Its id.
    pub id: OrderId,
    /// Buy or sell.
    pub side: Side,
    /// How much, above zero.
    pub quantity: Steps,
    /// Limit and lifetime.
    pub terms: Terms,
}

/// One match, at the maker's price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trade {
    /// The maker's price.
    pub price: Ticks,
    /// How much changed hands.
    pub quantity: Steps,
    /// The side of the order that arrived.
    pub taker_side: Side,
    /// Who was in the book.
    pub maker: Party,
    /// Who arrived.
    pub taker: Party,
    /// What the maker has left in the book.
    pub maker_left: Steps,
}

/// Where an order stands once it has been matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is left of it.
    Filled,
    /// The rest is in the book.
    Rests,
    /// The rest is gone, by the order's own terms.
    Expired,
}

/// The answer to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its trades, in the order they happened.
    pub trades: Vec<Trade>,
    /// What did not trade.
    pub left: Steps,
    /// What became of what did not trade.
    pub outcome: Outcome,
}

/// Why an order did not enter the book; nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The quantity is zero or above [`crate::STEPS_MAX`].
    #[error("the quantity is outside 1..=STEPS_MAX")]
    Quantity,
    /// The price is zero.
    #[error("the price is zero")]
    Price,
    /// An order with this id rests in the book.
    #[error("an order with this id is in the book")]
    DuplicateId,
    /// A post-only order would have traded.
    #[error("the order would immediately match and take")]
    WouldTake,
    /// The level's total would pass [`crate::STEPS_MAX`].
    #[error("the price level is full")]
    LevelFull,
}
