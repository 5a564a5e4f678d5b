//! The service as its callers see it: over real gRPC on free ports, with small peers, and across restarts.

mod batches;
mod cash_moves;
mod large_batch;
mod metrics;
mod operators;
mod payouts;
mod peers;
mod prices;
mod purchases;
mod rebalances;
mod redemptions;
mod requests;
mod running;
mod snapshots;
mod statement;
