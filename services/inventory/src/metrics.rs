//! What there is to tell of the inventory besides its machine: how the reconciliations came out.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use service::machine::Handle;
use telemetry::metrics::{self, Scrape};

use crate::machine::Recorder;

/// The reconciliations since the start of the process.
#[derive(Clone, Default)]
pub(crate) struct Reconciliations(Arc<Counts>);

#[derive(Default)]
struct Counts {
    made: AtomicU64,
    /// Balances with a rest that nothing explains, in the newest one.
    unexplained: AtomicU64,
}

impl Reconciliations {
    /// One was made, and left so many balances unexplained.
    pub(crate) fn note(&self, unexplained: usize) {
        self.0.made.fetch_add(1, Ordering::Relaxed);
        let unexplained = unexplained as u64;
        self.0.unexplained.store(unexplained, Ordering::Relaxed);
    }

    /// Collects a scrape.
    pub(crate) fn collect(
        &self,
        handle: &Handle<Recorder>,
    ) -> impl Fn() -> std::future::Ready<Option<Scrape>> + Clone + use<> {
        let (counts, handle) = (self.0.clone(), handle.clone());
        move || {
            let mut scrape = Scrape::default();
            handle.measure(&mut scrape);
            let made = counts.made.load(Ordering::Relaxed);
            scrape.add(&metrics::INVENTORY_RECONCILIATIONS, &[], made);
            let unexplained = counts.unexplained.load(Ordering::Relaxed);
            scrape.add(&metrics::INVENTORY_UNEXPLAINED, &[], unexplained);
            std::future::ready(Some(scrape))
        }
    }
}

#[cfg(test)]
mod tests {
    use journal::Journal;

    use super::*;

    #[tokio::test]
    async fn the_newest_reconciliations_rest_is_a_gauge() {
        let machine = Recorder::default();
        let handle = service::machine::start(machine, Journal::in_memory()).await;
        let reconciliations = Reconciliations::default();
        let collect = reconciliations.collect(&handle.expect("an empty journal"));
        for (unexplained, told) in [(2, "2"), (0, "0")] {
            reconciliations.note(unexplained);
            let scrape = collect().await.expect("it runs");
            let text = scrape.text().expect("numbers");
            let line = format!("sheaf_inventory_unexplained_balances{{}} {told}\n");
            assert!(text.contains(&line), "{text}");
        }
        let text = collect().await.expect("it runs").text().expect("numbers");
        assert!(
            text.contains("sheaf_inventory_reconciliations_total{} 2\n"),
            "{text}"
        );
    }
}
