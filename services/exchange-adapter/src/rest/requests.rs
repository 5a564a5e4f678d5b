//! The requests that are made of the venue, each with its weight.

use reqwest::Method;
use venue::budget::Cost;
use venue::messages::{
    Account, BookTickerAnswer, DepthSnapshot, ExchangeInfo, MyTrade, OrderFull, OrderReport,
    ServerTime,
};

use super::{Request, Rest, RestError, public};
use crate::clock::unix_ms;

/// Trades of one order in one answer: the venue's most.
pub(crate) const TRADES_MAX: usize = 1_000;

/// What an order of ours asks for, as the venue wants it.
pub(crate) struct NewOrder<'a> {
    pub(crate) symbol: &'a str,
    pub(crate) side: &'static str,
    pub(crate) quantity: String,
    pub(crate) price: String,
    pub(crate) client_order_id: &'a str,
    /// The request's timestamp, the venue's time.
    pub(crate) timestamp_ms: i64,
}

impl Rest {
    /// Asks for the venue's time, and sets the clock by it.
    pub(crate) async fn server_time_ms(&self) -> Result<i64, RestError> {
        self.take(Cost::weight(1)).await;
        let sent_ms = unix_ms();
        let answer: ServerTime = self.send(public("/api/v3/time", vec![])).await?;
        self.clock
            .measured(answer.server_time, sent_ms, unix_ms())
            .map_err(|error| RestError::Unknown(error.to_string()))?;
        Ok(answer.server_time)
    }

    pub(crate) async fn exchange_info(&self) -> Result<ExchangeInfo, RestError> {
        self.take(Cost::weight(20)).await;
        self.send(public("/api/v3/exchangeInfo", vec![])).await
    }

    pub(crate) async fn depth(&self, symbol: &str, limit: u32) -> Result<DepthSnapshot, RestError> {
        let weight = match limit {
            0..=100 => 5,
            101..=500 => 25,
            501..=1_000 => 50,
            _ => 250,
        };
        self.take(Cost::weight(weight)).await;
        let limit = limit.to_string();
        let params = vec![("symbol", symbol), ("limit", limit.as_str())];
        self.send(public("/api/v3/depth", params)).await
    }

    pub(crate) async fn book_ticker(&self, symbol: &str) -> Result<BookTickerAnswer, RestError> {
        self.take(Cost::weight(2)).await;
        self.send(public(
            "/api/v3/ticker/bookTicker",
            vec![("symbol", symbol)],
        ))
        .await
    }

    pub(crate) async fn account(&self) -> Result<Account, RestError> {
        self.take(Cost::weight(20)).await;
        let params = vec![("omitZeroBalances", "true")];
        self.send(self.signed(Method::GET, "/api/v3/account", params))
            .await
    }

    /// Sends an order. The caller has taken [`Cost::ORDER`], and has made the sending durable.
    pub(crate) async fn place(&self, order: &NewOrder<'_>) -> Result<OrderFull, RestError> {
        let request = Request {
            method: Method::POST,
            path: "/api/v3/order",
            params: vec![
                ("symbol", order.symbol),
                ("side", order.side),
                ("type", "LIMIT"),
                ("timeInForce", "IOC"),
                ("quantity", &order.quantity),
                ("price", &order.price),
                ("newClientOrderId", order.client_order_id),
                ("newOrderRespType", "FULL"),
            ],
            signed_at_ms: Some(order.timestamp_ms),
        };
        self.send(request).await
    }

    pub(crate) async fn order(&self, symbol: &str, id: &str) -> Result<OrderReport, RestError> {
        self.take(Cost::weight(4)).await;
        let params = vec![("symbol", symbol), ("origClientOrderId", id)];
        self.send(self.signed(Method::GET, "/api/v3/order", params))
            .await
    }

    /// The trades of an order with ids from `from_id`, [`TRADES_MAX`] at most.
    pub(crate) async fn trades(
        &self,
        symbol: &str,
        venue_order_id: u64,
        from_id: u64,
    ) -> Result<Vec<MyTrade>, RestError> {
        self.take(Cost::weight(5)).await;
        let (order_id, from_id) = (venue_order_id.to_string(), from_id.to_string());
        let limit = TRADES_MAX.to_string();
        let params = vec![
            ("symbol", symbol),
            ("orderId", &order_id),
            ("fromId", &from_id),
            ("limit", &limit),
        ];
        self.send(self.signed(Method::GET, "/api/v3/myTrades", params))
            .await
    }
}
