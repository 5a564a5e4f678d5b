//! What there is to tell of the solver: a scrape asks the machine's state.

use std::future::Future;

use issuance::{Issuance, RebalanceState};
use telemetry::metrics::{self, Scrape};

use crate::machine::Handle;

/// Collects a scrape; none when the machine has stopped.
pub(crate) fn collect(handle: Handle) -> impl Fn() -> Collected + Clone {
    move || {
        let handle = handle.clone();
        Box::pin(async move {
            let mut scrape = handle.query(|solver, _| measure(&solver.0)).await.ok()?;
            handle.measure(&mut scrape);
            Some(scrape)
        })
    }
}

/// What [`collect`] gives.
pub(crate) type Collected = std::pin::Pin<Box<dyn Future<Output = Option<Scrape>> + Send>>;

fn measure(state: &Issuance) -> Scrape {
    let mut scrape = Scrape::default();
    for (status, orders) in state.order_counts() {
        scrape.add(&metrics::SOLVER_ORDERS, &[status], orders);
    }
    let live = state.live_batches().count() as u64;
    scrape.add(&metrics::SOLVER_BATCHES, &[], live);
    let unplaced = state.batches_to_place().count() as u64;
    scrape.add(&metrics::SOLVER_UNPLACED, &[], unplaced);
    let unminted = state.mints_to_ask_for().count() as u64;
    scrape.add(&metrics::SOLVER_UNMINTED, &[], unminted);
    for index in state.indexes() {
        if let Some(newest) = state.rebalances(&index.symbol).last() {
            let label = rebalance_label(newest.state);
            scrape.add(&metrics::SOLVER_REBALANCES, &[label], 1);
        }
    }
    scrape
}

pub(crate) const fn rebalance_label(state: RebalanceState) -> &'static str {
    match state {
        RebalanceState::Trading => "trading",
        RebalanceState::Waiting => "waiting",
        RebalanceState::Short => "short",
        RebalanceState::Done => "done",
    }
}
