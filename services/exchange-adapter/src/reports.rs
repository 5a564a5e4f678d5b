//! What the venue's messages say of an order, in the terms of the machine: the answer to its placing, a report of the user
//! stream, the answer to a query, and its list of trades.

use money::{Price, Quantity};
use venue::asset_orders::{Report, Terms, Trade};
use venue::messages::{ExecutionReport, ExecutionType, MyTrade, OrderFull, OrderReport};

use crate::fees::{FeeError, Fees};

/// A trade before its fee is converted.
struct RawTrade {
    id: u64,
    price: Price,
    quantity: Quantity,
    fee: Quantity,
    fee_asset: String,
    time_ms: i64,
}

impl Fees {
    pub(crate) async fn answer(
        &self,
        terms: &Terms,
        answer: OrderFull,
    ) -> Result<Report, FeeError> {
        let mut trades = Vec::with_capacity(answer.fills.len());
        for fill in answer.fills {
            let trade = RawTrade {
                id: fill.trade_id,
                price: fill.price,
                quantity: fill.qty,
                fee: fill.commission,
                fee_asset: fill.commission_asset,
                time_ms: answer.transact_time,
            };
            trades.push(self.trade(terms, trade).await?);
        }
        Ok(Report {
            venue_order_id: answer.order_id,
            status: answer.status,
            executed: answer.executed_qty,
            trades,
            text: String::new(),
        })
    }

    pub(crate) async fn user_report(
        &self,
        terms: &Terms,
        report: ExecutionReport,
    ) -> Result<Report, FeeError> {
        let mut trades = Vec::new();
        if report.execution_type == ExecutionType::Trade
            && let Ok(id) = u64::try_from(report.trade_id)
        {
            let trade = RawTrade {
                id,
                price: report.last_price,
                quantity: report.last_quantity,
                fee: report.commission,
                // Without a fee the venue names no asset.
                fee_asset: report
                    .commission_asset
                    .unwrap_or_else(|| terms.cash.clone()),
                time_ms: report.transaction_time,
            };
            trades.push(self.trade(terms, trade).await?);
        }
        let reason = report.reject_reason;
        Ok(Report {
            venue_order_id: report.order_id,
            status: report.status,
            executed: report.cumulative_quantity,
            trades,
            text: if reason == "NONE" {
                String::new()
            } else {
                reason
            },
        })
    }

    /// The trades of an order whose end is known already.
    pub(crate) async fn trade_list(
        &self,
        terms: &Terms,
        order: &OrderReport,
        list: Vec<MyTrade>,
    ) -> Result<Report, FeeError> {
        let mut trades = Vec::with_capacity(list.len());
        for trade in list {
            let trade = RawTrade {
                id: trade.id,
                price: trade.price,
                quantity: trade.qty,
                fee: trade.commission,
                fee_asset: trade.commission_asset,
                time_ms: trade.time,
            };
            trades.push(self.trade(terms, trade).await?);
        }
        Ok(Report {
            venue_order_id: order.order_id,
            status: order.status,
            executed: order.executed_qty,
            trades,
            text: String::new(),
        })
    }

    async fn trade(&self, terms: &Terms, trade: RawTrade) -> Result<Trade, FeeError> {
        let RawTrade {
            id,
            price,
            quantity,
            fee,
            fee_asset,
            time_ms,
        } = trade;
        let fee_cash = self.in_cash(terms, price, fee, &fee_asset).await?;
        Ok(Trade {
            id,
            price,
            quantity,
            fee,
            fee_asset,
            fee_cash,
            time_ms,
        })
    }
}
