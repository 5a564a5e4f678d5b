//! What is told of an account's collateral, by itself and beside what is told of an order.

use fix_codec::Draft;
use proto::v1::solver_event::Event;

use super::{Outcome, OutcomeError, Telling};
use crate::event::Fact;
use crate::message::CollateralReport;
use crate::order::CollateralFacts;

impl Telling<'_> {
    /// The collateral of the order's account after the event, where it says.
    pub(super) fn collateral(&self) -> Option<CollateralFacts> {
        self.event.collateral.as_ref().map(CollateralFacts::of)
    }

    pub(in crate::outcome) fn collateral_changed(
        &self,
        changed: &proto::v1::CollateralChanged,
    ) -> Result<Outcome, OutcomeError> {
        let collateral = changed
            .collateral
            .as_ref()
            .ok_or(OutcomeError::NoCollateral(self.event.sequence))?;
        let facts = CollateralFacts::of(collateral);
        // What an order reserves and spends is in its own reports.
        let is_told = matches!(
            changed.cause.as_str(),
            "deposit" | "release" | "payout-asked" | "payout" | "payout-failed"
        );
        let messages = if is_told {
            self.collateral_reports(&facts, changed)
        } else {
            Vec::new()
        };
        Ok(Outcome {
            fact: Fact::Collateral(facts),
            messages,
        })
    }

    /// The cash that comes back from an order at its end.
    pub(in crate::outcome) fn released(&self, kind: &Event) -> Vec<(String, Draft)> {
        let order = match kind {
            Event::OrderComplete(complete) => complete.order.as_ref(),
            Event::OrderCancelled(cancelled) => cancelled.order.as_ref(),
            Event::OrderExpired(expired) => expired.order.as_ref(),
            _ => None,
        };
        let returned = order.map(|order| &order.returned);
        let Some((returned, collateral)) = returned.zip(self.collateral()) else {
            return Vec::new();
        };
        if !returned.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
            return Vec::new();
        }
        let changed = proto::v1::CollateralChanged {
            cause: "release".to_owned(),
            amount: returned.clone(),
            ..Default::default()
        };
        self.collateral_reports(&collateral, &changed)
    }

    /// The account's collateral after the event, for each session that it concerns.
    fn collateral_reports(
        &self,
        collateral: &CollateralFacts,
        changed: &proto::v1::CollateralChanged,
    ) -> Vec<(String, Draft)> {
        let report = CollateralReport {
            coll_rpt_id: format!("C-{}", self.event.sequence),
            coll_inquiry_id: None,
            collateral,
            cause: &changed.cause,
            change: &changed.amount,
            transaction_hash: &changed.transaction_hash,
            payout_id: &changed.payout_id,
            payout_request_id: &changed.request_id,
            why: &changed.text,
            time_unix_ns: self.event.time_unix_ns,
        };
        let readers = self.state.readers_of_account(&collateral.account);
        readers
            .into_iter()
            .filter_map(|(name, reader)| Some((name.to_owned(), report.draft(reader)?)))
            .collect()
    }
}
