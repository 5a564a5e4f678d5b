//! Positions, lots, realised profit and the house's lots, served over gRPC.
