//! Deposits, mints and payouts on an EVM chain, served over gRPC.
