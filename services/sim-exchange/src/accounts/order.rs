//! An order and a trade as the venue remembers them.

use matching::Side;
use serde::{Deserialize, Serialize};

use crate::amount::Amount;

/// The type of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// At a price or better.
    Limit,
    /// At a price, only as maker.
    LimitMaker,
    /// At any price.
    Market,
}

/// How long an order stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Lifetime {
    /// Until cancelled.
    Gtc,
    /// The rest expires.
    Ioc,
    /// All or nothing.
    Fok,
}

/// Where an order is, in the venue's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderState {
    /// Accepted.
    New,
    /// Some of it has traded.
    PartiallyFilled,
    /// All of it has traded.
    Filled,
    /// Ended by its account.
    Canceled,
    /// Ended by its terms.
    Expired,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Order {
    /// The venue's id.
    pub id: u64,
    /// Whose it is.
    pub account: String,
    /// The market.
    pub symbol: String,
    /// The account's id.
    pub client_order_id: String,
    /// Buy or sell.
    pub side: Side,
    /// Its type.
    pub kind: Kind,
    /// How long it stays.
    pub lifetime: Lifetime,
    /// The limit; zero for a market order.
    pub price: Amount,
    /// What was ordered.
    pub quantity: Amount,
    /// What was to be spent, for a market order by quote amount; else zero.
    pub quote_quantity: Amount,
    /// What has traded.
    pub executed: Amount,
    /// What that cost or yielded, before fees.
    pub quote_executed: Amount,
    /// The asset traded.
    pub base: String,
    /// The asset it is priced in.
    pub quote: String,
    /// What it has locked, of [`Order::locked_asset`].
    pub locked: Amount,
    /// Where it is.
    pub state: OrderState,
    /// Milliseconds of its arrival.
    pub time_ms: i64,
    /// Milliseconds of its last change.
    pub updated_ms: i64,
}

impl Order {
    /// Whether it can still trade.
    pub fn is_open(&self) -> bool {
        matches!(self.state, OrderState::New | OrderState::PartiallyFilled)
    }

    /// The asset that it gives away, and until then locks.
    pub fn locked_asset(&self) -> &str {
        match self.side {
            Side::Buy => &self.quote,
            Side::Sell => &self.base,
        }
    }

    /// What has not traded.
    pub fn left(&self) -> Amount {
        self.quantity.minus(self.executed).unwrap_or(Amount::ZERO)
    }
}

/// A trade of one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Trade {
    /// The venue's id, unique in its market.
    pub id: u64,
    /// The order.
    pub order: u64,
    /// The price.
    pub price: Amount,
    /// How much.
    pub quantity: Amount,
    /// Price × quantity.
    pub quote: Amount,
    /// The fee.
    pub commission: Amount,
    /// What the fee is in.
    pub commission_asset: String,
    /// The asset bought with the trade.
    pub received_asset: String,
    /// How much of it, after a fee in it.
    pub received: Amount,
    /// How much of the locked asset was given, with a fee in it.
    pub given: Amount,
    /// Whether the order was in the book.
    pub is_maker: bool,
    /// Whether the order buys.
    pub is_buyer: bool,
    /// Milliseconds.
    pub time_ms: i64,
}
