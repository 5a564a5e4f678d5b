//! Pre-trade limits of an account, and what they are measured on: the cash that open orders may still spend, and how many orders
//! came in the last second. The limits of all accounts together are in the settings.

use std::collections::{BTreeMap, VecDeque};

use ledger::Name;
use money::{Cash, MoneyError, Rate};
use serde::{Deserialize, Serialize};

use crate::OrderId;

/// The most that a limit of orders in a second may be.
pub const ORDERS_PER_SECOND_MAX: u32 = 10_000;
/// Nanoseconds of a second.
const SECOND_NS: i64 = 1_000_000_000;

/// The limits of one account; what is none is not limited for it alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The largest amount of one order.
    pub order_max: Option<Cash>,
    /// The most that its open orders may still spend together.
    pub open_cash_max: Option<Cash>,
    /// Its orders within any second, at most [`ORDERS_PER_SECOND_MAX`].
    pub orders_per_second_max: Option<u32>,
    /// How far a limit price may be from the mark, as a proportion of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_band: Option<Rate>,
}

impl Limits {
    /// What makes no sense, if something does.
    pub fn problem(&self) -> Option<&'static str> {
        if [self.order_max, self.open_cash_max]
            .iter()
            .flatten()
            .any(|limit| limit.is_negative())
        {
            Some("a limit is below zero")
        } else if self
            .orders_per_second_max
            .is_some_and(|limit| limit > ORDERS_PER_SECOND_MAX)
        {
            Some("more than 10000 orders a second")
        } else {
            None
        }
    }
}

/// The open orders, and what they may still spend: each, by account, and all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OpenOrders {
    orders: BTreeMap<OrderId, Cash>,
    by_account: BTreeMap<Name, Cash>,
    all: Cash,
}

impl OpenOrders {
    /// An order may still spend this; none: it is not open any more.
    pub(crate) fn set(
        &mut self,
        id: OrderId,
        account: &Name,
        amount: Option<Cash>,
    ) -> Result<(), MoneyError> {
        let before = match amount {
            Some(amount) => self.orders.insert(id, amount),
            None => self.orders.remove(&id),
        };
        let (before, after) = (before.unwrap_or_default(), amount.unwrap_or_default());
        if before == after {
            return Ok(());
        }
        let change = after.checked_sub(before)?;
        self.all = self.all.checked_add(change)?;
        let own = self.by_account.entry(account.clone()).or_default();
        *own = own.checked_add(change)?;
        if own.is_zero() {
            self.by_account.remove(account);
        }
        Ok(())
    }

    /// Oldest first.
    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = OrderId> {
        self.orders.keys().copied()
    }

    pub(crate) fn count(&self) -> usize {
        self.orders.len()
    }

    /// What an account's may still spend.
    pub(crate) fn of(&self, account: &Name) -> Cash {
        self.by_account.get(account).copied().unwrap_or_default()
    }

    /// What all may still spend.
    pub(crate) const fn all(&self) -> Cash {
        self.all
    }
}

/// When the newest orders came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Recent(VecDeque<i64>);

impl Recent {
    pub(crate) fn note(&mut self, at_unix_ns: i64) {
        while self.0.len() >= ORDERS_PER_SECOND_MAX as usize
            || self
                .0
                .front()
                .is_some_and(|oldest| *oldest <= at_unix_ns - SECOND_NS)
        {
            self.0.pop_front();
        }
        self.0.push_back(at_unix_ns);
    }

    /// Whether one more at `now_unix_ns` would be more than `limit` within a second.
    pub(crate) fn is_full(&self, limit: u32, now_unix_ns: i64) -> bool {
        let Some(place) = (limit as usize).checked_sub(1) else {
            return true;
        };
        self.0
            .iter()
            .rev()
            .nth(place)
            .is_some_and(|came| *came > now_unix_ns - SECOND_NS)
    }
}
