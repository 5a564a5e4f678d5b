//! What there is to tell of the acceptor: a scrape asks the engine.

use std::future::Future;

use fix_engine::{Handle, SessionReport, Totals};
use service::metrics::add_journal;
use telemetry::metrics::{self, Scrape};

use crate::admin::session_state;
use crate::application::OrderEntry;

/// What [`collect`] gives.
pub(crate) type Collected = std::pin::Pin<Box<dyn Future<Output = Option<Scrape>> + Send>>;

/// Collects a scrape; none when the engine has ended.
pub(crate) fn collect(handle: Handle<OrderEntry>) -> impl Fn() -> Collected + Clone {
    move || {
        let handle = handle.clone();
        Box::pin(async move {
            let mut scrape = Scrape::default();
            add_sessions(&mut scrape, &handle.report().await.ok()?);
            add_totals(&mut scrape, &handle.totals().await.ok()?);
            let pending = |application: &OrderEntry| application.state().pending().count();
            let pending = handle.query(pending).await.ok()? as u64;
            scrape.add(&metrics::FIX_COMMANDS, &[], pending);
            add_journal(&mut scrape, handle.last_sequence(), &handle.write_times());
            Some(scrape)
        })
    }
}

fn add_sessions(scrape: &mut Scrape, reports: &[SessionReport]) {
    // A queue that is empty is a fact, too.
    for queue in ["logon", "throttle"] {
        scrape.add(&metrics::FIX_WAITING, &[queue], 0);
    }
    scrape.add(&metrics::FIX_OUTBOUND, &[], 0);
    scrape.add(&metrics::FIX_THROTTLED, &[], 0);
    for report in reports {
        let state = match session_state(report.state) {
            proto::v1::SessionState::LoggedOn => "logged-on",
            proto::v1::SessionState::LoggingOn => "logging-on",
            proto::v1::SessionState::LoggingOut => "logging-out",
            proto::v1::SessionState::Disconnected | proto::v1::SessionState::Unspecified => {
                "disconnected"
            }
        };
        scrape.add(&metrics::FIX_SESSIONS, &[state], 1);
        let waiting = [
            ("logon", report.queued),
            ("throttle", report.throttle_queue),
        ];
        for (queue, count) in waiting {
            scrape.add(&metrics::FIX_WAITING, &[queue], count as u64);
        }
        scrape.add(&metrics::FIX_OUTBOUND, &[], report.outbound_bytes as u64);
        scrape.add(&metrics::FIX_THROTTLED, &[], report.traffic.throttled);
    }
}

fn add_totals(scrape: &mut Scrape, totals: &Totals) {
    scrape.add(&metrics::FIX_CONNECTIONS, &[], totals.connections as u64);
    scrape.add(&metrics::FIX_RESENT, &[], totals.resent);
    scrape.add(&metrics::FIX_REJECTS, &[], 0);
    scrape.add(&metrics::FIX_GAPS, &[], 0);
    for (msg_type, count) in &totals.received {
        scrape.add(&metrics::FIX_RECEIVED, &[msg_type], *count);
    }
    for (msg_type, count) in &totals.sent {
        scrape.add(&metrics::FIX_SENT, &[msg_type], *count);
        match msg_type.as_str() {
            "3" | "j" => scrape.add(&metrics::FIX_REJECTS, &[], *count),
            "2" => scrape.add(&metrics::FIX_GAPS, &[], *count),
            _ => {}
        }
    }
    for (refused, count) in &totals.refused {
        scrape.add(&metrics::FIX_REFUSALS, &[refused.label()], *count);
    }
}
