//! The messages of the Binance Spot protocol as the adapter reads them. Field names are the venue's; unknown fields are
//! ignored. The simulated exchange writes with types of its own, so that a mistake here shows.
//!
//! A number of the venue is a decimal string and becomes a `money` type here; times are milliseconds since the epoch.

mod account;
mod error;
mod exchange_info;
mod market_data;
mod order;
mod user_stream;

pub use account::{Account, Balance, CommissionRates};
pub use error::{ApiError, code};
pub use exchange_info::{
    ExchangeInfo, RateLimit, RateLimitInterval, RateLimitType, SymbolFilter, SymbolInfo,
    SymbolStatus,
};
pub use market_data::{
    BookTicker, BookTickerAnswer, DepthSnapshot, DepthUpdate, MarketMessage, PriceLevel,
    ServerTime, StreamFrame,
};
pub use order::{
    Fill, MyTrade, OrderAck, OrderFull, OrderReport, OrderStatus, OrderType, Side, TimeInForce,
};
pub use user_stream::{
    AccountPosition, ExecutionReport, ExecutionType, PositionBalance, UserEvent, UserFrame,
    WsAnswer, WsRequest,
};
