//! A market's rules: its assets, its tick and step, and the filters that an order must pass.

use matching::{Steps, Ticks};

use crate::amount::Amount;

/// Orders of one account that may be open in one market at once.
pub const OPEN_ORDERS_MAX: usize = 200;

/// The rules of one market. A tick times a step has at most eight decimals, so every notional is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarketSpec {
    /// e.g. `BTCUSDC`.
    pub symbol: String,
    /// e.g. `BTC`.
    pub base: String,
    /// e.g. `USDC`.
    pub quote: String,
    /// Prices are multiples of it; also the lowest price.
    pub tick: Amount,
    /// The highest price.
    pub price_max: Amount,
    /// Quantities are multiples of it; also the smallest quantity.
    pub step: Amount,
    /// The largest quantity.
    pub quantity_max: Amount,
    /// The smallest price × quantity.
    pub notional_min: Amount,
    /// The largest price × quantity of a limit order.
    pub notional_max: Amount,
}

/// A filter of the venue that an order failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Bounds and tick of the price.
    Price,
    /// Bounds and step of the quantity.
    LotSize,
    /// Bounds of price × quantity.
    Notional,
    /// Too many open orders.
    MaxNumOrders,
}

impl Filter {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Price => "PRICE_FILTER",
            Self::LotSize => "LOT_SIZE",
            Self::Notional => "NOTIONAL",
            Self::MaxNumOrders => "MAX_NUM_ORDERS",
        }
    }
}

impl MarketSpec {
    /// The price in ticks, if it passes `PRICE_FILTER`.
    pub fn ticks(&self, price: Amount) -> Result<Ticks, Filter> {
        let within = price >= self.tick && price <= self.price_max;
        price
            .in_units(self.tick)
            .filter(|_| within)
            .map(Ticks)
            .ok_or(Filter::Price)
    }

    /// The quantity in steps, if it passes `LOT_SIZE`.
    pub fn steps(&self, quantity: Amount) -> Result<Steps, Filter> {
        let within = quantity >= self.step && quantity <= self.quantity_max;
        quantity
            .in_units(self.step)
            .filter(|_| within)
            .map(Steps)
            .ok_or(Filter::LotSize)
    }

    /// Whether price × quantity passes `NOTIONAL`. The upper bound is for limit orders only.
    pub fn notional(
        &self,
        price: Amount,
        quantity: Amount,
        limit_order: bool,
    ) -> Result<(), Filter> {
        let notional = price.times_down(quantity).ok_or(Filter::Notional)?;
        let above = limit_order && notional > self.notional_max;
        if notional < self.notional_min || above {
            Err(Filter::Notional)
        } else {
            Ok(())
        }
    }

    /// A price of the book.
    pub fn price(&self, ticks: Ticks) -> Amount {
        self.tick
            .multiple(ticks.0)
            .expect("a price of the book is within 64 bits of ticks")
    }

    /// A quantity of the book.
    pub fn quantity(&self, steps: Steps) -> Amount {
        self.step
            .multiple(steps.0)
            .expect("a quantity of the book is within 64 bits of steps")
    }

    /// Price × quantity, exact.
    pub fn quote_amount(&self, price: Ticks, quantity: Steps) -> Option<Amount> {
        self.price(price).times(self.quantity(quantity))
    }
}
