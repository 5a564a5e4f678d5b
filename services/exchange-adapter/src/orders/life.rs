//! One order's life: sent once, then asked for until it has ended, with what the user stream tells beside it.

use std::time::Duration;

use service::machine::{CommandError, Stopped};
use tokio_util::sync::CancellationToken;
use venue::asset_orders::{AssetOrderId, Command, Rejection, Report, Status, Tracked};
use venue::messages::{ExecutionReport, OrderReport, Side, code};

use super::Carrier;
use crate::fees::FeeError;
use crate::machine::Orders;
use crate::rest::{NewOrder, RestError, TRADES_MAX};

/// First and longest time between two questions about one order.
const QUERY_WAIT_MIN: Duration = Duration::from_millis(50);
/// See [`QUERY_WAIT_MIN`].
const QUERY_WAIT_MAX: Duration = Duration::from_secs(5);
/// Lists of trades that one order's trades may fill.
const TRADE_LISTS_MAX: usize = 100;
/// How often an order is sent anew because its timestamp was refused; then it ends rejected.
const TIMESTAMP_REFUSALS_MAX: u32 = 5;

/// Why a step of an order did not succeed. It is tried again.
#[derive(Debug, thiserror::Error)]
enum StepError {
    #[error("{0}")]
    Rest(#[from] RestError),
    #[error("{0}")]
    Fee(#[from] FeeError),
    #[error("{0}")]
    Machine(#[from] CommandError<Rejection>),
    #[error("{0}")]
    Stopped(#[from] Stopped),
}

impl Carrier {
    /// Makes the sending durable, sends, and takes the answer.
    pub(super) async fn send(&self, tracked: &Tracked) {
        let terms = &tracked.order.terms;
        let (id, rest) = (&terms.id, &self.0.rest);
        let timestamp_ms = rest.clock().now_ms();
        let gone_after_ms = timestamp_ms
            .saturating_add(rest.recv_window_ms())
            .saturating_add(self.0.unknown_margin_ms);
        let send = Command::Send {
            id: id.clone(),
            timestamp_ms,
            gone_after_ms,
        };
        if let Err(error) = self.command(send).await {
            tracing::error!(asset_order = %id, %error, "the order is not sent");
            return;
        }
        let order = NewOrder {
            symbol: &terms.market,
            side: match terms.side {
                Side::Buy => "BUY",
                Side::Sell => "SELL",
            },
            quantity: terms.quantity.to_string(),
            price: terms.limit_price.to_string(),
            client_order_id: id.as_str(),
            timestamp_ms,
        };
        let command = match rest.place(&order).await {
            Ok(answer) => match self.0.fees.answer(terms, answer).await {
                Ok(report) => Command::Report {
                    id: id.clone(),
                    report,
                },
                Err(error) => {
                    tracing::warn!(asset_order = %id, %error, "the answer is taken later, by a query");
                    return;
                }
            },
            Err(RestError::Limited(error)) => Command::Defer {
                id: id.clone(),
                text: error.to_string(),
            },
            Err(RestError::Refused(error))
                if error.code == code::INVALID_TIMESTAMP
                    && tracked.deferrals < TIMESTAMP_REFUSALS_MAX =>
            {
                if let Err(error) = rest.server_time_ms().await {
                    tracing::warn!(%error, "the venue's clock is not known");
                }
                Command::Defer {
                    id: id.clone(),
                    text: error.to_string(),
                }
            }
            Err(RestError::Refused(error)) => {
                tracing::warn!(asset_order = %id, %error, "the venue refused the order");
                Command::Reject {
                    id: id.clone(),
                    text: error.to_string(),
                }
            }
            Err(RestError::Unknown(reason)) => {
                tracing::warn!(asset_order = %id, reason, "the answer was lost: the order is asked for");
                return;
            }
        };
        if let Err(error) = self.command(command).await {
            tracing::error!(asset_order = %id, %error, "the answer does not fit");
        }
    }

    /// Asks for the order until it has ended, or is back in the queue.
    pub(super) async fn follow(&self, tracked: &Tracked, shutdown: &CancellationToken) {
        let id = &tracked.order.terms.id;
        let mut wait = Duration::ZERO;
        loop {
            let read_id = id.clone();
            let read = move |orders: &Orders, _| orders.state().order(&read_id).cloned();
            let Ok(Some(now)) = self.0.handle.query(read).await else {
                return;
            };
            match now.order.status {
                Status::Accepted => return,
                Status::Sent | Status::Placed | Status::Closed => {}
                status @ (Status::Filled | Status::Expired | Status::Rejected) => {
                    let (market, executed) = (&now.order.terms.market, now.order.executed);
                    tracing::info!(asset_order = %id, market, ?status, %executed, "asset order ended");
                    return;
                }
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = shutdown.cancelled() => return,
            }
            wait = (wait * 2).clamp(QUERY_WAIT_MIN, QUERY_WAIT_MAX);
            let asked = tokio::select! {
                asked = self.ask(&now) => asked,
                () = shutdown.cancelled() => return,
            };
            match asked {
                // Too early: nothing is known yet, and time will tell.
                Ok(())
                | Err(StepError::Machine(CommandError::Rejected(Rejection::TooEarly { .. }))) => {}
                Err(StepError::Stopped(_) | StepError::Machine(CommandError::Stopped)) => return,
                Err(error) => {
                    tracing::warn!(asset_order = %id, %error, "the order's state is not known yet");
                }
            }
        }
    }

    /// Asks the venue where the order is, and for its trades where any are missing.
    async fn ask(&self, tracked: &Tracked) -> Result<(), StepError> {
        let (terms, rest) = (&tracked.order.terms, &self.0.rest);
        // Before the order is asked for: if it is not found, this is a time at which it was not there.
        let asked_at_ms = match tracked.order.status {
            Status::Sent => rest.server_time_ms().await?,
            _ => rest.clock().now_ms(),
        };
        let answer = match rest.order(&terms.market, terms.id.as_str()).await {
            Ok(answer) => answer,
            Err(RestError::Refused(error)) if error.code == code::NO_SUCH_ORDER => {
                let id = terms.id.clone();
                self.command(Command::NotFound { id, asked_at_ms }).await?;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let report = if answer.executed_qty > tracked.order.executed {
            self.trades(tracked, &answer).await?
        } else {
            self.0.fees.trade_list(terms, &answer, Vec::new()).await?
        };
        self.report(terms.id.clone(), report).await
    }

    async fn trades(&self, tracked: &Tracked, answer: &OrderReport) -> Result<Report, StepError> {
        let terms = &tracked.order.terms;
        let mut trades = Vec::new();
        let mut from_id = 0;
        for _ in 0..TRADE_LISTS_MAX {
            let list = self
                .0
                .rest
                .trades(&terms.market, answer.order_id, from_id)
                .await?;
            let (length, newest) = (list.len(), list.iter().map(|trade| trade.id).max());
            trades.extend(
                list.into_iter()
                    .filter(|trade| trade.order_id == answer.order_id),
            );
            match newest {
                Some(newest) if length >= TRADES_MAX => from_id = newest.saturating_add(1),
                Some(_) | None => break,
            }
        }
        Ok(self.0.fees.trade_list(terms, answer, trades).await?)
    }

    /// Takes a report of the user stream. One that is not about an open order of ours tells nothing new.
    pub(crate) async fn user_report(&self, report: ExecutionReport) {
        let ours = if report.original_client_order_id.is_empty() {
            &report.client_order_id
        } else {
            &report.original_client_order_id
        };
        let Ok(id) = AssetOrderId::try_from(ours.clone()) else {
            return;
        };
        let read_id = id.clone();
        let read = move |orders: &Orders, _| orders.state().order(&read_id).cloned();
        let Ok(Some(tracked)) = self.0.handle.query(read).await else {
            return;
        };
        if tracked.order.status.is_ended() || tracked.order.terms.market != report.symbol {
            return;
        }
        let traceparent = self
            .carried()
            .get(&id)
            .cloned()
            .unwrap_or(tracked.traceparent);
        let taken = match self.0.fees.user_report(&tracked.order.terms, report).await {
            Ok(report) => {
                let command = Command::Report {
                    id: id.clone(),
                    report,
                };
                self.0
                    .handle
                    .command(command, traceparent)
                    .await
                    .map_err(StepError::from)
            }
            Err(error) => Err(error.into()),
        };
        if let Err(error) = taken {
            tracing::warn!(asset_order = %id, %error, "a report of the user stream is not taken");
        }
    }

    async fn report(&self, id: AssetOrderId, report: Report) -> Result<(), StepError> {
        Ok(self.command(Command::Report { id, report }).await?)
    }

    async fn command(&self, command: Command) -> Result<(), CommandError<Rejection>> {
        self.0
            .handle
            .command(command, telemetry::traceparent())
            .await
            .map(|_| ())
    }
}

/// One span in the trace of each index order that contributes, linked to the asset order's.
pub(super) fn contributions(tracked: &Tracked, traceparent: &str) -> Vec<tracing::Span> {
    let contribution = |contributor: &String| {
        let span = telemetry::span_from!(
            telemetry::names::CONTRIBUTION,
            contributor,
            asset_order = %tracked.order.terms.id,
            market = tracked.order.terms.market,
        );
        telemetry::link(&span, traceparent);
        span
    };
    tracked.contributors.iter().map(contribution).collect()
}
