//! The names of spans, as Jaeger shows them. The edges between them are asserted by the end-to-end trace test.

/// fix-acceptor: a NewOrderSingle(D), from its bytes to the solver's durable answer. The root of an order's trace.
pub const FIX_ORDER: &str = "fix.new_order_single";
/// fix-acceptor: an ExecutionReport(8) for the order, made and stored.
pub const FIX_REPORT: &str = "fix.execution_report";
/// fix-acceptor: the Confirmation(AK), made and stored. The end of an order's trace.
pub const FIX_CONFIRMATION: &str = "fix.confirmation";
/// solver: one batch, linked from and to every order in it.
pub const BATCH: &str = "solver.batch";
/// solver: an order's part in one batch, in the order's trace.
pub const ORDER_IN_BATCH: &str = "order.in_batch";
/// solver: an order's lots being recorded in the inventory.
pub const RECORD: &str = "solver.record";
/// solver: a complete order being minted.
pub const MINT_ORDER: &str = "solver.mint";
/// solver: cash that was asked back being paid out.
pub const PAY_OUT: &str = "solver.payout";
/// exchange-adapter: one asset order, from durable to ended, in the batch's trace.
pub const ASSET_ORDER: &str = "exchange.asset_order";
/// exchange-adapter: an index order's contribution to an asset order, in the index order's trace.
pub const CONTRIBUTION: &str = "exchange.contribution";
/// exchange-adapter: one HTTP request to the venue.
pub const VENUE_REQUEST: &str = "venue.request";
/// inventory: an index order's share of a lot, in the index order's trace.
pub const SHARE: &str = "inventory.share";
/// chain-minter: one mint, from accepted to confirmed.
pub const MINT: &str = "chain.mint";
/// chain-minter: a transaction handed to the chain.
pub const BROADCAST: &str = "chain.broadcast";
/// chain-minter: one payout.
pub const PAYOUT: &str = "chain.payout";
/// chain-minter: a broadcast transaction's wait for its confirmations.
pub const CONFIRMATION: &str = "chain.confirmation";
/// chain-minter: the token of an index.
pub const CREATE_INDEX: &str = "chain.create_index";
/// chain-minter: a contract of a development deployment.
pub const DEPLOY: &str = "chain.deploy";
/// chain-minter: deposits found or confirmed at one look at the chain. The root of a deposit's trace.
pub const DEPOSITS: &str = "chain.deposits";
