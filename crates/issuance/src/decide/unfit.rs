//! The orders that a fitting shows can't be in its batch. A fitting may be done more than once before a batch is made, so what
//! becomes of them waits until it is the last.

use crate::OrderId;
use crate::Rejection;
use crate::draft::Draft;
use crate::event::OrderChange;
use crate::order::Outcome;

#[derive(Default)]
pub(super) struct Unfit {
    /// They can't be reckoned with, and why.
    pub(super) suspended: Vec<(OrderId, String)>,
    /// Their TimeInForce does not let them wait.
    pub(super) ended: Vec<OrderId>,
}

impl Unfit {
    pub(super) const fn none() -> Self {
        Self {
            suspended: Vec::new(),
            ended: Vec::new(),
        }
    }

    pub(super) fn apply(self, draft: &mut Draft<'_>) -> Result<(), Rejection> {
        for (order, text) in self.suspended {
            draft.change(order, OrderChange::Suspended { text })?;
        }
        for order in self.ended {
            super::end::end(draft, order, Outcome::cancelled(None), None)?;
        }
        Ok(())
    }
}
