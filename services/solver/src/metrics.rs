//! What there is to tell of the solver: a scrape asks the machine's state.

use std::future::Future;

use issuance::{CashPlace, Issuance, RebalanceState};
use service::machine::unix_ns;
use telemetry::metrics::{self, Scrape};

use crate::machine::Handle;

/// Collects a scrape; none when the machine has stopped.
pub(crate) fn collect(handle: Handle) -> impl Fn() -> Collected + Clone {
    move || {
        let handle = handle.clone();
        Box::pin(async move {
            let mut scrape = handle
                .query(|solver, _| measure(&solver.0, unix_ns()))
                .await
                .ok()?;
            handle.measure(&mut scrape);
            Some(scrape)
        })
    }
}

/// What [`collect`] gives.
pub(crate) type Collected = std::pin::Pin<Box<dyn Future<Output = Option<Scrape>> + Send>>;

fn measure(state: &Issuance, now_unix_ns: i64) -> Scrape {
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
    let parked = state.parked_trades().len() as u64;
    scrape.add(&metrics::SOLVER_PARKED, &[], parked);
    for place in [CashPlace::Vault, CashPlace::Venue] {
        in_transit(state, place, now_unix_ns, &mut scrape);
    }
    scrape
}

/// Cash moves on their way from a place, and for how long the oldest of them is.
fn in_transit(state: &Issuance, from: CashPlace, now_unix_ns: i64, scrape: &mut Scrape) {
    let moves = state.cash_in_transit();
    let left_at: Vec<i64> = moves
        .filter(|report| report.cash_move.from == from)
        .map(|report| report.left_at)
        .collect();
    let label = match from {
        CashPlace::Vault => "vault",
        CashPlace::Venue => "venue",
    };
    let count = left_at.len() as u64;
    scrape.add(&metrics::SOLVER_IN_TRANSIT, &[label], count);
    let age = left_at.first().map_or(0, |left_at| {
        now_unix_ns.saturating_sub(*left_at) / NANOS_PER_SECOND
    });
    let age = u64::try_from(age).unwrap_or_default();
    scrape.add(&metrics::SOLVER_IN_TRANSIT_SECONDS, &[label], age);
}

const NANOS_PER_SECOND: i64 = 1_000_000_000;

pub(crate) const fn rebalance_label(state: RebalanceState) -> &'static str {
    match state {
        RebalanceState::Trading => "trading",
        RebalanceState::Waiting => "waiting",
        RebalanceState::Short => "short",
        RebalanceState::Done => "done",
    }
}

#[cfg(test)]
mod tests {
    use issuance::{CashArrival, CashMove, Event};
    use money::Cash;

    use super::*;

    const MINUTE: i64 = 60 * NANOS_PER_SECOND;

    fn left(id: &str, from: CashPlace, at_unix_ns: i64) -> Event {
        Event::CashLeft {
            cash_move: CashMove {
                id: id.into(),
                from,
                amount: Cash::parse("10").expect("an amount"),
            },
            at_unix_ns,
        }
    }

    /// The lines of the cash in transit, from the vault and from the venue: how many moves, and the oldest one's age.
    fn told(state: &Issuance, now_unix_ns: i64) -> String {
        let text = measure(state, now_unix_ns).text().expect("numbers");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let lines = lines.filter(|line| line.contains("transit"));
        let mut lines: Vec<&str> = lines.collect();
        lines.sort_unstable();
        lines.join("\n")
    }

    #[test]
    fn the_age_of_cash_in_transit_is_that_of_the_oldest_move_from_each_place() {
        let mut state = Issuance::default();
        let nothing = "sheaf_solver_cash_in_transit_oldest_seconds{from=\"vault\"} 0
sheaf_solver_cash_in_transit_oldest_seconds{from=\"venue\"} 0
sheaf_solver_cash_moves_in_transit{from=\"vault\"} 0
sheaf_solver_cash_moves_in_transit{from=\"venue\"} 0";
        assert_eq!(told(&state, MINUTE), nothing);
        state.apply(&left("m-1", CashPlace::Venue, MINUTE));
        state.apply(&left("m-2", CashPlace::Venue, 3 * MINUTE));
        state.apply(&left("m-3", CashPlace::Vault, 4 * MINUTE));
        assert_eq!(
            told(&state, 5 * MINUTE),
            "sheaf_solver_cash_in_transit_oldest_seconds{from=\"vault\"} 60
sheaf_solver_cash_in_transit_oldest_seconds{from=\"venue\"} 240
sheaf_solver_cash_moves_in_transit{from=\"vault\"} 1
sheaf_solver_cash_moves_in_transit{from=\"venue\"} 2"
        );
        for id in ["m-1", "m-2", "m-3"] {
            state.apply(&Event::CashArrived {
                id: id.into(),
                arrival: CashArrival {
                    at: CashPlace::Vault,
                    amount: Cash::parse("10").expect("an amount"),
                    cost: Cash::ZERO,
                },
                at_unix_ns: 6 * MINUTE,
            });
        }
        assert_eq!(told(&state, 9 * MINUTE), nothing);
    }
}
