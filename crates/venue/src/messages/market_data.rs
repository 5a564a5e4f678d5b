//! Depth, book ticker, and the frame of the combined market streams.

use money::{Price, Quantity};
use serde::{Deserialize, Serialize};

/// Price and quantity of one level, `["61737.63000000","0.00000000"]`. In an update, quantity zero removes the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceLevel(pub Price, pub Quantity);

/// `GET /api/v3/depth`: the book at one update id, best levels first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepthSnapshot {
    /// The last update that is in it.
    pub last_update_id: u64,
    /// Highest first.
    pub bids: Vec<PriceLevel>,
    /// Lowest first.
    pub asks: Vec<PriceLevel>,
}

/// `<symbol>@depth@100ms`: the levels that changed in updates `first_update_id..=final_update_id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepthUpdate {
    /// Always `depthUpdate`.
    #[serde(rename = "e")]
    pub event: String,
    /// Milliseconds.
    #[serde(rename = "E")]
    pub event_time: i64,
    /// The market.
    #[serde(rename = "s")]
    pub symbol: String,
    /// `U`.
    #[serde(rename = "U")]
    pub first_update_id: u64,
    /// `u`.
    #[serde(rename = "u")]
    pub final_update_id: u64,
    /// Bids that changed.
    #[serde(rename = "b")]
    pub bids: Vec<PriceLevel>,
    /// Asks that changed.
    #[serde(rename = "a")]
    pub asks: Vec<PriceLevel>,
}

/// `<symbol>@bookTicker`: the best levels at one update id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookTicker {
    /// The update that made it so.
    #[serde(rename = "u")]
    pub update_id: u64,
    /// The market.
    #[serde(rename = "s")]
    pub symbol: String,
    /// Best bid.
    #[serde(rename = "b")]
    pub bid_price: Price,
    /// Quantity at the best bid.
    #[serde(rename = "B")]
    pub bid_quantity: Quantity,
    /// Best ask.
    #[serde(rename = "a")]
    pub ask_price: Price,
    /// Quantity at the best ask.
    #[serde(rename = "A")]
    pub ask_quantity: Quantity,
}

/// `GET /api/v3/ticker/bookTicker?symbol=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BookTickerAnswer {
    /// The market.
    pub symbol: String,
    /// Best bid.
    pub bid_price: Price,
    /// Quantity at the best bid.
    pub bid_qty: Quantity,
    /// Best ask.
    pub ask_price: Price,
    /// Quantity at the best ask.
    pub ask_qty: Quantity,
}

/// `GET /api/v3/time`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerTime {
    /// Milliseconds.
    pub server_time: i64,
}

/// A frame of `/stream?streams=…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamFrame<T> {
    /// e.g. `btcusdc@depth@100ms`.
    pub stream: String,
    /// The stream's message.
    pub data: T,
}

/// A message of the market streams that Sheaf follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarketMessage {
    /// Of `@depth@100ms`.
    Depth(DepthUpdate),
    /// Of `@bookTicker`.
    BookTicker(BookTicker),
    /// Of a stream Sheaf does not use, `!serverShutdown` among them.
    Other(String),
}

impl MarketMessage {
    /// Reads one frame of the combined streams.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let frame: StreamFrame<serde::de::IgnoredAny> = serde_json::from_str(text)?;
        match frame.stream.split_once('@') {
            Some((_, "depth@100ms" | "depth")) => {
                serde_json::from_str::<StreamFrame<DepthUpdate>>(text)
                    .map(|frame| Self::Depth(frame.data))
            }
            Some((_, "bookTicker")) => serde_json::from_str::<StreamFrame<BookTicker>>(text)
                .map(|frame| Self::BookTicker(frame.data)),
            _ => Ok(Self::Other(frame.stream)),
        }
    }
}
