//! The life of orders, clause by clause.

mod batches;
mod ends;
mod intake;
mod mints;
mod shares;
mod steps;

use issuance::{Command, Event, OrderChange, Outcome, RejectReason, Snapshot};
use scenario::{Scenario, index, market, settings, snapshot};

/// One index of one asset: one unit is one A.
pub(crate) fn one() -> Scenario {
    Scenario::new(settings(), vec![index("IDX", &[("A", "1")])])
}

/// Plenty of A at 100, limits at 101, nobody to sell to.
pub(crate) fn plenty() -> Snapshot {
    snapshot(vec![market("A", &[("100", "100000")], &[])])
}

pub(crate) fn rejection(events: &[Event]) -> (RejectReason, String) {
    let Event::Order(event) = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(event.change, OrderChange::Rejected);
    (event.order.reject_reason.unwrap(), event.order.text.clone())
}

pub(crate) fn submit(run: &mut Scenario, request: issuance::OrderRequest) -> Vec<Event> {
    let command_id = format!("own-{}", run.events.len());
    run.run(Command::SubmitOrder {
        command_id,
        request,
        mark: None,
    })
    .unwrap()
}

pub(crate) fn outcome(events: &[Event]) -> Option<&Outcome> {
    events.iter().find_map(|event| match event {
        Event::Order(event) => match &event.change {
            OrderChange::Ended { outcome, .. } => Some(outcome),
            _ => None,
        },
        _ => None,
    })
}
