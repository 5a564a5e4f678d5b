//! The names of metrics. `docs/operations.md` has all of them, which a test checks.

use super::{Kind, Metric};

/// Every metric, in the order of the page.
pub const ALL: [&Metric; 25] = [
    &JOURNAL_RECORDS,
    &JOURNAL_WRITES,
    &MACHINE_INPUTS,
    &FIX_SESSIONS,
    &FIX_CONNECTIONS,
    &FIX_RECEIVED,
    &FIX_SENT,
    &FIX_RESENT,
    &FIX_REJECTS,
    &FIX_GAPS,
    &FIX_REFUSALS,
    &FIX_THROTTLED,
    &FIX_WAITING,
    &FIX_OUTBOUND,
    &FIX_COMMANDS,
    &SOLVER_ORDERS,
    &SOLVER_BATCHES,
    &SOLVER_UNPLACED,
    &SOLVER_UNMINTED,
    &SOLVER_REBALANCES,
    &SOLVER_PARKED,
    &SOLVER_IN_TRANSIT,
    &SOLVER_IN_TRANSIT_SECONDS,
    &INVENTORY_RECONCILIATIONS,
    &INVENTORY_UNEXPLAINED,
];

const fn metric(
    name: &'static str,
    kind: Kind,
    labels: &'static [&'static str],
    help: &'static str,
) -> Metric {
    Metric {
        name,
        help,
        kind,
        labels,
    }
}

/// Every service: records of its journal.
pub const JOURNAL_RECORDS: Metric = metric(
    "sheaf_journal_records",
    Kind::Gauge,
    &[],
    "Records in the journal",
);
/// Every service: how long a write took until it was on disk.
pub const JOURNAL_WRITES: Metric = metric(
    "sheaf_journal_write_seconds",
    Kind::Histogram,
    &[],
    "Time from a group of records to their sync on disk",
);
/// Services with a machine: inputs that wait for it.
pub const MACHINE_INPUTS: Metric = metric(
    "sheaf_machine_inputs_waiting",
    Kind::Gauge,
    &[],
    "Inputs that wait for the machine",
);
/// fix-acceptor: sessions by where they are in their life.
pub const FIX_SESSIONS: Metric = metric(
    "sheaf_fix_sessions",
    Kind::Gauge,
    &["state"],
    "Sessions by state",
);
/// fix-acceptor: connections, logged on or not.
pub const FIX_CONNECTIONS: Metric = metric(
    "sheaf_fix_connections",
    Kind::Gauge,
    &[],
    "Connections of FIX peers",
);
/// fix-acceptor: messages that came, by MsgType(35).
pub const FIX_RECEIVED: Metric = metric(
    "sheaf_fix_received_messages",
    Kind::Counter,
    &["type"],
    "Messages that came, by MsgType",
);
/// fix-acceptor: messages that went out, by MsgType(35), without those that were sent again.
pub const FIX_SENT: Metric = metric(
    "sheaf_fix_sent_messages",
    Kind::Counter,
    &["type"],
    "Messages that went out for the first time, by MsgType",
);
/// fix-acceptor: messages and gap fills that were sent again.
pub const FIX_RESENT: Metric = metric(
    "sheaf_fix_resent_messages",
    Kind::Counter,
    &[],
    "Messages and gap fills that were sent again",
);
/// fix-acceptor: Reject(3) and BusinessMessageReject(j) that went out.
pub const FIX_REJECTS: Metric = metric(
    "sheaf_fix_rejects",
    Kind::Counter,
    &[],
    "Rejects and business rejects that went out",
);
/// fix-acceptor: ResendRequest(2) that went out.
pub const FIX_GAPS: Metric = metric(
    "sheaf_fix_gaps",
    Kind::Counter,
    &[],
    "Resend requests that went out",
);
/// fix-acceptor: connections and logons that were refused, by reason.
pub const FIX_REFUSALS: Metric = metric(
    "sheaf_fix_refusals",
    Kind::Counter,
    &["reason"],
    "Connections and logons that were refused, by reason",
);
/// fix-acceptor: application messages beyond a throttle.
pub const FIX_THROTTLED: Metric = metric(
    "sheaf_fix_throttled_messages",
    Kind::Counter,
    &[],
    "Application messages beyond a throttle",
);
/// fix-acceptor: messages that wait for a logon, or for their turn by a throttle.
pub const FIX_WAITING: Metric = metric(
    "sheaf_fix_waiting_messages",
    Kind::Gauge,
    &["queue"],
    "Messages that wait for a logon or a throttle",
);
/// fix-acceptor: bytes that wait to be written to peers.
pub const FIX_OUTBOUND: Metric = metric(
    "sheaf_fix_outbound_bytes",
    Kind::Gauge,
    &[],
    "Bytes that wait to be written to peers",
);
/// fix-acceptor: commands that the solver has not confirmed.
pub const FIX_COMMANDS: Metric = metric(
    "sheaf_fix_pending_commands",
    Kind::Gauge,
    &[],
    "Commands that the solver has not confirmed",
);
/// solver: orders by status.
pub const SOLVER_ORDERS: Metric = metric(
    "sheaf_solver_orders",
    Kind::Gauge,
    &["status"],
    "Index orders by status",
);
/// solver: batches that have not settled.
pub const SOLVER_BATCHES: Metric = metric(
    "sheaf_solver_live_batches",
    Kind::Gauge,
    &[],
    "Batches that have not settled",
);
/// solver: batches that the adapter has not confirmed.
pub const SOLVER_UNPLACED: Metric = metric(
    "sheaf_solver_unplaced_batches",
    Kind::Gauge,
    &[],
    "Batches that the adapter has not confirmed",
);
/// solver: orders whose mint the minter has not confirmed to have.
pub const SOLVER_UNMINTED: Metric = metric(
    "sheaf_solver_unminted_orders",
    Kind::Gauge,
    &[],
    "Orders whose mint the minter has not confirmed to have",
);
/// solver: indexes whose baskets have changed, by how the newest change stands.
pub const SOLVER_REBALANCES: Metric = metric(
    "sheaf_solver_rebalances",
    Kind::Gauge,
    &["state"],
    "Indexes whose baskets have changed, by how the newest change stands",
);
/// solver: venue trades that could not be shared out.
pub const SOLVER_PARKED: Metric = metric(
    "sheaf_solver_parked_trades",
    Kind::Gauge,
    &[],
    "Venue trades that could not be shared out and are nobody's",
);
/// solver: cash moves that have left one place and are not told to have arrived, by the place they left.
pub const SOLVER_IN_TRANSIT: Metric = metric(
    "sheaf_solver_cash_moves_in_transit",
    Kind::Gauge,
    &["from"],
    "Cash moves in transit, by the place that they left",
);
/// solver: since when the oldest of them is on its way.
pub const SOLVER_IN_TRANSIT_SECONDS: Metric = metric(
    "sheaf_solver_cash_in_transit_oldest_seconds",
    Kind::Gauge,
    &["from"],
    "Age of the oldest cash move in transit, by the place that it left; 0 for none",
);
/// inventory: reconciliations that were asked for.
pub const INVENTORY_RECONCILIATIONS: Metric = metric(
    "sheaf_inventory_reconciliations",
    Kind::Counter,
    &[],
    "Reconciliations that were asked for",
);
/// inventory: balances whose difference nothing explains.
pub const INVENTORY_UNEXPLAINED: Metric = metric(
    "sheaf_inventory_unexplained_balances",
    Kind::Gauge,
    &[],
    "Balances that the newest reconciliation could not explain",
);
