//! Batches: decided at each interval from the adapter's markets, handed to the adapter when durable, traced until settled.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use issuance::{AssetOrder, Batch, BatchId, Command, Joining, OrderId, VenueSide};
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

/// Has the machine decide what was too much for one decision, step by step as long as there is something. Whatever else was asked
/// meanwhile has its turn between two steps.
pub(crate) async fn go_on(
    handle: Handle,
    begun: Arc<Notify>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    loop {
        let goes_on = handle.query(|solver, _| solver.0.goes_on()).await;
        if goes_on.map_err(|_| RunError::Stopped)? {
            let done = handle.command(Command::GoOn, String::new()).await;
            // It is as refused as an event of the adapter's would be.
            done.map_err(RunError::from)?;
        } else {
            tokio::select! {
                () = begun.notified() => {}
                () = shutdown.cancelled() => return Ok(()),
            }
        }
        if shutdown.is_cancelled() {
            return Ok(());
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
/// Such contributors to all asset orders of a batch together: 57 bytes each, about a quarter of what a message may have.
const BATCH_TRACED_MAX: usize = 20_000;

fn request(batch: &Batch, trace: &BatchTrace) -> v1::PlaceOrdersRequest {
    let traceparent = |order| trace.orders.get(&order).map(telemetry::traceparent_of);
    traced_request(batch, traceparent)
}

/// The request, with the traceparents of as many contributors as it may name: as many of each asset order.
fn traced_request(
    batch: &Batch,
    traceparent: impl Fn(OrderId) -> Option<String>,
) -> v1::PlaceOrdersRequest {
    let bought = |asset_order: &&AssetOrder| asset_order.side == VenueSide::Buy;
    let purchases = batch.asset_orders.iter().filter(bought).count();
    let traced_max = CONTRIBUTORS_TRACED_MAX.min(BATCH_TRACED_MAX / purchases.max(1));
    let traceparents = |asset_order: &AssetOrder| match asset_order.side {
        VenueSide::Buy => asset_order
            .contributions
            .iter()
            .filter_map(|contribution| traceparent(contribution.order))
            .filter(|traceparent| !traceparent.is_empty())
            .take(traced_max)
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

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use service::grpc::MESSAGE_BYTES_MAX;

    use super::*;

    /// As many asset orders as a batch may have, each with contributions of so many index orders.
    fn batch(asset_orders: usize, contributors: usize) -> Batch {
        let quantity = "79228162514264337593.543950335";
        let contributions: Vec<_> = (1..=contributors)
            .map(|order| serde_json::json!([order, quantity]))
            .collect();
        let asset_order = |number: usize| {
            serde_json::json!({
                "id": format!("{number:0>36}"), "market": format!("{number:0>16}USDC"), "asset": format!("{number:0>16}"),
                "side": "buy", "quantity": quantity, "limit_price": quantity, "fee_rate": "0.001",
                "contributions": contributions, "house": "0", "from_house": "0",
            })
        };
        let batch = serde_json::json!({
            "id": 1, "orders": [], "house_use": [], "house_in_flight": "0",
            "asset_orders": (0..asset_orders).map(asset_order).collect::<Vec<_>>(),
        });
        serde_json::from_value(batch).expect("a batch")
    }

    fn traceparent(order: OrderId) -> String {
        let id = order.to_string();
        format!("00-{id:0>32}-{id:0>16}-01")
    }

    fn traced(batch: &Batch) -> v1::PlaceOrdersRequest {
        traced_request(batch, |order| Some(traceparent(order)))
    }

    #[test]
    fn the_largest_request_is_below_what_a_message_may_have() {
        let request = traced(&batch(500, 500));
        let named = |order: &v1::NewAssetOrder| order.contributor_traceparents.len();
        assert!(request.orders.iter().all(|order| named(order) == 40));
        let bytes = request.encoded_len();
        assert!(bytes < MESSAGE_BYTES_MAX / 2, "{bytes}");
    }

    #[test]
    fn an_asset_order_of_a_small_batch_names_its_first_contributors() {
        let batch = batch(2, 500);
        let request = traced(&batch);
        let first = batch.asset_orders[1].contributions[..CONTRIBUTORS_TRACED_MAX].iter();
        let first: Vec<_> = first.map(|first| traceparent(first.order)).collect();
        assert_eq!(request.orders[1].contributor_traceparents, first);
    }
}
