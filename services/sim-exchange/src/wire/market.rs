//! Depth, best bid and ask, trades: the REST answers and the stream events.

use matching::{Diff, LevelTotal, Side};
use serde::Serialize;

use crate::{
    amount::Amount,
    market::{Market, PublicTrade},
    spec::MarketSpec,
};

/// Price and quantity.
pub type Level = (Amount, Amount);

fn level(spec: &MarketSpec, level: LevelTotal) -> Level {
    (spec.price(level.price), spec.quantity(level.quantity))
}

/// `GET /api/v3/depth`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Depth {
    last_update_id: u64,
    bids: Vec<Level>,
    asks: Vec<Level>,
}

impl Depth {
    /// The best levels of a market's book.
    pub fn of(market: &Market, limit: usize) -> Self {
        let side = |side| {
            market
                .book
                .levels(side)
                .take(limit)
                .map(|total| level(&market.spec, total))
                .collect()
        };
        Self {
            last_update_id: market.book.update_id(),
            bids: side(Side::Buy),
            asks: side(Side::Sell),
        }
    }
}

/// `GET /api/v3/ticker/bookTicker`, one market.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BookTicker {
    symbol: String,
    bid_price: Amount,
    bid_qty: Amount,
    ask_price: Amount,
    ask_qty: Amount,
}

impl BookTicker {
    /// Of a market; an empty side has price and quantity zero.
    pub fn of(market: &Market) -> Self {
        let best = |side| {
            market
                .book
                .best(side)
                .map_or((Amount::ZERO, Amount::ZERO), |best| {
                    level(&market.spec, best)
                })
        };
        let (bid, ask) = (best(Side::Buy), best(Side::Sell));
        Self {
            symbol: market.spec.symbol.clone(),
            bid_price: bid.0,
            bid_qty: bid.1,
            ask_price: ask.0,
            ask_qty: ask.1,
        }
    }
}

/// `depthUpdate` of `@depth@100ms`.
#[derive(Debug, Serialize)]
pub struct DepthUpdate<'a> {
    e: &'static str,
    #[serde(rename = "E")]
    event_ms: i64,
    s: &'a str,
    #[serde(rename = "U")]
    first: u64,
    u: u64,
    b: Vec<Level>,
    a: Vec<Level>,
}

impl<'a> DepthUpdate<'a> {
    /// Of a diff.
    pub fn of(spec: &'a MarketSpec, diff: &Diff, event_ms: i64) -> Self {
        let levels =
            |levels: &[LevelTotal]| levels.iter().map(|total| level(spec, *total)).collect();
        Self {
            e: "depthUpdate",
            event_ms,
            s: &spec.symbol,
            first: diff.first_update_id,
            u: diff.last_update_id,
            b: levels(&diff.bids),
            a: levels(&diff.asks),
        }
    }
}

/// `@bookTicker`: no event type and no time.
#[derive(Debug, Serialize)]
pub struct BestPrices<'a> {
    u: u64,
    s: &'a str,
    b: Amount,
    #[serde(rename = "B")]
    bid_quantity: Amount,
    a: Amount,
    #[serde(rename = "A")]
    ask_quantity: Amount,
}

impl<'a> BestPrices<'a> {
    /// The best bid and ask at an update.
    pub fn of(spec: &'a MarketSpec, update_id: u64, bid: LevelTotal, ask: LevelTotal) -> Self {
        let (bid, ask) = (level(spec, bid), level(spec, ask));
        Self {
            u: update_id,
            s: &spec.symbol,
            b: bid.0,
            bid_quantity: bid.1,
            a: ask.0,
            ask_quantity: ask.1,
        }
    }
}

/// `@trade`.
#[derive(Debug, Serialize)]
pub struct TradeEvent<'a> {
    e: &'static str,
    #[serde(rename = "E")]
    event_ms: i64,
    s: &'a str,
    t: u64,
    p: Amount,
    q: Amount,
    #[serde(rename = "T")]
    trade_ms: i64,
    m: bool,
    #[serde(rename = "M")]
    ignored: bool,
}

impl<'a> TradeEvent<'a> {
    /// Of a trade.
    pub fn of(spec: &'a MarketSpec, id: u64, trade: &PublicTrade, now_ms: i64) -> Self {
        Self {
            e: "trade",
            event_ms: now_ms,
            s: &spec.symbol,
            t: id,
            p: spec.price(trade.price),
            q: spec.quantity(trade.quantity),
            trade_ms: now_ms,
            m: trade.buyer_is_maker,
            ignored: true,
        }
    }
}
