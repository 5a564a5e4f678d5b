//! The spans of actions that are under way: one from accepted to confirmed, one of them for each broadcast, one for
//! the wait for confirmations. After a restart the rest of an action has a span of its own in the same trace.

use std::collections::HashMap;

use minting::{Action, ActionId, Effect};
use telemetry::names;
use tracing::Span;

struct UnderWay {
    whole: Span,
    confirmation: Option<Span>,
    /// Its place in the order of the requests.
    order: u64,
}

/// The spans by action.
#[derive(Default)]
pub(crate) struct Spans(HashMap<ActionId, UnderWay>);

impl Spans {
    /// The action's span, begun now if need be.
    pub(crate) fn of(&mut self, action: &Action) -> Span {
        let id = action.effect.id();
        let begin = || UnderWay {
            whole: begin(action),
            confirmation: None,
            order: action.order,
        };
        self.0.entry(id).or_insert_with(begin).whole.clone()
    }

    /// The traceparent that the action's outcome carries on.
    pub(crate) fn traceparent(&mut self, action: &Action) -> String {
        let traceparent = telemetry::traceparent_of(&self.of(action));
        if traceparent.is_empty() {
            action.traceparent.clone()
        } else {
            traceparent
        }
    }

    /// The wait for confirmations begins.
    pub(crate) fn begin_confirmation(&mut self, action: &Action) {
        let whole = self.of(action);
        if let Some(under_way) = self.0.get_mut(&action.effect.id()) {
            under_way.confirmation.get_or_insert_with(
                || tracing::info_span!(parent: &whole, "span", otel.name = names::CONFIRMATION),
            );
        }
    }

    /// Ends the spans of every action that is not open, by its place in the order of the requests.
    pub(crate) fn end_closed(&mut self, is_open: impl Fn(u64) -> bool) {
        self.0.retain(|_, under_way| is_open(under_way.order));
    }
}

fn begin(action: &Action) -> Span {
    let traceparent = action.traceparent.as_str();
    match &action.effect {
        Effect::Mint {
            mint_id,
            index,
            units,
            ..
        } => {
            telemetry::span_from!(names::MINT, traceparent, mint_id, index, %units)
        }
        Effect::Payout {
            payout_id, amount, ..
        } => {
            telemetry::span_from!(names::PAYOUT, traceparent, payout_id, %amount)
        }
        Effect::CreateIndex { symbol, .. } => {
            telemetry::span_from!(names::CREATE_INDEX, traceparent, symbol)
        }
        Effect::Deploy { contract } => telemetry::span_from!(names::DEPLOY, traceparent, ?contract),
    }
}
