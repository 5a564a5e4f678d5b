//! What the account is told: one report for each change of an order, with the balances right after it.

use super::{Accounts, Balance, Order, Trade};

/// The balances that a report's change may have touched.
pub type Position = Vec<(String, Balance)>;

/// One change of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its id: reports are numbered without a gap.
    pub id: u64,
    /// The order after the change.
    pub order: Order,
    /// What changed.
    pub kind: ReportKind,
    /// The balances after the change.
    pub position: Position,
    /// Milliseconds.
    pub time_ms: i64,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// It was accepted.
    New,
    /// It traded.
    Trade(Trade),
    /// Its account ended it, with the id of the request.
    Canceled(Option<String>),
    /// Its terms ended it.
    Expired,
}

impl Accounts {
    pub(super) fn report(&mut self, order: Order, kind: ReportKind, assets: &[&str], time_ms: i64) {
        let account = self.accounts.get(&order.account);
        let position = assets
            .iter()
            .map(|asset| {
                (
                    (*asset).to_owned(),
                    account
                        .map(|account| account.balance(asset))
                        .unwrap_or_default(),
                )
            })
            .collect();
        self.last_report += 1;
        self.reports.push_back(Report {
            id: self.last_report,
            order,
            kind,
            position,
            time_ms,
        });
        if self.reports.len() > super::REPORTS_MAX {
            self.reports.pop_front();
        }
    }
}
