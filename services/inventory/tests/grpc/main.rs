//! The service as its callers see it: over real gRPC on a free port, and across restarts.

mod large;
mod lifetime;
mod positions;
mod reconcile;
mod records;
mod running;
