//! The fitting's question and answer as documents: assets, indexes and orders by name, amounts as strings. `sheaf fit` reads and
//! writes exactly this (docs/fit.md); a service fills the same types in from its state.
//!
//! Unknown keys, keys given twice and negative amounts are refused where the text is read.

use std::collections::BTreeMap;

use money::{Cash, Price, Quantity, Rate, Scale, Units};
use serde::{Deserialize, Serialize};

use crate::asks::Asks;
use crate::strict;

/// What there is to fit: the limits, the house, the markets, the baskets and the orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// How far above the best ask a buying limit price may be: 0.01 is one per cent.
    pub slippage: Rate,
    /// The fees on top of asset cost that an order's cash must cover: the issuer's and the venue's.
    pub fee_rate: Rate,
    /// The most cash of one order in one batch, before fees.
    #[serde(deserialize_with = "strict::cash")]
    pub order_cap: Cash,
    /// The most cash of one batch, before fees: Σ contribution × limit price.
    #[serde(deserialize_with = "strict::cash")]
    pub batch_cap: Cash,
    /// The cash that may still be at the venue, before fees: Σ (contributions − house lots) × limit price.
    #[serde(deserialize_with = "strict::cash")]
    pub in_flight_left: Cash,
    /// How many asset orders the venue takes now.
    pub max_asset_orders: u32,
    /// The decimals of index units.
    pub units_scale: Scale,
    /// The house's means.
    pub house: House,
    /// The market of each asset, by the asset's name.
    #[serde(deserialize_with = "strict::map")]
    pub markets: BTreeMap<String, Market>,
    /// The quantity of each asset per unit, by the index's name and the asset's.
    #[serde(deserialize_with = "strict::map_of_maps")]
    pub indexes: BTreeMap<String, BTreeMap<String, Quantity>>,
    /// The orders, oldest first.
    pub orders: Vec<Order>,
}

/// What the house adds: cash for rounding up, and its free lots, used first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
    /// The most it may spend in this batch on rounding asset orders up, at their limit prices.
    #[serde(deserialize_with = "strict::cash")]
    pub limit: Cash,
    /// Its free lots, by asset.
    #[serde(default, deserialize_with = "strict::map")]
    pub lots: BTreeMap<String, Quantity>,
}

/// An asset's market as it stands: what is offered (less what our own live orders will take), and the venue's filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Market {
    /// The offers: `[[price, quantity], …]`, in any order.
    pub asks: Asks,
    /// Limit prices are whole numbers of this.
    pub tick: Price,
    /// Quantities of asset orders are whole numbers of this.
    pub step: Quantity,
    /// The least limit price × quantity of an asset order.
    #[serde(deserialize_with = "strict::cash")]
    pub min_notional: Cash,
}

/// An index order, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Its name, used once.
    pub id: String,
    /// The index it buys.
    pub index: String,
    /// Its remaining cash, fees included: reserved − spent in fills − paid for holdings.
    #[serde(deserialize_with = "strict::cash")]
    pub cash: Cash,
    /// What it has been allocated and not yet consumed, by asset.
    #[serde(default, deserialize_with = "strict::map")]
    pub holdings: BTreeMap<String, Quantity>,
    /// The most it pays per unit, before fees: it waits while its index costs more at the limit prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_price: Option<Price>,
}

/// What to buy for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    /// Every order of the problem but the excluded ones, in its order.
    pub orders: Vec<OrderFit>,
    /// One for each asset that something is bought of, by name.
    pub asset_orders: Vec<AssetOrder>,
    /// The orders that this batch buys nothing for, oldest first.
    pub waiting: Vec<String>,
    /// The orders that could not be reckoned with, oldest first. They hurt no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
}

/// How far an order came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderFit {
    /// The order.
    pub id: String,
    /// The units that its holdings and this batch's contributions are enough for; where `asset_orders` split its assets over batches, the
    /// units that they are a part of.
    pub units: Units,
    /// Those units as a part of what its budget alone would allow, 0 to 1, 18 decimals, down.
    pub fraction: Rate,
    /// What kept it from 1: an asset's name, `batch_cap`, `in_flight` or `asset_orders`.
    pub frozen_by: Option<String>,
}

/// One order for the venue, or for the house's lots alone where its quantity is zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetOrder {
    /// The asset.
    pub asset: String,
    /// What the venue is asked for: a whole number of steps, and zero or at least the minimum notional.
    pub quantity: Quantity,
    /// The most to be paid per asset unit.
    pub limit_price: Price,
    /// What is taken from the house's free lots, at the best ask.
    pub from_house: Quantity,
    /// What each order needs of it, by order. Σ ≤ `quantity` + `from_house` where rounded up; the excess is the house's.
    pub contributions: BTreeMap<String, Quantity>,
}

/// An order that could not be reckoned with, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excluded {
    /// The order.
    pub id: String,
    /// Why, for its owner.
    pub reason: String,
}
