//! `GET /api/v3/exchangeInfo`: rate limits and the symbols with their filters.

use money::{Cash, Price, Quantity};
use serde::{Deserialize, Serialize};

/// The answer of `exchangeInfo`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeInfo {
    /// Always `UTC`.
    pub timezone: String,
    /// Milliseconds.
    pub server_time: i64,
    /// What may be sent how often.
    pub rate_limits: Vec<RateLimit>,
    /// The markets.
    pub symbols: Vec<SymbolInfo>,
}

/// One limit: at most `limit` of a type in each clock-aligned window of `interval_num` intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    /// What is counted.
    pub rate_limit_type: RateLimitType,
    /// Unit of the window.
    pub interval: RateLimitInterval,
    /// Units in a window.
    pub interval_num: u32,
    /// Most that a window allows.
    pub limit: u64,
    /// What the window has used, in answers of the WebSocket API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RateLimitType {
    /// The weight of requests, by address.
    RequestWeight,
    /// New orders, by account.
    Orders,
    /// Requests of any weight, by address.
    RawRequests,
    /// WebSocket connections, by address.
    Connections,
    /// A limit this version does not know.
    #[serde(other)]
    Other,
}

/// The unit of a limit's window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RateLimitInterval {
    /// Header letter `S`.
    Second,
    /// Header letter `M`.
    Minute,
    /// Header letter `H`.
    Hour,
    /// Header letter `D`.
    Day,
}

/// One market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SymbolInfo {
    /// e.g. `BTCUSDC`.
    pub symbol: String,
    /// Whether it trades now.
    pub status: SymbolStatus,
    /// e.g. `BTC`.
    pub base_asset: String,
    /// Decimals of an amount of the base asset.
    pub base_asset_precision: u32,
    /// e.g. `USDC`.
    pub quote_asset: String,
    /// Decimals of an amount of the quote asset.
    pub quote_asset_precision: u32,
    /// `LIMIT`, `MARKET` and others.
    pub order_types: Vec<String>,
    /// Spot trading is allowed at all.
    pub is_spot_trading_allowed: bool,
    /// The rules for prices and quantities.
    pub filters: Vec<SymbolFilter>,
}

/// Whether a market trades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SymbolStatus {
    /// Orders are matched.
    Trading,
    /// The day has ended.
    EndOfDay,
    /// Halted.
    Halt,
    /// Paused.
    Break,
    /// A status this version does not know: not trading.
    #[serde(other)]
    Other,
}

/// A rule of a market. Zero disables a bound of `PRICE_FILTER`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "filterType", rename_all_fields = "camelCase")]
pub enum SymbolFilter {
    /// Bounds and tick of the price.
    #[serde(rename = "PRICE_FILTER")]
    Price {
        /// Lowest price.
        min_price: Price,
        /// Highest price.
        max_price: Price,
        /// Prices are multiples of it.
        tick_size: Price,
    },
    /// Bounds and step of the quantity.
    #[serde(rename = "LOT_SIZE")]
    LotSize {
        /// Smallest quantity.
        min_qty: Quantity,
        /// Largest quantity.
        max_qty: Quantity,
        /// Quantities are multiples of it.
        step_size: Quantity,
    },
    /// Lowest price × quantity (older markets).
    #[serde(rename = "MIN_NOTIONAL")]
    MinNotional {
        /// In the quote asset.
        min_notional: Cash,
        /// Market orders too.
        apply_to_market: bool,
        /// Minutes of the average price for market orders.
        avg_price_mins: u32,
    },
    /// Range of price × quantity.
    #[serde(rename = "NOTIONAL")]
    Notional {
        /// In the quote asset.
        min_notional: Cash,
        /// Market orders too.
        apply_min_to_market: bool,
        /// In the quote asset.
        max_notional: Cash,
        /// Market orders too.
        apply_max_to_market: bool,
        /// Minutes of the average price for market orders.
        avg_price_mins: u32,
    },
    /// A rule that no order of Sheaf can break, or that only the venue can judge.
    #[serde(other)]
    Other,
}
