//! Batches: decided at each interval from the adapter's markets, handed to the adapter when durable, traced until settled.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use issuance::{Batch, BatchId, Command, Joining, OrderId, VenueSide};
use proto::v1;
use proto::v1::exchange_adapter_client::ExchangeAdapterClient;
use service::grpc::Channel;
use service::machine::{CommandError, unix_ns};
use service::retry::{Backoff, until_answered};
use telemetry::names;
use tokio::sync::Notify;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use tonic::Code;
use tracing::{Instrument as _, Span};

use crate::RunError;
use crate::machine::Handle;
use crate::wire;

/// At each interval: ends orders whose time has ended, and decides a batch if there is something to do.
pub(crate) async fn make(
    handle: Handle,
    mut adapter: ExchangeAdapterClient<Channel>,
    interval: Duration,
    depth: u32,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let mut ticks = tokio::time::interval(interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = shutdown.cancelled() => return Ok(()),
        }
        let now = unix_ns();
        let wanted =
            handle.query(move |solver, _| (solver.0.wants_expiry(now), solver.0.wants_batch()));
        let (expiry, batch) = wanted.await.map_err(|_| RunError::Stopped)?;
        if expiry {
            command(&handle, Command::Expire).await?;
        }
        if !batch {
            continue;
        }
        let request = v1::GetMarketsRequest {
            markets: vec![],
            depth,
        };
        let answer = tokio::select! {
            answer = adapter.get_markets(request) => answer,
            () = shutdown.cancelled() => return Ok(()),
        };
        match answer.map(|markets| wire::snapshot(markets.into_inner())) {
            Ok(Ok(snapshot)) => command(&handle, Command::MakeBatch(snapshot)).await?,
            Ok(Err(problem)) => tracing::error!(%problem, "the markets can't be read: no batch"),
            Err(status) => tracing::warn!(error = status.message(), "no markets: no batch"),
        }
    }
}

/// A refusal of what the timer asks is a defect of one batch: it is logged, and the next interval tries again.
async fn command(handle: &Handle, command: Command) -> Result<(), RunError> {
    match handle.command(command, String::new()).await {
        Ok(_) => Ok(()),
        Err(CommandError::Rejected(rejection)) => {
            tracing::error!(%rejection, "no batch");
            Ok(())
        }
        Err(CommandError::Stopped) => Err(RunError::Stopped),
    }
}

/// The spans of batches on their way. A batch has a trace of its own, with a link to each order's; each order's trace has a
/// span for its part, with a link to the batch. They end when the batch settles.
#[derive(Clone, Default)]
pub(crate) struct BatchSpans(Arc<Mutex<BTreeMap<BatchId, BatchTrace>>>);

#[derive(Clone)]
struct BatchTrace {
    batch: Span,
    orders: BTreeMap<OrderId, Span>,
}

impl BatchSpans {
    /// Starts the spans of a batch and of index orders that join it, unless they were.
    pub(crate) fn start(&self, joining: Joining<'_>) {
        let mut spans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spans
            .entry(joining.batch)
            .or_insert_with(|| BatchTrace::new(joining.batch))
            .join(joining);
    }

    /// Ends them.
    pub(crate) fn end(&self, batch: BatchId) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&batch);
    }

    fn get(&self, batch: &Batch) -> BatchTrace {
        self.start(batch.into());
        let spans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spans
            .get(&batch.id)
            .cloned()
            .unwrap_or_else(|| BatchTrace::new(batch.id))
    }
}

impl BatchTrace {
    fn new(id: BatchId) -> Self {
        Self {
            batch: telemetry::span_from!(names::BATCH, "", batch_id = %id, otel.kind = "internal"),
            orders: BTreeMap::new(),
        }
    }

    fn join(&mut self, joining: Joining<'_>) {
        let batch_traceparent = telemetry::traceparent_of(&self.batch);
        for part in joining.orders {
            let Entry::Vacant(place) = self.orders.entry(part.order) else {
                continue;
            };
            telemetry::link(&self.batch, &part.traceparent);
            if part.traceparent.is_empty() {
                continue;
            }
            let span = telemetry::span_from!(
                names::ORDER_IN_BATCH,
                &part.traceparent,
                batch_id = %joining.batch,
                order_id = %part.order,
                units = %part.units
            );
            telemetry::link(&span, &batch_traceparent);
            place.insert(span);
        }
    }
}

/// Hands batches to the adapter as they become durable, and again after a restart until it has answered.
pub(crate) async fn place(
    handle: Handle,
    adapter: ExchangeAdapterClient<Channel>,
    spans: BatchSpans,
    made: Arc<Notify>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let mut backoff = Backoff::default();
    loop {
        let mut unsettled = false;
        let waiting = handle
            .query(|solver, _| solver.0.batches_to_place().cloned().collect::<Vec<Batch>>())
            .await;
        for batch in waiting.map_err(|_| RunError::Stopped)? {
            let trace = spans.get(&batch);
            let request = request(&batch, &trace);
            let placing = until_answered("ExchangeAdapter.PlaceOrders", &shutdown, || {
                let (mut adapter, request) = (adapter.clone(), request.clone());
                async move { adapter.place_orders(request).await }
            });
            let Some(answer) = placing.instrument(trace.batch.clone()).await else {
                return Ok(());
            };
            match answer {
                Ok(_) => command(&handle, Command::ConfirmPlaced(batch.id)).await?,
                // It says of the request itself that nothing of it was taken.
                Err(status) if status.code() == Code::InvalidArgument => {
                    tracing::error!(batch_id = %batch.id, error = status.message(), "the adapter refuses a batch");
                    let text = status.message().to_owned();
                    command(
                        &handle,
                        Command::RefuseBatch {
                            batch: batch.id,
                            text,
                        },
                    )
                    .await?;
                }
                // Anything else leaves open what is at the venue: it is asked again, and an operator must look.
                Err(status) => {
                    tracing::error!(batch_id = %batch.id, code = ?status.code(), error = status.message(), "a batch can't be placed");
                    unsettled = true;
                }
            }
        }
        if !unsettled {
            backoff.reset();
        }
        tokio::select! {
            () = made.notified() => {}
            waited = backoff.wait(&shutdown), if unsettled => if !waited { return Ok(()) },
            () = shutdown.cancelled() => return Ok(()),
        }
    }
}

/// Contributors to one asset order who get a span of their own at the adapter; all are linked to the batch's trace anyway.
const CONTRIBUTORS_TRACED_MAX: usize = 200;

fn request(batch: &Batch, trace: &BatchTrace) -> v1::PlaceOrdersRequest {
    let traceparents = |asset_order: &issuance::AssetOrder| match asset_order.side {
        VenueSide::Buy => asset_order
            .contributions
            .iter()
            .filter_map(|contribution| trace.orders.get(&contribution.order))
            .map(telemetry::traceparent_of)
            .filter(|traceparent| !traceparent.is_empty())
            .take(CONTRIBUTORS_TRACED_MAX)
            .collect(),
        VenueSide::Sell => Vec::new(),
    };
    let orders = batch.asset_orders.iter();
    v1::PlaceOrdersRequest {
        command_id: batch_command_id(batch),
        batch_id: batch.id.to_string(),
        orders: orders
            .map(|asset_order| wire::asset_order(asset_order, traceparents(asset_order)))
            .collect(),
    }
}

/// One command per batch, for ever: its asset orders' ids have the instance in them.
fn batch_command_id(batch: &Batch) -> String {
    let first = batch
        .asset_orders
        .first()
        .map_or("", |asset_order| asset_order.id.as_str());
    format!("solver-{}-{first}", batch.id)
}
