//! A snapshot of the venue's markets, as a command brings it: all that a batch is decided from, beside the state.

use ledger::Unit;
use money::{Cash, Price, Quantity, Rate};
use serde::{Deserialize, Serialize};

/// One level of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Cash per unit of the asset.
    pub price: Price,
    /// What is offered or wanted at it.
    pub quantity: Quantity,
}

/// One market: its filters and its book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Market {
    /// The venue's name of it: BTCUSDC.
    pub name: String,
    /// What is traded.
    pub asset: Unit,
    /// What it is traded against.
    pub cash: Unit,
    /// Prices are multiples of this.
    pub tick: Price,
    /// Quantities are multiples of this.
    pub step: Quantity,
    /// The least price × quantity of an order.
    pub min_notional: Cash,
    /// The least quantity of an order.
    pub min_quantity: Quantity,
    /// The largest quantity of an order; zero for none.
    pub max_quantity: Quantity,
    /// Best first.
    pub bids: Vec<Level>,
    /// Best first.
    pub asks: Vec<Level>,
    /// False while its book is not known or it does not trade.
    pub tradable: bool,
    /// The venue's fee for taking.
    pub fee_rate: Rate,
}

/// All markets at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Snapshot {
    /// The markets.
    pub markets: Vec<Market>,
    /// Orders that the venue's rate limits still allow now.
    pub orders_left: u32,
}

impl Snapshot {
    /// The market of an asset.
    pub fn market_of(&self, asset: &Unit) -> Option<&Market> {
        self.markets.iter().find(|market| market.asset == *asset)
    }
}
