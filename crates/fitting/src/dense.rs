//! The same question and answer with numbers for names: what the algorithm works on, and what a caller uses who fits very many orders.
//!
//! Assets, indexes and orders are positions in their lists.

use money::{Cash, Price, Quantity, Rate, Scale, Units};
use thiserror::Error;

use crate::asks::Asks;

/// [`crate::Problem`] by position.
#[derive(Debug, Clone)]
pub struct DenseProblem {
    /// See [`crate::Problem::slippage`].
    pub slippage: Rate,
    /// See [`crate::Problem::fee_rate`].
    pub fee_rate: Rate,
    /// See [`crate::Problem::order_cap`].
    pub order_cap: Cash,
    /// See [`crate::Problem::batch_cap`].
    pub batch_cap: Cash,
    /// See [`crate::Problem::in_flight_left`].
    pub in_flight_left: Cash,
    /// See [`crate::Problem::max_asset_orders`].
    pub max_asset_orders: u32,
    /// See [`crate::Problem::units_scale`].
    pub units_scale: Scale,
    /// See [`crate::House::limit`].
    pub house_limit: Cash,
    /// The assets that have a market.
    pub assets: Vec<DenseMarket>,
    /// The basket of each index; `None` for an asset without a market.
    pub baskets: Vec<Vec<(Option<u32>, Quantity)>>,
    /// The orders, oldest first.
    pub orders: Vec<DenseOrder>,
}

/// [`crate::Market`] and the house's lots in it.
#[derive(Debug, Clone)]
pub struct DenseMarket {
    /// See [`crate::Market::asks`].
    pub asks: Asks,
    /// See [`crate::Market::tick`].
    pub tick: Price,
    /// See [`crate::Market::step`].
    pub step: Quantity,
    /// See [`crate::Market::min_notional`].
    pub min_notional: Cash,
    /// See [`crate::House::lots`].
    pub house_lots: Quantity,
}

/// [`crate::Order`] by position.
#[derive(Debug, Clone)]
pub struct DenseOrder {
    /// Position of its index; `None` for one that does not exist.
    pub index: Option<u32>,
    /// See [`crate::Order::cash`].
    pub cash: Cash,
    /// Holdings by the asset's position; each asset at most once, zero where it is not listed.
    pub holdings: Vec<(u32, Quantity)>,
    /// See [`crate::Order::limit_price`].
    pub limit_price: Option<Price>,
}

/// [`crate::Fit`] by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DenseFit {
    /// One outcome per order.
    pub orders: Vec<Outcome>,
    /// One for each asset that something is bought of, in the assets' order.
    pub asset_orders: Vec<DenseAssetOrder>,
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was reckoned with, though maybe with nothing for it.
    Fitted {
        /// See [`crate::OrderFit::units`].
        units: Units,
        /// See [`crate::OrderFit::fraction`].
        fraction: Rate,
        /// What kept it from 1.
        frozen_by: Option<Frozen>,
    },
    /// It could not be reckoned with.
    Excluded(Exclusion),
}

/// The resource that stopped an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frozen {
    /// The asset's offers up to the limit price, and the house's lots of it.
    Asset(u32),
    /// The batch's cash cap.
    BatchCap,
    /// The cash that may still be at the venue.
    InFlight,
    /// The number of asset orders that the venue takes.
    AssetOrders,
}

impl Frozen {
    /// What [`crate::OrderFit::frozen_by`] calls it, where `asset` knows the assets' names.
    pub fn name<'a>(self, asset: impl FnOnce(u32) -> &'a str) -> &'a str {
        match self {
            Self::Asset(position) => asset(position),
            Self::BatchCap => "batch_cap",
            Self::InFlight => "in_flight",
            Self::AssetOrders => "asset_orders",
        }
    }
}

/// Why an order could not be reckoned with. None of it touches another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Exclusion {
    /// Its index is not among the indexes.
    #[error("there is no such index")]
    UnknownIndex,
    /// Its index has an empty basket.
    #[error("the index has an empty basket")]
    EmptyBasket,
    /// Its index needs an asset that has no market.
    #[error("an asset of the index has no market")]
    NoMarket,
    /// Its index needs an asset whose market has a tick or step of zero, or figures that overflow.
    #[error("the market of an asset of the index has impossible figures")]
    BadMarket,
    /// Its index's basket quantities have more digits than can be reckoned with beside the others'.
    #[error("the basket quantities of the index have too many digits")]
    BasketDigits,
    /// Its figures overflow.
    #[error("the amounts of the order or its index are too large")]
    Overflow,
}

/// [`crate::AssetOrder`] by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DenseAssetOrder {
    /// The asset's position.
    pub asset: u32,
    /// See [`crate::AssetOrder::quantity`].
    pub quantity: Quantity,
    /// See [`crate::AssetOrder::limit_price`].
    pub limit_price: Price,
    /// See [`crate::AssetOrder::from_house`].
    pub from_house: Quantity,
    /// See [`crate::AssetOrder::contributions`]; the order's position and what it needs.
    pub contributions: Vec<(u32, Quantity)>,
}
