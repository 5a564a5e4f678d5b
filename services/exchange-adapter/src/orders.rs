//! Carries the accepted orders out: sends each once, in the order they were accepted and within the venue's limits, and
//! follows each to its end.
//!
//! What is still to be done is read from the machine, at the start as at any time: an accepted order is to be sent, a sent one that has
//! not ended is to be asked for. So a restart needs nothing but the journal. Each open order has one task; the user stream's reports
//! come beside it, and the machine takes each fact once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use service::grpc::DRAIN_TIMEOUT;
use service::machine::{CommandError, Handle, Stopped};
use tokio::sync::{AcquireError, Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;
use venue::asset_orders::{AssetOrderId, Command, Rejection, Report, Status, Tracked};
use venue::budget::Cost;
use venue::messages::{ExecutionReport, OrderReport, Side, code};

use crate::fees::{FeeError, Fees};
use crate::machine::Orders;
use crate::rest::{NewOrder, Rest, RestError, TRADES_MAX};

/// Orders that are sent and not answered at once.
const SENDING_MAX: usize = 16;
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

/// Carries orders out. Cloned into every order's task.
#[derive(Clone)]
pub(crate) struct Carrier(Arc<Inner>);

struct Inner {
    handle: Handle<Orders>,
    rest: Arc<Rest>,
    fees: Fees,
    unknown_margin_ms: i64,
    // Orders that have a task, with the traceparents of their spans.
    carried: Mutex<HashMap<AssetOrderId, String>>,
    wake: Notify,
    tasks: TaskTracker,
}

impl Carrier {
    pub(crate) fn new(
        handle: Handle<Orders>,
        rest: Arc<Rest>,
        fees: Fees,
        unknown_margin: Duration,
    ) -> Self {
        Self(Arc::new(Inner {
            handle,
            rest,
            fees,
            unknown_margin_ms: i64::try_from(unknown_margin.as_millis()).unwrap_or(i64::MAX),
            carried: Mutex::default(),
            wake: Notify::new(),
            tasks: TaskTracker::new(),
        }))
    }

    /// There may be new orders.
    pub(crate) fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Sends accepted orders one after the other, until `shutdown`. Orders that are being sent then still get their answers, for
    /// [`DRAIN_TIMEOUT`] at most.
    pub(crate) async fn run(self, shutdown: CancellationToken) -> Result<(), Stopped> {
        let sent = self.send_all(&shutdown).await;
        self.0.tasks.close();
        if tokio::time::timeout(DRAIN_TIMEOUT, self.0.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("orders without an answer are asked for after the next start");
        }
        sent
    }

    async fn send_all(&self, shutdown: &CancellationToken) -> Result<(), Stopped> {
        self.resume(shutdown).await?;
        let sending = Arc::new(Semaphore::new(SENDING_MAX));
        loop {
            if self.first_unsent().await?.is_none() {
                tokio::select! {
                    () = self.0.wake.notified() => continue,
                    () = shutdown.cancelled() => return Ok(()),
                }
            }
            let ready = async {
                let permit = sending.clone().acquire_owned().await;
                self.0.rest.take(Cost::ORDER).await;
                permit
            };
            let permit = tokio::select! {
                permit = ready => permit,
                () = shutdown.cancelled() => return Ok(()),
            };
            // Asked again: while this waited, an earlier order may have come back to the queue.
            let Some(tracked) = self.first_unsent().await? else {
                continue;
            };
            self.carry(tracked, Some(permit), shutdown);
        }
    }

    /// Gives every order that was sent before the process started its task.
    async fn resume(&self, shutdown: &CancellationToken) -> Result<(), Stopped> {
        let sent = |tracked: &&Tracked| tracked.order.status != Status::Accepted;
        let read = move |orders: &Orders, _| {
            orders
                .state()
                .open()
                .filter(sent)
                .cloned()
                .collect::<Vec<Tracked>>()
        };
        for tracked in self.0.handle.query(read).await? {
            self.carry(tracked, None, shutdown);
        }
        Ok(())
    }

    /// Gives an order its task: sends it, if there is a permit to, and follows it.
    fn carry(
        &self,
        tracked: Tracked,
        permit: Option<Result<OwnedSemaphorePermit, AcquireError>>,
        shutdown: &CancellationToken,
    ) {
        let terms = &tracked.order.terms;
        let span = telemetry::span_from!(
            telemetry::names::ASSET_ORDER,
            &tracked.traceparent,
            asset_order = %terms.id,
            market = terms.market,
            batch = terms.batch_id,
        );
        let traceparent = telemetry::traceparent_of(&span);
        self.carried().insert(terms.id.clone(), traceparent.clone());
        let (carrier, shutdown) = (self.clone(), shutdown.clone());
        let task = async move {
            if let Some(permit) = permit {
                let contributions = contributions(&tracked, &traceparent);
                carrier.send(&tracked).await;
                drop((contributions, permit));
            }
            carrier.follow(&tracked, &shutdown).await;
            carrier.carried().remove(&tracked.order.terms.id);
            // It may have come back to the queue.
            carrier.wake();
        };
        self.0.tasks.spawn(task.instrument(span));
    }

    async fn first_unsent(&self) -> Result<Option<Tracked>, Stopped> {
        let carried = self.carried().clone();
        let read = move |orders: &Orders, _| {
            let unsent = |tracked: &&Tracked| {
                tracked.order.status == Status::Accepted
                    && !carried.contains_key(&tracked.order.terms.id)
            };
            orders.state().open().find(unsent).cloned()
        };
        self.0.handle.query(read).await
    }

    /// Makes the sending durable, sends, and takes the answer.
    async fn send(&self, tracked: &Tracked) {
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
    async fn follow(&self, tracked: &Tracked, shutdown: &CancellationToken) {
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
                Some(newest) if length >= TRADES_MAX => from_id = newest + 1,
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

    fn carried(&self) -> MutexGuard<'_, HashMap<AssetOrderId, String>> {
        self.0
            .carried
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// One span in the trace of each index order that contributes, linked to the asset order's.
fn contributions(tracked: &Tracked, traceparent: &str) -> Vec<tracing::Span> {
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
