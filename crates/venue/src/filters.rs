//! A market's rules for prices and quantities, and the check of an order against them.

use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};
use serde::{Deserialize, Serialize};

use crate::messages::{SymbolFilter, SymbolInfo};

/// The filters that a limit order must pass. A bound that the venue disabled is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    /// Prices are multiples of it; zero for no rule.
    pub tick: Price,
    /// Lowest price.
    pub price_min: Option<Price>,
    /// Highest price.
    pub price_max: Option<Price>,
    /// Quantities are multiples of it; zero for no rule.
    pub step: Quantity,
    /// Smallest quantity.
    pub quantity_min: Quantity,
    /// Largest quantity.
    pub quantity_max: Quantity,
    /// Lowest price × quantity; zero for no rule.
    pub notional_min: Cash,
    /// Highest price × quantity.
    pub notional_max: Option<Cash>,
}

/// A market whose description cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("market {market} has no {filter} filter")]
pub struct MissingFilter {
    /// The market.
    pub market: String,
    /// The venue's name of the filter.
    pub filter: &'static str,
}

/// Why an order does not pass.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterFailure {
    /// `PRICE_FILTER`: the price is zero or below the lowest.
    #[error("PRICE_FILTER: price {price} is below {min}")]
    PriceTooLow {
        /// Of the order.
        price: Price,
        /// Of the filter.
        min: Price,
    },
    /// `PRICE_FILTER`: above the highest.
    #[error("PRICE_FILTER: price {price} is above {max}")]
    PriceTooHigh {
        /// Of the order.
        price: Price,
        /// Of the filter.
        max: Price,
    },
    /// `PRICE_FILTER`: not a multiple of the tick.
    #[error("PRICE_FILTER: price {price} is not a multiple of the tick {tick}")]
    OffTick {
        /// Of the order.
        price: Price,
        /// Of the filter.
        tick: Price,
    },
    /// `LOT_SIZE`: below the smallest.
    #[error("LOT_SIZE: quantity {quantity} is below {min}")]
    QuantityTooSmall {
        /// Of the order.
        quantity: Quantity,
        /// Of the filter.
        min: Quantity,
    },
    /// `LOT_SIZE`: above the largest.
    #[error("LOT_SIZE: quantity {quantity} is above {max}")]
    QuantityTooLarge {
        /// Of the order.
        quantity: Quantity,
        /// Of the filter.
        max: Quantity,
    },
    /// `LOT_SIZE`: not a multiple of the step.
    #[error("LOT_SIZE: quantity {quantity} is not a multiple of the step {step}")]
    OffStep {
        /// Of the order.
        quantity: Quantity,
        /// Of the filter.
        step: Quantity,
    },
    /// `NOTIONAL` or `MIN_NOTIONAL`: worth too little.
    #[error("NOTIONAL: {notional} is below {min}")]
    NotionalTooSmall {
        /// price × quantity of the order.
        notional: Cash,
        /// Of the filter.
        min: Cash,
    },
    /// `NOTIONAL`: worth too much.
    #[error("NOTIONAL: {notional} is above {max}")]
    NotionalTooLarge {
        /// price × quantity of the order.
        notional: Cash,
        /// Of the filter.
        max: Cash,
    },
    /// The amounts are beyond what can be calculated with.
    #[error("price or quantity out of range: {0}")]
    OutOfRange(#[from] MoneyError),
}

impl FilterFailure {
    /// The venue's name of the filter, as in its answer `Filter failure: LOT_SIZE`.
    pub fn filter(&self) -> &'static str {
        match self {
            Self::PriceTooLow { .. } | Self::PriceTooHigh { .. } | Self::OffTick { .. } => {
                "PRICE_FILTER"
            }
            Self::QuantityTooSmall { .. }
            | Self::QuantityTooLarge { .. }
            | Self::OffStep { .. }
            | Self::OutOfRange(_) => "LOT_SIZE",
            Self::NotionalTooSmall { .. } | Self::NotionalTooLarge { .. } => "NOTIONAL",
        }
    }
}

impl Filters {
    /// The filters of a market as the venue describes it.
    pub fn of(symbol: &SymbolInfo) -> Result<Self, MissingFilter> {
        let (mut price, mut lot_size) = (None, None);
        let (mut notional_min, mut notional_max) = (Cash::ZERO, None);
        for filter in &symbol.filters {
            match *filter {
                SymbolFilter::Price {
                    min_price,
                    max_price,
                    tick_size,
                } => {
                    price = Some((enabled(min_price), enabled(max_price), tick_size));
                }
                SymbolFilter::LotSize {
                    min_qty,
                    max_qty,
                    step_size,
                } => {
                    lot_size = Some((min_qty, max_qty, step_size));
                }
                SymbolFilter::MinNotional { min_notional, .. } => {
                    notional_min = notional_min.max(min_notional);
                }
                SymbolFilter::Notional {
                    min_notional,
                    max_notional,
                    ..
                } => {
                    notional_min = notional_min.max(min_notional);
                    notional_max = (!max_notional.is_zero()).then_some(max_notional);
                }
                SymbolFilter::Other => {}
            }
        }
        let missing = |filter| MissingFilter {
            market: symbol.symbol.clone(),
            filter,
        };
        let (price_min, price_max, tick) = price.ok_or_else(|| missing("PRICE_FILTER"))?;
        let (quantity_min, quantity_max, step) = lot_size.ok_or_else(|| missing("LOT_SIZE"))?;
        Ok(Self {
            tick,
            price_min,
            price_max,
            step,
            quantity_min,
            quantity_max,
            notional_min,
            notional_max,
        })
    }

    /// Whether the venue would take a limit order of this price and quantity.
    pub fn check(&self, price: Price, quantity: Quantity) -> Result<(), FilterFailure> {
        self.check_price(price)?;
        self.check_quantity(quantity)?;
        let notional = notional(price, quantity)?;
        if notional < self.notional_min {
            return Err(FilterFailure::NotionalTooSmall {
                notional,
                min: self.notional_min,
            });
        }
        match self.notional_max {
            Some(max) if notional > max => Err(FilterFailure::NotionalTooLarge { notional, max }),
            _ => Ok(()),
        }
    }

    fn check_price(&self, price: Price) -> Result<(), FilterFailure> {
        let min = self.price_min.unwrap_or(Price::ZERO);
        if price < min || price.is_zero() {
            return Err(FilterFailure::PriceTooLow { price, min });
        }
        if let Some(max) = self.price_max
            && price > max
        {
            return Err(FilterFailure::PriceTooHigh { price, max });
        }
        if !self.tick.is_zero() && price.floor_to_tick(self.tick)? != price {
            return Err(FilterFailure::OffTick {
                price,
                tick: self.tick,
            });
        }
        Ok(())
    }

    fn check_quantity(&self, quantity: Quantity) -> Result<(), FilterFailure> {
        if quantity < self.quantity_min || quantity.is_zero() {
            return Err(FilterFailure::QuantityTooSmall {
                quantity,
                min: self.quantity_min,
            });
        }
        if quantity > self.quantity_max {
            return Err(FilterFailure::QuantityTooLarge {
                quantity,
                max: self.quantity_max,
            });
        }
        if !self.step.is_zero() && quantity.floor_to_step(self.step)? != quantity {
            return Err(FilterFailure::OffStep {
                quantity,
                step: self.step,
            });
        }
        Ok(())
    }
}

/// price × quantity, exact.
pub fn notional(price: Price, quantity: Quantity) -> Result<Cash, MoneyError> {
    let decimals = price.decimals() + quantity.decimals();
    let scale = u8::try_from(decimals)
        .map_err(|_| MoneyError::Scale)
        .and_then(Scale::new)?;
    // The scale has all the decimals of the product: nothing is rounded.
    price.times(quantity, scale, Rounding::HalfEven)
}

fn enabled(bound: Price) -> Option<Price> {
    (!bound.is_zero()).then_some(bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbol(filters: &str) -> SymbolInfo {
        let text = format!(
            r#"{{"symbol":"BTCUSDC","status":"TRADING","baseAsset":"BTC","baseAssetPrecision":8,
                "quoteAsset":"USDC","quotePrecision":8,"quoteAssetPrecision":8,"orderTypes":["LIMIT","MARKET"],
                "isSpotTradingAllowed":true,"filters":[{filters}]}}"#
        );
        serde_json::from_str(&text).expect("a symbol")
    }

    const PRICE: &str = r#"{"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"}"#;
    const LOT: &str = r#"{"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"}"#;
    const NOTIONAL: &str = r#"{"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5}"#;
    const OTHER: &str = r#"{"filterType":"ICEBERG_PARTS","limit":10}"#;

    fn check(price: &str, quantity: &str) -> Result<(), String> {
        let symbol = symbol(&[PRICE, LOT, OTHER, NOTIONAL].join(","));
        let filters = Filters::of(&symbol).expect("filters");
        let (price, quantity) = (
            price.parse().expect("a price"),
            quantity.parse().expect("a quantity"),
        );
        filters
            .check(price, quantity)
            .map_err(|failure| failure.to_string())
    }

    fn refused(text: &str) -> Result<(), String> {
        Err(text.to_owned())
    }

    #[test]
    fn an_order_on_tick_and_step_within_the_bounds_passes() {
        assert_eq!(check("61737.63", "0.00100"), Ok(()));
    }

    #[test]
    fn each_filter_says_what_is_wrong() {
        assert_eq!(
            check("0", "1"),
            refused("PRICE_FILTER: price 0 is below 0.01")
        );
        assert_eq!(
            check("1000000.01", "1"),
            refused("PRICE_FILTER: price 1000000.01 is above 1000000")
        );
        assert_eq!(
            check("100.005", "1"),
            refused("PRICE_FILTER: price 100.005 is not a multiple of the tick 0.01")
        );
        assert_eq!(
            check("100", "0"),
            refused("LOT_SIZE: quantity 0 is below 0.00001")
        );
        assert_eq!(
            check("100", "9000.00001"),
            refused("LOT_SIZE: quantity 9000.00001 is above 9000")
        );
        assert_eq!(
            check("100", "1.000005"),
            refused("LOT_SIZE: quantity 1.000005 is not a multiple of the step 0.00001")
        );
        assert_eq!(
            check("100", "0.04999"),
            refused("NOTIONAL: 4.999 is below 5")
        );
        assert_eq!(check("100", "0.05"), Ok(()));
        assert_eq!(
            check("100000", "90.00001"),
            refused("NOTIONAL: 9000001 is above 9000000")
        );
    }

    #[test]
    fn a_bound_of_zero_is_disabled() {
        let price = r#"{"filterType":"PRICE_FILTER","minPrice":"0.00","maxPrice":"0.00","tickSize":"0.00"}"#;
        let filters = Filters::of(&symbol(&[price, LOT].join(","))).expect("filters");
        let price: Price = "123456789.123".parse().expect("a price");
        assert_eq!(
            filters.check(price, "1".parse().expect("a quantity")),
            Ok(())
        );
    }

    #[test]
    fn an_older_market_names_its_least_worth_in_min_notional() {
        let old = r#"{"filterType":"MIN_NOTIONAL","minNotional":"10.0","applyToMarket":true,"avgPriceMins":5}"#;
        let filters = Filters::of(&symbol(&[PRICE, LOT, old].join(","))).expect("filters");
        assert_eq!(filters.notional_min, "10".parse().expect("cash"));
    }

    #[test]
    fn a_market_without_price_or_lot_filter_cannot_be_used() {
        let error = Filters::of(&symbol(LOT)).expect_err("no price filter");
        assert_eq!(
            error.to_string(),
            "market BTCUSDC has no PRICE_FILTER filter"
        );
        let error = Filters::of(&symbol(PRICE)).expect_err("no lot filter");
        assert_eq!(error.filter, "LOT_SIZE");
    }
}
