//! Carries the accepted orders out: sends each once, in the order they were accepted and within the venue's limits, and
//! follows each to its end.
//!
//! What is still to be done is read from the machine, at the start as at any time: an accepted order is to be sent, a sent one that has
//! not ended is to be asked for. So a restart needs nothing but the journal. Each open order has one task; the user stream's reports
//! come beside it, and the machine takes each fact once.

mod life;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::{Stream, StreamExt as _};
use service::grpc::DRAIN_TIMEOUT;
use service::machine::{Committed, Handle, StartError, Stopped};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;
use venue::asset_orders::{AssetOrderId, Event, Status, Tracked};
use venue::budget::Cost;

use self::life::contributions;
use crate::fees::Fees;
use crate::machine::Orders;
use crate::rest::Rest;

/// Orders that are sent and not answered at once.
const SENDING_MAX: usize = 16;

/// Orders that are read at once to be sent.
const UNSENT_READ_MAX: usize = 64;

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

    /// Sends accepted orders one after the other, until `shutdown`. Orders that are being sent then still get their answers, for
    /// [`DRAIN_TIMEOUT`] at most.
    pub(crate) async fn run(self, shutdown: CancellationToken) -> Result<(), Stopped> {
        let events = self.0.handle.subscribe(self.0.handle.last_sequence());
        let sent = tokio::select! {
            sent = self.send_all(&shutdown) => sent,
            () = self.wake_when_accepted(events) => Err(Stopped),
        };
        self.0.tasks.close();
        if tokio::time::timeout(DRAIN_TIMEOUT, self.0.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("orders without an answer are asked for after the next start");
        }
        sent
    }

    /// Sees to it that accepted orders are sent, whether or not the caller who asked for them is still there. Ends with the journal.
    async fn wake_when_accepted(
        &self,
        mut events: impl Stream<Item = Result<Committed<Event>, StartError>> + Unpin,
    ) {
        while let Some(event) = events.next().await {
            match event.map(|committed| committed.event) {
                Ok(Event::Accepted { .. }) => self.0.wake.notify_one(),
                Ok(_) => {}
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "accepted orders can't be read");
                    return;
                }
            }
        }
    }

    async fn send_all(&self, shutdown: &CancellationToken) -> Result<(), Stopped> {
        self.resume(shutdown).await?;
        let sending = Arc::new(Semaphore::new(SENDING_MAX));
        let mut waited = None;
        loop {
            let unsent = self.unsent().await?;
            if unsent.is_empty() {
                tokio::select! {
                    () = self.0.wake.notified() => continue,
                    () = shutdown.cancelled() => return Ok(()),
                }
            }
            for tracked in unsent {
                let permit = waited.take().or_else(|| {
                    let permit = sending.clone().try_acquire_owned().ok()?;
                    self.0.rest.try_take(Cost::ORDER).then_some(permit)
                });
                if let Some(permit) = permit {
                    self.carry(tracked, Some(permit), shutdown);
                    continue;
                }
                let ready = async {
                    let permit = sending.clone().acquire_owned().await;
                    self.0.rest.take(Cost::ORDER).await;
                    permit
                };
                tokio::select! {
                    permit = ready => waited = permit.ok(),
                    () = shutdown.cancelled() => return Ok(()),
                }
                // Read again: while this waited, an earlier order may have come back to the queue.
                break;
            }
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
        permit: Option<OwnedSemaphorePermit>,
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
            carrier.0.wake.notify_one();
        };
        self.0.tasks.spawn(task.instrument(span));
    }

    /// The first accepted orders that no task has, [`UNSENT_READ_MAX`] at most.
    async fn unsent(&self) -> Result<Vec<Tracked>, Stopped> {
        let carried = self.carried().clone();
        let read = move |orders: &Orders, _| {
            let unsent = |tracked: &&Tracked| {
                tracked.order.status == Status::Accepted
                    && !carried.contains_key(&tracked.order.terms.id)
            };
            let open = orders.state().open().filter(unsent);
            open.take(UNSENT_READ_MAX).cloned().collect()
        };
        self.0.handle.query(read).await
    }

    fn carried(&self) -> MutexGuard<'_, HashMap<AssetOrderId, String>> {
        self.0
            .carried
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
