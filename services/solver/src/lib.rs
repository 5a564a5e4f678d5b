//! Index orders, collateral, batches, contributions and holdings, served over gRPC.
