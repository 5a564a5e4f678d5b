//! Asset orders at the venue, books, filters and the rate budget, served over gRPC.
