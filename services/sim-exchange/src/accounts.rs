//! The accounts of the venue: balances, orders, trades and their ids, as a machine whose journal is the venue's memory.
//!
//! Invariants: no balance is ever negative (the type has no sign); what an order has locked is at most the account's locked balance of
//! that asset; order ids and trade ids only grow, also across restarts; a client order id is unique among an account's
//! open orders.
//!
//! ```text
//!            place                    fill
//!   (none) ────────> NEW ──────────────────────> PARTIALLY_FILLED
//!                     │  └──── fill the rest ──> FILLED <──┘ fill the rest
//!                     └── cancel / end ────────> CANCELED, EXPIRED <── cancel / end
//! ```
//!
//! Left to others: matching (the exchange matches, and brings the fills), filters, rate limits, the wire.

mod apply;
mod decide;
mod fees;
mod order;
mod report;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use decide::{Command, Fill, Place, Rejection};
pub use fees::{FeeAsset, Fees};
pub use order::{Kind, Lifetime, Order, OrderState, Trade};
pub use report::{Position, Report, ReportKind};
use serde::{Deserialize, Serialize};

use crate::amount::Amount;

/// Ended orders that an account keeps, with their trades; older ones are archived, that is forgotten.
pub const ENDED_ORDERS_MAX: usize = 100_000;
/// The last reports, kept until the exchange has passed them on; more than one order's fills can be.
const REPORTS_MAX: usize = 32_768;

/// What an account has of one asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Not reserved.
    pub free: Amount,
    /// Reserved by open orders.
    pub locked: Amount,
}

/// One account.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// By asset.
    pub balances: BTreeMap<String, Balance>,
    /// Its orders, by the venue's id.
    pub orders: BTreeMap<u64, Order>,
    /// Its trades, by market, the venue's id, and the order: a trade with itself is two.
    pub trades: BTreeMap<(String, u64, u64), Trade>,
    /// The venue's ids of its open orders.
    pub open: BTreeSet<u64>,
    /// The last order with each client order id.
    pub by_client_order_id: BTreeMap<(String, String), u64>,
    /// The ids of each order's trades.
    trades_of: BTreeMap<u64, Vec<u64>>,
    /// Its ended orders, the oldest first.
    ended: VecDeque<u64>,
    /// Milliseconds of the last change.
    pub updated_ms: i64,
}

/// What happened. Every amount that was computed is in the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "event",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case"
)]
pub enum Event {
    /// The markets began to move.
    MarketsStarted {
        /// When: tick zero.
        unix_ns: i64,
    },
    /// An account was opened with its first balances.
    AccountOpened {
        /// Its name.
        account: String,
        /// What it has.
        balances: BTreeMap<String, Amount>,
    },
    /// Some of an account's free balance was taken away.
    Withdrawn {
        /// Whose.
        account: String,
        /// Of what.
        asset: String,
        /// How much.
        amount: Amount,
        /// Milliseconds.
        time_ms: i64,
    },
    /// An account's free balance has grown.
    Deposited {
        /// Whose.
        account: String,
        /// Of what.
        asset: String,
        /// By how much.
        amount: Amount,
        /// Milliseconds.
        time_ms: i64,
    },
    /// An order was accepted.
    OrderPlaced(Box<Order>),
    /// An order traded. `locked` is what it still needs afterwards; the rest of what it had locked is free again.
    OrderTraded {
        /// The order.
        order: u64,
        /// The trade.
        trade: Trade,
        /// What the order has locked from now on.
        locked: Amount,
    },
    /// An order ended without being filled.
    OrderEnded {
        /// The order.
        order: u64,
        /// Cancelled or expired.
        state: OrderState,
        /// The id of the cancel request, if one ended it.
        cancel_id: Option<String>,
        /// Milliseconds.
        time_ms: i64,
    },
}

/// The state of all accounts.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    fees: Fees,
    /// When the markets began to move.
    pub started_unix_ns: Option<i64>,
    /// By name.
    pub accounts: BTreeMap<String, Account>,
    owners: BTreeMap<u64, String>,
    last_order: u64,
    /// The last trade id of an account's trade, by market.
    pub last_trades: BTreeMap<String, u64>,
    last_report: u64,
    reports: VecDeque<Report>,
}

impl Accounts {
    /// No accounts yet, with the fees that new trades will have.
    pub fn new(fees: Fees) -> Self {
        Self {
            fees,
            ..Self::default()
        }
    }

    /// The fees.
    pub fn fees(&self) -> &Fees {
        &self.fees
    }

    /// An account.
    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts.get(name)
    }

    /// An order of any account.
    pub fn order(&self, id: u64) -> Option<&Order> {
        self.accounts.get(self.owners.get(&id)?)?.orders.get(&id)
    }

    /// Every open order, by id.
    pub fn open_orders(&self) -> impl Iterator<Item = &Order> {
        self.accounts
            .values()
            .flat_map(|account| account.open.iter().filter_map(|id| account.orders.get(id)))
    }

    /// The id that the next order will get.
    pub fn next_order(&self) -> u64 {
        self.last_order + 1
    }

    /// The reports after the one with id `after`, oldest first.
    pub fn reports_after(&self, after: u64) -> Vec<Report> {
        let first = self.reports.partition_point(|report| report.id <= after);
        self.reports.range(first..).cloned().collect()
    }

    /// The id of the last report.
    pub fn last_report(&self) -> u64 {
        self.last_report
    }
}

impl service::machine::Machine for Accounts {
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, now_unix_ns: i64) -> Result<Vec<Event>, Rejection> {
        decide::decide(self, command, now_unix_ns)
    }

    fn apply(&mut self, event: &Event) {
        apply::apply(self, event);
    }
}

impl Account {
    /// What it has of an asset.
    pub fn balance(&self, asset: &str) -> Balance {
        self.balances.get(asset).copied().unwrap_or_default()
    }

    /// The last order in a market with this client order id.
    pub fn order_by_client_id(&self, symbol: &str, client_order_id: &str) -> Option<&Order> {
        self.orders.get(
            self.by_client_order_id
                .get(&(symbol.to_owned(), client_order_id.to_owned()))?,
        )
    }

    /// Its open orders in a market.
    pub fn open_in<'a>(&'a self, symbol: &'a str) -> impl Iterator<Item = &'a Order> {
        self.open
            .iter()
            .filter_map(|id| self.orders.get(id))
            .filter(move |order| order.symbol == symbol)
    }
}
