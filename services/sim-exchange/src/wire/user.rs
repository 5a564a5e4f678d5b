//! The events of the user data stream.

use serde::Serialize;

use crate::{
    accounts::{Kind, Lifetime, OrderState, Position, Report, ReportKind},
    amount::Amount,
};

/// `executionReport`.
#[derive(Debug, Serialize)]
pub struct ExecutionReport {
    e: &'static str,
    #[serde(rename = "E")]
    event_ms: i64,
    s: String,
    c: String,
    #[serde(rename = "S")]
    side: &'static str,
    o: Kind,
    f: Lifetime,
    q: Amount,
    p: Amount,
    #[serde(rename = "P")]
    stop_price: Amount,
    #[serde(rename = "F")]
    iceberg_quantity: Amount,
    g: i64,
    #[serde(rename = "C")]
    original_client_order_id: String,
    x: &'static str,
    #[serde(rename = "X")]
    state: OrderState,
    r: &'static str,
    i: u64,
    l: Amount,
    z: Amount,
    #[serde(rename = "L")]
    last_price: Amount,
    // Zero is written "0" where there is no trade.
    n: String,
    #[serde(rename = "N")]
    commission_asset: Option<String>,
    #[serde(rename = "T")]
    transaction_ms: i64,
    t: i64,
    #[serde(rename = "I")]
    execution_id: u64,
    w: bool,
    m: bool,
    #[serde(rename = "M")]
    ignored: bool,
    #[serde(rename = "O")]
    created_ms: i64,
    #[serde(rename = "Z")]
    quote_executed: Amount,
    #[serde(rename = "Y")]
    last_quote: Amount,
    #[serde(rename = "Q")]
    quote_quantity: Amount,
    #[serde(rename = "W")]
    working_ms: i64,
    #[serde(rename = "V")]
    self_trade_prevention_mode: &'static str,
}

impl ExecutionReport {
    /// Of a report.
    pub fn of(report: &Report) -> Self {
        let order = &report.order;
        let trade = match &report.kind {
            ReportKind::Trade(trade) => Some(trade),
            ReportKind::New | ReportKind::Canceled(_) | ReportKind::Expired => None,
        };
        let (c, original) = match &report.kind {
            ReportKind::Canceled(Some(request)) => (request.clone(), order.client_order_id.clone()),
            _ => (order.client_order_id.clone(), String::new()),
        };
        Self {
            e: "executionReport",
            event_ms: report.time_ms,
            s: order.symbol.clone(),
            c,
            side: super::order::side(order.side),
            o: order.kind,
            f: order.lifetime,
            q: order.quantity,
            p: order.price,
            stop_price: Amount::ZERO,
            iceberg_quantity: Amount::ZERO,
            g: -1,
            original_client_order_id: original,
            x: match &report.kind {
                ReportKind::New => "NEW",
                ReportKind::Trade(_) => "TRADE",
                ReportKind::Canceled(_) => "CANCELED",
                ReportKind::Expired => "EXPIRED",
            },
            state: order.state,
            r: "NONE",
            i: order.id,
            l: trade.map(|trade| trade.quantity).unwrap_or_default(),
            z: order.executed,
            last_price: trade.map(|trade| trade.price).unwrap_or_default(),
            n: trade.map_or_else(|| "0".to_owned(), |trade| trade.commission.to_string()),
            commission_asset: trade.map(|trade| trade.commission_asset.clone()),
            transaction_ms: report.time_ms,
            t: trade.map_or(-1, |trade| i64::try_from(trade.id).unwrap_or(i64::MAX)),
            execution_id: report.id,
            w: matches!(report.kind, ReportKind::New) || order.is_open(),
            m: trade.is_some_and(|trade| trade.is_maker),
            ignored: trade.is_some(),
            created_ms: order.time_ms,
            quote_executed: order.quote_executed,
            last_quote: trade.map(|trade| trade.quote).unwrap_or_default(),
            quote_quantity: order.quote_quantity,
            working_ms: order.time_ms,
            self_trade_prevention_mode: "NONE",
        }
    }
}

/// `outboundAccountPosition`.
#[derive(Debug, Serialize)]
pub struct AccountPosition {
    e: &'static str,
    #[serde(rename = "E")]
    event_ms: i64,
    u: i64,
    #[serde(rename = "B")]
    balances: Vec<AssetBalance>,
}

#[derive(Debug, Serialize)]
struct AssetBalance {
    a: String,
    f: Amount,
    l: Amount,
}

impl AccountPosition {
    /// Of the balances at a time.
    pub fn of(position: &Position, time_ms: i64) -> Self {
        let balances = position
            .iter()
            .map(|(asset, balance)| AssetBalance {
                a: asset.clone(),
                f: balance.free,
                l: balance.locked,
            })
            .collect();
        Self {
            e: "outboundAccountPosition",
            event_ms: time_ms,
            u: time_ms,
            balances,
        }
    }
}
