//! How many orders have each status: counted as orders change, as there are more of them every day and nobody wants to read them all
//! to be told a dozen numbers.

use std::collections::{BTreeMap, HashMap};

use crate::OrderId;
use crate::order::Status;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Census {
    /// As which status each order is counted, by its label.
    counted: HashMap<OrderId, &'static str>,
    counts: BTreeMap<&'static str, u64>,
}

impl Census {
    /// An order has this status now.
    pub(crate) fn count(&mut self, id: OrderId, status: Status) {
        let label = status.label();
        let before = self.counted.insert(id, label);
        if before == Some(label) {
            return;
        }
        if let Some(before) = before {
            let counted = self.counts.get_mut(before).expect("it was counted there");
            *counted -= 1;
            if *counted == 0 {
                self.counts.remove(before);
            }
        }
        *self.counts.entry(label).or_default() += 1;
    }

    /// The number of orders of each status, those that no order has as well: whoever watches a number sees it become zero.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let labels = Status::EACH.iter().map(|status| status.label());
        labels.map(|label| (label, self.counts.get(label).copied().unwrap_or(0)))
    }
}
